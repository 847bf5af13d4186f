// When a person will have answered. The texts promise it and the tasks are due by it, so both come from here.

#include <algorithm>

#include "gateway/conversation/dialogue.hpp"
#include "scheduler/school_year.hpp"

namespace offing::conversation {

namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr minutes opens{9 * 60};
constexpr minutes closes{17 * 60};
constexpr minutes half_hour{30};

/// Minutes of work. A person reads what waits within one working hour; a change of wording has a fortnight.
minutes working_time(TaskKind kind) {
    switch (kind) {
        case TaskKind::crisis:
            return minutes{0};
        case TaskKind::wording:
            return minutes{10 * 8 * 60};
        default:
            return minutes{60};
    }
}

struct Stretch {
    minutes from;
    minutes to;
};

/// The parts of a day in which somebody works and she may be reached.
std::vector<Stretch> stretches(const State& state, Date date) {
    const std::chrono::weekday day{date};
    const bool weekend = day == std::chrono::Saturday || day == std::chrono::Sunday;
    if (weekend || scheduler::bank_holiday(state.nation, date)) return {};
    if (state.safe.empty()) return {{opens, closes}};
    std::vector<Stretch> parts;
    for (const ContactWindow& window : state.safe) {
        if (!window.days.contains(day)) continue;
        const Stretch part{std::max(opens, window.from), std::min(closes, window.to)};
        if (part.from < part.to) parts.push_back(part);
    }
    std::ranges::sort(parts, {}, &Stretch::from);
    return parts;
}

LocalTime rounded_up(LocalTime time) {
    const auto past = time.time_since_epoch() % half_hour;
    return past == minutes{0} ? time : time + (half_hour - past);
}

}  // namespace

LocalTime due(TaskKind kind, const State& state, LocalTime now) {
    if (kind == TaskKind::erasure) return std::chrono::floor<days>(now) + days{28};
    minutes left = working_time(kind);
    if (left == minutes{0}) return now;
    const Date today = std::chrono::floor<days>(now);
    for (Date date = today; date < today + days{60}; date += days{1}) {
        for (const Stretch& part : stretches(state, date)) {
            const LocalTime begin = std::max(now, LocalTime{date + part.from});
            const LocalTime end = date + part.to;
            if (begin >= end) continue;
            if (begin + left <= end) return std::min(rounded_up(begin + left), end);
            left -= end - begin;
        }
    }
    return now + days{7};
}

}  // namespace offing::conversation
