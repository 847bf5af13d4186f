// Which days an hour is said of: "weds from 1 or fri til 11", "fri but only til 12. Any day the week after".

#include <algorithm>
#include <bit>

#include "gateway/conversation/limits.hpp"

namespace offing::conversation {

namespace {

/// Days said in one breath, and the hours that go with them.
struct Group {
    std::vector<std::size_t> days, hours;
};

SaidOf days_in(const Reading& reading, const std::vector<std::size_t>& days) {
    SaidOf said;
    for (const std::size_t k : days) {
        const When& when = reading.times[k];
        if (when.is_weekday() && (when.plural || std::popcount(when.weekdays.bits) > 1)) {
            said.weekdays = said.weekdays | when.weekdays;
            continue;
        }
        const std::vector<Date> dates = dates_meant(reading, when, true);
        said.dates.insert(said.dates.end(), dates.begin(), dates.end());
    }
    return said;
}

/// Hours she asks for, with the days they are said of.
class Groups {
public:
    Groups(const Reading& reading, const std::vector<Role>& roles) : reading_{reading}, roles_{roles} {
        for (std::size_t k = 0; k < roles.size(); ++k) {
            const When& when = reading.times[k];
            if (roles[k] != Role::wanted) continue;
            if (when.is_day() && names_days(when))
                add_day(k);
            else if (when.is_clock() && !when.no_hour && !when.pronoun)
                add_hour(k);
        }
    }

    void tell(HoursOfDays& told) const {
        std::vector<SaidOf>& all = told.said;
        const auto with_days = std::ranges::count_if(groups_, [](const Group& g) { return !g.days.empty(); });
        if (with_days < 2) return;
        for (const Group& group : groups_) {
            if (group.hours.empty() || group.days.empty() || shares_a_day(group)) continue;
            for (const std::size_t hour : group.hours) all[hour] = days_in(reading_, group.days);
        }
    }

private:
    static bool names_days(const When& when) {
        if (when.relation != Relation::at || when.months_in) return false;
        return when.is_weekday() || (when.first && *when.last - *when.first < std::chrono::days{21});
    }

    void add_day(std::size_t k) {
        const bool apart =
            !groups_.empty() && !groups_.back().days.empty() &&
            (!same_sentence(groups_.back().days.back(), k) || says_but(groups_.back().days.back(), k));
        if (groups_.empty() || apart || after_an_hour_) groups_.emplace_back();
        groups_.back().days.push_back(k);
        after_an_hour_ = false;
    }

    /// An hour alone in its sentence is said of all.
    void add_hour(std::size_t k) {
        if (!has_day_in_its_sentence(k)) return;
        const bool forward = leads_to_a_day(k);
        if (groups_.empty() || forward) groups_.emplace_back();
        groups_.back().hours.push_back(k);
        after_an_hour_ = !groups_.back().days.empty();
    }

    bool same_sentence(std::size_t a, std::size_t b) const {
        for (std::size_t i = reading_.times[a].begin + 1U; i <= reading_.times[b].begin; ++i)
            if (reading_.tokens[i].starts) return false;
        return true;
    }
    bool says_but(std::size_t a, std::size_t b) const {
        for (std::size_t i = reading_.times[a].end; i < reading_.times[b].begin; ++i)
            if (reading_.tokens[i].is(W::but)) return true;
        return false;
    }
    bool has_day_in_its_sentence(std::size_t hour) const {
        for (std::size_t k = 0; k < roles_.size(); ++k)
            if (roles_[k] == Role::wanted && reading_.times[k].is_day() && names_days(reading_.times[k]) &&
                same_sentence(std::min(k, hour), std::max(k, hour)))
                return true;
        return false;
    }

    /// "After 12 on thursday": the day stands right behind, and none right before.
    bool leads_to_a_day(std::size_t k) const {
        const When& hour = reading_.times[k];
        std::size_t next = hour.end;
        while (next < reading_.tokens.size() && !reading_.tokens[next].starts &&
               (reading_.tokens[next].is(W::on) || reading_.tokens[next].is(W::the)))
            ++next;
        const bool behind = k + 1 < roles_.size() && roles_[k + 1] == Role::wanted &&
                            reading_.times[k + 1].is_day() && reading_.times[k + 1].begin == next &&
                            !reading_.tokens[next].starts && reading_.tokens[next].mark == 0;
        const bool before = k > 0 && reading_.times[k - 1].is_day() &&
                            reading_.times[k - 1].end + 1U >= hour.begin &&
                            reading_.same_segment(reading_.times[k - 1].begin, hour.begin);
        return behind && !before;
    }

