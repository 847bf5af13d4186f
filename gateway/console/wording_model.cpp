#include "gateway/console/wording_model.hpp"

#include <algorithm>
#include <array>

#include "gateway/console/pattern.hpp"
#include "gateway/service/wording_rows.hpp"
#include "templates/preview.hpp"

namespace offing::console {

namespace json = boost::json;
using templates::Level;
using templates::Template;

namespace {

constexpr std::array levels{Level::plain, Level::discreet, Level::very_discreet, Level::knock};
constexpr std::chrono::days soon{30};

json::object screen_of(const templates::Catalogue& catalogue, const Template& shown, Level level) {
    const auto seen = templates::preview(catalogue, shown, level);
    json::array parts;
    for (const auto& part : seen.parts) parts.push_back(json::string{part});
    const auto count = [](std::size_t parts_of_it) {
        return std::to_string(parts_of_it) + (parts_of_it == 1 ? " part" : " parts");
    };
    return {{"level", level_name(level)},
            {"lock_screen", seen.lock_screen},
            {"parts", std::move(parts)},
            {"size", count(seen.parts.size()) + ", " + std::to_string(seen.units) +
                         " letters as the network counts them"},
            {"worst", seen.worst_body},
            {"worst_size", "At worst " + count(static_cast<std::size_t>(seen.worst_parts))},
            {"language", shown.language}};
}

LookedAt look_at_one(const service::ReleaseTexts& texts, const templates::StoredVersion& version) {
    LookedAt look;
    const auto catalogue = texts.read.with_version(version);
    if (!catalogue) {
        look.problems = catalogue.error();
        return look;
    }
    const auto& shown = *catalogue->find(version.id, version.language);
    look.findings = texts.shipped.lint->check(*catalogue, shown);
    for (const auto level : levels)
        if (shown.patterns.contains(level)) look.screens.push_back(screen_of(*catalogue, shown, level));
    return look;
}

/// Words and the spaces after them, so that they can be put together again.
std::vector<std::string> pieces_of(const std::string& text) {
    std::vector<std::string> pieces;
    bool in_space = false;
    for (const char letter : text) {
        const bool is_space = letter == ' ' || letter == '\n';
        if (pieces.empty() || (in_space && !is_space)) pieces.emplace_back();
        pieces.back() += letter;
        in_space = is_space;
    }
    return pieces;
}

/// The longest run of words that both have, in order.
std::vector<std::vector<int>> common(const std::vector<std::string>& before,
                                     const std::vector<std::string>& after) {
    std::vector<std::vector<int>> longest(before.size() + 1, std::vector<int>(after.size() + 1, 0));
    for (std::size_t i = before.size(); i-- > 0;)
        for (std::size_t j = after.size(); j-- > 0;)
            longest[i][j] = before[i] == after[j] ? longest[i + 1][j + 1] + 1
                                                  : std::max(longest[i + 1][j], longest[i][j + 1]);
    return longest;
}

/// The role that a gate is about, by its name.
std::string_view role_in(std::string_view gate) {
    for (const auto role : templates::review_roles())
        if (gate.contains("role " + std::string{role} + " ")) return role_name(role);
    return gate;
}

struct Marked {
    json::array before, after;
};

void add_piece(json::array& side, std::string_view words, bool differs) {
    side.push_back(json::object{{"words", words}, {"differs", differs}});
}

Marked marked(const std::string& before, const std::string& after) {
    const auto old_words = pieces_of(before), new_words = pieces_of(after);
    const auto longest = common(old_words, new_words);
    Marked sides;
    std::size_t i = 0, j = 0;
    while (i < old_words.size() || j < new_words.size()) {
        const bool both = i < old_words.size() && j < new_words.size();
        if (both && old_words[i] == new_words[j]) {
            add_piece(sides.before, old_words[i++], false);
            add_piece(sides.after, new_words[j++], false);
        } else if (j == new_words.size() || (both && longest[i + 1][j] >= longest[i][j + 1])) {
            add_piece(sides.before, old_words[i++], true);
        } else {
            add_piece(sides.after, new_words[j++], true);
        }
    }
    return sides;
}

}  // namespace

std::string in_words(std::string gate) {
    for (const auto role : templates::review_roles()) {
        const auto at = gate.find("role " + std::string{role} + " ");
        if (at != std::string::npos) gate.replace(at + 5, role.size(), role_name(role));
    }
    if (!gate.empty() && gate.front() >= 'a' && gate.front() <= 'z')
        gate.front() = static_cast<char>(gate.front() - 32);
    return gate;
}

LookedAt look_at(const service::ReleaseTexts& texts, const storage::WordingRow& row) {
    return look_at_one(texts, service::stored_version(row, {}));
}

std::optional<Template> template_of(const service::ReleaseTexts& texts, const storage::WordingRow& row) {
    auto version = service::stored_version(row, {});
    version.status = templates::Status::draft;  // a live one wants its reviews beside it
    auto read = texts.read.read_version(version);
    return read ? std::optional{std::move(*read)} : std::nullopt;
}

LookedAt look_at(const service::ReleaseTexts& texts, const std::string& language, const std::string& id,
                 const std::map<Level, std::string>& patterns) {
    const auto words = service::CheckedWords::of(texts.read, language, id, patterns);
    if (!words) return {.problems = words.error(), .findings = {}, .screens = {}};
    return look_at_one(texts, {.language = language, .id = id, .version = 1, .words = words->words()});
}

json::object model_of(const LookedAt& look) {
    json::array problems, findings;
    for (const auto& problem : look.problems)
        problems.push_back(json::object{{"what", problem.what}, {"remedy", problem.remedy}});
    for (const auto& finding : look.findings)
        findings.push_back(json::object{{"rule", finding.rule},
                                        {"found", finding.found},
                                        {"why", finding.why},
                                        {"better", finding.better}});
    const auto count = look.findings.size();
    std::string summary = !problems.empty() ? "These words can't be used yet."
                          : count == 0      ? "Nothing found: the words keep every rule."
                          : count == 1      ? "One thing to look at."
                                            : std::to_string(count) + " things to look at.";
    const bool is_clean = problems.empty() && findings.empty();
    return {{"problems", std::move(problems)},
            {"findings", std::move(findings)},
            {"screens", look.screens},
            {"is_clean", is_clean},
            {"summary", std::move(summary)}};
}

std::string_view status_name(std::string_view status) {
    if (status == "draft") return "Draft";
    if (status == "in_review") return "In review";
    if (status == "live") return "Live";
    if (status == "paused") return "Paused";
    return "Retired";
}

std::string_view status_colour(std::string_view status) {
    if (status == "live") return "green";
    if (status == "paused") return "red";
    if (status == "in_review") return "yellow";
    return "grey";
}

std::string_view role_name(std::string_view role) {
    static const std::map<std::string_view, std::string_view> names{
        {"mother-living-experience", "Mother with living experience"},
        {"mother-lived-experience", "Mother with lived experience"},
        {"woman-living-experience", "Woman with living experience"},
        {"peer-mentor", "Peer mentor"},
        {"daughter-or-son", "Daughter or son of a mother who uses drugs"},
        {"worker", "Worker"},
        {"safeguarding-lead", "Safeguarding lead"},
        {"information-governance", "Caldicott guardian or information governance lead"},
        {"clinical-safety-officer", "Clinical safety officer"},
        {"interpreter", "Interpreter, or another speaker of the language"}};
    const auto found = names.find(role);
    return found == names.end() ? role : found->second;
}

std::string_view level_name(Level level) {
    switch (level) {
        case Level::plain:
            return "Plain: day, time and worker";
        case Level::discreet:
            return "Discreet: no worker";
        case Level::very_discreet:
            return "Very discreet: no day or time before she answers";
        case Level::knock:
            return "Knock: only whether she is free to talk";
    }
    return "";
}

std::string day_words(std::chrono::local_days day) { return short_words(scheduler::Date{day}); }

std::string day_words(Timestamp time) {
    return short_words(scheduler::Date{std::chrono::floor<std::chrono::days>(time).time_since_epoch()});
}

json::object version_model(const storage::WordingRow& row) {
    const auto& state = row.state;
    const auto review_by = templates::parse_date(state.review_by);
    return {{"language", row.key.language},
            {"id", row.key.id},
            {"version", row.key.version},
            {"status", status_name(state.status)},
            {"colour", status_colour(state.status)},
            {"review_by", review_by ? day_words(*review_by) : std::string{}},
            {"flags", state.flags == 0 ? std::string{} : std::to_string(state.flags)},
            {"is_crisis", row.crisis},
            {"address", "/wording/" + row.key.language + "/" + row.key.id},
            {"shipped", row.shipped}};
}

json::array gates_model(const templates::Reviewed& stands) {
    json::array gates;
    for (const auto& gate : templates::closed_gates(stands))
        gates.push_back(json::object{{"what", in_words(gate.what)}, {"remedy", gate.remedy}});
    return gates;
}

json::array reviews_model(const std::vector<storage::ReviewRow>& reviews, int live_round, int round) {
    static const std::map<std::string_view, std::string_view> outcomes{
        {"ok", "Ok"}, {"change-asked", "Asks for a change"}, {"object", "Objects"}};
    json::array rows;
    for (const auto& review : reviews) {
        const auto outcome = outcomes.find(review.outcome);
        rows.push_back(json::object{
            {"role", role_name(review.role)},
            {"how", review.how},
            {"month", review.month},
            {"people", review.people},
            {"outcome", outcome == outcomes.end() ? std::string_view{review.outcome} : outcome->second},
            {"what_changed", review.what_changed},
            {"paid", review.time_was_paid},
            {"counts", review.round == live_round || review.round == round}});
    }
    return rows;
}

json::array flags_model(const std::vector<storage::FlagRow>& flags) {
    json::array rows;
    for (const auto& flag : flags)
        rows.push_back(json::object{{"day", day_words(flag.at)},
                                    {"by", flag.by == "woman" ? "A woman who got this version, by text"
                                                              : "Somebody who works here"}});
    return rows;
}

std::string asks_for(const storage::WordingRow& row, std::chrono::local_days today) {
    const auto& state = row.state;
    if (state.status == "paused") return "Paused: women said that the words are wrong";
    if (state.status == "draft") return "Finish it and put it forward, or leave it";
    if (state.status == "in_review") {
        std::string waits;
        for (const auto& gate : templates::closed_gates(service::reviewed_from(row)))
            waits += (waits.empty() ? "Not yet: " : "; ") + std::string{role_in(gate.what)};
        return waits.empty() ? "Every role has said ok: it can go live" : waits;
    }
    if (state.status != "live") return {};
    if (state.flags > 0) return "Flagged once: its review is due";
    if (state.review_due) return "Its review is due";
    const auto until = templates::parse_date(state.review_by);
    if (until && *until < today)
        return row.crisis ? "Past its review date" : "Past its review date: it is not sent";
    if (until && *until < today + soon) return "To be looked at again by " + day_words(*until);
    return {};
}

json::array side_by_side(const Template& before, const Template& after) {
    json::array rows;
    for (const auto level : levels) {
        const auto words = [&](const Template& one) {
            const auto at = one.patterns.find(level);
            return at == one.patterns.end() ? std::string{} : at->second;
        };
        const std::string old_words = words(before), new_words = words(after);
        if (old_words.empty() && new_words.empty()) continue;
        auto sides = marked(old_words, new_words);
        rows.push_back(json::object{{"level", level_name(level)},
                                    {"same", old_words == new_words},
                                    {"before", std::move(sides.before)},
                                    {"after", std::move(sides.after)}});
    }
    return rows;
}

}  // namespace offing::console
