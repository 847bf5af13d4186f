#include "gateway/conversation/times/tell_time.hpp"

#include <algorithm>
#include <bit>

#include "gateway/conversation/times/parts.hpp"
#include "gateway/conversation/times/said.hpp"

namespace offing::conversation {

namespace {

using std::chrono::days;
using std::chrono::minutes;
using Kind = TimeReading::Kind;
using Grain = TimeReading::Grain;

constexpr int whole_day = 24 * 60, half_day = 12 * 60;

/// "Back of 2" is over by half past.
constexpr minutes back_of_lasts{30};

Grain grain_of(When::Grain grain) {
    switch (grain) {
        case When::Grain::minute:
            return Grain::minute;
        case When::Grain::part:
            return Grain::part;
        case When::Grain::week:
            return Grain::week;
        case When::Grain::month:
        case When::Grain::year:
            return Grain::month;
        case When::Grain::day:
            break;
    }
    return Grain::day;
}

Date weekday_ahead(const When& when, Date today) {
    const int index = std::countr_zero(when.weekdays.bits);
    const int now = static_cast<int>(weekday_on(today).iso_encoding()) - 1;
    const int ahead = (index - now + 7) % 7;
    return today + days{ahead == 0 ? 7 : ahead};
}

TimeReading reading(Kind kind, Grain grain, std::optional<LocalTime> from, std::optional<LocalTime> to) {
    TimeReading out;
    out.kind = kind;
    out.grain = grain;
    out.from = from;
    out.to = to;
    return out;
}
TimeReading asked() { return reading(Kind::ask, Grain::day, {}, {}); }

class Teller {
public:
    Teller(const Sides& sides, LocalTime now, const State& state)
        : day_{sides.day},
          clock_{sides.clock},
          part_{sides.part},
          length_{sides.length},
          now_{now},
          state_{state} {}

    TimeReading tell() const {
        if (length_ && length_->ahead && !clock_ && !part_ && (!day_ || day_->first == today()))
            return from_length();
        if (clock_ && (clock_->zoned || clock_->no_hour || clock_->negated)) return asked();
        if ((day_ && day_->negated) || (part_ && part_->negated)) return asked();
        if (clock_) return at_clock();
        if (part_) return at_part();
        if (day_) return on_day();
        return from_length();
    }

private:
    Date today() const { return day_of(now_); }

    /// "In 20 mins", "within 2 weeks", "the next 3 hours".
    TimeReading from_length() const {
        if (!length_) return asked();
        const minutes length{length_->minutes};
        if (length_->relation == Relation::after && length_->grain == When::Grain::day)
            return reading(Kind::open, Grain::minute, std::chrono::floor<std::chrono::hours>(now_) + length,
                           {});
        if (!length_->ahead) return asked();
        if (length_->next) return next_stretch(length);
        if (length_->relation == Relation::by) {
            const bool short_one = length_->grain == When::Grain::minute;
            return reading(Kind::interval, Grain::minute, now_,
                           short_one ? now_ + length : LocalTime{day_of(now_ + length)});
        }
        return reading(Kind::instant, Grain::minute, now_ + length, {});
    }
    /// Whole hours, from the next full one on.
    TimeReading next_stretch(minutes length) const {
        const bool hours = length_->minutes % 60 == 0;
        const LocalTime from =
            hours ? std::chrono::floor<std::chrono::hours>(now_) + minutes{60} : now_ + minutes{1};
        return reading(Kind::interval, Grain::minute, from, from + length);
    }

    /// The one day that is meant; nothing for "mondays" or "next week".
    std::optional<Date> single_day() const {
        if (day_->is_weekday()) {
            if (day_->plural || std::popcount(day_->weekdays.bits) > 1) return std::nullopt;
            return weekday_ahead(*day_, today());
        }
        if (!day_->first || day_->last != day_->first) return std::nullopt;
        return day_->first;
    }

    /// "From monday at 10" leads the hour, too.
    Relation relation_of(const When& hour) const {
        if (hour.relation != Relation::at && hour.relation != Relation::around) return hour.relation;
        return day_ ? day_->relation : Relation::at;
    }

