// The whole way of a text, from a signed webhook to the answer that goes out, on both stores.

#include <gtest/gtest.h>

#include "tests/support/rig.hpp"

namespace offing::service {
namespace {

using support::Rig;

constexpr std::string_view her = "+447700900123";
constexpr std::string_view another = "+447700900124";

class Turn : public ::testing::TestWithParam<const char*> {
protected:
    Rig rig{GetParam()};

    std::int64_t bookings(std::string_view status) {
        return rig.number_of("SELECT COUNT(*) FROM booking WHERE status = '" + std::string{status} + "'");
    }
};

TEST_P(Turn, OffersTimesThatMissHerSchoolRunAndBooksTheOneSheTakes) {
    rig.add_woman(her);
    const std::string offer = rig.say(her, "cant do tues, after drop off thurs?");
    EXPECT_NE(offer.find("1 Thu 19 Nov"), std::string::npos) << offer;
    EXPECT_EQ(offer.find("Tue"), std::string::npos) << offer;
    const std::string booked = rig.say(her, "2");
    EXPECT_NE(booked.find("Thu 19 Nov"), std::string::npos) << booked;
    EXPECT_EQ(bookings("booked"), 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM place WHERE held_until IS NOT NULL"), 0)
        << "holds are let go";
}

TEST_P(Turn, KeepsTheOldTimeUntilTheNewOneIsTaken) {
    rig.add_woman(her);
    rig.say(her, "can i come thurs");
    rig.say(her, "1");
    ASSERT_EQ(bookings("booked"), 1);
    rig.say(her, "cant make thurs now, anything monday?");
    EXPECT_EQ(bookings("booked"), 1) << "nothing is given up by asking";
    rig.say(her, "1");
    EXPECT_EQ(bookings("booked"), 1);
    EXPECT_EQ(bookings("moved"), 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM place"), 1) << "the old place is free again";
}

TEST_P(Turn, ActsOnceHoweverOftenATextComes) {
    rig.add_woman(her);
    rig.say(her, "can i come thurs");
    EXPECT_EQ(rig.text(her, "1", "same"), 200);
    EXPECT_EQ(rig.text(her, "1", "same"), 200);
    EXPECT_EQ(bookings("booked"), 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM inbound WHERE provider_id = 'same'"), 1);
    rig.deliver();
    EXPECT_EQ(rig.texts_to(her).size(), 2U);
}

TEST_P(Turn, ReadsAReminderThatOnlyKnockedAsNoYes) {
    const std::string id = rig.add_woman(her, [](storage::Person& person) { person.discreet_level = 2; });
    rig.say(her, "can i come thurs 26 nov");
    rig.say(her, "1");
    rig.run(rig.reminders.round());
    rig.set_time("2026-11-24T12:00");
    rig.deliver();
    const std::string knock = rig.last_text_to(her);
    EXPECT_EQ(knock.find("Nov"), std::string::npos) << knock;
    const std::string details = rig.say(her, "1");
    EXPECT_EQ(rig.number_of("SELECT confirmed FROM booking WHERE status = 'booked'"), 0)
        << "she only said that now is ok";
    EXPECT_NE(details.find("Thu 26 Nov"), std::string::npos) << details;
}

TEST_P(Turn, RefusesABadSignatureAndStoresNothing) {
    rig.add_woman(her);
    auto request = rig.webhook(her, "can i come thurs", "x1");
    request.body.back() = ' ';
    EXPECT_EQ(rig.post(request), 403);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM inbound"), 0);
    EXPECT_EQ(rig.ledger_kinds(), std::vector<std::string>{"person_added"});
}

TEST_P(Turn, NeverGivesTwoWomenOnePlace) {
    rig.add_woman(her);
    rig.add_woman(another);
    rig.say(her, "can i come thurs");
    rig.say(another, "can i come thurs");
    rig.say(her, "1");
    rig.say(another, "1");
    EXPECT_EQ(bookings("booked"), 2);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM (SELECT DISTINCT clinic, date, place FROM booking) b"), 2);
}

TEST_P(Turn, MakesNoPersonOfAnUnknownNumber) {
    const std::string answer = rig.say(her, "what do you do, is it free?");
    EXPECT_FALSE(answer.empty());
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM person"), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM booking"), 0);
}

TEST_P(Turn, SaysNothingOfHerToWhoeverAsksWhoThisIs) {
    rig.add_woman(her);
    rig.say(her, "can i come thurs");
    rig.say(her, "1");
    const std::string answer = rig.say(her, "who is this?");
    for (const std::string_view told : {"Thu", "Nov", "am", "pm", "Jo", "Sam"})
        EXPECT_EQ(answer.find(std::string{" "} + std::string{told} + " "), std::string::npos) << answer;
    EXPECT_GE(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'who_is_this'"), 1);
}

TEST_P(Turn, TurnsTextsOffAndKeepsHerTime) {
    rig.add_woman(her);
    rig.say(her, "can i come thurs");
    rig.say(her, "1");
    rig.say(her, "stop please");
    EXPECT_EQ(bookings("booked"), 1);
    EXPECT_EQ(rig.column("SELECT texts FROM contact").front(), "off");
}

TEST_P(Turn, FreesOnlyWhatSheCancelsInPlainWords) {
    rig.add_woman(her);
    rig.say(her, "can i come thurs");
    rig.say(her, "1");
    rig.say(her, "please cancel my appointment on thursday");
    EXPECT_EQ(bookings("freed"), 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM place"), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'place_kept'"), 1);
}

TEST_P(Turn, WritesTheLedgerInTheOrderOfWhatHappened) {
    rig.add_woman(her);
    rig.text(her, "can i come thurs");
    rig.text(her, "1");
    const auto kinds = rig.ledger_kinds();
    const auto place = [&](std::string_view kind) { return std::ranges::find(kinds, kind) - kinds.begin(); };
    EXPECT_LT(place("asked"), place("offered"));
    EXPECT_LT(place("offered"), place("booked"));
    EXPECT_LT(place("booked"), static_cast<std::ptrdiff_t>(kinds.size()));
}

TEST_P(Turn, TakesAnythingWithoutHarm) {
    rig.add_woman(her);
    const std::string zeros("a\0b", 3);
    for (const std::string& words :
         {std::string{}, std::string(10'000, 'x'), zeros, std::string{"\xff\xfe\x80 \xc3"},
          std::string{"🙈🙈🙈"}, std::string{"\xe2\x80\xae تم"}, std::string(1600, ' ')}) {
        EXPECT_EQ(rig.text(her, words), 200) << words.size();
    }
    rig.deliver();
    EXPECT_EQ(bookings("booked"), 0);
    EXPECT_GE(rig.number_of("SELECT COUNT(*) FROM task"), 1) << "a person looks";
    for (const auto& answer : rig.texts_to(her)) EXPECT_FALSE(answer.empty());
}

TEST_P(Turn, NeverAnswersALandlineOrAForeignNumber) {
    for (const std::string_view number : {"+442079460123", "+33612345678", "SHOPS4U"})
        EXPECT_EQ(rig.text(number, "what are your times"), 200);
    rig.deliver();
    EXPECT_TRUE(rig.network.sent.empty());
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task"), 3);
}

TEST_P(Turn, StoresNoNumberAndNoWordInClear) {
    rig.add_woman(her);
    rig.say(her, "can i come thurs with my xylophone");
    for (const std::string_view table :
         {"contact", "inbound", "outbound", "ledger_event", "task", "offer_set"}) {
        const auto columns =
            rig.column(rig.store.engine() == "sqlite"
                           ? "SELECT name FROM pragma_table_info('" + std::string{table} + "')"
                           : "SELECT column_name FROM information_schema.columns WHERE table_name = '" +
                                 std::string{table} + "'");
        ASSERT_FALSE(columns.empty());
        for (const auto& column : columns) {
            const std::string cast = rig.store.engine() == "sqlite"
                                         ? "CAST(" + column + " AS TEXT)"
                                         : "encode(convert_to(" + column + "::text, 'UTF8'), 'escape')";
            for (const auto& value : rig.column("SELECT " + cast + " FROM " + std::string{table})) {
                EXPECT_EQ(value.find("7700900123"), std::string::npos) << table << "." << column;
                EXPECT_EQ(value.find("xylophone"), std::string::npos) << table << "." << column;
            }
        }
    }
}

TEST_P(Turn, StopsAnsweringAMachineThatAnswersBack) {
    rig.add_woman(her);
    for (int n = 0; n < 40; ++n) rig.text(her, "Your message has been received. Ref " + std::to_string(n));
    rig.deliver();
    EXPECT_LE(rig.texts_to(her).size(), 12U);
}

TEST_P(Turn, ForgetsAnEnquiryWithItsTextsAfterThirtyDays) {
    rig.say(her, "what do you do, is it free?");
    ASSERT_EQ(rig.number_of("SELECT COUNT(*) FROM contact WHERE number_enc IS NOT NULL"), 1);
    rig.clock.advance(std::chrono::days{29});
    rig.run(rig.keeper.forget());
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM contact WHERE number_enc IS NOT NULL"), 1);
    rig.clock.advance(std::chrono::days{2});
    rig.run(rig.keeper.forget());
    EXPECT_EQ(
        rig.number_of("SELECT COUNT(*) FROM contact WHERE number_enc IS NOT NULL OR key_wrapped IS NOT NULL"),
        0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM inbound WHERE body_enc IS NOT NULL"), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM outbound WHERE body_enc IS NOT NULL"), 0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM person"), 0);
}

TEST_P(Turn, HandsASecondTextThatNobodyUnderstandsToAPerson) {
    rig.add_woman(her);
    const std::string first = rig.say(her, "the flibbert is on the wobbly one can you");
    const std::string second = rig.say(her, "the other flibbert then is it");
    EXPECT_NE(first, second);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'not_understood'"), 1)
        << first << " / " << second;
}

INSTANTIATE_TEST_SUITE_P(Stores, Turn, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::service
