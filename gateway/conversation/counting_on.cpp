// Days counted on from another that was spoken of, is booked or on offer: "the week after", "the monday
// after", "a week later", "the following thursday", "the day before", "from then on".

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
/// A day that "that week" points at is no wish by itself.
std::optional<Date> spoken_of(Reading& reading, std::size_t place) {
    const bool points = place < reading.times.size() && reading.times[place].after == After::same_week;
    for (const bool refused : {false, true})
        for (std::size_t k = place; k-- > 0;) {
            When& when = reading.times[k];
            if (!when.is_day() || when.past || when.negated != refused || when.after != After::nothing)
                continue;
            const std::vector<Date> dates = dates_meant(reading, when, true);
            if (dates.empty()) continue;
            when.anchor = when.anchor || (points && !refused && dates.size() == 1);
            return refused ? dates.back() : dates.front();
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

bool says_failing_that(const Reading& reading, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
        if (reading.tokens[i].text == "failing" || reading.tokens[i].text == "otherwise") return true;
    return false;
}

/// "This saturday, otherwise the tuesday", "weds failing that the fri": the first such day after it.
void count_from_a_date(const Reading& reading, When& when, std::size_t place) {
    if (!when.is_weekday() || !when.the || when.plural || when.negated || when.relation != Relation::at ||
        std::popcount(when.weekdays.bits) != 1 || booked_on(reading, when))
        return;
    for (std::size_t k = place; k-- > 0;) {
        const When& before = reading.times[k];
        if (!before.is_day() || before.past || before.negated) continue;
        const std::vector<Date> dates = dates_meant(reading, before, false);
        const bool listed = before.is_weekday() && says_failing_that(reading, before.end, when.begin);
        if (dates.size() != 1 || dates.front() <= reading.today() || before.plural) continue;
        if (before.is_weekday() && !listed) continue;
        const int wanted = std::countr_zero(when.weekdays.bits) + 1;
        const int there = static_cast<int>(weekday_on(dates.front()).iso_encoding());
        // "A review on weds 21st. can i see Jo on the tues to get ready": the one before.
        const bool ready = std::any_of(reading.tokens.all.begin(), reading.tokens.all.begin() + before.begin,
                                       names_a_meeting) &&
                           dates.front() - days{(there - wanted + 6) % 7 + 1} > reading.today();
        when.first = when.last = ready ? dates.front() - days{(there - wanted + 6) % 7 + 1}
                                       : dates.front() + days{(wanted - there + 6) % 7 + 1};
        when.weekdays = {};
        return;
    }
}

bool in_a_time(const Reading& reading, std::size_t token) {
    return std::ranges::any_of(reading.times,
                               [&](const When& when) { return when.begin <= token && token < when.end; });
}
void put(Reading& reading, When when, std::size_t begin, std::size_t end) {
    when.begin = static_cast<std::uint16_t>(begin);
    when.end = static_cast<std::uint16_t>(end);
    std::erase_if(reading.times, [&](const When& other) { return other.begin < end && begin < other.end; });
    const auto after =
        std::ranges::find_if(reading.times, [&](const When& other) { return other.begin > begin; });
    reading.times.insert(after, when);
}

/// "The day before", "two days after", with nothing behind that it could be before: counted from the day that
/// was spoken of, or hers.
void count_days_beside(Reading& reading) {
    const Tokens& tokens = reading.tokens;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const bool before =
            tokens[i + 1].is(W::before) || (tokens[i + 1].is(W::earlier) && !tokens[i + 1].starts);
        const bool after = tokens[i + 1].is(W::after);
        const bool day = tokens[i].is(W::day) || (tokens[i].is(W::today) && tokens[i].text == "the");
        if (!day || tokens[i + 1].starts || (!before && !after)) continue;
        if (i + 2 < tokens.size() && !tokens[i + 2].starts &&
            (in_a_time(reading, i + 2) ||
             reading.tokens.says(i + 2, {"my", "the", "your", "tomorrow", "next"})))
            continue;
        const bool inside = std::ranges::any_of(reading.times, [&](const When& when) {
            return when.is_day() && when.begin <= i && i < when.end && !tokens[i].is(W::today);
        });
        if (inside) continue;
        std::size_t begin = i;
        int count = 1;
        if (i > 0 && tokens[i].text.ends_with('s')) {
            if (!tokens[i - 1].number() && !tokens[i - 1].is(W::couple)) continue;
            count = tokens[i - 1].is(W::couple) ? 2 : tokens[i - 1].value;
            begin = i - 1;
        }
        if (count < 1 || count > 6) continue;
        const auto place = static_cast<std::size_t>(
            std::ranges::count_if(reading.times, [&](const When& when) { return when.begin < begin; }));
        const auto from = spoken_of(reading, place);
        if (!from || *from < reading.today()) continue;
        When when;
        when.after = After::length;
        when.first = when.last = *from + days{before ? -count : count};
        if (*when.first >= reading.today()) put(reading, when, begin, i + 2);
    }
}

/// "From then on", "so after that": from the time that was spoken of just before.
void count_from_then(Reading& reading) {
    const Tokens& tokens = reading.tokens;
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        const bool from = tokens[i].is(W::from) && reading.tokens.says(i + 1, {"then", "there"});
        const bool ends_here = i + 1 >= tokens.size() || tokens[i + 1].starts;
        const bool has_to_be =
            tokens[i].is(W::after) && ends_here && reading.tokens.says(i - 1, {"be", "anything", "anytime"});
        const bool after = has_to_be || (tokens[i].is(W::after) && !ends_here &&
                                         reading.tokens.says(i + 1, {"that", "then", "it"}));
        if ((!from && !after) || in_a_time(reading, i) || (ends_here && !has_to_be)) continue;
        const bool ends = has_to_be || i + 2 >= tokens.size() || tokens[i + 2].starts ||
                          tokens[i + 2].mark != 0 || !in_a_time(reading, i + 2);
        if (!ends || reading.tokens.says(i + 2, {"week", "weekend", "time"})) continue;
        const auto place =
            std::ranges::count_if(reading.times, [&](const When& when) { return when.begin < i; });
        if (place == 0) continue;
        When& before = reading.times[static_cast<std::size_t>(place) - 1];
        const bool day = before.is_day() && before.first && !before.past;
        const bool clock = before.is_clock() && before.from >= 0 && !before.no_hour;
        if ((!day && !clock) || before.negated) continue;
        before.anchor = true;
        When when = before;
        when.anchor = when.bare = when.guessed = false;
        when.relation = Relation::after;
        when.inclusive = from;
        if (when.to > 0) when.from = when.to;
        when.to = -1;
        put(reading, when, i, has_to_be ? i + 1 : i + 2);
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
    count_days_beside(reading);
    count_from_then(reading);
}

}  // namespace offing::conversation
