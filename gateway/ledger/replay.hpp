// Every decision again, from the ledger: with what she missed, was late for or gave up struck out, each woman
// must have the same rank in line and be offered the same times as she was. Places that were free because
// somebody gave a time up were free, and stay so; what is struck out is what could be held against anybody.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gateway/ledger/fold.hpp"

namespace offing::ledger {

struct Difference {
    enum class What { rank, earliest, offers } what;
    std::int64_t event;
    std::string person;
    std::string text;  ///< one sentence, no personal data
};
std::string_view spell(Difference::What what);

struct PersonReplayed {
    int decisions = 0;
    int rank_differences = 0;
    int earliest_differences = 0;
    int other_differences = 0;
};

struct Replayed {
    std::int64_t decisions = 0;  ///< made again, and compared
    std::int64_t of_plans = 0;   ///< offers that were part of a plan for many: not made for one woman alone
    std::int64_t erased = 0;     ///< what they were made from went with her key
    std::int64_t no_service = 0;
    std::int64_t other_view = 0;  ///< the daemon saw places otherwise than the ledger had them, for a moment
    std::int64_t other_view_differs = 0;  ///< of these, offers that came out otherwise: nothing follows
    std::map<std::string, PersonReplayed> people;
    std::vector<Difference> differences;  ///< the first `most_differences`
    std::int64_t difference_count = 0;
    std::vector<std::string> unreadable;

    /// The same for everybody, and enough compared to say so.
    bool is_proof() const;
};
constexpr std::size_t most_differences = 20;

/// A rule that looks at conduct, for the tests that show that one would be caught. The program has none.
using ConductRule = std::function<void(scheduler::Preferences&, const Conduct&)>;

class Replay {
public:
    explicit Replay(ReplayMaterial& material, ConductRule rule = {});

    /// Every event in order, once.
    void take(const LedgerEvent& event);
    const Replayed& result() const { return result_; }

private:
    void decide_again(const LedgerEvent& event, const DecisionBody& made,
                      const std::vector<OfferedPlace>& offered);
    std::optional<scheduler::Preferences> preferences_of(FoldedWoman& her, const DecisionBody& made,
                                                         Timestamp at);
    void compare_rank(const LedgerEvent& event, const DecisionBody& made, FoldedWoman& her);
    void compare(const LedgerEvent& event, const std::vector<OfferedPlace>& offered,
                 const std::vector<OfferedPlace>& again, std::string_view against);
    void differ(Difference difference);

    ReplayMaterial& material_;
    ConductRule rule_;
    Fold fold_;
    std::map<std::string, scheduler::Preferences> preferences_;  ///< by digest, of the newest asked for
    Replayed result_;
};

}  // namespace offing::ledger
