// A plan in words for staff.

#include "gateway/service/replan.hpp"

namespace offing::service {

using scheduler::Offer;
using Outcome = PlannedChange::Outcome;

namespace {

std::string count(std::size_t number, std::string_view one, std::string_view many) {
    return std::to_string(number) + ' ' + std::string{number == 1 ? one : many};
}

class Words {
public:
    Words(const Plan& plan, const scheduler::Service& changed)
        : plan_{plan}, changed_{changed}, zone_{scheduler::Zone::find(changed.zone).value()} {}

    std::vector<std::string> lines() const {
        std::vector<std::string> lines{head()};
        for (const PlannedChange& change : plan_.changes) {
            lines.push_back(line_of(change));
            if (change.told)
                lines.push_back("    text " + change.told->template_id + " on " + at(change.told->due) +
                                ": " + one_line(change.told->body));
        }
        if (!plan_.again.empty())
            lines.push_back(count(plan_.again.size(), "booked time", "booked times") +
                            " of an earlier change can be held after all");
        if (!plan_.awaiting.empty())
            lines.push_back(count(plan_.awaiting.size(), "booked time waits", "booked times wait") +
                            " for an answer since an earlier change; nobody is told twice");
        if (!plan_.lost_holds.empty())
            lines.push_back(count(plan_.lost_holds.size(), "place", "places") +
                            " on offer can't be given any more; whoever takes one gets new times at once");
        return lines;
    }

private:
    std::string head() const {
        if (plan_.changes.empty())
            return "No booked time changes: " +
                   count(static_cast<std::size_t>(plan_.stays), "stays", "stay") + " as agreed";
        return count(plan_.changes.size(), "booked time changes", "booked times change") + ", " +
               count(static_cast<std::size_t>(plan_.stays), "stays", "stay") +
               " as agreed. The longest wait first:";
    }
    std::string at(scheduler::Instant instant) const {
        std::string text = scheduler::spell(zone_.to_local(instant));
        text[text.find('T')] = ' ';
        return std::string{
                   scheduler::spell(scheduler::weekday_of(scheduler::date_of(zone_.to_local(instant))))} +
               ' ' + text;
    }
    std::string at(Timestamp time) const { return at(to_minutes(time)); }
    std::string with(std::string_view worker) const {
        const auto* found = changed_.find_worker(worker);
        return found != nullptr ? " with " + found->first_name : std::string{};
    }
    std::string spell_offer(const Offer& offer) const {
        return at(offer.time.begin()) + ", " + offer.key.clinic + with(offer.worker);
    }
    std::string choices(const PlannedChange& change) const {
        std::string all;
        for (const Offer& offer : change.choices) all += (all.empty() ? "" : "; ") + spell_offer(offer);
        return all;
    }
    static std::string one_line(std::string text) {
        for (char& letter : text)
            if (letter == '\n') letter = '/';
        return '"' + text + '"';
    }

    std::string line_of(const PlannedChange& change) const {
        std::string who = change.booking.contact + ", " + at(change.booking.starts) +
                          with(change.booking.worker) + ", " + change.booking.key.clinic + " (" +
                          std::string{spell(change.cause)} + "): ";
        switch (change.outcome) {
            case Outcome::moved:
                return who + "moves to " + spell_offer(*change.to);
            case Outcome::choice:
                return who + "is given a choice: " + choices(change) + ". No answer: a person decides by " +
                       at(change.decide_by);
            case Outcome::call:
                return who + "a person calls her by " + at(change.decide_by) + ": " + change.why +
                       (change.choices.empty() ? "" : ". Kept for her: " + choices(change));
        }
        return who;
    }

    const Plan& plan_;
    const scheduler::Service& changed_;
    scheduler::Zone zone_;
};

}  // namespace

std::vector<std::string> spell(const Plan& plan, const scheduler::Service& changed) {
    return Words{plan, changed}.lines();
}

}  // namespace offing::service
