// Limits that go with a day, hang on another time, or are said about something else.

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "gateway/cli/meaning_json.hpp"
#include "gateway/conversation/understand.hpp"
#include "tests/gateway/conversation/lexicon_here.hpp"

namespace offing::conversation {
namespace {

namespace json = boost::json;

// 2026-06-08 is a Monday, twenty to eleven.
constexpr const char* nothing_yet = R"({"context": {"known": true, "school_run": [
    {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:30", "to": "09:10"},
    {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "15:00", "to": "15:40"}]}})";
constexpr const char* booked_friday =
    R"({"context": {"known": true, "booked": [{"start": "2026-06-12T10:30", "with": "Tess"}]}})";
constexpr const char* booked_today =
    R"({"context": {"known": true, "booked": [{"start": "2026-06-08T11:00", "with": "Tess"}]}})";
constexpr const char* offered = R"({"context": {"known": true, "offered": [
    {"n": 1, "start": "2026-06-11T10:00", "with": "Tess"}, {"n": 2, "start": "2026-06-12T13:30", "with": "Nell"},
    {"n": 3, "start": "2026-06-15T12:00", "with": "Nell"}]}})";

struct Case {
    const char* context;
    const char* text;
    const char* limits;  ///< as JSON: all of them, but for what is ambiguous
};

Meaning read(const char* context, std::string_view text) {
    return understand(text, cli::state_from(json::parse(context).as_object()),
                      *cli::moment_from("2026-06-08T10:40:00+01:00"), lexicon_here());
}

void expect_limits(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
        json::object told = cli::to_json(read(one.context, one.text).constraints);
        told.erase("ambiguous");
        EXPECT_EQ(json::value(told), json::parse(one.limits)) << one.text;
    }
}

}  // namespace

TEST(HemmedIn, AnHourGoesWithItsDayWhereOthersAreNamed) {
    expect_limits({
        {nothing_yet, "thurs from 1 or fri til 11?",
         R"({"dates_ok": ["2026-06-11", "2026-06-12"], "not_windows": [
            {"dates": ["2026-06-11"], "from": "00:00", "to": "13:00"},
            {"dates": ["2026-06-12"], "from": "11:00", "to": "24:00"}]})"},
        {nothing_yet, "tues or weds after 10",
         R"({"dates_ok": ["2026-06-09", "2026-06-10"], "after": "10:00"})"},
        {nothing_yet, "after 10 tues or weds",
         R"({"dates_ok": ["2026-06-09", "2026-06-10"], "after": "10:00"})"},
        {nothing_yet, "weds poss but only til 12. anything the week after",
         R"({"dates_ok": ["2026-06-10", "2026-06-15", "2026-06-16", "2026-06-17", "2026-06-18", "2026-06-19"],
             "not_windows": [{"dates": ["2026-06-10"], "from": "12:00", "to": "24:00"}]})"},
        {nothing_yet, "thursday is grand but friday only if its after 10",
         R"({"dates_ok": ["2026-06-11", "2026-06-12"],
             "not_windows": [{"dates": ["2026-06-12"], "from": "00:00", "to": "10:00"}]})"},
        {nothing_yet, "mondays and thursdays im at college 10 til 3. could i have any other time",
         R"({"not_windows": [{"days": ["mon", "thu"], "from": "10:00", "to": "15:00"}]})"},
        {nothing_yet, "next week after 10, tues or weds",
         R"({"dates_ok": ["2026-06-16", "2026-06-17"], "after": "10:00"})"},
    });
}

TEST(HemmedIn, WhenSheHasToGoIsNoRefusal) {
    expect_limits({
        {nothing_yet, "weds or thurs, out by half 2",
         R"({"dates_ok": ["2026-06-10", "2026-06-11"], "before": "14:30"})"},
        {nothing_yet, "thursday, from 10 n away by 1",
         R"({"dates_ok": ["2026-06-11"], "after": "10:00", "before": "13:00"})"},
        {nothing_yet, "weds pls, all done for 2", R"({"dates_ok": ["2026-06-10"], "before": "14:00"})"},
        {nothing_yet, "weds from 12 and i gotta go at 2",
         R"({"dates_ok": ["2026-06-10"], "after": "12:00", "before": "14:00"})"},
        {nothing_yet, "thurs pls, cant stop past half 12",
         R"({"dates_ok": ["2026-06-11"], "before": "12:30"})"},
        {nothing_yet, "thursday please, no earlier than half 11",
         R"({"dates_ok": ["2026-06-11"], "after": "11:30"})"},
    });
}

TEST(HemmedIn, TheSchoolRunHasManyNames) {
    expect_limits({
        {nothing_yet, "weds once drop off is over", R"({"dates_ok": ["2026-06-10"], "after": "09:10"})"},
        {nothing_yet, "weds after ive dropped them", R"({"dates_ok": ["2026-06-10"], "after": "09:10"})"},
        {nothing_yet, "weds between drop off and pick up",
         R"({"dates_ok": ["2026-06-10"], "after": "09:10", "before": "15:00"})"},
        {nothing_yet, "thurs but finished in time to do pick up",
         R"({"dates_ok": ["2026-06-11"], "before": "15:00"})"},
    });
}

