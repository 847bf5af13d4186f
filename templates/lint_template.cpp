// A template is looked at as it would be sent: at every level, with ordinary arguments and with those that
// take the most room.

#include <algorithm>
#include <array>

#include "templates/lint_rules.hpp"
#include "templates/segments.hpp"

namespace offing::templates {

namespace {

using namespace std::chrono_literals;

constexpr int most_parts = 2;
constexpr std::array levels{Level::plain, Level::discreet, Level::very_discreet, Level::knock};

/// A first name as long as names get, with a letter that no GSM alphabet has.
constexpr std::string_view longest_name = "Wilhelmina-Ma\xC5\x82gorzata";
/// The longest nickname of a place that a service file may hold.
constexpr std::string_view longest_place = "the blue house by the river";

std::size_t letters(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Every weekday of every month has a two-digit date between the 20th and the 26th.
When longest_when(const DateWords& words) {
    When longest{};
    std::size_t size = 0;
    for (unsigned month = 1; month <= 12; ++month) {
        for (unsigned date = 20; date <= 26; ++date) {
            const std::chrono::local_days day{2026y / std::chrono::month{month} / std::chrono::day{date}};
            for (const auto clock : {10h + 45min, 12h + 0min, 22h + 45min}) {
                std::string written;
                append_when(written, day + clock, words);
                if (letters(written) <= size) continue;
                size = letters(written);
                longest = day + clock;
            }
        }
    }
    return longest;
}

When sample_when(const DateWords& words, Samples samples) {
    switch (samples) {
        case Samples::longest:
            return longest_when(words);
        case Samples::shortest:
            return std::chrono::local_days{2026y / 5 / 1} + 9h;
        case Samples::ordinary:
            break;
    }
    return std::chrono::local_days{2026y / 3 / 17} + 10h;
}

bool says_ended(const Template& shown) {
    static constexpr std::array<std::string_view, 4> words{"missed", "cancelled", "freed", "moved"};
    return std::ranges::any_of(
        words, [&](std::string_view word) { return shown.id.find(word) != std::string::npos; });
}

LintContext context_of(const Template& shown, Level level) {
    return {.level = level,
            .fragment = shown.fragment,
            .unprompted = shown.unprompted,
            .crisis = shown.crisis,
            .ends_a_time = says_ended(shown) && !shown.fragment && level != Level::knock &&
                           !(shown.unprompted && level == Level::very_discreet),
            .language = shown.language};
}

}  // namespace

Arguments sample_arguments(const Catalogue& catalogue, const Template& shown, Level level, Samples samples) {
    const DateWords& words = catalogue.date_words(shown.language);
    const When when = sample_when(words, samples);
    const auto day = std::chrono::floor<std::chrono::days>(when);
    Arguments arguments;
    for (const auto& [name, type] : shown.arguments) {
        switch (type) {
            case ArgumentType::text:
                arguments[name] = std::string{samples == Samples::longest    ? longest_place
                                              : samples == Samples::ordinary ? "the annexe"
                                                                             : "x"};
                break;
            case ArgumentType::name:
                arguments[name] = std::string{samples == Samples::longest    ? longest_name
                                              : samples == Samples::ordinary ? "Rosa"
                                                                             : "Jo"};
                break;
            case ArgumentType::number:
                arguments[name] = std::int64_t{samples == Samples::longest    ? 100
                                               : samples == Samples::ordinary ? 3
                                                                              : 1};
                break;
            case ArgumentType::when:
                arguments[name] = when;
                break;
            case ArgumentType::day:
                arguments[name] = day;
                break;
            case ArgumentType::clock:
                arguments[name] = when - day;
                break;
            case ArgumentType::choices: {
                const std::size_t count = samples == Samples::shortest ? 1 : 3;
                arguments[name] = catalogue.sample_choices(
                    shown.language, level, count,
                    std::string{samples == Samples::longest ? longest_name : "Rosa"}, when);
                break;
            }
        }
    }
    return arguments;
}

std::expected<std::string, Problem> sample_body(const Catalogue& catalogue, const Template& shown,
                                                Level level, Samples samples) {
    auto body = catalogue.preview(shown, level, sample_arguments(catalogue, shown, level, samples));
    const bool too_long = body && !shown.fragment && count_segments(*body).parts > most_parts;
    if (!too_long || level != Level::plain) return body;
    return catalogue.preview(shown, Level::discreet,
                             sample_arguments(catalogue, shown, Level::discreet, samples));
}

std::vector<Finding> Lint::check(const Catalogue& catalogue, const Template& shown) const {
    std::vector<Finding> findings;
    const auto add = [&](const Finding& finding) {
        const bool known = std::ranges::any_of(findings, [&](const Finding& seen) {
            return seen.rule == finding.rule && seen.found == finding.found;
        });
        if (!known) findings.push_back(finding);
    };
    for (const auto level : levels) {
        const auto context = context_of(shown, level);
        for (const auto samples : {Samples::ordinary, Samples::shortest}) {
            const auto body = sample_body(catalogue, shown, level, samples);
            if (!body) continue;
            for (const auto& finding : check(*body, context)) add(finding);
        }
        const auto worst = sample_body(catalogue, shown, level, Samples::longest);
        if (!worst || shown.fragment) continue;
        const int parts = count_segments(*worst).parts;
        if (parts > most_parts) {
            add(rules_->finding("T6-parts", std::to_string(parts) + " parts at worst", level));
        }
    }
    return findings;
}

}  // namespace offing::templates
