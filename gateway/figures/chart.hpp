// Drawings of what is shown, as values, as words and as SVG. A point that is hidden is a gap.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/figures/book.hpp"

namespace offing::figures {

struct Series {
    std::string name;
    std::vector<std::optional<double>> points;  ///< one for each label
};

struct Chart {
    std::string id{};      ///< "wait"
    std::string figure{};  ///< "K9"
    std::string title{};
    std::string unit{};    ///< of what goes up: "%"
    std::string across{};  ///< of what goes across: "weeks"
    std::vector<std::string> labels{};
    std::vector<Series> series{};

    bool has_points() const;
    /// What it shows, for who can't see it.
    std::string in_words() const;
};

/// Of the newest quarter in the row, and of how it came to be.
std::vector<Chart> charts_of(const std::vector<Published>& row);

/// Lines told apart by dashes and marks, not by colour alone; no style of its own.
std::string svg_of(const Chart& chart);

std::string spell(double value);  ///< "12", "3.5", "1.05"

}  // namespace offing::figures
