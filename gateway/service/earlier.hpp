// A place came free: it is offered down the line, to one woman at a time, the longest wait first. Saying no
// or nothing costs her nothing. Nobody is texted for it more than a day's and a week's measure allows.

#pragma once

#include <functional>

#include "gateway/base/task.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/freed_places.hpp"

namespace offing::service {

class Earlier {
public:
    Earlier(storage::Database& database, const Desk& desk, const Clock& clock, std::function<void()> wake);
    Task<void> round();

private:
    void look_at(storage::Transaction& transaction, const storage::FreedPlace& freed, Timestamp now) const;
    bool ask(storage::Transaction& transaction, const storage::FreedPlace& freed, std::string_view id,
             Timestamp now) const;

    storage::Database& database_;
    const Desk& desk_;
    const Clock& clock_;
    std::function<void()> wake_;
};

/// A booked time was given up or moved: whoever waits longest may have it. In the transaction that frees it.
void note_freed(storage::Transaction& transaction, const storage::Booking& booking, Timestamp now);

}  // namespace offing::service
