// The figures of every quarter that is out, counted from a ledger once and kept: they don't change any more.

#pragma once

#include <memory>

#include "gateway/base/task.hpp"
#include "gateway/figures/counting.hpp"
#include "gateway/figures/disclosure.hpp"
#include "gateway/figures/services.hpp"
#include "gateway/ledger/source.hpp"

namespace offing::figures {

struct Counted {
    std::map<Quarter, QuarterCounts> quarters{};
    std::vector<Quarter> out{};  ///< newest first; empty: none is out yet
    std::string service{};       ///< what the service calls itself
    scheduler::Date began{};     ///< the day of the ledger's first event

    bool has(Quarter quarter) const;
};

/// For command lines. Fails with Error::malformed, naming the event that can't be read.
Result<Counted> count(ledger::LedgerSource& source, const Services& services, Timestamp now);

/// One quarter as it may be seen.
struct Published {
    Quarter quarter;
    Rule rule;
    std::string service;
    scheduler::Date began{};
    std::vector<ShownFigure> figures;

    const ShownLine* find(std::string_view figure, std::string_view measure,
                          std::string_view group = {}) const;
};
Published publish(const Counted& counted, Quarter quarter, const Rule& rule, const Proof& proof);
/// `quarter` and up to seven before it, oldest first.
std::vector<Published> publish_row(const Counted& counted, Quarter quarter, const Rule& rule,
                                   const Proof& proof);

/// The newest head, in words; empty before the first.
std::string head_in_words(const std::optional<ledger::Head>& head);

/// For the daemon: counts in small steps beside its other work, once for each quarter that comes out.
class Shelf {
public:
    explicit Shelf(storage::Database& database) : database_{database} {}

    Task<Result<std::shared_ptr<const Counted>>> counted(Timestamp now);
    Task<Result<Proof>> proof();

private:
    storage::Database& database_;
    std::shared_ptr<const Counted> kept_;
    scheduler::Date kept_on_{};
};

}  // namespace offing::figures
