#include "gateway/api/service_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "gateway/api/answers.hpp"

namespace offing::api {

namespace json = boost::json;

namespace {

json::array texts(const std::vector<std::string>& values) {
    return json::array(values.begin(), values.end());
}

json::array ranges(const std::vector<scheduler::DateRange>& values) {
    json::array all;
    for (const auto& each : values)
        all.push_back({{"first", scheduler::spell(each.first)}, {"last", scheduler::spell(each.last)}});
    return all;
}

/// "yes" and "no", digits, or the text: as a form would send it. Empty for what no form sends.
std::optional<std::string> typed_value(const json::value& value) {
    if (const auto* text = value.if_string()) return std::string{*text};
    if (const auto* flag = value.if_bool()) return *flag ? "yes" : "no";
    if (const auto* number = value.if_int64()) return std::to_string(*number);
    if (const auto* number = value.if_uint64()) return std::to_string(*number);
    if (value.is_null()) return "";
    return std::nullopt;
}

config::FieldMistake no_form(std::string field) {
    return {std::move(field), "is neither text, number, true or false, nor a list of texts",
            "look the field up in /api/openapi.json"};
}

}  // namespace

json::object site_json(const scheduler::Site& site) {
    json::array closed;
    for (const auto date : site.closed) closed.emplace_back(scheduler::spell(date));
    json::object body{{"id", site.id}, {"hidden", site.hidden}, {"closed", std::move(closed)}};
    if (!site.hidden) body["nickname"] = site.nickname;
    return body;
}

json::object worker_json(const scheduler::Worker& worker) {
    json::array away;
    for (const auto each : worker.away)
        away.push_back({{"from", spell_utc(each.begin())}, {"to", spell_utc(each.end())}});
    return {{"id", worker.id}, {"first_name", worker.first_name}, {"away", std::move(away)}};
}

json::object exception_json(const scheduler::ClinicException& exception) {
    json::object body{{"date", scheduler::spell(exception.date)},
                      {"change", scheduler::spell(exception.change)}};
    if (exception.change == scheduler::ClinicException::Change::cancelled) return body;
    body["opens"] = scheduler::spell_clock(exception.opens);
    body["closes"] = scheduler::spell_clock(exception.closes);
    return body;
}

json::object clinic_json(const scheduler::Clinic& clinic) {
    json::array exceptions;
    for (const auto& each : clinic.exceptions) exceptions.push_back(exception_json(each));
    json::object body{{"id", clinic.id},
                      {"site", clinic.site},
                      {"room", clinic.room},
                      {"label", clinic.label},
                      {"kind", scheduler::spell(clinic.kind)},
                      {"mode", scheduler::spell(clinic.mode)},
                      {"audience", scheduler::spell(clinic.audience)},
                      {"purpose", scheduler::spell(clinic.purpose)},
                      {"children_welcome", clinic.children_welcome},
                      {"workers", texts(clinic.workers)},
                      {"parts", texts(clinic.parts)},
                      {"minimum_staff", clinic.minimum_staff},
                      {"rrule", clinic.rrule},
                      {"first_date", scheduler::spell(clinic.first_date)},
                      {"opens", scheduler::spell_clock(clinic.opens)},
                      {"closes", scheduler::spell_clock(clinic.closes)},
                      {"runs", scheduler::spell(clinic.runs)},
                      {"school", clinic.school},
                      {"open_on_bank_holidays", clinic.open_on_bank_holidays},
                      {"length", clinic.length.count()},
                      {"run_over", clinic.run_over.count()},
                      {"exceptions", std::move(exceptions)}};
    if (clinic.kind == scheduler::Kind::group) body["places"] = clinic.places;
    return body;
}

json::object session_json(const scheduler::Service& service, const service::SeenSession& seen) {
    const scheduler::Clinic& clinic = *seen.session.clinic;
    const scheduler::Site* site = service.find_site(clinic.site);
    using service::PlaceState;
    json::object body{{"clinic", clinic.id},
                      {"date", scheduler::spell(seen.session.date)},
                      {"starts", spell_utc(seen.session.open.begin())},
                      {"ends", spell_utc(seen.session.open.end())},
                      {"label", clinic.label},
                      {"kind", scheduler::spell(clinic.kind)},
                      {"mode", scheduler::spell(clinic.mode)},
                      {"audience", scheduler::spell(clinic.audience)},
                      {"children_welcome", clinic.children_welcome},
                      {"workers", texts(seen.session.workers)},
                      {"places",
                       {{"all", seen.places.size()},
                        {"free", seen.count(PlaceState::free)},
                        {"held", seen.count(PlaceState::held)},
                        {"booked", seen.count(PlaceState::booked) + seen.count(PlaceState::arrived)}}}};
    if (site != nullptr && !site->hidden) body["site"] = site->id;
    return body;
}

json::object place_json(const service::SeenPlace& seen) {
    json::object body{{"place", seen.place.key.place},
                      {"starts", spell_utc(seen.place.time.begin())},
                      {"ends", spell_utc(seen.place.time.end())},
                      {"state", service::spell(seen.state)}};
    if (!seen.place.worker.empty()) body["worker"] = seen.place.worker;
    if (!seen.booking.empty()) body["appointment"] = seen.booking;
    return body;
}

json::object appointment_json(const storage::DiaryBooking& booking) {
    return {{"id", booking.id},
            {"person", booking.contact},
            {"clinic", booking.key.clinic},
            {"date", scheduler::spell(booking.key.date)},
            {"place", booking.key.place},
            {"starts", spell_utc(booking.starts)},
            {"ends", spell_utc(booking.ends)},
            {"worker", booking.worker},
            {"mode", scheduler::spell(booking.mode)},
            {"arrived", booking.status == storage::BookingStatus::arrived},
            {"confirmed", booking.confirmed}};
}

json::object school_json(const scheduler::SchoolCalendar& school) {
    json::array inset;
    for (const auto date : school.inset_days) inset.emplace_back(scheduler::spell(date));
    return {{"id", school.id},
            {"name", school.name},
            {"based_on", school.based_on},
            {"terms", ranges(school.terms)},
            {"holidays", ranges(school.holidays)},
            {"inset_days", std::move(inset)}};
}

json::object school_day_json(const scheduler::SchoolCalendars& schools, std::string_view school,
                             scheduler::Date date) {
    const scheduler::SchoolDay day = schools.on(school, date);
    return {{"date", scheduler::spell(date)},
            {"school_day", day.runs},
            {"why", scheduler::spell(day.why)},
            {"source", day.source}};
}

json::object warning_json(const service::ServiceWarning& warning) {
    json::object body{{"kind", service::spell(warning.kind)},
                      {"date", scheduler::spell(warning.date)},
                      {"words", warning.words}};
    if (!warning.clinic.empty()) body["clinic"] = warning.clinic;
    return body;
}

std::expected<config::Typed, std::vector<config::FieldMistake>> typed_from(std::string_view body) {
    boost::system::error_code broken;
    const json::value value = json::parse(body, broken);
    if (broken || !value.is_object())
        return std::unexpected(std::vector{
            config::FieldMistake{"", "the body is no JSON object", "send {\"opens\": \"09:30\", ...}"}});
    config::Typed typed;
    std::vector<config::FieldMistake> mistakes;
    for (const auto& [key, member] : value.get_object()) {
        std::vector<std::string>& values = typed[std::string{key}];
        if (const auto* list = member.if_array()) {
            for (const json::value& each : *list) {
                if (const auto* text = each.if_string())
                    values.emplace_back(*text);
                else
                    mistakes.push_back(no_form(std::string{key}));
            }
        } else if (auto text = typed_value(member)) {
            values.push_back(std::move(*text));
        } else {
            mistakes.push_back(no_form(std::string{key}));
        }
    }
    if (!mistakes.empty()) return std::unexpected(std::move(mistakes));
    return typed;
}

}  // namespace offing::api
