// What staff should know before a week comes: sessions that can't open because too few are there, weeks of
// holidays with less room for who brings someone, weeks without any hour for women only.

#pragma once

#include <string>
#include <vector>

#include "scheduler/service.hpp"

namespace offing::service {

struct ServiceWarning {
    enum class Kind { unstaffed, fewer_in_holidays, no_women_only } kind;
    scheduler::Date date{};  ///< of the session, or the Monday of the week
    std::string clinic{};    ///< for unstaffed
    std::string words{};     ///< what it is and what would help, for staff
};
std::string_view spell(ServiceWarning::Kind kind);

/// In order of dates, over `weeks` from the week of `today`.
std::vector<ServiceWarning> warnings_of(const scheduler::Service& service, scheduler::Date today, int weeks);

}  // namespace offing::service
