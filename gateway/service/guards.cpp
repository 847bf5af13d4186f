#include "gateway/service/guards.hpp"

#include <algorithm>

#include "gateway/base/ids.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/notices.hpp"
#include "gateway/service/people.hpp"
#include "gateway/storage/companies.hpp"
#include "gateway/storage/outbox.hpp"
#include "gateway/storage/tasks.hpp"

namespace offing::service {

using storage::Contact;
using storage::Transaction;
using What = Verdict::What;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::days silence{182};
constexpr std::size_t same_words_an_hour = 10;
constexpr std::size_t texts_an_hour = 40;
constexpr int unprompted_a_week = 2;

Verdict dropped(std::string why) {
    return {.what = What::drop, .later = {}, .why = std::move(why), .number = {}, .body = {}};
}

Timestamp last_sign_of(const Contact& contact) {
    const auto day = [](const std::optional<scheduler::Date>& date) {
        return date ? Timestamp{std::chrono::sys_days{date->time_since_epoch()}} : Timestamp{};
    };
    return std::max({contact.texted_at, day(contact.person->number_checked), day(contact.person->last_seen),
                     contact.person->created});
}

}  // namespace

bool suspect_long_silence(Transaction& transaction, Contact& contact, Timestamp now) {
    if (!contact.person || contact.texts != storage::TextsState::on) return false;
    if (now - last_sign_of(contact) < silence) return false;
    contact.texts = storage::TextsState::pending_check;
    storage::set_texts(transaction, contact.id, contact.texts);
    storage::drop_waiting_for(transaction, contact.id, now);
    ledger::record(transaction, ledger::Kind::texts_changed, contact.id,
                   {{"to", storage::spell(contact.texts)}, {"why", "a long silence"}}, now);
    storage::open_task(transaction, {.id = new_id(now),
                                     .kind = "number_check",
                                     .contact = contact.id,
                                     .inbound = std::nullopt,
                                     .opened = now,
                                     .due = now + 72h});
    return true;
}

std::optional<Verdict> check_limits(Transaction& transaction, const Contact& contact,
                                    const storage::NewOutbound& text, Timestamp now) {
    if (storage::is_blocked(transaction, contact.id)) return dropped("the company blocks her number");
    const bool must = must_reach_her(text.template_id);
    const bool knocks = level_of(contact) >= templates::Level::very_discreet;
    if (must && !knocks) return std::nullopt;
    const auto sent = storage::unprompted_sent_since(transaction, contact.id, now - 7 * 24h);
    if (sent.empty()) return std::nullopt;
    // A knock that nobody answered is not repeated that day, whatever it is about: a person tells her.
    if (must && contact.texted_at > sent.back()) return std::nullopt;
    Timestamp from = sent.back() + 24h;
    if (!must && sent.size() >= unprompted_a_week)
        from = std::max(from, sent[sent.size() - unprompted_a_week] + 7 * 24h);
    if (from <= now) return std::nullopt;
    if (from >= text.expires) return dropped("texted enough");
    return Verdict{.what = What::later, .later = from, .why = "texted enough", .number = {}, .body = {}};
}

std::optional<Verdict> check_hour(Transaction& transaction, const Contact& contact, const std::string& body,
                                  Timestamp now) {
    const auto sent = storage::bodies_sent_since(transaction, contact.id, now - 1h);
    if (sent.size() >= texts_an_hour) return dropped("too many texts within an hour");
    if (sent.size() < same_words_an_hour) return std::nullopt;
    const auto same = std::ranges::count_if(sent, [&](const Bytes& sealed) {
        const auto opened = contact.key.open(sealed, "body");
        return opened && *opened == body;
    });
    if (static_cast<std::size_t>(same) < same_words_an_hour) return std::nullopt;
    return dropped("the same words too often within an hour");
}

}  // namespace offing::service
