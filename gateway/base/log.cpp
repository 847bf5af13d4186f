#include "gateway/base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

namespace offing::log {

namespace {

namespace json = boost::json;

constexpr std::size_t longest_code = 200;
constexpr std::size_t digits_allowed = 5;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What should never come this way is still not written: a telephone number loses its digits.
std::string masked(std::string_view text) {
    std::string out{text.substr(0, longest_code)};
    for (std::size_t at = 0; at < out.size();) {
        std::size_t end = at;
        while (end < out.size() && is_digit(out[end])) ++end;
        if (end - at > digits_allowed) out.replace(at, end - at, end - at, '#');
        at = std::max(end, at + 1);
    }
    return out;
}

std::string checked(std::string_view id) {
    for (const char c : id) {
        const bool plain =
            is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
        if (!plain) return "?";
    }
    return std::string{id.substr(0, 64)};
}

json::value value_of(const Field& field) {
    struct Visitor {
        json::value operator()(const Code& code) const { return json::string{masked(code.text)}; }
        json::value operator()(const Id& name) const { return json::string{checked(name.text)}; }
        json::value operator()(std::int64_t number) const { return number; }
        json::value operator()(double number) const { return number; }
        json::value operator()(bool flag) const { return flag; }
    };
    return std::visit(Visitor{}, field);
}

spdlog::logger& logger() {
    static const auto made = [] {
        auto fresh =
            std::make_shared<spdlog::logger>("offing", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        fresh->set_pattern(R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ",%v})", spdlog::pattern_time_type::utc);
        fresh->set_level(spdlog::level::info);
        return fresh;
    }();
    return *made;
}

spdlog::level::level_enum level_of(Severity severity) {
    switch (severity) {
        case Severity::debug:
            return spdlog::level::debug;
        case Severity::info:
            return spdlog::level::info;
        case Severity::warn:
            return spdlog::level::warn;
        case Severity::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

void write(Severity severity, std::string_view event, Fields fields) {
    if (!logger().should_log(level_of(severity))) return;
    const std::string whole = line(severity, event, fields);
    logger().log(level_of(severity), std::string_view{whole}.substr(1, whole.size() - 2));
}

}  // namespace

std::string_view spell(Severity severity) {
    switch (severity) {
        case Severity::debug:
            return "debug";
        case Severity::info:
            return "info";
        case Severity::warn:
            return "warn";
        case Severity::error:
            return "error";
    }
    return "error";
}

std::string line(Severity severity, std::string_view event, Fields fields) {
    json::object object{{"level", spell(severity)}, {"event", event}};
    for (const auto& [key, field] : fields) object[key] = value_of(field);
    return json::serialize(object);
}

void set_level(Severity least) { logger().set_level(level_of(least)); }
void debug(std::string_view event, Fields fields) { write(Severity::debug, event, fields); }
void info(std::string_view event, Fields fields) { write(Severity::info, event, fields); }
void warn(std::string_view event, Fields fields) { write(Severity::warn, event, fields); }
void error(std::string_view event, Fields fields) { write(Severity::error, event, fields); }

}  // namespace offing::log
