#include "gateway/provider/notify_messages.hpp"

#include <date/date.h>

#include <sstream>

#include "gateway/base/crypto.hpp"
#include "gateway/provider/dialect.hpp"

namespace offing::provider {

namespace json = boost::json;

namespace {

std::string fingerprint(std::string_view from, std::string_view to, std::string_view at,
                        std::string_view words) {
    std::string all;
    for (const std::string_view value : {from, to, at, words})
        all.append(std::to_string(value.size())).append(":").append(value);
    return "same:" + crypto::to_hex(crypto::sha256(all));
}

std::optional<Timestamp> time_in(const json::object& message) {
    std::chrono::sys_time<std::chrono::microseconds> when{};
    std::istringstream in{text_of(message, "created_at")};
    in >> date::parse("%FT%TZ", when);
    if (!in) return std::nullopt;
    return std::chrono::floor<std::chrono::milliseconds>(when);
}

InboundText received_text(const json::object& message, const std::string& id, Timestamp created) {
    const std::string from = text_of(message, "user_number"), to = text_of(message, "notify_number");
    const std::string words = text_of(message, "content");
    return {.provider_id = id,
            .also_known_as = fingerprint(from, to, text_of(message, "created_at"), words),
            .from = with_plus(from),
            .to = with_country(to),
            .body = words,
            .sent_at = created};
}

}  // namespace

std::optional<Delivery> delivery_of_notify(std::string_view status) {
    if (status == "created" || status == "sending") return Delivery::submitted;
    if (status == "pending" || status == "sent") return Delivery::sent;
    if (status == "delivered") return Delivery::delivered;
    if (status == "temporary-failure") return Delivery::failed_for_now;
    if (status == "permanent-failure" || status == "technical-failure") return Delivery::failed;
    return std::nullopt;
}

std::string notify_code(const http::Response& response) {
    const auto answer = parse_object(response.body);
    const json::value* errors = answer ? answer->if_contains("errors") : nullptr;
    if (errors != nullptr && errors->is_array() && !errors->get_array().empty() &&
        errors->get_array()[0].is_object())
        if (std::string code = text_of(errors->get_array()[0].get_object(), "error"); !code.empty())
            return code;
    return std::to_string(response.status);
}

std::string notify_fingerprint(const json::object& message) {
    return fingerprint(text_of(message, "source_number"), text_of(message, "destination_number"),
                       text_of(message, "date_received"), text_of(message, "message"));
}

std::string with_country(const std::string& number) {
    return number.starts_with("07") ? "+44" + number.substr(1) : with_plus(number);
}

Result<ListedPage> read_notify_list(std::string_view at, Timestamp since, const http::Response& response) {
    if (!is_success(response))
        return fail(Error::Kind::unavailable, "the list was answered " + std::to_string(response.status));
    const bool received = at.starts_with("received");
    const auto answer = parse_object(response.body);
    const json::value* listed =
        answer ? answer->if_contains(received ? "received_text_messages" : "notifications") : nullptr;
    if (listed == nullptr || !listed->is_array())
        return fail(Error::Kind::malformed, "Notify's list holds no texts");
    ListedPage page;
    for (const json::value& item : listed->get_array()) {
        const json::object* message = item.if_object();
        const auto created = message == nullptr ? std::nullopt : time_in(*message);
        if (!created || *created < since) continue;
        const std::string id = text_of(*message, "id");
        if (id.empty()) continue;
        page.next = (received ? "received " : "sent ") + id;
        if (received)
            page.events.push_back(received_text(*message, id, *created));
        else if (const auto delivery = delivery_of_notify(text_of(*message, "status")))
            page.events.push_back(Receipt{.provider_id = id,
                                          .our_id = text_of(*message, "reference"),
                                          .delivery = *delivery,
                                          .code = text_of(*message, "status")});
    }
    return page;
}

}  // namespace offing::provider
