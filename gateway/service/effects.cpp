#include "gateway/service/effects.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "gateway/base/ids.hpp"
#include "gateway/conversation/phrase.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/ledger/noted_preferences.hpp"
#include "gateway/service/earlier.hpp"
#include "gateway/service/offering.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/sealer.hpp"
#include "gateway/storage/displaced.hpp"
#include "gateway/storage/json_values.hpp"
#include "gateway/storage/service_versions.hpp"
#include "gateway/storage/tasks.hpp"
#include "scheduler/decision.hpp"

#ifdef OFFING_TEST_PENALTY
namespace offing::support {
void penalise(scheduler::Preferences& woman, std::size_t missed);  // the test program's own
}
#endif

namespace offing::service {

namespace json = boost::json;
using conversation::TaskKind;
using ledger::Kind;
using scheduler::PlaceKey;
using storage::Booking;
using storage::BookingStatus;
using storage::StatementFailed;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_offers = 3;
constexpr std::chrono::hours answer_expires{24};

}  // namespace

EffectRunner::EffectRunner(storage::Transaction& transaction, const Desk& desk,
                           const storage::Contact& contact, const Standing& standing, Heard heard,
                           Timestamp now)
    : transaction_{transaction},
      desk_{desk},
      contact_{contact},
      ahead_{standing.ahead},
      meaning_{heard.meaning},
      inbound_{std::move(heard.inbound)},
      now_{now},
      zone_{desk.diary.zone()},
      open_{standing.open} {}

conversation::Found EffectRunner::find(const conversation::State& state, const scheduler::Wish& wish) {
    conversation::Found found;
    found.open = state.open_times;
    if (!contact_.person) return found;
    found.looked = true;
    std::optional<std::string> moving;
    if (!meaning_.bookings.empty())
        moving = meaning_.bookings.front();
    else if (ahead_.size() == 1)
        moving = ahead_.front().id;
    const auto service = desk_.diary.service();
    auto woman = preferences_of(*contact_.person, *service, ahead_, moving);
#ifdef OFFING_TEST_PENALTY
    support::penalise(woman, storage::missed_since(transaction_, contact_.id, Timestamp{}).size());
#endif
    held_until_ = after_waking(desk_.settings.hold, zone_, unprompted_due_.value_or(now_));

    // What she was offered before may be offered again, unless that is what she turns down.
    again_ = open_ && !meaning_.has(conversation::Intent::reject_options);
    const auto in_the_way = search(woman, wish, scheduler::loosenable);
    if (held_.empty() && !in_the_way.empty()) {
        // Nothing inside what she asked for: the nearest, said as such.
        search(woman, scheduler::loosened(wish, in_the_way.front()), {});
        found.nearest = !held_.empty();
    }
    if (again_)
        for (const auto& offer : open_->offers) hold_again(offer.key);
    decided_ = DecisionInputs{.sight = sight_,
                              .now = to_minutes(now_),
                              .wish = wish,
                              .again = again_,
                              .moving = std::move(moving),
                              .nearest = found.nearest,
                              .waiting_since = contact_.person->waiting_since,
                              .inside = inside_busy(*service, woman, held_)};
    found.held_until = zone_.to_local(to_minutes(held_until_));
    int number = 0;
    for (const auto& offer : held_) found.offers.push_back(shown(offer, ++number, desk_, zone_));
    return found;
}

/// What stood on offer to her before stands on for as long as it did.
void EffectRunner::hold_again(const PlaceKey& key) {
    if (key.place >= 0 && open_->held_until > now_) desk_.diary.hold(key, open_->held_until);
}

std::vector<scheduler::Relaxation> EffectRunner::search(const scheduler::Preferences& woman,
                                                        const scheduler::Wish& wish,
                                                        std::span<const scheduler::Relaxation::What> loosen) {
    // Another daemon may have given a place away since the diary was built: the store says so, and we look
    // again.
    for (int look = 0; look < 4; ++look) {
        bool all_held = true;
        if (again_)
            for (const auto& offer : open_->offers) desk_.diary.release_hold(offer.key, open_->held_until);
        sight_ = desk_.diary.sight(now_);
        auto answer = desk_.diary.find(woman, wish, now_, most_offers, loosen);
        for (const auto& offer : answer.offers) {
            if (offer.second) continue;  // two workers at once: a person arranges it (docs/architecture.md)
            if (offer.key.place >= 0) {
                if (!storage::take_place(transaction_, offer.key, contact_.id, held_until_, now_)) {
                    desk_.diary.book(offer.key);
                    all_held = false;
                    continue;
                }
                desk_.diary.hold(offer.key, held_until_);
            }
            held_.push_back(offer);
        }
        if (all_held) return std::move(answer.relaxations);
        free_held();
    }
    return {};
}

