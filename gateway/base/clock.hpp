// Time as the daemon sees it. Only app and this file read the real clock, so a test or the demo can move it.

#pragma once

#include <atomic>
#include <chrono>

#include "scheduler/interval.hpp"

namespace offing {

using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

inline scheduler::Instant to_minutes(Timestamp time) {
    return std::chrono::floor<std::chrono::minutes>(time);
}

class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

/// The real clock, moved by an offset: the demo's "a day later" and every test. Safe from any thread.
class MovableClock final : public Clock {
public:
    Timestamp now() const override {
        return SystemClock{}.now() + std::chrono::milliseconds{offset_ms_.load()};
    }
    void move(std::chrono::milliseconds by) { offset_ms_ += by.count(); }
    void set(Timestamp to) { offset_ms_ = (to - SystemClock{}.now()).count(); }

private:
    std::atomic<std::chrono::milliseconds::rep> offset_ms_{0};
};

/// Stands still until told otherwise.
class FixedClock final : public Clock {
public:
    explicit FixedClock(Timestamp now) : now_{now} {}
    Timestamp now() const override { return now_.load(); }
    void set(Timestamp now) { now_ = now; }
    void advance(std::chrono::milliseconds by) { now_ = now_.load() + by; }

private:
    std::atomic<Timestamp> now_;
};

}  // namespace offing
