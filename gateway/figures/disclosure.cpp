#include "gateway/figures/disclosure.hpp"

#include <algorithm>
#include <set>

namespace offing::figures {

namespace {

/// The numbers of people in a line.
std::vector<std::int64_t> numbers_in(const Line& line) {
    if (const auto* count = std::get_if<Count>(&line.value)) return {count->number};
    if (const auto* share = std::get_if<Share>(&line.value)) return {share->part, share->whole};
    if (const auto* spread = std::get_if<Spread>(&line.value)) return {spread->tally.size()};
    return {};
}

/// Measures with a small number among their parts: none of the parts is shown.
std::set<std::string> withheld_measures(const Figure& figure, const Rule& rule) {
    std::set<std::string> withheld;
    if (figure.stand_alone) return withheld;
    for (const Line& line : figure.lines) {
        if (line.group.empty()) continue;
        for (const std::int64_t number : numbers_in(line))
            if (shown(number, rule).what() == Shown::What::small) withheld.insert(line.measure);
    }
    return withheld;
}

std::optional<int> percent_of(const Shown& part, const Shown& whole) {
    if (part.what() != Shown::What::number || whole.number() < Rule::least_for_percent) return std::nullopt;
    return static_cast<int>(std::min<std::int64_t>((200 * part.number() / whole.number() + 1) / 2, 100));
}

void show(ShownLine& line, const Spread& spread, const Rule& rule) {
    line.unit = spell(spread.unit);
    line.count = shown(spread.tally.size(), rule);
    line.high_percent = spread.high_percent;
    // What is shown as 5 may be fewer than eight, what is shown as 10 may not.
    if (line.count->number() > Rule::least_for_median) line.median = spread.tally.at(50);
    const std::int64_t least = spread.high_percent > 90 ? 2 * Rule::least_for_high : Rule::least_for_high;
    if (line.count->number() >= least) line.high = spread.tally.at(spread.high_percent);
}

/// Made of two medians that are shown: whoever sees them could divide them herself.
void show(ShownLine& line, const Ratio& ratio, const Rule& rule) {
    const auto has_median = [&](const Tally& tally) {
        return shown(tally.size(), rule).number() > Rule::least_for_median;
    };
    if (!has_median(ratio.above) || !has_median(ratio.below) || ratio.below.at(50) == 0)
        line.fact = "Too few to compare.";
    else
        line.value = static_cast<double>(ratio.above.at(50)) / static_cast<double>(ratio.below.at(50));
}

ShownLine show(const Line& line, const Rule& rule) {
    ShownLine seen{.measure = line.measure, .group = line.group};
    if (const auto* count = std::get_if<Count>(&line.value)) {
        seen.count = shown(count->number, rule);
    } else if (const auto* share = std::get_if<Share>(&line.value)) {
        seen.count = shown(share->part, rule);
        seen.of = shown(share->whole, rule);
        seen.percent = percent_of(*seen.count, *seen.of);
    } else if (const auto* spread = std::get_if<Spread>(&line.value)) {
        show(seen, *spread, rule);
    } else if (const auto* ratio = std::get_if<Ratio>(&line.value)) {
        show(seen, *ratio, rule);
    } else if (const auto* plain = std::get_if<Plain>(&line.value)) {
        seen.value = plain->value;
        seen.unit = spell(plain->unit);
    } else if (const auto* plain_share = std::get_if<PlainShare>(&line.value)) {
        seen.unit = "%";
        if (plain_share->whole > 0)
            seen.value =
                100.0 * static_cast<double>(plain_share->part) / static_cast<double>(plain_share->whole);
    } else if (const auto* fact = std::get_if<Fact>(&line.value)) {
        seen.fact = fact->text;
    }
    return seen;
}

/// In place of all parts: even how many there are would say that each is one at least.
ShownLine withheld_parts(const Line& line) {
    ShownLine seen{.measure = line.measure, .group = "its parts", .count = Shown::withheld()};
    if (std::holds_alternative<Share>(line.value)) seen.of = Shown::withheld();
    if (const auto* spread = std::get_if<Spread>(&line.value)) seen.unit = spell(spread->unit);
    return seen;
}

}  // namespace

std::string Shown::text() const {
    switch (what_) {
        case What::small:
            return "*";
        case What::withheld:
            return "..";
        case What::number:
            break;
    }
    return std::to_string(number_);
}

Shown shown(std::int64_t number, const Rule& rule) {
    if (number > 0 && number <= rule.small()) return {Shown::What::small, 0};
    return {Shown::What::number, (number + Rule::step / 2) / Rule::step * Rule::step};
}

bool ShownFigure::hides_something() const {
    return std::ranges::any_of(
        lines, [](const ShownLine& line) { return line.count && line.count->what() != Shown::What::number; });
}

ShownFigure disclose(const Figure& figure, const Rule& rule) {
    const auto withheld = withheld_measures(figure, rule);
    ShownFigure seen{figure.id, {}};
    std::set<std::string> told;
    for (const Line& line : figure.lines) {
        if (line.group.empty() || !withheld.contains(line.measure))
            seen.lines.push_back(show(line, rule));
        else if (told.insert(line.measure).second)
            seen.lines.push_back(withheld_parts(line));
    }
    return seen;
}

}  // namespace offing::figures
