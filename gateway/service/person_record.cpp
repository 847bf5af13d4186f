#include "gateway/service/person_record.hpp"

#include <algorithm>

#include "gateway/base/ids.hpp"
#include "gateway/conversation/phrase.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/code_word.hpp"
#include "gateway/service/memory.hpp"
#include "gateway/service/notices.hpp"
#include "gateway/service/offering.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/person_tasks.hpp"
#include "gateway/service/sealer.hpp"
#include "gateway/storage/desk_rows.hpp"
#include "gateway/storage/person_rows.hpp"

namespace offing::service {

using storage::Contact;
using storage::Transaction;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_looked_at = 10;
constexpr auto expires_after = 24h;

scheduler::Date today_of(const Desk& desk, Timestamp now) {
    return scheduler::date_of(desk.diary.zone().to_local(to_minutes(now)));
}

void send_welcome(Transaction& transaction, const Desk& desk, const Contact& contact, Timestamp now) {
    const auto due = next_safe(safe_times_of(contact, *desk.diary.service()), desk.diary.zone(), now);
    auto text = in_words(desk, contact, {.template_id = "welcome", .arguments = {}, .choices = {}});
    if (!due || !text) return;
    queue_notice(transaction, contact,
                 {.text = std::move(*text),
                  .booking = std::nullopt,
                  .offers = std::nullopt,
                  .due = *due,
                  .expires = *due + 72h},
                 now);
}

conversation::Say say_of(const Desk& desk, const std::vector<scheduler::Offer>& offers,
                         const std::optional<storage::Booking>& moving, Timestamp now) {
    const auto zone = desk.diary.zone();
    conversation::Say say{.template_id = moving ? "offers_kept" : "offers",
                          .arguments = {{"lead", std::string{"other"}},
                                        {"day", today_of(desk, now)},
                                        {"also", std::string{"other"}}},
                          .choices = {}};
    if (moving) say.arguments.emplace("when", zone.to_local(moving->starts));
    int number = 0;
    for (const auto& offer : offers) say.choices.push_back(shown(offer, ++number, desk, zone));
    return say;
}

/// Her next "1" answers these.
void remember(Transaction& transaction, const Desk& desk, const Contact& contact, const templates::Text& text,
              Timestamp due) {
    conversation::State state;
    read_memory(contact.conversation, state);
    state.last_sent = conversation::LastSent{.type = conversation::LastSent::Type::offer,
                                             .at = desk.diary.zone().to_local(to_minutes(due)),
                                             .about = {},
                                             .menu = {},
                                             .template_id = text.template_id(),
                                             .template_version = text.version()};
    state.question.reset();
    state.wish = {};
    storage::save_conversation(transaction, contact.id, write_memory(state), std::nullopt);
}

}  // namespace

AddedWoman add_woman(Transaction& transaction, const Desk& desk, const NewWoman& woman, Timestamp now) {
    auto contact = storage::find_by_number(transaction, desk.vault, woman.e164);
    if (contact && contact->person) return {contact->id, false};
    if (!contact) contact = storage::add_enquirer(transaction, desk.vault, woman.e164, now, now);
    storage::Person person = woman.person;
    person.waiting_since = now;
    person.number_checked = today_of(desk, now);
    storage::add_person(transaction, *contact, person, woman.name, now);
    storage::set_opted_in(transaction, contact->id, today_of(desk, now));
    storage::set_texts(transaction, contact->id, storage::TextsState::on);
    ledger::record(transaction, ledger::Kind::person_added, contact->id,
                   {{"waiting_since", now.time_since_epoch().count()}, {"by", woman.by}}, now);
    ledger::record(transaction, ledger::Kind::texts_changed, contact->id,
                   {{"to", "on"}, {"why", "she said yes in person, with the preview before her"}}, now);
    contact->person = std::move(person);
    if (!woman.code_word.empty()) set_code_word(transaction, *contact, woman.code_word, woman.by, now);
    send_welcome(transaction, desk, *contact, now);
    return {contact->id, true};
}

