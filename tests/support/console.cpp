#include "tests/support/console.hpp"

#include <stdexcept>

#include "gateway/service/wording.hpp"
#include "gateway/staff/accounts.hpp"
#include "gateway/staff/password.hpp"
#include "gateway/staff/sign_in.hpp"
#include "gateway/storage/service_versions.hpp"

namespace offing::support {

using storage::Transaction;

namespace {

void keep(std::map<std::string, std::string>& cookies, std::string_view header) {
    const auto pair = header.substr(0, header.find(';'));
    const auto equals = pair.find('=');
    const std::string name{pair.substr(0, equals)};
    if (header.contains("Max-Age=0")) {
        cookies.erase(name);
    } else {
        cookies[name] = pair.substr(equals + 1);
    }
}

std::string spelled(const std::vector<http::Header>& fields) {
    std::string body;
    for (const auto& [name, value] : fields)
        body += (body.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
    return body;
}

/// Read once for all tests of a program.
const service::ReleaseTexts& shipped_texts() {
    static const auto texts =
        service::read_release(service::load_shipped(std::string{OFFING_ROOT} + "/templates/messages"));
    return texts;
}

console::Deployment deployment_of(Rig& rig) {
    using console::SeenFinding;
    console::Deployment deployment;
    deployment.engine = rig.database->engine();
    for (const auto& [name, account] : rig.accounts)
        deployment.accounts.push_back(
            {.name = name, .kind = account.kind, .sender = "+447700900000", .webhook = {}});
    deployment.examine = []() -> Task<std::vector<SeenFinding>> {
        co_return std::vector<SeenFinding>{
            {SeenFinding::Level::well, "ports", "public 127.0.0.1:8080 is served by Offing", ""},
            {SeenFinding::Level::wrong, "master key", "is not the one that the store was sealed with",
             "bring back the key that belongs to this store"}};
    };
    deployment.copies = []() -> Task<std::vector<console::SeenCopy>> {
        co_return std::vector<console::SeenCopy>{
            {.name = "offing-20261118T013000Z.json", .made_at = "2026-11-18T01:30:00Z", .bytes = 1U << 20U}};
    };
    deployment.check_newest_copy = []() -> Task<std::string> { co_return ""; };
    deployment.send_test = [&rig](std::string account, std::string number) {
        return service::send_test(*rig.database, rig.vault, rig.accounts, rig.network, std::move(account),
                                  std::move(number), rig.clock.now());
    };
    return deployment;
}

}  // namespace

Answer Browser::send(http::Request request) {
    std::string all;
    for (const auto& [name, value] : cookies) all += (all.empty() ? "" : "; ") + name + "=" + value;
    if (!all.empty()) request.headers.emplace_back("Cookie", all);
    request.peer = "127.0.0.1";
    auto task = console_.route(request);
    if (!task) return {.status = 404, .body = "no page", .location = {}, .headers = {}};
    const http::Response response = rig_.run(std::move(*task));
    Answer answer{.status = response.status, .body = response.body, .location = {}, .headers = {}};
    for (const auto& [name, value] : response.headers) {
        answer.headers[name] = value;
        if (name == "Set-Cookie") keep(cookies, value);
        if (name == "Location") answer.location = value;
    }
    return answer;
}

Answer Browser::get(std::string_view path) {
    http::Request request;
    request.target = path;
    return send(std::move(request));
}

std::string Browser::form_token() {
    const Answer page = get("/help");
    constexpr std::string_view before = R"(name="csrf" value=")";
    const auto begin = page.body.find(before);
    if (begin != std::string::npos) {
        const auto from = begin + before.size();
        return page.body.substr(from, page.body.find('"', from) - from);
    }
    const Answer door = get("/sign-in");
    const auto at = door.body.find(before);
    if (at == std::string::npos) throw std::logic_error{"no page with a form"};
    const auto from = at + before.size();
    return door.body.substr(from, door.body.find('"', from) - from);
}

Answer Browser::post(std::string_view path, std::vector<http::Header> fields) {
    if (!http::find_header(fields, "csrf")) fields.emplace_back("csrf", form_token());
    http::Request request;
    request.method = "POST";
    request.target = path;
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = spelled(fields);
    return send(std::move(request));
}

ConsoleRig::ConsoleRig(std::string_view engine, bool demo, std::string_view at)
    : rig{engine, at},
      book{*rig.database, rig.clock},
      deployment{deployment_of(rig)},
      console{{.database = *rig.database,
               .desk = rig.desk,
               .clock = rig.clock,
               .real_clock = rig.clock,
               .wake = [] {},
               .demo = demo,
               .book = &book,
               .texts = &shipped_texts(),
               .deployment = &deployment,
               .service_changed = [this] { return rig.keeper.refresh_diary(); }}} {
    const auto loaded = config::load_service(std::string{OFFING_ROOT} + "/config/demo/service.toml");
    const auto added = rig.database->transact_now([&](Transaction& transaction) {
        return storage::add_service(transaction, loaded->bundle.text, loaded->bundle.files, rig.clock.now());
    });
    if (!added) throw std::runtime_error("the demo service can't be stored");
}

void ConsoleRig::take_texts() {
    const auto taken = rig.database->transact_now([now = rig.clock.now()](Transaction& transaction) {
        service::take_shipped(transaction, shipped_texts().read.versions(), now);
        return true;
    });
    if (!taken) throw std::runtime_error("the texts can't be stored");
}

std::string ConsoleRig::add_staff(std::string_view account, const staff::Roles& roles,
                                  std::string_view password) {
    // One hash for all tests: what is slow about it is tested by itself.
    static std::map<std::string, std::string, std::less<>> hashes;
    auto hash = hashes.find(password);
    if (hash == hashes.end()) hash = hashes.emplace(password, staff::hash_password(password)).first;
    const auto now = rig.clock.now();
    const staff::NewStaff wanted{std::string{account}, "Staff " + std::string{account}, roles};
    const auto id = rig.database->transact_now([&](Transaction& transaction) {
        const auto added = staff::add(transaction, wanted, hash->second, now);
        storage::set_staff_password(transaction, added.value(), hash->second, std::nullopt);
        return *added;
    });
    return id.value();
}

Browser ConsoleRig::signed_in(std::string_view staff_id) {
    Browser made = browser();
    made.cookies["offing"] = rig.database
                                 ->transact_now([&, now = rig.clock.now()](Transaction& transaction) {
                                     return staff::open_session(transaction, staff_id, "in", {}, now);
                                 })
                                 .value();
    return made;
}

Browser ConsoleRig::signed_in(const staff::Roles& roles) {
    return signed_in(add_staff("somebody" + std::to_string(++added_), roles));
}

}  // namespace offing::support
