// A simulated stretch of time, sealed and replayed.

#pragma once

#include "gateway/ledger/event.hpp"
#include "gateway/ledger/replay.hpp"
#include "gateway/ledger/verify.hpp"
#include "gateway/service/replay_material.hpp"
#include "gateway/service/sealing.hpp"
#include "tests/support/year.hpp"

namespace offing::ledger {

class YearLedger {
public:
    YearLedger(const std::string& engine, const support::YearPlan& plan) : rig{engine, "2026-09-01T08:00"} {
        support::Year year{rig, plan};
        done = year.run([&] { rig.run(sealing.round()); });
        seal();
    }

    /// What has happened until now.
    void seal() {
        rig.clock.advance(std::chrono::minutes{5});
        rig.run(sealing.round());
    }

    Replayed replay(ConductRule rule = {}) {
        service::StoreMaterial material{*rig.database, rig.vault};
        Replay replay{material, std::move(rule)};
        StoreSource source{*rig.database};
        verified = verify(source, {}, [&](const LedgerEvent& event) { replay.take(event); });
        return replay.result();
    }

    support::Rig rig;
    service::Sealing sealing{
        *rig.database, signing_key(*rig.database, rig.vault, rig.clock.now()).value(), {}, rig.clock};
    support::YearDone done;
    Verified verified;
};

}  // namespace offing::ledger
