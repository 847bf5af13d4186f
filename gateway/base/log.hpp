// One line of JSON for each thing worth telling an operator. Fields are of types that can't hold a number, a
// name or a word of a text by accident: there is no way to log a plain string.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace offing::log {

/// Text from a fixed vocabulary of ours: an event's outcome, a setting's name, an Error's `what`. Cut at 200
/// characters; runs of more than five digits are masked all the same.
struct Code {
    std::string text;
};
inline Code code(std::string_view text) { return {std::string{text}}; }

/// A pseudonym or a request's name: letters, digits, '-' and '_' only; anything else prints as "?".
struct Id {
    std::string text;
};
inline Id id(std::string_view text) { return {std::string{text}}; }

using Field = std::variant<Code, Id, std::int64_t, double, bool>;
template <typename Number>
    requires std::is_integral_v<Number>
Field number(Number value) {
    return static_cast<std::int64_t>(value);
}

using Fields = std::initializer_list<std::pair<std::string_view, Field>>;

enum class Severity { debug, info, warn, error };

void set_level(Severity least);
std::string_view spell(Severity severity);

void debug(std::string_view event, Fields fields = {});
void info(std::string_view event, Fields fields = {});
void warn(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});

/// The line as it would be written, without its time: for tests.
std::string line(Severity severity, std::string_view event, Fields fields);

}  // namespace offing::log
