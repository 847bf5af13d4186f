// Everything that was given out of all quarters under one rule, as an attacker reads it.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "gateway/figures/disclosure.hpp"
#include "tests/gateway/figures/attacker.hpp"

namespace offing::figures {

using Quarters = std::map<Quarter, QuarterCounts>;

class Siege {
public:
    /// `careless`: small numbers are hidden, and nothing else is done.
    Siege(const Quarters& quarters, const Rule& rule, bool careless = false);

    /// What the attacker knows that was hidden.
    std::vector<std::string> recovered();
    std::size_t hidden() const { return hidden_.size(); }
    std::optional<std::string> contradiction() const { return attacker_.contradiction(); }

private:
    using Cell = Attacker::Cell;
    using Key = std::tuple<Quarter, std::string, std::string, std::string, std::string>;

    void read(Quarter quarter, const Figure& figure);
    void believe(Cell cell, const Shown& shown);
    std::optional<Cell> cell(Quarter quarter, const std::string& figure, const std::string& measure,
                             const std::string& group = {}, const std::string& which = "count") const;
    std::vector<Cell> parts_of(Quarter quarter, const std::string& figure, const std::string& measure,
                               const std::string& which) const;
    void groups_add_up(Quarter quarter, const Figure& figure);
    void are_equal(std::optional<Cell> one, std::optional<Cell> other);
    /// What the data dictionary says.
    void add_meaning(Quarter quarter);
    void languages_add_up(Quarter quarter, const std::string& figure);
    /// A figure of a year is the sum of four quarters. What a single one brought is hidden whenever it is
    /// small.
    void add_years(const Quarters& quarters);
    template <typename Truth>
    void add_year_row(const Quarters& quarters, const std::string& measure, const std::string& group,
                      const std::string& which, Truth truth);

    Rule rule_;
    Attacker attacker_;
    std::map<Key, Cell> cells_;
    std::vector<Cell> hidden_;
};

}  // namespace offing::figures
