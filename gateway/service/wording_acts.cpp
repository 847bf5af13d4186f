#include "gateway/service/wording_acts.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "gateway/base/crypto.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/wording_rows.hpp"
#include "gateway/storage/tasks.hpp"

namespace offing::service {

namespace json = boost::json;
using ledger::Kind;
using storage::Transaction;
using storage::WordingRow;
using templates::Gate;
using templates::Reviewed;
using templates::Status;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t longest_note = 300;
constexpr std::array<std::string_view, 3> how_many{"one", "two", "3 or more"};

json::object event(const WordingKey& key, std::string_view act, const Actor& actor) {
    return {{"language", key.language},
            {"template", key.id},
            {"version", key.version},
            {"act", act},
            {"by", actor.by}};
}

std::unexpected<std::vector<Gate>> shut(std::string what, std::string remedy) {
    return std::unexpected(std::vector{Gate{std::move(what), std::move(remedy)}});
}

std::unexpected<std::vector<Gate>> not_there() {
    return shut("there is no such version", "offing templates show lists the versions of a text.");
}

/// A note says what changed in the words: no place for a number or an address.
std::vector<Gate> wrong_in(const Said& said, const Actor& actor) {
    auto wrong = templates::wrong_in(said.review);
    if (std::ranges::find(how_many, said.people) == how_many.end())
        wrong.push_back(
            {"\"" + said.people + "\" is not how many people said it", "One of one, two, 3 or more."});
    const auto& note = said.review.what_changed;
    int digits = 0;
    bool number = note.contains('@');
    for (const char c : note) {
        digits = c >= '0' && c <= '9' ? digits + 1 : c == ' ' ? digits : 0;
        number = number || digits >= 6;
    }
    const bool odd = std::ranges::any_of(note, [](char c) { return static_cast<unsigned char>(c) < ' '; });
    if (number || odd || note.size() > longest_note)
        wrong.push_back(
            {"what changed is too long, or looks like a number or an address",
             "Say in one line of at most 300 letters which words changed; no names, no numbers."});
    const std::chrono::year_month_day date{actor.today};
    std::string this_month = std::to_string(static_cast<int>(date.year())) + "-";
    if (static_cast<unsigned>(date.month()) < 10) this_month += '0';
    this_month += std::to_string(static_cast<unsigned>(date.month()));
    if (templates::wrong_in(said.review).empty() && said.review.month > this_month)
        wrong.push_back(
            {"month \"" + said.review.month + "\" is still to come", "Write the month it was said in."});
    return wrong;
}

/// One step through the gates, kept and told.
Acted take_step(Transaction& transaction, const WordingRow& row, const templates::ReviewStep& step,
                json::object told, Timestamp now) {
    const Reviewed before = reviewed_from(row);
    auto next = templates::follow(before, step);
    if (!next) return next;
    auto state = row.state;
    write_state(*next, state);
    const bool went_live = std::holds_alternative<templates::GoLive>(step);
    if (went_live) {
        state.live_round = state.round;
        state.live_since = now;
    }
    // What is said from here on counts by itself.
    if (went_live || (next->standing.empty() && !before.standing.empty())) ++state.round;
    storage::change_wording(transaction, row, state, now);
    told["status"] = templates::spell(next->status);
    told["digest"] = row.digest;
    ledger::record(transaction, Kind::wording_changed, "", told, now);
    return next;
}

Acted simple_step(Transaction& transaction, const WordingKey& key, const templates::ReviewStep& step,
                  std::string_view act, const Actor& actor) {
    const auto row = storage::find_wording(transaction, key);
    if (!row) return not_there();
    return take_step(transaction, *row, step, event(key, act, actor), actor.now);
}

/// Staff see that a text asks for their attention: at the first flag, and at once when it is paused.
void ask_staff(Transaction& transaction, const WordingKey& key, bool at_once, Timestamp now) {
    const json::object about{{"language", key.language}, {"template", key.id}, {"version", key.version}};
    storage::open_task(transaction, {.id = new_id(now),
                                     .kind = "wording_review",
                                     .contact = std::nullopt,
                                     .inbound = std::nullopt,
                                     .meaning = json::serialize(about),
                                     .opened = now,
                                     .due = now + (at_once ? 24h : 14 * 24h)});
}

Acted take_flag(Transaction& transaction, const WordingRow& row, const Actor& actor) {
    const Reviewed before = reviewed_from(row);
    auto next = templates::follow(before, templates::Flag{});
    if (!next || *next == before) return next;
    auto taken = take_step(transaction, row, templates::Flag{}, event(row.key, "flagged", actor), actor.now);
    const bool paused = next->status == Status::paused;
    if (paused || (next->review_is_due && !before.review_is_due) || next->crisis)
        ask_staff(transaction, row.key, paused || next->crisis, actor.now);
    return taken;
}

}  // namespace

