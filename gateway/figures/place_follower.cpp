#include "gateway/figures/place_follower.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace offing::figures {

namespace json = boost::json;
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::duration_cast;

namespace {

constexpr std::array changes{"cannot_attend", "conditional_cannot_attend", "reschedule"};
constexpr std::array asks_for_time{"request_slots",    "cannot_attend",      "reschedule",
                                   "missed_reentry",   "women_only_query",   "remote_request",
                                   "reject_options",   "keyworker_same",     "offsite_request",
                                   "keyworker_change", "health_clinic_query"};
constexpr std::int64_t most_minutes = 60 * 24 * 40;
constexpr std::int64_t most_hours = 24 * 40;
constexpr std::int64_t most_days = 1500;
constexpr days in_reach{365};  ///< a missed time this long ago still counts her among those who missed one

std::set<std::string, std::less<>> intents_of(const Entry& entry) {
    std::set<std::string, std::less<>> intents;
    if (const auto* list = entry.list("intents"))
        for (const auto& one : *list)
            if (one.is_string()) intents.emplace(one.get_string());
    return intents;
}

template <typename List>
bool has_any(const std::set<std::string, std::less<>>& intents, const List& wanted) {
    return std::ranges::any_of(wanted, [&](std::string_view one) { return intents.contains(one); });
}

std::int64_t whole_days(std::chrono::milliseconds time) { return duration_cast<days>(time).count(); }

Timestamp at_minute(std::int64_t minutes) { return Timestamp{std::chrono::minutes{minutes}}; }

/// An offer: [clinic, date, place, begin, ...], or an object with these names.
struct Offered {
    std::string clinic;
    Timestamp begins;
    bool is_open_session;  ///< one that needs no place
};
Offered offer_of(const json::value& value) {
    if (value.is_array()) {
        const auto& array = value.get_array();
        return {std::string{array.at(0).as_string()}, at_minute(array.at(3).as_int64()),
                array.at(2).as_int64() < 0};
    }
    const auto& object = value.as_object();
    return {std::string{object.at("clinic").as_string()}, at_minute(object.at("begin").as_int64()),
            object.at("place").as_int64() < 0};
}

}  // namespace

PlaceFollower::PlaceFollower(QuarterBook& book, const SupplyFollower& supply, const Languages& languages)
    : book_{book}, supply_{supply}, languages_{languages} {}

template <typename Add>
void PlaceFollower::add(Timestamp at, const std::string& name, Add add) {
    QuarterCounts& counts = book_.at(at);
    add(counts.all);
    const auto language = languages_.find(name);
    if (language != languages_.end()) add(counts.by_language[language->second]);
}

void PlaceFollower::her_turn(Woman& woman, Timestamp at) {
    if (!woman.hers_since) woman.hers_since = at;
}

void PlaceFollower::our_turn(Woman& woman, Timestamp at) {
    if (woman.hers_since) woman.hers += std::max(at - *woman.hers_since, 0ms);
    woman.hers_since.reset();
}

void PlaceFollower::take(const Entry& entry) {
    const auto kind = entry.kind;
    if (entry.subject.empty()) return;
    if (kind == "erased") {
        const auto found = women_.find(entry.subject);
        if (found == women_.end()) return;
        if (!found->second.seen_by.empty()) erased_.push_back(std::move(found->second.seen_by));
        women_.erase(found);
        return;
    }
    Woman& woman = women_[entry.subject];
    if (kind == "person_added") {
        woman.since = Timestamp{std::chrono::milliseconds{entry.number("waiting_since")}};
    } else if (kind == "place_changed") {
        place_edited(entry, woman);
    } else if (kind == "asked") {
        asked(entry, woman);
    } else if (kind == "offered" || kind == "nothing_found") {
        offered(entry, woman);
    } else if (kind == "offers_closed") {
        woman.open_set.clear();
    } else if (kind == "booked" || kind == "moved" || kind == "re_placed") {
        booked(entry, woman);
    } else if (kind == "freed") {
        woman.booked.erase(entry.text("booking"));
        her_turn(woman, entry.at);
    } else if (kind == "missed") {
        missed(entry, woman);
    } else if (kind == "arrived") {
        arrived(entry, woman);
    } else if (kind == "worker_away") {
        away(entry, woman);
    } else if (kind == "ran_over") {
        if (entry.number("late_min") > 10) ++book_.at(entry.at).late_starts;
    } else if (kind == "texts_changed") {
        const bool near = woman.last_missed && entry.at - *woman.last_missed < looked_ahead;
        if (near && entry.text("why") == "a long silence") ++book_.at(entry.at).off_after_missed;
    }
}

