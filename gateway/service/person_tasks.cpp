#include "gateway/service/person_tasks.hpp"

#include <algorithm>
#include <array>

#include "gateway/base/ids.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/code_word.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/sealer.hpp"
#include "gateway/storage/desk_rows.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

using storage::Transaction;
using namespace std::chrono_literals;

namespace {

constexpr auto in_her_hand = 30min;
constexpr auto answer_expires = 48h;

/// Texts that ask nothing, promise nothing and fit what somebody else wrote.
struct Suggestion {
    std::string_view template_id;
    std::vector<std::string_view> kinds;
};
const std::vector<Suggestion>& suggestions() {
    static const std::vector<Suggestion> all{
        {"say_when", {"not_understood", "nothing_fits", "worker", "offsite", "call_her", "channel"}},
        {"quiet_way", {"question", "not_understood"}},
        {"bring_anyone", {"question", "not_understood"}},
        {"more_answer", {"question"}},
        {"question_answer", {"question"}},
        {"policy_answer", {"question"}},
        {"wording_thanks", {"language", "wording", "frustration"}},
        {"nothing_booked", {}}};
    return all;
}

std::string language_of(const storage::Contact& contact) {
    return contact.person ? contact.person->language : "en-GB";
}

}  // namespace

std::vector<ReadyAnswer> ready_answers(const Desk& desk, const storage::Contact& contact,
                                       std::string_view kind) {
    std::vector<ReadyAnswer> answers;
    if (kind == "crisis") return answers;  // nothing ready-made: a person finds the words, or the way
    for (const bool suiting : {true, false})
        for (const Suggestion& each : suggestions()) {
            const bool suits = std::ranges::find(each.kinds, kind) != each.kinds.end();
            if (suits != suiting) continue;
            const auto text =
                desk.catalogue.render(each.template_id, language_of(contact), level_of(contact), {});
            if (text) answers.push_back({std::string{each.template_id}, text->body(), suits});
        }
    return answers;
}

std::optional<Timestamp> answer_due(const Desk& desk, const storage::Contact& contact, Timestamp now) {
    if (contact.texts != storage::TextsState::on) return std::nullopt;
    const bool at_once = !contact.person || contact.person->answer_at_once;
    if (at_once && now - contact.texted_at < in_her_hand && may_be_told(contact, desk.diary.zone(), now))
        return now;
    // Later she would have to be knocked for first, and what a person writes says more than a knock.
    if (level_of(contact) == templates::Level::knock) return std::nullopt;
    const auto safe = safe_times_of(contact, *desk.diary.service());
    return next_safe(safe, desk.diary.zone(), std::max(now, contact.quiet_until));
}

std::expected<templates::Text, templates::Problem> text_of(const Desk& desk, const storage::Contact& contact,
                                                           const StaffAnswer& answer) {
    if (answer.template_id.empty()) return desk.catalogue.by_hand(answer.words, language_of(contact));
    return desk.catalogue.render(answer.template_id, language_of(contact), level_of(contact), {});
}

Answered answer_task(Transaction& transaction, const Desk& desk, const StaffAnswer& answer,
                     const templates::Text& text, Timestamp now) {
    using How = Answered::How;
    const auto row = storage::find_task_row(transaction, answer.task);
    if (!row || !row->task.contact) return {How::no_such_task};
    const auto contact = storage::find_contact(transaction, desk.vault, *row->task.contact);
    if (!contact) return {How::no_such_task};
    if (row->done) return {How::somebody_was_first};
    if (storage::latest_inbound(transaction, contact->id) != answer.read_until) return {How::she_texted};
    const auto due = answer_due(desk, *contact, now);
    if (!due) return {How::not_to_be_texted};
    if (!close_with(transaction, *row, "answered", answer.by, now)) return {How::somebody_was_first};
    const storage::NewOutbound out{.id = new_id(now),
                                   .contact = contact->id,
                                   .booking = std::nullopt,
                                   .template_id = text.template_id(),
                                   .template_version = text.version(),
                                   .language = text.language(),
                                   .priority = storage::Priority::answer,
                                   .body = Sealer::seal(contact->key, text),
                                   .due = *due,
                                   .expires = *due + answer_expires};
    storage::queue_text(transaction, out, now);
    ledger::record(transaction, ledger::Kind::text_decided, contact->id,
                   {{"text", out.id},
                    {"template", out.template_id},
                    {"version", out.template_version},
                    {"answers", row->task.inbound.value_or("")},
                    {"task", row->task.id},
                    {"by", answer.by}},
                   now);
    return {How::done, *due};
}

bool close_with(Transaction& transaction, const storage::TaskRow& task, std::string_view outcome,
                std::string_view by, Timestamp now) {
    if (!storage::close_task(transaction, task.task.id, by, outcome, now)) return false;
    if (!task.alert.empty()) acknowledge(transaction, task.alert, by, now);
    ledger::record(transaction, ledger::Kind::task_done, task.task.contact.value_or(""),
                   {{"task", task.task.id}, {"kind", task.task.kind}, {"outcome", outcome}, {"by", by}}, now);
    return true;
}

void texts_on_after_check(Transaction& transaction, const Desk& desk, std::string_view contact,
                          Timestamp now) {
    storage::set_texts(transaction, contact, storage::TextsState::on);
    storage::set_number_checked(transaction, contact,
                                scheduler::date_of(desk.diary.zone().to_local(to_minutes(now))));
    ledger::record(transaction, ledger::Kind::texts_changed, contact,
                   {{"to", "on"}, {"why", "a person checked it with her"}}, now);
}

}  // namespace offing::service
