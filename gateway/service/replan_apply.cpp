// Carries a plan out: the new service, every booked time it touches, and every text, in the transaction it is
// called in.

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "gateway/base/ids.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/ledger/noted_diary.hpp"
#include "gateway/service/notices.hpp"
#include "gateway/service/offering.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/replan.hpp"
#include "gateway/storage/displaced.hpp"
#include "gateway/storage/service_versions.hpp"
#include "gateway/storage/tasks.hpp"
#include "scheduler/place_number.hpp"

namespace offing::service {

namespace json = boost::json;
using ledger::Kind;
using scheduler::PlaceKey;
using storage::Booking;
using storage::StatementFailed;
using Outcome = PlannedChange::Outcome;
using namespace std::chrono_literals;

namespace {

constexpr auto too_late = 30min;  ///< before the time a text is about

class Carrier {
public:
    Carrier(storage::Transaction& transaction, const Desk& desk, const config::BundledService& changed,
            const Plan& plan, std::string_view by, Timestamp now)
        : transaction_{transaction}, desk_{desk}, changed_{changed}, plan_{plan}, by_{by}, now_{now} {}

    Applied run() {
        applied_.version =
            storage::add_service(transaction_, changed_.bundle.text, changed_.bundle.files, now_);
        for (const PlaceKey& key : plan_.lost_holds) storage::drop_hold(transaction_, key);
        for (const PlannedChange& change : plan_.changes)
            if (!keeps_place(change))
                storage::free_place(transaction_, change.booking.key, change.booking.contact);
        for (const Booking& booking : plan_.again) stand_again(booking);
        renumber();
        for (const PlannedChange& change : plan_.changes) carry_out(change);
        ledger::record(transaction_, Kind::service_imported, "",
                       {{"version", applied_.version},
                        {"plan", plan_.digest},
                        {"by", by_},
                        {"moved", applied_.moved},
                        {"choices", applied_.choices},
                        {"calls", applied_.calls}},
                       now_);
        ledger::note_diary(transaction_, now_);
        return applied_;
    }

private:
    /// At another place, but at the same time: nobody else may be given it.
    static bool keeps_place(const PlannedChange& change) {
        return change.outcome == Outcome::call && change.cause == Cause::session_changed &&
               change.choices.empty();
    }

    void must(bool holds) const {
        if (!holds)
            throw StatementFailed(StatementFailed::Why::conflict,
                                  "a place went to somebody else in this moment");
    }

    void stand_again(const Booking& booking) {
        storage::drop_waiting_about(transaction_, booking.id, now_);
        settle_displaced(transaction_, booking.id, by_, now_);
        must(storage::take_place(transaction_, booking.key, booking.contact, std::nullopt, now_) ||
             storage::place_is_open_to(transaction_, booking.key, booking.contact, now_));
        ledger::record(transaction_, Kind::stands_again, booking.contact, {{"booking", booking.id}}, now_);
    }

    /// A number that no worker of the clinic has.
    PlaceKey aside(PlaceKey key) {
        key = scheduler::with_worker(std::move(key), scheduler::places_per_step - 1);
        while (!aside_.insert(key).second) --key.place;
        return key;
    }

    /// Workers of a clinic were written in another order, or its visits have another length. Two may change
    /// places, so all step aside first.
    void renumber() {
        for (const auto& [booking, key, ends] : plan_.renumbered) {
            storage::free_place(transaction_, booking.key, booking.contact);
            if (key != booking.key)
                storage::renumber_booking(transaction_, booking.id, aside(booking.key), booking.ends);
        }
        const scheduler::Service& service = changed_.file.service;
        for (const PlannedChange& change : plan_.changes) {
            const scheduler::Clinic* clinic = service.find_clinic(change.booking.key.clinic);
            if (change.outcome == Outcome::moved || keeps_place(change) || clinic == nullptr ||
                clinic->kind != scheduler::Kind::booked)
                continue;
            storage::renumber_booking(transaction_, change.booking.id, aside(change.booking.key),
                                      change.booking.ends);
        }
        for (const auto& [booking, key, ends] : plan_.renumbered) {
            must(storage::take_place(transaction_, key, booking.contact, std::nullopt, now_));
            storage::renumber_booking(transaction_, booking.id, key, ends);
        }
    }

    void carry_out(const PlannedChange& change) {
        storage::drop_waiting_about(transaction_, change.booking.id, now_);
        switch (change.outcome) {
            case Outcome::moved:
                ++applied_.moved;
                return move(change);
            case Outcome::choice:
                ++applied_.choices;
                return put_to_her(change);
            case Outcome::call:
                ++applied_.calls;
                return put_to_her(change);
        }
    }

