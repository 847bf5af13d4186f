// What the service ran, day by day, by the version that stood on that day.

#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>

#include "gateway/figures/counts.hpp"
#include "gateway/figures/entry.hpp"
#include "scheduler/service.hpp"

namespace offing::figures {

/// A stored version of the service; nothing when there is none, or this program can't read it.
using ServiceOf = std::function<std::shared_ptr<const scheduler::Service>(std::int64_t version)>;

class SupplyFollower {
public:
    SupplyFollower(QuarterBook& book, ServiceOf service_of);

    void take(const Entry& entry);
    /// Counts the days up to `now`, its own left out.
    void finish(Timestamp now);

    bool is_women_only(const std::string& clinic) const { return women_only_.contains(clinic); }
    bool is_remote(const std::string& clinic) const { return remote_.contains(clinic); }
    bool is_working_day(scheduler::Date date) const;

private:
    void change_to(std::int64_t version, Timestamp at);
    void count_days(scheduler::Date until);
    void count(Supply& supply, const scheduler::Session& session, bool term_week) const;
    scheduler::Date date_at(Timestamp time) const;

    QuarterBook& book_;
    ServiceOf service_of_;
    std::shared_ptr<const scheduler::Service> service_;
    scheduler::Date counted_until_{};
    std::set<std::pair<std::string, std::string>> closed_early_;  ///< clinic and date
    std::set<std::string> women_only_, remote_;
};

}  // namespace offing::figures
