#include "templates/review.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace offing::templates {

namespace {

constexpr std::array<std::string_view, 11> roles{"mother-living-experience",
                                                 "mother-lived-experience",
                                                 "woman-living-experience",
                                                 "peer-mentor",
                                                 "daughter-or-son",
                                                 "worker",
                                                 "safeguarding-lead",
                                                 "information-governance",
                                                 "clinical-safety-officer",
                                                 "interpreter",
                                                 "speaker"};
constexpr std::array<std::string_view, 5> ways{"group", "one-to-one", "paper-cards", "phone", "by-text"};
constexpr std::array<std::string_view, 3> outcomes{"ok", "change-asked", "object"};

template <std::size_t Count>
std::string list(const std::array<std::string_view, Count>& words) {
    std::string out;
    for (const auto word : words) out += (out.empty() ? "" : ", ") + std::string{word};
    return out;
}

template <std::size_t Count>
bool has(const std::array<std::string_view, Count>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

bool is_month(std::string_view month) {
    const auto digit = [&](std::size_t i) { return month[i] >= '0' && month[i] <= '9'; };
    if (month.size() != 7 || month[4] != '-') return false;
    for (std::size_t i = 0; i < month.size(); ++i) {
        if (i != 4 && !digit(i)) return false;
    }
    const int number = (month[5] - '0') * 10 + (month[6] - '0');
    return number >= 1 && number <= 12;
}

/// An objection stands until the same role says ok in a later record.
bool objects(const Template& shown, std::string_view role) {
    bool open = false;
    for (const auto& review : shown.reviews) {
        if (review.role == role) open = review.outcome == "object";
    }
    return open;
}

bool agreed(const Template& shown, std::string_view role) {
    return std::ranges::any_of(
        shown.reviews, [&](const Review& review) { return review.role == role && review.outcome == "ok"; });
}

}  // namespace

std::vector<Gate> closed_gates(const Template& shown) {
    std::vector<Gate> gates;
    const auto need = [&](std::string_view role, std::string_view who) {
        if (!agreed(shown, role)) {
            gates.push_back({"nobody in the role " + std::string{role} + " has said ok",
                             "Ask " + std::string{who} + " and record the outcome."});
        } else if (objects(shown, role)) {
            gates.push_back({"an objection by the role " + std::string{role} + " is open",
                             "Change the words and ask again."});
        }
    };
    need("mother-living-experience",
         "a mother with living experience; nobody who is abstinent can stand in for her");
    need("safeguarding-lead", "the safeguarding lead");
    need("information-governance", "the Caldicott guardian or information governance lead");
    if (shown.crisis) need("clinical-safety-officer", "the clinical safety officer");
    if (shown.review_by.empty()) {
        gates.push_back({"it has no review-by date", "Set review_by, at most six months ahead."});
    }
    return gates;
}

std::vector<Gate> wrong_in(const Review& review) {
    std::vector<Gate> wrong;
    if (!has(roles, review.role)) {
        wrong.push_back({"role \"" + review.role + "\" is unknown; names never stand here",
                         "One of " + list(roles) + "."});
    }
    if (!has(ways, review.how)) {
        wrong.push_back({"how \"" + review.how + "\" is unknown", "One of " + list(ways) + "."});
    }
    if (!has(outcomes, review.outcome)) {
        wrong.push_back({"outcome \"" + review.outcome + "\" is unknown", "One of " + list(outcomes) + "."});
    }
    if (!is_month(review.month)) {
        wrong.push_back({"month \"" + review.month + "\" is not a month", "Write it as 2026-09."});
    }
    return wrong;
}

}  // namespace offing::templates
