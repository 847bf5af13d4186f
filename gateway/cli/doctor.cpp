// offing doctor: looks at a deployment and says how to mend what it finds.

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/findings.hpp"
#include "gateway/conversation/understand.hpp"
#include "gateway/provider/number.hpp"
#include "gateway/provider/registry.hpp"
#include "gateway/service/wording.hpp"
#include "templates/catalogue.hpp"
#include "templates/shipped.hpp"

namespace offing::cli {

namespace {

using Level = Finding::Level;

std::string_view spell(Level level) {
    switch (level) {
        case Level::well:
            return "well";
        case Level::soon:
            return "soon";
        case Level::wrong:
            return "wrong";
    }
    return "";
}

void append(Findings& all, Findings more) { std::ranges::move(more, std::back_inserter(all)); }

provider::ProviderOptions options_of(const config::ProviderSettings& settings) {
    provider::ProviderOptions options{
        settings.name, settings.kind, settings.sender, settings.public_base, {}, settings.options};
    for (const config::Secret& secret : settings.secrets) options.secrets.push_back(secret.reveal());
    for (const auto& [name, secret] : settings.secret_options) options.options[name] = secret.reveal();
    return options;
}

/// A number that texts can be answered to. Short codes are the company's word.
bool takes_answers(const std::string& sender) {
    if (!sender.starts_with('+')) return true;
    const auto number = provider::read_number(sender);
    return number && number->textable;
}

Findings check_provider(const config::ProviderSettings& settings) {
    Findings findings;
    // The simulator's secret is made at each start, for the life of the process.
    if (settings.kind != "simulator") {
        const auto made = provider::make_provider(options_of(settings));
        if (!made)
            for (const provider::OptionProblem& problem : made.error())
                findings.push_back({Level::wrong, "provider",
                                    settings.name + ": " + problem.key + " " + problem.what, problem.remedy});
    }
    if (!takes_answers(settings.sender))
        findings.push_back({Level::wrong, "provider", settings.name + ": nobody can text back to its sender",
                            "write a mobile number, or a short code that takes answers"});
    if (findings.empty())
        findings.push_back(
            {Level::well, "provider", settings.name + " (" + settings.kind + ") is set up", ""});
    return findings;
}

Findings of_mistakes(const std::vector<config::Mistake>& mistakes) {
    Findings findings;
    for (const config::Mistake& mistake : mistakes) {
        std::string what = mistake.file + (mistake.line > 0 ? ":" + std::to_string(mistake.line) : "") + ": ";
        what += (mistake.key.empty() ? "" : mistake.key + " ") + mistake.what;
        findings.push_back({Level::wrong, "settings", std::move(what), mistake.remedy});
    }
    return findings;
}

void print(const Finding& finding, bool as_json) {
    if (as_json) {
        boost::json::object line{
            {"check", finding.check}, {"level", spell(finding.level)}, {"what", finding.what}};
        if (!finding.mend.empty()) line["mend"] = finding.mend;
        std::cout << boost::json::serialize(line) << '\n';
        return;
    }
    const char* mark = finding.level == Level::well   ? "  well  "
                       : finding.level == Level::soon ? "  soon  "
                                                      : "  WRONG ";
    std::cout << mark << finding.check << ": " << finding.what << '\n';
    if (!finding.mend.empty()) std::cout << "        -> " << finding.mend << '\n';
}

void examine_and_tell(const std::string& config, bool as_json) {
    Findings findings;
    try {
        const config::Settings settings = config::load_settings(config);
        findings.push_back({Level::well, "settings", config + " is sound", ""});
        append(findings, examine(settings, SystemClock{}));
    } catch (const config::BadConfiguration& bad) {
        findings = of_mistakes(bad.mistakes());
    }
    for (const Finding& finding : findings) print(finding, as_json);
    const auto count = std::ranges::count(findings, Level::wrong, &Finding::level);
    if (!as_json)
        std::cout << (count == 0 ? "All is well: offing can serve."
                                 : std::to_string(count) + " to mend before offing can serve.")
                  << '\n';
    if (count > 0) throw CLI::RuntimeError(1);
}

Findings well_understood() { return {{Level::well, "lexicon", "texts can be understood by it", ""}}; }

}  // namespace

Findings check_providers(const config::Settings& settings) {
    Findings findings;
    for (const config::ProviderSettings& each : settings.providers) append(findings, check_provider(each));
    return findings;
}

Findings check_texts(const config::Settings& settings, const std::vector<templates::StoredVersion>& stored,
                     scheduler::Date today) {
    Findings findings;
    const auto unusable = [&](const std::vector<templates::Problem>& problems) {
        for (const templates::Problem& problem : problems)
            findings.push_back(
                {Level::wrong, "texts", templates::spell(problem), "mend the file, or install it anew"});
        return findings;
    };
    service::ShippedWording files;
    try {
        files = service::load_shipped(settings.templates_folder.string());
    } catch (const std::runtime_error& error) {
        return {{Level::wrong, "texts", error.what(), "mend the file, or install it anew"}};
    }
    const auto shipped = templates::Shipped::read(files.files);
    if (!shipped) return unusable(shipped.error());
    auto assembled = templates::assemble(files.files, service::beside_shipped(stored, shipped->versions()));
    if (!assembled) return unusable(assembled.error());
    templates::Catalogue& catalogue = assembled->catalogue;
    catalogue.set_demo(settings.demo);
    catalogue.set_today(today);
    if (settings.demo)
        return {{Level::well, "texts", "can be sent in this demo; none is cleared for women yet", ""}};
    const std::string refusal = templates::refusal_to_start(catalogue);
    if (!refusal.empty())
        return {{Level::wrong, "texts", refusal,
                 "have them reviewed with the women who will read them: docs/operating.md"}};
    for (const auto* shown : catalogue.held_back(today))
        findings.push_back({Level::soon, "texts",
                            shown->id + " may not be sent: it is paused or past its review-by date; a person "
                                        "says it meanwhile",
                            "have it looked at again: offing templates show " + shown->id});
    if (findings.empty()) return {{Level::well, "texts", "every one may be sent", ""}};
    return findings;
}

Findings check_lexicon(const config::Settings& settings) {
    const auto lexicon = conversation::Lexicon::load(settings.lexicon_folder);
    if (lexicon) return well_understood();
    Findings findings;
    for (const std::string& mistake : lexicon.error())
        findings.push_back({Level::wrong, "lexicon", mistake, "install it anew, or write lexicon_folder"});
    return findings;
}

LexiconWatch::LexiconWatch(const config::Settings& settings, bool read_by_now)
    : settings_{settings}, findings_{well_understood()} {
    if (read_by_now) seen_ = stamp();
}

LexiconWatch::Stamp LexiconWatch::stamp() const {
    Stamp files;
    std::error_code failed;
    for (const auto& file : std::filesystem::directory_iterator{settings_.lexicon_folder, failed})
        files[file.path()] = {file.last_write_time(failed), file.file_size(failed)};
    return files;
}

Findings LexiconWatch::look() {
    Stamp now = stamp();
    if (seen_ == now && !now.empty()) return findings_;
    findings_ = check_lexicon(settings_);
    seen_ = std::move(now);
    return findings_;
}

Findings check_on_call(const config::Settings& settings) {
    if (settings.on_call_routes.size() >= 2)
        return {{Level::well, "on call",
                 "is told by " + std::to_string(settings.on_call_routes.size()) + " routes", ""}};
    if (settings.on_call_routes.size() == 1)
        return {{settings.demo ? Level::well : Level::soon, "on call", "is told by one route only",
                 settings.demo ? "" : "add a second in [on_call] routes: one may fail"}};
    return {{settings.demo ? Level::well : Level::wrong, "on call",
             "nobody is told when a woman is in danger", settings.demo ? "" : "write [on_call] routes"}};
}

Findings examine(const config::Settings& settings, const Clock& clock) {
    LexiconWatch lexicon{settings, false};
    return examine(settings, clock, lexicon);
}

Findings examine(const config::Settings& settings, const Clock& clock, LexiconWatch& lexicon) {
    const auto today = scheduler::Date{std::chrono::floor<std::chrono::days>(clock.now().time_since_epoch())};
    StoreVisit store = visit_store(settings);
    Findings all = check_data_folder(settings);
    append(all, check_ports(settings));
    append(all, std::move(store.findings));
    append(all, check_time_zone(store.service ? store.service->zone : "Europe/London"));
    append(all, check_clock(clock.now(), scheduler::parse_date(OFFING_BUILT_ON).value_or(scheduler::Date{}),
                            store.last_event));
    append(all, check_providers(settings));
    append(all, check_texts(settings, store.wording, today));
    append(all, lexicon.look());
    if (store.service) append(all, check_schools(*store.service, today));
    append(all, check_on_call(settings));
    return all;
}

bool is_fit(const Findings& findings) {
    return std::ranges::none_of(findings, [](const Finding& each) { return each.level == Level::wrong; });
}

void add_doctor(CLI::App& app) {
    auto* command =
        app.add_subcommand("doctor",
                           "Looks at a deployment and says how to mend what it finds; exits with 1 when "
                           "something is wrong.\nExample: offing doctor --config /etc/offing/offing.toml");
    auto config = std::make_shared<std::string>("/etc/offing/offing.toml");
    auto as_json = std::make_shared<bool>(false);
    command->add_option("--config", *config, "The settings file")->capture_default_str();
    command->add_flag("--jsonl", *as_json, "One finding a line, as JSON");
    command->callback([config, as_json] { examine_and_tell(*config, *as_json); });
}

}  // namespace offing::cli
