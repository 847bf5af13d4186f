#include <algorithm>
#include <optional>
#include <string>

#include "gateway/console/route.hpp"

namespace offing::console {

namespace {

constexpr std::size_t longest_id = 64;

/// Ids of ours and of the service file: letters, digits, - _ . and nothing else.
bool is_id(std::string_view part) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    return !part.empty() && part.size() <= longest_id &&
           part.find_first_not_of(allowed) == std::string_view::npos;
}

std::string_view next_part(std::string_view& rest) {
    rest.remove_prefix(1);
    const auto slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash);
    return part;
}

std::optional<std::vector<std::string>> fit(std::string_view pattern, std::string_view path) {
    std::vector<std::string> ids;
    while (pattern.starts_with('/') && path.starts_with('/')) {
        const std::string_view wanted = next_part(pattern), given = next_part(path);
        const bool is_for_id = wanted.starts_with(':');
        if (is_for_id ? !is_id(given) : wanted != given) return std::nullopt;
        if (is_for_id) ids.emplace_back(given);
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return ids;
}

std::vector<Route> gather() {
    std::vector<Route> all;
    for (const auto routes :
         {sign_in_routes(), account_routes(), staff_routes(), access_routes(), clinic_routes(),
          diary_routes(), figures_routes(), school_routes(), site_worker_routes(), today_routes(),
          task_routes(), people_routes(), person_form_routes(), person_new_routes(), person_offer_routes(),
          wording_routes(), health_routes()})
        all.insert(all.end(), routes.begin(), routes.end());
    // A path spelled out comes before one with ids: /people/new is nobody's id.
    std::ranges::sort(all, {}, [](const Route& route) {
        return std::pair{std::ranges::count(route.path, ':'), route.path};
    });
    return all;
}

}  // namespace

const std::vector<Route>& all_routes() {
    static const std::vector<Route> all = gather();
    return all;
}

Match match(std::string_view method, std::string_view path) {
    if (method == "HEAD") method = "GET";
    Match found;
    for (const Route& route : all_routes()) {
        auto ids = fit(route.path, path);
        if (!ids) continue;
        found.is_known_path = true;
        if (route.method != method) continue;
        found.route = &route;
        found.ids = std::move(*ids);
        return found;
    }
    return found;
}

}  // namespace offing::console
