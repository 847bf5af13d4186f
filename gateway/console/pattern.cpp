#include "gateway/console/pattern.hpp"

#include <algorithm>
#include <array>

namespace offing::console {

namespace {

using scheduler::Rule;
using scheduler::Weekdays;

constexpr int most_weeks = 8;
constexpr std::array<int, 5> ordinals{1, 2, 3, 4, -1};
constexpr std::array<std::string_view, 5> ordinal_words{"1st", "2nd", "3rd", "4th", "last"};
constexpr std::array<std::string_view, 7> day_codes{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr std::array<std::string_view, 7> day_names{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

std::chrono::weekday weekday(std::size_t from_monday) {
    return std::chrono::weekday{static_cast<unsigned>((from_monday + 1) % 7)};
}

bool is_plain(const Rule& rule) {
    return !rule.count && !rule.until_is_utc && rule.week_start == std::chrono::Monday &&
           rule.months.empty() && rule.month_days.empty() && rule.year_days.empty() && rule.weeks.empty() &&
           rule.hours.empty() && rule.minutes.empty() && rule.seconds.empty() && rule.positions.empty() &&
           !rule.days.empty();
}

/// Every weekday at the same ordinals, as "2TU,4TU": else the plain choices would say more than the rule.
std::optional<std::vector<int>> shared_ordinals(const Rule& rule, Weekdays days) {
    std::vector<int> which;
    for (const int ordinal : ordinals)
        if (std::ranges::any_of(rule.days, [&](const auto& each) { return each.ordinal == ordinal; }))
            which.push_back(ordinal);
    std::size_t day_count = 0;
    for (std::size_t day = 0; day < 7; ++day) day_count += days.contains(weekday(day)) ? 1 : 0;
    const bool known = std::ranges::all_of(rule.days, [](const auto& each) {
        return std::ranges::find(ordinals, each.ordinal) != ordinals.end();
    });
    if (!known || rule.days.size() != day_count * which.size()) return std::nullopt;
    return which;
}

std::string year_month_day(scheduler::Date date, bool with_day, bool is_short) {
    const std::chrono::year_month_day ymd{date};
    const std::string_view day = full_name(scheduler::weekday_of(date));
    const std::string_view month = months[static_cast<unsigned>(ymd.month()) - 1];
    std::string words;
    if (with_day) words = std::string{day.substr(0, is_short ? 3 : day.size())} + ' ';
    return words + std::to_string(static_cast<unsigned>(ymd.day())) + ' ' +
           std::string{month.substr(0, is_short ? 3 : month.size())} + ' ' +
           std::to_string(static_cast<int>(ymd.year()));
}

}  // namespace

Pattern pattern_of(const std::string& rrule) {
    Pattern own{.every = Pattern::Every::own, .own = rrule};
    const auto rule = scheduler::parse_rule(rrule);
    if (!rule || !is_plain(*rule)) return own;
    Pattern pattern;
    for (const auto& each : rule->days) pattern.days = pattern.days | Weekdays::of(each.day);
    if (rule->frequency == Rule::Frequency::weekly && rule->interval <= most_weeks) {
        if (std::ranges::any_of(rule->days, [](const auto& each) { return each.ordinal != 0; })) return own;
        pattern.weeks = rule->interval;
    } else if (rule->frequency == Rule::Frequency::monthly && rule->interval == 1) {
        pattern.every = Pattern::Every::month;
        const auto which = shared_ordinals(*rule, pattern.days);
        if (!which) return own;
        pattern.which = *which;
    } else {
        return own;
    }
    if (rule->until) pattern.last_date = std::chrono::floor<std::chrono::days>(*rule->until);
    return pattern;
}

std::string rrule_of(const Pattern& pattern) {
    if (pattern.every == Pattern::Every::own) return pattern.own;
    std::string rule = "FREQ=WEEKLY";
    std::vector<std::string> prefixes{""};
    if (pattern.every == Pattern::Every::month) {
        rule = "FREQ=MONTHLY";
        prefixes.clear();
        for (const int ordinal : pattern.which) prefixes.push_back(std::to_string(ordinal));
    } else if (pattern.weeks != 1) {
        rule += ";INTERVAL=" + std::to_string(pattern.weeks);
    }
    std::string days;
    for (const std::string& prefix : prefixes)
        for (std::size_t day = 0; day < 7; ++day)
            if (pattern.days.contains(weekday(day)))
                days += (days.empty() ? "" : ",") + prefix + std::string{day_codes[day]};
    rule += ";BYDAY=" + days;
    if (!pattern.last_date) return rule;
    std::string last = scheduler::spell(*pattern.last_date);
    std::erase(last, '-');
    return rule + ";UNTIL=" + last;
}

std::string in_words(const Pattern& pattern) {
    if (pattern.every == Pattern::Every::own) return pattern.own;
    std::vector<std::string> days;
    for (std::size_t day = 0; day < 7; ++day)
        if (pattern.days.contains(weekday(day))) days.emplace_back(day_names[day]);
    std::string words;
    if (pattern.every == Pattern::Every::month) {
        std::vector<std::string> which;
        for (std::size_t i = 0; i < ordinals.size(); ++i)
            if (std::ranges::find(pattern.which, ordinals[i]) != pattern.which.end())
                which.emplace_back(ordinal_words[i]);
        words = joined(which) + ' ' + joined(days) + " of the month";
        words[0] = which.empty() || which[0] != "last" ? words[0] : 'L';
    } else if (pattern.weeks == 1) {
        words = "Every " + joined(days);
    } else {
        words = "Every " + std::to_string(pattern.weeks) + " weeks on " + joined(days);
    }
    return pattern.last_date ? words + " until " + year_month_day(*pattern.last_date, false, false) : words;
}

std::string_view full_name(std::chrono::weekday day) { return day_names[day.iso_encoding() - 1]; }
std::string in_words(scheduler::Date date) { return year_month_day(date, true, false); }
std::string short_words(scheduler::Date date) { return year_month_day(date, true, true); }

std::string in_words(scheduler::ClockTime time) {
    const auto hour = time.count() / 60 % 24, minute = time.count() % 60;
    if (minute == 0 && hour == 0) return "midnight";
    if (minute == 0 && hour == 12) return "12 noon";
    std::string words = std::to_string(hour % 12 == 0 ? 12 : hour % 12);
    if (minute != 0) words += (minute < 10 ? ":0" : ":") + std::to_string(minute);
    return words + (hour < 12 ? "am" : "pm");
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (std::size_t i = 0; i < words.size(); ++i)
        all += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return all;
}

}  // namespace offing::console
