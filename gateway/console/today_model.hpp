// The day at the desk as views/today.html draws it: who waits outside, who is expected, who is here, and what
// is done. No count of anything missed is in it.

#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <vector>

#include "gateway/console/moments.hpp"
#include "gateway/service/drop_ins.hpp"
#include "gateway/storage/desk_rows.hpp"

namespace offing::console {

/// A visit with what the page needs beside it.
struct TodayVisit {
    storage::DeskVisit visit;
    std::string name{};     ///< empty: hidden, or she gave none
    std::string follows{};  ///< after a missed time: what happens next, in words
};

struct TodayFilter {
    std::string site{}, worker{};
};

boost::json::object today_model(const scheduler::Service& service, const Moments& moments, Timestamp now,
                                const std::vector<TodayVisit>& visits, const TodayFilter& filter);
boost::json::array open_sessions(const scheduler::Service& service, const Moments& moments,
                                 const std::vector<service::LiveDropIn>& live, const TodayFilter& filter);

}  // namespace offing::console
