// What a change of the service does to women who have times booked, on both stores.

#include "gateway/service/replan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "gateway/base/ids.hpp"
#include "gateway/storage/service_versions.hpp"
#include "gateway/storage/tasks.hpp"
#include "scheduler/replacement.hpp"
#include "tests/support/rig.hpp"

namespace offing::service {
namespace {

using storage::Transaction;
using support::Rig;
using testing::HasSubstr;
using Outcome = PlannedChange::Outcome;
using namespace std::chrono_literals;

constexpr std::string_view her = "+447700900123";
constexpr std::string_view another = "+447700900124";
const std::string demo = OFFING_ROOT "/config/demo/";

std::string content_of(const std::string& file) {
    std::ifstream stream{file};
    std::ostringstream all;
    all << stream.rdbuf();
    return all.str();
}

/// The demo service with one piece of its file replaced.
config::BundledService demo_with(std::string_view piece, std::string_view instead) {
    std::string text = content_of(demo + "service.toml");
    const auto at = text.find(piece);
    if (at == std::string::npos) throw std::runtime_error("the demo service has no such piece");
    text.replace(at, piece.size(), instead);
    config::ServiceBundle bundle{text, {{"schools.toml", content_of(demo + "schools.toml")}}};
    auto read = config::read_bundle(bundle);
    if (!read) throw std::runtime_error(config::spell(read.error().front()));
    return {std::move(*read), std::move(bundle)};
}

/// Jo away on Thursday 26 November.
config::BundledService jo_away() {
    return demo_with(R"(away = [{ first = "2026-12-21", last = "2027-01-01" }])",
                     R"(away = [{ first = "2026-11-26", last = "2026-11-26" }])");
}
/// No mornings on Thursday 26 November.
config::BundledService morning_off() {
    return demo_with(
        "run_over = \"15m\"                        # kept free after each, for when somebody opens up",
        "run_over = \"15m\"\n[[clinic.exception]]\ndate = \"2026-11-26\"\nchange = \"cancelled\"");
}

class Replan : public ::testing::TestWithParam<const char*> {
protected:
    Rig rig{GetParam()};

    template <typename Work>
    auto store(Work work) {
        auto done = rig.database->transact_now(std::move(work));
        if (!done) throw std::runtime_error(done.error().what);
        return std::move(*done);
    }

    std::string book(const std::string& contact, std::string clinic, std::string_view start,
                     std::string worker, int index) {
        const auto local = scheduler::parse_local(start).value();
        const auto clock = scheduler::clock_of(local);
        const scheduler::PlaceKey key{
            std::move(clinic), scheduler::date_of(local),
            static_cast<int>(clock.count() / 5) * scheduler::places_per_step + index};
        const auto begins = rig.diary->zone().to_instant_or_later(local);
        const Timestamp now = rig.clock.now();
        const storage::Booking booking{.id = new_id(now),
                                       .contact = contact,
                                       .key = key,
                                       .starts = begins,
                                       .ends = begins + 45min,
                                       .worker = std::move(worker)};
        rig.diary->book(key);
        return store([&](Transaction& transaction) {
            EXPECT_TRUE(storage::take_place(transaction, key, contact, std::nullopt, now));
            storage::add_booking(transaction, booking, now);
            return booking.id;
        });
    }
    std::string with_jo(const std::string& contact) {
        return book(contact, "one-to-one-mornings", "2026-11-26T09:30", "jo", 0);
    }

