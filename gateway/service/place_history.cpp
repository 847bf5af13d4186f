#include "gateway/service/place_history.hpp"

#include <array>
#include <boost/json.hpp>
#include <map>

#include "config/service_file.hpp"
#include "gateway/base/crypto.hpp"
#include "gateway/storage/columns.hpp"
#include "gateway/storage/service_versions.hpp"

namespace offing::service {

namespace json = boost::json;
using ledger::LedgerEvent;

namespace {

constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string spell_for_her(const scheduler::Zone& zone, scheduler::Instant instant) {
    const auto local = zone.to_local(instant);
    const std::chrono::year_month_day date{scheduler::date_of(local)};
    const auto minutes = static_cast<int>((local - std::chrono::floor<std::chrono::days>(local)).count());
    const int hour = minutes / 60 % 12 == 0 ? 12 : minutes / 60 % 12;
    std::string text = days.at(std::chrono::weekday{scheduler::date_of(local)}.c_encoding());
    text += " " + std::to_string(static_cast<unsigned>(date.day())) + " " +
            months.at(static_cast<unsigned>(date.month()) - 1) + " " +
            std::to_string(static_cast<int>(date.year())) + ", " + std::to_string(hour);
    if (minutes % 60 != 0) text += (minutes % 60 < 10 ? ".0" : ".") + std::to_string(minutes % 60);
    return text + (minutes < 720 ? "am" : "pm");
}

/// Of a change of her place by a person; the codes are scheduler::LineEditReason's.
std::string reason_in_words(std::string_view reason) {
    if (reason == "asked_for_later") return "You asked for later.";
    if (reason == "asked_before") return "You had asked before that was written down.";
    if (reason == "came_from_elsewhere") return "You brought the wait you had elsewhere.";
    return "It had been written down wrong.";
}

std::string kept_after(std::string_view after) {
    if (after == "missed") return "You missed a time. Your place was kept.";
    if (after == "freed") return "You gave a time up. Your place was kept.";
    if (after == "moved") return "You moved to another time. Your place was kept.";
    return "Something changed. Your place was kept.";
}

class Teller {
public:
    explicit Teller(const scheduler::Zone& zone) : zone_{zone} {}

    void take(const LedgerEvent& event) {
        const json::value body = storage::read_json(event.body);
        if (!body.is_object()) return;
        const std::string words = words_for(event, body.get_object());
        if (words.empty()) return;
        history.lines.push_back({spell_for_her(zone_, to_minutes(event.at)), words});
    }
    PlaceHistory history;

private:
    std::string words_for(const LedgerEvent& event, const json::object& body) {
        const std::string& kind = event.kind;
        if (kind == "person_added") return "You are in line. Your place counts from " + since(body) + ".";
        if (kind == "place_changed")
            return "Your place counts from " + since(body) + " now. " + reason_in_words(text(body, "reason"));
        if (kind == "offered") return "You were offered times, by the same place as before.";
        if (kind == "nothing_found") return "No time fitted that day. Your place stayed as it was.";
        if (kind == "booked" || kind == "re_placed") return taken(kind, body);
        if (kind == "worker_away" || kind == "session_off")
            return "Something changed at our end for " + booked(body) + ". You were given a choice.";
        if (kind == "stands_again") return "The change was taken back: " + booked(body) + " stands again.";
        if (kind == "arrived") return "You came.";
        if (kind == "late") return "You told us that you were on your way. That changed nothing.";
        if (kind == "place_kept") return kept_after(text(body, "after"));
        note(body);  // moved, freed, missed: a line "place_kept" follows each
        return {};
    }

    std::string since(const json::object& body) {
        const json::value* found = body.if_contains("waiting_since");
        if (found == nullptr || !found->is_int64()) return "then";
        history.since =
            spell_for_her(zone_, to_minutes(Timestamp{std::chrono::milliseconds{found->get_int64()}}));
        return history.since;
    }

    std::string taken(std::string_view kind, const json::object& body) {
        note(body);
        if (kind == "booked") return "You took a time: " + booked(body) + ".";
        return "Something changed at our end. Your time is " + booked(body) + " now. Your place was kept.";
    }

