#include "gateway/figures/text_follower.hpp"

#include <algorithm>
#include <array>

namespace offing::figures {

namespace json = boost::json;
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::duration_cast;

namespace {

/// Templates that ask her what she meant.
constexpr std::array asking_back{"not_understood", "cancel_sure", "cancel_which",  "late_or_not",
                                 "stop_which",     "which_of_1",  "which_of_2",    "which_of_3",
                                 "pocket",         "say_when",    "which_to_move", "drop_in_or_keep",
                                 "undo_offer"};
/// Where silence, or a person's own way, is the answer.
constexpr std::array wanting_nothing{"third_party", "wrong_number", "who_is_this", "opt_out"};
constexpr days kept_for_questions{32};
constexpr std::int64_t most_seconds = 7200;
constexpr std::int64_t most_minutes = 60 * 24 * 3;

template <typename List>
bool is_one_of(std::string_view word, const List& words) {
    return std::ranges::find(words, word) != words.end();
}

std::string live_key(std::string_view language, std::string_view name, std::int64_t version) {
    return std::string{language} + ' ' + std::string{name} + ' ' + std::to_string(version);
}

}  // namespace

TextFollower::TextFollower(QuarterBook& book, PlaceFollower& places, Languages& languages)
    : book_{book}, places_{places}, languages_{languages} {}

void TextFollower::take(const Entry& entry) {
    const auto kind = entry.kind;
    if (entry.at - swept_ > days{1}) sweep(entry.at);
    if (kind == "wording_changed" || kind == "wording_flagged") return wording(entry);
    if (kind.starts_with("alert_")) return alert(entry);
    if (kind == "text_settled") return settled(entry);
    if (kind == "erased") return gone(entry.subject, entry.at);
    if (entry.subject.empty()) return;
    if (kind == "person_added") {
        Woman& woman = women_[entry.subject];
        woman.is_person = true;
        if (woman.enquired) --book_.at(*woman.enquired).enquirers;
        woman.enquired.reset();
    } else if (kind == "asked") {
        asked(entry, women_[entry.subject]);
    } else if (kind == "offered") {
        women_[entry.subject].offered = entry.at;
    } else if (kind == "text_decided") {
        decided(entry, women_[entry.subject]);
    } else if (kind == "texts_changed") {
        texts_changed(entry, women_[entry.subject]);
    } else if (kind == "task_opened") {
        Woman& woman = women_[entry.subject];
        if (woman.turn && entry.at - woman.turn->at < 10s) woman.turn->to_person = true;
    } else if (kind == "crisis_alert") {
        Woman& woman = women_[entry.subject];
        woman.crisis = entry.at;
        woman.crisis_inbound = entry.text("inbound");
    }
}

void TextFollower::asked(const Entry& entry, Woman& woman) {
    close_turn(woman);
    Turn turn{.at = entry.at, .inbound = entry.text("inbound")};
    QuarterCounts& counts = book_.at(entry.at);
    if (const auto* intents = entry.list("intents"))
        for (const auto& one : *intents) {
            const std::string_view intent = one.is_string() ? std::string_view{one.get_string()} : "";
            if (is_one_of(intent, wanting_nothing)) turn.wants_nothing = true;
            if (intent == "bring_supporter") turn.wants_someone = true;
            if (intent == "undo") ++counts.undone;
            if (intent == "wrong_number" || intent == "third_party") ++counts.wrong_numbers;
        }
    woman.turn = std::move(turn);
    if (!woman.is_person && !woman.enquired) {
        ++counts.enquirers;
        woman.enquired = entry.at;
    }
}

void TextFollower::close_turn(Woman& woman) {
    if (!woman.turn) return;
    const Turn& turn = *woman.turn;
    QuarterCounts& counts = book_.at(turn.at);
    ++counts.texts_in;
    if (turn.to_person)
        ++counts.to_person;
    else if (turn.asked_back)
        ++counts.asked_back;
    else if (turn.answered || turn.wants_nothing)
        ++counts.understood;
    else
        ++counts.nothing_said;
    if (turn.wants_someone) {
        ++counts.someone_asked;
        if (turn.someone_yes) ++counts.someone_yes;
    }
    woman.turn.reset();
}

void TextFollower::decided(const Entry& entry, Woman& woman) {
    const std::string name = entry.text("template");
    const std::string language = entry.text("language");
    Text text{.woman = entry.subject,
              .version = name + ' ' + std::to_string(entry.number("version")),
              .answers = entry.text("answers"),
              .booking = entry.text("booking"),
              .decided = entry.at};
    if (!language.empty()) languages_[entry.subject] = language;
    const auto live =
        live_.find(live_key(language.empty() ? "en-GB" : language, name, entry.number("version")));
    text.is_live = live != live_.end() && live->second;
    text.shows_times = woman.offered && entry.at - *woman.offered < 10s;
    woman.offered.reset();
    if (woman.turn && woman.turn->inbound == text.answers) {
        woman.turn->answered = true;
        if (is_one_of(name, asking_back)) woman.turn->asked_back = true;
        if (name.starts_with("bring_")) woman.turn->someone_yes = true;
    }
    waiting_[entry.text("text")] = std::move(text);
}

void TextFollower::settled(const Entry& entry) {
    const auto found = waiting_.find(entry.text("text"));
    if (found == waiting_.end()) return;
    const std::string outcome = entry.text("outcome");
    if (outcome == "unknown") return;  // the company is asked, and says later
    if (outcome == "expired" || outcome == "dropped") ++book_.at(entry.at).held_back;
    if (outcome == "accepted") sent(entry, found->second);
    waiting_.erase(found);
}

void TextFollower::sent(const Entry& entry, const Text& text) {
    QuarterCounts& counts = book_.at(entry.at);
    ++counts.sent;
    if (const std::string hours = entry.text("hours"); !hours.empty()) {
        ++counts.sent_hours_known;
        if (hours != "outside") ++counts.sent_in_hours;
    }
    if (!text.is_live) ++counts.sent_not_live;
    ++counts.by_version[text.version].sent;
    if (text.shows_times) places_.times_sent(text.woman, entry.at);
    if (!text.booking.empty()) places_.told(text.woman, text.booking, entry.at);
    const auto found = women_.find(text.woman);
    if (found == women_.end()) return;
    Woman& woman = found->second;
    woman.last_version = text.version;
    woman.last_sent = entry.at;
    if (woman.crisis && woman.crisis_inbound == text.answers) {
        book_.at(*woman.crisis)
            .crisis_seconds.add(duration_cast<std::chrono::seconds>(entry.at - *woman.crisis).count(),
                                most_seconds);
        woman.crisis.reset();
    }
}

void TextFollower::texts_changed(const Entry& entry, Woman& woman) {
    const std::string to = entry.text("to"), why = entry.text("why");
    QuarterCounts& counts = book_.at(entry.at);
    if (to == "blocked by the company") ++counts.blocks;
    if (to != "off" || why != "she asked") return;
    ++counts.texts_off;
    if (woman.last_version.empty() || entry.at - woman.last_sent > 24h) return;
    ++book_.at(woman.last_sent).by_version[woman.last_version].texts_off;
}

void TextFollower::wording(const Entry& entry) {
    const std::string language = entry.text("language"), name = entry.text("template");
    const std::string words = language + ' ' + name;
    if (entry.kind == "wording_flagged") {
        ++book_.at(entry.at).words_flagged;
        flagged_.try_emplace(words, entry.at);
        return;
    }
    if (const auto* texts = entry.list("texts")) {
        for (const auto& one : *texts) {
            const auto& text = one.as_array();
            live_[live_key(text.at(0).as_string(), text.at(1).as_string(), text.at(2).as_int64())] =
                text.at(4).as_string() == "live";
        }
        return;
    }
    live_[live_key(language, name, entry.number("version"))] = entry.text("status") == "live";
    const std::string act = entry.text("act");
    const auto flagged = flagged_.find(words);
    if (flagged == flagged_.end() || (act != "written" && act != "retired")) return;
    if (entry.at - flagged->second < looked_ahead)
        book_.at(flagged->second)
            .changed_days.add(duration_cast<days>(entry.at - flagged->second).count(), 1000);
    flagged_.erase(flagged);
}

void TextFollower::alert(const Entry& entry) {
    const std::string id = entry.text("alert");
    if (entry.kind == "alert_opened" && entry.text("kind") != "test") {
        alerts_[id] = entry.at;
        QuarterCounts& counts = book_.at(entry.at);
        ++counts.alerts;
        ++counts.alerts_late;  // until somebody has it in time
    }
    const auto found = alerts_.find(id);
    if (entry.kind != "alert_acknowledged" || found == alerts_.end()) return;
    QuarterCounts& counts = book_.at(found->second);
    const auto took = entry.at - found->second;
    counts.alert_min.add(duration_cast<std::chrono::minutes>(took).count(), most_minutes);
    if (took <= 15min) --counts.alerts_late;
    alerts_.erase(found);
}

void TextFollower::gone(const std::string& name, Timestamp at) {
    languages_.erase(name);
    const auto found = women_.find(name);
    if (found == women_.end()) return;
    const Woman& woman = found->second;
    if (woman.enquired && at - *woman.enquired <= kept_for_questions)
        ++book_.at(*woman.enquired).enquirers_gone;
    close_turn(found->second);
    women_.erase(found);
}

void TextFollower::sweep(Timestamp now) {
    swept_ = now;
    std::erase_if(waiting_, [&](const auto& one) { return now - one.second.decided > looked_ahead; });
    std::erase_if(alerts_, [&](const auto& one) { return now - one.second > looked_ahead; });
}

void TextFollower::finish() {
    for (auto& [name, woman] : women_) close_turn(woman);
}

}  // namespace offing::figures
