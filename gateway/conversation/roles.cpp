#include <algorithm>

#include "gateway/conversation/limits.hpp"

namespace offing::conversation {

namespace {

bool asks(Cue cue) {
    switch (cue) {
        case Cue::want:
        case Cue::move:
        case Cue::instead:
        case Cue::suits:
        case Cue::choose:
            return true;
        default:
            return false;
    }
}
bool refuses(Cue cue) { return cue == Cue::cannot || cue == Cue::cannot_day || cue == Cue::reject; }

/// "Cannae, the morra's better": what follows the time speaks for it.
bool praised(const Reading& reading, const When& when) {
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        return (hit.cue == Cue::suits || hit.cue == Cue::instead) && hit.begin <= when.begin &&
               hit.begin + 1U >= when.begin && hit.end > when.end;
    });
}

/// "Any other day next week": turns down what she has or was offered, and asks for the time behind it.
bool asks_for_others(const Reading& reading, const CueHit& hit) {
    return hit.cue == Cue::reject &&
           std::any_of(reading.tokens.all.begin() + hit.begin, reading.tokens.all.begin() + hit.end,
                       [](const Token& token) {
                           return token.text == "other" || token.text == "others" || token.text == "else";
                       });
}

/// "Move me to friday as i cant make thursday", "make it tues, cant do this one": asked for before, and what
/// is refused is named behind.
bool refuses_something_else(const Reading& reading, const CueHit& hit, const When& when) {
    const auto points = [&](std::size_t i) {
        const std::string_view text = i < reading.tokens.size() ? reading.tokens[i].text : std::string_view{};
        return text == "this" || text == "it" || text == "that" || text == "mine";
    };
    const bool behind = hit.begin >= when.end || (hit.begin == when.begin && points(hit.end));
    if ((hit.cue != Cue::cannot && hit.cue != Cue::cannot_day) || !behind) return false;
    const Segment& segment = reading.segment_of(when.begin);
    const bool asked =
        std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& ask) {
            return asks(ask.cue) && ask.begin >= segment.begin && ask.begin <= when.begin &&
                   ask.end <= hit.begin;
        });
    const bool named = std::any_of(reading.times.begin(), reading.times.end(), [&](const When& other) {
        return other.is_day() && other.begin >= hit.begin && other.begin <= hit.end + 1U;
    });
    return asked && (named || points(hit.end) || points(hit.end - 1U));
}

/// A refusal within reach of the time, with no request between them.
bool refused(const Reading& reading, const When& when) {
    if (when.turned || when.leaves) return false;
    const Segment& segment = reading.segment_of(when.begin);
    for (const CueHit& hit : reading.cues.hits) {
        if (!refuses(hit.cue) || hit.begin >= segment.end || hit.end <= segment.begin) continue;
        if (hit.begin < when.begin && hit.end <= when.end && praised(reading, when)) continue;
        if (asks_for_others(reading, hit) || refuses_something_else(reading, hit, when)) continue;
        const bool inside = hit.begin <= when.begin && when.end <= hit.end;
        const std::size_t from = std::min<std::size_t>(hit.end, when.end),
                          to = std::max(hit.begin, when.begin);
        if (!inside && to > from + 5) continue;
        if (inside) return true;
        const bool asked_between =
            std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& other) {
                return asks(other.cue) && other.begin + 1U >= from && other.begin <= to &&
                       !(other.begin >= hit.begin && other.end <= hit.end);
            });
        if (!asked_between) return true;
    }
    return false;
}

/// "Tues and weds 9 til 1 i'm on a course, so them are out": refused in the thought behind.
bool refused_behind(const Reading& reading, const When& when) {
    const Segment& segment = reading.segment_of(when.begin);
    const Segment* next = &segment + 1;
    if (next >= reading.segments.data() + reading.segments.size() || !reading.tokens[next->begin].is(W::so))
        return false;
    bool points = false, denies = false;
    for (std::size_t i = next->begin; i < next->end; ++i) {
        const Token& token = reading.tokens[i];
        for (const std::string_view word :
             {"them", "they", "theyre", "those", "these", "thats", "that", "then"})
            points = points || token.text == word;
        denies =
            denies || token.is(W::not_) || token.is(W::never) || token.text == "dont" || token.text == "out";
    }
    const bool timed = std::ranges::any_of(reading.times, [&](const When& other) {
        return other.begin >= next->begin && other.begin < next->end && other.after != After::same_week;
    });
    return points && denies && !timed;
}

bool asks_in(const Reading& reading, const Segment& segment) {
    for (const CueHit& hit : reading.cues.hits)
        if (asks(hit.cue) && hit.begin >= segment.begin && hit.begin < segment.end) return true;
    return false;
}

