// Who may do what. Every page names one right; a person has those of her roles and no others.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace offing::staff {

enum class Role { front_desk, worker, manager, wording_panel, auditor, administrator };

/// `anyone` is signed in or not, `signed_in` whoever is; the others come with roles.
enum class Right {
    anyone,
    signed_in,
    see_today,      ///< who is expected today, by first name where she agreed to one
    mark_times,     ///< arrived, missed, ran over
    see_tasks,      ///< what needs a person, with the words of the text it came from
    answer_tasks,   ///< answer, acknowledge, finish
    see_people,     ///< find somebody, and see what the service keeps about her times
    reveal_people,  ///< her number and name, each time on record
    edit_people,    ///< her windows, safe contact, worker, language; opting in
    erase_people,   ///< merging and erasing
    see_diary,
    edit_diary,    ///< move and cancel sessions
    edit_clinics,  ///< patterns, staffing, school calendars
    see_wording,
    flag_wording,    ///< says that words are wrong: the second one pauses a text
    edit_wording,    ///< writes other words, and puts them forward
    review_wording,  ///< records what was said of them, lets them go live, and ends them
    see_figures,     ///< counts of a quarter; nothing about any one woman
    see_ledger,
    see_health,     ///< queues, providers, backups
    decide_texts,   ///< whether a text that may have gone out goes once more; lifting a company's block
    edit_settings,  ///< what is set in the console, test sends
    manage_staff,   ///< accounts and their roles
    use_api
};

std::string_view spell(Role role);
std::string_view spell(Right right);
/// In words, for pages: "Front desk".
std::string_view name_of(Role role);
std::optional<Role> parse_role(std::string_view text);
const std::vector<Role>& all_roles();

class Roles {
public:
    Roles() = default;
    explicit Roles(const std::vector<Role>& roles);
    /// "worker,manager"; words that are no role are left out.
    static Roles parse(std::string_view text);

    bool has(Role role) const { return (bits_ & bit(role)) != 0; }
    bool may(Right right) const;
    bool is_empty() const { return bits_ == 0; }
    std::vector<Role> list() const;
    std::string spelled() const;
    friend bool operator==(const Roles&, const Roles&) = default;

private:
    static std::uint32_t bit(Role role) { return 1U << static_cast<unsigned>(role); }
    std::uint32_t bits_ = 0;
};

}  // namespace offing::staff
