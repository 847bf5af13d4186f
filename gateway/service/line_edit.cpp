#include "gateway/service/line_edit.hpp"

#include <array>

#include "gateway/ledger/event.hpp"
#include "gateway/storage/columns.hpp"

namespace offing::service {

using scheduler::LineEditReason;

std::optional<LineEditReason> parse_line_edit_reason(std::string_view text) {
    for (const auto reason :
         {LineEditReason::entered_wrong, LineEditReason::asked_before, LineEditReason::came_from_elsewhere})
        if (scheduler::spell(reason) == text) return reason;
    return std::nullopt;
}

std::expected<Timestamp, LineEditRefused> put_place_right(storage::Transaction& transaction,
                                                          std::string_view person, Timestamp since,
                                                          LineEditReason reason, std::string_view by,
                                                          Timestamp now) {
    const std::string id{person};
    const auto rows = transaction.run(
        "SELECT p.waiting_since FROM person p JOIN contact c ON c.id = p.id WHERE p.id = $1 AND c.erased_at "
        "IS "
        "NULL",
        {id});
    if (rows.empty()) return std::unexpected(LineEditRefused::nobody);
    const Timestamp before = storage::time_of(rows.front(), 0);
    if (since >= before) return std::unexpected(LineEditRefused::not_before);
    transaction.change("UPDATE person SET waiting_since = $2, version = version + 1 WHERE id = $1",
                       {id, storage::millis(since)});
    ledger::record(transaction, ledger::Kind::place_changed, id,
                   {{"waiting_since", storage::millis(since)},
                    {"before", storage::millis(before)},
                    {"reason", scheduler::spell(reason)},
                    {"by", by}},
                   now);
    return before;
}

}  // namespace offing::service
