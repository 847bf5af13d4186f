// The service for other programs, behind the rights of the console: JSON under /api/v1, FHIR R4 to read under
// /fhir/R4, and calendars under secret addresses. One table holds all operations; what is in it is in
// openapi.json too, and a test compares them.

#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/base/task.hpp"
#include "gateway/http/messages.hpp"
#include "gateway/service/service_book.hpp"
#include "gateway/staff/rights.hpp"

namespace offing::api {

/// Who asks: a program with a key, or somebody who is signed in at the console.
struct Caller {
    std::string id;
    staff::Roles roles{};
    bool has_key = false;
};

struct ApiTools {
    storage::Database& database;
    service::ServiceBook& book;
    const Clock& clock;
    /// Who is signed in, by the request's cookie. Such a caller may read only: a form of another site could
    /// send her cookie along.
    std::function<Task<std::optional<Caller>>(const http::Request&)> signed_in{};
    /// A new version of the service is stored.
    std::function<Task<void>()> service_changed{};
};

/// One request as an operation sees it.
struct Call {
    http::Request request;
    Caller caller;
    std::vector<std::string> ids{};     ///< what stood for the path's {...}, in order
    std::vector<http::Header> query{};  ///< decoded
    Timestamp now{};
    std::optional<std::string> parameter(std::string_view name) const;
};

using OperationHandler = Task<http::Response> (*)(const ApiTools& tools, Call call);

struct Operation {
    std::string_view method;
    std::string_view path;  ///< "/api/v1/clinics/{id}"
    staff::Right right;
    OperationHandler handler;
    /// Takes no key: the address itself is the secret.
    bool is_open = false;
};
std::span<const Operation> calendar_operations();
std::span<const Operation> change_operations();
std::span<const Operation> fhir_operations();
std::span<const Operation> open_operations();
const std::vector<Operation>& all_operations();

class Api {
public:
    /// Everything in `tools` outlives the Api, and the Api its answers.
    explicit Api(ApiTools tools) : tools_{std::move(tools)} {}

    /// The answer for a path of ours; empty for any other, and then the request is untouched.
    std::optional<Task<http::Response>> route(http::Request& request);

private:
    Task<http::Response> serve(http::Request request);
    Task<Result<std::optional<Caller>>> caller_of(const http::Request& request) const;

    ApiTools tools_;
};

/// A key as its holder has it, which is shown once, and what the store keeps of it.
struct FreshSecret {
    std::string secret;
    Bytes hash;
};
FreshSecret fresh_key();
FreshSecret fresh_feed_secret();
Bytes hash_of_secret(std::string_view secret);

}  // namespace offing::api