    Plan plan(const config::BundledService& changed) {
        return store([&](Transaction& transaction) {
            return plan_change(transaction, rig.desk, changed, rig.clock.now());
        });
    }
    std::optional<Applied> apply(const config::BundledService& changed, const std::string& digest) {
        auto applied = store([&](Transaction& transaction) {
            return apply_change(transaction, rig.desk, changed, digest, "lead", rig.clock.now());
        });
        refresh(changed);
        return applied;
    }
    void refresh(const config::BundledService& changed) {
        const auto today = scheduler::date_of(rig.now());
        rig.diary->refresh(std::make_shared<const scheduler::Service>(changed.file.service),
                           store([&](Transaction& transaction) {
                               return storage::taken_places(transaction, today, rig.clock.now());
                           }),
                           rig.clock.now(), store(&storage::service_version));
    }
    std::string local(scheduler::Instant instant) {
        return scheduler::spell(rig.diary->zone().to_local(instant));
    }
    std::int64_t bookings(std::string_view status) {
        return rig.number_of("SELECT COUNT(*) FROM booking WHERE status = '" + std::string{status} + "'");
    }
    bool has_event(std::string_view kind) {
        const auto kinds = rig.ledger_kinds();
        return std::ranges::find(kinds, kind) != kinds.end();
    }
};

TEST_P(Replan, MovesHerToTheNextTimeWithTheSameWorkerAndTellsHerSo) {
    const auto contact = rig.add_woman(her);
    with_jo(contact);
    const auto waited = rig.number_of("SELECT waiting_since FROM person");
    const Plan read = plan(morning_off());
    ASSERT_EQ(read.changes.size(), 1U);
    const PlannedChange& change = read.changes.front();
    EXPECT_EQ(change.cause, Cause::session_off);
    ASSERT_EQ(change.outcome, Outcome::moved);
    EXPECT_EQ(local(change.to->time.begin()), "2026-11-30T09:30");
    EXPECT_EQ(change.to->worker, "jo");
    EXPECT_EQ(change.delay, 4 * 24h);
    ASSERT_TRUE(change.told);
    EXPECT_THAT(change.told->body, HasSubstr("Sorry, Thu 26 Nov 9:30am can't go ahead"));
    EXPECT_EQ(bookings("moved"), 0) << "a plan changes nothing";

    const auto applied = apply(morning_off(), read.digest);
    ASSERT_TRUE(applied);
    EXPECT_EQ(applied->moved, 1);
    rig.deliver();
    EXPECT_EQ(rig.texts_to(her), std::vector{change.told->body});
    EXPECT_EQ(bookings("booked"), 1);
    EXPECT_EQ(bookings("moved"), 1);
    EXPECT_TRUE(has_event("re_placed"));
    EXPECT_TRUE(has_event("place_kept"));
    EXPECT_EQ(rig.number_of("SELECT waiting_since FROM person"), waited);
    rig.say(her, "1");
    EXPECT_EQ(rig.number_of("SELECT confirmed FROM booking WHERE status = 'booked'"), 1);
}

TEST_P(Replan, GivesHerAChoiceWhenHerWorkerIsAwayAndLetsHerTimeStandTillSheAnswers) {
    const auto contact = rig.add_woman(her);
    with_jo(contact);
    const Plan read = plan(jo_away());
    ASSERT_EQ(read.changes.size(), 1U);
    const PlannedChange& change = read.changes.front();
    EXPECT_EQ(change.cause, Cause::worker_away);
    ASSERT_EQ(change.outcome, Outcome::choice);
    ASSERT_EQ(change.choices.size(), 3U) << "cover, wait, drop in";
    EXPECT_EQ(change.choices[0].worker, "sam");
    EXPECT_EQ(local(change.choices[0].time.begin()), "2026-11-26T09:30");
    EXPECT_EQ(change.choices[1].worker, "jo");
    EXPECT_EQ(change.choices[2].kind, scheduler::Kind::drop_in);
    ASSERT_TRUE(apply(jo_away(), read.digest));

    rig.deliver();
    EXPECT_THAT(rig.last_text_to(her), HasSubstr("1 Thu 26 Nov 9:30am"));
    EXPECT_EQ(bookings("booked"), 1) << "her time stands";
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'worker_away' AND done_at IS NULL"), 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'hand_over'"), 0);
    const std::string moved = rig.say(her, "1");
    EXPECT_THAT(moved, HasSubstr("Thu 26 Nov 9:30am"));
    EXPECT_EQ(
        rig.number_of("SELECT COUNT(*) FROM task t JOIN booking b ON t.due_at = b.starts_at WHERE t.kind = "
                      "'hand_over' AND t.done_at IS NULL AND b.status = 'booked'"),
        1)
        << "Sam is told her story, so that she isn't asked for it";
    EXPECT_EQ(rig.column("SELECT worker FROM booking WHERE status = 'booked'"),
              std::vector<std::string>{"sam"});
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'worker_away' AND done_at IS NULL"), 0)
        << "she has decided, so nobody else needs to";
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM displaced"), 0);
}

TEST_P(Replan, CancelsNothingBySilence) {
    const auto contact = rig.add_woman(her);
    with_jo(contact);
    ASSERT_TRUE(apply(jo_away(), plan(jo_away()).digest));
    rig.deliver();
    rig.set_time("2026-11-25T12:00");
    rig.run(rig.keeper.free_holds());
    rig.run(rig.reminders.round());
    rig.set_time("2026-11-26T08:00");
    rig.deliver();
    EXPECT_EQ(bookings("booked"), 1);
    EXPECT_EQ(rig.texts_to(her).size(), 1U) << "no reminder of a time that can't be held";
    EXPECT_EQ(rig.number_of(
                  "SELECT COUNT(*) FROM task WHERE kind = 'worker_away' AND done_at IS NULL AND due_at <= "
                  "(SELECT MAX(starts_at) FROM booking)"),
              1)
        << "a person decides, before it";
}

