// The inside of an Availability: one bit for each five minutes of up to 43 days. Private to the search.

#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "scheduler/availability.hpp"

namespace offing::scheduler {

constexpr std::chrono::minutes cell_length{5};
constexpr int cells_per_day = 288;
constexpr int most_days = 44;
constexpr int most_words = most_days * cells_per_day / 64;

/// A timeline. Bit i stands for the five minutes that begin i cells after the horizon does.
struct Bits {
    std::array<std::uint64_t, most_words> words{};

    bool test(int cell) const { return (words[index(cell)] >> (cell & 63) & 1U) != 0; }
    void set(int cell) { words[index(cell)] |= std::uint64_t{1} << (cell & 63); }
    void clear(int cell) { words[index(cell)] &= ~(std::uint64_t{1} << (cell & 63)); }

    /// Clears [from, to); both may lie outside.
    void clear_range(int from, int to) {
        for_words(from, to, [&](std::size_t word, std::uint64_t mask) { words[word] &= ~mask; });
    }
    void set_range(int from, int to) {
        for_words(from, to, [&](std::size_t word, std::uint64_t mask) { words[word] |= mask; });
    }
    bool all_of(int from, int to) const {
        bool all = from >= 0 && to <= most_days * cells_per_day;
        for_words(from, to,
                  [&](std::size_t word, std::uint64_t mask) { all &= (words[word] & mask) == mask; });
        return all;
    }

    /// Keeps the cells that begin `length` cells in a row: a visit of that length can start there.
    void erode(int length) {
        int done = 1;
        for (; done * 2 <= length; done *= 2) and_shifted(done);
        if (length > done) and_shifted(length - done);
    }

    static std::size_t index(int cell) { return static_cast<std::size_t>(cell) >> 6; }

    template <typename Visit>
    static void for_words(int from, int to, Visit visit) {
        from = std::max(from, 0);
        to = std::min(to, most_days * cells_per_day);
        if (from >= to) return;
        for (std::size_t word = index(from); word <= index(to - 1); ++word) {
            const int base = static_cast<int>(word) * 64;
            std::uint64_t mask = ~std::uint64_t{0};
            if (from > base) mask &= ~std::uint64_t{0} << (from - base);
            if (to < base + 64) mask &= ~std::uint64_t{0} >> (base + 64 - to);
            visit(word, mask);
        }
    }

private:
    /// words &= words moved `by` cells towards the past.
    void and_shifted(int by) {
        const auto whole = static_cast<std::size_t>(by) / 64;
        const auto rest = static_cast<unsigned>(by) % 64;
        if (whole == 0 && rest > 0) {
            // The usual case, without a branch inside: what is read next has not been written yet.
            for (std::size_t i = 0; i + 1 < most_words; ++i)
                words[i] &= words[i] >> rest | words[i + 1] << (64 - rest);
            words[most_words - 1] &= words[most_words - 1] >> rest;
            return;
        }
        const auto word = [&](std::size_t at) { return at < most_words ? words[at] : 0; };
        for (std::size_t i = 0; i < most_words; ++i)
            words[i] &=
                rest == 0 ? word(i + whole) : word(i + whole) >> rest | word(i + whole + 1) << (64 - rest);
    }
};

struct Availability::Timelines {
    struct Day {
        Date date;
        Instant midnight;
        int first_cell;  ///< may lie before the horizon
        bool changes;    ///< 23 or 25 hours: clock times need the zone
    };

    struct Row {  ///< one clinic
        const Clinic* clinic;
        int length;                                 ///< cells of a visit
        int taken;                                  ///< cells of a visit and its room to run over
        Bits any;                                   ///< starts for which some worker is free
        std::vector<Bits> base;                     ///< by worker: starts the session offers
        std::vector<Bits> free;                     ///< by worker: what is left of them
        std::vector<std::vector<int>> resources{};  ///< by worker: the worker, the room
        std::vector<int> workers{};                 ///< by worker: which of the service's, or -1
    };

    struct Open {  ///< one session
        int row;
        int day;
        int first;  ///< cell; within the horizon
        int last;   ///< cell after the end
        Interval time;
        int places;
        int held = 0;
        int held_most = 1;
        std::vector<char> group_taken{};
    };

    /// Of a session what a search asks first, close together in memory.
    struct Where {
        int row;
        std::int16_t day;
        Kind kind;
    };

    struct Stretch {
        int first;
        int last;
    };

    Timelines(const Service& service, Interval horizon, double held_share);

    Service service;
    Zone zone;
    Interval horizon;
    int cells = 0;
    std::vector<Day> days;
    std::vector<Row> rows;
    std::vector<Open> sessions;   ///< in order of time
    std::vector<Where> where;     ///< by session
    std::vector<int> session_at;  ///< row * days + day -> session, or -1
    std::map<PlaceKey, Use> taken;
    std::vector<std::vector<Stretch>> busy;                         ///< by resource
    std::vector<std::vector<std::pair<int, int>>> used_by;          ///< by resource: (row, worker)
    std::map<std::string, std::uint64_t, std::less<>> school_days;  ///< by calendar: bit = day

    int cell_at(Instant instant) const {  ///< rounded down
        return static_cast<int>(
            std::chrono::floor<std::chrono::duration<int, std::ratio<300>>>(instant - horizon.begin())
                .count());
    }
    int cell_from(Instant instant) const { return -cell_floor(horizon.begin() - instant); }  ///< rounded up
    Instant instant_of(int cell) const { return horizon.begin() + cell * cell_length; }
    /// The instant at which a clock shows this on a day; 24:00 and later run on into the next day.
    Instant instant_of(const Day& day, ClockTime clock) const;
    std::uint64_t school_days_of(std::string_view school) const;
    /// A worker of the service by id or first name, whatever the case; -1: nobody.
    int worker_named(std::string_view name) const;

    const Open* session_of(const PlaceKey& key) const;
    int free_places(const Open& session) const;
    int row_of(std::string_view clinic) const;
    int day_of(Date date) const;
    /// The start cell and the worker of a booked place that its session offers; nothing for any other.
    std::optional<std::pair<int, int>> booked_place(const PlaceKey& key) const;
    void apply(const PlaceKey& key, bool is_taken, Use use);

private:
    static int cell_floor(std::chrono::minutes length) {
        return static_cast<int>(
            std::chrono::floor<std::chrono::duration<int, std::ratio<300>>>(length).count());
    }
    void lay_days();
    void lay_clinics();
    void lay_sessions(double held_share);
    void lay_visits(const Session& session, Open& open);
    int resource(std::map<std::string, int>& known, const std::string& name);
    void refresh(int row, int worker, int from, int to);

    std::unordered_map<std::string_view, int> row_by_id_;
    std::unordered_map<std::string, int> worker_by_name_;
};

}  // namespace offing::scheduler
