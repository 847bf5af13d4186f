#include "gateway/service/settlement.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <random>

#include "gateway/base/ids.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/last_check.hpp"
#include "gateway/service/memory.hpp"
#include "gateway/service/notices.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/safe_time.hpp"
#include "gateway/service/sending.hpp"
#include "gateway/storage/bookings.hpp"
#include "gateway/storage/companies.hpp"
#include "gateway/storage/tasks.hpp"

namespace offing::service {

using provider::SendOutcome;
using storage::DueText;
using storage::OutboundStatus;
using storage::Transaction;
using namespace std::chrono_literals;

namespace {

constexpr int most_attempts = 8;

/// 5 s, 10 s, 20 s, ... up to ten minutes, each moved by up to a fifth so that retries don't march in step.
std::chrono::milliseconds retry_after(int attempts) {
    thread_local std::minstd_rand dice{std::random_device{}()};
    const auto base = std::min<std::chrono::milliseconds>(5s * (1 << std::clamp(attempts - 1, 0, 7)), 10min);
    std::uniform_int_distribution<std::int64_t> spread{-base.count() / 5, base.count() / 5};
    return base + std::chrono::milliseconds{spread(dice)};
}

/// A text she did not ask for is what her next "1" or "2" answers, unless she has texted since it was posted.
void remember_unprompted(Transaction& transaction, const Desk& desk, const DueText& due, Timestamp now) {
    const bool offers = shows_offers(due.text.template_id);
    if (!due.text.unprompted) return;
    const auto booking =
        due.text.booking ? storage::find_booking(transaction, *due.text.booking) : std::nullopt;
    const auto contact = storage::find_contact(transaction, desk.vault, due.text.contact);
    if ((due.text.booking && !booking) || !contact || contact->texted_at >= due.lease_until - lease_length)
        return;
    const bool missed = booking && booking->status == storage::BookingStatus::missed;
    if (booking && !missed && booking->status != storage::BookingStatus::booked) return;
    // At the most discreet level nothing was said but "is now ok?": her "1" asks for the rest, and confirms
    // nothing.
    const bool knocked = level_of(*contact) >= templates::Level::very_discreet;
    if (!booking && !offers && !knocked) return;
    using conversation::MenuChoice;
    using Type = conversation::LastSent::Type;
    conversation::State state;
    read_memory(contact->conversation, state);
    const bool menu = shows_menu(due.text.template_id);
    state.last_sent = conversation::LastSent{.type = knocked  ? Type::knock
                                                     : offers ? Type::offer
                                                     : menu   ? Type::reminder
                                                              : Type::other,
                                             .at = desk.diary.zone().to_local(to_minutes(now)),
                                             .about = {},
                                             .menu = {},
                                             .template_id = due.text.template_id,
                                             .template_version = due.text.template_version};
    if (booking && !missed) state.last_sent->about = desk.diary.zone().to_local(booking->starts);
    if (menu && !knocked)
        state.last_sent->menu = {
            {1, MenuChoice::yes}, {2, MenuChoice::other_times}, {3, MenuChoice::drop_in}};
    state.question.reset();
    if (knocked) state.door.open_until.reset();
    storage::save_conversation(transaction, contact->id, write_memory(state), std::nullopt);
}

/// In which hours it went out, for the figures: looked at anew, apart from the check that let it go.
std::string_view hours_of(Transaction& transaction, const Desk& desk, const DueText& due) {
    if (due.text.priority == storage::Priority::crisis) return "crisis";
    const auto contact = storage::find_contact(transaction, desk.vault, due.text.contact);
    if (!contact) return {};
    const Timestamp sent = due.lease_until - lease_length;
    if (!contact->person) return due.text.unprompted ? "outside" : "answer";
    const auto safe = safe_times_of(*contact, *desk.diary.service());
    if (is_safe(safe, desk.diary.zone(), sent)) return "inside";
    const bool in_her_hand =
        !due.text.unprompted && contact->person->answer_at_once && sent - due.text.due < still_in_her_hand;
    return in_her_hand ? "answer" : "outside";
}

/// False when it will not be tried again.
bool try_again(Transaction& transaction, const DueText& due, const SendOutcome& outcome,
               std::string_view next_account, Timestamp now) {
    const std::string& id = due.text.id;
    const auto asked_to_wait = std::chrono::milliseconds{outcome.retry_after};
    if (outcome.kind == SendOutcome::Kind::throttled) {
        // Not looked at, so no attempt: it waits as long as it makes sense at all.
        const auto wait = std::max<std::chrono::milliseconds>(asked_to_wait, 1s);
        if (now + wait >= due.text.expires) return false;
        storage::put_back_uncounted(transaction, id, now + wait, outcome.code);
        return true;
    }
    if (due.attempts >= most_attempts) return false;
    if (!next_account.empty()) {
        storage::put_back(transaction, id, now, outcome.code, next_account);
        return true;
    }
    const auto wait = std::max(retry_after(due.attempts), asked_to_wait);
    if (now + wait >= due.text.expires) return false;
    storage::put_back(transaction, id, now + wait, outcome.code);
    return true;
}

}  // namespace

void record_settled(Transaction& transaction, const DueText& due, std::string_view outcome, Timestamp now,
                    std::string_view hours) {
    boost::json::object body{{"text", due.text.id}, {"outcome", outcome}};
    if (!hours.empty()) body["hours"] = hours;
    ledger::record(transaction, ledger::Kind::text_settled, due.text.contact, body, now);
}

void open_task_about(Transaction& transaction, std::string_view contact, std::string_view text,
                     std::string_view kind, Timestamp now) {
    storage::open_task(transaction, {.id = new_id(now),
                                     .kind = std::string{kind},
                                     .contact = std::string{contact},
                                     .inbound = std::nullopt,
                                     .meaning = R"({"text":")" + std::string{text} + R"("})",
                                     .opened = now,
                                     .due = now + 4h});
}

void note_block(Transaction& transaction, std::string_view contact, std::string_view account,
                std::string_view text, Timestamp now) {
    const bool fresh = storage::add_block(transaction, contact, account, now);
    if (!fresh && storage::has_open_task(transaction, contact, "provider_block")) return;
    open_task_about(transaction, contact, text, "provider_block", now);
    if (fresh)
        ledger::record(transaction, ledger::Kind::texts_changed, contact,
                       {{"to", "blocked by the company"}, {"why", "the company said so"}}, now);
}

void settle_outcome(Transaction& transaction, const Desk& desk, const DueText& due,
                    const SendOutcome& outcome, std::string_view next_account, Timestamp now) {
    const std::string& id = due.text.id;
    const std::string& contact = due.text.contact;
    switch (outcome.kind) {
        case SendOutcome::Kind::accepted:
            storage::settle(transaction, id, OutboundStatus::sent, outcome.provider_id, "", now);
            storage::lift_block(transaction, contact, due.provider);
            remember_unprompted(transaction, desk, due, now);
            break;
        case SendOutcome::Kind::throttled:
        case SendOutcome::Kind::temporary:
            if (try_again(transaction, due, outcome, next_account, now))
                return;  // not settled yet: no ledger event
            storage::settle(transaction, id, OutboundStatus::failed, "", outcome.code, now);
            open_task_about(transaction, contact, id, "text_failed", now);
            break;
        case SendOutcome::Kind::permanent:
            storage::settle(transaction, id, OutboundStatus::failed, "", outcome.code, now);
            open_task_about(transaction, contact, id, "text_failed", now);
            break;
        case SendOutcome::Kind::opted_out:
            storage::settle(transaction, id, OutboundStatus::opted_out, "", outcome.code, now);
            note_block(transaction, contact, due.provider, id, now);
            break;
        case SendOutcome::Kind::unknown:
            storage::settle(transaction, id, OutboundStatus::unknown, "", outcome.code, now);
            break;
    }
    const bool is_out = outcome.kind == SendOutcome::Kind::accepted;
    record_settled(transaction, due, word_for(outcome.kind), now,
                   is_out ? hours_of(transaction, desk, due) : std::string_view{});
}

}  // namespace offing::service