TEST_P(Replan, TellsHerWithinTwoHoursOfSafeTime) {
    const auto contact = rig.add_woman(her, [](storage::Person& person) {
        person.safe = {{.days = scheduler::Weekdays::all(), .from = 13h, .to = 14h, .dates = {}}};
    });
    with_jo(contact);
    const Plan read = plan(jo_away());
    ASSERT_TRUE(read.changes.front().told);
    EXPECT_EQ(local(to_minutes(read.changes.front().told->due)), "2026-11-18T13:00");
}

TEST_P(Replan, TellsNobodyTwice) {
    const auto contact = rig.add_woman(her);
    with_jo(contact);
    ASSERT_TRUE(apply(jo_away(), plan(jo_away()).digest));
    const Plan again = plan(jo_away());
    EXPECT_TRUE(again.changes.empty());
    EXPECT_EQ(again.awaiting.size(), 1U);
    ASSERT_TRUE(apply(jo_away(), again.digest));
    rig.deliver();
    EXPECT_EQ(rig.texts_to(her).size(), 1U);
}

TEST_P(Replan, TakesItBackWhenTheWorkerIsThereAfterAll) {
    const auto contact = rig.add_woman(her);
    with_jo(contact);
    ASSERT_TRUE(apply(jo_away(), plan(jo_away()).digest));
    const auto as_it_was = demo_with("Saltmere women's service", "Saltmere women's  service");
    const Plan again = plan(as_it_was);
    EXPECT_EQ(again.again.size(), 1U);
    ASSERT_TRUE(apply(as_it_was, again.digest));
    rig.deliver();
    EXPECT_TRUE(rig.texts_to(her).empty()) << "she had not been told yet, and nothing changes for her";
    EXPECT_EQ(bookings("booked"), 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM place WHERE held_until IS NULL"), 1);
    EXPECT_TRUE(has_event("stands_again"));
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE done_at IS NULL"), 0);
}

TEST_P(Replan, RefusesWhatStaffReadWhenSomethingElseWouldHappenNow) {
    const auto contact = rig.add_woman(her);
    with_jo(contact);
    const Plan read = plan(morning_off());
    book(rig.add_woman(another), "one-to-one-mornings", "2026-11-30T09:30", "jo", 0);
    EXPECT_FALSE(apply(morning_off(), read.digest));
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM service_version"), 0);
    EXPECT_EQ(bookings("moved"), 0);
    rig.deliver();
    EXPECT_TRUE(rig.network.sent.empty());
}

TEST_P(Replan, IsNotDisturbedByWhatDoesNotConcernIt) {
    with_jo(rig.add_woman(her));
    const Plan read = plan(morning_off());
    book(rig.add_woman(another), "evening", "2026-12-08T17:00", "sam", 0);
    EXPECT_TRUE(apply(morning_off(), read.digest));
}

TEST_P(Replan, LeavesWhoCantBeTextedToAPerson) {
    const auto contact = rig.add_woman(her);
    with_jo(contact);
    store([&](Transaction& transaction) {
        storage::set_texts(transaction, contact, storage::TextsState::off);
        return true;
    });
    const Plan read = plan(morning_off());
    EXPECT_EQ(read.changes.front().outcome, Outcome::call);
    EXPECT_EQ(read.changes.front().why, "her texts are off");
    ASSERT_TRUE(apply(morning_off(), read.digest));
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM task WHERE kind = 'call_her'"), 1);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM place WHERE held_until IS NOT NULL"), 1)
        << "the place she would have had is kept till the call";
    EXPECT_EQ(bookings("booked"), 1);
    rig.deliver();
    EXPECT_TRUE(rig.network.sent.empty());
}

TEST_P(Replan, KnocksFirstAtTheMostDiscreetLevel) {
    const auto contact = rig.add_woman(her, [](storage::Person& person) { person.discreet_level = 2; });
    with_jo(contact);
    ASSERT_TRUE(apply(jo_away(), plan(jo_away()).digest));
    rig.deliver();
    EXPECT_EQ(rig.last_text_to(her).find("Nov"), std::string::npos) << rig.last_text_to(her);
    EXPECT_THAT(rig.say(her, "1"), HasSubstr("Sorry, Thu 26 Nov 9:30am has to change"));
    rig.say(her, "1");
    EXPECT_EQ(rig.column("SELECT worker FROM booking WHERE status = 'booked'"),
              std::vector<std::string>{"sam"});
}

