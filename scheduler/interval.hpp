// A stretch of time with its end left out: a visit that ends at 10:00 leaves
// 10:00 free for the next one.

#pragma once

#include <chrono>
#include <compare>
#include <optional>

namespace offing::scheduler {

/// Always UTC. Only calendar.hpp turns an Instant into a date and a clock time.
using Instant = std::chrono::sys_time<std::chrono::minutes>;

class Interval {
public:
    /// Empty unless `begin` lies before `end`.
    static std::optional<Interval> make(Instant begin, Instant end) {
        if (begin >= end) return std::nullopt;
        return Interval{begin, end};
    }

    Instant begin() const { return begin_; }
    Instant end() const { return end_; }
    std::chrono::minutes length() const { return end_ - begin_; }

    bool contains(Instant instant) const { return begin_ <= instant && instant < end_; }
    bool overlaps(const Interval& other) const { return begin_ < other.end_ && other.begin_ < end_; }

    friend auto operator<=>(const Interval&, const Interval&) = default;

private:
    Interval(Instant begin, Instant end) : begin_{begin}, end_{end} {}

    Instant begin_;
    Instant end_;
};

}  // namespace offing::scheduler
