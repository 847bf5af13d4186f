// Days counted on from another that was spoken of, is booked or on offer: "the week after", "the monday
// after", "a week later", "the following thursday".

#include <algorithm>
#include <bit>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

using std::chrono::days;

/// "The following thursday", said by somebody who has this one, is a week on.
void count_following(Reading& reading, When& when) {
    if (!when.first || when.first != when.last) return;
    const bool following =
        std::any_of(reading.tokens.all.begin() + when.begin, reading.tokens.all.begin() + when.end,
                    [](const Token& token) { return token.is(W::following); });
    if (!following || !booked_on(reading, when)) return;
    when.first = *when.first + days{7};
    when.last = when.first;
}

/// The day named before that one, or what is on offer or booked; nothing where it is counted from today.
std::optional<Date> spoken_of(const Reading& reading, std::size_t place) {
    for (const bool refused : {false, true})
        for (std::size_t k = place; k-- > 0;) {
            const When& when = reading.times[k];
            if (!when.is_day() || when.past || when.negated != refused || when.after != After::nothing)
                continue;
            const std::vector<Date> dates = dates_meant(reading, when, true);
            if (!dates.empty()) return dates.front();
        }
    const State& state = reading.state;
    if (!state.offered.empty())
        return day_of(std::ranges::max_element(state.offered, {}, &OfferedTime::start)->start);
    if (!state.booked.empty())
        return day_of(std::ranges::min_element(state.booked, {}, &BookedTime::start)->start);
    return std::nullopt;
}

void count_from(When& when, Date from, Date today) {
    switch (when.after) {
        case After::nothing:
            return;
        case After::same_week:
        case After::week: {
            const days on = monday_of(from) - monday_of(today);
            when.first = *when.first + on;
            when.last = *when.last + on;
            return;
        }
        case After::weekday: {
            const int wanted = static_cast<int>(weekday_on(*when.first).iso_encoding());
            const int there = static_cast<int>(weekday_on(from).iso_encoding());
            when.first = from + days{(wanted - there + 6) % 7 + 1};
            break;
        }
        case After::length:
            when.first = from + days{when.minutes / (24 * 60)};
            break;
    }
    when.last = when.first;
}

}  // namespace

namespace {

/// "This saturday, otherwise the tuesday": the first such day after the date that was named.
void count_from_a_date(const Reading& reading, When& when, std::size_t place) {
    if (!when.is_weekday() || !when.the || when.plural || when.negated || when.relation != Relation::at ||
        std::popcount(when.weekdays.bits) != 1 || booked_on(reading, when))
        return;
    for (std::size_t k = place; k-- > 0;) {
        const When& before = reading.times[k];
        const bool date = before.is_day() && before.first && before.first == before.last && !before.past &&
                          !before.negated && *before.first > reading.today();
        if (!date) continue;
        const int wanted = std::countr_zero(when.weekdays.bits) + 1;
        const int there = static_cast<int>(weekday_on(*before.first).iso_encoding());
        when.first = when.last = *before.first + days{(wanted - there + 6) % 7 + 1};
        when.weekdays = {};
        return;
    }
}

}  // namespace

void count_on(Reading& reading) {
    for (std::size_t k = 0; k < reading.times.size(); ++k) {
        When& when = reading.times[k];
        if (!when.is_day()) continue;
        count_following(reading, when);
        count_from_a_date(reading, when, k);
        if (when.after == After::nothing || !when.first) continue;
        const auto from = spoken_of(reading, k);
        if (from && *from > reading.today()) count_from(when, *from, reading.today());
    }
}

}  // namespace offing::conversation