TEST(HemmedIn, OneDayIsCountedFromAnother) {
    expect_limits({
        {booked_friday, "fri no good. can i come the day before instead?", R"({"dates_ok": ["2026-06-11"]})"},
        {booked_friday, "cant do fri. day before or day after it?",
         R"({"dates_ok": ["2026-06-11", "2026-06-13"]})"},
        {nothing_yet, "we're back on the 22nd so could i come any day that week",
         R"({"dates_ok": ["2026-06-22", "2026-06-23", "2026-06-24", "2026-06-25", "2026-06-26"]})"},
        {nothing_yet, "they go back on the 22nd. anything from then on",
         R"({"not_windows": [{"date_to": "2026-06-21", "from": "00:00", "to": "24:00"}]})"},
        {nothing_yet, "not this week or next. what about the week after that",
         R"({"dates_ok": ["2026-06-22", "2026-06-23", "2026-06-24", "2026-06-25", "2026-06-26"], "not_windows": [
             {"date_from": "2026-06-08", "date_to": "2026-06-14", "from": "00:00", "to": "24:00"},
             {"date_from": "2026-06-15", "date_to": "2026-06-21", "from": "00:00", "to": "24:00"}]})"},
        {nothing_yet, "tues please, failing that weds, failing that the fri",
         R"({"dates_ok": ["2026-06-09", "2026-06-10", "2026-06-12"]})"},
        {nothing_yet, "maybe 22 or 23 june, after 10",
         R"({"dates_ok": ["2026-06-22", "2026-06-23"], "after": "10:00"})"},
        {booked_friday, "can mine wait til july? mon or thurs best",
         R"({"days_ok": ["mon", "thu"], "not_windows": [{"date_to": "2026-06-30", "from": "00:00", "to": "24:00"}]})"},
        {nothing_yet, "got a panel on the 18th. can i see Jo on the 16th or 17th to get ready",
         R"({"dates_ok": ["2026-06-16", "2026-06-17"], "kind": "prep", "worker": {"prefer": "jo"}})"},
    });
}

TEST(HemmedIn, OthersTimesAndSecondThoughtsAreNoWishes) {
    expect_limits({
        {nothing_yet, "theyre all off til the 6th of july. a time thurs or fri please",
         R"({"dates_ok": ["2026-06-11", "2026-06-12"]})"},
        {nothing_yet, "can i come weds. no wait i mean thurs", R"({"dates_ok": ["2026-06-11"]})"},
        {nothing_yet, "my sister is up on tuesday, could i come thursday", R"({"dates_ok": ["2026-06-11"]})"},
        {nothing_yet, "any day next week but tues",
         R"({"dates_ok": ["2026-06-15", "2026-06-17", "2026-06-18", "2026-06-19"]})"},
    });
}

TEST(HemmedIn, ARefusalBesideAnOfferLeavesTheOther) {
    expect_limits({
        {offered, "cant do 2 or 3 so gotta be 1", R"({"options": [1]})"},
        {offered, "not fussed on 1 or 2 so go on then, 3", R"({"options": [3]})"},
        {offered, "2nd down on your list please", R"({"options": [2]})"},
        {offered, "ok 1, how long do they go on for", R"({"options": [1]})"},
        {offered, "any of them bar number 2", R"({"options": [1, 3]})"},
    });
    const char* two_on_tuesday = R"({"context": {"known": true, "offered": [
        {"n": 1, "start": "2026-06-09T09:30"}, {"n": 2, "start": "2026-06-09T13:00"}, {"n": 3, "start": "2026-06-10T10:00"}]}})";
    expect_limits({{two_on_tuesday, "not the early 1, the other 1 on the tues", R"({"options": [2]})"}});
}

TEST(HemmedIn, ArrivalsAreCountedFromWhatSheSays) {
    expect_limits({
        {booked_today, "gonny be hauf an hoor late", R"({"eta_min": 50})"},
        {booked_today, "3/4 of an hr late so sorry", R"({"eta_min": 65})"},
        {booked_today, "im here just parking, gis 5", R"({"eta_min": 5})"},
    });
}

TEST(HemmedIn, WordsAboutTextsAreHeardInAnyOrder) {
    expect_limits({
        {booked_friday, "can you put the dentist at the end of your texts",
         R"({"safe_contact": {"sign_off": "dentist"}})"},
        {booked_friday, "do not message before 11 or after 3, weekdays only",
         R"({"safe_contact": {"send_ok": [
            {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "11:00", "to": "15:00"}]}})"},
    });
}

TEST(HemmedIn, FromOneWorkerToAnother) {
    expect_limits({
        {booked_friday, "can i swap off Tess and go with Nell from now on",
         R"({"worker": {"prefer": "nell", "not": "Tess"}})"},
    });
}

/// A phrase that spells one would not be found where the other is typed: "waitin" is read as "waiting"
/// already.
TEST(Lexicon, HasNoWordTwiceWithAndWithoutItsLastG) {
    std::set<std::string> words, spelt;
    const std::regex quoted{"\"([^\"]*)\""}, word{"[a-z]+"};
    for (const auto& entry : std::filesystem::directory_iterator{OFFING_LEXICON_FOLDER}) {
        if (!entry.path().filename().string().starts_with("en-GB") || entry.path().extension() != ".toml")
            continue;
        std::ifstream file{entry.path()};
        bool spelling = false;
        for (std::string line; std::getline(file, line);) {
            if (line.starts_with('[')) spelling = line == "[spelling]";
            for (std::sregex_iterator q{line.begin(), line.end(), quoted}, end; q != end; ++q) {
                const std::string phrase = (*q)[1];
                for (std::sregex_iterator w{phrase.begin(), phrase.end(), word}; w != end; ++w)
                    (spelling ? spelt : words).insert(w->str());
            }
        }
    }
    ASSERT_GT(words.size(), 1000U);
    for (const std::string& one : words)
        if (one.size() > 3 && one.ends_with("in") && !spelt.contains(one))
            EXPECT_FALSE(words.contains(one + 'g')) << one;
}

}  // namespace offing::conversation
