// A template is looked at as it would be sent: at every level, in every form, with ordinary arguments and
// with those that take the most room.

#include <algorithm>
#include <array>
#include <set>

#include "templates/lint_rules.hpp"
#include "templates/samples.hpp"
#include "templates/segments.hpp"

namespace offing::templates {

namespace {

constexpr int most_parts = 2;
constexpr std::array levels{Level::plain, Level::discreet, Level::very_discreet, Level::knock};

bool says_ended(const Template& shown) {
    static constexpr std::array<std::string_view, 4> words{"missed", "cancelled", "freed", "moved"};
    return std::ranges::any_of(
        words, [&](std::string_view word) { return shown.id.find(word) != std::string::npos; });
}

LintContext context_of(const Template& shown, Level level) {
    const bool before_details = shown.unprompted && level >= Level::very_discreet;
    return {.level = level,
            .fragment = shown.fragment,
            .unprompted = shown.unprompted,
            .crisis = shown.crisis,
            .ends_a_time = says_ended(shown) && !shown.fragment && !before_details,
            .language = shown.language};
}

}  // namespace

std::vector<Finding> Lint::check(const Catalogue& catalogue, const Template& shown) const {
    std::vector<Finding> findings;
    const auto add = [&](Finding finding) {
        const bool known = std::ranges::any_of(findings, [&](const Finding& seen) {
            return seen.rule == finding.rule && seen.found == finding.found;
        });
        if (!known) findings.push_back(std::move(finding));
    };
    std::set<std::string> looked_at;
    for (const auto level : levels) {
        const auto context = context_of(shown, level);
        if (context.unprompted && level == Level::very_discreet) looked_at.clear();
        for (const auto samples : {Samples::ordinary, Samples::shortest}) {
            for (const auto& body : sample_bodies(catalogue, shown, level, samples)) {
                if (!looked_at.insert(body).second) continue;
                for (auto& finding : check(body, context)) add(std::move(finding));
            }
        }
        if (shown.fragment) continue;
        const auto worst = sample_body(catalogue, shown, level, Samples::longest);
        const int parts = count_segments(worst).parts;
        if (parts > most_parts)
            add(rules_->finding("T6-parts", std::to_string(parts) + " parts at worst", level));
    }
    return findings;
}

}  // namespace offing::templates