void PlaceFollower::place_edited(const Entry& entry, Woman& woman) {
    QuarterCounts& counts = book_.at(entry.at);
    ++counts.place_edits;
    const auto or_unknown = [](std::string word) { return word.empty() ? "not said" : std::move(word); };
    ++counts.place_edits_by_reason[or_unknown(entry.text("reason"))];
    const bool by_herself = entry.text("reason") == "asked_for_later";
    ++counts.place_edits_by_role[by_herself ? "herself" : "staff"];
    if (woman.last_missed && entry.at - *woman.last_missed < days{30}) ++counts.place_edits_near_missed;
    if (entry.body.contains("waiting_since"))
        woman.since = Timestamp{std::chrono::milliseconds{entry.number("waiting_since")}};
}

void PlaceFollower::asked(const Entry& entry, Woman& woman) {
    const auto intents = intents_of(entry);
    woman.last_asked = entry.at;
    our_turn(woman, entry.at);
    if (has_any(intents, changes)) {
        add(entry.at, entry.subject, [](Answered& counts) { ++counts.changes; });
        woman.change = entry.text("inbound");
        woman.change_at = entry.at;
        if (!woman.given_up || entry.at - *woman.given_up > looked_ahead) {
            woman.given_up = entry.at;
            add(entry.at, entry.subject, [](Answered& counts) { ++counts.given_up; });
        }
    } else {
        woman.change.clear();
    }
    if (intents.contains("drop_in_query") || intents.contains("remote_request"))
        keep(entry.subject, woman, entry.at);
    if (has_any(intents, asks_for_time) && !woman.ask) {
        woman.ask = entry.at;
        add(entry.at, entry.subject, [](Answered& counts) { ++counts.asks; });
    }
    if (intents.contains("women_only_query") && !woman.women_only) {
        woman.women_only = entry.at;
        ++book_.at(entry.at).women_only_asked;
    }
    if ((intents.contains("remote_request") || intents.contains("offsite_request")) && !woman.remote) {
        woman.remote = entry.at;
        ++book_.at(entry.at).remote_asked;
    }
}

void PlaceFollower::offered(const Entry& entry, Woman& woman) {
    QuarterCounts& counts = book_.at(entry.at);
    if (entry.body.contains("decision")) ++counts.decisions;
    const auto* list = entry.list("offers");
    if (list == nullptr || list->empty()) {
        woman.change.clear();
        return;
    }
    std::vector<std::string> clinics;
    std::set<std::pair<std::string, Timestamp>> different;
    Timestamp earliest = Timestamp::max();
    std::int64_t places = 0;
    for (const auto& value : *list) {
        auto offer = offer_of(value);
        earliest = std::min(earliest, offer.begins);
        different.emplace(offer.clinic, offer.begins);
        if (!offer.is_open_session) ++places;
        clinics.push_back(std::move(offer.clinic));
    }
    counts.offers += static_cast<std::int64_t>(list->size());
    if (entry.body.contains("inside")) {
        counts.offers_checked += places;
        counts.offers_in_busy += entry.number("inside");
    }
    woman.last_set = woman.open_set = entry.text("set");
    woman.last_set_is_choice = different.size() > 1;
    if (!woman.change.empty() && woman.change == entry.text("inbound")) {
        if (woman.last_set_is_choice)
            add(woman.change_at, entry.subject, [](Answered& answered) { ++answered.with_choice; });
        woman.change.clear();
    }
    const bool has_missed = woman.last_missed && entry.at - *woman.last_missed < in_reach;
    (has_missed ? counts.with_missed : counts.without_missed)
        .offered_days.add(whole_days(earliest - entry.at), most_days);
    if (woman.ask) {
        const Timestamp ask = *woman.ask;
        if (entry.at - ask < looked_ahead)
            add(ask, entry.subject, [&](Answered& answered) {
                ++answered.asks_offered;
                answered.ready_min.add(duration_cast<std::chrono::minutes>(entry.at - ask).count(),
                                       most_minutes);
            });
        woman.ask_offered = ask;
        woman.ask.reset();
    }
    offers_meet(entry, woman, clinics, earliest);
    if (woman.booked.empty()) her_turn(woman, entry.at);
}

