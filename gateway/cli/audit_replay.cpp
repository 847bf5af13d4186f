// offing audit export and replay: the ledger as a file for somebody else, and every decision made again.

#include "gateway/cli/audit_replay.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <iostream>

#include "gateway/base/crypto.hpp"
#include "gateway/cli/give_up.hpp"
#include "gateway/cli/store_address.hpp"
#include "gateway/figures/services.hpp"
#include "gateway/ledger/export.hpp"
#include "gateway/ledger/replay.hpp"
#include "gateway/ledger/verify.hpp"
#include "gateway/service/replay_material.hpp"

namespace offing::cli {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view this_command = "audit";

storage::Vault vault_of(const fs::path& config) {
    if (config.empty())
        give_up(this_command, "what decisions were made from is sealed: name the settings with --config");
    return vault_or_give_up(this_command, choose_store({.config = config, .database = {}}).master_key);
}

/// What an export holds beside its ledger.
class ExportMaterial final : public ledger::ReplayMaterial {
public:
    explicit ExportMaterial(const ledger::ExportSource& source) : source_{source} {}

    std::shared_ptr<const scheduler::Service> service(std::int64_t version) override {
        for (const auto& one : source_.services())
            if (one.version == version) return figures::read_service(one);
        return nullptr;
    }
    std::optional<ledger::NotedPreferences> preferences(const std::string& digest) override {
        const auto found = source_.preferences(digest);
        if (!found) return std::nullopt;
        return ledger::NotedPreferences{.salt = found->salt, .text = found->text};
    }

private:
    const ledger::ExportSource& source_;
};

void tell(const ledger::Verified& verified, const ledger::Replayed& replayed, bool each) {
    for (const auto& finding : verified.findings)
        std::cout << "finding (" << ledger::spell(finding.what) << "): " << finding.text << '\n';
    std::cout << replayed.decisions << " decisions of " << replayed.people.size()
              << " women made again, with missed, late and given-up times struck out\n";
    if (replayed.of_plans > 0) std::cout << replayed.of_plans << " offers were part of plans for many\n";
    if (replayed.erased > 0)
        std::cout << replayed.erased
                  << " decisions can't be made again: she was erased, or it isn't in this file\n";
    if (replayed.no_service > 0)
        std::cout << replayed.no_service << " decisions were on a version of the service that isn't here\n";
    if (replayed.other_view > 0)
        std::cout << replayed.other_view << " decisions saw places as they were a moment before or after; "
                  << replayed.other_view_differs << " of them came out otherwise, and say nothing\n";
    int people = 0;
    for (const auto& [person, one] : replayed.people) {
        const int differing = one.rank_differences + one.earliest_differences + one.other_differences;
        people += differing > 0;
        if (each || differing > 0)
            std::cout << person << ": decisions " << one.decisions << ", rank differences "
                      << one.rank_differences << ", earliest-offer differences " << one.earliest_differences
                      << ", other differences " << one.other_differences << '\n';
    }
    for (const auto& one : replayed.differences)
        std::cout << "difference (" << ledger::spell(one.what) << ") at event " << one.event << ", "
                  << one.person << ": " << one.text << '\n';
    for (const auto& what : replayed.unreadable) std::cout << "finding (unreadable): " << what << '\n';
    std::cout << "differences: " << replayed.difference_count << ", women with any: " << people << '\n';
    if (verified.head) std::cout << "head " << crypto::to_hex(ledger::digest(*verified.head)) << '\n';
}

void replay(ledger::LedgerSource& source, ledger::ReplayMaterial& material, bool each) {
    ledger::Replay replay{material};
    const auto verified =
        ledger::verify(source, {}, [&](const ledger::LedgerEvent& event) { replay.take(event); });
    tell(verified, replay.result(), each);
    if (!verified.is_whole() || !replay.result().is_proof()) throw CLI::RuntimeError(1);
    std::cout << "the same rank and the same times for every woman\n";
}

}  // namespace

void run_replay(const LedgerPlace& place, const fs::path& exported, bool each) {
    if (!exported.empty()) {
        const auto source = value_or_give_up(this_command, ledger::ExportSource::open(exported));
        ExportMaterial material{*source};
        return replay(*source, material, each);
    }
    const auto ledger = value_or_give_up(this_command, open_ledger(place));
    const auto vault = vault_of(place.config);
    service::StoreMaterial material{*ledger->store, vault};
    replay(*ledger->source, material, each);
}

void run_export(const LedgerPlace& place, const fs::path& out, bool with_preferences) {
    const auto ledger = value_or_give_up(this_command, open_ledger(place));
    if (!ledger->store) give_up(this_command, "this is an export already");
    std::optional<storage::Vault> vault;
    if (with_preferences) vault = vault_of(place.config);
    const auto material = service::exported_material(*ledger->store, vault ? &*vault : nullptr);
    const fs::path partial = out.string() + ".partial";
    std::ofstream file{partial, std::ios::binary};
    if (!file) give_up(this_command, partial.string() + " can't be written");
    const auto done = ledger::write_export(*ledger->source, material, file);
    file.close();
    std::error_code failed;
    if (!done) {
        fs::remove(partial, failed);
        give_up(this_command, done.error().what);
    }
    fs::rename(partial, out, failed);
    if (failed) give_up(this_command, out.string() + " can't be written");
    std::cout << done->events << " events under " << done->seals << " seals\n";
}

}  // namespace offing::cli
