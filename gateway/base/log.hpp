// What operators read: JSON lines on stderr, one event each, with typed fields. There is no way to log free
// text: names and keys are literals, and a value must be of a type that can't carry a number, a name or a
// word of a text. What doesn't look like its type is written as "(withheld)".

#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

#include "gateway/base/error.hpp"

namespace offing::log {

enum class Level { debug, info, warn, error };

/// Known when compiled, so it can't come from outside.
class Literal {
public:
    template <std::size_t length>
    consteval Literal(const char (&text)[length]) : text_{text, length - 1} {}
    constexpr std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

/// A word of ours: the spelling of an enumerator, the name of a listener or provider. Lower-case letters,
/// digits, '_', '-', '.'; at most 40 of them and no more than four digits.
struct Word {
    std::string_view text;
};

/// A row's or request's name, as new_id() or the HTTP server makes them.
struct Id {
    std::string_view text;
};

class Field {
public:
    Field(Literal key, Literal value);
    Field(Literal key, Word value);
    Field(Literal key, Id value);
    Field(Literal key, bool value);
    /// Counts, ports, statuses. A number long enough to be a telephone's is withheld.
    template <std::integral Number>
        requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
    Field(Literal key, Number value) : Field{Count{}, key, static_cast<std::int64_t>(value)} {}
    Field(Literal key, double value);
    Field(Literal key, std::chrono::milliseconds value);
    /// A file or folder of the set-up.
    template <std::same_as<std::filesystem::path> Path>
    Field(Literal key, const Path& value) : Field{File{}, key, value.string()} {}
    /// The error's kind and sentence (an Error carries no personal data). Runs of digits are withheld.
    Field(const Error& error);

    /// `"key":value` as JSON.
    const std::string& json() const { return json_; }

private:
    struct Count {};
    struct File {};
    Field(File, Literal key, const std::string& value);
    Field(Count, Literal key, std::int64_t value);
    std::string json_;
};

/// "debug", "info", "warn" or "error"; anything else is info. Before any thread is started.
void set_level(std::string_view level);
bool is_on(Level level);

/// Safe from any thread. Never throws.
void write(Level level, Literal event, std::initializer_list<Field> fields = {}) noexcept;

inline void debug(Literal event, std::initializer_list<Field> fields = {}) {
    if (is_on(Level::debug)) write(Level::debug, event, fields);
}
inline void info(Literal event, std::initializer_list<Field> fields = {}) {
    write(Level::info, event, fields);
}
inline void warn(Literal event, std::initializer_list<Field> fields = {}) {
    write(Level::warn, event, fields);
}
inline void error(Literal event, std::initializer_list<Field> fields = {}) {
    write(Level::error, event, fields);
}

/// For tests: the line without its time.
std::string spell(Level level, Literal event, std::initializer_list<Field> fields);

}  // namespace offing::log
