// Runs tests/provider_cases/*.jsonl. See the README there for what a line says.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "case_json.hpp"

namespace offing::provider {
namespace {

namespace json = boost::json;

void check_webhook(const Provider& provider, const json::object& row) {
    const http::Request request = request_of(row.at("request").as_object());
    const auto answer = provider.read_webhook(request, time_of(row, "now"));
    const int status = answer ? answer->ok.status : provider.status_for(answer.error());
    EXPECT_EQ(status, row.at("status").to_number<int>()) << (answer ? "" : answer.error().what);
    const json::value* expected = row.if_contains("events");
    EXPECT_EQ(answer.has_value(), expected != nullptr);
    if (!answer || expected == nullptr) return;
    const json::array& wanted = expected->as_array();
    ASSERT_EQ(answer->events.size(), wanted.size());
    for (std::size_t at = 0; at < wanted.size(); ++at)
        EXPECT_EQ(json::value(event_as_json(answer->events[at])), wanted[at])
            << json::serialize(event_as_json(answer->events[at])) << "\n"
            << json::serialize(wanted[at]);
    if (row.contains("answer")) EXPECT_EQ(answer->ok.body, text(row, "answer"));
    if (row.contains("type"))
        EXPECT_TRUE(answer->ok.header("Content-Type").value_or("").starts_with(text(row, "type")));
    if (row.contains("replay")) {
        ASSERT_TRUE(answer->replay);
        const json::object& replay = row.at("replay").as_object();
        EXPECT_EQ(answer->replay->key, text(replay, "key"));
        EXPECT_EQ(answer->replay->expires, time_of(replay, "expires"));
    }
}

void check_request(const std::optional<http::Request>& made, const json::value& expected) {
    ASSERT_EQ(made.has_value(), !expected.is_null());
    if (!made) return;
    const json::object& wanted = expected.as_object();
    EXPECT_EQ(made->method, text(wanted, "method", made->method));
    EXPECT_EQ(made->target, text(wanted, "target", made->target));
    EXPECT_EQ(made->body, text(wanted, "body", made->body));
    for (const auto& [key, value] : headers_of(wanted))
        EXPECT_EQ(made->header(key).value_or("(none)"), value) << key;
}

std::string_view spell(SendOutcome::Kind kind) {
    static constexpr std::string_view names[] = {"accepted",  "throttled", "temporary",
                                                 "permanent", "opted_out", "unknown"};
    return names[static_cast<int>(kind)];
}

void check_outcome(const std::optional<SendOutcome>& outcome, const json::value& expected) {
    ASSERT_EQ(outcome.has_value(), !expected.is_null());
    if (!outcome) return;
    const json::object& wanted = expected.as_object();
    EXPECT_EQ(spell(outcome->kind), text(wanted, "kind"));
    EXPECT_EQ(outcome->provider_id, text(wanted, "provider_id"));
    if (wanted.contains("code")) EXPECT_EQ(outcome->code, text(wanted, "code"));
    const json::value* wait = wanted.if_contains("retry_after");
    EXPECT_EQ(outcome->retry_after.count(), wait == nullptr ? 0 : wait->to_number<int>());
}

http::Response response_of(const json::object& row) {
    const json::object& response = row.at("response").as_object();
    return {.status = response.at("status").to_number<int>(),
            .headers = headers_of(response),
            .body = text(response, "body")};
}

void check_page(const Provider& provider, const json::object& row) {
    const auto page = provider.read_list(text(row, "at"), time_of(row, "since"), response_of(row));
    const json::value* expected = row.if_contains("events");
    ASSERT_EQ(page.has_value(), expected != nullptr) << (page ? "" : page.error().what);
    if (!page) return;
    json::array events;
    for (const WebhookEvent& event : page->events) events.push_back(event_as_json(event));
    EXPECT_EQ(json::value(events), *expected) << json::serialize(events);
    EXPECT_EQ(page->next, text(row, "next"));
}

void check_options(const MadeProvider& made, const json::object& row) {
    std::multiset<std::string> keys, expected;
    if (!made)
        for (const OptionProblem& problem : made.error()) {
            keys.insert(problem.key);
            EXPECT_FALSE(problem.what.empty());
            EXPECT_FALSE(problem.remedy.empty()) << problem.key << " says nothing of what would be right";
        }
    for (const auto& key : row.at("problems").as_array()) expected.emplace(key.as_string());
    EXPECT_EQ(keys, expected);
}

void check(const json::object& settings, const json::object& row) {
    const std::string kind = text(row, "case");
    const MadeProvider made = make_provider(settings_of(settings, row.if_contains("set")));
    if (kind == "options") return check_options(made, row);
    ASSERT_TRUE(made) << made.error().front().key << " " << made.error().front().what;
    const Provider& provider = **made;
    if (kind == "webhook")
        check_webhook(provider, row);
    else if (kind == "send")
        check_request(provider.encode(outbound_of(row.at("text").as_object()), time_of(row, "now")),
                      row.at("request"));
    else if (kind == "decode")
        check_outcome(provider.decode(response_of(row)), row.at("outcome"));
    else if (kind == "ask")
        check_request(provider.ask_about(outbound_of(row.at("text").as_object()), time_of(row, "sent_at"),
                                         time_of(row, "now")),
                      row.at("request"));
    else if (kind == "answer")
        check_outcome(provider.read_answer(outbound_of(row.at("text").as_object()), time_of(row, "sent_at"),
                                           response_of(row)),
                      row.at("outcome"));
    else if (kind == "list")
        check_request(provider.list(text(row, "at"), time_of(row, "since"), time_of(row, "now")),
                      row.at("request"));
    else if (kind == "page")
        check_page(provider, row);
    else if (kind == "forget")
        check_request(provider.forget(text(row, "id"), row.at("inbound").as_bool(),
                                      text(row, "what") == "words" ? Forget::words : Forget::everything),
                      row.at("request"));
    else
        FAIL() << "a case of no kind: " << kind;
}

class ProviderCases : public testing::TestWithParam<std::string_view> {};

TEST_P(ProviderCases, AllHold) {
    const std::string file =
        std::string{OFFING_ROOT "/tests/provider_cases/"} + std::string{GetParam()} + ".jsonl";
    std::ifstream in{file};
    ASSERT_TRUE(in) << file;
    json::object settings;
    std::string line;
    int number = 0, checked = 0;
    while (std::getline(in, line)) {
        SCOPED_TRACE(file + ":" + std::to_string(++number));
        const json::object row = json::parse(line).as_object();
        SCOPED_TRACE(text(row, "name"));
        if (text(row, "case") == "settings")
            settings = row;
        else
            check(settings, row), ++checked;
    }
    EXPECT_GT(checked, 20) << "a company's table holds its whole dialect";
}

INSTANTIATE_TEST_SUITE_P(Each, ProviderCases, testing::ValuesIn(provider_kinds()),
                         [](const auto& kind) { return std::string{kind.param}; });

TEST(ProviderCases, EveryKindHasATableAndEveryTableAKind) {
    std::set<std::string> tables, kinds;
    for (const auto& file : std::filesystem::directory_iterator(OFFING_ROOT "/tests/provider_cases"))
        if (file.path().extension() == ".jsonl") tables.insert(file.path().stem());
    for (const auto kind : provider_kinds()) kinds.emplace(kind);
    EXPECT_EQ(tables, kinds);
}

}  // namespace
}  // namespace offing::provider
