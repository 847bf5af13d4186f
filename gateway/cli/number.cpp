// offing number: how a number is read, and whether it may be texted.

#include "gateway/provider/number.hpp"

#include <iostream>
#include <memory>
#include <stdexcept>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/jsonl.hpp"

namespace offing::cli {

namespace {

namespace json = boost::json;

std::string text_of(const json::object& question, std::string_view key, std::string_view otherwise) {
    const json::value* value = question.if_contains(key);
    if (value == nullptr || value->is_null()) return std::string{otherwise};
    if (!value->is_string()) throw std::invalid_argument(std::string{key} + " is not a string");
    return std::string{value->get_string()};
}

json::object answer(const json::object& question) {
    if (question.if_contains("text") == nullptr) throw std::invalid_argument("text is missing");
    const auto number =
        provider::read_number(text_of(question, "text", ""), text_of(question, "region", "GB"));
    if (!number) throw std::invalid_argument(number.error().what);
    return {{"e164", number->e164}, {"kind", provider::spell(number->kind)}, {"textable", number->textable}};
}

struct Options {
    bool jsonl = false;
    std::string number;
    std::string region = "GB";
};

void run(const Options& options) {
    if (options.jsonl) return each_line(answer);
    if (options.number.empty()) {
        std::cerr << "offing number: no number given; put it after the command, or use --jsonl\n";
        throw CLI::RuntimeError(1);
    }
    const auto number = provider::read_number(options.number, options.region);
    if (!number) {
        std::cerr << "offing number: " << number.error().what << '\n';
        throw CLI::RuntimeError(1);
    }
    std::cout << number->e164 << ", " << provider::spell(number->kind)
              << (number->region.empty() ? "" : " (" + number->region + ")")
              << (number->textable ? ", may be texted\n" : ", is never texted\n");
}

}  // namespace

void add_number(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "number",
        "Says how a telephone number is read and whether it may be texted.\n"
        "Example: offing number \"07700 900123\"\n"
        "With --jsonl: {text, region?} -> {e164, kind, textable} or {error}. Regions: GB, JE, GG, IM.");
    command->add_flag("--jsonl", options->jsonl, "Answer each line of standard input");
    command->add_option("--region", options->region, "Where it is dialled: GB, JE, GG or IM");
    command->add_option("number", options->number, "The number, in any spelling");
    command->callback([options] { run(*options); });
}

}  // namespace offing::cli
