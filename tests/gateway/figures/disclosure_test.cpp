// What may be seen never gives away what may not: to anybody, from any number of quarters.

#include "gateway/figures/disclosure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/gateway/figures/attacker.hpp"

namespace offing::figures {
namespace {

using What = Shown::What;
using Quarters = std::map<Quarter, QuarterCounts>;

const Rule anybody{Rule::For::anybody};
const Rule service{Rule::For::service};
constexpr Quarter first{2025, 1};
constexpr int quarters_made = 7;

Tally tally_of(std::int64_t count, std::int64_t each) {
    Tally tally;
    for (std::int64_t one = 0; one < count; ++one) tally.add(each, 1000);
    return tally;
}

/// Small services, where hiding is hard: most numbers are below 25, many below 8.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_{seed} {}
    std::int64_t up_to(std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>{0, most}(random_);
    }
    std::int64_t number() {
        static constexpr std::int64_t mosts[] = {0, 3, 7, 12, 25};
        return up_to(mosts[up_to(4)]);
    }

private:
    std::mt19937_64 random_;
};

Answered answered(Dice& dice) {
    Answered one;
    one.changes = dice.number();
    one.with_choice = dice.up_to(one.changes);
    one.asks = dice.number();
    one.asks_offered = dice.up_to(one.asks);
    one.ready_min = tally_of(one.asks_offered, 3);
    one.sent_min = tally_of(dice.up_to(one.asks_offered), 5);
    one.given_up = dice.number();
    one.kept = dice.up_to(one.given_up);
    one.wanting_offer = dice.number();
    one.offer_hours = tally_of(dice.up_to(one.wanting_offer), 4);
    one.offered_in_day = dice.up_to(one.offer_hours.size());
    return one;
}

void add(Answered& to, const Answered& from) {
    to.changes += from.changes;
    to.with_choice += from.with_choice;
    to.asks += from.asks;
    to.asks_offered += from.asks_offered;
    to.ready_min.add(from.ready_min);
    to.sent_min.add(from.sent_min);
    to.given_up += from.given_up;
    to.kept += from.kept;
    to.wanting_offer += from.wanting_offer;
    to.offer_hours.add(from.offer_hours);
    to.offered_in_day += from.offered_in_day;
}

Waits waits(Dice& dice) {
    Waits made;
    for (std::int64_t left = dice.number(); left > 0; --left) {
        const auto days = dice.up_to(150);
        made.full_days.add(days + 7, 1000);
        made.ours_days.add(days, 1000);
    }
    return made;
}

QuarterCounts some_counts(Dice& dice) {
    QuarterCounts counts;
    for (const char* language : {"cy", "en-GB", "pl"}) {
        counts.by_language[language] = answered(dice);
        add(counts.all, counts.by_language[language]);
    }
    counts.missed_had_time = dice.number();
    counts.missed_in_touch = dice.number();
    counts.missed = counts.missed_had_time + counts.missed_in_touch + counts.all.wanting_offer;
    for (const char* reason : {"a", "b", "c", "d"})
        if (const auto number = dice.number(); number > 0) counts.place_edits_by_reason[reason] = number;
    for (const auto& [reason, number] : counts.place_edits_by_reason) {
        counts.place_edits += number;
        counts.place_edits_by_role["manager"] += number / 2;
        counts.place_edits_by_role["worker"] += number - number / 2;
    }
    counts.with_missed = waits(dice);
    counts.without_missed = waits(dice);
    counts.understood = dice.number();
    counts.asked_back = dice.number();
    counts.to_person = dice.number();
    counts.nothing_said = dice.number();
    counts.texts_in = counts.understood + counts.asked_back + counts.to_person + counts.nothing_said;
    counts.enquirers = dice.number();
    counts.enquirers_gone = dice.up_to(counts.enquirers);
    for (const char* version : {"missed 1", "missed 2", "reminder 4"})
        counts.by_version[version].texts_off = dice.number();
    return counts;
}

Quarters some_quarters(std::uint64_t seed) {
    Dice dice{seed};
    Quarters quarters;
    Quarter quarter = first;
    for (int made = 0; made < quarters_made; ++made, quarter = quarter.next())
        quarters[quarter] = some_counts(dice);
    return quarters;
}

struct Numbers {
    std::optional<std::int64_t> count, of;
};
Numbers numbers_of(const Line& line) {
    if (const auto* count = std::get_if<Count>(&line.value)) return {count->number, {}};
    if (const auto* share = std::get_if<Share>(&line.value)) return {share->part, share->whole};
    if (const auto* spread = std::get_if<Spread>(&line.value)) return {spread->tally.size(), {}};
    return {};
}

/// Everything that was given out of all quarters under one rule, as an attacker reads it.
class Siege {
public:
    using Cell = Attacker::Cell;
    using Key = std::tuple<Quarter, std::string, std::string, std::string, std::string>;

