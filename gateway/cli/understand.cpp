// `offing understand`: one text and what stands between us and her go in, its meaning comes out.

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/jsonl.hpp"
#include "gateway/cli/meaning_json.hpp"

namespace offing::cli {

namespace {

namespace json = boost::json;
using namespace conversation;

struct UnderstandOptions {
    bool jsonl = false;
    std::string lexicon;
    std::string text;
};

json::object answer(const json::object& question, const Lexicon& lexicon) {
    const auto text = question.if_contains("text");
    const auto now = question.if_contains("now");
    if (text == nullptr || !text->is_string())
        throw std::invalid_argument("'text' is missing: the text as received");
    if (now == nullptr || !now->is_string())
        throw std::invalid_argument("'now' is missing: when it arrived, like 2026-03-19T10:00");
    const State state = state_from(question);
    const auto moment = moment_from(json::value_to<std::string>(*now));
    if (!moment) throw std::invalid_argument("'now' can't be read; write it like 2026-03-19T10:00");
    const Meaning meaning = understand(json::value_to<std::string>(*text), state, *moment, lexicon);
    json::object said;
    json::array intents;
    for (const Intent intent : meaning.intents) intents.push_back(json::string{spell(intent)});
    said["intents"] = std::move(intents);
    said["constraints"] = to_json(meaning.constraints);
    said["effects"] = effects_of(state, meaning, *moment);
    said["reply"] = nullptr;
    said["language"] = meaning.language;
    said["sure"] = meaning.sure;
    json::array because;
    for (const std::string& rule : meaning.because) because.push_back(json::string{rule});
    said["because"] = std::move(because);
    return said;
}

void run(const UnderstandOptions& options) {
    const Lexicon lexicon = load_lexicon(options.lexicon);
    if (options.jsonl) {
        each_line([&](const json::object& question) { return answer(question, lexicon); });
        return;
    }
    json::object question{{"text", options.text}, {"now", local_now()}, {"context", {{"known", true}}}};
    std::cout << json::serialize(answer(question, lexicon)) << '\n';
}

}  // namespace

void add_understand(CLI::App& app) {
    auto options = std::make_shared<UnderstandOptions>();
    CLI::App* command = app.add_subcommand("understand",
                                           "Says what a text means and what would follow.\nExample: offing "
                                           "understand \"cant do friday, monday after 11?\"");
    command->add_flag("--jsonl", options->jsonl,
                      "Read {id, now, text, context} a line from stdin, answer a line each");
    command->add_option("--lexicon", options->lexicon, "Folder of the lexicon (*.toml)");
    command->add_option("text", options->text, "The text");
    command->callback([options] { run(*options); });
}

}  // namespace offing::cli
