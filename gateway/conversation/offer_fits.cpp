#include "gateway/conversation/offer_fits.hpp"

#include <cstdlib>

#include "gateway/conversation/times/said.hpp"

namespace offing::conversation {

bool fits_day(const When& when, const OfferedTime& offer) {
    const Date day = day_of(offer.start);
    if (when.is_weekday()) return when.weekdays.contains(weekday_on(day));
    if (!when.first) return true;
    if (when.relation == Relation::after) return when.inclusive ? day >= *when.first : day > *when.last;
    if (when.relation == Relation::before) return day < *when.first;
    if (when.next && weekday_on(day) == weekday_on(*when.first)) return true;
    return day >= *when.first && day <= *when.last;
}

namespace {

bool fits_part(Part part, int clock) {
    switch (part) {
        case Part::early_morning:
        case Part::morning:
        case Part::first_thing:
        case Part::late_morning:
            return clock < 12 * 60;
        case Part::lunch:
            return clock >= 12 * 60 - 30 && clock < 14 * 60;
        case Part::evening:
        case Part::late_evening:
        case Part::night:
            return clock >= 17 * 60;
        case Part::none:
        case Part::all_day:
            return true;
        default:
            return clock >= 12 * 60;
    }
}

}  // namespace

bool fits_clock(const When& when, int clock) {
    if (when.part != Part::none && when.from < 0) return fits_part(when.part, clock);
    const auto near = [&](int from) { return when.approx ? std::abs(clock - from) <= 20 : clock == from; };
    if (when.relation == Relation::after) return clock >= when.from;
    if (when.relation == Relation::before || when.relation == Relation::until ||
        when.relation == Relation::by)
        return clock < when.from || (when.relation == Relation::by && clock == when.from);
    if (when.to > 0) return clock >= when.from && clock < when.to;
    if (when.no_hour) return clock % 60 == when.from;
    return near(when.from) || (when.guessed && near((when.from + 12 * 60) % (24 * 60)));
}

}  // namespace offing::conversation
