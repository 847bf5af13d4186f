// offing templates state, forward, review, live, flag, again, retire: what was said of the texts, into the
// store. For an operator before the first start, when there is no console yet, and for a panel's afternoon.

#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <memory>

#include "config/settings.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/cli/templates_texts.hpp"
#include "gateway/service/wording.hpp"
#include "gateway/storage/migrations.hpp"

namespace offing::cli {

namespace {

using service::Acted;
using service::Actor;
using storage::Transaction;
using storage::WordingKey;
using storage::WordingRow;

struct ActOptions {
    std::string config = "/etc/offing/offing.toml";
    std::string language = "en-GB", review_by;
    std::vector<std::string> ids;
    int version = 0;
    bool all = false;
    service::Said said;
};
using Act = std::function<Acted(Transaction&, const WordingKey&)>;

template <typename T>
T take(Result<T> result) {
    if (!result) fail_templates(result.error().what + "; offing doctor says more");
    return std::move(*result);
}

/// The store of the settings, with what this release ships taken in.
class OpenTexts {
public:
    explicit OpenTexts(const std::string& config) : settings{load(config)}, release{release_of(settings)} {
        database = take(open_store(settings));
        take(storage::migrate(*database, clock.now()));
        take(database->transact_now([this](Transaction& transaction) {
            service::take_shipped(transaction, release.read.versions(), clock.now());
            return true;
        }));
    }
    Actor actor() const {
        const Timestamp now = clock.now();
        return {"command line", now,
                std::chrono::local_days{std::chrono::floor<std::chrono::days>(now.time_since_epoch())}, true};
    }

