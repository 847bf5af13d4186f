#include "gateway/service/replan.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "gateway/base/crypto.hpp"
#include "gateway/service/notices.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/replan_ground.hpp"
#include "gateway/storage/displaced.hpp"
#include "gateway/storage/service_versions.hpp"

namespace offing::service {

using scheduler::Instant;
using scheduler::Offer;
using storage::Booking;
using storage::Contact;
using Outcome = PlannedChange::Outcome;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_choices = 3;
constexpr auto least_notice = 1h;  ///< before a booked time: later than that a text comes too late

bool is_about_a_session(Cause cause) { return cause != Cause::worker_away; }

class Planner {
public:
    Planner(storage::Transaction& transaction, const Desk& desk, const config::BundledService& changed,
            Timestamp now)
        : transaction_{transaction},
          desk_{desk},
          changed_{changed},
          now_{now},
          before_{desk.diary.service()},
          ground_{*before_, changed.file.service, now} {}

    Plan run() {
        plan_.version = storage::service_version(transaction_);
        sort_out();
        keep_holds();
        place_from_sessions();
        choose_while_away();
        std::ranges::sort(plan_.changes, {}, [&](const PlannedChange& change) {
            return std::tuple{since(change.booking), change.booking.starts, change.booking.id};
        });
        std::set<std::string> told;
        for (PlannedChange& change : plan_.changes) tell(change, told);
        plan_.digest = digest();
        return std::move(plan_);
    }

private:
    const std::optional<Contact>& contact_of(const Booking& booking) {
        const auto [found, is_new] = contacts_.try_emplace(booking.contact);
        if (is_new) found->second = storage::find_contact(transaction_, desk_.vault, booking.contact);
        return found->second;
    }
    Timestamp since(const Booking& booking) {
        const auto& contact = contact_of(booking);
        return contact && contact->person ? contact->person->waiting_since : booking.created;
    }

    void sort_out() {
        std::set<std::string> displaced;
        for (const auto& one : storage::all_displaced(transaction_, now_)) displaced.insert(one.booking);
        for (const Booking& booking : storage::standing_bookings(transaction_, now_)) {
            const auto place = ground_.place_for(booking);
            const bool before = displaced.contains(booking.id);
            if (place || ground_.is_out_of_sight(booking)) {
                ++plan_.stays;
                stay_[booking.contact].push_back(booking);
                if (place) ground_.free().take(place->key);
                if (before) plan_.again.push_back(booking);
                if (place && (place->key != booking.key || place->ends != booking.ends))
                    plan_.renumbered.push_back(*place);
            } else if (before) {
                plan_.awaiting.push_back(booking);
            } else {
                plan_.changes.push_back({.booking = booking, .cause = ground_.cause_of(booking)});
            }
        }
    }

    /// What is on offer to somebody stays held, so that no two women are given one place.
    void keep_holds() {
        const auto today = scheduler::date_of(ground_.zone().to_local(to_minutes(now_)));
        for (const auto& [key, held, until] : storage::taken_places(transaction_, today, now_)) {
            if (!held) continue;
            const auto before = desk_.diary.place(key);
            const auto after = ground_.free().find(key);
            if (before && after && before->worker == after->worker &&
                before->time.begin() == after->time.begin())
                ground_.free().take(key, scheduler::Availability::Use::held);
            else
                plan_.lost_holds.push_back(key);
        }
    }

    scheduler::Booked as_booked(const Booking& booking) {
        scheduler::Booked booked{.key = booking.key,
                                 .time = scheduler::Interval::make(booking.starts, booking.ends).value(),
                                 .worker = booking.worker,
                                 .mode = booking.mode};
        booked.who.person = booking.contact;
        booked.who.has = booking.starts;
        if (const auto& contact = contact_of(booking); contact && contact->person)
            booked.who.woman =
                preferences_of(*contact->person, ground_.changed(), stay_[booking.contact], {});
        booked.who.woman.waiting_since = to_minutes(since(booking));
        scheduler::Wish& wish = booked.who.wish;
        if (!booking.worker.empty()) wish.prefer_worker = booking.worker;
        const scheduler::Clinic* clinic = ground_.clinic_before(booking);
        if (clinic == nullptr) return booked;
        // What she had is what she asked for: no mixed session instead of one for women, no other purpose.
        wish.women_only = clinic->audience != scheduler::Audience::everyone;
        wish.children_welcome = clinic->children_welcome;
        if (clinic->purpose != scheduler::Purpose::general) wish.purpose = clinic->purpose;
        if (clinic->mode == scheduler::Mode::offsite) wish.mode = clinic->mode;
        if (clinic->kind == scheduler::Kind::group) wish.kind = clinic->kind;
        booked.kind = clinic->kind;
        booked.site = clinic->site;
        return booked;
    }