void PlaceFollower::offers_meet(const Entry& entry, Woman& woman, const std::vector<std::string>& clinics,
                                Timestamp earliest) {
    const auto offers_one = [&](auto is_one) { return std::ranges::any_of(clinics, is_one); };
    if (woman.women_only && entry.at - *woman.women_only >= looked_ahead) woman.women_only.reset();
    if (woman.remote && entry.at - *woman.remote >= looked_ahead) woman.remote.reset();
    if (woman.women_only && offers_one([&](const auto& id) { return supply_.is_women_only(id); })) {
        if (earliest - *woman.women_only <= days{7}) ++book_.at(*woman.women_only).women_only_met;
        woman.women_only.reset();
    }
    if (woman.remote && offers_one([&](const auto& id) { return supply_.is_remote(id); })) {
        ++book_.at(*woman.remote).remote_met;
        woman.remote.reset();
    }
}

void PlaceFollower::keep(const std::string& name, Woman& woman, Timestamp at) {
    if (!woman.given_up) return;
    if (at - *woman.given_up < looked_ahead)
        add(*woman.given_up, name, [](Answered& counts) { ++counts.kept; });
    woman.given_up.reset();
}

void PlaceFollower::booked(const Entry& entry, Woman& woman) {
    if (const auto from = entry.text("from"); !from.empty()) woman.booked.erase(from);
    woman.booked[entry.text("booking")] = {entry.text("worker"), at_minute(entry.number("begin"))};
    woman.open_set.clear();
    keep(entry.subject, woman, entry.at);
    // A time that a person agreed with her on the phone is an offer that reached her, too.
    offer_reached(entry.subject, woman, entry.at);
    our_turn(woman, entry.at);
}

void PlaceFollower::missed(const Entry& entry, Woman& woman) {
    QuarterCounts& counts = book_.at(entry.at);
    const auto found = woman.booked.find(entry.text("booking"));
    const auto begins = found == woman.booked.end() ? entry.at : found->second.begins;
    if (found != woman.booked.end()) woman.booked.erase(found);
    ++counts.missed;
    ++woman.missed;
    woman.last_missed = entry.at;
    our_turn(woman, entry.at);
    if (!woman.given_up || entry.at - *woman.given_up > looked_ahead) {
        woman.given_up = entry.at;
        add(entry.at, entry.subject, [](Answered& answered) { ++answered.given_up; });
    }
    Missed waiting{.at = entry.at};
    if (std::ranges::any_of(woman.booked, [&](const auto& one) { return one.second.begins > entry.at; }))
        ++counts.missed_had_time;
    else if (woman.last_asked && *woman.last_asked > begins)
        ++counts.missed_in_touch;
    else
        waiting.wants_offer = true;
    if (waiting.wants_offer)
        add(entry.at, entry.subject, [](Answered& answered) { ++answered.wanting_offer; });
    woman.waiting = waiting;
    if (!woman.open_set.empty()) offer_reached(entry.subject, woman, entry.at);
}

bool PlaceFollower::is_within_working_day(Timestamp from, Timestamp to) const {
    const auto local = book_.zone().to_local(to_minutes(from));
    auto date = scheduler::date_of(local);
    auto clock = scheduler::clock_of(local);
    const auto next_working = [&](scheduler::Date day) {
        for (int looked = 0; looked < 14 && !supply_.is_working_day(day); ++looked) day += days{1};
        return day;
    };
    if (!supply_.is_working_day(date)) {
        date = next_working(date);
        clock = scheduler::ClockTime{0};
    }
    const auto until = scheduler::LocalTime{next_working(date + days{1})} + clock;
    return to_minutes(to) <= book_.zone().to_instant_or_later(until);
}

void PlaceFollower::offer_reached(const std::string& name, Woman& woman, Timestamp at) {
    if (woman.ask_offered) {
        const Timestamp ask = *woman.ask_offered;
        if (at - ask < looked_ahead)
            add(ask, name, [&](Answered& counts) {
                counts.sent_min.add(duration_cast<std::chrono::minutes>(at - ask).count(), most_minutes);
            });
        woman.ask_offered.reset();
    }
    if (!woman.waiting || !woman.waiting->wants_offer || woman.waiting->offered) return;
    const Timestamp from = woman.waiting->at;
    woman.waiting->offered = true;
    if (at - from >= looked_ahead) return;
    add(from, name, [&](Answered& counts) {
        counts.offer_hours.add(duration_cast<std::chrono::hours>(at - from).count(), most_hours);
        if (is_within_working_day(from, at)) ++counts.offered_in_day;
    });
}

