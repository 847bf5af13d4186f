// Open sessions as they stand at this moment: staff count who comes and who is seen, and close when they have
// to. Whoever asks by text is told an honest wait, or is not sent on her way at all.

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gateway/storage/drop_ins.hpp"
#include "scheduler/drop_in.hpp"
#include "scheduler/service.hpp"

namespace offing::service {

enum class DropInAct { came, began, ended, left, closed, opened_again };
std::string_view spell(DropInAct act);
std::optional<DropInAct> parse_act(std::string_view text);

/// Today's session of an open clinic.
struct LiveDropIn {
    storage::SessionDay session;
    scheduler::Interval open;
    scheduler::DropInState now;
    int waiting = 0;
    int running = 0;
    int workers = 0;
};
std::vector<LiveDropIn> live_drop_ins(storage::Transaction& transaction, const scheduler::Service& service,
                                      Timestamp now);

/// Empty when it is done; else what stands in the way, for whoever pressed the button.
std::optional<std::string_view> note_drop_in(storage::Transaction& transaction,
                                             const scheduler::Service& service, std::string_view clinic,
                                             DropInAct act, std::string_view by, Timestamp now);

/// The service as it can be offered now: what is full or has closed ends now, for today.
scheduler::Service as_it_stands(scheduler::Service service, const std::vector<LiveDropIn>& live,
                                const scheduler::Zone& zone, Timestamp now);

}  // namespace offing::service
