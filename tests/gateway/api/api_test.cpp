#include "gateway/api/api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "config/write_service.hpp"
#include "gateway/api/openapi.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/api_access.hpp"
#include "gateway/storage/service_versions.hpp"
#include "tests/support/rig.hpp"

namespace offing::api {
namespace {

namespace json = boost::json;
using staff::Role;
using staff::Roles;
using support::Rig;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view her = "+447700900123";

class ApiTest : public ::testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        const auto loaded = config::load_service(OFFING_ROOT "/config/demo/service.toml").value();
        ASSERT_TRUE(rig.database->transact_now([&](storage::Transaction& transaction) {
            return storage::add_service(transaction, loaded.bundle.text, loaded.bundle.files,
                                        rig.clock.now());
        }));
        key = make_key(Role::manager);
    }

    std::string make_key(Role role, std::chrono::days lasts = std::chrono::days{30}) {
        const FreshSecret secret = fresh_key();
        const auto now = rig.clock.now();
        const storage::ApiKey made{"key-" + std::to_string(++keys),
                                   "a test",
                                   std::string{staff::spell(role)},
                                   "me",
                                   now,
                                   now + lasts};
        EXPECT_TRUE(rig.database->transact_now([&](storage::Transaction& transaction) {
            storage::add_api_key(transaction, made, secret.hash);
            return true;
        }));
        return secret.secret;
    }
    std::string make_feed(storage::CalendarFeed::Kind kind, std::string target) {
        const FreshSecret secret = fresh_feed_secret();
        EXPECT_TRUE(rig.database->transact_now([&](storage::Transaction& transaction) {
            storage::add_feed(transaction, {"feed-1", kind, std::move(target), "me", rig.clock.now()},
                              secret.hash);
            return true;
        }));
        return "/feeds/" + secret.secret + ".ics";
    }

    http::Response send(http::Request request) {
        auto answer = api.route(request);
        return answer ? rig.run(std::move(*answer)) : http::Response{0, {}, {}};
    }
    http::Response ask(std::string method, std::string target, std::string body = "",
                       std::vector<http::Header> headers = {}) {
        if (!key.empty()) headers.emplace_back("Authorization", "Bearer " + key);
        http::Request request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.headers = std::move(headers);
        request.body = std::move(body);
        return send(std::move(request));
    }
    json::value get(std::string target) {
        const auto response = ask("GET", target);
        EXPECT_EQ(response.status, 200) << target << response.body;
        return json::parse(response.body);
    }
    std::string book() {
        rig.add_woman(her);
        rig.say(her, "can i come thurs 3 dec");
        rig.say(her, "1");
        return rig.column("SELECT id FROM booking").at(0);
    }

    Rig rig{GetParam()};
    service::ServiceBook book_of_service{*rig.database, rig.clock};
    int told = 0;
    Api api{{.database = *rig.database,
             .book = book_of_service,
             .clock = rig.clock,
             .signed_in = [this](const http::Request& request) { return at_console(request); },
             .service_changed = [this] { return count(); }}};
    std::string key;
    int keys = 0;

private:
    Task<std::optional<Caller>> at_console(http::Request request) {
        if (!request.header("Cookie")) co_return std::nullopt;
        co_return Caller{"staff-1", Roles{{Role::manager}}, false};
    }
    Task<void> count() {
        ++told;
        co_return;
    }
};

std::string path_of(std::string_view pattern) {
    std::string path{pattern};
    const std::pair<std::string_view, std::string_view> values[] = {
        {"{id}/days", "st-hildas/days"},
        {"Schedule/{id}", "Schedule/evening"},
        {"Slot/{id}", "Slot/open-door.2026-11-20.all"},
        {"{clinic}/{date}", "evening/2026-12-08"},
        {"{date}", "2026-12-08"},
        {"{id}", "evening"},
        {"{secret}", "x"}};
    for (const auto& [from, to] : values)
        if (const auto at = path.find(from); at != std::string::npos) path.replace(at, from.size(), to);
    return path;
}

TEST_P(ApiTest, AnswersEachOperationToExactlyThoseWhoMay) {
    for (const Role role : staff::all_roles()) {
        key = make_key(role);
        for (const Operation& each : all_operations()) {
            if (each.is_open) continue;
            const auto response = ask(std::string{each.method}, path_of(each.path), "{}");
            EXPECT_EQ(response.status == 403, !Roles{{role}}.may(each.right))
                << each.method << ' ' << each.path << " as " << staff::spell(role) << ' ' << response.status;
            EXPECT_LT(response.status, 500) << each.path;
        }
    }
}

