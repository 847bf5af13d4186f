#include "gateway/ledger/fold_body.hpp"

#include <boost/json.hpp>

#include "gateway/storage/columns.hpp"
#include "gateway/storage/json_values.hpp"

namespace offing::ledger {

namespace json = boost::json;

namespace {

[[noreturn]] void bad(const LedgerEvent& event, std::string_view what) {
    throw BadBody{name_of(event) + ": " + std::string{what}};
}

/// Runs `read` on the body; what it can't find or convert is the event's fault.
template <typename Read>
auto from_body(const LedgerEvent& event, Read read) {
    try {
        return read(json::parse(event.body).as_object());
    } catch (const std::exception& error) {
        bad(event, std::string{"its body can't be read: "} + error.what());
    }
}

std::string text(const json::value& value) { return std::string{value.as_string()}; }

scheduler::Date date(const json::value& value) {
    const auto read = scheduler::parse_date(text(value));
    if (!read) throw std::invalid_argument("a date is none");
    return *read;
}

scheduler::Instant instant(const json::value& minutes) {
    return scheduler::Instant{std::chrono::minutes{minutes.as_int64()}};
}

scheduler::PlaceKey key(const json::array& array) {
    return {text(array.at(0)), date(array.at(1)), json::value_to<int>(array.at(2))};
}

DecisionBody decision(const json::object& object) {
    DecisionBody body{.now = instant(object.at("now")),
                      .service = object.at("service").as_int64(),
                      .day = date(object.at("day")),
                      .places = text(object.at("places")),
                      .since = storage::timestamp(object.at("since").as_int64()),
                      .wish = storage::wish_from(object.at("wish")),
                      .again = object.contains("again"),
                      .moving = {}};
    if (const json::value* moving = object.if_contains("moving")) body.moving = text(*moving);
    return body;
}

OfferedPlace offered_place(const json::array& array) {
    return {.key = key(array),
            .begin = array.at(3).as_int64(),
            .end = array.at(4).as_int64(),
            .worker = text(array.at(5))};
}

}  // namespace

OfferedBody read_offered(const LedgerEvent& event) {
    return from_body(event, [](const json::object& object) {
        OfferedBody body{.set = text(object.at("set")),
                         .held_until = storage::timestamp(object.at("held_until").as_int64()),
                         .offers = {},
                         .decision = {}};
        for (const json::value& offer : object.at("offers").as_array())
            body.offers.push_back(offered_place(offer.as_array()));
        if (const json::value* made = object.if_contains("decision"))
            body.decision = decision(made->as_object());
        return body;
    });
}

DecisionBody read_decision(const LedgerEvent& event) {
    return from_body(event,
                     [](const json::object& object) { return decision(object.at("decision").as_object()); });
}

StandingBooking read_booking(const LedgerEvent& event) {
    return from_body(event, [&](const json::object& object) {
        StandingBooking booking{.id = text(object.at("booking")),
                                .contact = event.subject,
                                .key = {text(object.at("clinic")), date(object.at("date")),
                                        json::value_to<int>(object.at("place"))},
                                .starts = instant(object.at("begin")),
                                .ends = instant(object.at("end")),
                                .from = {}};
        if (const json::value* from = object.if_contains("from")) booking.from = text(*from);
        return booking;
    });
}

DiaryBody read_diary(const LedgerEvent& event) {
    return from_body(event, [](const json::object& object) {
        DiaryBody body;
        for (const json::value& one : object.at("places").as_array()) {
            const json::array& place = one.as_array();
            std::optional<Timestamp> until;
            if (place.size() > 3) until = storage::timestamp(place.at(3).as_int64());
            body.places.push_back({key(place), until});
        }
        for (const json::value& one : object.at("bookings").as_array()) {
            const json::array& booking = one.as_array();
            body.bookings.push_back(
                {.id = text(booking.at(0)),
                 .contact = text(booking.at(1)),
                 .key = {text(booking.at(2)), date(booking.at(3)), json::value_to<int>(booking.at(4))},
                 .starts = instant(booking.at(5)),
                 .ends = instant(booking.at(6)),
                 .from = {}});
        }
        for (const json::value& one : object.at("sets").as_array()) {
            const json::array& set = one.as_array();
            DiaryBody::Set read{.id = text(set.at(0)),
                                .contact = text(set.at(1)),
                                .until = storage::timestamp(set.at(2).as_int64()),
                                .keys = {}};
            for (const json::value& place : set.at(3).as_array()) read.keys.push_back(key(place.as_array()));
            body.sets.push_back(std::move(read));
        }
        return body;
    });
}

std::string read_text(const LedgerEvent& event, std::string_view name) {
    return from_body(event, [&](const json::object& object) { return text(object.at(name)); });
}

std::int64_t read_integer(const LedgerEvent& event, std::string_view name) {
    return from_body(event, [&](const json::object& object) { return object.at(name).as_int64(); });
}

}  // namespace offing::ledger
