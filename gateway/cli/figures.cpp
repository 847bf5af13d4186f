// offing figures: what may be told of a quarter, counted from the ledger of a store or of a backup; changes
// neither.

#include <fstream>
#include <iostream>
#include <memory>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/give_up.hpp"
#include "gateway/cli/ledger_place.hpp"
#include "gateway/figures/book.hpp"
#include "gateway/figures/files.hpp"
#include "gateway/figures/report.hpp"

namespace offing::cli {

namespace {

struct FiguresOptions {
    LedgerPlace place;
    std::string quarter;
    std::string as = "text";
    bool within_service = false;
    std::filesystem::path out;
};

constexpr std::string_view this_command = "figures";

figures::Services services_of(const OpenLedger& ledger) {
    if (const auto* exported = dynamic_cast<const ledger::ExportSource*>(ledger.source.get()))
        return figures::services_in(exported->services());
    return value_or_give_up(this_command, ledger.store->read_now([](storage::Transaction& transaction) {
        return figures::services_in(transaction);
    }));
}

Result<std::optional<ledger::Head>> newest_head(ledger::LedgerSource& source) {
    constexpr int page = 1000;
    std::optional<ledger::Head> newest;
    for (std::int64_t number = 1;; number += page) {
        auto heads = source.heads(number, page);
        if (!heads) return std::unexpected(heads.error());
        if (!heads->empty()) newest = heads->back();
        if (static_cast<int>(heads->size()) < page) return newest;
    }
}

figures::Quarter chosen(const figures::Counted& counted, const std::string& wanted) {
    if (counted.out.empty())
        give_up(this_command, "no quarter is out yet: the first is, 35 days after it ended");
    if (wanted.empty()) return counted.out.front();
    const auto quarter = figures::parse_quarter(wanted);
    if (!quarter) give_up(this_command, "\"" + wanted + "\" is no quarter; write it as 2026-Q3");
    if (!counted.has(*quarter))
        give_up(this_command, "there are no figures for " + wanted + "; the newest quarter that is out is " +
                                  figures::spell(counted.out.front()) + ", the oldest " +
                                  figures::spell(counted.out.back()));
    return *quarter;
}

std::string as_text(const figures::Published& published) {
    std::string text = "Figures for " + figures::in_words(published.quarter) + "\n" +
                       figures::rule_in_words(published.rule) + "\n";
    for (const auto& figure : published.figures) {
        text += "\n" + figure.id + " " + std::string{figures::words_of(figure.id).title} + "\n";
        for (const auto& line : figure.lines)
            text += "  " + line.measure + (line.group.empty() ? "" : ", " + line.group) + ": " +
                    figures::in_words(line) + "\n";
    }
    return text;
}

std::string written(const std::vector<figures::Published>& row, const std::string& as) {
    if (as == "csv") return figures::csv_of(row.back());
    if (as == "json") return figures::json_of(row.back());
    if (as == "html") return figures::report_page(row);
    return as_text(row.back());
}

void run_figures(const FiguresOptions& options) {
    const auto ledger = value_or_give_up(this_command, open_ledger(options.place));
    const auto counted = value_or_give_up(
        this_command, figures::count(*ledger->source, services_of(*ledger), SystemClock{}.now()));
    const figures::Quarter quarter = chosen(counted, options.quarter);
    const figures::Rule rule{options.within_service ? figures::Rule::For::service
                                                    : figures::Rule::For::anybody};
    const auto row = figures::publish_row(
        counted, quarter, rule,
        {figures::head_in_words(value_or_give_up(this_command, newest_head(*ledger->source))), {}});
    const std::string text = written(row, options.as);
    if (options.out.empty()) {
        std::cout << text;
        return;
    }
    std::ofstream out{options.out, std::ios::binary};
    out << text << std::flush;
    if (!out) give_up(this_command, options.out.string() + " can't be written");
}

}  // namespace

void add_figures(CLI::App& app) {
    const auto options = std::make_shared<FiguresOptions>();
    CLI::App* group = app.add_subcommand(
        "figures",
        "What may be told of a quarter: small numbers hidden, others rounded, nothing about any one woman.\n"
        "Example: offing figures show --config /etc/offing/offing.toml");
    group->require_subcommand(1);

    CLI::App* show = group->add_subcommand(
        "show",
        "Prints the figures of a quarter, counted from the ledger. A quarter is out 35 days after it ended, "
        "and "
        "doesn't change any more.\n"
        "Example: offing figures show --config /etc/offing/offing.toml --as html --out 2026-Q3.html");
    add_ledger_options(*show, options->place);
    show->add_option("--quarter", options->quarter, "As 2026-Q3; default: the newest one that is out");
    show->add_option("--as", options->as, "text, csv, json, or html: a report that prints well")
        ->check(CLI::IsMember({"text", "csv", "json", "html"}))
        ->capture_default_str();
    show->add_flag("--within-service", options->within_service,
                   "For managers only: hides 1 to 4 instead of 1 to 7; not to be passed on");
    show->add_option("--out", options->out, "The file to write; default: print it");
    show->callback([options] { run_figures(*options); });

    CLI::App* dictionary = group->add_subcommand("dictionary",
                                                 "Prints what each figure means, what it is of, and what it "
                                                 "can't say.\nExample: offing figures dictionary");
    dictionary->callback([] { std::cout << figures::dictionary(); });
}

}  // namespace offing::cli
