// What several unseen lots of texts had in common when they were misread, a few texts for each.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "gateway/cli/meaning_json.hpp"
#include "gateway/conversation/understand.hpp"
#include "tests/gateway/conversation/lexicon_here.hpp"

namespace offing::conversation {
namespace {

namespace json = boost::json;
using testing::Not;

// 2026-06-08 is a Monday.
constexpr const char* booked_friday =
    R"({"context": {"known": true, "booked": [{"start": "2026-06-12T10:30", "with": "Tess"}]}})";
constexpr const char* two_booked = R"({"context": {"known": true, "booked": [
    {"start": "2026-06-10T13:00", "with": "Nell"}, {"start": "2026-06-15T10:00", "with": "Nell"}]}})";
constexpr const char* offered = R"({"context": {"known": true, "offered": [
    {"n": 1, "start": "2026-06-11T13:00", "with": "Tess"}, {"n": 2, "start": "2026-06-11T10:00", "with": "Nell"},
    {"n": 3, "start": "2026-06-12T10:00", "with": "Nell"}], "last_sent": {"type": "offer", "at": "2026-06-08T09:30"}}})";
constexpr const char* nothing_yet = R"({"context": {"known": true}})";

Meaning read(const char* context, std::string_view text) {
    const Lexicon& words = lexicon_here();
    return understand(text, cli::state_from(json::parse(context).as_object()),
                      *cli::moment_from("2026-06-08T09:40"), words);
}

struct Said {
    const char* context;
    const char* text;
    std::vector<Intent> means;
};

TEST(NewVoices, AreReadAsTheyMean) {
    const std::vector<Said> all = {
        {booked_friday, "no more of these messages ta", {Intent::opt_out}},
        {booked_friday, "enough of these texts now", {Intent::opt_out}},
        {booked_friday, "id rather not get your messages", {Intent::opt_out}},
        {booked_friday,
         "no more of these msgs but im still coming friday",
         {Intent::opt_out, Intent::confirm}},
        {booked_friday, "il not be in friday", {Intent::cannot_attend}},
        {booked_friday, "am no fit to come friday", {Intent::cannot_attend}},
        {booked_friday,
         "if the nursery rings i might not get there friday",
         {Intent::conditional_cannot_attend}},
        {booked_friday, "wouldnt miss it for owt", {Intent::confirm}},
        {booked_friday, "is it the same building", {Intent::ask_info}},
        {booked_friday, "whens my next one, new phone n all my texts have gone", {Intent::ask_time}},
        {booked_friday, "id rather not have Tess next time", {Intent::keyworker_change}},
        {booked_friday, "can you let me know if she attended on tuesday", {Intent::third_party}},
        {two_booked, "cancel all 2 of them please", {Intent::cancel}},
        {two_booked,
         "can you cancel wednesday and what time is the drop in on thursday",
         {Intent::cancel, Intent::drop_in_query}},
        {nothing_yet,
         "is there somewhere quiet to wait, me exs mates are always sat in there",
         {Intent::waiting_room}},
        {nothing_yet, "nie chce juz zyc", {Intent::crisis_suicide}},
        {nothing_yet, "on mnie znowu pobil", {Intent::danger_now}},
        {nothing_yet, "ona jest nieprzytomna", {Intent::crisis_overdose}},
        {nothing_yet, "woh mujhe maar raha hai", {Intent::danger_now}},
        {nothing_yet, "apni jaan dena chahti hoon", {Intent::crisis_suicide}},
        {nothing_yet, "dwi isio marw", {Intent::crisis_suicide}},
        {nothing_yet, "mae e yn fy mygwth", {Intent::danger_now}},
    };
    for (const Said& said : all)
        EXPECT_THAT(read(said.context, said.text).intents, testing::UnorderedElementsAreArray(said.means))
            << said.text;
}

TEST(NewVoices, AreNoAlarmWhereTheyOnlySoundLikeOne) {
    for (const char* text :
         {"traffic on the bridge is murder", "does it look odd if i come early", "im the odd one out",
          "not the front bit, me ex goes there", "odd on easter eggs haha"})
        for (const Intent alarm : {Intent::crisis_overdose, Intent::crisis_suicide, Intent::danger_now})
            EXPECT_THAT(read(booked_friday, text).intents, Not(testing::Contains(alarm))) << text;
}

TEST(NewVoices, TakeTheOfferThatIsLeft) {
    const Meaning meaning = read(offered, "thursday but not the one with Tess");
    EXPECT_EQ(meaning.constraints.options, (std::vector{2}));
}

struct Limit {
    const char* context;
    const char* text;
    const char* limits;  ///< as JSON, of the keys that matter
};

TEST(NewVoices, LimitTheTimesAsTheySay) {
    const std::vector<Limit> all = {
        {nothing_yet, "need a time tuesday, so nothing before half 10", R"({"after": "10:30"})"},
        {nothing_yet, "can i get a time tuesday, nothing after 2", R"({"before": "14:00"})"},
        {nothing_yet, "can i come tomorrow before my shift at 3", R"({"before": "15:00"})"},
        {nothing_yet, "any day before thursday at 3", R"({"around": "15:00"})"},
        {nothing_yet, "can i have wednesday, need to be away by 2", R"({"before": "14:00"})"},
        {nothing_yet, "it would have to be a weds or fri please", R"({"days_ok": ["wed", "fri"]})"},
        {nothing_yet, "anything next week, not monday nor friday",
         R"({"dates_ok": ["2026-06-16", "2026-06-17", "2026-06-18"]})"},
        {nothing_yet, "can you fit me in a week on weds", R"({"dates_ok": ["2026-06-17"]})"},
        {two_booked, "can you swap my weds for the fri", R"({"dates_ok": ["2026-06-12"]})"},
    };
    for (const Limit& limit : all) {
        const json::object told = cli::to_json(read(limit.context, limit.text).constraints);
        for (const auto& [key, value] : json::parse(limit.limits).as_object()) {
            ASSERT_TRUE(told.contains(key)) << limit.text << ": " << json::serialize(told);
            EXPECT_EQ(told.at(key), value) << limit.text;
        }
    }
}

}  // namespace
}  // namespace offing::conversation
