// Hours of the day: what is left of it, which start is aimed at, how far a time is to be shifted.

#include <algorithm>

#include "gateway/conversation/limits.hpp"

namespace offing::conversation {

namespace {

using scheduler::ClockTime;
using scheduler::OutWindow;

constexpr int day_end = 24 * 60;

/// What an hour or a part of the day leaves: start no sooner than `after`, over by `before`, aim at `around`.
struct Stretch {
    int after = -1, before = -1, around = -1;
};

Stretch part_of_day(Part part, const State& state) {
    switch (part) {
        case Part::early_morning:
            return {-1, 10 * 60, -1};
        case Part::morning:
            return {-1, 12 * 60, -1};
        case Part::late_morning:
            return {10 * 60 + 30, 12 * 60, -1};
        case Part::lunch:
            return {12 * 60, 14 * 60, -1};
        case Part::after_lunch:
            return {13 * 60, -1, -1};
        case Part::early_afternoon:
            return {12 * 60, 14 * 60 + 30, -1};
        case Part::afternoon:
            return {12 * 60, -1, -1};
        case Part::late_afternoon:
            return {15 * 60, -1, -1};
        case Part::evening:
        case Part::night:
            return {17 * 60, -1, -1};
        case Part::late_evening:
            return {20 * 60, -1, -1};
        case Part::first_thing:
            return {-1, -1, 9 * 60 + 30};
        case Part::last_thing:
            return {-1, -1, 16 * 60 + 30};
        case Part::after_drop_off:
            return {after_drop_off(state), -1, -1};
        case Part::before_pick_up:
            return {-1, before_pick_up(state), -1};
        case Part::after_school:
            return {after_pick_up(state), -1, -1};
        case Part::none:
        case Part::all_day:
            break;
    }
    return {};
}

Stretch stretch_of(const When& when, const State& state) {
    if (when.from < 0) {
        Stretch part = part_of_day(when.part, state);
        if (when.relation == Relation::after && part.before > 0) return {part.before, -1, -1};
        if ((when.relation == Relation::before || when.relation == Relation::by ||
             when.relation == Relation::until) &&
            part.after > 0)
            return {-1, part.after, -1};
        return part;
    }
    if (when.to > 0) return {when.from, when.to, -1};
    switch (when.relation) {
        case Relation::after:
            return {when.from, -1, when.approx ? when.from + 10 : -1};
        case Relation::before:
        case Relation::until:
        case Relation::by:
            return {-1, when.from, -1};
        default:
            return {-1, -1, when.from};
    }
}

class HourLimits {
public:
    HourLimits(Reading& reading, const std::vector<Role>& roles)
        : reading_{reading}, roles_{roles}, wish_{reading.meaning.constraints.wish} {}

    void run() {
        for (std::size_t k = 0; k < roles_.size(); ++k) {
            const When& when = reading_.times[k];
            if (!when.is_clock() || when.no_hour || when.pronoun) continue;
            if (when.bare && counts_something(when)) continue;
            if (roles_[k] == Role::wanted && when.from < 0 && said_closer(when)) continue;
            if (roles_[k] == Role::wanted)
                want(when);
            else if (roles_[k] == Role::out)
                rule_out(when);
        }
        shift();
        same_time();
        beside_hers();
        if (reading_.cues.has(Cue::drop_in) || wish_.around.size() > 4) return;
    }

private:
    /// "2 of us", "3 kids": a plain number before a word that is neither time nor small talk.
    bool counts_something(const When& when) const {
        if (when.begin > 0) {
            const Token& before = reading_.tokens[when.begin - 1];
            if (before.is(W::last) || before.is(W::next) || before.is(W::all) || before.is(W::past))
                return true;
        }
        if (when.end >= reading_.tokens.size()) return false;
        const Token& next = reading_.tokens[when.end];
        return !next.starts && next.mark == 0 && next.word == 0 && next.shape == Token::Shape::word;
    }

