// The service as JSON: sites, workers, clinics, sessions and their places, school days, and times that are
// booked, by pseudonym. A hidden site's place is in none of them.

#pragma once

#include <boost/json/object.hpp>

#include "config/service_edit.hpp"
#include "gateway/service/service_warnings.hpp"
#include "gateway/service/session_places.hpp"

namespace offing::api {

boost::json::object site_json(const scheduler::Site& site);
boost::json::object worker_json(const scheduler::Worker& worker);
boost::json::object clinic_json(const scheduler::Clinic& clinic);
boost::json::object exception_json(const scheduler::ClinicException& exception);
boost::json::object session_json(const scheduler::Service& service, const service::SeenSession& seen);
boost::json::object place_json(const service::SeenPlace& seen);
boost::json::object appointment_json(const storage::DiaryBooking& booking);
boost::json::object school_json(const scheduler::SchoolCalendar& school);
boost::json::object school_day_json(const scheduler::SchoolCalendars& schools, std::string_view school,
                                    scheduler::Date date);
boost::json::object warning_json(const service::ServiceWarning& warning);

/// What somebody sent for a clinic or an exception, as a form would have it: numbers, switches, texts and
/// lists of texts. Empty, with what is wrong, for anything else.
std::expected<config::Typed, std::vector<config::FieldMistake>> typed_from(std::string_view body);

}  // namespace offing::api
