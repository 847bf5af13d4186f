// offing occurrences: when a rule fires, for checking calendars and for scripts.

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/jsonl.hpp"
#include "scheduler/recurrence.hpp"

namespace offing::cli {

namespace {

namespace json = boost::json;
using namespace scheduler;

constexpr std::size_t usual_limit = 1000;
constexpr std::size_t highest_limit = 100'000;

struct Spelt {
    WallTime time;
    bool is_utc;
};

/// "20260319T100000", with a Z for UTC; a fraction of nought is read and dropped.
Spelt read_time(std::string_view key, std::string_view text) {
    const bool is_utc = text.ends_with('Z');
    std::string_view rest = is_utc ? text.substr(0, text.size() - 1) : text;
    while (rest.size() > 15 && rest.ends_with('0')) rest.remove_suffix(1);
    const auto time = parse_basic(rest);
    if (!time) throw std::invalid_argument(std::string{key} + " is no time (20260319T100000)");
    return {*time, is_utc};
}

std::string_view text_of(const json::value& value, std::string_view key) {
    if (!value.is_string()) throw std::invalid_argument(std::string{key} + " is not a string");
    return value.get_string();
}

std::string_view required(const json::object& question, std::string_view key) {
    const json::value* value = question.if_contains(key);
    if (value == nullptr) throw std::invalid_argument(std::string{key} + " is missing");
    return text_of(*value, key);
}

std::vector<WallTime> read_times(const json::object& question, std::string_view key) {
    std::vector<WallTime> times;
    const json::value* value = question.if_contains(key);
    if (value == nullptr || value->is_null()) return times;
    if (!value->is_array()) return {read_time(key, text_of(*value, key)).time};
    for (const json::value& one : value->get_array()) times.push_back(read_time(key, text_of(one, key)).time);
    return times;
}

std::size_t read_limit(const json::object& question) {
    const json::value* value = question.if_contains("limit");
    if (value == nullptr) return usual_limit;
    if (!value->is_int64() || value->get_int64() < 1 ||
        value->get_int64() > static_cast<std::int64_t>(highest_limit))
        throw std::invalid_argument("limit is not a number from 1 to 100000");
    return static_cast<std::size_t>(value->get_int64());
}

json::object answer(const json::object& question) {
    const auto rule = parse_rule(required(question, "rrule"));
    if (!rule) throw std::invalid_argument(rule.error());
    const Spelt start = read_time("dtstart", required(question, "dtstart"));
    RecurrenceSet set{.rule = *rule, .start = start.time};
    set.except = read_times(question, "exdate");
    set.also = read_times(question, "rdate");
    std::optional<Zone> zone;
    if (question.if_contains("tzid") != nullptr) {
        zone = Zone::find(required(question, "tzid"));
        if (!zone) throw std::invalid_argument("tzid is no time zone (Europe/London)");
    }
    const auto times = occurrences(set, read_limit(question), zone ? &*zone : nullptr);
    if (!times) throw std::invalid_argument(times.error());
    json::array spelt;
    for (const WallTime time : *times) spelt.emplace_back(spell_basic(time) + (start.is_utc ? "Z" : ""));
    return {{"occurrences", std::move(spelt)}};
}

struct Options {
    bool jsonl = false;
    std::string rrule;
    std::string dtstart;
    std::string tzid;
    std::int64_t limit = 10;
};

void run(const Options& options) {
    if (options.jsonl) return each_line(answer);
    json::object question{{"rrule", options.rrule}, {"dtstart", options.dtstart}, {"limit", options.limit}};
    if (!options.tzid.empty()) question["tzid"] = options.tzid;
    try {
        const json::object said = answer(question);
        for (const json::value& time : said.at("occurrences").get_array())
            std::cout << time.get_string().c_str() << '\n';
    } catch (const std::invalid_argument& error) {
        std::cerr << "offing occurrences: " << error.what() << '\n';
        throw CLI::RuntimeError(1);
    }
}

}  // namespace

void add_occurrences(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "occurrences",
        "Says when a rule fires (RFC 5545, daily to yearly).\n"
        "Example: offing occurrences --rrule 'FREQ=WEEKLY;BYDAY=TU' --dtstart 20260317T100000 --tzid "
        "Europe/London\n"
        "With --jsonl: {rrule, dtstart, tzid?, exdate?, rdate?, limit?} -> {occurrences: [...]} or {error}.");
    command->add_flag("--jsonl", options->jsonl, "Answer each line of standard input");
    command->add_option("--rrule", options->rrule, "The rule");
    command->add_option("--dtstart", options->dtstart, "Its start on the wall, as 20260317T100000");
    command->add_option("--tzid", options->tzid, "The zone whose skipped times are left out");
    command->add_option("--limit", options->limit, "How many to show")->check(CLI::Range(1, 100000));
    command->callback([options] { run(*options); });
}

}  // namespace offing::cli