    /// "In the afternoon, around 1": the hour says it closer.
    bool said_closer(const When& part) const {
        const Stretch stretch = part_of_day(part.part, reading_.state);
        for (std::size_t k = 0; k < roles_.size(); ++k) {
            const When& hour = reading_.times[k];
            if (!hour.is_clock() || hour.from < 0 || hour.no_hour || hour.pronoun ||
                roles_[k] != Role::wanted)
                continue;
            if (hour.relation != Relation::at && hour.relation != Relation::around) continue;
            if (hour.begin > part.end + 4U || part.begin > hour.end + 4U) continue;
            if ((stretch.after < 0 || hour.from >= stretch.after) &&
                (stretch.before < 0 || hour.from < stretch.before))
                return true;
        }
        return false;
    }

    /// The one wanted day of the clock's sentence, when other sentences have days of their own.
    std::optional<Date> only_day(const When& clock) const {
        std::size_t from = clock.begin, to = clock.end;
        while (from > 0 && !reading_.tokens[from].starts) --from;
        while (to < reading_.tokens.size() && !reading_.tokens[to].starts) ++to;
        std::optional<Date> day;
        int inside = 0, outside = 0;
        for (std::size_t k = 0; k < roles_.size(); ++k) {
            const When& when = reading_.times[k];
            if (!when.is_day() || roles_[k] != Role::wanted) continue;
            if (when.begin >= from && when.begin < to) {
                ++inside;
                const std::vector<Date> dates = dates_meant(reading_, when, false);
                if (dates.size() == 1) day = dates.front();
            } else {
                ++outside;
            }
        }
        return inside == 1 && outside > 0 ? day : std::nullopt;
    }

    void want(const When& when) {
        const Stretch stretch = stretch_of(when, reading_.state);
        if (const auto day = only_day(when); day && stretch.around < 0) {
            OutWindow window;
            window.dates = {*day};
            if (stretch.after > 0) {
                window.to = ClockTime{stretch.after};
                wish_.not_windows.push_back(window);
            }
            if (stretch.before > 0) {
                window.from = ClockTime{stretch.before};
                window.to = ClockTime{day_end};
                wish_.not_windows.push_back(window);
            }
            return;
        }
        if (stretch.after >= 0)
            wish_.after = std::max(wish_.after.value_or(ClockTime{0}), ClockTime{stretch.after});
        if (stretch.before >= 0)
            wish_.before = std::min(wish_.before.value_or(ClockTime{day_end}), ClockTime{stretch.before});
        if (stretch.around >= 0) {
            if (when.from >= 0 && or_later(when)) {
                wish_.after = ClockTime{stretch.around};
                return;
            }
            const ClockTime around{stretch.around};
            if (std::find(wish_.around.begin(), wish_.around.end(), around) == wish_.around.end())
                wish_.around.push_back(around);
        }
    }
    bool or_later(const When& when) const {
        return when.end + 1 < reading_.tokens.size() && reading_.tokens[when.end].is(W::or_) &&
               reading_.tokens[when.end + 1].is(W::later);
    }

    void rule_out(const When& when) {
        const Stretch stretch = stretch_of(when, reading_.state);
        if (when.to < 0 && when.from >= 0 && when.relation == Relation::at) return;
        if (when.relation == Relation::at && when.part != Part::none && stretch.around >= 0) return;
        if (stretch.after >= 0 && stretch.before >= 0) {
            OutWindow window;
            window.from = ClockTime{stretch.after};
            window.to = ClockTime{stretch.before};
            wish_.not_windows.push_back(window);
        } else if (stretch.after >= 0) {
            wish_.before = std::min(wish_.before.value_or(ClockTime{day_end}), ClockTime{stretch.after});
        } else if (stretch.before >= 0) {
            wish_.after = std::max(wish_.after.value_or(ClockTime{0}), ClockTime{stretch.before});
        }
    }