    /// `careless`: small numbers are hidden, and nothing else is done.
    Siege(const Quarters& quarters, const Rule& rule, bool careless = false) : rule_{rule} {
        for (const auto& [quarter, counts] : quarters)
            for (Figure figure : figures_of(quarters, quarter, {})) {
                figure.stand_alone = figure.stand_alone || careless;
                read(quarter, figure);
                if (figure.id != "K20") groups_add_up(quarter, figure);
            }
        for (const auto& [quarter, counts] : quarters) add_meaning(quarter);
        add_years(quarters);
    }

    std::vector<std::string> recovered() {
        std::vector<std::string> found;
        for (const Cell cell : attacker_.recovered(hidden_)) found.push_back(attacker_.name(cell));
        return found;
    }
    std::size_t hidden() const { return hidden_.size(); }
    std::optional<std::string> contradiction() const { return attacker_.contradiction(); }

private:
    void read(Quarter quarter, const Figure& figure) {
        const ShownFigure seen = disclose(figure, rule_);
        std::map<std::string, std::vector<Cell>> withheld;
        for (const Line& line : figure.lines) {
            const auto numbers = numbers_of(line);
            const auto shown_line = std::ranges::find_if(seen.lines, [&](const ShownLine& one) {
                return one.measure == line.measure && one.group == line.group;
            });
            const bool is_seen = shown_line != seen.lines.end();
            const auto take = [&](const char* which, std::optional<std::int64_t> truth,
                                  std::optional<Shown> as) {
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

    void believe(Cell cell, const Shown& shown) {
        if (shown.what() == What::small) return attacker_.is_between(cell, 1, rule_.small());
        if (shown.number() == 0) return attacker_.is_between(cell, 0, 0);
        attacker_.is_between(cell, std::max(shown.number() - 2, rule_.small() + 1), shown.number() + 2);
    }

    std::optional<Cell> cell(Quarter quarter, const std::string& figure, const std::string& measure,
                             const std::string& group = {}, const std::string& which = "count") const {
        const auto found = cells_.find({quarter, figure, measure, group, which});
        return found == cells_.end() ? std::nullopt : std::optional{found->second};
    }

    std::vector<Cell> parts_of(Quarter quarter, const std::string& figure, const std::string& measure,
                               const std::string& which) const {
        std::vector<Cell> parts;
        for (const auto& [key, cell] : cells_)
            if (std::get<0>(key) == quarter && std::get<1>(key) == figure && std::get<2>(key) == measure &&
                !std::get<3>(key).empty() && std::get<4>(key) == which)
                parts.push_back(cell);
        return parts;
    }

    void groups_add_up(Quarter quarter, const Figure& figure) {
        std::set<std::string> measures;
        for (const Line& line : figure.lines) measures.insert(line.measure);
        for (const std::string& measure : measures)
            if (const auto whole = cell(quarter, figure.id, measure))
                if (const auto parts = parts_of(quarter, figure.id, measure, "count"); !parts.empty())
                    attacker_.adds_up(*whole, parts);
    }

    void are_equal(std::optional<Cell> one, std::optional<Cell> other) {
        if (one && other) attacker_.adds_up(*one, {*other});
    }

    /// What the data dictionary says.
    void add_meaning(Quarter quarter) {
        const std::string in_day = "Offered times within one working day";
        const std::string offer = "From the missed time being marked until times went out";
        const std::string offered = "Asks that were offered a time";
        are_equal(cell(quarter, "K5", "Missed times", "an offer was due"),
                  cell(quarter, "K5", in_day, "", "of"));
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

    void languages_add_up(Quarter quarter, const std::string& figure) {
        std::vector<std::pair<Key, Cell>> totals;
        for (const auto& [key, cell] : cells_)
            if (std::get<0>(key) == quarter && std::get<1>(key) == figure && std::get<3>(key).empty())
                totals.emplace_back(key, cell);
        for (const auto& [key, total] : totals)
            if (const auto parts = parts_of(quarter, "K24", std::get<2>(key), std::get<4>(key));
                !parts.empty())
                attacker_.adds_up(total, parts);
    }

    /// A figure of a year is the sum of four quarters. What a single one brought is hidden whenever it is
    /// small.
    void add_years(const Quarters& quarters) {
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

    template <typename Truth>
    void add_year_row(const Quarters& quarters, const std::string& measure, const std::string& group,
                      const std::string& which, Truth truth) {
        std::map<Quarter, Cell> single;
        for (const auto& [quarter, counts] : quarters) {
            single[quarter] = attacker_.unknown(0, 100'000, truth(quarter),
                                                spell(quarter) + " alone " + measure + ' ' + group);
            if (truth(quarter) > 0 && truth(quarter) <= rule_.small()) hidden_.push_back(single[quarter]);
            std::vector<Cell> parts;
            for (int back = 0; back < 4; ++back)
                if (const auto found = single.find(quarter.year_end().back(back)); found != single.end())
                    parts.push_back(found->second);
            attacker_.adds_up(*cell(quarter, "K9", measure, group, which), parts);
        }
    }

    Rule rule_;
    Attacker attacker_;
    std::map<Key, Cell> cells_;
    std::vector<Cell> hidden_;
};

TEST(Disclosure, HidesSmallNumbersAndRoundsTheOthers) {
    EXPECT_EQ(shown(0, anybody).text(), "0");
    for (const std::int64_t small : {1, 4, 7}) EXPECT_EQ(shown(small, anybody).text(), "*");
    EXPECT_EQ(shown(8, anybody).text(), "10");
    EXPECT_EQ(shown(12, anybody).text(), "10");
    EXPECT_EQ(shown(13, anybody).text(), "15");
    EXPECT_EQ(shown(4, service).text(), "*");
    EXPECT_EQ(shown(5, service).text(), "5");
}

TEST(Disclosure, MakesPercentagesOfWhatIsShownAndFromTwentyOn) {
    const auto percent = [](std::int64_t part, std::int64_t whole) {
        return disclose({"K2", {{"m", "", Share{part, whole}}}}, anybody).lines.front().percent;
    };
    EXPECT_EQ(percent(11, 41), 25);  // 10 of 40
    EXPECT_EQ(percent(22, 22), 100);
    EXPECT_EQ(percent(0, 30), 0);
    EXPECT_EQ(percent(3, 30), std::nullopt);
    EXPECT_EQ(percent(10, 17), std::nullopt);
}

TEST(Disclosure, GivesMediansOfEightOrMoreAndPercentilesOfMany) {
    const auto line = [](std::int64_t count, const Rule& rule) {
        return disclose({"K3", {{"m", "", Spread{tally_of(count, 9), Unit::hours}}}}, rule).lines.front();
    };
    EXPECT_EQ(line(7, anybody).median, std::nullopt);
    EXPECT_EQ(line(7, service).median, std::nullopt);
    EXPECT_EQ(line(8, anybody).median, 9);
    EXPECT_EQ(line(12, anybody).high, std::nullopt);
    EXPECT_EQ(line(20, anybody).high, 9);
}

TEST(Disclosure, ComparesTwoMediansWhenBothAreShown) {
    const auto line = [](std::int64_t above, std::int64_t below) {
        return disclose({"K9", {{"m", "", Ratio{tally_of(above, 21), tally_of(below, 20)}}}}, anybody)
            .lines.front();
    };
    EXPECT_DOUBLE_EQ(line(8, 30).value.value(), 1.05);
    EXPECT_EQ(line(7, 30).value, std::nullopt);
    EXPECT_EQ(line(7, 30).fact, "Too few to compare.");
}

TEST(Disclosure, ShowsThePartsOfAWholeTogetherOrNotAtAll) {
    const Figure figure{
        "K18", {{"texts", "", Count{50}}, {"texts", "a", Count{47}}, {"texts", "b", Count{3}}}, false};
    const auto seen = disclose(figure, anybody);
    ASSERT_EQ(seen.lines.size(), 2U);
    EXPECT_EQ(seen.lines[0].count->text(), "50");
    EXPECT_EQ(seen.lines[1].count->text(), "..");
    EXPECT_EQ(seen.lines[1].group, "its parts");
}

TEST(Disclosure, IsTheSameHoweverOftenAndInWhateverOrderItIsAsked) {
    const auto quarters = some_quarters(5);
    const auto texts = [&](Quarter quarter) {
        std::string all;
        for (const Figure& figure : figures_of(quarters, quarter, {}))
            for (const ShownLine& line : disclose(figure, anybody).lines)
                all += line.measure + line.group + (line.count ? line.count->text() : "") + ';';
        return all;
    };
    const auto before = texts({2025, 3});
    texts({2026, 1});
    texts({2025, 1});
    EXPECT_EQ(texts({2025, 3}), before);
}

class Besieged : public ::testing::TestWithParam<Rule::For> {};

TEST_P(Besieged, GivesNoHiddenNumberAwayToWhoHasEveryQuarter) {
    constexpr std::uint64_t worlds = 60;
    std::size_t hidden = 0;
    for (std::uint64_t seed = 1; seed <= worlds; ++seed) {
        Siege siege{some_quarters(seed), Rule{GetParam()}};
        ASSERT_EQ(siege.contradiction(), std::nullopt) << "seed " << seed;
        EXPECT_THAT(siege.recovered(), testing::IsEmpty()) << "seed " << seed;
        hidden += siege.hidden();
    }
    RecordProperty("hidden", static_cast<int>(hidden));
    EXPECT_GT(hidden, 1000U);
}

TEST_P(Besieged, WouldLoseNumbersIfPartsWereShownEachByItself) {
    std::size_t recovered = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        recovered += Siege{some_quarters(seed), Rule{GetParam()}, true}.recovered().size();
    EXPECT_GT(recovered, 0U);
}

INSTANTIATE_TEST_SUITE_P(Rules, Besieged, ::testing::Values(Rule::For::anybody, Rule::For::service));

}  // namespace
}  // namespace offing::figures
