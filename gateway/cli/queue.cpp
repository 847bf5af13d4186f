// offing queue: what waits to be sent, what needs a person, and a person's decision about one text.

#include "gateway/service/queue.hpp"

#include <date/date.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/installation.hpp"

namespace offing::cli {

namespace {

namespace json = boost::json;
using service::Decision;
using storage::Transaction;

struct QueueOptions {
    std::string config = "/etc/offing/offing.toml";
    std::string id;
    bool as_json = false;
    int most = 20;
};

std::string_view word_for(storage::Priority priority) {
    switch (priority) {
        case storage::Priority::crisis:
            return "crisis";
        case storage::Priority::answer:
            return "answers";
        case storage::Priority::reminder:
            return "reminders";
    }
    return "";
}

std::string spell(Timestamp time) {
    return date::format("%F %RZ", std::chrono::floor<std::chrono::minutes>(time));
}

void print(const std::string& heading, const std::vector<storage::QueuedText>& texts) {
    if (texts.empty()) return;
    std::cout << '\n' << heading << '\n';
    for (const auto& text : texts)
        std::cout << "  " << text.id << "  " << text.template_id << ", tried " << text.attempts
                  << " times by " << (text.account.empty() ? "nobody" : text.account) << ", good until "
                  << spell(text.expires) << (text.why.empty() ? "" : ": " + text.why) << '\n';
}

json::object as_json(const storage::QueuedText& text) {
    return {{"id", text.id},
            {"contact", text.contact},
            {"template", text.template_id},
            {"status", text.status},
            {"account", text.account},
            {"delivery", text.delivery},
            {"why", text.why},
            {"attempts", text.attempts},
            {"due", spell(text.due)},
            {"expires", spell(text.expires)}};
}

void print_json(const service::QueueView& view) {
    json::object all;
    for (const auto& depth : view.depths) {
        json::object one{{"due", depth.due}, {"later", depth.later}};
        if (depth.oldest) one["oldest"] = spell(*depth.oldest);
        all[word_for(depth.priority)] = std::move(one);
    }
    json::array unknown, failed, blocked;
    for (const auto& text : view.unknown) unknown.push_back(as_json(text));
    for (const auto& text : view.failed) failed.push_back(as_json(text));
    for (const auto& block : view.blocked)
        blocked.push_back(json::object{
            {"contact", block.contact}, {"account", block.account}, {"since", spell(block.since)}});
    all["unknown"] = std::move(unknown);
    all["failed"] = std::move(failed);
    all["blocked"] = std::move(blocked);
    all["without_receipt"] = view.without_receipt;
    all["to_remove"] = view.to_remove;
    std::cout << json::serialize(all) << '\n';
}

void show(const QueueOptions& options) {
    Installation here{"queue", options.config};
    const Timestamp now = here.clock().now();
    const auto view = here.transact([now, most = options.most](Transaction& transaction) {
        return service::view_queue(transaction, now, most);
    });
    if (options.as_json) return print_json(view);
    for (const auto& depth : view.depths)
        std::cout << word_for(depth.priority) << ": " << depth.due << " due, " << depth.later << " later"
                  << (depth.oldest ? ", the oldest due since " + spell(*depth.oldest) : "") << '\n';
    print("May have gone out; a person decides (offing queue retry ID, or park ID):", view.unknown);
    print("Will not go by themselves:", view.failed);
    if (!view.blocked.empty()) std::cout << "\nBlocked by the company until she texts START:\n";
    for (const auto& block : view.blocked)
        std::cout << "  " << block.contact << " by " << block.account << ", since " << spell(block.since)
                  << '\n';
    if (view.without_receipt > 0)
        std::cout << '\n'
                  << view.without_receipt << " texts were taken by a company a day ago or more, and nothing "
                  << "was heard of them since\n";
    if (view.to_remove > 0)
        std::cout << '\n'
                  << view.to_remove
                  << " texts of women who were erased are still to be removed at a company\n";
}

void decide(const QueueOptions& options,
            Decision (*decision)(Transaction&, std::string_view, std::string_view, Timestamp),
            const std::string& done) {
    Installation here{"queue", options.config};
    const Timestamp now = here.clock().now();
    const std::string by = this_user();
    const auto came = here.transact([&options, decision, by, now](Transaction& transaction) {
        return decision(transaction, options.id, by, now);
    });
    if (came != Decision::done)
        give_up("queue", options.id + ": " + std::string{service::spell(came)} +
                             "; offing queue show lists those that a person can decide");
    std::cout << options.id << done << '\n';
}

}  // namespace

void add_queue(CLI::App& app) {
    const auto options = std::make_shared<QueueOptions>();
    CLI::App* queue = app.add_subcommand(
        "queue",
        "Texts on their way out: what waits, what needs a person. No number and no words.\n"
        "Example: offing queue show --config /etc/offing/offing.toml");
    queue->require_subcommand(1);
    const auto with_config = [&](CLI::App* command) {
        command->add_option("--config", options->config, "The settings file")->capture_default_str();
        return command;
    };
    CLI::App* shown = with_config(queue->add_subcommand(
        "show",
        "How many wait and since when, and every text that a person must decide about.\n"
        "Example: offing queue show --json"));
    shown->add_flag("--json", options->as_json, "As one JSON object");
    shown->add_option("--most", options->most, "At most so many texts of each kind")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    shown->callback([options] { show(*options); });
    CLI::App* retry = with_config(queue->add_subcommand(
        "retry",
        "Sends a text after all that may have gone out or has failed. She may get it twice.\n"
        "Example: offing queue retry 019AB..."));
    retry->add_option("id", options->id, "The text's id, as show prints it")->required();
    retry->callback([options] {
        decide(*options, service::retry_text, ": waits to be sent; the last check still counts");
    });
    CLI::App* park =
        with_config(queue->add_subcommand("park",
                                          "Never sends a text that waits, failed or may have gone out.\n"
                                          "Example: offing queue park 019AB..."));
    park->add_option("id", options->id, "The text's id, as show prints it")->required();
    park->callback([options] { decide(*options, service::park_text, ": will not be sent"); });
}

}  // namespace offing::cli
