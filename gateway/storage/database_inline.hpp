// The templates of database.hpp: they carry a unit of work's answer across the erased call.

#pragma once

#include "gateway/storage/database.hpp"

namespace offing::storage {

template <typename Work>
auto Database::run(Access access, Work work) -> Task<Result<std::invoke_result_t<Work&, Transaction&>>> {
    using Answer = std::invoke_result_t<Work&, Transaction&>;
    if constexpr (std::is_void_v<Answer>) {
        co_return co_await transact_erased(access, Erased{std::move(work)});
    } else {
        auto answer = std::make_shared<std::optional<Answer>>();
        auto shared_work = std::make_shared<Work>(std::move(work));
        auto done = co_await transact_erased(access, [answer, shared_work](Transaction& transaction) {
            answer->emplace((*shared_work)(transaction));
        });
        if (!done) co_return std::unexpected(std::move(done.error()));
        co_return std::move(**answer);
    }
}

template <typename Work>
auto Database::transact_now(Work work) -> Result<std::invoke_result_t<Work&, Transaction&>> {
    using Answer = std::invoke_result_t<Work&, Transaction&>;
    if constexpr (std::is_void_v<Answer>) {
        return transact_erased_now(Access::read_write, Erased{std::move(work)});
    } else {
        std::optional<Answer> answer;
        auto done = transact_erased_now(Access::read_write,
                                        [&](Transaction& transaction) { answer.emplace(work(transaction)); });
        if (!done) return std::unexpected(std::move(done.error()));
        return std::move(*answer);
    }
}

}  // namespace offing::storage
