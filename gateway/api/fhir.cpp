#include "gateway/api/fhir.hpp"

#include <boost/json/array.hpp>
#include <charconv>

#include "gateway/api/answers.hpp"

namespace offing::api::fhir {

namespace json = boost::json;

namespace {

constexpr std::string_view systems = "urn:offing:";
constexpr std::string_view a_woman =
    "Patient";  // names a word: FHIR's own for whoever an appointment is with

json::object identifier(std::string_view kind, std::string_view value) {
    return {{"system", std::string{systems} + std::string{kind}}, {"value", value}};
}

json::object actor(std::string_view type, std::string_view kind, std::string_view id) {
    return {{"type", type}, {"identifier", identifier(kind, id)}};
}

json::object text_concept(std::string_view text) { return {{"text", text}}; }

std::string_view slot_status(service::PlaceState state) {
    switch (state) {
        case service::PlaceState::free:
            return "free";
        case service::PlaceState::held:
            return "busy-tentative";
        case service::PlaceState::booked:
        case service::PlaceState::arrived:
            break;
    }
    return "busy";
}

json::object slot(const scheduler::PlaceKey& key, scheduler::Interval time, std::string_view status) {
    return {{"resourceType", "Slot"},
            {"id", slot_id(key)},
            {"schedule", {{"reference", "Schedule/" + key.clinic}}},
            {"status", status},
            {"start", spell_utc(time.begin())},
            {"end", spell_utc(time.end())}};
}

json::object search_parameter(std::string_view name, std::string_view type) {
    return {{"name", name}, {"type", type}};
}

json::object readable(std::string_view type, json::array parameters) {
    return {{"type", type},
            {"interaction", {{{"code", "read"}}, {{"code", "search-type"}}}},
            {"searchParam", std::move(parameters)}};
}

}  // namespace

json::object schedule(const scheduler::Service& service, const scheduler::Clinic& clinic) {
    json::array actors{actor("HealthcareService", "clinic", clinic.id)};
    for (const std::string& worker : clinic.workers)
        actors.push_back(actor("Practitioner", "worker", worker));
    if (const auto* site = service.find_site(clinic.site); site != nullptr && !site->hidden)
        actors.push_back(actor("Location", "site", site->id));
    json::object body{{"resourceType", "Schedule"},
                      {"id", clinic.id},
                      {"identifier", {identifier("clinic", clinic.id)}},
                      {"active", true},
                      {"serviceType", {text_concept(scheduler::spell(clinic.kind))}},
                      {"actor", std::move(actors)},
                      {"planningHorizon", {{"start", scheduler::spell(clinic.first_date)}}}};
    if (!clinic.label.empty()) body["comment"] = clinic.label;
    return body;
}

std::string slot_id(const scheduler::PlaceKey& key) {
    // A drop-in's -1 would be a hyphen too many for readers of ids.
    return key.clinic + '.' + scheduler::spell(key.date) + '.' +
           (key.place < 0 ? "all" : std::to_string(key.place));
}

std::optional<scheduler::PlaceKey> parse_slot_id(std::string_view id) {
    const auto second = id.rfind('.');
    if (second == std::string_view::npos || second == 0) return std::nullopt;
    const auto first = id.rfind('.', second - 1);
    if (first == std::string_view::npos) return std::nullopt;
    const auto date = scheduler::parse_date(id.substr(first + 1, second - first - 1));
    const std::string_view place = id.substr(second + 1);
    if (!date) return std::nullopt;
    scheduler::PlaceKey key{std::string{id.substr(0, first)}, *date, -1};
    if (place == "all") return key;
    const auto [end, broken] = std::from_chars(place.data(), place.data() + place.size(), key.place);
    if (broken != std::errc{} || end != place.data() + place.size() || key.place < 0) return std::nullopt;
    return key;
}

std::vector<json::object> slots(const service::SeenSession& seen) {
    std::vector<json::object> all;
    for (const auto& each : seen.places)
        all.push_back(slot(each.place.key, each.place.time, slot_status(each.state)));
    if (seen.session.clinic->kind == scheduler::Kind::drop_in) {
        json::object window =
            slot({seen.session.clinic->id, seen.session.date, -1}, seen.session.open, "free");
        window["comment"] = "drop in: no booking is needed";
        all.push_back(std::move(window));
    }
    return all;
}

json::object appointment(const scheduler::Service& service, const storage::DiaryBooking& booking) {
    const bool came = booking.status == storage::BookingStatus::arrived;
    json::array participants{{{"actor", actor(a_woman, "person", booking.contact)}, {"status", "accepted"}}};
    if (!booking.worker.empty())
        participants.push_back(
            {{"actor", actor("Practitioner", "worker", booking.worker)}, {"status", "accepted"}});
    const auto* clinic = service.find_clinic(booking.key.clinic);
    const auto* site = clinic == nullptr ? nullptr : service.find_site(clinic->site);
    if (site != nullptr && !site->hidden)
        participants.push_back({{"actor", actor("Location", "site", site->id)}, {"status", "accepted"}});
    return {
        {"resourceType", "Appointment"},         {"id", booking.id},
        {"status", came ? "arrived" : "booked"}, {"start", spell_utc(booking.starts)},
        {"end", spell_utc(booking.ends)},        {"slot", {{{"reference", "Slot/" + slot_id(booking.key)}}}},
        {"participant", std::move(participants)}};
}

json::object bundle(json::array resources, std::size_t total, std::string_view self, std::string_view next) {
    json::array links{{{"relation", "self"}, {"url", self}}};
    if (!next.empty()) links.push_back({{"relation", "next"}, {"url", next}});
    json::array entries;
    for (json::value& each : resources)
        entries.push_back({{"resource", std::move(each)}, {"search", {{"mode", "match"}}}});
    json::object body{
        {"resourceType", "Bundle"}, {"type", "searchset"}, {"total", total}, {"link", std::move(links)}};
    // FHIR knows no empty lists.
    if (!entries.empty()) body["entry"] = std::move(entries);
    return body;
}

json::object outcome(std::string_view code, std::string_view text) {
    return {{"resourceType", "OperationOutcome"},
            {"issue", {{{"severity", "error"}, {"code", code}, {"diagnostics", text}}}}};
}

json::object capability_statement(std::string_view date) {
    json::array resources{
        readable("Schedule", {}),
        readable("Slot", {search_parameter("schedule", "reference"), search_parameter("start", "date"),
                          search_parameter("status", "token")}),
        readable("Appointment", {search_parameter("date", "date")})};
    // Nothing is searched in Schedules, and FHIR knows no empty lists.
    resources[0].get_object().erase("searchParam");
    return {
        {"resourceType", "CapabilityStatement"},
        {"status", "active"},
        {"date", date},
        {"kind", "instance"},
        {"software", {{"name", "Offing"}}},
        {"implementation", {{"description", "Sessions, places and booked times of one service, to be read"}}},
        {"fhirVersion", "4.0.1"},
        {"format", {"application/fhir+json"}},
        {"rest", {{{"mode", "server"}, {"resource", std::move(resources)}}}}};
}

}  // namespace offing::api::fhir