void PlaceFollower::times_sent(const std::string& name, Timestamp at) {
    const auto found = women_.find(name);
    if (found != women_.end()) offer_reached(name, found->second, at);
}

void PlaceFollower::arrived(const Entry& entry, Woman& woman) {
    const auto found = woman.booked.find(entry.text("booking"));
    const std::string worker = found == woman.booked.end() ? std::string{} : found->second.worker;
    if (found != woman.booked.end()) woman.booked.erase(found);
    our_turn(woman, entry.at);
    if (woman.waiting && entry.at - woman.waiting->at < looked_ahead)
        add(woman.waiting->at, entry.subject, [&](Answered& counts) {
            counts.seen_again_days.add(whole_days(entry.at - woman.waiting->at), most_days);
        });
    woman.waiting.reset();
    QuarterCounts& counts = book_.at(entry.at);
    if (woman.since && !woman.was_here && *woman.since <= entry.at) {
        Waits& waits = woman.missed > 0 ? counts.with_missed : counts.without_missed;
        const auto full = entry.at - *woman.since;
        waits.full_days.add(whole_days(full), most_days);
        waits.ours_days.add(whole_days(std::max(full - woman.hers, 0ms)), most_days);
    }
    woman.was_here = true;
    if (worker.empty()) return;
    const Quarter quarter = book_.quarter_at(entry.at);
    ++woman.seen_by[quarter][worker];
}

void PlaceFollower::away(const Entry& entry, Woman& woman) {
    const std::string booking = entry.text("booking");
    const auto found = woman.booked.find(booking);
    ++book_.at(entry.at).away;
    const bool is_choice =
        !entry.text("set").empty() && entry.text("set") == woman.last_set && woman.last_set_is_choice;
    add(entry.at, entry.subject, [&](Answered& counts) {
        ++counts.changes;
        if (is_choice) ++counts.with_choice;
    });
    if (entry.text("set").empty() || found == woman.booked.end()) return;
    woman.away = Away{entry.at, booking, found->second.begins};
}

void PlaceFollower::told(const std::string& name, const std::string& booking, Timestamp at) {
    const auto found = women_.find(name);
    if (found == women_.end() || !found->second.away || found->second.away->booking != booking) return;
    const Away& away = *found->second.away;
    if (at < away.begins && at - away.at < looked_ahead) ++book_.at(away.at).away_told;
    found->second.away.reset();
}

PlaceFollower::Seen PlaceFollower::seen_in_year(const std::map<Quarter, std::map<std::string, int>>& seen_by,
                                                Quarter last) {
    std::map<std::string, std::int64_t> by_worker;
    for (auto at = seen_by.lower_bound(last.back(3)); at != seen_by.end() && at->first <= last; ++at)
        for (const auto& [worker, times] : at->second) by_worker[worker] += times;
    Seen seen;
    for (const auto& [worker, times] : by_worker) {
        seen.contacts += times;
        seen.most_seen = std::max(seen.most_seen, times);
    }
    // Who was here once has seen one worker, whatever we do.
    if (seen.contacts < 2) return {};
    seen.workers.add(static_cast<std::int64_t>(by_worker.size()), 100);
    return seen;
}

void PlaceFollower::finish() {
    std::vector<Quarter> all;
    for (const auto& [quarter, counts] : book_.quarters())
        if (quarter == quarter.year_end()) all.push_back(quarter);
    const auto count = [&](const auto& seen_by) {
        for (const Quarter quarter : all) {
            const Seen seen = seen_in_year(seen_by, quarter);
            QuarterCounts& counts = book_.of(quarter);
            counts.contacts += seen.contacts;
            counts.contacts_most_seen += seen.most_seen;
            counts.workers_seen.add(seen.workers);
        }
    };
    for (const auto& [name, woman] : women_)
        if (!woman.seen_by.empty()) count(woman.seen_by);
    for (const auto& seen_by : erased_) count(seen_by);
}

}  // namespace offing::figures
