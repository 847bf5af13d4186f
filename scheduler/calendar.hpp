// The only place where an Instant becomes a date and a clock time, and back. Also how both are
// spelt: "2026-03-19", "09:45", "2026-03-19T10:00".

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scheduler/interval.hpp"

namespace offing::scheduler {

/// A day on the wall calendar, without a zone. Term dates, INSET days and bank holidays are Dates.
using Date = std::chrono::local_days;
/// What a clock on the wall shows, without a zone.
using LocalTime = std::chrono::local_time<std::chrono::minutes>;
/// Minutes since midnight on the wall: 0 to 1440, where 1440 ("24:00") only ends a stretch.
using ClockTime = std::chrono::minutes;

/// A set of weekdays. Bit 0 is Monday.
struct Weekdays {
    std::uint8_t bits = 0;

    static constexpr Weekdays all() { return {0x7F}; }
    static constexpr Weekdays monday_to_friday() { return {0x1F}; }
    static Weekdays of(std::chrono::weekday day) {
        return {static_cast<std::uint8_t>(1U << (day.iso_encoding() - 1))};
    }

    bool contains(std::chrono::weekday day) const { return (bits & of(day).bits) != 0; }
    bool empty() const { return bits == 0; }
    friend Weekdays operator|(Weekdays a, Weekdays b) { return {static_cast<std::uint8_t>(a.bits | b.bits)}; }
    friend Weekdays operator&(Weekdays a, Weekdays b) { return {static_cast<std::uint8_t>(a.bits & b.bits)}; }
    Weekdays without(Weekdays other) const { return {static_cast<std::uint8_t>(bits & ~other.bits & 0x7F)}; }
    friend bool operator==(Weekdays, Weekdays) = default;
};

std::chrono::weekday weekday_of(Date date);
Date date_of(LocalTime time);
ClockTime clock_of(LocalTime time);

/// A time zone of the system's tz database. A value: cheap to copy, valid for the life of the process.
class Zone {
public:
    /// Empty when the system's tz database has no zone of that name.
    static std::optional<Zone> find(std::string_view name);

    /// Empty for a wall time that the spring change skips; the earlier of the two that autumn repeats.
    std::optional<Instant> to_instant(LocalTime time) const;
    /// As to_instant, but a skipped wall time becomes the instant at which the clocks change.
    Instant to_instant_or_later(LocalTime time) const;
    LocalTime to_local(Instant instant) const;
    std::string_view name() const;

private:
    explicit Zone(const void* zone) : zone_{zone} {}
    const void* zone_;  // date::time_zone; kept out of this header for compile time
};

std::optional<Date> parse_date(std::string_view text);        ///< "2026-03-19"
std::optional<ClockTime> parse_clock(std::string_view text);  ///< "09:45", "24:00"
std::optional<LocalTime> parse_local(
    std::string_view text);  ///< "2026-03-19T10:00", seconds allowed and dropped
std::optional<std::chrono::weekday> parse_weekday(std::string_view text);  ///< "mon".."sun"
std::string spell(Date date);
std::string spell_clock(ClockTime time);
std::string spell(LocalTime time);
std::string_view spell(std::chrono::weekday day);  ///< "mon".."sun"

}  // namespace offing::scheduler
