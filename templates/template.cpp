#include "templates/template.hpp"

#include <array>
#include <utility>

#include "templates/catalogue.hpp"

namespace offing::templates {

namespace {

constexpr std::array<std::string_view, 5> status_words{"draft", "in_review", "live", "paused", "retired"};
constexpr std::array<std::string_view, 7> type_words{"text", "name",  "number", "when",
                                                     "day",  "clock", "choices"};
constexpr std::array<std::string_view, 4> level_words{"plain", "discreet", "very_discreet", "knock"};

template <typename Enum, std::size_t Count>
std::optional<Enum> parse(const std::array<std::string_view, Count>& words, std::string_view word) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (words[i] == word) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

}  // namespace

std::string_view spell(Status status) { return status_words[static_cast<std::size_t>(status)]; }
std::string_view spell(ArgumentType type) { return type_words[static_cast<std::size_t>(type)]; }
std::string_view spell(Level level) { return level_words[static_cast<std::size_t>(level)]; }
std::optional<Status> parse_status(std::string_view word) { return parse<Status>(status_words, word); }
std::optional<ArgumentType> parse_argument_type(std::string_view word) {
    return parse<ArgumentType>(type_words, word);
}
std::optional<Level> parse_level(std::string_view word) { return parse<Level>(level_words, word); }

const std::string& Template::pattern_at(Level level) const {
    return std::prev(patterns.upper_bound(level))->second;
}

std::string spell(const Problem& problem) {
    std::string said = problem.file;
    if (problem.line > 0) said += ":" + std::to_string(problem.line);
    if (!problem.template_id.empty()) said += " " + problem.template_id;
    return said + ": " + problem.what + ". " + problem.remedy;
}

}  // namespace offing::templates