    TimeReading at_clock() const {
        int from = clock_->from, to = clock_->to;
        if (part_ && !fit_into_part(from, to)) return asked();
        std::optional<Date> day;
        if (day_)
            day = single_day();
        else
            day = today() + days{from < clock_minutes(now_) ? 1 : 0};
        if (!day) return asked();
        const LocalTime start = LocalTime{*day} + minutes{from};
        if (to > 0) return reading(Kind::interval, Grain::minute, start, LocalTime{*day} + minutes{to});
        if (length_) return reading(Kind::interval, Grain::minute, start, start + minutes{length_->minutes});
        if (clock_->back_of) return reading(Kind::interval, Grain::minute, start, start + back_of_lasts);
        switch (relation_of(*clock_)) {
            case Relation::after:
                return reading(Kind::open, Grain::minute, start, {});
            case Relation::before:
            case Relation::until:
                return reading(Kind::open, Grain::minute, {}, start);
            case Relation::by:
                return reading(
                    Kind::interval, Grain::minute,
                    !day_ || *day == today() || clock_->relation != Relation::by ? now_ : LocalTime{*day},
                    start);
            case Relation::outwith:
                return asked();
            case Relation::at:
            case Relation::around:
                break;
        }
        return reading(Kind::instant, Grain::minute, start, {});
    }

    /// "In the evening at 8" is 20:00; "3am, in the afternoon" is nothing.
    bool fit_into_part(int& from, int& to) const {
        const PartHours part = hours_of(part_->part);
        if (clock_->guessed) {
            const bool late = part.from >= half_day;
            const int by = late && from < half_day && from + half_day < whole_day ? half_day
                           : !late && part.to <= half_day && from > half_day      ? -half_day
                                                                                  : 0;
            from += by;
            to += to > 0 ? by : 0;
            return true;
        }
        return from + 60 > part.from && from < part.to + 60;
    }

    TimeReading at_part() const {
        std::optional<Date> day = today();
        if (day_) day = single_day();
        if (!day) return asked();
        const PartHours part = hours_of(part_->part);
        if (part_->part == Part::after_drop_off || part_->part == Part::before_pick_up ||
            part_->part == Part::after_school) {
            const auto hers = school_run_hour(part_->part, state_.school_run);
            if (!hers && part_->part != Part::after_school) return asked();
            const LocalTime hour = LocalTime{*day} + minutes{hers.value_or(part.from)};
            if (part_->part == Part::before_pick_up) return reading(Kind::open, Grain::part, {}, hour);
            if (hers) return reading(Kind::open, Grain::part, hour, {});
        }
        LocalTime from = LocalTime{*day} + minutes{part.from}, to = LocalTime{*day} + minutes{part.to};
        switch (relation_of(*part_)) {
            case Relation::before:
            case Relation::until:
                return reading(Kind::open, Grain::part, {}, from);
            case Relation::after:
                if (part_->part == Part::lunch) return after_lunch(*day);
                return reading(Kind::open, Grain::part, day_ && day_->inclusive ? from : to, {});
            case Relation::by:
                return reading(Kind::interval, Grain::minute, now_, to);
            case Relation::outwith:
                return asked();
            case Relation::at:
            case Relation::around:
                break;
        }
        return reading(Kind::interval, Grain::part, from, to);
    }
    static TimeReading after_lunch(Date day) {
        const PartHours part = hours_of(Part::after_lunch);
        return reading(Kind::interval, Grain::part, LocalTime{day} + minutes{part.from},
                       LocalTime{day} + minutes{part.to});
    }

