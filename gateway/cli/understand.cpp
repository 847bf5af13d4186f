// `offing understand`: one text and what stands between us and her go in; its meaning, what would follow, and
// the words she would be sent come out. Times for her are looked for in a service file, as in `offing chat`.

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/core.hpp"
#include "gateway/cli/jsonl.hpp"
#include "gateway/cli/meaning_json.hpp"
#include "gateway/conversation/handset.hpp"

namespace offing::cli {

namespace {

namespace json = boost::json;
using namespace conversation;

struct UnderstandOptions {
    CoreFolders folders;
    int level = 0;
    bool jsonl = false;
    std::string text;
};

/// The service's times inside her limits; of what stands open to all, only what the question tells.
Diary diary_for(const scheduler::Service& service) {
    return [of_service = diary_of(service)](const State& state, const scheduler::Wish& wish, LocalTime now) {
        Found found = of_service(state, wish, now);
        found.open = state.open_times;
        return found;
    };
}

json::value reply(std::string_view text, const State& state, LocalTime now, const Core& core, int level) {
    Handset handset{core.lexicon, core.catalogue};
    handset.state = state;
    handset.now = now;
    handset.level = static_cast<templates::Level>(level);
    if (core.service) handset.diary = diary_for(*core.service);
    const Exchange exchange = handset.receive(text);
    return exchange.answer ? json::value(*exchange.answer) : json::value(nullptr);
}

/// The worked examples have one word for the door, whether she stands at it or asks about it.
std::string_view written(Intent intent) {
    return spell(intent == Intent::arrived ? Intent::waiting_room : intent);
}

json::object answer(const json::object& question, const Core& core, int level) {
    const auto text = question.if_contains("text");
    const auto now = question.if_contains("now");
    if (text == nullptr || !text->is_string())
        throw std::invalid_argument("'text' is missing: the text as received");
    if (now == nullptr || !now->is_string())
        throw std::invalid_argument("'now' is missing: when it arrived, like 2026-03-19T10:00");
    const State state = state_from(question);
    const auto moment = moment_from(json::value_to<std::string>(*now));
    if (!moment) throw std::invalid_argument("'now' can't be read; write it like 2026-03-19T10:00");
    const auto words = json::value_to<std::string>(*text);
    const Meaning meaning = understand(words, state, *moment, core.lexicon);
    json::object said;
    json::array intents;
    for (const Intent intent : meaning.intents) intents.push_back(json::string{written(intent)});
    said["intents"] = std::move(intents);
    said["constraints"] = to_json(meaning.constraints);
    said["effects"] = effects_of(state, meaning, *moment);
    said["reply"] = reply(words, state, *moment, core, level);
    said["language"] = meaning.language;
    said["sure"] = meaning.sure;
    json::array because;
    for (const std::string& rule : meaning.because) because.push_back(json::string{rule});
    said["because"] = std::move(because);
    return said;
}

void run(const UnderstandOptions& options) {
    const Core core = read_core(options.folders, "understand");
    if (options.jsonl) {
        each_line([&](const json::object& question) { return answer(question, core, options.level); });
        return;
    }
    json::object question{{"text", options.text}, {"now", local_now()}, {"context", {{"known", true}}}};
    std::cout << json::serialize(answer(question, core, options.level)) << '\n';
}

}  // namespace

void add_understand(CLI::App& app) {
    auto options = std::make_shared<UnderstandOptions>();
    CLI::App* command = app.add_subcommand(
        "understand",
        "Says what a text means, what would follow, and the words she would be sent.\n"
        "Example: offing understand \"cant do friday, monday after 11?\"\n\n"
        "Works on the service file alone; nothing is sent or kept. `reply` is null where nothing would be "
        "sent.");
    options->folders.add_to(*command, true);
    command->add_option("--level", options->level, "How discreet the reply is: 0, 1 or 2")
        ->check(CLI::Range(0, 2));
    command->add_flag("--jsonl", options->jsonl,
                      "Read {id, now, text, context} a line from stdin, answer a line each");
    command->add_option("text", options->text, "The text");
    command->callback([options] { run(*options); });
}

}  // namespace offing::cli
