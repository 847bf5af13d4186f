#include "gateway/staff/rights.hpp"

#include <algorithm>
#include <span>

namespace offing::staff {

namespace {

using enum Right;

constexpr Right front_desk_rights[] = {see_today, mark_times, see_people, reveal_people, see_diary};
constexpr Right worker_rights[] = {see_today,   mark_times,    see_tasks,   answer_tasks,
                                   see_people,  reveal_people, edit_people, see_diary,
                                   see_wording, flag_wording,  use_api};
constexpr Right manager_rights[] = {see_today,     mark_times,   see_tasks,    answer_tasks, see_people,
                                    reveal_people, edit_people,  erase_people, see_diary,    edit_diary,
                                    edit_clinics,  see_wording,  flag_wording, edit_wording, see_figures,
                                    see_health,    decide_texts, use_api};
constexpr Right wording_panel_rights[] = {see_wording, flag_wording, edit_wording, review_wording};
constexpr Right auditor_rights[] = {see_figures, see_ledger};
constexpr Right administrator_rights[] = {see_health,   decide_texts, edit_settings,
                                          manage_staff, see_ledger,   use_api};

std::span<const Right> rights_of(Role role) {
    switch (role) {
        case Role::front_desk:
            return front_desk_rights;
        case Role::worker:
            return worker_rights;
        case Role::manager:
            return manager_rights;
        case Role::wording_panel:
            return wording_panel_rights;
        case Role::auditor:
            return auditor_rights;
        case Role::administrator:
            return administrator_rights;
    }
    return {};
}

}  // namespace

std::string_view spell(Role role) {
    switch (role) {
        case Role::front_desk:
            return "front_desk";
        case Role::worker:
            return "worker";
        case Role::manager:
            return "manager";
        case Role::wording_panel:
            return "wording_panel";
        case Role::auditor:
            return "auditor";
        case Role::administrator:
            return "administrator";
    }
    return "";
}

std::string_view name_of(Role role) {
    switch (role) {
        case Role::front_desk:
            return "Front desk";
        case Role::worker:
            return "Worker";
        case Role::manager:
            return "Manager";
        case Role::wording_panel:
            return "Wording panel";
        case Role::auditor:
            return "Auditor";
        case Role::administrator:
            return "Administrator";
    }
    return "";
}

std::string_view spell(Right right) {
    constexpr std::string_view spelled[] = {
        "anyone",       "signed_in",     "see_today",    "mark_times",    "see_tasks",      "answer_tasks",
        "see_people",   "reveal_people", "edit_people",  "erase_people",  "see_diary",      "edit_diary",
        "edit_clinics", "see_wording",   "flag_wording", "edit_wording",  "review_wording", "see_figures",
        "see_ledger",   "see_health",    "decide_texts", "edit_settings", "manage_staff",   "use_api"};
    static_assert(std::size(spelled) == static_cast<std::size_t>(use_api) + 1);
    return spelled[static_cast<std::size_t>(right)];
}

std::optional<Role> parse_role(std::string_view text) {
    for (const Role role : all_roles())
        if (spell(role) == text) return role;
    return std::nullopt;
}

const std::vector<Role>& all_roles() {
    static const std::vector<Role> all{Role::front_desk,    Role::worker,  Role::manager,
                                       Role::wording_panel, Role::auditor, Role::administrator};
    return all;
}

Roles::Roles(const std::vector<Role>& roles) {
    for (const Role role : roles) bits_ |= bit(role);
}

Roles Roles::parse(std::string_view text) {
    Roles roles;
    while (!text.empty()) {
        const auto comma = text.find(',');
        if (const auto role = parse_role(text.substr(0, comma))) roles.bits_ |= bit(*role);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    return roles;
}

bool Roles::may(Right right) const {
    if (right == anyone || right == signed_in) return true;
    return std::ranges::any_of(all_roles(), [&](Role role) {
        return has(role) && std::ranges::find(rights_of(role), right) != rights_of(role).end();
    });
}

std::vector<Role> Roles::list() const {
    std::vector<Role> roles;
    std::ranges::copy_if(all_roles(), std::back_inserter(roles), [this](Role role) { return has(role); });
    return roles;
}

std::string Roles::spelled() const {
    std::string all;
    for (const Role role : list()) all.append(all.empty() ? "" : ",").append(spell(role));
    return all;
}

}  // namespace offing::staff
