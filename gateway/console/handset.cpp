#include "gateway/console/handset.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <stdexcept>

#include "gateway/base/crypto.hpp"
#include "gateway/console/assets.hpp"
#include "gateway/http/page.hpp"

namespace offing::console {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using http::Request;
using http::Response;

constexpr std::chrono::seconds longest_wait{5};
constexpr std::size_t longest_text = 2'000;
constexpr std::chrono::minutes longest_move{60 * 24 * 60};
constexpr std::chrono::minutes before_next_text{2};

std::string text_of(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// Only JSON is read: no page of another site can make a browser send that without being asked first.
std::optional<json::object> read_json(const Request& request) {
    if (!request.header("Content-Type").value_or("").starts_with("application/json")) return std::nullopt;
    boost::system::error_code failed;
    json::value value = json::parse(request.body, failed);
    if (failed || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

Response say(int status, const json::object& object) {
    return Response::json(status, json::serialize(object));
}
Response refuse(int status, std::string_view why) { return say(status, {{"error", why}}); }

bool is_phone_number(std::string_view text) {
    return text.size() >= 5 && text.size() <= 16 && text.front() == '+' &&
           text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

json::object shown(const PhoneText& text) {
    return {{"id", text.id},
            {"hers", text.is_hers},
            {"body", text.body},
            {"at", text.at.time_since_epoch().count()},
            {"parts", text.parts},
            {"encoding", text.encoding == templates::Encoding::gsm7 ? "GSM-7" : "UCS-2"},
            {"state", spell(text.state)},
            {"revision", text.revision}};
}

PhoneText make_text(std::string id, bool is_hers, std::string body, Timestamp at) {
    const auto segments = templates::count_segments(body);
    return {.id = std::move(id),
            .is_hers = is_hers,
            .body = std::move(body),
            .at = at,
            .parts = segments.parts,
            .encoding = segments.encoding,
            .state = is_hers ? PhoneState::sending : PhoneState::received};
}

scheduler::Zone find_zone(const std::string& name) {
    const auto zone = scheduler::Zone::find(name);
    if (!zone) throw std::runtime_error{"the system knows no time zone named " + name};
    return *zone;
}

Task<Response> answer_with(Response response) { co_return response; }

Response asset(std::string_view body, std::string_view type) {
    return http::as_page(Response::text(200, std::string{body}, type));
}

}  // namespace

Handset::Handset(asio::any_io_executor executor, HandsetOptions options, http::Client& client,
                 MovableClock& clock, DemoStory& story)
    : executor_{std::move(executor)},
      options_{std::move(options)},
      client_{client},
      clock_{clock},
      story_{story},
      zone_{find_zone(options_.zone)},
      run_{crypto::to_hex(crypto::random_bytes(6))} {}

std::optional<Task<Response>> Handset::route(Request& request) {
    const std::string_view path = request.path();
    const bool reads = request.method == "GET" || request.method == "HEAD";
    const bool writes = request.method == "POST";
    if (path == "/simulator/messages" && writes) return take_from_provider(std::move(request));
    if (path != "/handset" && !path.starts_with("/handset/")) return std::nullopt;
    if (reads) {
        if (path == "/handset")
            return answer_with(asset(embedded("handset.html"), "text/html; charset=utf-8"));
        if (path == "/handset/handset.css")
            return answer_with(asset(embedded("handset.css"), "text/css; charset=utf-8"));
        if (path == "/handset/handset.js") {
            return answer_with(asset(embedded("handset.js"), "text/javascript; charset=utf-8"));
        }
        if (path == "/handset/phone") return page_state();
        if (path == "/handset/texts") return wait_for_texts(std::move(request));
    }
    if (writes && path == "/handset/texts") return take_text(std::move(request));
    if (writes && path == "/handset/clock") return move_clock(std::move(request));
    return answer_with(Response::text(404, "not found\n"));
}

void Handset::stop() {
    is_stopping_ = true;
    tell();
}

void Handset::tell() {
    for (asio::steady_timer* page : waiting_) page->cancel();
}

Task<Response> Handset::page_state() const {
    json::array women;
    for (const auto& woman : options_.women) {
        women.push_back(json::object{{"name", woman.name}, {"number", woman.number}});
    }
    co_return say(200, {{"now", clock_.now().time_since_epoch().count()},
                        {"zone", options_.zone},
                        {"service_number", options_.service_number},
                        {"women", std::move(women)}});
}

Task<Response> Handset::take_text(Request request) {
    const auto message = read_json(request);
    if (!message) co_return refuse(400, "JSON with from and body is read, nothing else");
    const std::string from = text_of(*message, "from");
    std::string body = text_of(*message, "body");
    if (!is_phone_number(from)) co_return refuse(400, "from is not a number like +447700900123");
    if (body.empty() || body.size() > longest_text) co_return refuse(400, "the text is empty or too long");

    const std::string id = run_ + "-" + std::to_string(++texts_made_);
    const std::string webhook = json::serialize(json::object{
        {"type", "text"}, {"id", id}, {"from", from}, {"to", options_.service_number}, {"body", body}});
    store_.add(from, make_text(id, true, std::move(body), clock_.now()));
    tell();
    const bool is_taken = co_await post_webhook(webhook);
    store_.set_state(from, id, is_taken ? PhoneState::taken : PhoneState::refused);
    tell();
    if (!is_taken) co_return refuse(502, "the gateway did not take the text");
    co_return say(202, {{"id", id}});
}

Task<Response> Handset::wait_for_texts(Request request) {
    const auto query = http::parse_form(request.query(), 8);
    if (!query) co_return refuse(400, "the query can't be read");
    const std::string number{http::find_header(*query, "number").value_or("")};
    const std::string_view after = http::find_header(*query, "after").value_or("0");
    std::uint64_t revision = 0;
    std::from_chars(after.data(), after.data() + after.size(), revision);

    auto changed = store_.changed_since(number, revision);
    if (changed.empty() && !is_stopping_) {
        asio::steady_timer news{executor_, longest_wait};
        const auto place = waiting_.insert(waiting_.end(), &news);
        co_await news.async_wait(asio::as_tuple(asio::use_awaitable));
        waiting_.erase(place);
        changed = store_.changed_since(number, revision);
    }
    json::array texts;
    for (const PhoneText& text : changed) {
        revision = std::max(revision, text.revision);
        texts.push_back(shown(text));
    }
    co_return say(
        200,
        {{"now", clock_.now().time_since_epoch().count()}, {"texts", std::move(texts)}, {"last", revision}});
}

Task<Response> Handset::move_clock(Request request) {
    const auto message = read_json(request);
    if (!message) co_return refuse(400, "JSON is read, nothing else");
    if (const json::value* minutes = message->if_contains("forward_minutes")) {
        const auto by = minutes->is_int64() ? std::chrono::minutes{minutes->get_int64()} : longest_move * 2;
        if (by <= std::chrono::minutes{0} || by > longest_move) {
            co_return refuse(400, "forward_minutes is a whole number from 1 to 86400");
        }
        clock_.move(by);
        co_await story_.catch_up();
    } else {
        const std::string moment = text_of(*message, "to");
        auto refused = co_await move_to(moment, text_of(*message, "number"));
        if (refused) co_return refuse(409, *refused);
    }
    tell();
    co_return say(200, {{"now", clock_.now().time_since_epoch().count()}});
}

/// Empty when the clock stands there now; else why it doesn't, for the page.
Task<std::optional<std::string>> Handset::move_to(std::string_view moment, std::string number) {
    if (moment == "tomorrow") {
        const auto local = zone_.to_local(to_minutes(clock_.now()));
        const auto day = std::chrono::floor<std::chrono::days>(local) + std::chrono::days{1};
        clock_.set(zone_.to_instant_or_later(day + std::chrono::minutes{9 * 60 + 30}));
    } else if (moment == "next_text") {
        const auto next = co_await story_.next_text(number);
        if (!next) co_return "No text is on its way: book a time first.";
        // A little before it the reminder is planned for its minute; then that minute comes.
        if (*next - before_next_text > clock_.now()) clock_.set(*next - before_next_text);
        co_await story_.catch_up();
        clock_.set(*next + std::chrono::seconds{1});
    } else if (moment == "missed") {
        const auto end = co_await story_.end_of_next_time(number);
        if (!end) co_return "Nothing is booked on this phone.";
        if (*end - std::chrono::minutes{1} > clock_.now()) clock_.set(*end - std::chrono::minutes{1});
        if (!co_await story_.miss_next_time(std::move(number))) co_return "Nothing is booked on this phone.";
    } else {
        co_return "The clock doesn't know that moment.";
    }
    co_await story_.catch_up();
    co_return std::nullopt;
}

/// The company's side: what the simulator provider posts arrives on the phone, and a receipt goes back.
Task<Response> Handset::take_from_provider(Request request) {
    const std::string expected = crypto::to_hex(crypto::hmac_sha256(options_.secret, request.body));
    if (!crypto::equal_in_constant_time(request.header("X-Simulator-Signature").value_or(""), expected)) {
        co_return refuse(401, "the signature is missing or wrong");
    }
    const auto message = read_json(request);
    if (!message) co_return refuse(400, "not a JSON object");
    const std::string id = text_of(*message, "id"), to = text_of(*message, "to");
    if (id.empty() || !is_phone_number(to)) co_return refuse(400, "id or to is missing");
    const std::string provider_id = "phone-" + id;
    // A repeat is the same text: a phone that showed it twice would hide a fault of ours.
    if (!store_.has(to, provider_id)) {
        store_.add(to, make_text(provider_id, false, text_of(*message, "body"), clock_.now()));
        tell();
        asio::co_spawn(executor_, post_receipt(to, id, provider_id), asio::detached);
    }
    co_return say(201, {{"id", provider_id}});
}

Task<void> Handset::post_receipt(std::string number, std::string id, std::string provider_id) {
    const std::string receipt = json::serialize(
        json::object{{"type", "receipt"}, {"id", provider_id}, {"our_id", id}, {"delivery", "delivered"}});
    if (!co_await post_webhook(receipt)) co_return;
    store_.set_state(number, provider_id, PhoneState::receipted);
    tell();
}

Task<bool> Handset::post_webhook(std::string body) {
    Request request;
    request.method = "POST";
    request.target = options_.webhook_url;
    request.headers = {{"Content-Type", "application/json"},
                       {"X-Simulator-Signature", crypto::to_hex(crypto::hmac_sha256(options_.secret, body))}};
    request.body = std::move(body);
    const http::Exchange exchange = co_await client_.send(std::move(request));
    co_return exchange.outcome == http::Exchange::Outcome::answered&& exchange.response.status / 100 == 2;
}

}  // namespace offing::console