    void place_from_sessions() {
        std::vector<PlannedChange*> off;
        std::vector<scheduler::Booked> booked;
        for (PlannedChange& change : plan_.changes) {
            if (!is_about_a_session(change.cause)) continue;
            if (ground_.is_only_elsewhere(change.booking)) {
                change.why = "it is at another place, which no text says";
                continue;
            }
            off.push_back(&change);
            booked.push_back(as_booked(change.booking));
        }
        if (off.empty()) return;
        auto placed = scheduler::plan_for_cancelled(ground_.free(), booked, to_minutes(now_));
        if (!placed) throw std::logic_error("placing booked times anew: " + placed.error());
        for (auto& move : placed->moves) {
            PlannedChange& change = *off[move.which];
            change.delay = move.delay;
            if (move.step == scheduler::PlannedStep::move) {
                change.outcome = Outcome::moved;
                change.to = std::move(move.to);
            } else if (move.to) {
                change.choices.push_back(std::move(*move.to));
            }
        }
        for (auto& move : placed->moves)
            if (move.step != scheduler::PlannedStep::move) add_choices(*off[move.which], booked[move.which]);
        plan_.rounds = std::move(placed->rounds);
    }

    /// Up to three in all, of what she could otherwise have.
    void add_choices(PlannedChange& change, const scheduler::Booked& booked) {
        scheduler::Wish wish;
        wish.women_only = booked.who.wish.women_only;
        wish.children_welcome = booked.who.wish.children_welcome;
        wish.prefer_worker = booked.who.wish.prefer_worker;
        for (Offer& offer :
             scheduler::find_offers(ground_.free(), booked.who.woman, wish, to_minutes(now_), most_choices)
                 .offers) {
            const bool meets = std::ranges::any_of(
                change.choices, [&](const Offer& other) { return other.time.overlaps(offer.time); });
            if (!meets && change.choices.size() < most_choices) add_choice(change, std::move(offer));
        }
        if (change.choices.empty() && change.why.empty()) change.why = "nothing fits her";
        if (!change.choices.empty()) change.outcome = Outcome::choice;
    }

    void add_choice(PlannedChange& change, Offer offer) {
        if (offer.second) return;  // two workers at once: a person arranges it
        ground_.free().take(offer.key);
        if (change.choices.empty()) change.delay = offer.time.begin() - change.booking.starts;
        change.choices.push_back(std::move(offer));
    }

    void choose_while_away() {
        std::vector<PlannedChange*> line;
        for (PlannedChange& change : plan_.changes)
            if (!is_about_a_session(change.cause)) line.push_back(&change);
        std::ranges::sort(line, {}, [&](const PlannedChange* change) {
            return std::tuple{since(change->booking), change->booking.starts, change->booking.id};
        });
        for (PlannedChange* change : line) {
            const auto booked = as_booked(change->booking);
            const auto choices =
                scheduler::choices_while_away(ground_.free(), change->booking.worker,
                                              ground_.absence(change->booking), {booked}, to_minutes(now_));
            if (!choices.empty())
                for (const auto* offer :
                     {&choices.front().cover, &choices.front().wait, &choices.front().drop_in})
                    if (*offer) add_choice(*change, **offer);
            if (change->choices.empty()) change->why = "nothing fits her";
            if (!change->choices.empty()) change->outcome = Outcome::choice;
        }
    }

    /// Her text, in a safe moment that leaves her time to act on it; where that can't be, a person calls.
    void tell(PlannedChange& change, std::set<std::string>& told) {
        const auto call = [&](std::string why) {
            if (change.to) change.choices = {*std::exchange(change.to, std::nullopt)};
            change.outcome = Outcome::call;
            change.why = std::move(why);
            change.decide_by = call_by(change.booking);
        };
        if (change.outcome == Outcome::call) return call(change.why);
        const auto& contact = contact_of(change.booking);
        if (!contact || !contact->person) return call("she is not in touch by text");
        if (contact->texts != storage::TextsState::on) return call("her texts are off");
        if (told.contains(contact->id)) return call("several times of hers change");
        const auto safe = safe_times_of(*contact, ground_.changed());
        const auto due = next_safe(safe, ground_.zone(), std::max(now_, contact->quiet_until));
        const Instant first =
            change.to ? std::min(change.booking.starts, change.to->time.begin()) : change.booking.starts;
        if (!due || *due > first - least_notice) return call("no safe time to text her before it");
        const auto text = in_words(desk_, *contact, say_of(change, ground_.changed(), ground_.zone()));
        if (!text) return call("no reviewed wording for it");
        told.insert(contact->id);
        change.told = {text->template_id(), text->body(), *due};
        change.decide_by = decide_by(change.booking);
    }