void EffectRunner::unprompted(Timestamp due, std::string about) {
    unprompted_due_ = due;
    about_ = std::move(about);
}

void EffectRunner::run(const std::vector<conversation::Effect>& effects, conversation::State& state) {
    state_ = &state;
    const bool found_nothing = decided_ && held_.empty();
    for (const auto& effect : effects) std::visit([this](const auto& one) { carry_out(one); }, effect);
    if (!on_offer_) free_held();
    if (found_nothing) record_decision(Kind::nothing_found, {{"inbound", inbound_}});
}

bool EffectRunner::is_on_offer_already(const PlaceKey& key) const {
    return open_ && std::ranges::any_of(open_->offers, [&](const auto& offer) { return offer.key == key; });
}

/// She was shown nothing new: what was held for it is free again, or hers for as long as it was before.
void EffectRunner::free_held() {
    for (const auto& offer : held_) {
        if (offer.key.place < 0) continue;
        desk_.diary.release_hold(offer.key, held_until_);
        if (is_on_offer_already(offer.key) && open_->held_until > now_) {
            storage::take_place(transaction_, offer.key, contact_.id, open_->held_until, now_);
            desk_.diary.hold(offer.key, open_->held_until);
        } else {
            storage::free_place(transaction_, offer.key, contact_.id);
        }
    }
    held_.clear();
}

void EffectRunner::record_decision(Kind kind, json::object body) {
    ledger::note_preferences(transaction_, contact_, now_);
    body["decision"] = to_json(*decided_, *desk_.diary.service());
    ledger::record(transaction_, kind, contact_.id, body, now_);
    decided_.reset();
}

void EffectRunner::close_open_offers(std::vector<PlaceKey> keep) {
    if (!open_) return;
    for (const auto& offer : held_) keep.push_back(offer.key);
    for (const auto& key : storage::close_offers(transaction_, contact_.id, *open_, keep))
        desk_.diary.release(key);
    open_.reset();
}

Timestamp EffectRunner::due_of(const conversation::Say& say) const {
    if (unprompted_due_) return *unprompted_due_;
    const bool waits = contact_.person && (say.in_safe_window || !contact_.person->answer_at_once);
    if (!waits || outcome_.crisis) return now_;
    return next_safe(safe_times_of(contact_, *desk_.diary.service()), zone_, now_).value_or(now_);
}

void EffectRunner::carry_out(const conversation::Say& say) {
    const std::string language = contact_.person ? contact_.person->language : "en-GB";
    auto text =
        conversation::phrase(say, desk_.catalogue, language, level_of(contact_), desk_.settings.crisis_cover);
    if (!text) {
        // No live wording for it: a person answers. Nothing unreviewed is ever sent.
        open_task(TaskKind::wording);
        state_->question.reset();
        state_->last_sent.reset();
        return;
    }
    const Timestamp due = due_of(say);
    const storage::NewOutbound out{
        .id = new_id(now_),
        .contact = contact_.id,
        .booking = unprompted_due_ ? std::optional{about_} : std::nullopt,
        .template_id = text->template_id(),
        .template_version = text->version(),
        .language = text->language(),
        .priority = outcome_.crisis ? storage::Priority::crisis : storage::Priority::answer,
        .unprompted = unprompted_due_.has_value(),
        .body = Sealer::seal(contact_.key, *text),
        .due = due,
        .expires = due + answer_expires};
    storage::queue_text(transaction_, out, now_);
    ledger::record(transaction_, Kind::text_decided, contact_.id,
                   {{"text", out.id},
                    {"template", out.template_id},
                    {"version", out.template_version},
                    {"language", out.language},
                    {"answers", inbound_}},
                   now_);
    outcome_.queued_text = true;

    if (!state_->last_sent || state_->last_sent->template_id != out.template_id) return;
    state_->last_sent->template_version = out.template_version;
}

void EffectRunner::carry_out(const conversation::PutOnOffer& put) {
    if (held_.empty()) return;
    close_open_offers();
    storage::OfferSet set{.id = new_id(now_),
                          .made_at = now_,
                          .held_until = held_until_,
                          .moving_booking = put.moving_booking,
                          .offers = held_};
    storage::add_offers(transaction_, contact_.id, set);
    record_decision(Kind::offered, {{"set", set.id},
                                    {"inbound", inbound_},
                                    {"inside", decided_->inside},
                                    {"held_until", set.held_until.time_since_epoch().count()},
                                    {"offers", offers_json(held_)}});
    open_ = std::move(set);
    on_offer_ = true;
}