bool booked_day(const Reading& reading, const When& when) {
    return std::any_of(
        reading.state.booked.begin(), reading.state.booked.end(), [&](const BookedTime& booked) {
            const Date day = day_of(booked.start);
            if (when.is_weekday()) return when.weekdays.contains(weekday_on(day));
            return when.first && when.grain == When::Grain::day && day >= *when.first && day <= *when.last;
        });
}
bool booked_clock(const Reading& reading, const When& when) {
    return std::any_of(reading.state.booked.begin(), reading.state.booked.end(),
                       [&](const BookedTime& booked) {
                           const int clock = clock_minutes(booked.start);
                           return when.from == clock || (when.guessed && (when.from + 720) % 1440 == clock);
                       });
}

/// "ladies morning", "good morning": no time, part of a name or a greeting.
bool in_a_name(const Reading& reading, const When& when) {
    if (when.is_clock() && when.begin > 0 && reading.tokens[when.begin - 1U].text.starts_with("parent"))
        return true;
    if (reading.tokens[when.begin].text == "mornings") return false;
    // "That mornin": the day that was spoken of.
    if (when.is_clock() && when.part != Part::none && when.begin > 0 &&
        reading.tokens[when.begin - 1U].is(W::that))
        return true;
    return std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
        if (hit.cue == Cue::greeting && when.begin > 2) return false;
        const bool names = hit.cue == Cue::women_only || hit.cue == Cue::greeting || hit.cue == Cue::polite;
        return names && when.is_clock() && hit.begin <= when.begin && when.end <= hit.end;
    });
}

/// "tues or weds": one of a list of wishes, even where she holds that weekday.
bool listed(const Reading& reading, std::size_t k) {
    const std::vector<When>& times = reading.times;
    const auto near = [&](std::size_t a, std::size_t b) {
        const bool goes_there =
            times[a].end < reading.tokens.size() &&
            (reading.tokens[times[a].end].is(W::to) ||
             (reading.tokens[times[a].end].is(W::for_) && reading.cues.has(Cue::move)) ||
             (reading.tokens[times[a].end].text == "i" && !reading.meaning.english_enough));
        return times[a].is_weekday() && times[b].is_weekday() && times[b].begin <= times[a].end + 1U &&
               !goes_there;
    };
    return (k > 0 && near(k - 1, k)) || (k + 1 < times.size() && near(k, k + 1));
}

/// "Not a friday morning": that part of it.
void refuse_the_part_of_a_refused_day(const Reading& reading, std::vector<Role>& roles) {
    for (std::size_t k = 1; k < roles.size(); ++k) {
        const When &day = reading.times[k - 1], &part = reading.times[k];
        const bool adjoins = part.begin == day.end && !reading.tokens[part.begin].starts &&
                             reading.tokens[part.begin].mark == 0;
        if (day.is_day() && part.is_clock() && part.part != Part::none && adjoins &&
            roles[k - 1] == Role::out && roles[k] == Role::wanted)
            roles[k] = Role::out;
    }
}

/// "Can't do 11 on friday, can we make it half 12": it is the hour that is out, and the day stays.
void keep_the_day_of_a_refused_hour(const Reading& reading, std::vector<Role>& roles) {
    const std::vector<When>& times = reading.times;
    bool hour_out = false, hour_wanted = false, day_wanted = false;
    for (std::size_t k = 0; k < roles.size(); ++k) {
        const bool hour = times[k].is_clock() && times[k].from >= 0;
        hour_out = hour_out || (hour && roles[k] == Role::out && booked_clock(reading, times[k]));
        hour_wanted = hour_wanted || (hour && roles[k] == Role::wanted && !booked_clock(reading, times[k]));
        day_wanted = day_wanted || (times[k].is_day() && roles[k] == Role::wanted);
    }
    if (!hour_out || !hour_wanted || day_wanted) return;
    for (std::size_t k = 0; k < roles.size(); ++k)
        if (times[k].is_day() && roles[k] == Role::out && booked_day(reading, times[k]))
            roles[k] = Role::wanted;
}

/// "Thursday at 11 is better", where 11 is also the hour she has on another day.
bool beside_another_day(const Reading& reading, const std::vector<Role>& roles, const When& clock) {
    for (std::size_t k = 0; k < roles.size(); ++k) {
        const When& day = reading.times[k];
        if (!day.is_day() || roles[k] != Role::wanted || booked_day(reading, day)) continue;
        const bool near = day.end <= clock.begin ? clock.begin <= day.end + 2U : day.begin <= clock.end + 2U;
        if (near && reading.same_segment(day.begin, clock.begin)) return true;
    }
    return false;
}