    TimeReading on_day() const {
        if (day_->grain == When::Grain::year || (!day_->first && !single_day())) return asked();
        Date first = day_->is_weekday() ? weekday_ahead(*day_, today()) : *day_->first;
        Date last = day_->is_weekday() ? first : *day_->last;
        const bool lasts = length_ && length_->grain != When::Grain::minute;  // "from the 18th for 10 days"
        if (lasts) last = first + days{length_->minutes / whole_day};
        if (day_->months_in)
            return reading(Kind::open, Grain::day,
                           LocalTime{first - days{day_->relation == Relation::after ? 0 : 1}}, {});
        if (day_->grain == When::Grain::part) first -= days{1};
        const LocalTime to{last + days{1}};
        const LocalTime from =
            day_->grain == When::Grain::part ? LocalTime{first} + minutes{18 * 60} : hour_of(first);
        const Grain grain = grain_of(day_->grain);
        if (lasts) return reading(Kind::interval, grain, from, to);
        switch (day_->relation) {
            case Relation::after:
                return reading(Kind::open, grain, day_->inclusive || day_->counted ? from : to, {});
            case Relation::before:
                return reading(Kind::open, grain, {}, from);
            case Relation::until:
                return reading(Kind::open, grain, {}, to);
            case Relation::by:
                return reading(Kind::interval, Grain::minute, now_, to);
            case Relation::outwith:
                return asked();
            case Relation::at:
            case Relation::around:
                break;
        }
        return reading(one_unit(grain, first, last) ? Kind::instant : Kind::interval, grain, from, to);
    }
    /// "In 3 days" is counted from this hour on.
    LocalTime hour_of(Date first) const {
        if (!day_->counted) return LocalTime{first};
        const int clock = clock_minutes(now_);
        return LocalTime{first} + minutes{day_->ahead ? clock : clock / 60 * 60};
    }
    static bool one_unit(Grain grain, Date first, Date last) {
        if (grain == Grain::week) return last - first == days{6};
        if (grain == Grain::month) return last - first < days{31};
        return grain == Grain::day && first == last;
    }

    const std::optional<When>&day_, &clock_, &part_, &length_;
    LocalTime now_;
    const State& state_;
};

bool over(const TimeReading& told, LocalTime now) {
    if (told.to) return *told.to <= now;
    return told.from && told.kind == Kind::instant && *told.from < now;
}

bool same_hour(const When& a, const When& b) {
    return a.from == b.from && a.to == b.to && a.relation == b.relation;
}

/// The closer of two parts, one of which holds the other: "first thing monday morning".
const When* closer_part(const When& a, const When& b) {
    const PartHours one = hours_of(a.part), other = hours_of(b.part);
    if (one.from >= other.from && one.to <= other.to) return &a;
    if (other.from >= one.from && other.to <= one.to) return &b;
    return nullptr;
}

/// The closer of two days that are the same, or one of which holds the other: "tomorrow, thursday".
const When* closer_day(const When& a, const When& b, Date today) {
    if (a.relation != b.relation || a.negated || b.negated || a.plural || b.plural) return nullptr;
    const auto dates = [&](const When& when) {
        const Date day = when.is_weekday() ? weekday_ahead(when, today) : when.first.value_or(today);
        return std::pair{day, when.is_weekday() ? day : when.last.value_or(day)};
    };
    const auto [from_a, to_a] = dates(a);
    const auto [from_b, to_b] = dates(b);
    if (from_a >= from_b && to_a <= to_b) return &a;
    if (from_b >= from_a && to_b <= to_a) return &b;
    return nullptr;
}

}  // namespace

std::optional<Sides> sides_of(const std::vector<When>& times, LocalTime now) {
    Sides sides;
    for (const When& when : times) {
        if (when.kind == When::Kind::unclear) return std::nullopt;
        std::optional<When>& side = when.is_day()      ? sides.day
                                    : !when.is_clock() ? sides.length
                                    : when.from >= 0   ? sides.clock
                                                       : sides.part;
        if (!side) {
            side = when;
            continue;
        }
        const When* closer = when.is_day()                      ? closer_day(*side, when, day_of(now))
                             : when.is_clock() && when.from < 0 ? closer_part(*side, when)
                             : when.is_clock() && same_hour(*side, when) ? &when
                                                                         : nullptr;
        if (closer == nullptr) return std::nullopt;
        side = When{*closer};
    }
    return sides;
}

TimeReading tell_time(const Sides& sides, LocalTime now, const State& state) {
    TimeReading told = Teller{sides, now, state}.tell();
    if (over(told, now) && !(sides.day && sides.day->past)) return asked();
    told.said_back = said_back(told, now);
    return told;
}

}  // namespace offing::conversation