std::optional<Booking> EffectRunner::take_option(int option) {
    if (!open_ || option < 1 || option > static_cast<int>(open_->offers.size())) return std::nullopt;
    const auto& offer = open_->offers[static_cast<std::size_t>(option - 1)];
    if (offer.key.place < 0) {  // a drop-in needs no place: nothing to book, so nothing to miss
        record_closing();
        close_open_offers();
        return std::nullopt;
    }
    // What was changed this moment may be this very session; the company brings her text again at once.
    if (desk_.diary.version() != 0 && desk_.diary.version() != storage::service_version(transaction_))
        throw StatementFailed(StatementFailed::Why::conflict, "the service changed in this moment");
    if (!storage::take_place(transaction_, offer.key, contact_.id, std::nullopt, now_))
        throw StatementFailed(StatementFailed::Why::conflict,
                              "the place went to somebody else in this moment");
    Booking booking{.id = new_id(now_),
                    .contact = contact_.id,
                    .key = offer.key,
                    .starts = offer.time.begin(),
                    .ends = offer.time.end(),
                    .worker = offer.worker,
                    .mode = offer.mode};
    storage::add_booking(transaction_, booking, now_);
    desk_.diary.book(offer.key);
    close_open_offers({booking.key});
    if (!booking.worker.empty()) storage::set_usual_worker(transaction_, contact_.id, booking.worker);
    return booking;
}

void EffectRunner::carry_out(const conversation::Book& book) {
    const auto booking = take_option(book.option);
    if (booking) ledger::record(transaction_, Kind::booked, contact_.id, booking_json(*booking), now_);
}

/// Somebody else stands in for her worker: told before the visit by who knows her, so that she needn't tell
/// her story again. Done when staff tick it off.
void EffectRunner::open_hand_over(const Booking& before, const Booking& after) {
    const auto displaced = storage::find_displaced(transaction_, before.id);
    if (!displaced || displaced->cause != "worker_away" || after.worker.empty() ||
        after.worker == before.worker)
        return;
    const storage::Task task{.id = new_id(now_),
                             .kind = "hand_over",
                             .contact = contact_.id,
                             .inbound = std::nullopt,
                             .meaning = json::serialize(json::object{
                                 {"booking", after.id}, {"from", before.worker}, {"to", after.worker}}),
                             .opened = now_,
                             .due = after.starts};
    storage::open_task(transaction_, task);
    ledger::record(transaction_, Kind::task_opened, contact_.id, {{"task", task.id}, {"kind", task.kind}},
                   now_);
}

void EffectRunner::carry_out(const conversation::Move& move) {
    const auto before = storage::find_booking(transaction_, move.booking);
    const auto booking = take_option(move.option);
    if (!booking) return;
    if (before) open_hand_over(*before, *booking);
    // The old time goes only now that the new one is hers.
    if (before && before->contact == contact_.id &&
        storage::close_booking(transaction_, before->id, BookingStatus::moved)) {
        storage::free_place(transaction_, before->key, contact_.id);
        storage::drop_waiting_about(transaction_, before->id, now_);
        settle_displaced(transaction_, before->id, "her answer", now_);
        note_freed(transaction_, *before, now_);
        desk_.diary.release(before->key);
    }
    json::object body = booking_json(*booking);
    body["from"] = move.booking;
    ledger::record(transaction_, Kind::moved, contact_.id, body, now_);
    ledger::record(transaction_, Kind::place_kept, contact_.id, {{"after", "moved"}}, now_);
}

void EffectRunner::carry_out(const conversation::Confirm& confirm) {
    storage::confirm_booking(transaction_, confirm.booking);
    ledger::record(transaction_, Kind::confirmed, contact_.id, {{"booking", confirm.booking}}, now_);
}

void EffectRunner::carry_out(const conversation::Cancel& cancel) {
    const auto booking = storage::find_booking(transaction_, cancel.booking);
    if (!booking || booking->contact != contact_.id) return;
    if (!storage::close_booking(transaction_, booking->id, BookingStatus::freed)) return;
    storage::free_place(transaction_, booking->key, contact_.id);
    storage::drop_waiting_about(transaction_, booking->id, now_);
    settle_displaced(transaction_, booking->id, "her answer", now_);
    note_freed(transaction_, *booking, now_);
    desk_.diary.release(booking->key);
    ledger::record(transaction_, Kind::freed, contact_.id, booking_json(*booking), now_);
    ledger::record(transaction_, Kind::place_kept, contact_.id, {{"after", "freed"}}, now_);
}

void EffectRunner::carry_out(const conversation::DropOffers&) {
    record_closing();
    close_open_offers();
}

void EffectRunner::record_closing() {
    if (open_) ledger::record(transaction_, Kind::offers_closed, contact_.id, {{"set", open_->id}}, now_);
}

}  // namespace offing::service
