#include "gateway/figures/book.hpp"

#include <algorithm>

#include "gateway/base/crypto.hpp"

namespace offing::figures {

using storage::Transaction;

namespace {

constexpr int page = 1000;       ///< events read at once
constexpr int small_page = 200;  ///< beside other work of the daemon: a few milliseconds
constexpr std::size_t most_quarters = 40;

/// The zone is the first version's: a later change of it would move the borders of quarters that are out.
scheduler::Zone zone_of(const Services& services) {
    const std::string name = services.empty() ? "Europe/London" : services.begin()->second->zone;
    if (const auto zone = scheduler::Zone::find(name)) return *zone;
    return *scheduler::Zone::find("UTC");
}

class Reading {
public:
    explicit Reading(const Services& services)
        : services_{services},
          zone_{zone_of(services)},
          counting_{zone_, [this](std::int64_t version) {
                        const auto found = services_.find(version);
                        return found == services_.end() ? nullptr : found->second;
                    }} {}
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    /// Fails with Error::malformed, naming the event.
    Result<void> take(const std::vector<ledger::LedgerEvent>& events) {
        try {
            for (const auto& event : events) {
                if (!began_) began_ = date(event.at);
                counting_.take(event);
            }
        } catch (const BadEvent& bad) {
            return std::unexpected(Error{Error::Kind::malformed, bad.what});
        }
        return {};
    }

    Counted finish(Timestamp now) {
        Counted counted{.quarters = counting_.finish(now)};
        if (!services_.empty()) counted.service = services_.rbegin()->second->name;
        if (!began_) return counted;
        counted.began = *began_;
        const Quarter first = quarter_of(*began_);
        for (Quarter quarter = newest_out(date(now)); quarter >= first && counted.out.size() < most_quarters;
             quarter = quarter.back(1))
            counted.out.push_back(quarter);
        return counted;
    }

    scheduler::Date date(Timestamp time) const {
        return scheduler::date_of(zone_.to_local(to_minutes(time)));
    }

private:
    const Services& services_;
    scheduler::Zone zone_;
    Counting counting_;
    std::optional<scheduler::Date> began_;
};

}  // namespace

bool Counted::has(Quarter quarter) const { return std::ranges::find(out, quarter) != out.end(); }

Result<Counted> count(ledger::LedgerSource& source, const Services& services, Timestamp now) {
    Reading reading{services};
    for (std::int64_t seq = 0;;) {
        const auto events = source.events(seq, page);
        if (!events) return std::unexpected(events.error());
        if (const auto taken = reading.take(*events); !taken) return std::unexpected(taken.error());
        if (static_cast<int>(events->size()) < page) break;
        seq = events->back().seq + 1;
    }
    return reading.finish(now);
}

const ShownLine* Published::find(std::string_view figure, std::string_view measure,
                                 std::string_view group) const {
    const auto found = std::ranges::find(figures, figure, &ShownFigure::id);
    if (found == figures.end()) return nullptr;
    const auto line = std::ranges::find_if(
        found->lines, [&](const ShownLine& one) { return one.measure == measure && one.group == group; });
    return line == found->lines.end() ? nullptr : &*line;
}

Published publish(const Counted& counted, Quarter quarter, const Rule& rule, const Proof& proof) {
    Published published{
        .quarter = quarter, .rule = rule, .service = counted.service, .began = counted.began, .figures = {}};
    for (const Figure& figure : figures_of(counted.quarters, quarter, proof))
        published.figures.push_back(disclose(figure, rule));
    return published;
}

std::vector<Published> publish_row(const Counted& counted, Quarter quarter, const Rule& rule,
                                   const Proof& proof) {
    constexpr int before = 7;
    std::vector<Published> row;
    for (int back = before; back >= 0; --back)
        if (counted.has(quarter.back(back))) row.push_back(publish(counted, quarter.back(back), rule, proof));
    return row;
}

std::string head_in_words(const std::optional<ledger::Head>& head) {
    if (!head) return {};
    return "Seal " + std::to_string(head->number) + " of ledger " + ledger::ledger_name(head->key) + ", " +
           std::to_string(head->size) + " events, root " + crypto::to_hex(head->root) + ", " +
           ledger::spell_time(head->at) + ".";
}

Task<Result<std::shared_ptr<const Counted>>> Shelf::counted(Timestamp now) {
    const auto today = std::chrono::floor<std::chrono::days>(now.time_since_epoch());
    const scheduler::Date day{today};
    if (kept_ && kept_on_ == day) co_return kept_;
    const auto services =
        co_await database_.read([](Transaction& transaction) { return services_in(transaction); });
    if (!services) co_return std::unexpected(services.error());
    Reading reading{*services};
    // What came out yesterday hasn't changed: nothing is counted anew before another quarter is out.
    if (kept_ && !kept_->out.empty() && newest_out(reading.date(now)) == kept_->out.front()) {
        kept_on_ = day;
        co_return kept_;
    }
    for (std::int64_t seq = 0;;) {
        const auto events = co_await database_.read(
            [seq](Transaction& transaction) { return ledger::sealed_events(transaction, seq, small_page); });
        if (!events) co_return std::unexpected(events.error());
        if (const auto taken = reading.take(*events); !taken) co_return std::unexpected(taken.error());
        if (static_cast<int>(events->size()) < small_page) break;
        seq = events->back().seq + 1;
    }
    kept_ = std::make_shared<const Counted>(reading.finish(now));
    kept_on_ = day;
    co_return kept_;
}

Task<Result<Proof>> Shelf::proof() {
    auto head = co_await database_.read(ledger::last_head);
    if (!head) co_return std::unexpected(head.error());
    co_return Proof{.head = head_in_words(*head), .replay = {}};
}

}  // namespace offing::figures
