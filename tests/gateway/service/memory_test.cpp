#include "gateway/service/memory.hpp"

#include <gtest/gtest.h>

namespace offing::service {
namespace {

using conversation::LastSent;
using conversation::Question;
using conversation::State;

State again(const State& state) {
    State read;
    read_memory(write_memory(state), read);
    return read;
}

TEST(Memory, KeepsWhatANextTextIsReadBy) {
    State state;
    state.last_sent =
        LastSent{.type = LastSent::Type::reminder,
                 .at = *scheduler::parse_local("2026-11-18T10:00"),
                 .about = scheduler::parse_local("2026-11-20T10:00"),
                 .menu = {{1, conversation::MenuChoice::yes}, {3, conversation::MenuChoice::drop_in}},
                 .template_id = "reminder",
                 .template_version = 4};
    state.question = Question{.about = Question::About::cancel_which, .bookings = {"a", "b"}, .options = {2}};
    state.freed = conversation::BookedTime{.id = {},
                                           .start = *scheduler::parse_local("2026-11-20T10:00"),
                                           .end = {},
                                           .with = "Jo",
                                           .mode = scheduler::Mode::phone};
    state.wish.after = scheduler::ClockTime{600};
    state.wish.not_worker = "sam";
    state.wish.kind = scheduler::Kind::drop_in;
    state.not_understood = 1;
    const State read = again(state);
    ASSERT_TRUE(read.last_sent && read.question && read.freed);
    EXPECT_EQ(read.last_sent->type, LastSent::Type::reminder);
    EXPECT_EQ(read.last_sent->about, state.last_sent->about);
    EXPECT_EQ(read.last_sent->menu, state.last_sent->menu);
    EXPECT_EQ(read.last_sent->template_version, 4);
    EXPECT_EQ(read.question->about, Question::About::cancel_which);
    EXPECT_EQ(read.question->bookings, state.question->bookings);
    EXPECT_EQ(read.freed->mode, scheduler::Mode::phone);
    EXPECT_EQ(read.wish, state.wish);
    EXPECT_EQ(read.not_understood, 1);
}

TEST(Memory, ReadsADamagedRowAsAFreshStart) {
    for (const char* damaged :
         {"", "{", "[]", "null", R"({"last_sent":5,"question":{"about":"nonsense"},"wish":[]})",
          R"({"not_understood":-5,"last_sent":{"menu":{"99":"yes","x":7}}})"}) {
        State read;
        read_memory(damaged, read);
        EXPECT_FALSE(read.question) << damaged;
        EXPECT_EQ(read.not_understood, 0) << damaged;
    }
}

}  // namespace
}  // namespace offing::service
