// A simulated year by the daemon's own services, left as an export with all that a replay needs.
//   ledger_year EXPORT [WOMEN CLINICS DECISIONS SEED]
// Built with OFFING_TEST_PENALTY it is a daemon that makes women wait a day for each time they missed.

#include "tests/support/year.hpp"

#include <fstream>
#include <iostream>

#include "gateway/service/replay_material.hpp"
#include "gateway/service/sealing.hpp"
#include "tests/support/penalty.hpp"

#ifdef OFFING_TEST_PENALTY
void offing::support::penalise(scheduler::Preferences& woman, std::size_t missed) {
    woman.notice += std::chrono::hours{24} * static_cast<int>(missed);
}
#endif

namespace {

using namespace offing;

template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().what);
    return std::move(*result);
}

support::YearPlan plan_from(int count, char** words) {
    support::YearPlan plan;
    if (count > 2) plan.women = std::stoi(words[2]);
    if (count > 3) plan.clinics = std::stoi(words[3]);
    if (count > 4) plan.decisions = std::stoi(words[4]);
    plan.seed = count > 5 ? std::stoull(words[5]) : 20'261'125;
    return plan;
}

void write_export(support::Rig& rig, const char* file) {
    std::ofstream out{file, std::ios::binary};
    ledger::StoreSource source{*rig.database};
    must(ledger::write_export(source, service::exported_material(*rig.database, &rig.vault), out));
}

}  // namespace

int main(int count, char** words) {
    if (count < 2) {
        std::cerr << "usage: ledger_year EXPORT [WOMEN CLINICS DECISIONS SEED]\n";
        return 2;
    }
    const auto plan = plan_from(count, words);
    std::cout << "seed " << plan.seed << ": " << plan.women << " women, " << plan.clinics
              << " clinics, about " << plan.decisions << " decisions in " << plan.days << " days"
              << std::endl;
    support::Rig rig{"sqlite", "2026-09-01T08:00"};
    service::Sealing sealing{
        *rig.database, must(ledger::signing_key(*rig.database, rig.vault, rig.clock.now())), {}, rig.clock};
    support::Year year{rig, plan};
    const auto done = year.run([&] { rig.run(sealing.round()); });
    rig.clock.advance(std::chrono::minutes{5});
    rig.run(sealing.round());
    write_export(rig, words[1]);
    std::cout << done.days << " days, " << done.texts << " texts of theirs, " << done.decisions
              << " decisions, " << done.missed << " times missed" << std::endl;
    return 0;
}
