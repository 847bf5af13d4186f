// What may be seen never gives away what may not: to anybody, from any number of quarters.

#include "gateway/figures/disclosure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/gateway/figures/siege.hpp"

namespace offing::figures {
namespace {

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
