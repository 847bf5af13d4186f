// Rules from strangers: refused, or expanded in order and in bounded time.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scheduler/recurrence.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace offing::scheduler;
    const auto rule = parse_rule({reinterpret_cast<const char*>(bytes), size});
    if (!rule) return 0;
    const Date start = std::chrono::local_days{std::chrono::year{2026} / 3 / 2};
    const auto times = occurrences({.rule = *rule, .start = WallTime{start} + std::chrono::hours{10}}, 50);
    if (times)
        for (std::size_t i = 1; i < times->size(); ++i)
            if ((*times)[i] <= (*times)[i - 1]) std::abort();
    for (const Date date : dates_of(*rule, start, start, start + std::chrono::days{42}))
        if (date < start || date >= start + std::chrono::days{42}) std::abort();
    return 0;
}
