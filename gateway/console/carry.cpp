#include <boost/json.hpp>

#include "gateway/base/crypto.hpp"
#include "gateway/console/console.hpp"
#include "gateway/console/visit.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/database.hpp"

namespace offing::console {

namespace json = boost::json;

namespace {

constexpr std::string_view field = "form carried past the door";
constexpr std::chrono::hours keeps{12};

struct Carried {
    std::string staff, path;
    Timestamp at;
    std::vector<http::Header> fields;
};

std::optional<Carried> opened(const storage::Vault& vault, std::string_view sealed) {
    const auto bytes = crypto::from_base64url(sealed);
    if (!bytes) return std::nullopt;
    const auto text = vault.open(*bytes, field);
    if (!text) return std::nullopt;
    // Sealed by ourselves: it has the shape that carry() gave it.
    const json::object object = json::parse(*text).as_object();
    Carried carried{.staff = std::string{object.at("staff").as_string()},
                    .path = std::string{object.at("path").as_string()},
                    .at = Timestamp{std::chrono::milliseconds{object.at("at").as_int64()}},
                    .fields = {}};
    for (const json::value& pair : object.at("fields").as_array())
        carried.fields.emplace_back(pair.at(0).as_string(), pair.at(1).as_string());
    return carried;
}

}  // namespace

std::string carry(const Tools& tools, const Visit& visit) {
    json::array fields;
    for (const auto& [name, value] : visit.form().fields())
        if (name != "csrf") fields.push_back(json::array{name, value});
    const json::object all{{"staff", visit.who().account.id},
                           {"path", visit.request().path()},
                           {"at", visit.real_now().time_since_epoch().count()},
                           {"fields", std::move(fields)}};
    return crypto::to_base64url(tools.desk.vault.seal(json::serialize(all), field));
}

Task<std::optional<http::Response>> carry_on(const Tools& tools, const Visit& visit, std::string_view sealed,
                                             std::string token) {
    auto carried = opened(tools.desk.vault, sealed);
    if (!carried || visit.real_now() - carried->at > keeps) co_return std::nullopt;
    auto who =
        co_await tools.database.read([token, now = visit.real_now()](storage::Transaction& transaction) {
            return staff::peek(transaction, token, now);
        });
    if (!who || who->standing != staff::Standing::in || who->account.id != carried->staff)
        co_return std::nullopt;
    if (who->account.password_until) co_return std::nullopt;
    Match found = match("POST", carried->path);
    if (found.route == nullptr || !who->roles.may(found.route->right)) co_return std::nullopt;
    http::Request request = visit.request();
    request.target = carried->path;
    request.body.clear();
    const PageHandler handler = found.route->handler;
    Visit again{tools, std::move(request), std::move(*who), std::move(found)};
    again.take_form(Form{std::move(carried->fields)});
    co_return co_await handler(tools, again);
}

}  // namespace offing::console
