#include "gateway/service/turn.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "gateway/base/ids.hpp"
#include "gateway/conversation/code_word.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/provider/number.hpp"
#include "gateway/service/effects.hpp"
#include "gateway/service/guards.hpp"
#include "gateway/service/memory.hpp"
#include "gateway/storage/companies.hpp"
#include "gateway/storage/tasks.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

namespace json = boost::json;
using conversation::Meaning;
using storage::Contact;
using storage::Transaction;

namespace {

/// The number in its one spelling; what can't be read as a UK number is kept as it came, and never answered.
struct Sender {
    std::string number;
    bool textable = false;
};

Sender sender_of(const provider::InboundText& text) {
    const auto number = provider::read_number(text.from);
    if (!number) return {text.from.substr(0, 64), false};
    return {number->e164, number->textable};
}

json::array intents_of(const Meaning& meaning) {
    json::array intents;
    for (const auto intent : meaning.intents) intents.emplace_back(conversation::spell(intent));
    return intents;
}

void record_asked(Transaction& transaction, const Contact& contact, const Meaning& meaning,
                  std::string_view inbound, Timestamp now) {
    json::array because;
    for (const auto& rule : meaning.because) because.emplace_back(rule);
    ledger::record(transaction, ledger::Kind::asked, contact.id,
                   {{"inbound", inbound}, {"intents", intents_of(meaning)}, {"because", std::move(because)}},
                   now);
}

/// The company has blocked her number on this text, or lifted the block: staff must know, whatever the words
/// meant.
void note_provider_block(Transaction& transaction, const Contact& contact, std::string_view provider,
                         const provider::InboundText& text, std::string_view inbound, Timestamp now) {
    if (!text.opt_out_keyword && !text.opt_in_keyword) return;
    if (text.opt_out_keyword)
        storage::add_block(transaction, contact.id, provider, now);
    else
        storage::lift_block(transaction, contact.id, provider);
    storage::open_task(transaction,
                       {.id = new_id(now),
                        .kind = std::string{conversation::spell(conversation::TaskKind::provider_block)},
                        .contact = contact.id,
                        .inbound = std::string{inbound},
                        .meaning = text.opt_out_keyword ? R"({"blocked":true})" : R"({"blocked":false})",
                        .opened = now,
                        .due = now + std::chrono::hours{4}});
}

bool answers_too_often(Transaction& transaction, const Desk& desk, const Contact& contact, Timestamp now) {
    const auto since = now - std::chrono::hours{1};
    // Every answer has a text of hers before it.
    return contact.texted_at > since &&
           storage::answers_since(transaction, contact.id, since) >= desk.settings.answers_an_hour;
}

/// A text that was found by asking, long after she sent it: "tomorrow" and "running late" mean something else
/// now.
bool is_late(const provider::InboundText& text, Timestamp now) {
    return text.sent_at && now - *text.sent_at > std::chrono::minutes{30};
}

/// Nothing is said and nothing is done but what she asks us to stop: the text is stored, and a person looks.
/// What we didn't say is not remembered as said. Crisis goes its way all the same.
void to_a_person_only(conversation::Next& next, const conversation::State& before) {
    using namespace conversation;
    const auto is_crisis = [](const Effect& effect) { return std::holds_alternative<CrisisAlert>(effect); };
    if (std::ranges::any_of(next.effects, is_crisis)) return;
    std::erase_if(next.effects, [](const Effect& effect) {
        return !std::holds_alternative<TextsOff>(effect) && !std::holds_alternative<SuspendNumber>(effect) &&
               !std::holds_alternative<QuietToday>(effect);
    });
    next.effects.emplace_back(OpenTask{TaskKind::not_understood});
    next.state = before;
}

}  // namespace

TurnOutcome take_text(Transaction& transaction, const Desk& desk, std::string_view provider,
                      const provider::InboundText& text, Timestamp now) {
    if (storage::inbound_seen(transaction, provider, text.provider_id) ||
        (!text.also_known_as.empty() && storage::inbound_seen(transaction, provider, text.also_known_as)))
        return {.repeat = true};
    const Sender sender = sender_of(text);
    if (take_on_call_text(transaction, desk.settings.on_call, sender.number, provider, text, now)) return {};
    auto contact = storage::find_by_number(transaction, desk.vault, sender.number);
    if (!contact)
        contact = storage::add_enquirer(transaction, desk.vault, sender.number, now,
                                        now + desk.settings.keep_enquiries);

    suspect_long_silence(transaction, *contact, now);
    Standing standing = read_standing(transaction, desk, *contact, now);
    auto& state = standing.state;
    const auto local_now = desk.diary.zone().to_local(to_minutes(now));
    const auto heard =
        conversation::hear(text.body, state, local_now, desk.lexicon,
                           [&](std::string_view word) { return storage::is_code_word(*contact, word); });
    const Meaning& meaning = heard.meaning;

    const std::string inbound = new_id(now);
    const storage::NewInbound stored{.id = inbound,
                                     .provider = std::string{provider},
                                     .provider_id = text.provider_id,
                                     .also_known_as = text.also_known_as,
                                     .contact = contact->id,
                                     .body_sealed = contact->key.seal(heard.words, "body"),
                                     .intents_json = json::serialize(intents_of(meaning))};
    if (!storage::record_inbound(transaction, stored, now)) return {.repeat = true};
    storage::drop_waiting_missed(transaction, contact->id, now);
    record_asked(transaction, *contact, meaning, inbound, now);
    note_provider_block(transaction, *contact, provider, text, inbound, now);

    EffectRunner runner{transaction, desk, *contact, standing, {meaning, inbound}, now};
    conversation::Found found;
    found.open = state.open_times;
    if (const auto wish = conversation::wanted(state, meaning)) found = runner.find(state, *wish);
    auto next = conversation::step(state, meaning, found, local_now);
    if (!sender.textable || is_late(text, now) || answers_too_often(transaction, desk, *contact, now))
        to_a_person_only(next, state);
    runner.run(next.effects, next.state);
    storage::save_conversation(transaction, contact->id, write_memory(next.state), now);
    return runner.outcome();
}

bool mark_missed(Transaction& transaction, const Desk&, std::string_view id, Timestamp now) {
    const auto booking = storage::find_booking(transaction, id);
    if (!booking || !storage::close_booking(transaction, id, storage::BookingStatus::missed)) return false;
    storage::drop_waiting_about(transaction, id, now);
    ledger::record(transaction, ledger::Kind::missed, booking->contact, {{"booking", booking->id}}, now);
    ledger::record(transaction, ledger::Kind::place_kept, booking->contact, {{"after", "missed"}}, now);
    return true;
}

}  // namespace offing::service