/// "If you do weekends": whether there is such a time, and no wish for it alone.
bool asks_whether_there_is(const Reading& reading, const Segment& segment) {
    return segment.end > segment.begin + 1U && reading.tokens[segment.begin].is(W::if_) &&
           reading.tokens[segment.begin + 1U].is(W::you);
}

/// "My mate is up for the weekend": of another person, and not of her.
bool about_somebody(const Reading& reading, const Segment& segment) {
    if (segment.end < segment.begin + 4U) return false;
    const Token &whose = reading.tokens[segment.begin], &who = reading.tokens[segment.begin + 1U],
                &does = reading.tokens[segment.begin + 2U];
    if (!whose.is(W::my) && !whose.is(W::the) && whose.text != "our") return false;
    const bool person =
        who.value < 0 && !who.is(W::only) && !who.is(W::time) && !who.is(W::day) && !who.is(W::one);
    return person && (does.is(W::is) || does.text == "has" || does.text == "are" || does.text == "s") &&
           std::ranges::none_of(reading.times, [&](const When& when) {
               return when.begin <= segment.begin + 1U && segment.begin + 1U < when.end;
           });
}

/// "Otherwise the tuesday", "failing that thursday": a wish, with whatever words.
bool falls_back(const Reading& reading, const Segment& segment) {
    const Token& first = reading.tokens[segment.begin];
    return first.text == "otherwise" || first.text == "failing" || first.is(W::or_);
}

/// "Between xmas and new year? wed 30th after dinner": says the frame closer.
bool lies_in_a_frame(const Reading& reading, const std::vector<Role>& roles, const When& day) {
    if (!day.is_day() || !day.first || day.first != day.last) return false;
    for (std::size_t k = 0; k < roles.size(); ++k) {
        const When& frame = reading.times[k];
        if (roles[k] == Role::wanted && frame.is_day() && frame.first && *frame.first < *frame.last &&
            frame.relation == Relation::at && *frame.first <= *day.first && *day.first <= *frame.last)
            return true;
    }
    return false;
}

/// "Back on the 21st"
bool comes_back(const Reading& reading, const When& when) {
    for (std::size_t back = 1; back <= 2 && back <= when.begin; ++back)
        if (reading.tokens[when.begin - back].text == "back")
            return !reading.cue_in(Cue::move, reading.segment_of(when.begin));
    return false;
}
/// "They're all off til the 6th", "kids go back on the 3rd", "everyones home til then"
bool others_are_about(const Reading& reading, const When& when) {
    const Segment& segment = reading.segment_of(when.begin);
    for (std::size_t i = segment.begin; i < when.begin; ++i)
        for (const std::string_view who : {"they", "theyre", "everyone", "everyones", "everybody", "kids",
                                           "them", "theyve", "school", "schools", "lot", "bairns", "weans"})
            if (reading.tokens[i].text == who) return true;
    return false;
}

/// "Weds. no wait i mean thurs": the last one stands.
bool taken_back(const Reading& reading, std::size_t k) {
    if (k + 1 >= reading.times.size() || !reading.times[k].is_day() || !reading.times[k + 1].is_day())
        return false;
    const std::size_t to = reading.times[k + 1].begin;
    for (std::size_t i = reading.times[k].end; i < to; ++i) {
        const std::string_view text = reading.tokens[i].text;
        if ((text == "mean" || text == "meant") && i + 2U >= to) return true;
        if (text == "wait" && i + 2U >= to) return true;
    }
    return false;
}
/// "Got a panel on the 17th. can i see Jo on the 15th": what she gets ready for, and no time with us.
bool is_the_meeting(const Reading& reading, std::size_t k) {
    const When& when = reading.times[k];
    if (!when.is_day() || !reading.cues.has(Cue::prep)) return false;
    const Segment& segment = reading.segment_of(when.begin);
    bool meeting = false;
    for (std::size_t i = segment.begin; i < when.begin; ++i)
        meeting = meeting || names_a_meeting(reading.tokens[i]);
    if (!meeting) return false;
    for (std::size_t j = 0; j < reading.times.size(); ++j)
        if (j != k && reading.times[j].is_day() && !reading.times[j].past && !reading.times[j].negated)
            return true;
    return false;
}

/// "Half term til friday", "the only time all week": says something about another time.
bool belongs_to_another(const Reading& reading, std::size_t k) {
    const When& when = reading.times[k];
    const bool until = when.relation == Relation::until || when.relation == Relation::by;
    if (until && when.is_day() && k > 0 && reading.times[k - 1].kind == When::Kind::unclear &&
        reading.times[k - 1].end + 1U >= when.begin)
        return true;
    if (when.is_day() && (comes_back(reading, when) || (until && others_are_about(reading, when))))
        return true;
    if (taken_back(reading, k) || is_the_meeting(reading, k)) return true;
    const bool all_week = when.is_day() && reading.tokens[when.begin].is(W::all);
    return all_week && std::ranges::any_of(reading.times, [&](const When& other) {
               return &other != &when && other.is_day() && !other.past &&
                      (other.is_weekday() || other.first == other.last);
           });
}

