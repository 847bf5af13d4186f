// Texts that ask for several times in a row go to a person; those that only hold such words don't.

#include <gtest/gtest.h>

#include "gateway/conversation/understand.hpp"
#include "talk.hpp"

namespace offing::conversation {

namespace {

using namespace talk;

const Lexicon& lexicon() {
    static const Lexicon words = Lexicon::load(OFFING_ROOT "/gateway/conversation/lexicon").value();
    return words;
}

Meaning heard(std::string_view text) {
    State state = known();
    state.booked = {booking("b1", "2026-11-24T10:00")};
    state.worker_names = {"Jo", "Sam"};
    return understand(text, state, at("2026-11-18T10:00"), lexicon());
}

TEST(TimesInARow, AreHeard) {
    for (const std::string_view text :
         {"can i have the same time every week for 6 weeks", "same time every week please",
          "could you book me in weekly with jo", "can i have a regular slot on tuesdays",
          "can i have tuesdays at 10 for the next six weeks", "please book me the next 4 tuesdays",
          "could i have every other thursday at 11", "can i get a time once a fortnight"}) {
        const Meaning meaning = heard(text);
        EXPECT_TRUE(meaning.constraints.in_a_row) << text;
        EXPECT_TRUE(meaning.has(Intent::request_slots) || meaning.has(Intent::reschedule)) << text;
    }
}

TEST(TimesInARow, AreNotReadIntoOtherTexts) {
    for (const std::string_view text :
         {"i cant do tuesdays for the next 6 weeks", "i see my lad every week", "is the drop in every week",
          "its every week the same with yous", "are you open every tuesday", "cancel tuesday", "2", "yes",
          "ive got college every monday so not mondays", "cant make it this week", "can i come thursday",
          "stop texting me every week", "im late every time sorry"})
        EXPECT_FALSE(heard(text).constraints.in_a_row) << text;
}

TEST(TimesInARow, GoToAPersonAndFreeNothing) {
    State state = known();
    state.booked = {booking("b1", "2026-11-24T10:00")};
    Meaning meaning = talk::meaning({Intent::reschedule, Intent::request_slots});
    meaning.constraints.in_a_row = true;
    EXPECT_FALSE(wanted(state, meaning)) << "nothing is searched for or held";
    const Next next = step(state, meaning, {}, at("2026-11-18T10:00"));
    EXPECT_EQ(words(next), (std::vector<std::string>{"person_task", "info"}));
    EXPECT_EQ(said_id(next), "person_finds_series");
    EXPECT_EQ(next.state.booked.size(), 1U);
}

}  // namespace

}  // namespace offing::conversation
