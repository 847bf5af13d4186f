// The daemon's part in sealing: a round that gives new events their numbers and a signed head.

#pragma once

#include "gateway/base/clock.hpp"
#include "gateway/base/task.hpp"
#include "gateway/ledger/seal.hpp"

namespace offing::service {

class Sealing {
public:
    Sealing(storage::Database& database, crypto::SigningKey key, ledger::SealSettings settings,
            const Clock& clock);

    /// Seals until too few events are left to be worth a seal. Often.
    Task<void> round();

private:
    /// Says so in the log, once until it is over.
    Task<bool> is_clock_behind();
    storage::Database& database_;
    crypto::SigningKey key_;
    ledger::SealSettings settings_;
    const Clock& clock_;
    bool said_behind_ = false;
};

}  // namespace offing::service