    /// "Tuesday after 10, next week": one frames the other, and the hour is said of both.
    bool shares_a_day(const Group& group) const {
        const SaidOf mine = days_in(reading_, group.days);
        return std::ranges::any_of(groups_, [&](const Group& other) {
            if (&other == &group) return false;
            const SaidOf theirs = days_in(reading_, other.days);
            const auto within = [&](const SaidOf& a, const SaidOf& b) {
                return std::ranges::any_of(a.dates, [&](Date date) {
                    return b.weekdays.contains(weekday_on(date)) ||
                           std::ranges::find(b.dates, date) != b.dates.end();
                });
            };
            return within(mine, theirs) || within(theirs, mine) ||
                   (mine.weekdays.bits & theirs.weekdays.bits) != 0;
        });
    }

    const Reading& reading_;
    const std::vector<Role>& roles_;
    std::vector<Group> groups_;
    bool after_an_hour_ = false;  ///< the last thing said was an hour of the days before it
};

/// Hours she can't do: "tues 10 to 12 i'm at college" leaves the rest of tuesday.
class BusyHours {
public:
    BusyHours(const Reading& reading, const std::vector<Role>& roles) : reading_{reading}, roles_{roles} {}

    void tell(HoursOfDays& told) const {
        for (std::size_t k = 0; k < roles_.size(); ++k) {
            if (roles_[k] != Role::out || !has_extent(reading_.times[k])) continue;
            const std::vector<std::size_t> days = days_of(k);
            if (days.empty()) continue;
            const bool out =
                std::ranges::all_of(days, [&](std::size_t day) { return roles_[day] == Role::out; });
            // "No mondays, no mornings" are two things.
            if (out ? reading_.times[k].negated : !other_days_wanted(days)) continue;
            told.said[k] = days_in(reading_, days);
            for (const std::size_t day : days)
                if (roles_[day] == Role::out) told.spent[day] = true;
        }
    }

private:
    static bool has_extent(const When& when) {
        if (!when.is_clock() || when.no_hour || when.pronoun) return false;
        return when.to > 0 || when.from < 0 || when.relation != Relation::at;
    }
    bool is_day(std::size_t k) const {
        return reading_.times[k].is_day() && !reading_.times[k].past &&
               reading_.times[k].relation == Relation::at &&
               (roles_[k] == Role::out || roles_[k] == Role::wanted);
    }
    /// Within reach: some words behind the day, or right before it.
    bool near(std::size_t a, std::size_t b, bool behind) const {
        const When &first = reading_.times[a], &second = reading_.times[b];
        const bool aside = reading_.tokens[second.begin].mark == '(';
        if (!aside && !reading_.same_segment(first.begin, second.begin)) return false;
        if (behind) return second.begin <= first.end + 5U;
        for (std::size_t i = first.end; i < second.begin; ++i)
            if (!reading_.tokens[i].is(W::on) && !reading_.tokens[i].is(W::the) &&
                !reading_.tokens[i].is(W::and_) && !reading_.tokens[i].is(W::or_))
                return false;
        return true;
    }
    std::vector<std::size_t> days_of(std::size_t hour) const {
        std::vector<std::size_t> days;
        for (std::size_t k = hour; k-- > 0 && near(k, k + 1, true);) {
            if (is_day(k))
                days.push_back(k);
            else if (!days.empty() || roles_[k] != Role::out)
                break;
        }
        if (!days.empty()) return days;
        for (std::size_t k = hour + 1; k < roles_.size() && is_day(k) && near(k - 1, k, false); ++k)
            days.push_back(k);
        return days;
    }
    bool other_days_wanted(const std::vector<std::size_t>& days) const {
        for (std::size_t k = 0; k < roles_.size(); ++k)
            if (roles_[k] == Role::wanted && reading_.times[k].is_day() &&
                std::ranges::find(days, k) == days.end())
                return true;
        return false;
    }

    const Reading& reading_;
    const std::vector<Role>& roles_;
};

}  // namespace

HoursOfDays days_of_hours(const Reading& reading, const std::vector<Role>& roles) {
    HoursOfDays told{std::vector<SaidOf>(roles.size()), std::vector<bool>(roles.size(), false)};
    Groups{reading, roles}.tell(told);
    BusyHours{reading, roles}.tell(told);
    return told;
}

}  // namespace offing::conversation
