// The figures of docs/figures.md, as they are: exact, and for nobody's eyes before disclosure.hpp has been
// over them.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/figures/counts.hpp"

namespace offing::figures {

enum class Unit { none, seconds, minutes, hours, days, workers, hours_a_week };
std::string_view spell(Unit unit);

/// Of people, or of what happened to them.
struct Count {
    std::int64_t number = 0;
};
struct Share {
    std::int64_t part = 0, whole = 0;
};
struct Spread {
    Tally tally;
    Unit unit = Unit::none;
    int high_percent = 90;
};
/// The median of one by that of the other, as far as both are shown.
struct Ratio {
    Tally above, below;
};
/// Of what the service runs; about nobody.
struct Plain {
    double value = 0;
    Unit unit = Unit::none;
};
struct PlainShare {
    std::int64_t part = 0, whole = 0;
};
/// A sentence, where a number would say too much or nothing.
struct Fact {
    std::string text;
};

struct Line {
    std::string measure;
    std::string group;  ///< a part of the measure; lines of one measure with groups are shown all or none
    std::variant<Count, Share, Spread, Ratio, Plain, PlainShare, Fact> value;
};

struct Figure {
    std::string id;  ///< "K5"
    std::vector<Line> lines;
    bool stand_alone = false;  ///< its groups add up to nothing that is shown: each is shown or not by itself
};

/// What a figure is, for whoever reads it: also the data dictionary.
struct FigureWords {
    std::string_view id, title;
    std::string_view means;   ///< what is counted, and of what
    std::string_view period;  ///< "the quarter" or "the year"
    std::string_view aim;     ///< empty when none is set
    std::string_view cannot_say;
};
const std::vector<FigureWords>& all_words();
const FigureWords& words_of(std::string_view id);

struct Proof {
    std::string head{};    ///< the ledger's newest, in words; empty: nothing is sealed
    std::string replay{};  ///< what a replay found, in words; empty: none was run
};

/// Every figure of a quarter. Those of a year are of the last one that ended by then: a year that moved on by
/// a quarter at a time would give away what each quarter brought (docs/decisions).
std::vector<Figure> figures_of(const std::map<Quarter, QuarterCounts>& quarters, Quarter quarter,
                               const Proof& proof);

/// The weeks at which the curve of waits is looked at.
const std::vector<int>& curve_weeks();
std::string curve_measure(int weeks);

}  // namespace offing::figures
