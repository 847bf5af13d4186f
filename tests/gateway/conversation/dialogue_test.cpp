#include <gtest/gtest.h>

#include "talk.hpp"

namespace offing::conversation {

namespace {

using namespace talk;

const LocalTime wednesday = at("2026-11-18T10:00");

Next answer(const State& state, const Meaning& meaning, const Found& given = {}) {
    return step(state, meaning, given, wednesday);
}

State with_booking() {
    State state = known();
    state.booked = {booking("b1", "2026-11-20T11:00")};
    return state;
}

State moving_with_offers() {
    State state = with_booking();
    state.moving = at("2026-11-20T11:00");
    state.offered = {offer(1, "2026-11-23T10:00"), offer(2, "2026-11-24T13:00")};
    state.last_sent = LastSent{.type = LastSent::Type::offer, .at = wednesday, .about = {}, .menu = {}};
    return state;
}

TEST(Dialogue, KeepsTheOldTimeUntilTheNewOneIsTaken) {
    const Next offered = answer(with_booking(), meaning({Intent::cannot_attend, Intent::reschedule}, {"b1"}),
                                found({offer(1, "2026-11-23T10:00"), offer(2, "2026-11-24T13:00")}));
    EXPECT_EQ(words(offered), (std::vector<std::string>{"offer", "info"}));
    EXPECT_EQ(said_id(offered), "offers_kept");
    EXPECT_TRUE(holds(offered.state, "b1"));

    const Next taken = answer(offered.state, number(2));
    EXPECT_EQ(words(taken), (std::vector<std::string>{"move", "info"}));
    EXPECT_FALSE(holds(taken.state, "b1"));
    ASSERT_EQ(taken.state.booked.size(), 1U);
    EXPECT_EQ(taken.state.booked.front().start, at("2026-11-24T13:00"));
}

TEST(Dialogue, AsksOnceWhichOfTwoAndThenHandsToAPerson) {
    Meaning either = unsure(number(1));
    either.constraints.options = {1, 2};
    const Next asked = answer(moving_with_offers(), either);
    EXPECT_EQ(said_id(asked), "which_of_2");
    ASSERT_TRUE(asked.state.question);
    EXPECT_EQ(asked.state.question->options, (std::vector{1, 2}));

    const Next again = answer(asked.state, either);
    EXPECT_TRUE(opens(again, TaskKind::not_understood));
    EXPECT_EQ(said_id(again), "person_will_answer");
}

TEST(Dialogue, AnANumberThatWasNotOfferedIsAskedBack) {
    const Next asked = answer(moving_with_offers(), number(4));
    EXPECT_EQ(said_id(asked), "which_of_2");
    EXPECT_FALSE(does(asked, "book") || does(asked, "move"));
}

TEST(Dialogue, TwoButLaterLooksAgainInsteadOfTaking) {
    Meaning later = number(2);
    later.constraints.shift_min = 60;
    const auto wish = wanted(moving_with_offers(), later);
    ASSERT_TRUE(wish);
    EXPECT_EQ(wish->dates_ok, std::vector{on("2026-11-24")});
    EXPECT_EQ(wish->around, std::vector<ClockTime>{std::chrono::hours{14}});
    const Next next = answer(moving_with_offers(), later, found({offer(1, "2026-11-24T14:00")}));
    EXPECT_EQ(words(next), (std::vector<std::string>{"offer", "info"}));
    EXPECT_TRUE(holds(next.state, "b1"));
}

TEST(Dialogue, TurningOffersDownLooksForOthersWithTheSameLimits) {
    State state = moving_with_offers();
    state.wish.after = std::chrono::hours{9};
    const auto wish = wanted(state, meaning({Intent::reject_options}));
    ASSERT_TRUE(wish);
    EXPECT_EQ(wish->after, ClockTime{std::chrono::hours{9}});
    EXPECT_EQ(wish->not_windows.size(), 2U) << "the times she turned down are not shown again";
}

TEST(Dialogue, ALateReplyToATimeThatHasGoneGetsNewTimesAndOurApology) {
    State state = moving_with_offers();
    state.offered[1].gone = true;
    ASSERT_TRUE(wanted(state, number(2)));
    const Next next = answer(state, number(2), found({offer(1, "2026-11-25T10:00")}));
    EXPECT_EQ(said_id(next), "gone");
    EXPECT_FALSE(does(next, "move"));
    EXPECT_TRUE(holds(next.state, "b1"));
}

TEST(Dialogue, APlainCancelFreesTheNamedTimeOnly) {
    State state = with_booking();
    state.booked.push_back(booking("b2", "2026-11-24T11:00"));
    const Next next = answer(state, meaning({Intent::cancel}, {"b2"}));
    EXPECT_EQ(words(next), (std::vector<std::string>{"cancel", "info"}));
    EXPECT_TRUE(holds(next.state, "b1"));
    EXPECT_FALSE(holds(next.state, "b2"));
}

TEST(Dialogue, ACancelThatNamesNoneOfTwoIsAskedBack) {
    State state = with_booking();
    state.booked.push_back(booking("b2", "2026-11-24T11:00"));
    const Next asked = answer(state, meaning({Intent::cancel}));
    EXPECT_EQ(said_id(asked), "cancel_which");
    EXPECT_EQ(asked.state.booked.size(), 2U);

    const Next freed = answer(asked.state, number(2));
    EXPECT_TRUE(does(freed, "cancel"));
    EXPECT_FALSE(holds(freed.state, "b2"));
    EXPECT_TRUE(holds(freed.state, "b1"));
}

TEST(Dialogue, AnUnsureCancelIsAskedBackAndKeptOnTwo) {
    const Next asked = answer(with_booking(), unsure(meaning({Intent::cancel}, {"b1"})));
    EXPECT_EQ(said_id(asked), "cancel_sure");
    EXPECT_EQ(said_id(answer(asked.state, number(2))), "time_kept");
    EXPECT_TRUE(does(answer(asked.state, number(1)), "cancel"));
}

TEST(Dialogue, AnOldQuestionIsNotAnsweredByTheReplyToALaterReminder) {
    Next asked = answer(with_booking(), unsure(meaning({Intent::cancel}, {"b1"})));
    asked.state.last_sent = LastSent{.type = LastSent::Type::reminder,
                                     .at = wednesday,
                                     .about = at("2026-11-20T11:00"),
                                     .menu = {{1, MenuChoice::yes}}};
    const Next next = answer(asked.state, meaning({Intent::confirm}));
    EXPECT_FALSE(does(next, "cancel"));
    EXPECT_TRUE(does(next, "confirm"));
}

TEST(Dialogue, CancelAndAnotherDayInOneTextIsAMove) {
    const Next next = answer(with_booking(), meaning({Intent::cancel, Intent::reschedule}, {"b1"}),
                             found({offer(1, "2026-11-23T10:00")}));
    EXPECT_FALSE(does(next, "cancel"));
    EXPECT_EQ(said_id(next), "offers_kept");
}

TEST(Dialogue, UndoAfterACancelOffersTheTimeAgain) {
    const Next freed = answer(with_booking(), meaning({Intent::cancel}, {"b1"}));
    const auto wish = wanted(freed.state, meaning({Intent::undo}));
    ASSERT_TRUE(wish);
    EXPECT_EQ(wish->dates_ok, std::vector{on("2026-11-20")});
    const Next back = answer(freed.state, meaning({Intent::undo}), found({offer(1, "2026-11-20T11:00")}));
    EXPECT_EQ(said_id(back), "undo_offer");
    EXPECT_TRUE(does(answer(back.state, number(1)), "book"));
}

TEST(Dialogue, UndoLeavesBookingsAndOffersAsTheyWere) {
    const Next next = answer(moving_with_offers(), meaning({Intent::undo}));
    EXPECT_EQ(said_id(next), "time_kept");
    EXPECT_EQ(next.state.offered.size(), 2U);
    EXPECT_TRUE(holds(next.state, "b1"));
}

TEST(Dialogue, ADropInTakesNoPlaceSoTheBookedTimeIsAskedAbout) {
    State state = moving_with_offers();
    state.offered[0].kind = scheduler::Kind::drop_in;
    const Next next = answer(state, number(1));
    EXPECT_EQ(said_id(next), "drop_in_or_keep");
    EXPECT_FALSE(does(next, "book") || does(next, "cancel"));
    EXPECT_TRUE(does(answer(next.state, number(1)), "cancel"));
}

TEST(Dialogue, SaysSorryWhenTheBookedTimeLayInHerSchoolRun) {
    State state = with_booking();
    state.school_run = {{.days = scheduler::Weekdays::monday_to_friday(),
                         .from = std::chrono::hours{10},
                         .to = std::chrono::hours{12},
                         .dates = {}}};
    const Next next =
        answer(state, meaning({Intent::reschedule}, {"b1"}), found({offer(1, "2026-11-20T13:00")}));
    EXPECT_EQ(std::get<std::string>(said(next)->arguments.at("lead")), "sorry");
}

TEST(Dialogue, SaysPlainlyWhenNothingWasInsideHerLimits) {
    Meaning friday = meaning({Intent::request_slots});
    friday.constraints.wish.dates_ok = {on("2026-11-27")};
    const Next next = answer(known(), friday, found({offer(1, "2026-11-30T10:00")}));
    EXPECT_EQ(std::get<std::string>(said(next)->arguments.at("lead")), "nearest");
}

TEST(Dialogue, SaysThatABankHolidayIsClosed) {
    Meaning boxing = meaning({Intent::request_slots});
    boxing.constraints.wish.dates_ok = {on("2026-12-28")};
    const Next next = answer(known(), boxing, found({offer(1, "2026-12-29T10:00")}));
    EXPECT_EQ(std::get<std::string>(said(next)->arguments.at("lead")), "closed");
}

TEST(Dialogue, NothingFitsGoesToAPersonWithAnHonestTime) {
    const Next next = answer(with_booking(), meaning({Intent::reschedule}, {"b1"}), found({}));
    EXPECT_TRUE(opens(next, TaskKind::nothing_fits));
    EXPECT_EQ(said_id(next), "nothing_fits");
    EXPECT_EQ(std::get<templates::When>(said(next)->arguments.at("by")), at("2026-11-18T11:00"));
}

TEST(Dialogue, AConditionIsNotANo) {
    const Next next = answer(with_booking(), meaning({Intent::conditional_cannot_attend}, {"b1"}));
    EXPECT_EQ(words(next), std::vector<std::string>{"info"});
    EXPECT_EQ(said_id(next), "maybe");
}

TEST(Dialogue, StaffSeeWhenALateWomanComes) {
    Meaning late = meaning({Intent::running_late}, {"b1"});
    late.constraints.eta_min = 20;
    const Next next = answer(with_booking(), late);
    ASSERT_TRUE(std::holds_alternative<NoteEta>(next.effects.front()));
    EXPECT_EQ(std::get<NoteEta>(next.effects.front()).minutes, 20);
    EXPECT_EQ(said_id(next), "late");
}

TEST(Dialogue, StopsTextsAndKeepsTheTime) {
    const Next next = answer(with_booking(), meaning({Intent::opt_out}));
    EXPECT_EQ(words(next), (std::vector<std::string>{"opt_out", "info"}));
    EXPECT_EQ(next.state.texts, Texts::off);
    EXPECT_TRUE(holds(next.state, "b1"));
    EXPECT_EQ(said(answer(next.state, meaning({Intent::opt_out}))), nullptr) << "silence was promised";
}

TEST(Dialogue, AnUnsureStopIsAskedInItsShades) {
    const Next asked = answer(with_booking(), unsure(meaning({Intent::opt_out})));
    EXPECT_EQ(said_id(asked), "stop_which");
    EXPECT_EQ(asked.state.texts, Texts::on);
    EXPECT_TRUE(does(answer(asked.state, number(1)), "pause_today"));
    EXPECT_TRUE(opens(answer(asked.state, number(2)), TaskKind::safe_contact));
    EXPECT_TRUE(does(answer(asked.state, number(3)), "opt_out"));
}

TEST(Dialogue, TextsComeBackOnlyAfterAPersonHasChecked) {
    State state = with_booking();
    state.texts = Texts::off;
    const Next next = answer(state, meaning({Intent::opt_in}));
    EXPECT_EQ(words(next), (std::vector<std::string>{"opt_in", "person_task", "info"}));
    EXPECT_EQ(said_id(next), "person_neutral");
    EXPECT_EQ(next.state.texts, Texts::pending_check);
}

TEST(Dialogue, SafeTimesWaitForAPersonAndTheThanksForASafeTime) {
    Meaning safe = meaning({Intent::safe_contact_change});
    safe.constraints.safe_contact = SafeContactWish{};
    const Next next = answer(with_booking(), safe);
    EXPECT_TRUE(does(next, "safe_window_request"));
    EXPECT_TRUE(said(next)->in_safe_window);
    EXPECT_EQ(next.state.safe, State{}.safe);
}

TEST(Dialogue, ErasureKeepsTheTimeSheStillWants) {
    const Next next = answer(with_booking(), meaning({Intent::erasure_request, Intent::confirm}, {"b1"}));
    EXPECT_EQ(words(next), (std::vector<std::string>{"erasure_task", "info"}));
    EXPECT_EQ(std::get<std::string>(said(next)->arguments.at("kept")), "yes");
}

TEST(Dialogue, AWrongNumberIsSuspendedAndToldNothing) {
    const Next next = answer(with_booking(), meaning({Intent::wrong_number}));
    EXPECT_EQ(words(next), (std::vector<std::string>{"suspend_number", "person_task", "info"}));
    EXPECT_TRUE(holds(next.state, "b1"));
    EXPECT_EQ(said(answer(next.state, meaning({Intent::who_is_this}))), nullptr);
}

TEST(Dialogue, AfterAnAlertOnlyAPersonAnswers) {
    const Next alert = answer(moving_with_offers(), meaning({Intent::crisis_suicide}));
    EXPECT_EQ(words(alert), (std::vector<std::string>{"crisis_alert", "info"}));
    const Next next = answer(alert.state, number(2));
    EXPECT_EQ(words(next), std::vector<std::string>{"person_task"});
}

TEST(Dialogue, FlagsTheWordingOfItsLastText) {
    State state = with_booking();
    state.last_sent = LastSent{.type = LastSent::Type::reminder,
                               .at = wednesday,
                               .about = {},
                               .menu = {},
                               .template_id = "reminder",
                               .template_version = 2};
    const Next next = answer(state, meaning({Intent::language_feedback}));
    EXPECT_EQ(words(next), (std::vector<std::string>{"flag_wording", "info"}));
    EXPECT_EQ(std::get<FlagWording>(next.effects.front()).version, 2);
}

TEST(Dialogue, FrustrationBringsQuietAndNothingElse) {
    const Next next = answer(with_booking(), unsure(meaning({Intent::frustration})));
    EXPECT_EQ(words(next), (std::vector<std::string>{"pause_today", "person_task", "info"}));
    EXPECT_EQ(said(answer(next.state, meaning({Intent::frustration}))), nullptr);
}

TEST(Dialogue, SeveralTimesAtOnceGoToAPersonToo) {
    State state = with_booking();
    state.booked.push_back(booking("b2", "2026-11-27T11:00"));
    const Next next =
        answer(state, meaning({Intent::reschedule}, {"b1", "b2"}), found({offer(1, "2026-11-21T11:00")}));
    EXPECT_TRUE(opens(next, TaskKind::series));
    EXPECT_EQ(said_id(next), "offers_series");
}

TEST(Dialogue, SaysWhenAnAwayWorkerIsBack) {
    State state = with_booking();
    state.staff_away = {{"Jo", on("2026-12-01")}};
    Meaning wait = meaning({Intent::keyworker_same});
    wait.constraints.wish.prefer_worker = "Jo";
    const auto wish = wanted(state, wait);
    ASSERT_TRUE(wish);
    EXPECT_EQ(wish->not_windows.back().date_to, on("2026-11-30"));
    EXPECT_EQ(said_id(answer(state, wait, found({offer(1, "2026-12-02T10:00")}))), "worker_back");
    EXPECT_EQ(said_id(answer(state, wait, found({}))), "worker_back_person");
}

TEST(Dialogue, AnotherLanguageGetsAPersonAndStaffStillSeeTheTime) {
    Meaning late = meaning({Intent::running_late});
    late.english_enough = false;
    late.language = "pl";
    const Next next = answer(with_booking(), late);
    EXPECT_EQ(words(next), (std::vector<std::string>{"note_eta", "person_task", "info"}));
}

TEST(Dialogue, AnUnknownNumberIsAnsweredWithoutARecord) {
    const State unknown;
    EXPECT_EQ(words(answer(unknown, meaning({Intent::ask_info_no_commitment}))),
              std::vector<std::string>{"info"});
    const Next times =
        answer(unknown, meaning({Intent::request_slots}), found({offer(1, "2026-11-20T10:00")}));
    EXPECT_FALSE(does(times, "offer"));
    EXPECT_EQ(said_id(times), "first_time");
    EXPECT_EQ(said_id(answer(unknown, meaning({Intent::cancel}))), "neutral");
}

TEST(Dialogue, ListsOnlyWindowsThatAreNotOver) {
    State state = known();
    state.open_times = {drop_in("2026-11-18T07:00", 60), drop_in("2026-11-18T13:00"),
                        drop_in("2026-11-20T10:00")};
    const Next next = answer(state, meaning({Intent::drop_in_query}));
    EXPECT_EQ(said_id(next), "open_times");
    EXPECT_EQ(std::get<templates::When>(said(next)->arguments.at("start1")), at("2026-11-18T13:00"));
    EXPECT_EQ(std::get<std::string>(said(next)->arguments.at("count")), "2");
}

TEST(Due, CountsWorkingHoursInsideHerSafeWindows) {
    State state = known();
    EXPECT_EQ(due(TaskKind::question, state, at("2026-11-20T16:30")), at("2026-11-23T09:30"));
    state.safe = {
        {scheduler::Weekdays::monday_to_friday(), std::chrono::minutes{570}, std::chrono::minutes{870}}};
    EXPECT_EQ(due(TaskKind::question, state, at("2026-11-20T14:00")), at("2026-11-23T10:00"));
    EXPECT_EQ(due(TaskKind::question, known(), at("2026-12-24T16:30")), at("2026-12-29T09:30"));
}

TEST(Due, ASafeWindowThatNeverOpensStillGivesATime) {
    State state = known();
    state.safe = {{scheduler::Weekdays{}, std::chrono::minutes{570}, std::chrono::minutes{870}}};
    EXPECT_EQ(due(TaskKind::question, state, wednesday), wednesday + std::chrono::days{7});
}

}  // namespace

}  // namespace offing::conversation
