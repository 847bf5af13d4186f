// drop-in, ran-over, series and queue, as an operator types them beside a daemon.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/base/ids.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/storage/bookings.hpp"
#include "gateway/storage/contacts.hpp"
#include "gateway/storage/texts.hpp"
#include "tests/gateway/cli/command_line.hpp"
#include "tests/gateway/cli/store.hpp"

namespace offing::cli {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

/// Open day and night, so that the tests don't look at the clock.
constexpr const char* always_open = R"(id = "t"
name = "T"
[[site]]
id = "s"
nickname = "the blue door"
[[worker]]
id = "jo"
first_name = "Jo"
[[worker]]
id = "sam"
first_name = "Sam"
[[clinic]]
id = "door"
site = "s"
kind = "drop_in"
workers = ["sam"]
rrule = "FREQ=DAILY"
first_date = "2026-01-01"
opens = "00:00"
closes = "24:00"
open_on_bank_holidays = true
[[clinic]]
id = "talks"
site = "s"
workers = ["jo"]
rrule = "FREQ=DAILY"
first_date = "2026-01-01"
opens = "09:00"
closes = "17:00"
open_on_bank_holidays = true
)";

class Visits : public testing::Test {
protected:
    void SetUp() override {
        here.folder.write("service.toml", always_open);
        const Ran imported = run({"service", "import", here.file("service.toml")});
        ASSERT_EQ(imported.code, 0) << imported.err;
    }

    Ran run(std::vector<std::string> words) {
        words.insert(words.end(), {"--config", here.config()});
        return run_command(
            [](CLI::App& app) {
                add_service(app);
                add_visits(app);
                add_queue(app);
                add_send_test(app);
                add_reconcile(app);
            },
            std::move(words));
    }
    template <typename Work>
    auto store(Work work) {
        return in_store(here, std::move(work));
    }
    std::string add_woman(const std::string& number) {
        return store([&](storage::Transaction& transaction, const storage::Vault& vault, Timestamp now) {
            const auto contact = storage::add_enquirer(transaction, vault, number, now, now);
            storage::Person person;
            person.waiting_since = now;
            storage::add_person(transaction, contact, person, "", now);
            return contact.id;
        });
    }
    /// With Jo, `ahead` of now.
    void book(const std::string& id, const std::string& contact, std::chrono::minutes ahead, int place) {
        store([&](storage::Transaction& transaction, const storage::Vault&, Timestamp now) {
            const scheduler::Instant starts = to_minutes(now) + ahead;
            storage::add_booking(
                transaction,
                {.id = id,
                 .contact = contact,
                 .key = {"talks", scheduler::date_of(scheduler::LocalTime{starts.time_since_epoch()}), place},
                 .starts = starts,
                 .ends = starts + 30min,
                 .worker = "jo"},
                now);
            return 0;
        });
    }

    Deployment here;
};

TEST_F(Visits, ADropInIsCountedAndShownAsItStands) {
    EXPECT_THAT(run({"drop-in"}).out, HasSubstr("door, 00:00 to 00:00: open, 0 waiting, 0 with 1 worker"));
    EXPECT_THAT(run({"drop-in", "door", "came"}).out, HasSubstr("1 waiting"));
    EXPECT_THAT(run({"drop-in", "door", "began"}).out,
                AllOf(HasSubstr("0 waiting, 1 with"), HasSubstr("a wait of")));
    EXPECT_THAT(run({"drop-in", "door", "closed"}).out, HasSubstr("closed_early"));
    const Ran nothing_to_end = run({"drop-in", "door", "left"});
    EXPECT_EQ(nothing_to_end.code, 1) << "nobody waits";
    EXPECT_THAT(nothing_to_end.err, HasSubstr("offing drop-in: door: "));
    EXPECT_NE(run({"drop-in", "door", "exploded"}).code, 0);
    EXPECT_EQ(run({"drop-in", "nobodys", "came"}).code, 1);
}

