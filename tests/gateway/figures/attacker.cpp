#include "tests/gateway/figures/attacker.hpp"

#include <algorithm>
#include <numeric>

namespace offing::figures {

namespace {

constexpr std::int64_t much = 1'000'000;
constexpr int worlds_tried = 20'000;

}  // namespace

Attacker::Cell Attacker::unknown(std::int64_t least, std::int64_t most, std::int64_t truth,
                                 std::string name) {
    cells_.push_back({truth, std::move(name)});
    ranges_.push_back({least, most});
    return cells_.size() - 1;
}

void Attacker::is_between(Cell cell, std::int64_t least, std::int64_t most) {
    ranges_[cell].least = std::max(ranges_[cell].least, least);
    ranges_[cell].most = std::min(ranges_[cell].most, most);
}

void Attacker::adds_up(Cell whole, const std::vector<Cell>& parts) { sums_.push_back({whole, parts}); }

void Attacker::is_at_most(Cell small, Cell large) {
    const Cell rest = unknown(0, much, truth(large) - truth(small));
    adds_up(large, {small, rest});
}

void Attacker::one_is_small(const std::vector<Cell>& cells, std::int64_t small) {
    small_.push_back({cells, small});
}

void Attacker::connect() {
    sums_of_.assign(cells_.size(), {});
    small_of_.assign(cells_.size(), {});
    for (std::size_t nth = 0; nth < sums_.size(); ++nth) {
        sums_of_[sums_[nth].whole].push_back(nth);
        for (const Cell part : sums_[nth].parts) sums_of_[part].push_back(nth);
    }
    for (std::size_t nth = 0; nth < small_.size(); ++nth)
        for (const Cell cell : small_[nth].cells) small_of_[cell].push_back(nth);
}

bool Attacker::narrow(World& world, const Sum& sum, std::vector<Cell>& changed) const {
    std::int64_t least = 0, most = 0;
    for (const Cell part : sum.parts) {
        least += world[part].least;
        most += world[part].most;
    }
    const auto tighten = [&](Cell cell, std::int64_t from, std::int64_t to) {
        Range& range = world[cell];
        if (from <= range.least && to >= range.most) return true;
        range = {std::max(range.least, from), std::min(range.most, to)};
        changed.push_back(cell);
        return range.least <= range.most && has_one_small(world, cell);
    };
    if (!tighten(sum.whole, least, most)) return false;
    const Range whole = world[sum.whole];
    for (const Cell part : sum.parts) {
        const Range before = world[part];
        if (!tighten(part, whole.least - (most - before.most), whole.most - (least - before.least)))
            return false;
        least += world[part].least - before.least;
        most += world[part].most - before.most;
    }
    return true;
}

bool Attacker::has_one_small(const World& world, Cell cell) const {
    return std::ranges::all_of(small_of_[cell], [&](std::size_t nth) {
        return std::ranges::any_of(small_[nth].cells, [&](Cell other) {
            return world[other].most >= 1 && world[other].least <= small_[nth].small;
        });
    });
}

bool Attacker::narrow(World& world, std::vector<std::size_t> sums) const {
    std::vector<Cell> changed;
    while (!sums.empty()) {
        const std::size_t nth = sums.back();
        sums.pop_back();
        changed.clear();
        if (!narrow(world, sums_[nth], changed)) return false;
        for (const Cell cell : changed)
            for (const std::size_t other : sums_of_[cell])
                if (std::ranges::find(sums, other) == sums.end()) sums.push_back(other);
    }
    return true;
}

std::vector<Attacker::Cell> Attacker::puzzle_of(Cell cell) const {
    std::vector<Cell> puzzle{cell};
    std::vector<bool> seen(cells_.size());
    seen[cell] = true;
    const auto add = [&](Cell other) {
        if (!seen[other]) puzzle.push_back(other);
        seen[other] = true;
    };
    for (std::size_t at = 0; at < puzzle.size(); ++at) {
        for (const std::size_t nth : sums_of_[puzzle[at]]) {
            add(sums_[nth].whole);
            for (const Cell part : sums_[nth].parts) add(part);
        }
        for (const std::size_t nth : small_of_[puzzle[at]])
            for (const Cell other : small_[nth].cells) add(other);
    }
    return puzzle;
}

bool Attacker::solve(World& world, const std::vector<Cell>& puzzle, int& patience) const {
    std::optional<Cell> next;
    for (const Cell cell : puzzle) {
        if (world[cell].is_fixed()) continue;
        if (!next || world[cell].width() < world[*next].width()) next = cell;
    }
    if (!next) return true;
    const Range range = world[*next];
    const std::int64_t near = std::clamp(truth(*next), range.least, range.most);
    for (std::int64_t away = 0; away <= range.width(); ++away)
        for (const std::int64_t value : {near - away, near + away}) {
            if (value < range.least || value > range.most || (away == 0 && value != near)) continue;
            if (--patience < 0) return false;
            World tried = world;
            tried[*next] = {value, value};
            if (has_one_small(tried, *next) && narrow(tried, sums_of_[*next]) &&
                solve(tried, puzzle, patience)) {
                world = std::move(tried);
                return true;
            }
            if (away == 0) break;
        }
    return false;
}

std::vector<Attacker::Cell> Attacker::recovered(const std::vector<Cell>& wanted) {
    connect();
    World known = ranges_;
    std::vector<std::size_t> all(sums_.size());
    std::iota(all.begin(), all.end(), 0UZ);
    narrow(known, all);
    std::vector<bool> is_safe(cells_.size());
    std::vector<Cell> found;
    for (const Cell cell : wanted) {
        if (is_safe[cell]) continue;
        const auto puzzle = puzzle_of(cell);
        const Range range = known[cell];
        for (std::int64_t away = 1; away <= range.width() && !is_safe[cell]; ++away)
            for (const std::int64_t value : {truth(cell) - away, truth(cell) + away}) {
                if (value < range.least || value > range.most) continue;
                World other = known;
                other[cell] = {value, value};
                int patience = worlds_tried;
                if (!has_one_small(other, cell) || !narrow(other, sums_of_[cell]) ||
                    !solve(other, puzzle, patience))
                    continue;
                // Another world that fits: whatever differs in it isn't known.
                for (const Cell one : puzzle)
                    if (other[one].least != truth(one)) is_safe[one] = true;
                break;
            }
        if (!is_safe[cell]) found.push_back(cell);
    }
    return found;
}

std::optional<std::string> Attacker::contradiction() const {
    for (Cell cell = 0; cell < cells_.size(); ++cell)
        if (truth(cell) < ranges_[cell].least || truth(cell) > ranges_[cell].most)
            return name(cell) + " is " + std::to_string(truth(cell)) + ", believed " +
                   std::to_string(ranges_[cell].least) + " to " + std::to_string(ranges_[cell].most);
    for (const Sum& sum : sums_) {
        std::int64_t total = 0;
        for (const Cell part : sum.parts) total += truth(part);
        if (total != truth(sum.whole)) return name(sum.whole) + " doesn't add up";
    }
    return std::nullopt;
}

}  // namespace offing::figures
