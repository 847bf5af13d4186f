#include "gateway/provider/twilio_messages.hpp"

#include <date/date.h>

#include <boost/json/array.hpp>
#include <sstream>

#include "gateway/provider/dialect.hpp"

namespace offing::provider {

namespace {

namespace json = boost::json;
using Kind = SendOutcome::Kind;

std::optional<Timestamp> time_in(const json::object& message, std::string_view key) {
    date::sys_seconds when{};
    std::istringstream in{text_of(message, key)};
    in >> date::parse("%a, %d %b %Y %T %z", when);
    if (!in) return std::nullopt;
    return when;
}

int media_in(const json::object& message) {
    const std::string count = text_of(message, "num_media");
    return count.empty() || count == "0" ? 0 : 1;
}

void add_event(ListedPage& page, const json::object& message, std::string_view sender, Timestamp created) {
    const std::string sid = text_of(message, "sid");
    if (sid.empty()) return;
    if (text_of(message, "direction") != "inbound") {
        const std::string code = text_of(message, "error_code");
        if (const auto delivery = twilio_delivery(text_of(message, "status"), code))
            page.events.push_back(
                Receipt{.provider_id = sid, .our_id = {}, .delivery = *delivery, .code = code});
        return;
    }
    const std::string from = text_of(message, "from"), to = text_of(message, "to");
    if (from.empty() || (!sender.empty() && to != sender)) return;
    page.events.push_back(InboundText{.provider_id = sid,
                                      .from = from,
                                      .to = to,
                                      .body = text_of(message, "body"),
                                      .media = media_in(message),
                                      .sent_at = created});
}

const json::array* messages_in(const std::optional<json::object>& answer) {
    const json::value* listed = answer ? answer->if_contains("messages") : nullptr;
    return listed != nullptr ? listed->if_array() : nullptr;
}

}  // namespace

std::optional<Delivery> twilio_delivery(std::string_view status, std::string_view code) {
    if (code == "21610") return Delivery::opted_out;
    if (code == "30036") return Delivery::expired;
    if (status == "undelivered") return code == "30003" ? Delivery::failed_for_now : Delivery::failed;
    if (status == "failed" || status == "canceled") return Delivery::failed;
    if (status == "delivered" || status == "read") return Delivery::delivered;
    if (status == "sent") return Delivery::sent;
    for (const std::string_view early : {"accepted", "scheduled", "queued", "sending"})
        if (status == early) return Delivery::submitted;
    return std::nullopt;
}

std::string twilio_page(std::string_view api, std::string_view account, std::string_view at,
                        Timestamp since) {
    const std::string path = "/2010-04-01/Accounts/" + std::string{account} + "/Messages.json";
    // A page's address comes from the company: only the path of this very list is followed, on our own host.
    if (at.starts_with(path + "?")) return std::string{api} + std::string{at};
    return std::string{api} + path +
           "?DateSent%3E=" + date::format("%F", std::chrono::floor<date::days>(since)) + "&PageSize=500";
}

Result<ListedPage> read_twilio_page(const http::Response& response, std::string_view sender,
                                    Timestamp since) {
    if (!is_success(response))
        return fail(Error::Kind::unavailable, "the list was answered " + std::to_string(response.status));
    const auto answer = parse_object(response.body);
    const json::array* messages = messages_in(answer);
    if (messages == nullptr) return fail(Error::Kind::malformed, "the list holds no messages");
    ListedPage page;
    bool any_in_time = false;
    for (const json::value& item : *messages) {
        if (!item.is_object()) continue;
        const auto created = time_in(item.get_object(), "date_created");
        if (!created || *created < since) continue;
        any_in_time = true;
        add_event(page, item.get_object(), sender, *created);
    }
    if (any_in_time) page.next = text_of(*answer, "next_page_uri");
    return page;
}

std::optional<SendOutcome> find_in_twilio_list(const http::Response& response, const OutboundText& text,
                                               Timestamp sent_at) {
    const auto answer = parse_object(response.body);
    const json::array* messages = messages_in(answer);
    if (!is_success(response) || messages == nullptr) return std::nullopt;
    for (const json::value& item : *messages) {
        if (!item.is_object()) continue;
        const json::object& message = item.get_object();
        if (text_of(message, "to") != text.to || text_of(message, "body") != text.body) continue;
        if (text_of(message, "direction") == "inbound") continue;
        const auto created = time_in(message, "date_created");
        if (!created || *created + std::chrono::minutes{2} < sent_at) continue;
        const std::string code = text_of(message, "error_code");
        if (code == "21610") return SendOutcome{Kind::opted_out, text_of(message, "sid"), code};
        return SendOutcome{Kind::accepted, text_of(message, "sid"), text_of(message, "status")};
    }
    if (!text_of(*answer, "next_page_uri").empty()) return std::nullopt;
    return SendOutcome{Kind::temporary, {}, "not listed"};
}

}  // namespace offing::provider
