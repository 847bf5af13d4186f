// How scheduler values stand in JSON columns: {"days":["mon"],"from":"08:15","to":"09:15"} and the like.

#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "scheduler/offer.hpp"

namespace offing::storage {

boost::json::value to_json(const scheduler::BusyWindow& window);
boost::json::value to_json(const std::vector<scheduler::BusyWindow>& windows);
/// What can't be read is left out: these columns are ours, and a text must not fail on one bad window.
std::vector<scheduler::BusyWindow> busy_windows_from(const boost::json::value& value);

boost::json::value to_json(const scheduler::Wish& wish);
scheduler::Wish wish_from(const boost::json::value& value);

boost::json::value to_json(const scheduler::Offer& offer);
scheduler::Offer offer_from(const boost::json::value& value);

}  // namespace offing::storage
