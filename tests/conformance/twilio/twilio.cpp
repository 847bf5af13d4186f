// twilio_conformance FOLDER: judges FOLDER/twilio_signatures.jsonl, whose rows name an auth token, a URL, the
// parameters or the JSON body, a signature and whether it is genuine. Exits 0 when every row is judged right.

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <string>

#include "gateway/provider/registry.hpp"

namespace {

namespace json = boost::json;
namespace http = offing::http;

std::string text(const json::value& value) { return std::string{value.as_string()}; }

std::string form_of(const json::object& parameters) {
    std::string form;
    const auto add = [&form](std::string_view key, const json::value& value) {
        form +=
            (form.empty() ? "" : "&") + http::percent_encode(key) + "=" + http::percent_encode(text(value));
    };
    for (const auto& [key, value] : parameters) {
        if (value.is_array())
            for (const json::value& each : value.get_array()) add(key, each);
        else
            add(key, value);
    }
    return form;
}

/// A genuine request gets as far as its missing MessageSid; a forged one no further than its signature.
bool is_accepted(const json::object& row) {
    const std::string url = text(row.at("url"));
    const std::size_t target = url.find('/', url.find("://") + 3);
    const auto made =
        offing::provider::make_provider({.name = "twilio",
                                         .kind = "twilio",
                                         .sender = "+447700900000",
                                         .public_base = url.substr(0, target),
                                         .secrets = {text(row.at("token"))},
                                         .options = {{"account_sid", "AC" + std::string(32, '0')}}});
    const bool is_json = row.at("body").is_string();
    http::Request request{.method = "POST",
                          .target = url.substr(target),
                          .headers = {{"X-Twilio-Signature", text(row.at("signature"))}},
                          .body = is_json ? text(row.at("body")) : form_of(row.at("params").as_object()),
                          .request_id = {},
                          .peer = {}};
    request.headers.emplace_back("Content-Type",
                                 is_json ? "application/json" : "application/x-www-form-urlencoded");
    const auto answer = made.value()->read_webhook(request, offing::Timestamp{});
    return answer || answer.error().kind != offing::Error::Kind::bad_signature;
}

}  // namespace

int main(int argc, char** argv) {
    std::ifstream in{argc == 2 ? std::string{argv[1]} + "/twilio_signatures.jsonl" : std::string{}};
    if (!in) {
        std::fprintf(stderr, "usage: twilio_conformance FOLDER, which holds twilio_signatures.jsonl\n");
        return 2;
    }
    int rows = 0, wrong = 0;
    for (std::string line; std::getline(in, line); ++rows) {
        const json::object row = json::parse(line).as_object();
        if (is_accepted(row) == row.at("valid").as_bool()) continue;
        ++wrong;
        std::printf("row %d (%s) is judged wrong\n", rows + 1, text(row.at("name")).c_str());
    }
    std::printf("twilio: %d of %d signatures judged right\n", rows - wrong, rows);
    return wrong == 0 && rows > 0 ? 0 : 1;
}
