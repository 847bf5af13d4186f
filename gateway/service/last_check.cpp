#include "gateway/service/last_check.hpp"

#include "gateway/service/code_word.hpp"
#include "gateway/service/guards.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/reminders.hpp"
#include "gateway/service/sealer.hpp"
#include "gateway/service/wording_acts.hpp"
#include "gateway/storage/bookings.hpp"

namespace offing::service {

using storage::TextsState;
using What = Verdict::What;

namespace {

Verdict drop(std::string why) {
    return {.what = What::drop, .later = {}, .why = std::move(why), .number = {}, .body = {}};
}

/// Unprompted texts only: her windows, her day of quiet, and whether the appointment still stands.
std::optional<Verdict> check_unprompted(storage::Transaction& transaction, const Desk& desk,
                                        storage::Contact& contact, const storage::NewOutbound& text,
                                        Timestamp now) {
    if (contact.texts != TextsState::on) return drop("texts are off");
    if (suspect_long_silence(transaction, contact, now)) return drop("a long silence: the number is checked");
    if (auto limited = check_limits(transaction, contact, text, now)) return limited;
    if (text.offers && !storage::is_open_set(transaction, *text.offers))
        return drop("overtaken by other offers");
    if (text.booking) {
        const auto booking = storage::find_booking(transaction, *text.booking);
        const bool missed_offer = booking && booking->status == storage::BookingStatus::missed;
        if (!booking || (booking->status != storage::BookingStatus::booked && !missed_offer))
            return drop("the appointment changed");
        if (!missed_offer && booking->starts <= now) return drop("the appointment has begun");
    }
    const auto safe = safe_times_of(contact, *desk.diary.service());
    const auto zone = desk.diary.zone();
    const Timestamp from = std::max(now, contact.quiet_until);
    if (from == now && is_safe(safe, zone, now)) return std::nullopt;
    const auto later = next_safe(safe, zone, from);
    if (!later || *later >= text.expires) return drop("no safe time before it expires");
    return Verdict{
        .what = What::later, .later = *later, .why = "outside her safe times", .number = {}, .body = {}};
}

/// An answer comes while she has the phone in her hand. One that was held up waits for her safe times.
std::optional<Verdict> check_answer(const Desk& desk, const storage::Contact& contact,
                                    const storage::NewOutbound& text, Timestamp now) {
    if (!contact.person) return std::nullopt;
    if (!tells_nothing(text.template_id) && !may_be_told(contact, desk.diary.zone(), now))
        return drop("her code word opens nothing any more");
    const bool in_her_hand = contact.person->answer_at_once && now - text.due < still_in_her_hand;
    const auto safe = safe_times_of(contact, *desk.diary.service());
    if (in_her_hand || is_safe(safe, desk.diary.zone(), now)) return std::nullopt;
    const auto later = next_safe(safe, desk.diary.zone(), now);
    if (!later || *later >= text.expires) return drop("no safe time before it expires");
    return Verdict{.what = What::later,
                   .later = *later,
                   .why = "held up, and outside her safe times",
                   .number = {},
                   .body = {}};
}

/// In the store's own word, which may be newer than this daemon's view of it: another one may have paused it
/// a moment ago.
bool may_be_said(storage::Transaction& transaction, const Desk& desk, const storage::NewOutbound& text,
                 std::chrono::local_days today) {
    if (!desk.catalogue.still_live(text.template_id, text.language, text.template_version, today))
        return false;
    const auto now = reviewed(transaction, {text.language, text.template_id, text.template_version});
    if (!now || templates::may_be_sent(*now, today)) return true;
    return desk.catalogue.is_demo() && now->status == templates::Status::in_review;
}

/// A reminder falls back to the last version that is live.
bool reworded(storage::Transaction& transaction, const Desk& desk, const storage::Contact& contact,
              storage::NewOutbound& text, std::chrono::local_days today) {
    if (text.priority != storage::Priority::reminder || !text.booking || !contact.person) return false;
    const auto booking = storage::find_booking(transaction, *text.booking);
    if (!booking || booking->status != storage::BookingStatus::booked) return false;
    const auto fresh = reminder_text(desk, contact, *booking);
    if (!fresh || fresh->template_id() != text.template_id) return false;
    text.template_version = fresh->version();
    text.language = fresh->language();
    if (!may_be_said(transaction, desk, text, today)) return false;
    text.body = Sealer::seal(contact.key, *fresh);
    storage::reword(transaction, text);
    return true;
}

}  // namespace

Verdict last_check(storage::Transaction& transaction, const Desk& desk, const storage::NewOutbound& text,
                   Timestamp now) {
    if (text.expires <= now)
        return {.what = What::expire, .later = {}, .why = "too late", .number = {}, .body = {}};
    auto contact = storage::find_contact(transaction, desk.vault, text.contact);
    if (!contact) return drop("erased");
    const auto today = scheduler::date_of(desk.diary.zone().to_local(to_minutes(now)));
    const bool crisis = text.priority == storage::Priority::crisis;
    storage::NewOutbound said = text;
    if (!crisis && !may_be_said(transaction, desk, said, today)) {
        if (!reworded(transaction, desk, *contact, said, today)) {
            open_wording_task(transaction, contact->id, text.booking.value_or(""), now);
            return drop("the wording is no longer live");
        }
    }
    if (contact->texts == TextsState::suspended && text.priority == storage::Priority::reminder)
        return drop("the number is suspended");
    if (text.unprompted)
        if (auto verdict = check_unprompted(transaction, desk, *contact, text, now)) return *verdict;
    if (!text.unprompted && !crisis)
        if (auto verdict = check_answer(desk, *contact, text, now)) return *verdict;
    auto number = contact->key.open(contact->number_sealed, "number");
    auto body = contact->key.open(said.body.bytes(), "body");
    if (!number || !body) return drop("its words are gone");
    if (!crisis)
        if (auto verdict = check_hour(transaction, *contact, *body, now)) return *verdict;
    return {
        .what = What::send, .later = {}, .why = {}, .number = std::move(*number), .body = std::move(*body)};
}

}  // namespace offing::service
