#include "gateway/console/moments.hpp"

#include "gateway/console/pattern.hpp"

namespace offing::console {

using std::chrono::days;

Moments::Moments(scheduler::Zone zone, Timestamp now)
    : zone_{std::move(zone)}, today_{scheduler::date_of(zone_.to_local(to_minutes(now)))} {}

Timestamp Moments::start_of(scheduler::Date date) const {
    return zone_.to_instant_or_later(scheduler::LocalTime{date});
}

std::string Moments::clock(Timestamp at) const {
    return in_words(scheduler::clock_of(zone_.to_local(to_minutes(at))));
}

std::string Moments::day(Timestamp at) const {
    const auto date = scheduler::date_of(zone_.to_local(to_minutes(at)));
    if (date == today_) return "today";
    if (date == today_ + days{1}) return "tomorrow";
    return short_words(date);
}

std::string Moments::moment(Timestamp at) const {
    const std::string which = day(at);
    return (which == "today" ? "at " : which + " at ") + clock(at);
}

}  // namespace offing::console
