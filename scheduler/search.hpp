// One woman's question against the timelines: which of her hours are free, and which clinics she may be
// offered. Private to the search; offer.cpp chooses among what this finds.

#pragma once

#include <optional>
#include <vector>

#include "scheduler/preferences.hpp"
#include "scheduler/timelines.hpp"

namespace offing::scheduler {

/// A person and a wish together, so that a condition can be loosened in one place.
struct Question {
    Preferences woman;
    Wish wish;
    Instant now;
};

/// Her free time, and for each length of visit the cells at which one could start.
class HerTime {
public:
    HerTime(const Availability::Timelines& lines, const Question& question);

    const Bits& free() const { return free_; }
    const Bits& starts(int length);
    int earliest_booked() const { return earliest_booked_; }
    int earliest_drop_in() const { return earliest_drop_in_; }
    /// Days on which someone she looks after may be with her: she has school runs, and school is closed.
    std::uint64_t company_days() const { return company_days_; }

private:
    using Day = Availability::Timelines::Day;
    struct OfDay {
        OfDay(ClockTime opens, ClockTime closes);
        ClockTime from, to;
        int first, last;  ///< cells from midnight, of a day without a clock change
    };
    void clear(const Day& day, const OfDay& stretch);
    void clear_days(const Wish& wish);
    void clear_wish(const Question& question);
    void clear_busy(const Question& question);

    const Availability::Timelines& lines_;
    Bits free_;
    std::vector<int> lengths_;
    std::vector<Bits> starts_;  ///< by the index of their length
    std::uint64_t allowed_days_ = 0;
    std::uint64_t company_days_ = 0;
    int earliest_booked_;
    int earliest_drop_in_;
};

/// The workers she named, as numbers of the service's, looked up once for all clinics.
struct Named {
    static constexpr int nobody = -2;
    int asked = nobody;
    int also = nobody;
    int usual = nobody;
    std::vector<int> never{};

    Named(const Availability::Timelines& lines, const Question& question);
};

/// What one clinic can be to her. Absent: nothing.
struct Fit {
    std::uint64_t allowed = 0;  ///< workers, by index in the clinic
    int asked = -1;
    int usual = -1;
    int also = -1;
    bool has_asked = false;  ///< the one she asked for is there, whoever it is booked with
};
std::optional<Fit> fit_of(const Availability::Timelines::Row& row, const Question& question,
                          const Named& named);

}  // namespace offing::scheduler
