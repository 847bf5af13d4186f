// School dates from strangers: read or refused, in bounded time, and what was read makes sense.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/calendar_import.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace offing;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    const auto days = config::read_calendar(text, config::CalendarForm::FORM, "fuzz",
                                            scheduler::Division::england_and_wales);
    if (!days) return days.error().empty() ? std::abort(), 0 : 0;
    for (const auto* ranges : {&days->terms, &days->holidays})
        for (const scheduler::DateRange& range : *ranges)
            if (range.last < range.first) std::abort();
    // Reading the same again changes nothing.
    const scheduler::SchoolCalendar once = config::merge({}, *days);
    if (!config::changes_between(once, config::merge(once, *days)).empty()) std::abort();
    return 0;
}