    void move(const PlannedChange& change) {
        const Booking& before = change.booking;
        const Booking after{.id = new_id(now_),
                            .contact = before.contact,
                            .key = change.to->key,
                            .starts = change.to->time.begin(),
                            .ends = change.to->time.end(),
                            .worker = change.to->worker,
                            .mode = change.to->mode};
        must(storage::close_booking(transaction_, before.id, storage::BookingStatus::moved));
        must(storage::take_place(transaction_, after.key, after.contact, std::nullopt, now_));
        storage::add_booking(transaction_, after, now_);
        storage::retarget_offers(transaction_, before.contact, before.id, after.id);
        json::object body = booking_json(after);
        body["from"] = before.id;
        body["cause"] = spell(change.cause);
        body["delay_min"] = change.delay.count();
        body["plan"] = plan_.digest;
        ledger::record(transaction_, Kind::re_placed, before.contact, body, now_);
        keep_place(change);
        tell(change, after.id, std::nullopt, std::min(before.starts, after.starts) - too_late);
    }

    void put_to_her(const PlannedChange& change) {
        const Booking& booking = change.booking;
        const bool calls = change.outcome == Outcome::call;
        const std::string_view kind = calls                                ? "call_her"
                                      : change.cause == Cause::worker_away ? "worker_away"
                                                                           : "session_off";
        const storage::Task task{
            .id = new_id(now_),
            .kind = std::string{kind},
            .contact = booking.contact,
            .inbound = std::nullopt,
            .meaning = json::serialize(
                json::object{{"booking", booking.id}, {"cause", spell(change.cause)}, {"why", change.why}}),
            .opened = now_,
            .due = change.decide_by};
        storage::open_task(transaction_, task);
        ledger::record(transaction_, Kind::task_opened, booking.contact, {{"task", task.id}, {"kind", kind}},
                       now_);
        storage::add_displaced(transaction_, {booking.id, std::string{spell(change.cause)}, task.id, now_});
        json::object body{{"booking", booking.id},
                          {"cause", spell(change.cause)},
                          {"plan", plan_.digest},
                          {"task", task.id}};
        std::optional<std::string> set;
        if (!change.choices.empty()) body["set"] = set.emplace(offer(change));
        ledger::record(transaction_,
                       change.cause == Cause::worker_away ? Kind::worker_away : Kind::session_off,
                       booking.contact, body, now_);
        keep_place(change);
        tell(change, booking.id, std::move(set), booking.starts - too_late);
    }

    std::string offer(const PlannedChange& change) {
        const auto contact = storage::find_contact(transaction_, desk_.vault, change.booking.contact);
        must(contact.has_value());
        const Timestamp until = change.told
                                    ? after_waking(desk_.settings.hold, desk_.diary.zone(), change.told->due)
                                    : change.decide_by;
        return put_offers(transaction_, *contact,
                          {.offers = change.choices, .moving = change.booking.id, .held_until = until}, now_)
            .id;
    }

    void keep_place(const PlannedChange& change) {
        ledger::record(transaction_, Kind::place_kept, change.booking.contact,
                       {{"after", spell(change.cause)}}, now_);
    }

    void tell(const PlannedChange& change, std::string about, std::optional<std::string> offers,
              Timestamp expires) {
        if (!change.told) return;
        const auto contact = storage::find_contact(transaction_, desk_.vault, change.booking.contact);
        must(contact && contact->person);
        auto text = in_words(desk_, *contact, say_of(change, changed_.file.service, desk_.diary.zone()));
        must(text.has_value());
        queue_notice(transaction_, *contact,
                     {.text = std::move(*text),
                      .booking = std::move(about),
                      .offers = std::move(offers),
                      .due = change.told->due,
                      .expires = expires},
                     now_);
    }

    storage::Transaction& transaction_;
    const Desk& desk_;
    const config::BundledService& changed_;
    const Plan& plan_;
    std::string_view by_;
    Timestamp now_;
    std::set<PlaceKey> aside_;
    Applied applied_;
};

}  // namespace

std::optional<Applied> apply_change(storage::Transaction& transaction, const Desk& desk,
                                    const config::BundledService& changed, std::string_view digest,
                                    std::string_view by, Timestamp now) {
    const Plan plan = plan_change(transaction, desk, changed, now);
    if (plan.digest != digest) return std::nullopt;
    return Carrier{transaction, desk, changed, plan, by, now}.run();
}

}  // namespace offing::service
