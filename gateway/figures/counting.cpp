#include "gateway/figures/counting.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>

namespace offing::figures {

namespace {

/// A slip of the finger is taken back on its day; events wait this long to be counted.
constexpr std::chrono::days taken_back_within{2};

/// Events that no figure looks at: their bodies, which are long, aren't read.
constexpr std::array not_counted{"diary_noted", "preferences_noted", "place_kept", "staff_act",  "confirmed",
                                 "task_done",   "alert_told",        "late",       "session_off"};

}  // namespace

Counting::Counting(scheduler::Zone zone, ServiceOf service_of)
    : book_{zone},
      supply_{book_, std::move(service_of)},
      places_{book_, supply_, languages_},
      texts_{book_, places_, languages_} {}

void Counting::take(const ledger::LedgerEvent& event) {
    if (std::ranges::find(not_counted, event.kind) != not_counted.end()) return;
    while (!waiting_.empty() && event.at - waiting_.front().at > taken_back_within) {
        count(waiting_.front());
        waiting_.pop_front();
    }
    if (event.kind == "mark_taken_back")
        take_back(event);
    else
        waiting_.push_back(event);
}

void Counting::take_back(const ledger::LedgerEvent& event) {
    try {
        const auto taken_back = boost::json::parse(event.body);
        const auto& was = taken_back.at("was").as_string();
        const auto& booking = taken_back.at("booking");
        const auto mark = std::ranges::find_if(waiting_.rbegin(), waiting_.rend(), [&](const auto& one) {
            return one.subject == event.subject && one.kind == std::string_view{was} &&
                   boost::json::parse(one.body).at("booking") == booking;
        });
        if (mark != waiting_.rend()) waiting_.erase(std::prev(mark.base()));
    } catch (const std::exception& error) {
        throw BadEvent{ledger::name_of(event) + ": its body can't be read: " + error.what()};
    }
}

void Counting::count(const ledger::LedgerEvent& event) {
    try {
        const auto body = boost::json::parse(event.body);
        const Entry entry{event.kind, event.subject, event.at, body.as_object()};
        supply_.take(entry);
        places_.take(entry);
        texts_.take(entry);
    } catch (const std::exception& error) {
        throw BadEvent{ledger::name_of(event) + ": its body can't be read: " + error.what()};
    }
}

const std::map<Quarter, QuarterCounts>& Counting::finish(Timestamp now) {
    for (const auto& event : waiting_) count(event);
    waiting_.clear();
    supply_.finish(now);
    texts_.finish();
    places_.finish();
    return book_.quarters();
}

}  // namespace offing::figures