    /// "20 mins earlier", "knock it on half an hour".
    void shift() {
        if (reading_.state.booked.empty() || !reading_.has(Intent::reschedule)) return;
        for (const When& when : reading_.times) {
            if (when.kind != When::Kind::length) continue;
            if (when.grain == When::Grain::day || when.grain == When::Grain::week) shift_days(when);
            if (when.grain != When::Grain::minute) continue;
            const bool back = when.later || (!when.earlier && reading_.cues.has(Cue::later));
            const bool forward = when.earlier || (!when.later && reading_.cues.has(Cue::earlier));
            if (back == forward) continue;
            const int by = forward ? -when.minutes : when.minutes;
            const Named named = named_bookings(reading_);
            const BookedTime& booked =
                named.booked.empty() ? reading_.state.booked.front() : *named.booked.front();
            reading_.meaning.constraints.shift_min = by;
            if (wish_.around.empty()) wish_.around = {ClockTime{clock_minutes(booked.start) + by}};
            if (wish_.dates_ok.empty()) wish_.dates_ok = {day_of(booked.start)};
            return;
        }
    }
    /// "Any later slots friday", where friday is hers: after the hour she has.
    void beside_hers() {
        if (!reading_.has(Intent::reschedule) || wish_.after || wish_.before || !wish_.around.empty()) return;
        const bool later = reading_.cues.has(Cue::later), earlier = reading_.cues.has(Cue::earlier);
        if (later == earlier) return;
        if (!wish_.not_windows.empty()) return;
        const Named named = named_bookings(reading_);
        if (!named.named || named.booked.size() != 1) return;
        const BookedTime& booked = *named.booked.front();
        const auto other = [&](const Date date) { return date != day_of(booked.start); };
        if (std::any_of(wish_.dates_ok.begin(), wish_.dates_ok.end(), other)) return;
        wish_.dates_ok = {day_of(booked.start)};
        (later ? wish_.after : wish_.before) = ClockTime{clock_minutes(booked.start)};
    }
    /// "Push it back a week": the same day of that week.
    void shift_days(const When& when) {
        const bool forward = when.earlier || reading_.cues.has(Cue::earlier);
        const bool back = when.later || reading_.cues.has(Cue::later);
        const Named named = named_bookings(reading_);
        if (forward == back || named.booked.size() != 1 || !wish_.dates_ok.empty()) return;
        const std::chrono::days by{when.minutes / (24 * 60)};
        wish_.dates_ok = {day_of(named.booked.front()->start) + (forward ? -by : by)};
    }
    void same_time() {
        if (!reading_.cues.has(Cue::same_time) || reading_.state.booked.empty() || !wish_.around.empty())
            return;
        wish_.around = {ClockTime{clock_minutes(reading_.state.booked.front().start)}};
    }

