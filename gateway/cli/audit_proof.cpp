#include "gateway/cli/audit_proof.hpp"

#include <fstream>
#include <iostream>

#include "gateway/cli/give_up.hpp"
#include "gateway/cli/store_address.hpp"
#include "gateway/ledger/head_code.hpp"
#include "gateway/ledger/proof.hpp"
#include "gateway/service/erasure.hpp"
#include "gateway/service/place_history.hpp"
#include "gateway/storage/private_file.hpp"

namespace offing::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view this_command = "audit proof";

/// Her id is her pseudonym in the ledger.
std::string pseudonym_of(OpenLedger& ledger, const LedgerPlace& place, const ProofOptions& options) {
    if (options.number.empty()) return options.person;
    if (place.config.empty()) give_up(this_command, "to find her by her number takes the settings: --config");
    const auto vault =
        vault_or_give_up(this_command, choose_store({.config = place.config, .database = {}}).master_key);
    const auto found =
        value_or_give_up(this_command, ledger.store->read_now([&](storage::Transaction& transaction) {
            return service::contact_by_number(transaction, vault, options.number);
        }));
    if (!found) give_up(this_command, "nobody of that number is known");
    return *found;
}

void write(const fs::path& file, const std::string& text) {
    storage::make_private_file(file);
    std::ofstream out{file, std::ios::binary};
    out << text << std::flush;
    if (!out) give_up(this_command, file.string() + " can't be written");
}

}  // namespace

void run_proof(const LedgerPlace& place, const ProofOptions& options) {
    if (options.person.empty() == options.number.empty())
        give_up(this_command,
                "say whose: --person with her id as the console shows it, or --number \"+447700900123\"");
    const auto ledger = value_or_give_up(this_command, open_ledger(place));
    if (!ledger->store)
        give_up(this_command, "an export has no pages for one woman: name the store or a backup");
    const std::string person = pseudonym_of(*ledger, place, options);
    const auto proof =
        value_or_give_up(this_command, ledger->store->read_now([&](storage::Transaction& transaction) {
            return ledger::prove_place(transaction, person);
        }));
    if (!proof) give_up(this_command, "nothing about that id is sealed in the ledger (yet)");
    const auto zone = value_or_give_up(this_command, ledger->store->read_now(service::zone_of_service));
    const auto history = service::history_of(*proof, zone);
    const std::string text = service::write_text(history) +
                             "\nFor offing-verify, or any program that knows the format:\n" +
                             ledger::write_proof(*proof);
    if (!options.page.empty())
        write(options.page, service::write_page(history, ledger::head_code(proof->head)));
    if (options.out.empty()) {
        std::cout << text;
        return;
    }
    write(options.out, text);
    std::cout << proof->events.size() << " events, each under seal " << proof->head.number << ": "
              << options.out.string()
              << (options.page.empty() ? "" : "; the page to print: " + options.page.string()) << '\n'
              << (proof->has_more ? "Only the first of her events are in it: there are too many.\n" : "");
}

}  // namespace offing::cli
