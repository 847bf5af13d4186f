#include "scheduler/recurrence.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>

namespace offing::scheduler {
namespace {

using Texts = std::vector<std::string>;

Zone london() { return Zone::find("Europe/London").value(); }

WallTime at(std::string_view text) { return parse_basic(text).value(); }

Texts fires(std::string_view rule, std::string_view start, std::size_t limit = 100,
            const Zone* zone = nullptr) {
    RecurrenceSet set{.rule = parse_rule(rule).value(), .start = at(start)};
    const auto times = occurrences(set, limit, zone);
    if (!times) return {times.error()};
    Texts spelt;
    for (const WallTime time : *times) spelt.push_back(spell_basic(time));
    return spelt;
}

struct Row {
    std::string_view rule;
    std::string_view start;
    Texts expected;
};

class Fires : public testing::TestWithParam<Row> {};

TEST_P(Fires, WhenItsTextSays) {
    EXPECT_EQ(fires(GetParam().rule, GetParam().start), GetParam().expected) << GetParam().rule;
}

INSTANTIATE_TEST_SUITE_P(
    Rules, Fires,
    testing::Values(
        Row{"FREQ=WEEKLY;COUNT=2;BYDAY=TU", "20260317T100000", {"20260317T100000", "20260324T100000"}},
        Row{"rrule:freq=weekly;count=1;", "20260317T100000", {"20260317T100000"}},
        // Every other week counts weeks from the week's start, which WKST moves.
        Row{"FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=SU,MO",
            "20260315T090000",
            {"20260315T090000", "20260323T090000", "20260329T090000"}},
        Row{"FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=SU,MO;WKST=SU",
            "20260315T090000",
            {"20260315T090000", "20260316T090000", "20260329T090000"}},
        Row{"FREQ=MONTHLY;COUNT=3;BYMONTHDAY=31",
            "20260131T090000",
            {"20260131T090000", "20260331T090000", "20260531T090000"}},
        Row{"FREQ=MONTHLY;COUNT=3;BYDAY=-1FR",
            "20260101T090000",
            {"20260130T090000", "20260227T090000", "20260327T090000"}},
        Row{"FREQ=MONTHLY;COUNT=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "20260101T090000",
            {"20260130T090000", "20260227T090000", "20260331T090000"}},
        Row{"FREQ=YEARLY;COUNT=2;BYMONTH=2;BYMONTHDAY=29",
            "20260101T090000",
            {"20280229T090000", "20320229T090000"}},
        Row{"FREQ=YEARLY;COUNT=2;BYDAY=2MO,1TU;BYMONTH=5",
            "20260101T090000",
            {"20260505T090000", "20260511T090000"}},
        Row{"FREQ=YEARLY;COUNT=2;BYYEARDAY=-1", "20260101T000000", {"20261231T000000", "20271231T000000"}},
        Row{"FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;COUNT=1", "20260101T000000", {"20270103T000000"}},
        Row{"FREQ=DAILY;UNTIL=20260319", "20260318T100000", {"20260318T100000", "20260319T100000"}},
        Row{"FREQ=DAILY;UNTIL=20260319T095959", "20260318T100000", {"20260318T100000"}},
        Row{"FREQ=DAILY;COUNT=3;BYHOUR=9,14;BYMINUTE=0,30;BYSETPOS=1,-1",
            "20260318T100000",
            {"20260318T143000", "20260319T090000", "20260319T143000"}},
        Row{"FREQ=YEARLY;INTERVAL=1000;COUNT=2", "20260318T100000", {"20260318T100000", "30260318T100000"}}));

TEST(Recurrence, SkipsATimeThatSpringSkipsAndDoesNotCountIt) {
    const Zone zone = london();
    EXPECT_EQ(fires("FREQ=DAILY;COUNT=2", "20260328T013000", 10, &zone),
              (Texts{"20260328T013000", "20260330T013000"}));
    EXPECT_EQ(fires("FREQ=DAILY;COUNT=1", "20260329T013000", 10, &zone), (Texts{"20260330T013000"}));
}

TEST(Recurrence, ReadsAnUntilInUtcOnTheWall) {
    const Zone zone = london();
    EXPECT_EQ(fires("FREQ=DAILY;UNTIL=20260701T090000Z", "20260630T100000", 10, &zone),
              (Texts{"20260630T100000", "20260701T100000"}));
    EXPECT_EQ(fires("FREQ=DAILY;UNTIL=20260701T085900Z", "20260630T100000", 10, &zone),
              (Texts{"20260630T100000"}));
}

TEST(Recurrence, TakesOutExceptionsAndPutsInAdditions) {
    RecurrenceSet set{.rule = parse_rule("FREQ=WEEKLY;COUNT=4").value(), .start = at("20260303T100000")};
    set.except = {at("20260310T100000")};
    set.also = {at("20260305T100000"), at("20260317T100000")};
    const auto times = occurrences(set, 100).value();
    EXPECT_EQ(times, (std::vector{at("20260303T100000"), at("20260305T100000"), at("20260317T100000"),
                                  at("20260324T100000")}));
}

TEST(Recurrence, AnOverrideMovesOrCancelsOneTime) {
    RecurrenceSet set{.rule = parse_rule("FREQ=WEEKLY").value(), .start = at("20260303T100000")};
    set.overrides[at("20260310T100000")] = at("20260311T140000");
    set.overrides[at("20260317T100000")] = std::nullopt;
    set.overrides[at("20260318T100000")] = at("20260101T100000");  // of no occurrence: without effect
    EXPECT_EQ(occurrences(set, 3).value(),
              (std::vector{at("20260303T100000"), at("20260311T140000"), at("20260324T100000")}));
}

TEST(Recurrence, SaysWhyARuleNeverFires) {
    const auto why = [](std::string_view rule) {
        return why_it_never_fires(parse_rule(rule).value(), parse_date("2026-03-03").value());
    };
    EXPECT_EQ(why("FREQ=DAILY;UNTIL=20260302"), "it ends before it begins on 2026-03-03");
    EXPECT_EQ(why("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
              "the rule yields nothing in the 100 years after its start");
    EXPECT_EQ(why("FREQ=DAILY;UNTIL=20260303"), std::nullopt);
    EXPECT_EQ(why("FREQ=WEEKLY;BYHOUR=0;UNTIL=20260303T060000"), std::nullopt);
}

TEST(Recurrence, RefusesWhatNeverFires) {
    const Texts refused{"the rule yields nothing in the 100 years after its start"};
    EXPECT_EQ(fires("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "20260101T000000"), refused);
    EXPECT_EQ(fires("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "20260101T000000"), refused);
    EXPECT_EQ(fires("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5", "20260101T000000"), refused);
}

TEST(Recurrence, EndsWithTheCalendar) {
    EXPECT_EQ(fires("FREQ=YEARLY", "99980101T000000"), (Texts{"99980101T000000", "99990101T000000"}));
    EXPECT_EQ(fires("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "99980101T000000"), Texts{});
}

TEST(Rule, IsRefusedWithWhatIsWrongAndWhere) {
    const std::vector<std::pair<std::string_view, std::string_view>> rows{
        {"", "has no value"},
        {"BYDAY=TU", "FREQ is missing"},
        {"FREQ=HOURLY", "FREQ: HOURLY is finer than a clinic opens"},
        {"FREQ=SECONDLY;COUNT=3", "SECONDLY is finer"},
        {"FREQ=SOMETIMES", "is none of DAILY"},
        {"FREQ=DAILY;FREQ=DAILY", "FREQ stands there twice"},
        {"FREQ=DAILY;INTERVAL=0", "INTERVAL: \"0\" is not a number from 1"},
        {"FREQ=DAILY;COUNT=-1", "COUNT: \"-1\" is not a number from 1"},
        {"FREQ=DAILY;COUNT=99999999999999999999", "COUNT"},
        {"FREQ=WEEKLY;BYDAY=XX", "BYDAY: \"XX\" is no weekday"},
        {"FREQ=MONTHLY;BYDAY=54MO", "BYDAY: \"54MO\" counts no weekday"},
        {"FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY: \"32\""},
        {"FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY: \"0\""},
        {"FREQ=DAILY;UNTIL=tomorrow", "UNTIL: \"TOMORROW\""},
        {"FREQ=DAILY;UNTIL=20260230", "UNTIL"},
        {"FREQ=DAILY;BYEASTER=1", "\"BYEASTER\" is no part of a rule"},
        {"FREQ=DAILY;BYSETPOS=1", "BYSETPOS chooses among"},
        {"FREQ=DAILY;X-\n\x01=1", "\"X-??\" is no part"}};
    for (const auto& [text, error] : rows) {
        const auto rule = parse_rule(text);
        ASSERT_FALSE(rule) << text;
        EXPECT_TRUE(rule.error().contains(error)) << text << " -> " << rule.error();
    }
    EXPECT_FALSE(parse_rule(std::string(5000, 'A')));
}

std::string some_rule() {
    const auto list = [](std::string key, int low, int high) {
        if (*rc::gen::inRange(0, 4) != 0) return std::string{};
        std::string text = ";" + key + "=";
        const int size = *rc::gen::inRange(1, 4);
        for (int i = 0; i < size; ++i)
            text += (i > 0 ? "," : "") + std::to_string(*rc::gen::inRange(low, high));
        return text;
    };
    std::string rule = "FREQ=" + *rc::gen::elementOf(Texts{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"});
    rule +=
        ";INTERVAL=" + std::to_string(*rc::gen::elementOf(std::vector{1, 1, 1, 2, 3, 7, 92, 5000, 999999}));
    rule += list("BYMONTH", 1, 13) +
            (*rc::gen::arbitrary<bool>() ? list("BYMONTHDAY", 1, 32) : list("BYMONTHDAY", -31, 0));
    rule += list("BYYEARDAY", 1, 367) + list("BYWEEKNO", 1, 54) + list("BYHOUR", 0, 24);
    rule += list("BYMINUTE", 0, 60);
    if (*rc::gen::inRange(0, 3) == 0)
        rule += ";BYDAY=" + *rc::gen::elementOf(Texts{"MO", "TU,TH", "1SU", "-1FR,2MO", "5WE", "53MO"});
    return rule.contains(";BY") ? rule + list("BYSETPOS", 1, 40) : rule;
}

RC_GTEST_PROP(RecurrenceProperty, NoRuleHangsAndTimesAreInOrder, ()) {
    const auto rule = parse_rule(some_rule());
    RC_ASSERT(rule.has_value());
    const auto began = std::chrono::steady_clock::now();
    const auto times = occurrences({.rule = *rule, .start = at("20260302T093000")}, 200);
    const auto took = std::chrono::steady_clock::now() - began;
    RC_ASSERT(took < std::chrono::seconds{5});
    if (!times) return;
    for (std::size_t i = 1; i < times->size(); ++i) RC_ASSERT((*times)[i - 1] < (*times)[i]);
    for (const WallTime time : *times) RC_ASSERT(time >= at("20260302T093000"));
}

RC_GTEST_PROP(RecurrenceProperty, DatesOfAStretchAreThoseOfTheWholeRule, ()) {
    auto rule = parse_rule(some_rule());
    RC_ASSERT(rule.has_value());
    const Date first = parse_date("2026-03-02").value();
    const Date from = first + std::chrono::days{*rc::gen::inRange(0, 800)};
    const Date to = from + std::chrono::days{*rc::gen::inRange(0, 60)};
    rule->positions.clear();
    rule->hours.clear();
    rule->minutes.clear();
    const auto all = occurrences({.rule = *rule, .start = WallTime{first}}, 2000);
    std::vector<Date> expected;
    if (all)
        for (const WallTime time : *all) {
            const Date date = std::chrono::floor<std::chrono::days>(time);
            if (date >= from && date < to) expected.push_back(date);
        }
    RC_ASSERT(dates_of(*rule, first, from, to) == expected);
}

}  // namespace
}  // namespace offing::scheduler
