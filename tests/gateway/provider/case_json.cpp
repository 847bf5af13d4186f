#include "case_json.hpp"

#include <date/date.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <sstream>
#include <stdexcept>

namespace offing::provider {

namespace json = boost::json;

namespace {

std::string make_key() {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_RSA_gen(2048), EVP_PKEY_free};
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> out{BIO_new(BIO_s_mem()), BIO_free_all};
    if (PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        throw std::runtime_error("no key could be made");
    const char* bytes = nullptr;
    const auto length = BIO_get_mem_data(out.get(), &bytes);
    return {bytes, static_cast<std::size_t>(length)};
}

}  // namespace

std::string text(const json::object& object, std::string_view key, std::string_view otherwise) {
    const json::value* value = object.if_contains(key);
    return std::string{value != nullptr && value->is_string() ? std::string_view{value->get_string()}
                                                              : otherwise};
}

Timestamp time_of(const json::object& row, std::string_view key) {
    std::istringstream in{text(row, key, "2026-11-23T09:30:00Z")};
    date::sys_seconds when;
    in >> date::parse("%FT%TZ", when);
    if (!in) throw std::invalid_argument(std::string{key} + " is no time");
    return when;
}

ProviderOptions settings_of(json::object settings, const json::value* set) {
    static const std::string key_of_this_run = make_key();
    if (set != nullptr)
        for (const auto& member : set->as_object()) settings[member.key()] = member.value();
    ProviderOptions options{.name = text(settings, "name"),
                            .kind = text(settings, "kind"),
                            .sender = text(settings, "sender"),
                            .public_base = text(settings, "public_base"),
                            .secrets = {},
                            .options = {}};
    for (const auto& secret : settings.at("secrets").as_array())
        options.secrets.emplace_back(secret.as_string());
    for (const auto& option : settings.at("options").as_object()) {
        std::string value{option.value().as_string()};
        if (value == "(made for this run)") value = key_of_this_run;
        options.options.emplace(option.key(), std::move(value));
    }
    return options;
}

std::vector<http::Header> headers_of(const json::object& message) {
    std::vector<http::Header> headers;
    if (const json::value* value = message.if_contains("headers"))
        for (const auto& header : value->as_object())
            headers.emplace_back(header.key(), std::string{header.value().as_string()});
    return headers;
}

http::Request request_of(const json::object& message) {
    return {.method = text(message, "method", "POST"),
            .target = text(message, "target"),
            .headers = headers_of(message),
            .body = text(message, "body"),
            .request_id = {},
            .peer = {}};
}

OutboundText outbound_of(const json::object& said) {
    return {.id = text(said, "id"),
            .to = text(said, "to"),
            .body = text(said, "body"),
            .valid_for = std::chrono::seconds{said.at("valid_for").to_number<int>()}};
}

json::object event_as_json(const WebhookEvent& event) {
    if (const auto* receipt = std::get_if<Receipt>(&event))
        return {{"receipt", json::object{{"provider_id", receipt->provider_id},
                                         {"our_id", receipt->our_id},
                                         {"delivery", spell(receipt->delivery)},
                                         {"code", receipt->code}}}};
    const auto& in = std::get<InboundText>(event);
    json::object said{{"provider_id", in.provider_id},
                      {"from", in.from},
                      {"to", in.to},
                      {"body", in.body},
                      {"opt_out_keyword", in.opt_out_keyword},
                      {"opt_in_keyword", in.opt_in_keyword},
                      {"media", in.media}};
    if (!in.also_known_as.empty()) said["also_known_as"] = in.also_known_as;
    return {{"text", std::move(said)}};
}

}  // namespace offing::provider