    /// A day before, so that there is time to ask her; at the latest an hour before.
    Timestamp decide_by(const Booking& booking) const {
        return std::max<Timestamp>(booking.starts - 24h, std::min<Timestamp>(now_ + 2h, booking.starts - 1h));
    }
    Timestamp call_by(const Booking& booking) const {
        const auto soon = next_working_hour(17, ground_.zone(), ground_.changed().division, now_);
        return std::max(now_, std::min<Timestamp>(soon, booking.starts - 2h));
    }

    std::string digest() const {
        std::string all = std::to_string(plan_.version) + '\n' + changed_.bundle.text;
        const auto add = [&](std::string_view part) {
            all += '\0';
            all += part;
        };
        const auto add_key = [&](const scheduler::PlaceKey& key) {
            add(key.clinic);
            add(scheduler::spell(key.date) + ' ' + std::to_string(key.place));
        };
        for (const auto& [name, content] : changed_.bundle.files) (add(name), add(content));
        for (const auto& change : plan_.changes) {
            add(change.booking.id);
            add(spell(change.cause));
            add(std::to_string(static_cast<int>(change.outcome)) + change.why);
            if (change.to) add_key(change.to->key);
            for (const auto& choice : change.choices) add_key(choice.key);
            if (change.told) add(change.told->body);
        }
        for (const auto& one : plan_.renumbered) (add(one.booking.id), add_key(one.key));
        for (const auto& one : plan_.again) add(one.id);
        for (const auto& one : plan_.awaiting) add(one.id);
        for (const auto& key : plan_.lost_holds) add_key(key);
        return crypto::to_hex(crypto::sha256(all));
    }

    storage::Transaction& transaction_;
    const Desk& desk_;
    const config::BundledService& changed_;
    Timestamp now_;
    Diary::Service before_;
    Ground ground_;
    Plan plan_;
    std::map<std::string, std::optional<Contact>> contacts_;
    std::map<std::string, std::vector<Booking>> stay_;  ///< by contact
};

}  // namespace

std::string_view spell(Cause cause) {
    switch (cause) {
        case Cause::worker_away:
            return "worker_away";
        case Cause::session_off:
            return "session_off";
        case Cause::session_changed:
            return "session_changed";
        case Cause::site_closed:
            return "site_closed";
        case Cause::clinic_ended:
            return "clinic_ended";
    }
    return "session_off";
}

conversation::Say say_of(const PlannedChange& change, const scheduler::Service& changed,
                         const scheduler::Zone& zone) {
    conversation::Say say{.template_id = change.cause == Cause::worker_away ? "worker_away" : "session_off"};
    say.arguments["start"] = zone.to_local(change.booking.starts);
    if (change.outcome == Outcome::moved) {
        say.template_id = "session_moved";
        say.arguments["to"] = zone.to_local(change.to->time.begin());
    }
    for (int n = 0; const Offer& offer : change.choices)
        say.choices.push_back(shown(offer, ++n, changed, zone));
    return say;
}

Plan plan_change(storage::Transaction& transaction, const Desk& desk, const config::BundledService& changed,
                 Timestamp now) {
    return Planner{transaction, desk, changed, now}.run();
}

int count_changes(storage::Transaction& transaction, const scheduler::Service& changed, Timestamp now) {
    const auto latest = storage::latest_service(transaction);
    if (!latest) return 0;
    const auto before = config::read_bundle({latest->body, latest->files});
    if (!before) return 0;
    const Ground ground{before->service, changed, now};
    return static_cast<int>(
        std::ranges::count_if(storage::standing_bookings(transaction, now), [&](const Booking& booking) {
            const auto place = ground.place_for(booking);
            return !ground.is_out_of_sight(booking) && (!place || place->key != booking.key);
        }));
}

}  // namespace offing::service