    SystemClock clock;
    config::Settings settings;
    service::ReleaseTexts release;
    std::unique_ptr<storage::Database> database;

private:
    static config::Settings load(const std::string& config) {
        try {
            return config::load_settings(config);
        } catch (const config::BadConfiguration& bad) {
            fail_templates(std::string{"the settings have mistakes\n"} + bad.what());
        }
    }
};

/// The versions that are meant: of each id the newest, or the one named.
std::vector<WordingRow> meant(const std::vector<WordingRow>& rows, const ActOptions& options,
                              const std::string& wanted_status) {
    std::map<std::string, WordingRow> newest;
    for (const auto& row : rows) {
        const bool here = row.key.language == options.language &&
                          (options.version == 0 || row.key.version == options.version);
        if (here) newest[row.key.id] = row;
    }
    std::vector<WordingRow> wanted;
    if (options.all)
        for (const auto& [id, row] : newest)
            if (row.state.status == wanted_status) wanted.push_back(row);
    for (const auto& id : options.ids) {
        const auto at = newest.find(id);
        if (at == newest.end())
            fail_templates("no such version of \"" + id + "\" in " + options.language +
                           ". `offing templates state` shows what there is; nothing was recorded.");
        wanted.push_back(at->second);
    }
    if (wanted.empty())
        fail_templates("no text is meant. Name one, or --all; `offing templates state` shows what there is.");
    return wanted;
}

std::vector<WordingRow> meant(const OpenTexts& texts, const ActOptions& options,
                              const std::string& wanted_status) {
    return meant(take(texts.database->read_now(storage::all_wording)), options, wanted_status);
}

/// For all of them or, when one is refused, for none.
void act_on_all(const OpenTexts& texts, const std::vector<WordingRow>& rows, const Act& act) {
    std::vector<std::string> refused;
    const auto done = texts.database->transact_now([&](Transaction& transaction) {
        refused.clear();
        for (const auto& row : rows) {
            const auto& key = row.key;
            const auto acted = act(transaction, key);
            if (acted) continue;
            for (const auto& gate : acted.error())
                refused.push_back(key.id + " version " + std::to_string(key.version) + ": " + gate.what +
                                  ". " + gate.remedy);
        }
        if (!refused.empty())
            throw storage::StatementFailed(storage::StatementFailed::Why::unique, "a gate is shut");
    });
    for (const auto& line : refused) std::cerr << line << '\n';
    if (!refused.empty()) fail_templates("nothing was recorded.");
    take(done ? Result<int>{0} : std::unexpected(done.error()));
    for (const auto& row : rows) {
        const auto& key = row.key;
        const auto now = take(texts.database->read_now(
            [&key](Transaction& transaction) { return service::reviewed(transaction, key); }));
        std::cout << key.id << " version " << key.version << ": " << templates::spell(now->status) << '\n';
    }
}

void state(const ActOptions& options) {
    const OpenTexts texts{options.config};
    for (const auto& row : take(texts.database->read_now(storage::all_wording))) {
        if (row.key.language != options.language) continue;
        if (!options.ids.empty() && std::ranges::find(options.ids, row.key.id) == options.ids.end()) continue;
        const auto now = take(texts.database->read_now(
            [&row](Transaction& transaction) { return service::reviewed(transaction, row.key); }));
        std::cout << row.key.id << " version " << row.key.version << ": " << row.state.status
                  << (row.state.review_by.empty() ? "" : ", to be looked at again by " + row.state.review_by)
                  << (row.state.flags > 0 ? ", flagged " + std::to_string(row.state.flags) + " times" : "")
                  << (row.state.review_due ? ", its review is due" : "") << '\n';
        if (row.state.status != "in_review") continue;
        for (const auto& gate : templates::closed_gates(*now))
            std::cout << "    to go live: " << gate.what << ". " << gate.remedy << '\n';
    }
}

void forward(const ActOptions& options) {
    const OpenTexts texts{options.config};
    act_on_all(texts, meant(texts, options, "draft"), [&](Transaction& transaction, const WordingKey& key) {
        return service::put_forward(transaction, key, texts.actor());
    });
}

void review(const ActOptions& options) {
    const OpenTexts texts{options.config};
    act_on_all(texts, meant(texts, options, "in_review"),
               [&](Transaction& transaction, const WordingKey& key) {
                   return service::record_review(transaction, key, options.said, texts.actor());
               });
}

void live(const ActOptions& options) {
    const auto review_by = templates::parse_date(options.review_by);
    if (!review_by)
        fail_templates("--review-by \"" + options.review_by + "\" is no day. Write it as 2027-03-31.");
    const OpenTexts texts{options.config};
    const auto rows = meant(texts, options, "in_review");
    // Looked at before the transaction: no text to a woman waits for it.
    std::map<WordingKey, service::LintedWords> looked_at;
    for (const auto& row : rows) {
        const auto linted = service::LintedWords::of(texts.release.read, *texts.release.shipped.lint, row);
        for (const auto& finding : linted.findings())
            std::cerr << row.key.id << ": " << finding.rule << ": " << finding.found
                      << "\n    instead: " << finding.better << '\n';
        looked_at.emplace(row.key, linted);
    }
    act_on_all(texts, rows, [&](Transaction& transaction, const WordingKey& key) {
        return service::go_live(transaction, looked_at.at(key), *review_by, texts.actor());
    });
}

void flag(const ActOptions& options) {
    const OpenTexts texts{options.config};
    act_on_all(texts, meant(texts, options, "live"), [&](Transaction& transaction, const WordingKey& key) {
        return service::flag(transaction, key, texts.actor());
    });
}

void again(const ActOptions& options) {
    const OpenTexts texts{options.config};
    act_on_all(texts, meant(texts, options, "paused"), [&](Transaction& transaction, const WordingKey& key) {
        return service::look_again(transaction, key, texts.actor());
    });
}

void retire(const ActOptions& options) {
    const OpenTexts texts{options.config};
    act_on_all(texts, meant(texts, options, ""), [&](Transaction& transaction, const WordingKey& key) {
        return service::retire(transaction, key, texts.actor());
    });
}

CLI::App* add(CLI::App& group, const std::string& name, const std::string& help,
              const std::shared_ptr<ActOptions>& options, void (*run)(const ActOptions&)) {
    CLI::App* command = group.add_subcommand(name, help);
    command->add_option("id", options->ids, "Its id, or several");
    command->add_option("--config", options->config, "The settings file")->capture_default_str();
    command->add_option("--language", options->language, "As in en-GB, cy, pl, ur")->capture_default_str();
    command->callback([options, run] { run(*options); });
    return command;
}

CLI::App* add_act(CLI::App& group, const std::string& name, const std::string& help,
                  const std::shared_ptr<ActOptions>& options, void (*run)(const ActOptions&)) {
    CLI::App* command = add(group, name, help, options, run);
    command->add_option("--version", options->version, "Of which version; else the newest")
        ->check(CLI::PositiveNumber);
    return command;
}

}  // namespace

void add_template_acts(CLI::App& group) {
    const auto options = std::make_shared<ActOptions>();
    add(group, "state",
        "Where each text stands in the store, and which gates are shut.\n"
        "Example: offing templates state --config offing.toml",
        options, state);
    add_act(group, "forward", "A draft is ready to be looked at.\nExample: offing templates forward arrived",
            options, forward)
        ->add_flag("--all", options->all, "Every draft");
    auto* command = add_act(group, "review",
                            "Records what a role said of a text; never a name. All of them, or none.\n"
                            "Example: offing templates review offers booked --role mother-living-experience "
                            "--how group --month 2026-11 --outcome ok",
                            options, review);
    command->add_flag("--all", options->all, "Every text in review");
    auto& said = options->said;
    command->add_option("--role", said.review.role, "As in mother-living-experience")->required();
    command->add_option("--how", said.review.how, "group, one-to-one, paper-cards, phone, by-text")
        ->required();
    command->add_option("--month", said.review.month, "As in 2026-11")->required();
    command->add_option("--outcome", said.review.outcome, "ok, change-asked, object")->required();
    command->add_option("--what-changed", said.review.what_changed, "Which words, in one line");
    command->add_option("--people", said.people, "one, two, 3 or more")->capture_default_str();
    command->add_flag("--time-was-paid", said.time_was_paid, "Their time was paid for");
    command = add_act(group, "live",
                      "Lets texts go live that have passed every gate.\n"
                      "Example: offing templates live --all --review-by 2027-03-31",
                      options, live);
    command->add_flag("--all", options->all, "Every text in review");
    command->add_option("--review-by", options->review_by, "At most six months ahead")->required();
    add_act(group, "flag",
            "The words are wrong; the second flag pauses the text.\nExample: offing templates flag offers",
            options, flag);
    add_act(group, "again", "Opens the review of a paused text.\nExample: offing templates again offers",
            options, again);
    add_act(group, "retire",
            "A version is not sent any more.\nExample: offing templates retire offers --version 1", options,
            retire);
}

}  // namespace offing::cli
