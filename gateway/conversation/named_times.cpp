// Which of her times the words point at, and whether they name another.

#include <algorithm>
#include <array>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

bool booked_on(const Reading& reading, const When& when) {
    return std::any_of(reading.state.booked.begin(), reading.state.booked.end(),
                       [&](const BookedTime& booked) {
                           const Date day = day_of(booked.start);
                           if (when.is_weekday()) return when.weekdays.contains(weekday_on(day));
                           return when.first && day >= *when.first && day <= *when.last;
                       });
}

bool names_a_meeting(const Token& token) {
    constexpr std::array words{
        std::string_view{"review"},     std::string_view{"panel"},     std::string_view{"court"},
        std::string_view{"hearing"},    std::string_view{"meeting"},   std::string_view{"conference"},
        std::string_view{"assessment"}, std::string_view{"interview"}, std::string_view{"meetin"}};
    return std::ranges::find(words, token.text) != words.end();
}

namespace {

bool fits_day(const BookedTime& booked, const When& when) {
    const Date day = day_of(booked.start);
    if (when.is_weekday()) return when.weekdays.contains(weekday_on(day));
    if (!when.first) return false;
    return (day >= *when.first && day <= *when.last) ||
           (when.next && weekday_on(day) == weekday_on(*when.first));
}
bool fits_clock(const BookedTime& booked, const When& when) {
    const int clock = clock_minutes(booked.start);
    return clock == when.from || (when.guessed && clock == (when.from + 720) % 1440);
}

/// Says which booked time is meant: a day, or a plain hour; not what is to be kept.
bool names_one(const Reading& reading, const When& when) {
    if (when.past || when.negated || when.kind == When::Kind::length) return false;
    for (const CueHit& hit : reading.cues.hits)
        if (hit.cue == Cue::keep && hit.begin <= when.begin && when.end <= hit.end) return false;
    return !when.is_clock() || (when.from >= 0 && !when.bare && when.to < 0 && !when.no_hour);
}

/// "Morning, just to let you know": no time either.
bool greets(const Reading& reading, const When& when) {
    return when.is_clock() && when.from < 0 &&
           std::any_of(
               reading.cues.hits.begin(), reading.cues.hits.end(),
               [&](const CueHit& hit) {
                   return hit.cue == Cue::greeting && hit.begin <= when.begin && when.end <= hit.end;
               });
}

/// "I'll tell you in the morning": no time for an appointment.
bool says_when_she_tells(const Reading& reading, const When& when) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        return (hit.cue == Cue::conditional || hit.cue == Cue::hold) && hit.begin < when.begin &&
               when.begin <= hit.end;
    });
}

}  // namespace

bool checks_the_hour(const Reading& reading) {
    std::size_t from = reading.tokens.size(), to = 0;
    int hours = 0, held = 0;
    for (const When& when : reading.times) {
        if (!when.is_clock() || when.from < 0 || when.relation != Relation::at || when.negated) return false;
        ++hours;
        from = std::min<std::size_t>(from, when.begin);
        to = std::max<std::size_t>(to, when.end);
        held +=
            std::any_of(reading.state.booked.begin(), reading.state.booked.end(),
                        [&](const BookedTime& booked) { return clock_minutes(booked.start) == when.from; });
    }
    if (hours != 2 || held != 1 || to - from > 6 || reading.tokens.size() > 8) return false;
    for (std::size_t i = from; i < to; ++i)
        if (reading.tokens[i].is(W::or_)) return reading.strange == 0;
    return false;
}

bool names_another(const Reading& reading) {
    if (checks_the_hour(reading)) return false;
    for (const When& when : reading.times) {
        if (when.negated || says_when_she_tells(reading, when) || greets(reading, when)) continue;
        if (when.is_day() && !when.past && !booked_on(reading, when) &&
            !reading.cue_in(Cue::cannot_day, reading.segment_of(when.begin)) &&
            !reading.cue_in(Cue::elsewhere, reading.segment_of(when.begin)))
            return true;
        if (when.is_clock() && (when.from >= 0 || (when.part != Part::none && when.part != Part::all_day)) &&
            !when.no_hour && !when.pronoun) {
            const Segment& segment = reading.segment_of(when.begin);
            const bool reason = when.from < 0 && reading.cue_in(Cue::cannot, segment) &&
                                !reading.cue_in(Cue::want, segment) &&
                                !reading.cue_in(Cue::instead, segment) &&
                                !reading.cue_in(Cue::suits, segment);
            if (reason || (when.from < 0 && reading.cue_in(Cue::elsewhere, segment))) continue;
            const bool held =
                std::any_of(reading.state.booked.begin(), reading.state.booked.end(),
                            [&](const BookedTime& b) { return clock_minutes(b.start) == when.from; });
            if (!held && !reading.cue_in(Cue::late, reading.segment_of(when.begin))) return true;
        }
        if (when.kind == When::Kind::length && (when.later || when.earlier)) return true;
    }
    return false;
}

Named named_bookings(const Reading& reading, const Segment* within) {
    Named named;
    std::vector<const When*> said_days, said_hours;
    for (const When& when : reading.times) {
        if (within != nullptr && (when.begin < within->begin || when.begin >= within->end)) continue;
        if (names_one(reading, when)) (when.is_day() ? said_days : said_hours).push_back(&when);
    }
    std::vector<std::string_view> said_names;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
        if (within != nullptr && (i < within->begin || i >= within->end)) continue;
        const auto with = [&](const BookedTime& booked) { return booked.with == reading.name_at[i]; };
        const bool kept = std::any_of(
            reading.cues.hits.begin(), reading.cues.hits.end(),
            [&](const CueHit& hit) { return hit.cue == Cue::keep && hit.begin <= i && i < hit.end; });
        if (reading.is_name[i] && !kept && reading.state.booked.size() > 1 &&
            std::any_of(reading.state.booked.begin(), reading.state.booked.end(), with))
            said_names.push_back(reading.name_at[i]);
    }
    named.named = !said_days.empty() || !said_hours.empty() || !said_names.empty();
    const auto fits_name = [&](const BookedTime& booked) {
        return said_names.empty() ||
               std::find(said_names.begin(), said_names.end(), booked.with) != said_names.end();
    };
    const auto fits = [](const std::vector<const When*>& said, const BookedTime& booked, auto fit) {
        return said.empty() ||
               std::any_of(said.begin(), said.end(), [&](const When* when) { return fit(booked, *when); });
    };
    for (const BookedTime& booked : reading.state.booked)
        if (fits(said_days, booked, fits_day) && fits(said_hours, booked, fits_clock) && fits_name(booked))
            named.booked.push_back(&booked);
    named.misses = named.named && named.booked.empty();
    for (const When* when : said_days)
        named.misses =
            named.misses || std::none_of(reading.state.booked.begin(), reading.state.booked.end(),
                                         [&](const BookedTime& booked) { return fits_day(booked, *when); });
    return named;
}
}  // namespace offing::conversation