TEST_P(Replan, KeepsEverybodysTimeWhenWorkersAreWrittenInAnotherOrder) {
    with_jo(rig.add_woman(her));
    book(rig.add_woman(another), "one-to-one-mornings", "2026-11-26T09:30", "sam", 1);
    const auto turned = demo_with(R"(workers = ["jo", "sam"])", R"(workers = ["sam", "jo"])");
    const Plan read = plan(turned);
    EXPECT_TRUE(read.changes.empty());
    EXPECT_EQ(read.renumbered.size(), 2U);
    ASSERT_TRUE(apply(turned, read.digest));
    EXPECT_EQ(rig.column("SELECT worker FROM booking ORDER BY place"),
              (std::vector<std::string>{"sam", "jo"}));
    EXPECT_EQ(rig.number_of(
                  "SELECT COUNT(*) FROM place p JOIN booking b ON b.clinic = p.clinic AND b.date = p.date "
                  "AND b.place = p.place AND b.contact = p.contact"),
              2);
    EXPECT_TRUE(plan(turned).renumbered.empty());
}

TEST_P(Replan, GivesNewTimesToWhoeverTakesAnOfferThatIsNoMore) {
    rig.add_woman(her);
    rig.say(her, "can i come thurs 26 nov in the morning with jo");
    ASSERT_THAT(rig.last_text_to(her), HasSubstr("1 Thu 26 Nov"));
    const Plan read = plan(morning_off());
    EXPECT_FALSE(read.lost_holds.empty());
    ASSERT_TRUE(apply(morning_off(), read.digest));
    const std::string answer = rig.say(her, "1");
    EXPECT_THAT(answer, HasSubstr("Sorry, that one has gone"));
    EXPECT_EQ(bookings("booked"), 0);
}

TEST_P(Replan, PlacesThirtyWomenByTheLineAndProvesIt) {
    // Ten weeks of Jo and Sam hold more places than there are women, but not with everybody's own worker.
    std::vector<std::string> contacts;
    for (int woman = 0; woman < 30; ++woman) {
        const auto contact = rig.add_woman(
            "+4477009001" + std::to_string(30 + woman),
            [&](storage::Person& person) { person.waiting_since -= std::chrono::days{(woman * 7) % 30}; });
        contacts.push_back(contact);
        const auto day = woman < 6    ? "2026-11-26T"
                         : woman < 12 ? "2026-11-23T"
                         : woman < 18 ? "2026-11-25T"
                         : woman < 24 ? "2026-11-30T"
                                      : "2026-12-02T";
        constexpr std::array hours{"09:30", "10:30", "11:30"};
        book(contact, "one-to-one-mornings", std::string{day} + hours[static_cast<std::size_t>(woman % 3)],
             woman / 3 % 2 == 0 ? "jo" : "sam", woman / 3 % 2);
    }
    const auto closed =
        demo_with(R"(rrule = "FREQ=WEEKLY;BYDAY=MO,WE,TH")", R"(rrule = "FREQ=WEEKLY;BYDAY=FR")");
    const Plan read = plan(closed);
    ASSERT_EQ(read.changes.size(), 30U);
    ASSERT_FALSE(read.rounds.empty());
    for (const auto& round : read.rounds)
        EXPECT_TRUE(scheduler::check(round.problem, round.placement).empty());
    ASSERT_TRUE(apply(closed, read.digest));
    EXPECT_EQ(bookings("booked"), 30) << "moved, or standing till she answers";
    EXPECT_EQ(
        rig.number_of("SELECT COUNT(*) FROM (SELECT clinic, date, place FROM place GROUP BY clinic, date, "
                      "place HAVING COUNT(*) > 1) t"),
        0);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'place_kept'"), 30);
    // Whoever waited longer is never left without a place that somebody who waited less was given.
    bool somebody_has_none = false;
    for (const PlannedChange& change : read.changes) {
        if (change.to || !change.choices.empty()) {
            EXPECT_FALSE(somebody_has_none);
        } else {
            somebody_has_none = true;
        }
    }
    rig.deliver();
    for (const auto& text : rig.network.sent) EXPECT_THAT(text.body, testing::StartsWith("Sorry, "));
}

INSTANTIATE_TEST_SUITE_P(Stores, Replan, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::service
