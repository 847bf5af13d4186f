// Hours of the day: what is left of it, which start is aimed at, how far a time is to be shifted.

#include <algorithm>

#include "gateway/conversation/limits.hpp"
#include "gateway/conversation/times/parts.hpp"

namespace offing::conversation {

namespace {

using scheduler::ClockTime;
using scheduler::OutWindow;

constexpr int day_end = 24 * 60;

Stretch part_of_day(Part part, const State& state) {
    if (part == Part::school_hours)
        return {part_of_day(Part::after_drop_off, state).after,
                part_of_day(Part::before_pick_up, state).before, -1};
    PartHours hours = hours_of(part);
    if (const auto hers = school_run_hour(part, state.school_run))
        (hours.before > 0 ? hours.before : hours.after) = *hers;
    return {hours.after, hours.before, hours.around};
}

class HourLimits {
public:
    HourLimits(Reading& reading, const std::vector<Role>& roles, const std::vector<SaidOf>& said)
        : reading_{reading}, roles_{roles}, said_{said}, wish_{reading.meaning.constraints.wish} {}

    void run() {
        for (std::size_t k = 0; k < roles_.size(); ++k) {
            const When& when = reading_.times[k];
            if (when.is_clock() && when.no_hour && roles_[k] == Role::wanted) past_the_hour(k);
            if (!when.is_clock() || when.no_hour || when.pronoun) continue;
            if (when.bare && (counts_something(when) || counts_days(when))) continue;
            if (roles_[k] == Role::wanted && when.from < 0 && said_closer(when)) continue;
            if (roles_[k] == Role::wanted)
                want(when, said_[k]);
            else if (roles_[k] == Role::out)
                rule_out(when, said_[k]);
            else if (roles_[k] == Role::held && stays_at(when) && wish_.around.empty())
                wish_.around = {ClockTime{when.from}};
        }
        shift();
        same_time();
        beside_hers();
        if (reading_.cues.has(Cue::drop_in) || wish_.around.size() > 4) return;
    }

private:
    /// "Gone 1 friday, somewhere round half past": of the hour that was named.
    void past_the_hour(std::size_t place) {
        for (std::size_t k = place; k-- > 0;) {
            const When& hour = reading_.times[k];
            if (!hour.is_clock() || hour.from < 0 || hour.no_hour || roles_[k] != Role::wanted) continue;
            const ClockTime at{hour.from / 60 * 60 + reading_.times[place].from};
            if (wish_.around.empty()) wish_.around = {at};
            return;
        }
    }

    /// "2 of us", "3 kids": a plain number before a word that is neither time nor small talk.
    bool counts_something(const When& when) const {
        if (when.begin > 0) {
            const Token& before = reading_.tokens[when.begin - 1];
            if (before.is(W::last) || before.is(W::next) || before.is(W::all) || before.is(W::past) ||
                before.text == "those" || before.text == "these" || before.text == "them")
                return true;
        }
        if (when.end >= reading_.tokens.size()) return false;
        const Token& next = reading_.tokens[when.end];
        return !next.starts && next.mark == 0 && next.word == 0 && next.shape == Token::Shape::word;
    }

    /// "Wednesdays, still at 10"
    bool stays_at(const When& hour) const {
        std::size_t i = hour.begin;
        while (i > 0 && reading_.tokens[i - 1].is(W::at)) --i;
        if (hour.from < 0) return false;
        if (i > 0 && reading_.tokens[i - 1].text == "still") return true;
        const auto says = [&](std::size_t at, std::string_view text) {
            return at < reading_.tokens.size() && !reading_.tokens[at].starts &&
                   reading_.tokens[at].text == text;
        };
        const std::size_t end = hour.end;  // "1 oclock like it is now", "at 10 as usual"
        return (says(end, "like") || says(end, "as") || says(end, "same")) &&
               (says(end + 1, "it") || says(end + 1, "now") || says(end + 1, "usual") ||
                says(end + 1, "as") || says(end + 1, "before") || says(end + 1, "always"));
    }

    /// "A day or 2 before"
    bool counts_days(const When& when) const {
        return std::ranges::any_of(reading_.cues.hits, [&](const CueHit& hit) {
            return hit.cue == Cue::day_before && hit.begin <= when.begin && when.begin < hit.end;
        });
    }

    /// "In the afternoon, around 1": the hour says it closer.
    bool said_closer(const When& part) const {
        if (part.part == Part::after_drop_off || part.part == Part::before_pick_up) return false;
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

    void take_out(const SaidOf& said, int from, int to) {
        OutWindow of_dates, of_weekdays;
        of_dates.dates = said.dates;
        of_weekdays.days = said.weekdays;
        for (OutWindow window : {of_dates, of_weekdays}) {
            if (window.dates.empty() && (!window.days || window.days->empty())) continue;
            window.from = ClockTime{from};
            window.to = ClockTime{to};
            wish_.not_windows.push_back(window);
        }
    }
    /// On these days only what lies within the stretch.
    void keep_on(const SaidOf& said, const Stretch& stretch) {
        if (stretch.after > 0) take_out(said, 0, stretch.after);
        if (stretch.before > 0) take_out(said, stretch.before, day_end);
    }

    void want(const When& when, const SaidOf& said) {
        const Stretch stretch = stretch_of(when, reading_.state);
        if (!said.all() && stretch.around < 0) return keep_on(said, stretch);
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

    void rule_out(const When& when, const SaidOf& said) {
        const Stretch stretch = stretch_of(when, reading_.state);
        if (when.to < 0 && when.from >= 0 && when.relation == Relation::at) return;
        if (when.relation == Relation::at && when.part != Part::none && stretch.around >= 0) return;
        if (!said.all())
            return take_out(said, std::max(stretch.after, 0), stretch.before >= 0 ? stretch.before : day_end);
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
        if (forward == back || named.booked.size() != 1) return;
        const Date there = day_of(named.booked.front()->start);
        if (std::ranges::any_of(wish_.dates_ok, [&](Date date) { return date != there; })) return;
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
    const std::vector<SaidOf>& said_;
    scheduler::Wish& wish_;
};

}  // namespace

Stretch stretch_of(const When& when, const State& state) {
    if (when.from < 0) {
        Stretch part = part_of_day(when.part, state);
        if (when.approx && part.after >= 0 && part.before < 0) part.around = part.after;
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

void read_hours(Reading& reading, const std::vector<Role>& roles, const std::vector<SaidOf>& said) {
    HourLimits{reading, roles, said}.run();
}

}  // namespace offing::conversation
