// Twilio's Messages resource in memory: takes texts, lists them page by page, forgets them.

#pragma once

#include <date/date.h>

#include <boost/json.hpp>
#include <functional>
#include <string>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/http/client.hpp"

namespace offing::support {

class TwilioInMemory final : public http::Client {
public:
    struct Message {
        std::string sid, from, to, body, direction, status;
        Timestamp created{};
        std::string error_code{};
        bool removed = false;
    };

    explicit TwilioInMemory(const Clock& clock) : clock_{clock} {}

    Task<http::Exchange> send(http::Request request) override {
        asked.push_back(request.method + " " + request.target);
        if (is_down) co_return http::Exchange{http::Exchange::Outcome::not_sent, {}, "down"};
        const std::string path = request.target.substr(request.target.find("/2010"));
        if (request.method == "GET") co_return answer(200, page(path));
        if (path.ends_with("/Messages.json")) co_return take(request.body);
        const std::string sid = path.substr(path.rfind('/') + 1, path.rfind(".json") - path.rfind('/') - 1);
        for (auto& message : messages) {
            if (message.sid != sid || message.removed) continue;
            if (request.method == "DELETE") message.removed = true;
            if (request.method == "POST" && request.body == "Body=") message.body.clear();
            co_return answer(request.method == "DELETE" ? 204 : 200, "{}");
        }
        co_return answer(404, "{}");
    }

    void add_inbound(const std::string& sid, const std::string& from, const std::string& body,
                     std::chrono::minutes ago) {
        messages.push_back({sid, from, "+447700900000", body, "inbound", "received", clock_.now() - ago});
    }

    std::vector<Message> messages;
    std::vector<std::string> asked;
    bool is_down = false;
    bool loses_its_answer = false;  ///< takes the text, and nobody hears of it
    std::size_t page_size = 2;

private:
    static http::Exchange answer(int status, std::string body) {
        return {http::Exchange::Outcome::answered, http::Response::json(status, std::move(body)), {}};
    }

    http::Exchange take(const std::string& form) {
        const auto fields = http::parse_form(form).value();
        const auto value = [&](std::string_view key) {
            return std::string{http::find_header(fields, key).value_or("")};
        };
        const std::string sid = "SM" + std::to_string(messages.size());
        messages.push_back(
            {sid, value("From"), value("To"), value("Body"), "outbound-api", "queued", clock_.now()});
        if (loses_its_answer) return {http::Exchange::Outcome::unknown, {}, "no answer in time"};
        return answer(201, R"({"sid":")" + sid + R"("})");
    }

    std::string page(const std::string& path) const {
        std::size_t from = 0;
        if (const auto at = path.find("Page="); at != std::string::npos)
            from = std::stoul(path.substr(at + 5)) * page_size;
        boost::json::array listed;
        std::size_t seen = 0;
        bool more = false;
        for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
            if (message->removed || seen++ < from) continue;
            if (listed.size() == page_size) {
                more = true;
                break;
            }
            listed.push_back(as_json(*message));
        }
        const std::string base = path.substr(0, path.find('?'));
        boost::json::object all{{"messages", std::move(listed)}};
        if (more) all["next_page_uri"] = base + "?Page=" + std::to_string(from / page_size + 1);
        return boost::json::serialize(all);
    }

    static boost::json::object as_json(const Message& message) {
        boost::json::object made{
            {"sid", message.sid},
            {"from", message.from},
            {"to", message.to},
            {"body", message.body},
            {"direction", message.direction},
            {"status", message.status},
            {"num_media", "0"},
            {"date_created", date::format("%a, %d %b %Y %T +0000",
                                          std::chrono::floor<std::chrono::seconds>(message.created))}};
        if (!message.error_code.empty()) made["error_code"] = std::stoi(message.error_code);
        return made;
    }

    const Clock& clock_;
};

}  // namespace offing::support
