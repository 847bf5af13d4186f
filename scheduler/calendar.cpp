#include "scheduler/calendar.hpp"

#include <date/tz.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace offing::scheduler {

namespace {

constexpr std::array<std::string_view, 7> weekday_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

const date::time_zone& tz(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

date::local_seconds to_date(LocalTime time) {
    return date::local_seconds{std::chrono::seconds{time.time_since_epoch()}};
}

Instant whole_minutes(std::chrono::sys_seconds time) {
    return std::chrono::floor<std::chrono::minutes>(time);
}

/// `digits` figures and nothing else; empty for anything less or more.
std::optional<int> figures(std::string_view text) {
    int value = 0;
    for (const char letter : text) {
        if (letter < '0' || letter > '9') return std::nullopt;
        value = value * 10 + (letter - '0');
    }
    return text.empty() ? std::nullopt : std::optional{value};
}

std::string spell_two(int first, char between, int second) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%02d%c%02d", first, between, second);
    return text.data();
}

}  // namespace

std::chrono::weekday weekday_of(Date date) { return std::chrono::weekday{date}; }

Date date_of(LocalTime time) { return std::chrono::floor<std::chrono::days>(time); }

ClockTime clock_of(LocalTime time) { return time - LocalTime{date_of(time)}; }

std::optional<Zone> Zone::find(std::string_view name) {
    if (name.empty() || name.size() > 64 || name.front() == '/' || name.contains("..")) return std::nullopt;
    try {
        return Zone{date::locate_zone(std::string{name})};
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

std::optional<Instant> Zone::to_instant(LocalTime time) const {
    const date::local_info info = tz(zone_).get_info(to_date(time));
    if (info.result == date::local_info::nonexistent) return std::nullopt;
    return whole_minutes(std::chrono::sys_seconds{to_date(time).time_since_epoch() - info.first.offset});
}

Instant Zone::to_instant_or_later(LocalTime time) const {
    const date::local_info info = tz(zone_).get_info(to_date(time));
    if (info.result == date::local_info::nonexistent) return whole_minutes(info.first.end);
    return whole_minutes(std::chrono::sys_seconds{to_date(time).time_since_epoch() - info.first.offset});
}

LocalTime Zone::to_local(Instant instant) const {
    const date::sys_info info = tz(zone_).get_info(std::chrono::sys_seconds{instant});
    return LocalTime{std::chrono::floor<std::chrono::minutes>(instant.time_since_epoch() + info.offset)};
}

std::string_view Zone::name() const { return tz(zone_).name(); }

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = figures(text.substr(0, 4));
    const auto month = figures(text.substr(5, 2));
    const auto day = figures(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return Date{date};
}

std::optional<ClockTime> parse_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = figures(text.substr(0, 2));
    const auto minutes = figures(text.substr(3, 2));
    if (!hours || !minutes || *minutes > 59) return std::nullopt;
    const ClockTime time{*hours * 60 + *minutes};
    if (time > std::chrono::hours{24}) return std::nullopt;
    return time;
}

std::optional<LocalTime> parse_local(std::string_view text) {
    if (text.size() != 16 && text.size() != 19) return std::nullopt;
    if (text[10] != 'T') return std::nullopt;
    const auto date = parse_date(text.substr(0, 10));
    const auto clock = parse_clock(text.substr(11, 5));
    if (!date || !clock || *clock == std::chrono::hours{24}) return std::nullopt;
    if (text.size() == 19) {
        const auto seconds = figures(text.substr(17));
        if (text[16] != ':' || !seconds || *seconds > 59) return std::nullopt;
    }
    return LocalTime{*date} + *clock;
}

std::optional<std::chrono::weekday> parse_weekday(std::string_view text) {
    for (unsigned day = 0; day < weekday_names.size(); ++day)
        if (weekday_names[day] == text) return std::chrono::weekday{(day + 1) % 7};
    return std::nullopt;
}

std::string spell(Date date) {
    const std::chrono::year_month_day day{date};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text.data();
}

std::string spell_clock(ClockTime time) {
    const int minutes = static_cast<int>(time.count());
    return spell_two(minutes / 60, ':', minutes % 60);
}

std::string spell(LocalTime time) { return spell(date_of(time)) + 'T' + spell_clock(clock_of(time)); }

std::string_view spell(std::chrono::weekday day) { return weekday_names[day.iso_encoding() - 1]; }

}  // namespace offing::scheduler
