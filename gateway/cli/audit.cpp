// offing audit: looks at the ledger and at nothing else. Works on a store, beside a running daemon, and on a
// backup's file; changes neither.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "gateway/cli/audit_proof.hpp"
#include "gateway/cli/audit_replay.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/give_up.hpp"
#include "gateway/cli/ledger_place.hpp"
#include "gateway/ledger/head_code.hpp"
#include "gateway/ledger/verify.hpp"
#include "gateway/storage/store_check.hpp"

namespace offing::cli {

namespace {

namespace fs = std::filesystem;

struct AuditOptions {
    LedgerPlace place;
    std::vector<fs::path> heads;
    fs::path out;
    fs::path page;
    ProofOptions proof;
    bool with_preferences = false;
    bool each = false;
};

constexpr std::string_view this_command = "audit";

std::vector<ledger::Head> read_heads(const std::vector<fs::path>& files) {
    constexpr std::size_t longest = 4096;
    std::vector<ledger::Head> heads;
    for (const fs::path& file : files) {
        std::ifstream in{file, std::ios::binary};
        if (!in) give_up(this_command, file.string() + " can't be read");
        std::string text(longest, '\0');
        in.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(in.gcount()));
        auto head = ledger::read_head(text);
        if (!head) give_up(this_command, file.string() + ": " + head.error().what);
        heads.push_back(*head);
    }
    return heads;
}

void tell(const ledger::Verified& verified) {
    if (verified.head)
        std::cout << "ledger " << ledger::ledger_name(verified.head->key) << ": " << verified.events
                  << " events under " << verified.head->number << " seals, the last of "
                  << ledger::spell_time(verified.head->at) << '\n';
    else
        std::cout << "nothing is sealed here yet\n";
    if (verified.unsealed > 0)
        std::cout << verified.unsealed << " newer events are not sealed yet: nothing can be said of them\n";
    for (const ledger::Finding& finding : verified.findings)
        std::cout << "finding (" << ledger::spell(finding.what) << "): " << finding.text << '\n';
    if (verified.more_findings > 0) std::cout << "and " << verified.more_findings << " more\n";
}

/// What the engine says of its own pages and keys.
bool is_store_sound(const OpenLedger& ledger) {
    if (!ledger.store) return true;
    const auto checked = storage::check_store(*ledger.store, nullptr);
    if (!checked) {
        std::cout << "finding (store): " << checked.error().what << '\n';
        return false;
    }
    for (const std::string& finding : checked->findings) std::cout << "finding (store): " << finding << '\n';
    return checked->findings.empty();
}

void run_verify(const AuditOptions& options) {
    const auto heads = read_heads(options.heads);
    const auto ledger = value_or_give_up(this_command, open_ledger(options.place));
    const auto verified = ledger::verify(*ledger->source, heads);
    tell(verified);
    if (!is_store_sound(*ledger) || !verified.is_whole()) throw CLI::RuntimeError(1);
    std::cout << "all well: nothing was changed, removed, inserted or reordered";
    if (!heads.empty()) std::cout << ", and " << heads.size() << " heads from outside agree";
    std::cout << '\n';
}

void write_file(const fs::path& file, const std::string& text) {
    std::ofstream out{file, std::ios::binary};
    out << text << std::flush;
    if (!out) give_up(this_command, file.string() + " can't be written");
}

void run_head(const AuditOptions& options) {
    const auto ledger = value_or_give_up(this_command, open_ledger(options.place));
    if (!ledger->store) give_up(this_command, "the heads of an export are its lines that begin with h");
    const auto head = value_or_give_up(this_command, ledger->store->read_now(ledger::last_head));
    if (!head) give_up(this_command, "nothing is sealed here yet");
    if (!options.page.empty()) write_file(options.page, ledger::head_page(*head));
    if (!options.out.empty()) write_file(options.out, ledger::write_head(*head));
    if (options.out.empty() && options.page.empty()) std::cout << ledger::write_head(*head);
}

}  // namespace

void add_audit(CLI::App& app) {
    const auto options = std::make_shared<AuditOptions>();
    CLI::App* audit = app.add_subcommand("audit",
                                         "Proves that the ledger is as it was written.\n"
                                         "Example: offing audit verify --config /etc/offing/offing.toml");
    audit->require_subcommand(1);

    CLI::App* verify = audit->add_subcommand(
        "verify",
        "Checks every event, seal and signature, and names the first event at which anything was changed, "
        "removed, inserted or reordered.\nFails when something is found. Give it the heads that you keep "
        "elsewhere: only they show a ledger that was written anew as a whole.\n"
        "Example: offing audit verify --backup backups/offing-20261123T033000Z.json --head kept.head");
    add_ledger_options(*verify, options->place);
    verify->add_option("--head", options->heads, "A head that was kept elsewhere; may be given again");
    verify->callback([options] { run_verify(*options); });

    CLI::App* head = audit->add_subcommand(
        "head",
        "Prints the newest head, to be kept where nobody who can write to the store can reach it.\n"
        "Example: offing audit head --config /etc/offing/offing.toml --out 2026-11-25.head");
    add_ledger_options(*head, options->place);
    head->add_option("--out", options->out, "The file to write; default: print it");
    head->add_option("--page", options->page, "A page to print, with the head as a square to scan");
    head->callback([options] { run_head(*options); });

    CLI::App* exported = audit->add_subcommand(
        "export",
        "Writes the sealed ledger into one file that anybody can check with a program of her own.\n"
        "Example: offing audit export --config /etc/offing/offing.toml --with-preferences --out "
        "ledger.export");
    add_ledger_options(*exported, options->place);
    exported->add_option("--out", options->out, "The file to write")->required();
    exported->add_flag(
        "--with-preferences", options->with_preferences,
        "Add what decisions were made from (windows and wishes, under pseudonyms), so that they can "
        "be made again; needs --config");
    exported->callback([options] { run_export(options->place, options->out, options->with_preferences); });

    CLI::App* proof = audit->add_subcommand("proof",
                                            "Writes one woman's own place-in-line history in plain words, "
                                            "with a proof of each line that anybody can "
                                            "check (offing-verify proof FILE). For her, when she asks.\n"
                                            "Example: offing audit proof --config /etc/offing/offing.toml "
                                            "--number \"+447700900123\" --out hers.txt "
                                            "--page hers.html");
    add_ledger_options(*proof, options->place);
    proof->add_option("--person", options->proof.person, "Her id, as the console shows it");
    proof->add_option("--number", options->proof.number, "Her number; needs --config");
    proof->add_option("--out", options->proof.out, "The file to write; default: print it");
    proof->add_option("--page", options->proof.page, "Also a page to print: the words, no codes");
    proof->callback([options] { run_proof(options->place, options->proof); });

    CLI::App* replay = audit->add_subcommand(
        "replay",
        "Makes every decision again, with missed, late and given-up times struck out, and names each woman "
        "(by "
        "pseudonym) whose rank in line or whose offers come out otherwise.\nFails when there is one.\n"
        "Example: offing audit replay --export ledger.export");
    add_ledger_options(*replay, options->place);
    replay->add_flag("--each", options->each, "A line for every woman, also for those without a difference");
    replay->callback([options] { run_replay(options->place, options->place.exported, options->each); });
}

}  // namespace offing::cli
