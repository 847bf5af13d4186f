#include "gateway/service/queue.hpp"

#include "gateway/ledger/event.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

using storage::OutboundStatus;
using storage::Transaction;

QueueView view_queue(Transaction& transaction, Timestamp now, int most) {
    return {.depths = storage::queue_depths(transaction, now),
            .unknown = storage::texts_of_status(transaction, OutboundStatus::unknown, most),
            .failed = storage::texts_of_status(transaction, OutboundStatus::failed, most),
            .blocked = storage::blocks(transaction, most),
            .without_receipt = storage::count_without_receipt(transaction, now),
            .to_remove = storage::count_to_remove(transaction)};
}

std::string_view spell(Decision decision) {
    switch (decision) {
        case Decision::done:
            return "done";
        case Decision::no_such_text:
            return "there is no text of that id";
        case Decision::not_waiting_for_anybody:
            return "it waits for nobody's decision";
        case Decision::too_late:
            return "its time is over, so it would say what is no longer so";
    }
    return "";
}

namespace {

void record(Transaction& transaction, const storage::QueuedText& text, std::string_view outcome,
            std::string_view by, Timestamp now) {
    ledger::record(transaction, ledger::Kind::text_settled, text.contact,
                   {{"text", text.id}, {"outcome", outcome}, {"by", by}}, now);
}

}  // namespace

Decision retry_text(Transaction& transaction, std::string_view id, std::string_view by, Timestamp now) {
    const auto text = storage::find_queued(transaction, id);
    if (!text) return Decision::no_such_text;
    if (text->status != "unknown" && text->status != "failed") return Decision::not_waiting_for_anybody;
    if (text->expires <= now) return Decision::too_late;
    if (!storage::make_wait_again(transaction, id, now)) return Decision::not_waiting_for_anybody;
    record(transaction, *text, "sent again by a person's decision", by, now);
    return Decision::done;
}

Decision park_text(Transaction& transaction, std::string_view id, std::string_view by, Timestamp now) {
    const auto text = storage::find_queued(transaction, id);
    if (!text) return Decision::no_such_text;
    if (!storage::park(transaction, id, now)) return Decision::not_waiting_for_anybody;
    record(transaction, *text, "parked by a person", by, now);
    return Decision::done;
}

bool lift_block(Transaction& transaction, std::string_view contact, std::string_view account,
                std::string_view by, Timestamp now) {
    if (!storage::lift_block(transaction, contact, account)) return false;
    ledger::record(transaction, ledger::Kind::texts_changed, contact,
                   {{"to", "no longer blocked by the company"}, {"why", "a person says so"}, {"by", by}},
                   now);
    return true;
}

}  // namespace offing::service