std::optional<Reviewed> reviewed(Transaction& transaction, const WordingKey& key) {
    const auto row = storage::find_wording(transaction, key);
    return row ? std::optional{reviewed_from(*row)} : std::nullopt;
}

Acted put_forward(Transaction& transaction, const WordingKey& key, const Actor& actor) {
    return simple_step(transaction, key, templates::PutForward{}, "put forward", actor);
}

Acted record_review(Transaction& transaction, const WordingKey& key, const Said& said, const Actor& actor) {
    if (auto wrong = wrong_in(said, actor); !wrong.empty()) return std::unexpected(std::move(wrong));
    const auto row = storage::find_wording(transaction, key);
    if (!row) return not_there();
    const auto& review = said.review;
    json::object told = event(key, "reviewed", actor);
    told["role"] = review.role;
    told["how"] = review.how;
    told["month"] = review.month;
    told["outcome"] = review.outcome;
    auto next = take_step(transaction, *row, templates::RecordReview{review}, std::move(told), actor.now);
    if (next)
        storage::add_review(transaction, {.id = new_id(actor.now),
                                          .key = key,
                                          .round = row->state.round,
                                          .role = review.role,
                                          .how = review.how,
                                          .month = review.month,
                                          .outcome = review.outcome,
                                          .what_changed = review.what_changed,
                                          .people = said.people,
                                          .time_was_paid = said.time_was_paid,
                                          .recorded_by = actor.by,
                                          .recorded_at = actor.now});
    return next;
}

Acted go_live(Transaction& transaction, const LintedWords& linted, std::chrono::local_days review_by,
              const Actor& actor) {
    const WordingKey& key = linted.key();
    const auto row = storage::find_wording(transaction, key);
    if (!row) return not_there();
    if (!linted.are_words_of(*row))
        return shut("its words were changed while they were being looked at",
                    "Look at them, then try again.");
    const templates::GoLive step{actor.today, review_by, linted.is_clean()};
    auto allowed = templates::follow(reviewed_from(*row), step);
    if (!allowed) return allowed;
    // The same gates as for a text whose file says that it is live, on the record itself.
    templates::Template as_filed;
    as_filed.language = key.language;
    as_filed.crisis = row->crisis;
    as_filed.status = Status::live;
    as_filed.review_by = spell_day(review_by);
    for (const auto& review : storage::reviews_of(transaction, key))
        if (review.round == row->state.round) as_filed.reviews.push_back(review_from(review));
    if (auto closed = templates::closed_gates(as_filed); !closed.empty())
        return std::unexpected(std::move(closed));
    json::object told = event(key, "went live", actor);
    told["review_by"] = as_filed.review_by;
    return take_step(transaction, *row, step, std::move(told), actor.now);
}

Acted flag(Transaction& transaction, const WordingKey& key, const Actor& actor) {
    const auto row = storage::find_wording(transaction, key);
    if (!row) return not_there();
    const auto before = storage::flags_of(transaction, key);
    const bool said_before = std::ranges::any_of(before, [&](const storage::FlagRow& one) {
        return one.by == actor.by && one.at >= row->state.live_since;
    });
    if (said_before && !actor.speaks_for_others)
        return shut("you have flagged this version already",
                    "A second flag is somebody else's to give; or write other words.");
    storage::add_flag(transaction,
                      {.id = new_id(actor.now), .key = key, .outbound = {}, .by = actor.by, .at = actor.now});
    ledger::record(
        transaction, Kind::wording_flagged, "",
        {{"language", key.language}, {"template", key.id}, {"version", key.version}, {"by", actor.by}},
        actor.now);
    return take_flag(transaction, *row, actor);
}

