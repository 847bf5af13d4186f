// offing segments: what a text costs on the wire, for people who write templates and for scripts.

#include "templates/segments.hpp"

#include <iostream>
#include <memory>
#include <stdexcept>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/jsonl.hpp"

namespace offing::cli {

namespace {

namespace json = boost::json;

json::object answer(const json::object& question) {
    const json::value* text = question.if_contains("text");
    if (text == nullptr || !text->is_string()) throw std::invalid_argument("text is missing or not a string");
    const json::value* smart = question.if_contains("smart");
    if (smart != nullptr && !smart->is_bool()) throw std::invalid_argument("smart is neither true nor false");
    const auto counted = templates::count_segments(text->get_string(), smart == nullptr || smart->get_bool());
    return {{"encoding", templates::spell(counted.encoding)},
            {"parts", counted.parts},
            {"units", counted.units},
            {"text", counted.text}};
}

struct Options {
    bool jsonl = false;
    bool as_typed = false;
    std::string text;
};

void run(const Options& options) {
    if (options.jsonl) return each_line(answer);
    if (options.text.empty()) {
        std::cerr << "offing segments: no text given; put it in quotes after the command, or use --jsonl\n";
        throw CLI::RuntimeError(1);
    }
    const auto counted = templates::count_segments(options.text, !options.as_typed);
    std::cout << templates::spell(counted.encoding) << ", " << counted.parts
              << (counted.parts == 1 ? " part, " : " parts, ") << counted.units << " units\n";
    if (counted.text != options.text) std::cout << "sent as: " << counted.text << '\n';
}

}  // namespace

void add_segments(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("segments",
                           "Says how many parts a text takes and in which alphabet.\n"
                           "Example: offing segments \"Still ok for Tue 17 Mar 10am? 1 yes, 2 other times\"\n"
                           "With --jsonl: {text, smart?} -> {encoding, parts, units, text} or {error}.");
    command->add_flag("--jsonl", options->jsonl, "Answer each line of standard input");
    command->add_flag("--as-typed", options->as_typed,
                      "Leave curly quotes, dashes and wide spaces as they are");
    command->add_option("text", options->text, "The text");
    command->callback([options] { run(*options); });
}

}  // namespace offing::cli
