#include "gateway/api/api.hpp"

#include <algorithm>

#include "gateway/api/answers.hpp"
#include "gateway/base/crypto.hpp"
#include "gateway/storage/api_access.hpp"

namespace offing::api {

using storage::Transaction;

namespace {

constexpr std::string_view key_prefix = "offing_";
constexpr std::size_t most_parameters = 32;

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        parts.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return parts;
}

/// What stands for the pattern's {...}; empty when the path is another.
std::optional<std::vector<std::string>> ids_in(std::string_view pattern, std::string_view path) {
    const auto wanted = split(pattern), given = split(path);
    if (wanted.size() != given.size()) return std::nullopt;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto open = wanted[i].find('{');
        if (open == std::string_view::npos) {
            if (wanted[i] != given[i]) return std::nullopt;
            continue;
        }
        // "{secret}.ics"
        const std::string_view ending = wanted[i].substr(wanted[i].find('}') + 1);
        if (!given[i].ends_with(ending) || given[i].size() == ending.size()) return std::nullopt;
        auto id = http::percent_decode(given[i].substr(0, given[i].size() - ending.size()), false);
        if (!id) return std::nullopt;
        ids.push_back(std::move(*id));
    }
    return ids;
}

http::Response method_refused(std::string_view allowed) {
    auto response = problem(405, "Not with this method", "the Allow header names those that work");
    response.headers.emplace_back("Allow", allowed);
    return response;
}

struct Asked {
    const Operation* operation = nullptr;
    std::vector<std::string> ids{};
    std::string allowed{};  ///< methods of that path
};

Asked find_operation(std::string_view method, std::string_view path) {
    Asked asked;
    if (method == "HEAD") method = "GET";
    for (const Operation& each : all_operations()) {
        auto ids = ids_in(each.path, path);
        if (!ids) continue;
        asked.allowed += (asked.allowed.empty() ? "" : ", ") + std::string{each.method};
        if (each.method != method) continue;
        asked.operation = &each;
        asked.ids = std::move(*ids);
        return asked;
    }
    return asked;
}

http::Response key_missing() {
    auto response =
        problem(401, "Who are you?", "send Authorization: Bearer and a key that an administrator made");
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

}  // namespace

std::optional<std::string> Call::parameter(std::string_view name) const {
    const auto found = std::ranges::find(query, name, &http::Header::first);
    if (found == query.end()) return std::nullopt;
    return found->second;
}

Bytes hash_of_secret(std::string_view secret) {
    const auto hash = crypto::sha256(secret);
    return {hash.begin(), hash.end()};
}

FreshSecret fresh_feed_secret() {
    // 256 bits: nobody guesses it, so a plain hash keeps it.
    std::string secret = crypto::to_base64url(crypto::random_bytes(32));
    Bytes hash = hash_of_secret(secret);
    return {std::move(secret), std::move(hash)};
}

FreshSecret fresh_key() {
    std::string secret = std::string{key_prefix} + crypto::to_base64url(crypto::random_bytes(32));
    Bytes hash = hash_of_secret(secret);
    return {std::move(secret), std::move(hash)};
}

const std::vector<Operation>& all_operations() {
    static const std::vector<Operation> all = [] {
        std::vector<Operation> found;
        for (const auto& each :
             {calendar_operations(), change_operations(), fhir_operations(), open_operations()})
            found.insert(found.end(), each.begin(), each.end());
        return found;
    }();
    return all;
}

std::optional<Task<http::Response>> Api::route(http::Request& request) {
    const std::string_view path = request.path();
    const bool is_ours =
        path.starts_with("/api/") || path.starts_with("/fhir/") || path.starts_with("/feeds/");
    if (!is_ours) return std::nullopt;
    return serve(std::move(request));
}

Task<Result<std::optional<Caller>>> Api::caller_of(const http::Request& request) const {
    const auto given = request.header("Authorization");
    if (!given) {
        if (!tools_.signed_in) co_return std::nullopt;
        co_return co_await tools_.signed_in(request);
    }
    constexpr std::string_view scheme = "Bearer ";
    if (!given->starts_with(scheme)) co_return std::nullopt;
    const Bytes hash = hash_of_secret(given->substr(scheme.size()));
    const Timestamp now = tools_.clock.now();
    auto key = co_await tools_.database.read(
        [hash, now](Transaction& transaction) { return storage::find_api_key(transaction, hash, now); });
    if (!key) co_return std::unexpected(std::move(key.error()));
    if (!*key) co_return std::nullopt;
    const std::string today =
        scheduler::spell(scheduler::Date{std::chrono::floor<std::chrono::days>(now).time_since_epoch()});
    if ((*key)->used_on != today) {
        const auto noted =
            co_await tools_.database.transact([id = (*key)->id, today](Transaction& transaction) {
                storage::note_api_key_used(transaction, id, today);
                return true;
            });
        if (!noted) co_return std::unexpected(noted.error());
    }
    co_return Caller{(*key)->id, staff::Roles::parse((*key)->roles), true};
}

Task<http::Response> Api::serve(http::Request request) {
    Asked asked = find_operation(request.method, request.path());
    if (asked.operation == nullptr)
        co_return asked.allowed.empty() ? problem(404, "Not here", "/api/openapi.json lists what there is")
                                        : method_refused(asked.allowed);
    auto query = http::parse_form(request.query(), most_parameters);
    if (!query) co_return problem(400, "Can't be read", "the part after ? is no list of names and values");
    Call call{.request = std::move(request),
              .caller = {},
              .ids = std::move(asked.ids),
              .query = std::move(*query),
              .now = tools_.clock.now()};
    if (!asked.operation->is_open) {
        auto caller = co_await caller_of(call.request);
        if (!caller) co_return failed(caller.error());
        if (!*caller) co_return key_missing();
        call.caller = std::move(**caller);
        const bool reads = asked.operation->method == "GET";
        if (!call.caller.has_key && !reads)
            co_return problem(403, "Not this way", "changes take a key; in the browser, use the console");
        if (!call.caller.roles.may(asked.operation->right))
            co_return problem(403, "Not allowed",
                              "this takes the right " + std::string{staff::spell(asked.operation->right)});
    }
    co_return co_await asked.operation->handler(tools_, std::move(call));
}

}  // namespace offing::api