Acted look_again(Transaction& transaction, const WordingKey& key, const Actor& actor) {
    return simple_step(transaction, key, templates::LookAgain{}, "opened again", actor);
}

Acted retire(Transaction& transaction, const WordingKey& key, const Actor& actor) {
    const auto row = storage::find_wording(transaction, key);
    if (!row) return not_there();
    if (row->crisis && row->state.status == "live") {
        const auto all = storage::all_wording(transaction);
        const bool another = std::ranges::any_of(all, [&](const WordingRow& one) {
            return one.key.language == key.language && one.key.id == key.id &&
                   one.key.version != key.version && one.state.status == "live";
        });
        if (!another)
            return shut("it is the only live version of an urgent text; without it she would get no answer",
                        "Let a new version go live first.");
    }
    return take_step(transaction, *row, templates::Retire{}, event(key, "retired", actor), actor.now);
}

std::expected<int, std::vector<Gate>> propose(Transaction& transaction, const CheckedWords& words,
                                              const Actor& actor) {
    const auto digest = digest_of(words.words());
    const auto all = storage::all_wording(transaction);
    const WordingRow* newest = nullptr;
    for (const auto& row : all) {
        if (row.key.language != words.language() || row.key.id != words.id()) continue;
        if (row.digest == digest)
            return shut("these are the words of version " + std::to_string(row.key.version) + " already",
                        "Change something, or go on with that version.");
        newest = &row;
    }
    const bool open = newest != nullptr && !newest->shipped &&
                      (newest->state.status == "draft" || newest->state.status == "in_review");
    if (open) {
        auto state = newest->state;
        const auto changed = templates::follow(reviewed_from(*newest), templates::Change{});
        if (!changed) return std::unexpected(changed.error());
        write_state(*changed, state);
        ++state.round;
        storage::rewrite_wording(transaction, *newest, words.words(), digest, state, actor.now);
    }
    const WordingKey key{words.language(), words.id(),
                         open                ? newest->key.version
                         : newest == nullptr ? 1
                                             : newest->key.version + 1};
    if (!open) {
        storage::WordingState fresh;
        fresh.status = "draft";
        const bool added = storage::add_wording(
            transaction,
            {.key = key, .words = words.words(), .digest = digest, .crisis = words.crisis(), .state = fresh},
            actor.now);
        if (!added)
            throw storage::StatementFailed(storage::StatementFailed::Why::conflict,
                                           "somebody else wrote that version in this moment");
    }
    json::object told = event(key, "written", actor);
    told["status"] = "draft";
    told["digest"] = digest;
    ledger::record(transaction, Kind::wording_changed, "", told, actor.now);
    return key.version;
}

void flag_by_text(Transaction& transaction, std::string_view contact,
                  const conversation::FlagWording& flagged, Timestamp now) {
    const auto sent = storage::last_sent(transaction, contact, flagged.template_id);
    const WordingKey key = sent ? sent->key : WordingKey{"en-GB", flagged.template_id, flagged.version};
    json::object told{{"language", key.language}, {"template", key.id}, {"version", key.version}};
    if (sent) told["text"] = sent->outbound;
    const auto row = storage::find_wording(transaction, key);
    const bool said_before = row && storage::has_flagged(transaction, contact, key, row->state.live_since);
    const bool fresh = storage::add_flag(
        transaction,
        {.id = new_id(now), .key = key, .outbound = sent ? sent->outbound : "", .by = "woman", .at = now});
    if (!fresh) return;  // she says again of the same text what she said before
    ledger::record(transaction, Kind::wording_flagged, contact, told, now);
    if (row && !said_before)
        (void)take_flag(transaction, *row, {.by = "a woman's text", .now = now, .today = {}});
}

}  // namespace offing::service
