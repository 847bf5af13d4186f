// Schedule, Slot and Appointment of FHIR R4, to be read. A woman is a pseudonym, a hidden site's place is
// left out, and what became of a time that isn't booked any more is told to nobody: only times that stand,
// and those at which she came, are Appointments.

#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include "gateway/service/session_places.hpp"

namespace offing::api::fhir {

boost::json::object schedule(const scheduler::Service& service, const scheduler::Clinic& clinic);
/// One for each place; a drop-in has a single one, which is free: it needs no place.
std::vector<boost::json::object> slots(const service::SeenSession& seen);
boost::json::object appointment(const scheduler::Service& service, const storage::DiaryBooking& booking);
/// "tue.2026-03-19.10800"
std::string slot_id(const scheduler::PlaceKey& key);
std::optional<scheduler::PlaceKey> parse_slot_id(std::string_view id);

/// `total` counts all that match; `next` is the address of the page after this one, or empty.
boost::json::object bundle(boost::json::array resources, std::size_t total, std::string_view self,
                           std::string_view next);
boost::json::object outcome(std::string_view code, std::string_view text);
boost::json::object capability_statement(std::string_view date);

}  // namespace offing::api::fhir
