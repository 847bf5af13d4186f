// What a step decided about more than times: whether and when texts go to her, tasks for a person, alarms,
// and what is noted of a visit on the day.

#include <boost/json.hpp>

#include "gateway/base/ids.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/effects.hpp"
#include "gateway/service/on_call.hpp"
#include "gateway/service/wording_acts.hpp"
#include "gateway/storage/desk_rows.hpp"
#include "gateway/storage/tasks.hpp"

namespace offing::service {

namespace json = boost::json;
using conversation::TaskKind;
using ledger::Kind;

void EffectRunner::set_texts(storage::TextsState texts, std::string_view why) {
    storage::set_texts(transaction_, contact_.id, texts);
    if (texts != storage::TextsState::on) storage::drop_waiting_for(transaction_, contact_.id, now_);
    ledger::record(transaction_, Kind::texts_changed, contact_.id,
                   {{"to", storage::spell(texts)}, {"why", why}}, now_);
}

void EffectRunner::carry_out(const conversation::TextsOff&) {
    set_texts(storage::TextsState::off, "she asked");
}

void EffectRunner::carry_out(const conversation::TextsOnAfterCheck&) {
    set_texts(storage::TextsState::pending_check, "she asked; a person checks first");
}

void EffectRunner::carry_out(const conversation::QuietToday&) {
    const auto today = scheduler::date_of(zone_.to_local(to_minutes(now_)));
    const auto tomorrow = zone_.to_instant_or_later(scheduler::LocalTime{today + std::chrono::days{1}});
    storage::set_quiet_until(transaction_, contact_.id, tomorrow);
    ledger::record(transaction_, Kind::texts_changed, contact_.id,
                   {{"to", "quiet today"}, {"why", "she asked"}}, now_);
}

void EffectRunner::carry_out(const conversation::SuspendNumber&) {
    set_texts(storage::TextsState::suspended, "somebody else may hold the phone");
}

std::string EffectRunner::open_task(TaskKind kind) {
    json::array intents;
    for (const auto intent : meaning_.intents) intents.emplace_back(conversation::spell(intent));
    const auto due = conversation::due(kind, *state_, zone_.to_local(to_minutes(now_)));
    const std::string_view word = conversation::spell(kind);
    storage::Task task{.id = new_id(now_),
                       .kind = std::string{word},
                       .contact = contact_.id,
                       .inbound = inbound_.empty() ? std::nullopt : std::optional{inbound_},
                       .meaning = json::serialize(json::object{{"intents", std::move(intents)}}),
                       .opened = now_,
                       .due = zone_.to_instant_or_later(due)};
    storage::open_task(transaction_, task);
    ledger::record(transaction_, Kind::task_opened, contact_.id, {{"task", task.id}, {"kind", word}}, now_);
    return task.id;
}

void EffectRunner::carry_out(const conversation::OpenTask& task) { open_task(task.kind); }

void EffectRunner::carry_out(const conversation::CrisisAlert& alert) {
    outcome_.crisis = true;
    ledger::record(transaction_, Kind::crisis_alert, contact_.id,
                   {{"kind", conversation::spell(alert.kind)}, {"inbound", inbound_}}, now_);
    const std::string task = open_task(TaskKind::crisis);
    open_alert(transaction_, conversation::spell(alert.kind), contact_.id, task, now_);
}

void EffectRunner::carry_out(const conversation::FlagWording& flag) {
    flag_by_text(transaction_, contact_.id, flag, now_);
}

void EffectRunner::carry_out(const conversation::NoteEta& eta) {
    const auto ahead = storage::bookings_ahead(transaction_, contact_.id, now_);
    if (ahead.empty()) return;
    if (!eta.minutes) return;
    storage::note_eta(transaction_, ahead.front().id, now_ + std::chrono::minutes{*eta.minutes});
    ledger::record(transaction_, Kind::late, contact_.id,
                   {{"booking", ahead.front().id}, {"minutes", *eta.minutes}}, now_);
}

void EffectRunner::carry_out(const conversation::NoteArrived&) {
    const auto ahead = storage::bookings_ahead(transaction_, contact_.id, now_);
    if (!ahead.empty()) storage::note_here(transaction_, ahead.front().id, now_);
}

void EffectRunner::carry_out(const conversation::AskSafeWindows&) { open_task(TaskKind::safe_contact); }

void EffectRunner::carry_out(const conversation::AskErasure&) { open_task(TaskKind::erasure); }

void EffectRunner::carry_out(const conversation::NoteCodeWord& word) {
    ledger::record(transaction_, Kind::code_word, contact_.id,
                   {{"what", word.right ? "said" : "not_said"}, {"inbound", inbound_}}, now_);
}

}  // namespace offing::service
