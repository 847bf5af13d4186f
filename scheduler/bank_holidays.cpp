// The bank holidays of the United Kingdom as the rules they follow, with the days that were moved or added by
// proclamation from 2019 to 2028. tests/conformance compares them with the published list, day by day.

#include <array>

#include "scheduler/school_year.hpp"

namespace offing::scheduler {

namespace {

using std::chrono::days;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr int first_year = 2019;
constexpr int last_year = 2028;

Date day_of(int y, unsigned m, unsigned d) {
    return Date{year{y} / std::chrono::month{m} / std::chrono::day{d}};
}

Date first_monday(int y, unsigned m) {
    return Date{year{y} / std::chrono::month{m} / std::chrono::Monday[1]};
}

Date last_monday(int y, unsigned m) {
    return Date{year{y} / std::chrono::month{m} / std::chrono::Monday[std::chrono::last]};
}

bool is_weekend(Date date) { return weekday{date}.iso_encoding() > 5; }

Date same_or_next_weekday(Date date) {
    while (is_weekend(date)) date += days{1};
    return date;
}

/// Easter Sunday of the Gregorian calendar, by the golden number and the age of the moon.
Date easter(int y) {
    const int golden = y % 19;
    const int century = y / 100;
    const int moon = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    const int full = moon - (moon / 28) * (1 - (moon / 28) * (29 / (moon + 1)) * ((21 - golden) / 11));
    const int sunday = (y + y / 4 + full + 2 - century + century / 4) % 7;
    return day_of(y, 3, 28) + days{full - sunday};
}

struct Proclaimed {
    int year;
    unsigned month;
    unsigned day;
    bool scotland_only;
    std::string_view name;
};

constexpr std::array<Proclaimed, 4> proclaimed{{
    {2022, 6, 3, false, "Platinum Jubilee bank holiday"},
    {2022, 9, 19, false, "Bank Holiday for the State Funeral of Queen Elizabeth II"},
    {2023, 5, 8, false, "Bank holiday for the coronation of King Charles III"},
    {2026, 6, 15, true, "World Cup bank holiday"},
}};

Date early_may(int y) { return y == 2020 ? day_of(2020, 5, 8) : first_monday(y, 5); }

Date spring(int y) { return y == 2022 ? day_of(2022, 6, 2) : last_monday(y, 5); }

/// Falls after New Year's Day's own substitute when both are moved.
Date second_of_january(int y) {
    Date date = same_or_next_weekday(day_of(y, 1, 2));
    if (date == same_or_next_weekday(day_of(y, 1, 1))) date += days{1};
    return date;
}

/// Two days on end: a weekend pushes whichever fell on it to the first weekdays after Boxing Day.
Date christmas(int y) {
    const Date date = day_of(y, 12, 25);
    return is_weekend(date) ? day_of(y, 12, 27) : date;
}

Date boxing_day(int y) {
    const Date date = day_of(y, 12, 26);
    return is_weekend(date) ? day_of(y, 12, 28) : date;
}

std::optional<std::string_view> moving(Division division, int y, Date date) {
    const Date sunday = easter(y);
    if (date == sunday - days{2}) return "Good Friday";
    if (date == sunday + days{1} && division != Division::scotland) return "Easter Monday";
    if (date == early_may(y)) return "Early May bank holiday";
    if (date == spring(y)) return "Spring bank holiday";
    if (date == (division == Division::scotland ? first_monday(y, 8) : last_monday(y, 8)))
        return "Summer bank holiday";
    return std::nullopt;
}

std::optional<std::string_view> fixed(Division division, int y, Date date) {
    if (date == same_or_next_weekday(day_of(y, 1, 1))) return "New Year's Day";
    if (date == christmas(y)) return "Christmas Day";
    if (date == boxing_day(y)) return "Boxing Day";
    if (division == Division::scotland) {
        if (date == second_of_january(y)) return "2nd January";
        if (date == same_or_next_weekday(day_of(y, 11, 30))) return "St Andrew's Day";
    }
    if (division == Division::northern_ireland) {
        if (date == same_or_next_weekday(day_of(y, 3, 17))) return "St Patrick's Day";
        if (date == same_or_next_weekday(day_of(y, 7, 12))) return "Battle of the Boyne";
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string_view> bank_holiday(Division division, Date date) {
    const int y = static_cast<int>(year_month_day{date}.year());
    if (y < first_year || y > last_year || is_weekend(date)) return std::nullopt;
    if (const auto name = fixed(division, y, date)) return name;
    if (const auto name = moving(division, y, date)) return name;
    for (const Proclaimed& one : proclaimed)
        if (date == day_of(one.year, one.month, one.day) &&
            (!one.scotland_only || division == Division::scotland))
            return one.name;
    return std::nullopt;
}

}  // namespace offing::scheduler
