#include "gateway/conversation/times/said.hpp"
#include "gateway/conversation/times/tell_time.hpp"

namespace offing::conversation {

namespace {

using std::chrono::days;
using std::chrono::minutes;

bool at_midnight(LocalTime time) { return clock_minutes(time) == 0; }

/// The end of a whole day is said as that day, and no other moment is.
std::string say_end(LocalTime to) { return at_midnight(to) ? say(day_of(to) - days{1}) : say(to); }

std::string say_dates(LocalTime from, LocalTime to) {
    const Date first = day_of(from), last = day_of(to - minutes{1});
    return first == last ? say(first) : say(first) + " to " + say(last);
}

std::string say_stretch(LocalTime from, LocalTime to) {
    if (at_midnight(from) && at_midnight(to)) return say_dates(from, to);
    if (day_of(from) != day_of(to - minutes{1})) return say(from) + " to " + say_end(to);
    if (at_midnight(from)) return say(day_of(from)) + " before " + say_clock(clock_minutes(to));
    if (at_midnight(to)) return say(day_of(from)) + " from " + say_clock(clock_minutes(from));
    return say(from) + " to " + say_clock(clock_minutes(to));
}

}  // namespace

std::string said_back(const TimeReading& reading, LocalTime now) {
    using Kind = TimeReading::Kind;
    const auto stamp = [](LocalTime time) { return at_midnight(time) ? say(day_of(time)) : say(time); };
    switch (reading.kind) {
        case Kind::instant:
            if (reading.grain == TimeReading::Grain::minute || !reading.to) return say(*reading.from);
            return say_dates(*reading.from, *reading.to);
        case Kind::interval:
            if (*reading.from == now) return "by " + say_end(*reading.to);
            return say_stretch(*reading.from, *reading.to);
        case Kind::open:
            return reading.from ? "from " + stamp(*reading.from) : "before " + stamp(*reading.to);
        case Kind::none:
        case Kind::ask:
            break;
    }
    return {};
}

}  // namespace offing::conversation