TEST_P(ApiTest, AnswersNobodyAndNoWornOutKey) {
    for (const std::string& wrong :
         {std::string{}, std::string{"offing_made-up"}, make_key(Role::manager, std::chrono::days{-1})}) {
        key = wrong;
        for (const Operation& each : all_operations()) {
            if (each.is_open) continue;
            EXPECT_EQ(ask(std::string{each.method}, path_of(each.path), "{}").status, 401) << each.path;
        }
    }
    key = make_key(Role::manager);
    EXPECT_EQ(ask("GET", "/api/v1/clinics").status, 200);
    ASSERT_TRUE(rig.database->transact_now([&](storage::Transaction& transaction) {
        return storage::revoke_api_key(transaction, "key-" + std::to_string(keys), rig.clock.now());
    }));
    EXPECT_EQ(ask("GET", "/api/v1/clinics").status, 401);
}

TEST_P(ApiTest, ReadsWithTheConsolesCookieAndWritesWithAKeyAlone) {
    key.clear();
    EXPECT_EQ(ask("GET", "/api/v1/clinics", "", {{"Cookie", "offing=x"}}).status, 200);
    EXPECT_EQ(ask("PUT", "/api/v1/clinics/evening", "{}", {{"Cookie", "offing=x"}}).status, 403);
}

TEST_P(ApiTest, StoresNoKeyInClear) {
    for (const auto& stored : rig.column("SELECT name || roles || id FROM api_key"))
        EXPECT_THAT(stored, Not(HasSubstr(key)));
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM api_key WHERE LENGTH(key_hash) = 32"), 1);
    ask("GET", "/api/v1/service");
    EXPECT_EQ(rig.column("SELECT used_on FROM api_key").at(0), "2026-11-18");
}

TEST_P(ApiTest, DescribesEveryOperationAndNothingElse) {
    const json::value document = json::parse(openapi_json);
    EXPECT_EQ(document.at("openapi"), "3.1.0");
    std::set<std::string> described, there;
    for (const auto& [path, methods] : document.at("paths").as_object())
        for (const auto& [method, operation] : methods.as_object()) {
            std::string upper{method};
            for (char& letter : upper)
                letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
            described.insert(upper + " " + std::string{path});
        }
    for (const Operation& each : all_operations())
        there.insert(std::string{each.method} + " " + std::string{each.path});
    EXPECT_EQ(described, there);
    for (const Operation& each : all_operations()) {
        if (each.is_open) continue;
        std::string lower{each.method};
        for (char& letter : lower)
            letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        const auto& operation = document.at("paths").at(each.path).at(lower);
        EXPECT_THAT(std::string{operation.at("description").as_string()},
                    HasSubstr(std::string{staff::spell(each.right)}))
            << each.path;
    }
}

TEST_P(ApiTest, ListsInPagesThatAreBounded) {
    std::vector<std::string> ids;
    std::string address = "/api/v1/clinics?limit=5";
    for (int pages = 0; pages < 9; ++pages) {
        const json::value page = get(address);
        EXPECT_LE(page.at("items").as_array().size(), 5U);
        for (const auto& each : page.at("items").as_array()) ids.emplace_back(each.at("id").as_string());
        const auto* next = page.as_object().if_contains("next");
        if (next == nullptr) break;
        address = "/api/v1/clinics?limit=5&after=" + std::string{next->as_string()};
    }
    EXPECT_EQ(ids.size(), 12U);
    EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), 12U);
    for (const char* wrong : {"limit=0", "limit=201", "limit=x", "after=%2B%2B"})
        EXPECT_EQ(ask("GET", std::string{"/api/v1/clinics?"} + wrong).status, 400) << wrong;
}

TEST_P(ApiTest, AnswersAStretchOfAtMostTwoMonths) {
    EXPECT_EQ(ask("GET", "/api/v1/sessions?from=2026-12-01&to=2027-01-31").status, 200);
    for (const char* wrong :
         {"from=2026-12-01&to=2027-02-01", "from=2026-12-02&to=2026-12-01", "from=soon", "to=2026-02-30"})
        EXPECT_EQ(ask("GET", std::string{"/api/v1/sessions?"} + wrong).status, 400) << wrong;
}

TEST_P(ApiTest, ShowsSessionsWithTheirPlacesAndBookingsByPseudonym) {
    const std::string booking = book();
    const json::value sessions =
        get("/api/v1/sessions?from=2026-12-03&to=2026-12-03&clinic=one-to-one-mornings");
    ASSERT_EQ(sessions.at("items").as_array().size(), 1U);
    const json::value& session = sessions.at("items").at(0);
    EXPECT_EQ(session.at("starts"), "2026-12-03T09:30:00Z");
    EXPECT_EQ(session.at("site"), "harbour-street");
    const json::value appointments = get("/api/v1/appointments?from=2026-12-03&to=2026-12-03");
    ASSERT_EQ(appointments.at("items").as_array().size(), 1U);
    EXPECT_EQ(appointments.at("items").at(0).at("id"), json::string{booking});
    EXPECT_THAT(json::serialize(appointments), Not(HasSubstr("7700")));
    const auto clinic = std::string{appointments.at("items").at(0).at("clinic").as_string()};
    const json::value one = get("/api/v1/sessions/" + clinic + "/2026-12-03");
    EXPECT_THAT(json::serialize(one.at("place_list")), HasSubstr(booking));
    EXPECT_EQ(ask("GET", "/api/v1/sessions/evening/2026-12-03").status, 404);
}