bool is_time(const When& when) {
    return when.is_day() || (when.is_clock() && !when.no_hour && !when.pronoun);
}

}  // namespace

std::vector<Role> roles_of(const Reading& reading) {
    std::vector<Role> roles(reading.times.size(), Role::wanted);
    for (std::size_t k = 0; k < reading.times.size(); ++k) {
        const When& when = reading.times[k];
        const Segment& segment = reading.segment_of(when.begin);
        if (!is_time(when) || when.past || when.anchor || in_a_name(reading, when) ||
            belongs_to_another(reading, k) || (when.plural && asks_whether_there_is(reading, segment)))
            roles[k] = Role::aside;
        else if (when.negated || refused(reading, when) || refused_behind(reading, when))
            roles[k] = Role::out;
        else if (!when.leaves && reading.cue_in(Cue::elsewhere, segment) && !asks_in(reading, segment) &&
                 !reading.cue_in(Cue::bank_holiday_q, segment) && !reading.cue_in(Cue::drop_in, segment))
            roles[k] = Role::aside;
        else if ((reading.cue_in(Cue::missed, segment) || reading.cue_in(Cue::missed_no_time, segment)) &&
                 !asks_in(reading, segment) && !reading.state.missed.empty())
            roles[k] = Role::aside;
    }
    refuse_the_part_of_a_refused_day(reading, roles);
    keep_the_day_of_a_refused_hour(reading, roles);
    const auto wanted_day = [&](std::size_t k) {
        return roles[k] == Role::wanted && reading.times[k].is_day();
    };
    // A day out of a reason counts only when no other day is named.
    bool plain_day = false, plain_clock = false;
    for (std::size_t k = 0; k < roles.size(); ++k) {
        const Segment& segment = reading.segment_of(reading.times[k].begin);
        if (roles[k] == Role::wanted && reading.times[k].is_clock() &&
            (segment.strange == 0 || asks_in(reading, segment)))
            plain_clock = true;
        if (wanted_day(k) && (segment.strange == 0 || asks_in(reading, segment))) plain_day = true;
    }
    for (std::size_t k = 0; k < roles.size(); ++k) {
        const When& when = reading.times[k];
        const Segment& segment = reading.segment_of(when.begin);
        const bool reason = (segment.strange > 0 || about_somebody(reading, segment)) && !when.leaves &&
                            !asks_in(reading, segment) && !falls_back(reading, segment) &&
                            !lies_in_a_frame(reading, roles, when);
        if (wanted_day(k) && reason && (plain_day || when.relation != Relation::at)) roles[k] = Role::aside;
        if (roles[k] == Role::wanted && when.is_clock() && reason && plain_clock) roles[k] = Role::aside;
    }
    // A day or hour she holds, named beside another that she asks for, only says which one is meant.
    bool other_day = false, other_clock = false;
    for (std::size_t k = 0; k < roles.size(); ++k) {
        const When& when = reading.times[k];
        if (roles[k] != Role::wanted) continue;
        if (when.is_day() && !booked_day(reading, when)) other_day = true;
        if (when.is_clock() && when.from >= 0 && !booked_clock(reading, when)) other_clock = true;
        if (when.is_clock() && when.part != Part::none) other_clock = true;
    }
    const bool shift = std::any_of(reading.times.begin(), reading.times.end(),
                                   [](const When& when) { return when.kind == When::Kind::length; }) &&
                       reading.cues.any(Cue::earlier, Cue::later, Cue::move);
    const bool other_way =
        reading.cues.any(Cue::phone, Cue::video, Cue::offsite) && !reading.has(Intent::reschedule);
    const bool moves_away = reading.cues.has(Cue::move) && !other_clock && !shift && !other_way;
    for (std::size_t k = 0; k < roles.size(); ++k) {
        const When& when = reading.times[k];
        if (roles[k] != Role::wanted) continue;
        if (when.is_day() && booked_day(reading, when) && !listed(reading, k) &&
            (other_day || (moves_away && reading.cue_in(Cue::move, reading.segment_of(when.begin)))))
            roles[k] = Role::held;
        if (when.is_clock() && when.from >= 0 && when.to < 0 && when.relation == Relation::at &&
            booked_clock(reading, when) && (other_clock || shift || other_day || !when.bare) &&
            !beside_another_day(reading, roles, when))
            roles[k] = Role::held;
    }
    return roles;
}

}  // namespace offing::conversation
