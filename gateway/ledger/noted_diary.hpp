// Every booked time and every hold, written into the ledger as they are: at a daemon's start and after the
// service was changed. A replay can begin there, and needs nothing from before.

#pragma once

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::ledger {

void note_diary(storage::Transaction& transaction, Timestamp now);

}  // namespace offing::ledger
