// What a clinic is, in the words of the console.

#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <string_view>

#include "scheduler/service.hpp"

namespace offing::console {

/// "booked times", "by phone", "women only", ...: what differs from the ordinary, each a word of its own.
boost::json::array tags_of(const scheduler::Clinic& clinic);
/// "by phone", ...; nothing for in person.
std::string_view words_of(scheduler::Mode mode);
/// "the blue door, quiet room"; a hidden site by its id.
std::string place_words(const scheduler::Service& service, const scheduler::Clinic& clinic);
std::string names_of(const scheduler::Service& service, const std::vector<std::string>& workers);
/// "9:30am to 12:30pm"
std::string hours_of(scheduler::ClockTime opens, scheduler::ClockTime closes);

}  // namespace offing::console
