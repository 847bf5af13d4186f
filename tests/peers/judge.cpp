// Our providers behind a pipe, for the checks against the companies' own packages. Each line of standard
// input is
// {"settings": {...}, "request": {...}, "now": "2026-11-23T09:30:00Z"}, answered {"status", "events",
// "replay"}, or
// {"settings", "text": {...}, "now"}, answered {"request": {...}}. Settings are those of
// tests/provider_cases.

#include <boost/json.hpp>
#include <iostream>
#include <string>

#include "case_json.hpp"

namespace {

namespace json = boost::json;
using namespace offing::provider;

json::object judge(const Provider& provider, const json::object& question) {
    const auto answer =
        provider.read_webhook(request_of(question.at("request").as_object()), time_of(question, "now"));
    if (!answer) return {{"status", provider.status_for(answer.error())}, {"events", json::array{}}};
    json::array events;
    for (const WebhookEvent& event : answer->events) events.push_back(event_as_json(event));
    json::object said{{"status", answer->ok.status}, {"events", std::move(events)}};
    if (answer->replay) said["replay"] = answer->replay->key;
    return said;
}

json::object make_request(const Provider& provider, const json::object& question) {
    const auto request =
        provider.encode(outbound_of(question.at("text").as_object()), time_of(question, "now"));
    json::object headers;
    for (const auto& [key, value] : request.headers) headers[key] = value;
    return {{"request", json::object{{"method", request.method},
                                     {"target", request.target},
                                     {"headers", std::move(headers)},
                                     {"body", request.body}}}};
}

}  // namespace

int main() {
    std::string line, known;
    std::unique_ptr<Provider> provider;
    while (std::getline(std::cin, line)) {
        const json::object question = json::parse(line).as_object();
        const std::string settings = json::serialize(question.at("settings"));
        if (settings != known) {
            auto made = make_provider(settings_of(question.at("settings").as_object(), nullptr));
            if (!made) {
                std::cerr << "settings: " << made.error().front().key << ' ' << made.error().front().what
                          << '\n';
                return 1;
            }
            provider = std::move(*made);
            known = settings;
        }
        std::cout << json::serialize(question.contains("request") ? judge(*provider, question)
                                                                  : make_request(*provider, question))
                  << '\n';
    }
}
