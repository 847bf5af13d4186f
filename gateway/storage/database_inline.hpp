// The templates of database.hpp: they carry a unit of work's answer across the erased call. The erased work
// points into the waiting frame, which lives until the waiter is resumed or dropped.

#pragma once

#include "gateway/storage/database.hpp"

namespace offing::storage {

template <typename Work>
auto Database::run(Access access, Work work) -> Task<Result<std::invoke_result_t<Work&, Transaction&>>> {
    using Answer = std::invoke_result_t<Work&, Transaction&>;
    if constexpr (std::is_void_v<Answer>) {
        co_return co_await transact_erased(
            access, ErasedWork{[&work](Transaction& transaction) { work(transaction); }});
    } else {
        std::optional<Answer> answer;
        auto done = co_await transact_erased(access, ErasedWork{[&answer, &work](Transaction& transaction) {
                                                 answer.emplace(work(transaction));
                                             }});
        if (!done) co_return std::unexpected(std::move(done.error()));
        co_return std::move(*answer);
    }
}

template <typename Work>
auto Database::transact_now(Work work) -> Result<std::invoke_result_t<Work&, Transaction&>> {
    return run_now(Access::read_write, work);
}

template <typename Work>
auto Database::read_now(Work work) -> Result<std::invoke_result_t<Work&, Transaction&>> {
    return run_now(Access::read_only, work);
}

template <typename Work>
auto Database::run_now(Access access, Work& work) -> Result<std::invoke_result_t<Work&, Transaction&>> {
    using Answer = std::invoke_result_t<Work&, Transaction&>;
    if constexpr (std::is_void_v<Answer>) {
        return transact_erased_now(access,
                                   ErasedWork{[&work](Transaction& transaction) { work(transaction); }});
    } else {
        std::optional<Answer> answer;
        auto done = transact_erased_now(access, ErasedWork{[&answer, &work](Transaction& transaction) {
                                            answer.emplace(work(transaction));
                                        }});
        if (!done) return std::unexpected(std::move(done.error()));
        return std::move(*answer);
    }
}

}  // namespace offing::storage
