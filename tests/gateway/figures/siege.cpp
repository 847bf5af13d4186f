#include "tests/gateway/figures/siege.hpp"

#include <algorithm>
#include <set>

namespace offing::figures {

namespace {

using What = Shown::What;

struct Numbers {
    std::optional<std::int64_t> count, of;
};
Numbers numbers_of(const Line& line) {
    if (const auto* count = std::get_if<Count>(&line.value)) return {count->number, {}};
    if (const auto* share = std::get_if<Share>(&line.value)) return {share->part, share->whole};
    if (const auto* spread = std::get_if<Spread>(&line.value)) return {spread->tally.size(), {}};
    return {};
}

}  // namespace

Siege::Siege(const Quarters& quarters, const Rule& rule, bool careless) : rule_{rule} {
    for (const auto& [quarter, counts] : quarters)
        for (Figure figure : figures_of(quarters, quarter, {})) {
            figure.stand_alone = figure.stand_alone || careless;
            read(quarter, figure);
            if (figure.id != "K20") groups_add_up(quarter, figure);
        }
    for (const auto& [quarter, counts] : quarters) add_meaning(quarter);
    add_years(quarters);
}

std::vector<std::string> Siege::recovered() {
    std::vector<std::string> found;
    for (const Cell cell : attacker_.recovered(hidden_)) found.push_back(attacker_.name(cell));
    return found;
}

void Siege::read(Quarter quarter, const Figure& figure) {
    const ShownFigure seen = disclose(figure, rule_);
    std::map<std::string, std::vector<Cell>> withheld;
    for (const Line& line : figure.lines) {
        const auto numbers = numbers_of(line);
        const auto shown_line = std::ranges::find_if(seen.lines, [&](const ShownLine& one) {
            return one.measure == line.measure && one.group == line.group;
        });
        const bool is_seen = shown_line != seen.lines.end();
        const auto take = [&](const char* which, std::optional<std::int64_t> truth, std::optional<Shown> as) {
            if (!truth) return;
            const Cell cell = attacker_.unknown(
                0, 100'000, *truth,
                spell(quarter) + ' ' + figure.id + ' ' + line.measure + ' ' + line.group + ' ' + which);
            cells_[{quarter, figure.id, line.measure, line.group, which}] = cell;
            if (is_seen)
                believe(cell, as.value());
            else
                withheld[line.measure].push_back(cell);
            if (*truth > 0 && *truth <= rule_.small()) hidden_.push_back(cell);
        };
        take("count", numbers.count, is_seen ? shown_line->count : std::nullopt);
        take("of", numbers.of, is_seen ? shown_line->of : std::nullopt);
        if (numbers.of)
            attacker_.is_at_most(cells_.at({quarter, figure.id, line.measure, line.group, "count"}),
                                 cells_.at({quarter, figure.id, line.measure, line.group, "of"}));
    }
    for (const auto& [measure, cells] : withheld) attacker_.one_is_small(cells, rule_.small());
}

void Siege::believe(Cell cell, const Shown& shown) {
    if (shown.what() == What::small) return attacker_.is_between(cell, 1, rule_.small());
    if (shown.number() == 0) return attacker_.is_between(cell, 0, 0);
    attacker_.is_between(cell, std::max(shown.number() - 2, rule_.small() + 1), shown.number() + 2);
}

std::optional<Siege::Cell> Siege::cell(Quarter quarter, const std::string& figure, const std::string& measure,
                                       const std::string& group, const std::string& which) const {
    const auto found = cells_.find({quarter, figure, measure, group, which});
    return found == cells_.end() ? std::nullopt : std::optional{found->second};
}

std::vector<Siege::Cell> Siege::parts_of(Quarter quarter, const std::string& figure,
                                         const std::string& measure, const std::string& which) const {
    std::vector<Cell> parts;
    for (const auto& [key, cell] : cells_)
        if (std::get<0>(key) == quarter && std::get<1>(key) == figure && std::get<2>(key) == measure &&
            !std::get<3>(key).empty() && std::get<4>(key) == which)
            parts.push_back(cell);
    return parts;
}

void Siege::groups_add_up(Quarter quarter, const Figure& figure) {
    std::set<std::string> measures;
    for (const Line& line : figure.lines) measures.insert(line.measure);
    for (const std::string& measure : measures)
        if (const auto whole = cell(quarter, figure.id, measure))
            if (const auto parts = parts_of(quarter, figure.id, measure, "count"); !parts.empty())
                attacker_.adds_up(*whole, parts);
}

void Siege::are_equal(std::optional<Cell> one, std::optional<Cell> other) {
    if (one && other) attacker_.adds_up(*one, {*other});
}

void Siege::add_meaning(Quarter quarter) {
    const std::string in_day = "Offered times within one working day";
    const std::string offer = "From the missed time being marked until times went out";
    const std::string offered = "Asks that were offered a time";
    are_equal(cell(quarter, "K5", "Missed times", "an offer was due"), cell(quarter, "K5", in_day, "", "of"));
    attacker_.is_at_most(*cell(quarter, "K5", in_day), *cell(quarter, "K5", offer));
    attacker_.is_at_most(*cell(quarter, "K5", offer), *cell(quarter, "K5", in_day, "", "of"));
    are_equal(cell(quarter, "K3", offered), cell(quarter, "K3", "From asking until times were found"));
    are_equal(cell(quarter, "K21", "People who asked without committing"),
              cell(quarter, "K21", "Gone by themselves in time", "", "of"));
    for (const char* by : {", by reason", ", by whom"}) {
        const std::string measure = "Changes of a place in line";
        if (const auto parts = parts_of(quarter, "K8", measure + by, "count"); !parts.empty())
            attacker_.adds_up(*cell(quarter, "K8", measure), parts);
    }
    for (const char* figure : {"K2", "K3", "K4", "K5"}) languages_add_up(quarter, figure);
}

void Siege::languages_add_up(Quarter quarter, const std::string& figure) {
    std::vector<std::pair<Key, Cell>> totals;
    for (const auto& [key, cell] : cells_)
        if (std::get<0>(key) == quarter && std::get<1>(key) == figure && std::get<3>(key).empty())
            totals.emplace_back(key, cell);
    for (const auto& [key, total] : totals)
        if (const auto parts = parts_of(quarter, "K24", std::get<2>(key), std::get<4>(key)); !parts.empty())
            attacker_.adds_up(total, parts);
}

template <typename Truth>
void Siege::add_year_row(const Quarters& quarters, const std::string& measure, const std::string& group,
                         const std::string& which, Truth truth) {
    std::map<Quarter, Cell> single;
    for (const auto& [quarter, counts] : quarters) {
        single[quarter] =
            attacker_.unknown(0, 100'000, truth(quarter), spell(quarter) + " alone " + measure + ' ' + group);
        if (truth(quarter) > 0 && truth(quarter) <= rule_.small()) hidden_.push_back(single[quarter]);
        std::vector<Cell> parts;
        for (int back = 0; back < 4; ++back)
            if (const auto found = single.find(quarter.year_end().back(back)); found != single.end())
                parts.push_back(found->second);
        attacker_.adds_up(*cell(quarter, "K9", measure, group, which), parts);
    }
}

void Siege::add_years(const Quarters& quarters) {
    for (const char* group : {"women with a missed time", "women without one"}) {
        const bool with = std::string{group}.starts_with("women with a");
        const auto waits_of = [&](Quarter quarter) -> const Waits& {
            return with ? quarters.at(quarter).with_missed : quarters.at(quarter).without_missed;
        };
        add_year_row(quarters, "Women first seen", group, "count",
                     [&](Quarter quarter) { return waits_of(quarter).full_days.size(); });
        for (const int weeks : {4, 12, 26})
            add_year_row(quarters, curve_measure(weeks), group, "count",
                         [&](Quarter quarter) { return waits_of(quarter).ours_days.up_to(7 * weeks); });
    }
    for (const auto& [quarter, counts] : quarters)
        for (const char* group : {"women with a missed time", "women without one"}) {
            std::optional<Cell> before;
            for (const int weeks : curve_weeks()) {
                const std::string measure = curve_measure(weeks);
                const auto now = cell(quarter, "K9", measure, group);
                are_equal(cell(quarter, "K9", measure, group, "of"),
                          cell(quarter, "K9", "Women first seen", group));
                if (before) attacker_.is_at_most(*before, *now);
                before = now;
            }
        }
}

}  // namespace offing::figures
