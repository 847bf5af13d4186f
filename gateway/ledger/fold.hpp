// Events into state: which places are taken, what each woman has booked, is offered and can't do, and her
// place in line. What she missed, was late for or gave up is counted apart, where no decision can see it: it
// is what a replay strikes out.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "gateway/ledger/fold_body.hpp"
#include "gateway/ledger/noted_preferences.hpp"
#include "gateway/ledger/places.hpp"

namespace offing::ledger {

/// What the ledger refers to and doesn't hold.
class ReplayMaterial {
public:
    virtual ~ReplayMaterial() = default;
    /// Nothing when there is no such version, or this program can't read it.
    virtual std::shared_ptr<const scheduler::Service> service(std::int64_t version) = 0;
    /// Nothing when she was erased.
    virtual std::optional<NotedPreferences> preferences(const std::string& digest) = 0;
};

/// Counted for the tests' sake alone.
struct Conduct {
    int missed = 0;
    int late = 0;
    int given_up = 0;
};

struct FoldedWoman {
    struct OpenSet {
        std::string id;
        Timestamp until;
        std::vector<scheduler::PlaceKey> keys;
    };
    std::optional<Timestamp> since;  ///< her place in line
    std::string preferences;         ///< digest of what was noted last
    std::optional<OpenSet> open;
    std::unordered_map<std::string, StandingBooking> booked;
    std::unordered_map<std::string, StandingBooking>
        marked;  ///< she came or missed it, until that is taken back
    Conduct conduct;
};

class Fold {
public:
    explicit Fold(ReplayMaterial& material);

    /// Every event in order, once. Throws BadBody.
    void take(const LedgerEvent& event);

    FoldedWoman& woman(const std::string& pseudonym) { return women_[pseudonym]; }
    const std::unordered_map<std::string, FoldedWoman>& women() const { return women_; }

    /// The places as they were for a decision of that day on that version of the service; nothing when the
    /// version isn't at hand.
    Places* places_at(std::int64_t version, scheduler::Date day);
    std::shared_ptr<const scheduler::Service> service() const { return service_; }

private:
    void forget(const std::string& pseudonym);
    void put_on_offer(const LedgerEvent& event);
    void close(FoldedWoman& woman, const std::vector<scheduler::PlaceKey>& keep);
    void book(const LedgerEvent& event);
    void end_booking(const std::string& contact, const std::string& booking, bool frees_place);
    void take_back(const LedgerEvent& event);
    void start_from(const DiaryBody& diary);
    ReplayMaterial& material_;
    std::unordered_map<std::string, FoldedWoman> women_;
    std::shared_ptr<const scheduler::Service> service_;  ///< an empty one before the first decision
    std::int64_t version_ = -1;
    scheduler::Date day_;
    Places places_;
};

}  // namespace offing::ledger