TEST_F(Visits, AVisitThatRunsOverTellsOfWhoeverBeginsLate) {
    book("first", add_woman("+447700900801"), 5min, 0);
    book("second", add_woman("+447700900802"), 35min, 1);
    EXPECT_THAT(run({"ran-over", "first", "25"}).out, HasSubstr("second begins 25 minutes late: "));
    EXPECT_THAT(run({"ran-over", "second", "25"}).out, HasSubstr("Nobody after it begins late"));
    EXPECT_THAT(run({"ran-over", "third", "25"}).err, HasSubstr("there is no booked time third"));
}

TEST_F(Visits, ASeriesIsShownFirstAndBookedByItsNumber) {
    const std::string her = add_woman("+447700900803");
    const Ran shown = run({"series", her, "--times", "3"});
    EXPECT_THAT(shown.out, AllOf(HasSubstr("1  with Jo:"), HasSubstr("Nothing is booked yet")));
    EXPECT_THAT(run({"series", her, "--times", "3", "--book", "1"}).out, HasSubstr("Booked: 3  with Jo:"));
    EXPECT_EQ(store([&](storage::Transaction& transaction, const storage::Vault&, Timestamp) {
                  return transaction.run("SELECT id FROM booking WHERE status = 'booked'").size();
              }),
              3U);
    EXPECT_EQ(run({"series", her, "--times", "3", "--book", "3"}).code, 1) << "there is but one worker";
    EXPECT_THAT(run({"series", "nobody"}).err, HasSubstr("not in touch"));
}

TEST_F(Visits, TheQueueIsShownAndAPersonDecidesAboutATextOnce) {
    const std::string her = add_woman("+447700900804");
    EXPECT_THAT(run({"queue", "show"}).out, HasSubstr("answers: 0 due, 0 later"));
    store([&](storage::Transaction& transaction, const storage::Vault&, Timestamp now) {
        const auto at = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
        transaction.run(
            "INSERT INTO outbound (id, contact, template, template_version, language, priority, due_at, "
            "expires_at, status, provider, created_at, settled_at, asked) VALUES ('t-1', $1, 'noted', 1, "
            "'en-GB', "
            "1, $2, $3, 'unknown', 'handset', $2, $2, 1)",
            {her, std::int64_t{at}, std::int64_t{at + 3'600'000}});
        return 0;
    });
    EXPECT_THAT(run({"queue", "show"}).out, AllOf(HasSubstr("May have gone out"), HasSubstr("t-1  noted")));
    EXPECT_THAT(run({"queue", "show", "--json"}).out, HasSubstr(R"("unknown":[{"id":"t-1")"));
    EXPECT_EQ(run({"queue", "park", "t-1"}).code, 0);
    const Ran again = run({"queue", "park", "t-1"});
    EXPECT_EQ(again.code, 1);
    EXPECT_THAT(again.err, HasSubstr("offing queue show lists"));
    EXPECT_EQ(run({"queue", "retry", "t-0"}).code, 1);
}

TEST_F(Visits, ATestTextGoesToNoWomanAndToNoLandline) {
    add_woman("+447700900805");
    EXPECT_THAT(run({"send-test", "--to", "07700 900805"}).err,
                HasSubstr("a woman in touch with the service"));
    EXPECT_THAT(run({"send-test", "--to", "020 7946 0123"}).err,
                HasSubstr("is not a number that texts can go to"));
    EXPECT_THAT(run({"send-test", "--to", "07700 900806", "--by", "acme"}).err,
                HasSubstr("acme is no account of the settings, which have: handset"));
}

TEST_F(Visits, ReconcilingSaysWhoCantBeAsked) {
    const Ran ran = run({"reconcile"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("handset: can't be asked"));
    EXPECT_NE(run({"reconcile", "--hours", "9999"}).code, 0);
}

}  // namespace
}  // namespace offing::cli
