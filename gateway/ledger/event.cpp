#include "gateway/ledger/event.hpp"

#include <atomic>
#include <boost/json/serialize.hpp>

#include "gateway/base/ids.hpp"
#include "gateway/storage/columns.hpp"

namespace offing::ledger {

std::string_view spell(Kind kind) {
    switch (kind) {
        case Kind::person_added:
            return "person_added";
        case Kind::place_changed:
            return "place_changed";
        case Kind::asked:
            return "asked";
        case Kind::preferences_noted:
            return "preferences_noted";
        case Kind::offered:
            return "offered";
        case Kind::nothing_found:
            return "nothing_found";
        case Kind::offers_closed:
            return "offers_closed";
        case Kind::booked:
            return "booked";
        case Kind::moved:
            return "moved";
        case Kind::confirmed:
            return "confirmed";
        case Kind::freed:
            return "freed";
        case Kind::missed:
            return "missed";
        case Kind::arrived:
            return "arrived";
        case Kind::late:
            return "late";
        case Kind::mark_taken_back:
            return "mark_taken_back";
        case Kind::re_placed:
            return "re_placed";
        case Kind::worker_away:
            return "worker_away";
        case Kind::session_off:
            return "session_off";
        case Kind::stands_again:
            return "stands_again";
        case Kind::ran_over:
            return "ran_over";
        case Kind::drop_in_changed:
            return "drop_in_changed";
        case Kind::place_kept:
            return "place_kept";
        case Kind::text_decided:
            return "text_decided";
        case Kind::text_settled:
            return "text_settled";
        case Kind::texts_changed:
            return "texts_changed";
        case Kind::code_word:
            return "code_word";
        case Kind::task_opened:
            return "task_opened";
        case Kind::task_done:
            return "task_done";
        case Kind::crisis_alert:
            return "crisis_alert";
        case Kind::alert_opened:
            return "alert_opened";
        case Kind::alert_told:
            return "alert_told";
        case Kind::alert_acknowledged:
            return "alert_acknowledged";
        case Kind::wording_flagged:
            return "wording_flagged";
        case Kind::wording_changed:
            return "wording_changed";
        case Kind::diary_noted:
            return "diary_noted";
        case Kind::taken_over:
            return "taken_over";
        case Kind::service_imported:
            return "service_imported";
        case Kind::service_changed:
            return "service_changed";
        case Kind::staff_act:
            return "staff_act";
        case Kind::erased:
            return "erased";
    }
    return "unknown";
}

namespace {

/// A turn's time is when its text came; turns that overlap may be carried out in another order. What is
/// written later is dated no earlier, by as little as that takes: the ledger's order is that of what
/// happened.
std::int64_t in_order(std::int64_t now) {
    constexpr std::int64_t most = 10'000;  // a clock that went back further is no matter of order
    static std::atomic<std::int64_t> last{0};
    std::int64_t before = last.load();
    std::int64_t at = now;
    do {
        at = before > now && before - now <= most ? before : now;
    } while (!last.compare_exchange_weak(before, at));
    return at;
}

}  // namespace

void record(storage::Transaction& transaction, Kind kind, std::string_view subject,
            const boost::json::object& body, Timestamp now) {
    // Two events of one millisecond keep the order in which they were written.
    static std::atomic<std::int64_t> nth{0};
    transaction.run(
        "INSERT INTO ledger_event (id, at, nth, kind, version, subject, body) VALUES ($1, $2, $3, $4, 1, $5, "
        "$6)",
        {new_id(now), in_order(storage::millis(now)), ++nth, std::string{spell(kind)}, std::string{subject},
         boost::json::serialize(body)});
}

}  // namespace offing::ledger
