// A year of a made-up service, from a seed: women ask, choose, move, give up, come late, miss; the daemon's
// own services answer on a store with a moving clock. Leaves a ledger as a real year would.

#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "config/service_file.hpp"
#include "tests/support/rig.hpp"

namespace offing::support {

struct YearPlan {
    int women = 1000;  ///< at most 1000: there are no more made-up numbers
    int clinics = 40;
    int days = 365;
    int decisions = 20'000;  ///< about so many; it ends with the day on which they are reached
    std::uint64_t seed = 1;
};

struct YearDone {
    std::int64_t texts = 0;
    std::int64_t decisions = 0;
    std::int64_t missed = 0;
    int days = 0;
};

/// The service file of that many clinics: the demo's calendars, more of everything else.
std::string year_service(int clinics);

class Year {
public:
    Year(Rig& rig, const YearPlan& plan);
    /// `sealing` is called once a day.
    YearDone run(const std::function<void()>& sealing = {});

private:
    struct Woman {
        std::string number;
        std::string id;
        bool has_offers = false;
        bool has_booking = false;
    };

    void open_service();
    void add_women();
    void run_day();
    void say_something(Woman& woman);
    void look_at(Woman& woman);
    void close_day();
    std::string_view pick(const std::vector<std::string_view>& phrases);
    bool chance(double share) { return std::bernoulli_distribution{share}(random_); }
    void text(Woman& woman, std::string_view words);

    Rig& rig_;
    YearPlan plan_;
    std::mt19937_64 random_;
    std::vector<Woman> women_;
    scheduler::LocalTime day_;
    YearDone done_;
};

}  // namespace offing::support
