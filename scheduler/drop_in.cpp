#include "scheduler/drop_in.hpp"

#include <algorithm>
#include <numeric>

namespace offing::scheduler {

namespace {

using std::chrono::minutes;
using Chances = std::vector<double>;  ///< by five-minute step

constexpr int step = 5;
constexpr int longest_steps = 12 * 24;  // a day
constexpr int longest_queue = 200;
constexpr double low = 0.05;
constexpr double high = 0.95;
constexpr minutes filling_from{20};

int steps_up(minutes length) { return static_cast<int>((length.count() + step - 1) / step); }

/// The chance that a visit takes each number of steps, at least one.
Chances visit_lengths(const DropInNow& drop_in) {
    Chances chances(longest_steps + 1, 0.0);
    const auto add = [&](minutes length, double chance) {
        chances[static_cast<std::size_t>(std::clamp(steps_up(length), 1, longest_steps))] += chance;
    };
    if (drop_in.past_visits.empty()) add(drop_in.usual, 1.0);
    for (const minutes length : drop_in.past_visits)
        add(length, 1.0 / static_cast<double>(drop_in.past_visits.size()));
    return chances;
}

/// What is left of a visit that has lasted this long. One that has outlasted all others may end at any
/// moment.
Chances what_is_left(const Chances& lengths, int lasted) {
    Chances left(lengths.size(), 0.0);
    double sum = 0;
    for (std::size_t length = static_cast<std::size_t>(lasted) + 1; length < lengths.size(); ++length)
        sum += lengths[length];
    if (sum <= 0) {
        left[1] = 1.0;
        return left;
    }
    for (std::size_t length = static_cast<std::size_t>(lasted) + 1; length < lengths.size(); ++length)
        left[length - static_cast<std::size_t>(lasted)] = lengths[length] / sum;
    return left;
}

Chances one_after_another(const Chances& first, const Chances& second, std::size_t most) {
    Chances both(most + 1, 0.0);
    for (std::size_t a = 0; a <= most && a < first.size(); ++a) {
        if (first[a] == 0) continue;
        for (std::size_t b = 0; a + b <= most && b < second.size(); ++b) both[a + b] += first[a] * second[b];
    }
    return both;
}

/// by_time[t][n]: the chance that exactly n visits of this worker have ended by step t, n up to `most`.
std::vector<Chances> endings(const Chances& left, const Chances& lengths, int most, int steps) {
    std::vector<Chances> by_time(static_cast<std::size_t>(steps) + 1,
                                 Chances(static_cast<std::size_t>(most) + 2, 0.0));
    Chances ends = left;
    ends.resize(static_cast<std::size_t>(steps) + 1, 0.0);
    Chances at_least(by_time.size(), 1.0);  // n visits have ended by t
    for (std::size_t n = 0; n <= static_cast<std::size_t>(most); ++n) {
        Chances next(by_time.size(), 0.0);
        std::partial_sum(ends.begin(), ends.end(), next.begin());
        for (std::size_t t = 0; t < by_time.size(); ++t) by_time[t][n] = at_least[t] - next[t];
        at_least = std::move(next);
        if (n < static_cast<std::size_t>(most))
            ends = one_after_another(ends, lengths, static_cast<std::size_t>(steps));
    }
    for (std::size_t t = 0; t < by_time.size(); ++t) by_time[t].back() = at_least[t];
    return by_time;
}

/// by step: the chance that her turn has come, when `needed` visits have to end first.
Chances turn_has_come(const DropInNow& drop_in, Instant now, int needed, int steps) {
    const Chances lengths = visit_lengths(drop_in);
    // by_time[t][n]: n visits of all workers so far have ended by t; n = needed stands for that many or more.
    const auto top = static_cast<std::size_t>(needed);
    std::vector<Chances> by_time(static_cast<std::size_t>(steps) + 1, Chances(top + 1, 0.0));
    for (Chances& chances : by_time) chances[0] = 1.0;
    for (const Instant since : drop_in.visits_since) {
        const int lasted = std::clamp(static_cast<int>((now - since).count()) / step, 0, longest_steps);
        const auto one = endings(what_is_left(lengths, lasted), lengths, needed, steps);
        for (std::size_t t = 0; t < by_time.size(); ++t) {
            Chances sum(top + 1, 0.0);
            for (std::size_t a = 0; a <= top; ++a)
                for (std::size_t b = 0; b < one[t].size(); ++b)
                    sum[std::min(a + b, top)] += by_time[t][a] * one[t][b];
            by_time[t] = std::move(sum);
        }
    }
    Chances come(by_time.size());
    for (std::size_t t = 0; t < come.size(); ++t) come[t] = by_time[t][top];
    return come;
}

minutes first_step_with(const Chances& come, double chance) {
    const auto found = std::ranges::find_if(come, [&](double so_far) { return so_far >= chance; });
    return minutes{step * (found - come.begin())};
}

}  // namespace

std::string_view spell(DropInState::State state) {
    switch (state) {
        case DropInState::State::not_open_yet:
            return "not_open_yet";
        case DropInState::State::open:
            return "open";
        case DropInState::State::filling:
            return "filling";
        case DropInState::State::full:
            return "full";
        case DropInState::State::closed_early:
            return "closed_early";
        case DropInState::State::over:
            return "over";
    }
    return "";
}

DropInState state_of(const DropInNow& drop_in, Instant now) {
    using State = DropInState::State;
    if (now >= drop_in.open.end()) return {State::over};
    if (drop_in.closed_early && now >= *drop_in.closed_early) return {State::closed_early};
    if (now < drop_in.open.begin()) return {State::not_open_yet};
    const auto running = static_cast<int>(drop_in.visits_since.size());
    if (drop_in.workers < 1 || drop_in.queue > longest_queue) return {State::full};
    const int free_workers = std::max(0, drop_in.workers - running);
    if (drop_in.queue < free_workers) return {State::open, WaitRange{}, 1.0};
    // Those ahead whom a free worker takes at once are not waited for.
    const int needed = drop_in.queue - free_workers + 1;
    DropInNow busy = drop_in;
    for (int taken = 0; taken < free_workers; ++taken) busy.visits_since.push_back(now);
    const int steps = std::min(longest_steps, steps_up(drop_in.open.end() - now));
    const Chances come = turn_has_come(busy, now, needed, steps);
    DropInState state{State::open, std::nullopt, come.back()};
    if (state.seen_today < 0.5) {
        state.state = State::full;
        return state;
    }
    const minutes to = std::min(first_step_with(come, high), minutes{step * steps});
    state.wait = WaitRange{first_step_with(come, low), to};
    if (to >= filling_from) state.state = State::filling;
    return state;
}

}  // namespace offing::scheduler
