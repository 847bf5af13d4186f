#include "gateway/service/handover_tables.hpp"

#include <array>

namespace offing::service {

namespace {

using enum FieldForm;

constexpr std::array service_fields{HandoverField{"version", "version", integer},
                                    HandoverField{"imported_at", "imported_at", integer},
                                    HandoverField{"body", "body"}, HandoverField{"files", "files"}};

constexpr std::array contact_fields{
    HandoverField{"id", "id"}, HandoverField{"number", "number_enc", sealed, false, "number"},
    HandoverField{"texts", "texts"}, HandoverField{"quiet_until", "quiet_until", integer},
    HandoverField{"created_at", "created_at", integer}};

constexpr std::array person_fields{HandoverField{"id", "id"},
                                   HandoverField{"name", "name_enc", sealed, true, "name"},
                                   HandoverField{"code_word", "code_word_enc", sealed, true, "code word"},
                                   HandoverField{"waiting_since", "waiting_since", integer},
                                   HandoverField{"language", "language"},
                                   HandoverField{"discreet_level", "discreet_level", integer},
                                   HandoverField{"usual_worker", "usual_worker", text, true},
                                   HandoverField{"school", "school"},
                                   HandoverField{"travel_min", "travel_min", integer},
                                   HandoverField{"busy", "busy"},
                                   HandoverField{"safe", "safe"},
                                   HandoverField{"preferences", "preferences"},
                                   HandoverField{"number_checked", "number_checked", text, true},
                                   HandoverField{"last_seen", "last_seen", text, true},
                                   HandoverField{"opted_in", "opted_in", text, true},
                                   HandoverField{"version", "version", integer},
                                   HandoverField{"created_at", "created_at", integer}};

constexpr std::array noted_fields{HandoverField{"digest", "digest"}, HandoverField{"contact", "contact"},
                                  HandoverField{"number", "number", integer},
                                  HandoverField{"noted", "body_enc", sealed, false, "noted preferences"}};

constexpr std::array booking_fields{HandoverField{"id", "id"},
                                    HandoverField{"contact", "contact"},
                                    HandoverField{"clinic", "clinic"},
                                    HandoverField{"date", "date"},
                                    HandoverField{"place", "place", integer},
                                    HandoverField{"starts_at", "starts_at", integer},
                                    HandoverField{"ends_at", "ends_at", integer},
                                    HandoverField{"worker", "worker"},
                                    HandoverField{"mode", "mode"},
                                    HandoverField{"status", "status"},
                                    HandoverField{"confirmed", "confirmed", integer},
                                    HandoverField{"version", "version", integer},
                                    HandoverField{"created_at", "created_at", integer}};

constexpr std::array place_fields{HandoverField{"clinic", "clinic"}, HandoverField{"date", "date"},
                                  HandoverField{"place", "place", integer},
                                  HandoverField{"contact", "contact"}};

constexpr std::array wording_fields{HandoverField{"language", "language"},
                                    HandoverField{"template", "template"},
                                    HandoverField{"version", "version", integer},
                                    HandoverField{"words", "words"},
                                    HandoverField{"digest", "digest"},
                                    HandoverField{"shipped", "shipped", integer},
                                    HandoverField{"crisis", "crisis", integer},
                                    HandoverField{"status", "status"},
                                    HandoverField{"review_by", "review_by"},
                                    HandoverField{"standing", "standing"},
                                    HandoverField{"flags", "flags", integer},
                                    HandoverField{"review_due", "review_due", integer},
                                    HandoverField{"round", "round", integer},
                                    HandoverField{"live_round", "live_round", integer},
                                    HandoverField{"live_since", "live_since", integer},
                                    HandoverField{"revision", "revision", integer},
                                    HandoverField{"created_at", "created_at", integer},
                                    HandoverField{"changed_at", "changed_at", integer}};

constexpr std::array review_fields{HandoverField{"id", "id"},
                                   HandoverField{"language", "language"},
                                   HandoverField{"template", "template"},
                                   HandoverField{"version", "version", integer},
                                   HandoverField{"round", "round", integer},
                                   HandoverField{"nth", "nth", integer},
                                   HandoverField{"role", "role"},
                                   HandoverField{"how", "how"},
                                   HandoverField{"month", "month"},
                                   HandoverField{"outcome", "outcome"},
                                   HandoverField{"what_changed", "what_changed"},
                                   HandoverField{"people", "people"},
                                   HandoverField{"time_was_paid", "time_was_paid", integer},
                                   HandoverField{"recorded_by", "recorded_by"},
                                   HandoverField{"recorded_at", "recorded_at", integer}};

constexpr std::array flag_fields{HandoverField{"id", "id"},
                                 HandoverField{"language", "language"},
                                 HandoverField{"template", "template"},
                                 HandoverField{"version", "version", integer},
                                 HandoverField{"outbound", "outbound", text, true},
                                 HandoverField{"flagged_by", "flagged_by"},
                                 HandoverField{"flagged_at", "flagged_at", integer}};

/// Whoever only asked a question is forgotten anyway, and who was erased has nothing to take along.
constexpr std::string_view of_women =
    "contact IN (SELECT p.id FROM person p JOIN contact c ON c.id = p.id "
    "WHERE c.key_wrapped IS NOT NULL)";
constexpr std::string_view women =
    "id IN (SELECT p.id FROM person p JOIN contact c ON c.id = p.id WHERE "
    "c.key_wrapped IS NOT NULL)";
constexpr std::string_view booked_places =
    "held_until IS NULL AND contact IN (SELECT p.id FROM person p JOIN contact c ON c.id = p.id WHERE "
    "c.key_wrapped IS NOT NULL)";
constexpr std::string_view noted =
    "body_enc IS NOT NULL AND contact IN (SELECT p.id FROM person p JOIN contact "
    "c ON c.id = p.id WHERE c.key_wrapped IS NOT NULL)";

constexpr std::array tables{
    HandoverTable{"service", "service_version", "", "version", "", service_fields},
    HandoverTable{"contact", "contact", women, "id", "id", contact_fields},
    HandoverTable{"person", "person", women, "id", "id", person_fields},
    HandoverTable{"noted_preferences", "noted_preferences", noted, "contact, number", "contact",
                  noted_fields},
    HandoverTable{"booking", "booking", of_women, "id", "", booking_fields},
    HandoverTable{"place", "place", booked_places, "clinic, date, place", "", place_fields},
    HandoverTable{"wording", "wording", "", "language, template, version", "", wording_fields},
    HandoverTable{"wording_review", "wording_review", "", "id", "", review_fields},
    HandoverTable{"wording_flag", "wording_flag", "", "id", "", flag_fields}};

}  // namespace

std::span<const HandoverTable> handover_tables() { return tables; }

}  // namespace offing::service
