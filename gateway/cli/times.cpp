// `offing times`: what one time expression means from a given moment on.

#include <boost/json.hpp>
#include <iostream>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/jsonl.hpp"
#include "gateway/cli/meaning_json.hpp"

namespace offing::cli {

namespace {

namespace json = boost::json;
using conversation::Lexicon;
using conversation::TimeReading;

struct TimesOptions {
    bool jsonl = false;
    std::string lexicon;
    std::string text;
};

std::string_view word(TimeReading::Kind kind) {
    switch (kind) {
        case TimeReading::Kind::instant:
            return "instant";
        case TimeReading::Kind::interval:
            return "interval";
        case TimeReading::Kind::open:
            return "open";
        case TimeReading::Kind::ask:
            return "ask";
        case TimeReading::Kind::none:
            break;
    }
    return "none";
}

std::string_view word(TimeReading::Grain grain) {
    switch (grain) {
        case TimeReading::Grain::minute:
            return "minute";
        case TimeReading::Grain::part:
            return "part";
        case TimeReading::Grain::week:
            return "week";
        case TimeReading::Grain::month:
            return "month";
        case TimeReading::Grain::day:
            break;
    }
    return "day";
}

json::object answer(const json::object& question, const Lexicon& lexicon) {
    const auto text = question.if_contains("text");
    const auto now = question.if_contains("now");
    if (text == nullptr || !text->is_string()) throw std::invalid_argument("'text' is missing");
    const auto moment =
        moment_from(now != nullptr && now->is_string() ? json::value_to<std::string>(*now) : local_now());
    if (!moment) throw std::invalid_argument("'now' can't be read; write it like 2026-03-19T10:00");
    const TimeReading reading =
        read_time(json::value_to<std::string>(*text), *moment, lexicon, state_from(question));
    json::object said{{"kind", word(reading.kind)}};
    if (reading.kind == TimeReading::Kind::none || reading.kind == TimeReading::Kind::ask) return said;
    said["from"] = reading.from ? json::value(local_text(*reading.from)) : json::value(nullptr);
    said["to"] = reading.to ? json::value(local_text(*reading.to)) : json::value(nullptr);
    said["grain"] = word(reading.grain);
    said["said_back"] = reading.said_back;
    return said;
}

void run(const TimesOptions& options) {
    const Lexicon lexicon = load_lexicon(options.lexicon);
    if (options.jsonl) {
        each_line([&](const json::object& question) { return answer(question, lexicon); });
        return;
    }
    std::cout << json::serialize(answer({{"text", options.text}}, lexicon)) << '\n';
}

}  // namespace

void add_times(CLI::App& app) {
    auto options = std::make_shared<TimesOptions>();
    CLI::App* command = app.add_subcommand(
        "times", "Says what a time in words means.\nExample: offing times \"half ten a week on tuesday\"");
    command->add_flag("--jsonl", options->jsonl,
                      "Read {text, now, context} a line from stdin, answer a line each; context as for "
                      "understand, or none");
    command->add_option("--lexicon", options->lexicon, "Folder of the lexicon (*.toml)");
    command->add_option("text", options->text, "The words");
    command->callback([options] { run(*options); });
}

}  // namespace offing::cli