    void note(const json::object& body) {
        const json::value* begin = body.if_contains("begin");
        if (begin == nullptr || !begin->is_int64()) return;
        begins_[text(body, "booking")] =
            spell_for_her(zone_, scheduler::Instant{std::chrono::minutes{begin->get_int64()}});
    }

    std::string booked(const json::object& body) const {
        const auto found = begins_.find(text(body, "booking"));
        return found == begins_.end() ? "a time of yours" : found->second;
    }

    static std::string text(const json::object& body, std::string_view key) {
        const json::value* found = body.if_contains(key);
        return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
    }

    const scheduler::Zone& zone_;
    std::map<std::string, std::string> begins_;
};

std::string in_groups(const std::string& digits) {
    std::string text;
    for (std::size_t at = 0; at < digits.size(); at += 4) text += (at == 0 ? "" : " ") + digits.substr(at, 4);
    return text;
}

constexpr std::string_view meaning =
    "Missing a time, being late, moving or giving one up never changes your place. Each line here was sealed "
    "soon after it happened, so that nobody can change it later without it showing.";

/// Women who were written down before the ledger began have no event that says it.
std::string counts_from(const PlaceHistory& history) {
    if (history.since.empty())
        return "Since when your place counts was written down before these records began.";
    return "Your place counts from " + history.since + ".";
}

}  // namespace

scheduler::Zone zone_of_service(storage::Transaction& transaction) {
    std::string name = "Europe/London";
    if (const auto stored = storage::latest_service(transaction))
        if (const auto read = config::read_bundle({stored->body, stored->files})) name = read->service.zone;
    return scheduler::Zone::find(name).value();
}

PlaceHistory history_of(const ledger::PlaceProof& proof, const scheduler::Zone& zone) {
    Teller teller{zone};
    for (const auto& one : proof.events) teller.take(one.event);
    teller.history.sealed = spell_for_her(zone, to_minutes(proof.head.at));
    teller.history.print = in_groups(crypto::to_hex(ledger::digest(proof.head)));
    return std::move(teller.history);
}

std::string write_text(const PlaceHistory& history) {
    std::string text = "Your place in line\n\n" + counts_from(history) + "\n" + std::string{meaning} + "\n\n";
    for (const auto& line : history.lines) text += line.when + "  " + line.what + "\n";
    return text + "\nSealed " + history.sealed + ". The seal's print:\n" + history.print + "\n";
}

std::string write_page(const PlaceHistory& history, std::string_view code) {
    std::string page = R"(<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Your place in line</title>
<style>
body { font: 1.1rem/1.5 sans-serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem; color: #212b32; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #aeb7bd; padding: .4rem .8rem .4rem 0; text-align: left; vertical-align: top; }
td:first-child { white-space: nowrap; }
tr { break-inside: avoid; }
footer { display: flex; gap: 1.5rem; margin-top: 2rem; break-inside: avoid; }
footer svg { flex: none; height: 9rem; width: 9rem; }
code { overflow-wrap: anywhere; }
@media (max-width: 30rem) { td:first-child { white-space: normal; } footer { display: block; } }
</style>
</head>
<body>
<h1>Your place in line</h1>
)";
    page += "<p><strong>" + counts_from(history) + "</strong></p>\n<p>" + std::string{meaning} +
            "</p>\n<table>\n<thead><tr><th scope=\"col\">When</th><th scope=\"col\">What "
            "happened</th></tr></thead>\n<tbody>\n";
    for (const auto& line : history.lines)
        page += "<tr><td>" + line.when + "</td><td>" + line.what + "</td></tr>\n";
    page += "</tbody>\n</table>\n<footer>\n" + std::string{code} + "\n<p>Sealed " + history.sealed +
            ". The seal's print is <code>" + history.print +
            "</code>. The square holds the whole seal. With the file that belongs to this page anybody can "
            "check it.</p>\n</footer>\n</body>\n</html>\n";
    return page;
}

}  // namespace offing::service