TEST_P(ApiTest, SaysNothingOfATimeThatIsNotBookedAnyMore) {
    const std::string booking = book();
    ASSERT_TRUE(rig.database->transact_now([&](storage::Transaction& transaction) {
        return service::mark_missed(transaction, rig.desk, booking, rig.clock.now());
    }));
    EXPECT_TRUE(get("/api/v1/appointments?from=2026-12-03&to=2026-12-03").at("items").as_array().empty());
    EXPECT_EQ(ask("GET", "/fhir/R4/Appointment/" + booking).status, 404);
}

TEST_P(ApiTest, SendsNothingTwice) {
    const auto first = ask("GET", "/api/v1/clinics/evening");
    const auto etag = std::string{first.header("ETag").value()};
    EXPECT_EQ(ask("GET", "/api/v1/clinics/evening", "", {{"If-None-Match", etag}}).status, 304);
    EXPECT_EQ(ask("GET", "/api/v1/clinics/phone", "", {{"If-None-Match", etag}}).status, 200);
}

TEST_P(ApiTest, ChangesAClinicThatTheCallerHasSeen) {
    const auto read = ask("GET", "/api/v1/clinics/evening");
    const auto etag = std::string{read.header("ETag").value()};
    json::object clinic = json::parse(read.body).as_object();
    EXPECT_EQ(ask("PUT", "/api/v1/clinics/evening", json::serialize(clinic)).status, 428);
    clinic["label"] = "a talk";
    const auto changed = ask("PUT", "/api/v1/clinics/evening", json::serialize(clinic), {{"If-Match", etag}});
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(told, 1);
    EXPECT_EQ(json::parse(changed.body), json::value(clinic))
        << "what was read, was sent and is read are of one form";
    EXPECT_EQ(ask("PUT", "/api/v1/clinics/evening", json::serialize(clinic), {{"If-Match", etag}}).status,
              412);
    clinic["opens"] = "9.30";
    clinic["colour"] = "green";
    const auto refused = ask("PUT", "/api/v1/clinics/evening", json::serialize(clinic),
                             {{"If-Match", std::string{changed.header("ETag").value()}}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr(R"("field":"opens")"));
    EXPECT_THAT(refused.body, HasSubstr(R"("field":"colour")"));
}

TEST_P(ApiTest, AddsAClinicAndADateThatDiffers) {
    json::object clinic = json::parse(ask("GET", "/api/v1/clinics/phone").body).as_object();
    clinic["rrule"] = "FREQ=WEEKLY;BYDAY=FR";
    EXPECT_EQ(ask("PUT", "/api/v1/clinics/friday", json::serialize(clinic)).status, 201);
    const auto etag = std::string{ask("GET", "/api/v1/clinics/friday").header("ETag").value()};
    const auto off = ask("PUT", "/api/v1/clinics/friday/exceptions/2026-12-04", R"({"change":"cancelled"})",
                         {{"If-Match", etag}});
    EXPECT_EQ(off.status, 200) << off.body;
    EXPECT_THAT(off.body, HasSubstr(R"("exceptions":[{"date":"2026-12-04","change":"cancelled"}])"));
    const auto again = ask("DELETE", "/api/v1/clinics/friday/exceptions/2026-12-04", "",
                           {{"If-Match", std::string{off.header("ETag").value()}}});
    EXPECT_EQ(again.status, 200);
    EXPECT_THAT(again.body, HasSubstr(R"("exceptions":[])"));
}

TEST_P(ApiTest, TakesNobodysTime) {
    book();
    const auto clinic = rig.column("SELECT clinic FROM booking").at(0);
    const auto etag = std::string{ask("GET", "/api/v1/clinics/" + clinic).header("ETag").value()};
    const auto refused = ask("PUT", "/api/v1/clinics/" + clinic + "/exceptions/2026-12-03",
                             R"({"change":"cancelled"})", {{"If-Match", etag}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("1 booked times would go"));
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM service_version"), 1);
}

TEST_P(ApiTest, RefusesWhatIsNoClinic) {
    for (const char* body : {"", "[]", "{", R"({"opens":{}})", R"({"workers":[1]})", R"("text")"})
        EXPECT_EQ(ask("PUT", "/api/v1/clinics/new-one", body).status, 422) << body;
    EXPECT_EQ(ask("POST", "/api/v1/clinics/evening").status, 405);
    EXPECT_EQ(ask("GET", "/api/v1/nothing").status, 404);
    EXPECT_EQ(ask("GET", "/elsewhere").status, 0);
}

TEST_P(ApiTest, GivesACalendarUnderItsSecretAddressThatNamesNobody) {
    book();
    const auto worker = rig.column("SELECT worker FROM booking").at(0);
    const std::string address = make_feed(storage::CalendarFeed::Kind::worker, worker);
    key.clear();
    const auto calendar = ask("GET", address);
    ASSERT_EQ(calendar.status, 200);
    EXPECT_THAT(calendar.body, HasSubstr("BEGIN:VCALENDAR\r\n"));
    EXPECT_THAT(calendar.body, HasSubstr("Booked: "));
    for (const char* name : {"Jo", "Sam", "7700", "Amber"}) EXPECT_THAT(calendar.body, Not(HasSubstr(name)));
    const auto etag = std::string{calendar.header("ETag").value()};
    rig.clock.advance(std::chrono::hours{1});
    EXPECT_EQ(ask("GET", address, "", {{"If-None-Match", etag}}).status, 304) << "an hour changes nothing";
    ASSERT_TRUE(rig.database->transact_now([&](storage::Transaction& transaction) {
        return storage::revoke_feed(transaction, "feed-1", rig.clock.now());
    }));
    EXPECT_EQ(ask("GET", address).status, 404);
    EXPECT_EQ(ask("GET", "/feeds/guess.ics").status, 404);
    EXPECT_EQ(ask("GET", "/feeds/.ics").status, 404);
}

TEST_P(ApiTest, SpeaksFhir) {
    const std::string booking = book();
    const json::value schedules = get("/fhir/R4/Schedule?_count=5");
    EXPECT_EQ(schedules.at("resourceType"), "Bundle");
    EXPECT_EQ(schedules.at("total"), 12);
    EXPECT_EQ(schedules.at("entry").as_array().size(), 5U);
    const std::string next{schedules.at("link").at(1).at("url").as_string()};
    EXPECT_EQ(get(next).at("entry").as_array().size(), 5U);
    const json::value appointment = get("/fhir/R4/Appointment/" + booking);
    EXPECT_EQ(appointment.at("status"), "booked");
    const std::string slot{appointment.at("slot").at(0).at("reference").as_string()};
    EXPECT_EQ(get("/fhir/R4/" + slot).at("status"), "busy");
    const json::value slots =
        get("/fhir/R4/Slot?schedule=Schedule/open-door&start=ge2026-11-20&start=lt2026-11-21");
    ASSERT_EQ(slots.at("total"), 1);
    EXPECT_EQ(slots.at("entry").at(0).at("resource").at("status"), "free");
    EXPECT_EQ(get("/fhir/R4/Appointment?date=2026-12-03").at("total"), 1);
    EXPECT_EQ(get("/fhir/R4/metadata").at("fhirVersion"), "4.0.1");
    const auto empty = get("/fhir/R4/Appointment?date=2026-12-04");
    EXPECT_EQ(empty.as_object().if_contains("entry"), nullptr) << "FHIR knows no empty lists";
    for (const char* wrong :
         {"Slot?start=soon", "Slot?_count=0", "Slot?start=ge2026-01-01&start=le2026-12-31"})
        EXPECT_EQ(ask("GET", std::string{"/fhir/R4/"} + wrong).status, 400) << wrong;
    for (const char* gone : {"Slot/x", "Slot/evening.2026-12-08.99999", "Appointment/x", "Schedule/x"})
        EXPECT_EQ(ask("GET", std::string{"/fhir/R4/"} + gone).status, 404) << gone;
}

TEST_P(ApiTest, NamesNoHiddenPlace) {
    auto file = config::load_service(OFFING_ROOT "/config/demo/service.toml").value().file;
    for (auto& site : file.service.sites) site.hidden = true;
    ASSERT_TRUE(rig.database->transact_now([&](storage::Transaction& transaction) {
        return storage::add_service(transaction, config::write_service(file), {}, rig.clock.now());
    }));
    std::string all = ask("GET", make_feed(storage::CalendarFeed::Kind::clinic, "evening")).body;
    for (const char* target :
         {"/api/v1/sites", "/api/v1/sessions", "/fhir/R4/Schedule", "/fhir/R4/Appointment"})
        all += ask("GET", target).body;
    for (const char* place : {"the blue door", "the old mill"}) EXPECT_THAT(all, Not(HasSubstr(place)));
    EXPECT_THAT(ask("GET", "/fhir/R4/Schedule").body, Not(HasSubstr("mill-lane")));
}

INSTANTIATE_TEST_SUITE_P(, ApiTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace offing::api
