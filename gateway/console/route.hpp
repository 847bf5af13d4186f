// One table of all pages: method, path, the right it takes, and who answers.
// tests/gateway/console/walk_test.cpp walks it with every role.

#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/base/task.hpp"
#include "gateway/http/messages.hpp"
#include "gateway/staff/rights.hpp"

namespace offing::service {
class ServiceBook;
struct Desk;
struct ReleaseTexts;
}  // namespace offing::service
namespace offing::storage {
class Database;
}

namespace offing::figures {
class Shelf;
}

namespace offing::console {

using staff::Right;

class PasswordWork;
struct Deployment;

/// What pages work with. Everything outlives the console.
struct Tools {
    storage::Database& database;
    service::Desk& desk;
    const Clock& clock;          ///< the service's time, which the demo may move
    const Clock& real_clock;     ///< sessions' and codes': nobody moves it
    std::function<void()> wake;  ///< something new waits to be sent
    bool demo = false;
    bool tls = false;  ///< the internal listener has a certificate
    PasswordWork* passwords = nullptr;
    figures::Shelf* figures = nullptr;
    service::ServiceBook* book = nullptr;           ///< the service as it is stored, for who changes it
    const service::ReleaseTexts* texts = nullptr;   ///< what ships, to look at words beside it
    const Deployment* deployment = nullptr;         ///< what the health pages look at
    std::function<Task<void>()> service_changed{};  ///< a new version is stored: everything looks at it
};

class Visit;
using PageHandler = Task<http::Response> (*)(const Tools& tools, Visit& visit);

struct Route {
    std::string_view method;  ///< GET (answers HEAD too) or POST
    std::string_view path;  ///< "/people/:id/windows"; ":..." stands for one id, visit.id(0), visit.id(1) ...
    Right right;
    PageHandler handler;
};

/// Each room of pages has its own; a new one is added to all_routes().
std::span<const Route> sign_in_routes();
std::span<const Route> account_routes();
std::span<const Route> staff_routes();
std::span<const Route> access_routes();
std::span<const Route> clinic_routes();
std::span<const Route> diary_routes();
std::span<const Route> figures_routes();
std::span<const Route> school_routes();
std::span<const Route> site_worker_routes();
std::span<const Route> wording_routes();
std::span<const Route> health_routes();
std::span<const Route> people_routes();
std::span<const Route> person_form_routes();
std::span<const Route> person_new_routes();
std::span<const Route> person_offer_routes();
std::span<const Route> task_routes();
std::span<const Route> today_routes();

const std::vector<Route>& all_routes();

struct Match {
    const Route* route = nullptr;  ///< null: no such path, or not with this method
    std::vector<std::string> ids{};
    bool is_known_path = false;
};
Match match(std::string_view method, std::string_view path);

}  // namespace offing::console
