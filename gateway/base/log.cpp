#include "gateway/base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace offing::log {

namespace {

constexpr std::string_view withheld = "(withheld)";
constexpr std::size_t longest_word = 40;
constexpr std::ptrdiff_t most_digits_in_word = 4;
constexpr std::size_t most_digits_in_sentence = 5;  ///< a port, not a telephone
constexpr std::int64_t largest_count = 999'999'999;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

std::string quote(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            quoted += {'\\', c};
        } else if (static_cast<unsigned char>(c) < 0x20) {
            quoted += ' ';
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

bool is_word(std::string_view text) {
    const bool is_plain = std::ranges::all_of(
        text, [](char c) { return is_lower(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; });
    return is_plain && !text.empty() && text.size() <= longest_word &&
           std::ranges::count_if(text, is_digit) <= most_digits_in_word;
}

bool is_ulid(std::string_view text) {
    return text.size() == 26 && std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c); });
}

/// "k3v9qx-17": six letters or digits, a dash, a count.
bool is_request_id(std::string_view text) {
    return text.size() > 7 && text.size() <= 20 && text[6] == '-' &&
           std::ranges::all_of(text.substr(0, 6), [](char c) { return is_lower(c) || is_digit(c); }) &&
           std::ranges::all_of(text.substr(7), is_digit);
}

/// A safety net below Error's own promise: no telephone number gets through, however it is grouped.
std::string without_numbers(std::string_view sentence) {
    std::string kept;
    for (std::size_t i = 0; i < sentence.size();) {
        std::size_t end = i, digits = 0;
        while (end < sentence.size() && (is_digit(sentence[end]) || (digits > 0 && sentence[end] == ' '))) {
            digits += is_digit(sentence[end++]) ? 1U : 0U;
        }
        if (digits > most_digits_in_sentence) {
            kept += withheld;
        } else {
            end = std::max(end, i + 1);
            kept += sentence.substr(i, end - i);
        }
        i = end;
    }
    return kept;
}

std::string_view spell(Error::Kind kind) {
    switch (kind) {
        case Error::Kind::bad_signature:
            return "bad_signature";
        case Error::Kind::malformed:
            return "malformed";
        case Error::Kind::too_large:
            return "too_large";
        case Error::Kind::unavailable:
            return "unavailable";
        case Error::Kind::conflict:
            return "conflict";
        case Error::Kind::not_found:
            return "not_found";
        case Error::Kind::refused:
            return "refused";
        case Error::Kind::timed_out:
            return "timed_out";
        case Error::Kind::invalid_setting:
            return "invalid_setting";
        case Error::Kind::io:
            return "io";
    }
    return "unknown";
}

std::string_view spell(Level level) {
    static constexpr std::array<std::string_view, 4> words{"debug", "info", "warn", "error"};
    return words[static_cast<std::size_t>(level)];
}

spdlog::level::level_enum to_spdlog(Level level) {
    static constexpr std::array levels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                       spdlog::level::err};
    return levels[static_cast<std::size_t>(level)];
}

spdlog::logger& logger() {
    static const auto made = [] {
        auto to_stderr =
            std::make_shared<spdlog::logger>("offing", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        to_stderr->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ",%v)", spdlog::pattern_time_type::utc);
        to_stderr->flush_on(spdlog::level::debug);
        return to_stderr;
    }();
    return *made;
}

std::string pair(Literal key, std::string_view json) { return quote(key.text()) + ":" + std::string{json}; }

}  // namespace

Field::Field(Literal key, Literal value) : json_{pair(key, quote(value.text()))} {}
Field::Field(Literal key, Word value)
    : json_{pair(key, quote(is_word(value.text) ? value.text : withheld))} {}
Field::Field(Literal key, Id value)
    : json_{pair(key, quote(is_ulid(value.text) || is_request_id(value.text) ? value.text : withheld))} {}
Field::Field(Literal key, bool value) : json_{pair(key, value ? "true" : "false")} {}
Field::Field(Count, Literal key, std::int64_t value)
    : json_{pair(key, std::abs(value) > largest_count ? quote(withheld) : std::to_string(value))} {}
Field::Field(Literal key, double value) {
    const bool is_small =
        value > -static_cast<double>(largest_count) && value < static_cast<double>(largest_count);
    json_ = pair(key, is_small ? std::to_string(value) : quote(withheld));
}
Field::Field(Literal key, std::chrono::milliseconds value)
    : json_{pair(key, std::to_string(value.count()))} {}
Field::Field(File, Literal key, const std::string& value) : json_{pair(key, quote(value))} {}
Field::Field(const Error& error)
    : json_{pair("error", quote(spell(error.kind))) + "," +
            pair("what", quote(without_numbers(error.what)))} {}

void set_level(std::string_view level) {
    for (const Level known : {Level::debug, Level::warn, Level::error}) {
        if (level == spell(known)) return logger().set_level(to_spdlog(known));
    }
    logger().set_level(spdlog::level::info);
}

bool is_on(Level level) { return logger().should_log(to_spdlog(level)); }

std::string spell(Level level, Literal event, std::initializer_list<Field> fields) {
    std::string line = pair("level", quote(spell(level))) + "," + pair("event", quote(event.text()));
    for (const Field& field : fields) line.append(",").append(field.json());
    return line + "}";
}

void write(Level level, Literal event, std::initializer_list<Field> fields) noexcept {
    try {
        if (is_on(level)) logger().log(to_spdlog(level), "{}", spell(level, event, fields));
    } catch (...) {
        std::fputs("{\"level\":\"error\",\"event\":\"log.failed\"}\n", stderr);
    }
}

}  // namespace offing::log
