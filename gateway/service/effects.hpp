// Carries out what a step decided, in its order, inside the turn's transaction.

#pragma once

#include "gateway/ledger/event.hpp"
#include "gateway/service/decision_record.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/bookings.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

/// Her text as it was understood, and its id; no id for what she did not ask.
struct Heard {
    const conversation::Meaning& meaning;
    std::string inbound;
};

/// One turn's transaction and everything read for it, which outlives the runner.
class EffectRunner {
public:
    EffectRunner(storage::Transaction& transaction, const Desk& desk, const storage::Contact& contact,
                 const Standing& standing, Heard heard, Timestamp now);

    /// Looks for up to three times by `wish` and holds them. At most once a turn.
    conversation::Found find(const conversation::State& state, const scheduler::Wish& wish);

    /// `state` is the step's new state; what was sent last is written into it.
    void run(const std::vector<conversation::Effect>& effects, conversation::State& state);

    /// What is said from here on she did not ask for: it waits for `due`, and goes only while `about` is as
    /// it is now.
    void unprompted(Timestamp due, std::string about);

    const TurnOutcome& outcome() const { return outcome_; }

private:
    void carry_out(const conversation::Say& say);
    void carry_out(const conversation::PutOnOffer& put);
    void carry_out(const conversation::Book& book);
    void carry_out(const conversation::Move& move);
    void carry_out(const conversation::Confirm& confirm);
    void carry_out(const conversation::Cancel& cancel);
    void carry_out(const conversation::DropOffers& drop);
    void carry_out(const conversation::TextsOff& off);
    void carry_out(const conversation::TextsOnAfterCheck& on);
    void carry_out(const conversation::QuietToday& quiet);
    void carry_out(const conversation::SuspendNumber& suspend);
    void carry_out(const conversation::OpenTask& task);
    void carry_out(const conversation::CrisisAlert& alert);
    void carry_out(const conversation::FlagWording& flag);
    void carry_out(const conversation::NoteEta& eta);
    void carry_out(const conversation::NoteArrived& arrived);
    void carry_out(const conversation::AskSafeWindows& ask);
    void carry_out(const conversation::AskErasure& ask);
    void carry_out(const conversation::NoteCodeWord& word);

    std::optional<storage::Booking> take_option(int option);
    void open_hand_over(const storage::Booking& before, const storage::Booking& after);
    void close_open_offers(std::vector<scheduler::PlaceKey> keep = {});
    bool is_on_offer_already(const scheduler::PlaceKey& key) const;
    void free_held();
    void set_texts(storage::TextsState texts, std::string_view why);
    /// Says what stood in the way when nothing was found.
    std::vector<scheduler::Relaxation> search(const scheduler::Preferences& woman,
                                              const scheduler::Wish& wish,
                                              std::span<const scheduler::Relaxation::What> loosen);
    void hold_again(const scheduler::PlaceKey& key);
    void record_decision(ledger::Kind kind, boost::json::object body);
    void record_closing();
    std::string open_task(conversation::TaskKind kind);
    Timestamp due_of(const conversation::Say& say) const;

    storage::Transaction& transaction_;
    const Desk& desk_;
    const storage::Contact& contact_;
    const std::vector<storage::Booking>& ahead_;
    const conversation::Meaning& meaning_;
    std::string inbound_;
    Timestamp now_;
    scheduler::Zone zone_;
    std::vector<scheduler::Offer> held_;  ///< found and held in this turn
    Timestamp held_until_{};
    bool on_offer_ = false;
    Diary::Sight sight_{};  ///< of the last look
    bool again_ = false;    ///< what is on offer to her may be offered again
    std::optional<storage::OfferSet> open_;
    std::optional<DecisionInputs> decided_;  ///< and not in the ledger yet
    conversation::State* state_ = nullptr;
    std::optional<Timestamp> unprompted_due_;
    std::string about_;
    TurnOutcome outcome_;
};

}  // namespace offing::service
