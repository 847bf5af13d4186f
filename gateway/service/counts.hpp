// The state of the queue as metrics, for whoever is rung at night. Labels are of small fixed sets.

#pragma once

#include "gateway/base/task.hpp"
#include "gateway/service/outbox.hpp"

namespace offing::service {

/// Reads the queue and sets its gauges. Every few seconds.
Task<void> count_queue(storage::Database& database, const Accounts& accounts, Outbox& outbox,
                       const Clock& clock);

}  // namespace offing::service
