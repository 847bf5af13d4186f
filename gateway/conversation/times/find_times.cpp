#include "gateway/conversation/times/find_times.hpp"

#include <algorithm>

#include "gateway/conversation/times/lists.hpp"
#include "gateway/conversation/times/ranges.hpp"
#include "gateway/conversation/times/readers.hpp"
#include "gateway/conversation/times/said.hpp"

namespace offing::conversation {

namespace {

constexpr std::size_t most_times = 64;

bool ends_thought(const Words& words, std::size_t i) {
    return !words.have(i) || words[i].starts || words[i].mark != 0;
}

/// "10th onwards", "monday or after"
bool read_day_phrase(const Words& words, std::size_t at, Calendar calendar, When& out) {
    if (!read_day(words.all(), at, calendar, out)) return false;
    const std::size_t k = out.end;
    const bool on = words.at(W::onwards, k) || (words.at(W::on, k) && ends_thought(words, k + 1));
    const bool later = words.at(W::or_, k) && words.at_any({W::later, W::after}, k + 1);
    if (!on && !later) return true;
    out.relation = Relation::after;
    out.inclusive = true;
    out.end = static_cast<std::uint16_t>(on ? k + 1 : k + 2);
    return true;
}

/// The longest time that begins at `at`, with the lead before it.
bool read_one(const Words& words, std::size_t at, Calendar calendar, When& out) {
    const Lead lead = read_lead(words, at);
    const std::size_t i = lead.next;
    if (!words.have(i) || (lead.any && i > at && words[i].starts)) return false;
    const bool found = read_day_range(words, i, lead, calendar, out) ||
                       read_day_phrase(words, i, calendar, out) || read_clock_range(words, i, lead, out) ||
                       read_school_part(words, at, lead, out) || read_part(words.all(), i, out) ||
                       read_clock_phrase(words, i, lead, out) || read_length_phrase(words, i, lead, out);
    if (!found) return false;
    apply(lead, out);
    out.begin = static_cast<std::uint16_t>(at);
    return true;
}

/// "tonight" is a day and a part of it.
void add(std::vector<When>& times, When when) {
    if (!when.is_day() || when.part == Part::none) return times.push_back(when);
    When part;
    part.kind = When::Kind::clock;
    part.grain = When::Grain::part;
    part.part = when.part;
    part.begin = when.begin;
    part.end = when.end;
    when.part = Part::none;
    times.push_back(when);
    times.push_back(part);
}

}  // namespace

std::vector<When> find_times(const Tokens& tokens, LocalTime now, scheduler::Division division) {
    const Words words{tokens};
    const Calendar calendar{day_of(now), division};
    std::vector<When> times;
    for (std::size_t i = 0; i < tokens.size() && times.size() < most_times;) {
        When when;
        if (read_one(words, i, calendar, when)) {
            add(times, when);
            i = std::max<std::size_t>(when.end, i + 1);
        } else {
            ++i;
        }
    }
    settle_neighbours(words, times);
    return times;
}

}  // namespace offing::conversation
