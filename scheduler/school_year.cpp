#include "scheduler/school_year.hpp"

#include <algorithm>

namespace offing::scheduler {

namespace {

/// Longer than any summer holiday in the country; a longer gap between two terms is a term nobody entered.
constexpr std::chrono::days longest_holiday{70};
/// School on council on region: deeper chains are a mistake, and a ring would never end.
constexpr int deepest_chain = 8;

bool holds(const DateRange& range, Date date) { return range.first <= date && date <= range.last; }

bool any_holds(const std::vector<DateRange>& ranges, Date date) {
    return std::ranges::any_of(ranges, [&](const DateRange& range) { return holds(range, date); });
}

bool lies_between_terms(const std::vector<DateRange>& terms, Date date) {
    std::optional<Date> before;
    std::optional<Date> after;
    for (const DateRange& term : terms) {
        if (term.last < date && (!before || *before < term.last)) before = term.last;
        if (term.first > date && (!after || term.first < *after)) after = term.first;
    }
    return before && after && *after - *before <= longest_holiday;
}

/// Scotland's councils set their own holidays and teach on several of the country's bank holidays, so only
/// those that fall inside every council's holidays close a school there.
bool closes_schools(Division division, std::string_view holiday) {
    if (division != Division::scotland) return true;
    return holiday == "New Year's Day" || holiday == "2nd January" || holiday == "Summer bank holiday" ||
           holiday == "Christmas Day" || holiday == "Boxing Day";
}

}  // namespace

std::string_view spell(SchoolDay::Why why) {
    switch (why) {
        case SchoolDay::Why::term:
            return "term";
        case SchoolDay::Why::unknown_counts_as_term:
            return "unknown, so it counts as term";
        case SchoolDay::Why::weekend:
            return "weekend";
        case SchoolDay::Why::holiday:
            return "holiday";
        case SchoolDay::Why::bank_holiday:
            return "bank holiday";
        case SchoolDay::Why::inset_day:
            return "INSET day";
    }
    return "";
}

void SchoolCalendars::add(SchoolCalendar calendar) {
    std::string id = calendar.id;
    calendars_.insert_or_assign(std::move(id), std::move(calendar));
}

const SchoolCalendar* SchoolCalendars::find(std::string_view id) const {
    const auto found = calendars_.find(id);
    return found == calendars_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> SchoolCalendars::ids() const {
    std::vector<std::string_view> ids;
    ids.reserve(calendars_.size());
    for (const auto& [id, calendar] : calendars_) ids.push_back(id);
    return ids;
}

SchoolDay SchoolCalendars::on(std::string_view id, Date date) const {
    using Why = SchoolDay::Why;
    if (weekday_of(date).iso_encoding() > 5) return {false, Why::weekend, {}};
    const SchoolCalendar* calendar = find(id);
    if (calendar == nullptr) return {true, Why::unknown_counts_as_term, {}};
    if (calendar->inset_days.contains(date)) return {false, Why::inset_day, calendar->id};
    if (const auto name = bank_holiday(calendar->division, date);
        name && closes_schools(calendar->division, *name))
        return {false, Why::bank_holiday, *name};
    for (int depth = 0; calendar != nullptr && depth < deepest_chain; ++depth) {
        if (any_holds(calendar->holidays, date)) return {false, Why::holiday, calendar->id};
        if (any_holds(calendar->terms, date)) return {true, Why::term, calendar->id};
        if (lies_between_terms(calendar->terms, date)) return {false, Why::holiday, calendar->id};
        calendar = calendar->based_on.empty() ? nullptr : find(calendar->based_on);
    }
    return {true, Why::unknown_counts_as_term, {}};
}

}  // namespace offing::scheduler