    Reading& reading_;
    const std::vector<Role>& roles_;
    scheduler::Wish& wish_;
};

const scheduler::BusyWindow* window_of(const State& state, bool morning) {
    for (const scheduler::BusyWindow& window : state.school_run)
        if ((window.from < ClockTime{12 * 60}) == morning) return &window;
    return nullptr;
}

}  // namespace

int after_drop_off(const State& state) {
    const auto* window = window_of(state, true);
    return window != nullptr ? static_cast<int>(window->to.count()) : 9 * 60 + 15;
}
int before_pick_up(const State& state) {
    const auto* window = window_of(state, false);
    return window != nullptr ? static_cast<int>(window->from.count()) : 14 * 60 + 45;
}
int after_pick_up(const State& state) {
    const auto* window = window_of(state, false);
    return window != nullptr ? static_cast<int>(window->to.count()) : 15 * 60 + 45;
}

void read_hours(Reading& reading, const std::vector<Role>& roles) { HourLimits{reading, roles}.run(); }

namespace {

/// "running 10 late": minutes, without saying so.
bool minutes_late(const Reading& reading, const When& when) {
    const std::size_t next = when.end;
    return when.plain > 0 && when.plain < 60 && next < reading.tokens.size() &&
           (reading.tokens[next].is(W::late) || reading.tokens[next].text == "behind");
}

}  // namespace

void read_arrival(Reading& reading) {
    if (reading.has(Intent::conditional_cannot_attend)) return;
    const int now = clock_minutes(reading.now);
    int start = -1;
    for (const BookedTime& booked : reading.state.booked)
        if (day_of(booked.start) == reading.today() && start < 0) start = clock_minutes(booked.start);
    const bool from_start = reading.cues.has(Cue::late);
    for (const When& when : reading.times) {
        int eta = -1;
        if (when.kind == When::Kind::length && when.minutes > 0 && when.minutes < 300) {
            const bool by_start =
                start >= 0 && !when.ahead && (when.later || (from_start && !reading.cues.has(Cue::soon)));
            eta = by_start ? std::max(start, start) + when.minutes - now : when.minutes;
        } else if (when.pronoun) {
            continue;
        } else if (when.bare && start >= 0 && minutes_late(reading, when)) {
            eta = start + when.plain - now;
        } else if (when.is_clock() && when.no_hour) {
            eta = (when.from - now % 60 + 60) % 60;
        } else if (when.is_clock() && when.from >= 0 && when.to < 0) {
            if (when.bare && when.plain > 0 && when.plain <= 59 && reading.cues.any(Cue::here))
                eta = when.plain;
            else if (start >= 0 && when.from == start)
                continue;
            else if (when.from >= now)
                eta = when.from - now;
            else if (when.guessed && when.from + 720 >= now)
                eta = when.from + 720 - now;
        }
        if (eta < 0 || eta > 8 * 60) continue;
        reading.meaning.constraints.eta_min = eta;
        return;
    }
}

void read_safe_windows(Reading& reading) {
    SafeContactWish wish;
    ContactWindow window{scheduler::Weekdays::all(), ClockTime{0}, ClockTime{day_end}};
    scheduler::Weekdays named, not_named;
    bool timed = false;
    for (const When& when : reading.times) {
        if (when.is_weekday()) {
            (when.negated ? not_named : named) = (when.negated ? not_named : named) | when.weekdays;
        } else if (when.is_day() && when.grain == When::Grain::part && when.first) {
            const scheduler::Weekdays weekend{0x60};
            (when.negated ? not_named : named) = (when.negated ? not_named : named) | weekend;
        } else if (when.is_clock() && !when.no_hour) {
            Stretch stretch = stretch_of(when, reading.state);
            if (when.negated) std::swap(stretch.after, stretch.before);
            if (stretch.after >= 0) window.from = ClockTime{stretch.after};
            if (stretch.before >= 0) window.to = ClockTime{stretch.before};
            timed = timed || stretch.after >= 0 || stretch.before >= 0;
        }
    }
    if (!named.empty()) window.days = named;
    window.days = window.days.without(not_named);
    if (timed || !named.empty() || !not_named.empty()) wish.send_ok.push_back(window);
    if (const CueHit* hit = reading.cues.first(Cue::sign_off); hit != nullptr) {
        std::size_t i = hit->end;
        for (int words = 0; i < reading.tokens.size() && words < 3 && !reading.tokens[i].starts;
             ++i, ++words) {
            const Token& token = reading.tokens[i];
            if (token.word != 0 && reading.tables.info(token.word).filler) break;
            if (token.is(W::if_) || token.is(W::you) || token.is(W::i) || token.is(W::and_) ||
                token.is(W::but) || token.is(W::so) || token.is(W::not_) || token.is(W::instead) ||
                token.text == "when" || token.text == "because" || token.text == "cos")
                break;
            if (token.is(W::the) || token.is(W::an)) continue;
            if (!wish.sign_off.empty()) wish.sign_off += ' ';
            wish.sign_off += token.text;
        }
    }
    reading.meaning.constraints.safe_contact = std::move(wish);
}

}  // namespace offing::conversation
