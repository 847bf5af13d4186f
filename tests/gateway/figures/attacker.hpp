// Somebody who has every figure that was ever given out, knows how they are made, and wants a number that was
// hidden. Works with whole numbers: bounds from every sum, then a search for a second world that fits.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace offing::figures {

class Attacker {
public:
    using Cell = std::size_t;

    /// A number that is known to lie in between; `truth` is for the search alone, which starts near it.
    Cell unknown(std::int64_t least, std::int64_t most, std::int64_t truth, std::string name = {});
    void is_between(Cell cell, std::int64_t least, std::int64_t most);
    /// whole = sum of parts
    void adds_up(Cell whole, const std::vector<Cell>& parts);
    void is_at_most(Cell small, Cell large);
    /// At least one of them is 1 to `small`: why they are hidden.
    void one_is_small(const std::vector<Cell>& cells, std::int64_t small);

    /// Those of `wanted` for which only one number fits everything that is known. A search that is given up
    /// counts as found.
    std::vector<Cell> recovered(const std::vector<Cell>& wanted);
    /// Every cell, as it truly is, fits: else the attacker's own knowledge is wrong.
    std::optional<std::string> contradiction() const;

    std::int64_t truth(Cell cell) const { return cells_[cell].truth; }
    const std::string& name(Cell cell) const { return cells_[cell].name; }

private:
    struct Range {
        std::int64_t least, most;
        bool is_fixed() const { return least == most; }
        std::int64_t width() const { return most - least; }
    };
    struct Known {
        std::int64_t truth;
        std::string name;
    };
    struct Sum {  ///< whole - parts = 0
        Cell whole;
        std::vector<Cell> parts;
    };
    struct OneSmall {
        std::vector<Cell> cells;
        std::int64_t small;
    };
    using World = std::vector<Range>;

    void connect();
    bool narrow(World& world, std::vector<std::size_t> sums) const;
    bool narrow(World& world, const Sum& sum, std::vector<Cell>& changed) const;
    bool has_one_small(const World& world, Cell cell) const;
    /// Every cell of the same puzzle as `cell` fixed; nothing when no world fits, or patience ran out.
    bool solve(World& world, const std::vector<Cell>& puzzle, int& patience) const;
    std::vector<Cell> puzzle_of(Cell cell) const;

    std::vector<Known> cells_;
    World ranges_;
    std::vector<Sum> sums_;
    std::vector<OneSmall> small_;
    std::vector<std::vector<std::size_t>> sums_of_, small_of_;  ///< by cell
};

}  // namespace offing::figures
