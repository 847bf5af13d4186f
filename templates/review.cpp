#include "templates/review.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace offing::templates {

namespace {

constexpr std::array<std::string_view, 10> roles{"mother-living-experience", "mother-lived-experience",
                                                 "woman-living-experience",  "peer-mentor",
                                                 "daughter-or-son",          "worker",
                                                 "safeguarding-lead",        "information-governance",
                                                 "clinical-safety-officer",  "interpreter"};
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

bool is_english(std::string_view language) { return language == "en" || language.starts_with("en-"); }

int month_number(std::string_view month) {
    return std::stoi(std::string{month.substr(0, 4)}) * 12 + std::stoi(std::string{month.substr(5, 2)});
}

void hear(Reviewed& state, const Review& review) {
    if (review.outcome == "ok") state.standing[review.role] = {.agreed = true, .objects = false};
    if (review.outcome == "object") state.standing[review.role].objects = true;
}

Gate gate(std::string what, std::string remedy) { return {std::move(what), std::move(remedy)}; }

std::string quoted(Status status) { return "it is " + std::string{spell(status)}; }

/// Each step in a function of its own: what it asks for, and what it changes.
class Follow {
public:
    explicit Follow(const Reviewed& now) : next_{now} {}

    void operator()(const PutForward&) {
        if (next_.status != Status::draft)
            return refuse(quoted(next_.status), "Only a draft is put forward.");
        next_.status = Status::in_review;
        next_.standing.clear();
    }

    void operator()(const RecordReview& said) {
        shut_ = wrong_in(said.review);
        if (next_.status == Status::draft) refuse("it is a draft", "Put it forward first.");
        if (next_.status == Status::retired) refuse("it is retired", "Write a new version.");
        if (next_.status == Status::paused) refuse("it is paused", "Open its review first.");
        if (!shut_.empty()) return;
        hear(next_, said.review);
        const bool stops = said.review.role == "mother-living-experience" && said.review.outcome == "object";
        if (next_.status == Status::live && stops) pause();
    }

    void operator()(const GoLive& wish) {
        if (next_.status != Status::in_review && next_.status != Status::live) {
            return refuse(quoted(next_.status), "Only a text in review goes live.");
        }
        shut_ = closed_gates(next_);
        if (!wish.lint_is_clean) refuse("lint has findings", "Run offing templates lint and mend them.");
        const std::chrono::year_month_day today{wish.today};
        auto latest = today + std::chrono::months{6};
        if (!latest.ok()) latest = latest.year() / latest.month() / std::chrono::last;
        if (wish.review_by <= wish.today || wish.review_by > std::chrono::local_days{latest}) {
            refuse("its review-by date is not within six months", "Choose a day in the next six months.");
        }
        if (!shut_.empty()) return;
        next_.status = Status::live;
        next_.review_by = wish.review_by;
        next_.standing.clear();
        next_.flags = 0;
        next_.review_is_due = false;
    }

    void operator()(const Flag&) {
        if (next_.status != Status::live) return;
        next_.review_is_due = true;
        next_.flags = std::min(next_.flags + 1, flags_that_pause);
        if (next_.flags == flags_that_pause) pause();
    }

    void operator()(const LookAgain&) {
        if (next_.status != Status::paused)
            return refuse(quoted(next_.status), "Only a paused text is opened again.");
        next_.status = Status::in_review;
        next_.standing.clear();
        next_.flags = 0;
    }

    void operator()(const Change&) {
        if (next_.status != Status::draft && next_.status != Status::in_review) {
            return refuse(quoted(next_.status) + "; women have had these words", "Write a new version.");
        }
        next_.status = Status::draft;
        next_.standing.clear();
    }

    void operator()(const Retire&) {
        if (next_.status == Status::retired) return refuse("it is retired already", "Nothing to do.");
        next_.status = Status::retired;
        next_.standing.clear();
    }

    std::expected<Reviewed, std::vector<Gate>> result() && {
        if (!shut_.empty()) return std::unexpected(std::move(shut_));
        return std::move(next_);
    }

private:
    void refuse(std::string what, std::string remedy) {
        shut_.push_back(gate(std::move(what), std::move(remedy)));
    }
    /// Silence in a crisis does more harm than words to be changed: those stay until better ones are live.
    void pause() {
        next_.review_is_due = true;
        if (next_.crisis) return;
        next_.status = Status::paused;
        next_.standing.clear();
    }

    Reviewed next_;
    std::vector<Gate> shut_;
};

}  // namespace

std::expected<Reviewed, std::vector<Gate>> follow(const Reviewed& now, const ReviewStep& step) {
    Follow state{now};
    std::visit(state, step);
    return std::move(state).result();
}

bool may_be_sent(const Reviewed& state, std::chrono::local_days today) {
    if (state.status != Status::live) return false;
    return state.crisis || (state.review_by && today <= *state.review_by);
}

std::vector<Gate> closed_gates(const Reviewed& state) {
    std::vector<Gate> gates;
    const auto need = [&](std::string_view role, std::string_view who) {
        const auto said = state.standing.find(role);
        if (said == state.standing.end() || !said->second.agreed) {
            gates.push_back(gate("nobody in the role " + std::string{role} + " has said ok",
                                 "Ask " + std::string{who} + ", and record the outcome."));
        } else if (said->second.objects) {
            gates.push_back(gate("an objection by the role " + std::string{role} + " is open",
                                 "Change the words and ask again."));
        }
    };
    need("mother-living-experience",
         "a mother with living experience (nobody who is abstinent can stand in for her)");
    need("safeguarding-lead", "the safeguarding lead");
    need("information-governance", "the Caldicott guardian or information governance lead");
    if (state.crisis) need("clinical-safety-officer", "the clinical safety officer");
    if (!is_english(state.language)) need("interpreter", "an interpreter or another speaker of the language");
    return gates;
}

std::vector<Gate> closed_gates(const Template& shown) {
    Reviewed state{.status = shown.status, .crisis = shown.crisis, .language = shown.language};
    int last_month = 0;
    for (const auto& review : shown.reviews) {
        if (!wrong_in(review).empty()) continue;
        hear(state, review);
        last_month = std::max(last_month, month_number(review.month));
    }
    auto gates = closed_gates(state);
    const auto review_by = parse_date(shown.review_by);
    if (!review_by) {
        gates.push_back(gate("it has no review-by date", "Set review_by, at most six months ahead."));
    } else if (last_month > 0 && month_number(shown.review_by) > last_month + 6) {
        gates.push_back(gate("its review-by date is more than six months after its last review",
                             "Bring review_by forward, or have it looked at again."));
    }
    return gates;
}

std::optional<std::chrono::local_days> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !is_month(text.substr(0, 7)))
        return std::nullopt;
    const auto digit = [&](std::size_t i) { return text[i] - '0'; };
    if (digit(8) < 0 || digit(8) > 9 || digit(9) < 0 || digit(9) > 9) return std::nullopt;
    const int month = month_number(text) - 1;
    const std::chrono::year_month_day date{std::chrono::year{month / 12},
                                           std::chrono::month{static_cast<unsigned>(month % 12 + 1)},
                                           std::chrono::day{static_cast<unsigned>(digit(8) * 10 + digit(9))}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::local_days{date};
}

std::span<const std::string_view> review_roles() { return roles; }
std::span<const std::string_view> review_ways() { return ways; }
std::span<const std::string_view> review_outcomes() { return outcomes; }

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