NumberInUse who_has(Transaction& transaction, const storage::Vault& vault, std::string_view e164) {
    const auto contact = storage::find_by_number(transaction, vault, e164);
    return contact ? NumberInUse{contact->id, contact->person.has_value()} : NumberInUse{};
}

bool change_number(Transaction& transaction, const Desk& desk, std::string_view id, std::string_view e164,
                   std::string_view by, Timestamp now) {
    const auto contact = storage::find_contact(transaction, desk.vault, id);
    if (!contact) return false;
    if (const auto other = storage::find_by_number(transaction, desk.vault, e164)) {
        if (other->id == contact->id) return true;
        if (other->person) return false;
        storage::merge_enquirer(transaction, *other, *contact, now);
        ledger::record(transaction, ledger::Kind::erased, other->id, {{"by", by}, {"into", contact->id}},
                       now);
    }
    storage::set_number(transaction, desk.vault, *contact, e164);
    storage::set_number_checked(transaction, id, today_of(desk, now));
    // What was doubted about the old number is settled; that she wanted no texts is not.
    if (contact->texts == storage::TextsState::on || contact->texts == storage::TextsState::off) return true;
    storage::set_texts(transaction, id, storage::TextsState::on);
    ledger::record(transaction, ledger::Kind::texts_changed, id,
                   {{"to", "on"}, {"why", "a person checked her new number with her"}}, now);
    return true;
}

std::vector<scheduler::Offer> free_times(const Desk& desk, const Contact& contact,
                                         const std::vector<storage::Booking>& ahead,
                                         const std::optional<std::string>& moving,
                                         const scheduler::Wish& wish, Timestamp now) {
    if (!contact.person) return {};
    const auto woman = preferences_of(*contact.person, *desk.diary.service(), ahead, moving);
    auto found = desk.diary.find(woman, wish, now, most_looked_at, {});
    std::erase_if(found.offers, [](const auto& offer) { return offer.second.has_value(); });
    return std::move(found.offers);
}

OfferedToHer offer_times(Transaction& transaction, const Desk& desk, const Contact& contact,
                         std::vector<scheduler::Offer> offers, const std::optional<std::string>& moving,
                         std::string_view by, Timestamp now) {
    using How = OfferedToHer::How;
    const auto due = answer_due(desk, contact, now);
    if (!due) return {How::not_to_be_texted};
    const auto booked = moving ? storage::find_booking(transaction, *moving) : std::nullopt;
    if (moving && (!booked || booked->contact != contact.id ||
                   booked->status != storage::BookingStatus::booked || booked->starts <= now))
        return {How::gone};
    const auto text = in_words(desk, contact, say_of(desk, offers, booked, now));
    if (!text) return {How::no_words};
    OfferedToHer done{.how = How::done, .due = *due, .offers = offers};
    if (const auto open = storage::open_offers(transaction, contact.id))
        for (const auto& offer : open->offers)
            if (offer.key.place >= 0) done.released.push_back(offer.key);
    const auto set = put_offers(transaction, contact,
                                {.offers = std::move(offers),
                                 .moving = moving,
                                 .held_until = after_waking(desk.settings.hold, desk.diary.zone(), *due)},
                                now);
    done.held_until = set.held_until;
    const storage::NewOutbound out{.id = new_id(now),
                                   .contact = contact.id,
                                   .offers = set.id,
                                   .booking = moving,
                                   .template_id = text->template_id(),
                                   .template_version = text->version(),
                                   .language = text->language(),
                                   .priority = storage::Priority::answer,
                                   .body = Sealer::seal(contact.key, *text),
                                   .due = *due,
                                   .expires = *due + expires_after};
    storage::queue_text(transaction, out, now);
    ledger::record(transaction, ledger::Kind::text_decided, contact.id,
                   {{"text", out.id},
                    {"template", out.template_id},
                    {"version", out.template_version},
                    {"booking", moving.value_or("")},
                    {"due", due->time_since_epoch().count()},
                    {"by", by}},
                   now);
    remember(transaction, desk, contact, *text, *due);
    return done;
}

}  // namespace offing::service
