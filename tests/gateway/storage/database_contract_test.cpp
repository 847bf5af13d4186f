// What every engine behind the Database port promises, checked on each.

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <limits>
#include <semaphore>
#include <thread>

#include "gateway/storage/database.hpp"
#include "tests/support/test_store.hpp"

namespace offing::storage {
namespace {

namespace asio = boost::asio;
using Kind = Error::Kind;

class DatabaseContract : public testing::TestWithParam<const char*> {
protected:
    DatabaseContract() : store_{GetParam()}, database_{store_.open()} {
        const auto made = database_->transact_now([](Transaction& t) {
            t.run("CREATE TABLE note (id TEXT PRIMARY KEY, number BIGINT, words TEXT, body BYTEA)");
        });
        EXPECT_TRUE(made) << made.error().what;
    }

    Result<void> add(const std::string& id, std::int64_t number = 0) {
        return add_to(*database_, id, number);
    }
    static Result<void> add_to(Database& database, const std::string& id, std::int64_t number = 0) {
        return database.transact_now(
            [&](Transaction& t) { t.run("INSERT INTO note (id, number) VALUES ($1, $2)", {id, number}); });
    }
    std::int64_t count() { return count_in(*database_); }
    static std::int64_t count_in(Database& database) {
        return database
            .read_now([](Transaction& t) { return t.run("SELECT count(*) FROM note").front().integer(0); })
            .value();
    }

    /// Runs `waiters` coroutines at once on two threads and waits for all.
    template <typename Body>
    static void run_beside_each_other(int waiters, Body body) {
        asio::io_context io;
        for (int i = 0; i < waiters; ++i) {
            asio::co_spawn(io, body(i), [](const std::exception_ptr& failed) {
                if (failed) std::rethrow_exception(failed);
            });
        }
        std::jthread second{[&] { io.run(); }};
        io.run();
    }

    support::TestStore store_;
    std::unique_ptr<Database> database_;
};

Task<void> insert_note(Database& database, std::string id, Result<void>& outcome) {
    outcome = co_await database.transact([id](Transaction& t) {
        t.run("INSERT INTO note (id, number) VALUES ($1, $2)", {id, std::int64_t{1}});
    });
}

TEST_P(DatabaseContract, SaysWhichEngineItIs) { EXPECT_EQ(database_->engine(), GetParam()); }

TEST_P(DatabaseContract, KeepsWhatAUnitOfWorkWroteAndHandsBackItsAnswer) {
    const auto answer = database_->transact_now([](Transaction& t) {
        t.run("INSERT INTO note (id, number) VALUES ($1, $2)", {"a", std::int64_t{7}});
        return t.run("SELECT number FROM note WHERE id = $1", {"a"}).front().integer(0);
    });
    EXPECT_EQ(answer, 7);
    EXPECT_EQ(count_in(*store_.open()), 1);
}

TEST_P(DatabaseContract, LeavesNothingOfAUnitThatThrows) {
    const auto failed = database_->transact_now([](Transaction& t) {
        t.run("INSERT INTO note (id) VALUES ($1)", {"a"});
        throw std::runtime_error{"with words of her text in it"};
    });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, Kind::io);
    EXPECT_EQ(failed.error().what.find("words"), std::string::npos);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseContract, ReportsAValueThatIsThereAlreadyAsAConflict) {
    ASSERT_TRUE(add("a"));
    const auto again = add("a");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, Kind::conflict);
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseContract, TakesAUnitBackThatFindsSomebodyElseWasFirst) {
    const auto outcome = database_->transact_now([](Transaction& t) {
        t.run("INSERT INTO note (id) VALUES ($1)", {"a"});
        throw StatementFailed{StatementFailed::Why::conflict, "taken meanwhile"};
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, Kind::conflict);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseContract, AUnitThatFailsDoesNotHarmItsNeighbours) {
    ASSERT_TRUE(add("taken"));
    constexpr int units = 64;
    std::vector<Result<void>> outcomes(units);
    run_beside_each_other(units, [&](int i) {
        const bool fails = i % 4 == 0;
        return insert_note(*database_, fails ? "taken" : "n" + std::to_string(i),
                           outcomes[static_cast<std::size_t>(i)]);
    });
    for (int i = 0; i < units; ++i) {
        const auto& outcome = outcomes[static_cast<std::size_t>(i)];
        if (i % 4 == 0) {
            ASSERT_FALSE(outcome);
            EXPECT_EQ(outcome.error().kind, Kind::conflict);
        } else {
            EXPECT_TRUE(outcome) << outcome.error().what;
        }
    }
    EXPECT_EQ(count(), 1 + units * 3 / 4);
}

TEST_P(DatabaseContract, ReportsABrokenStatementWithoutItsValues) {
    const auto failed = database_->transact_now(
        [](Transaction& t) { t.run("INSERT INTO nowhere (id) VALUES ($1)", {"07700 900123"}); });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, Kind::io);
    EXPECT_EQ(failed.error().what.find("900123"), std::string::npos);
    EXPECT_TRUE(add("the next one is fine"));
}

TEST_P(DatabaseContract, RefusesMoreOrFewerValuesThanParameters) {
    for (const std::vector<Value>& values : {std::vector<Value>{}, std::vector<Value>{"a", "b"}}) {
        const auto failed = database_->transact_now(
            [&](Transaction& t) { t.run("INSERT INTO note (id) VALUES ($1)", std::span{values}); });
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().kind, Kind::io);
    }
}

TEST_P(DatabaseContract, BindsParametersByNumberInAnyOrderAndMoreThanOnce) {
    const auto row = database_->transact_now([](Transaction& t) {
        t.run("INSERT INTO note (number, id) VALUES ($2, $1)", {"a", std::int64_t{5}});
        return t.run("SELECT id FROM note WHERE number = $2 AND id = $1 AND $2 < number + 1",
                     {"a", std::int64_t{5}});
    });
    ASSERT_TRUE(row) << row.error().what;
    EXPECT_EQ(row->size(), 1U);
}

TEST_P(DatabaseContract, HandsBackEveryValueAsItWas) {
    using namespace std::string_literals;
    Bytes long_bytes(1 << 20);
    for (std::size_t i = 0; i < long_bytes.size(); ++i)
        long_bytes[i] = static_cast<std::uint8_t>(i * 31 >> 3);
    const std::vector<std::int64_t> numbers{0, -1, std::numeric_limits<std::int64_t>::min(),
                                            std::numeric_limits<std::int64_t>::max()};
    const std::vector<std::string> texts{"", "caf\u00e9 \U0001F600 \u202eabc", std::string(1 << 20, 'x'),
                                         "'; -- \\"};
    const std::vector<Bytes> bytes{{}, as_bytes("\0a\0"s), as_bytes("\xff\xfe"), long_bytes};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto row = database_->transact_now([&](Transaction& t) {
            t.run("DELETE FROM note");
            t.run("INSERT INTO note (id, words, number, body) VALUES ('a', $1, $2, $3)",
                  {texts[i], numbers[i], bytes[i]});
            return t.run("SELECT words, number, body FROM note").front();
        });
        ASSERT_TRUE(row) << row.error().what;
        EXPECT_EQ(row->text(0), texts[i]);
        EXPECT_EQ(row->integer(1), numbers[i]);
        EXPECT_EQ(row->bytes(2), bytes[i]);
    }
}

TEST_P(DatabaseContract, TellsNullFromEmpty) {
    const auto row = database_->transact_now([](Transaction& t) {
        t.run("INSERT INTO note (id, number, body) VALUES ($1, $2, $3)", {"", Value{}, Bytes{}});
        return t.run("SELECT id, number, body FROM note").front();
    });
    ASSERT_TRUE(row) << row.error().what;
    EXPECT_EQ(row->maybe_text(0), "");
    EXPECT_EQ(row->maybe_integer(1), std::nullopt);
    EXPECT_FALSE(row->is_null(2));
    EXPECT_TRUE(row->bytes(2).empty());
}

TEST_P(DatabaseContract, RefusesTextThatIsNotUtf8OrHoldsANul) {
    using namespace std::string_literals;
    for (const std::string& text :
         {"a\0b"s, "\xff"s, "\xc3"s, "\xed\xa0\x80"s, "\xc0\xaf"s, "\xf4\x90\x80\x80"s}) {
        const auto failed = add(text);
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().kind, Kind::io);
    }
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseContract, AnswersSumsAndCountsAsIntegers) {
    ASSERT_TRUE(add("a", 40));
    ASSERT_TRUE(add("b", 2));
    const auto row = database_->read_now(
        [](Transaction& t) { return t.run("SELECT count(*), sum(number), max(id) FROM note").front(); });
    ASSERT_TRUE(row) << row.error().what;
    EXPECT_EQ(row->integer(0), 2);
    EXPECT_EQ(row->integer(1), 42);
    EXPECT_EQ(row->text(2), "b");
}

TEST_P(DatabaseContract, CountsTheRowsThatAChangeTouched) {
    const auto touched = database_->transact_now([](Transaction& t) {
        const auto add = [&t](const char* id) {
            return t.change("INSERT INTO note (id, number) VALUES ($1, 1) ON CONFLICT (id) DO NOTHING", {id});
        };
        std::vector<std::int64_t> counts{add("a"), add("b"), add("b")};
        counts.push_back(t.change("UPDATE note SET number = 2 WHERE number = $1", {std::int64_t{1}}));
        counts.push_back(t.change("UPDATE note SET number = 3 WHERE number = $1", {std::int64_t{1}}));
        counts.push_back(t.change("DELETE FROM note WHERE id = $1", {"a"}));
        return counts;
    });
    EXPECT_EQ(touched.value(), (std::vector<std::int64_t>{1, 1, 0, 2, 0, 1}));
}

TEST_P(DatabaseContract, NeverReadsAColumnAsAnotherType) {
    ASSERT_TRUE(add("a", 1));
    const auto failed =
        database_->read_now([](Transaction& t) { return t.run("SELECT id FROM note").front().integer(0); });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, Kind::io);
}

TEST_P(DatabaseContract, ReadsDoNotWrite) {
    const auto failed =
        database_->read_now([](Transaction& t) { t.run("INSERT INTO note (id) VALUES ($1)", {"a"}); });
    ASSERT_FALSE(failed);
    EXPECT_EQ(count(), 0);
    EXPECT_TRUE(add("a"));
}

TEST_P(DatabaseContract, AReadSeesOneMomentHoweverMuchIsWrittenMeanwhile) {
    ASSERT_TRUE(add("a"));
    const auto counts = database_->read_now([&](Transaction& t) {
        const std::int64_t before = t.run("SELECT count(*) FROM note").front().integer(0);
        EXPECT_TRUE(add("b"));
        return std::pair{before, t.run("SELECT count(*) FROM note").front().integer(0)};
    });
    ASSERT_TRUE(counts) << counts.error().what;
    EXPECT_EQ(*counts, (std::pair<std::int64_t, std::int64_t>{1, 1}));
    EXPECT_EQ(count(), 2);
}

Task<void> count_up(Database& database, int times) {
    for (int i = 0; i < times; ++i) {
        auto done = co_await database.transact([](Transaction& t) {
            const std::int64_t was =
                t.run("SELECT number FROM note WHERE id = $1", {"counter"}).front().integer(0);
            t.run("UPDATE note SET number = $1 WHERE id = $2", {was + 1, "counter"});
        });
        EXPECT_TRUE(done) << done.error().what;
    }
}

TEST_P(DatabaseContract, LosesNoUpdateBetweenTwoProcesses) {
    ASSERT_TRUE(add("counter", 0));
    const auto second = store_.open();
    run_beside_each_other(4, [&](int i) { return count_up(i % 2 == 0 ? *database_ : *second, 25); });
    const auto total = database_->read_now([](Transaction& t) {
        return t.run("SELECT number FROM note WHERE id = $1", {"counter"}).front().integer(0);
    });
    EXPECT_EQ(total, 100);
}

Task<void> lease_until_none(Database& database, std::int64_t holder, int& leased) {
    for (;;) {
        auto got = co_await database.transact([holder](Transaction& t) {
            const Rows rows = t.run(
                "UPDATE note SET number = $1 WHERE id IN (SELECT id FROM note WHERE number = 0 ORDER BY id "
                "LIMIT 5" +
                    std::string{t.skip_locked()} + ") RETURNING id",
                {holder});
            return static_cast<int>(rows.size());
        });
        if (!got) ADD_FAILURE() << got.error().what;
        if (!got || *got == 0) co_return;
        leased += *got;
    }
}

TEST_P(DatabaseContract, LeasesEachRowToOneHolderOnly) {
    constexpr int rows = 60;
    for (int i = 0; i < rows; ++i) ASSERT_TRUE(add("n" + std::to_string(i)));
    const auto second = store_.open();
    std::array<int, 4> leased{};
    run_beside_each_other(4, [&](int i) {
        return lease_until_none(i % 2 == 0 ? *database_ : *second, i + 1,
                                leased[static_cast<std::size_t>(i)]);
    });
    EXPECT_EQ(leased[0] + leased[1] + leased[2] + leased[3], rows);
}

TEST_P(DatabaseContract, ResumesOnTheExecutorThatWaits) {
    asio::io_context io;
    std::thread::id resumed_on;
    asio::co_spawn(
        io,
        [](Database& database, std::thread::id& seen) -> Task<void> {
            co_await database.transact([](Transaction& t) { t.run("DELETE FROM note"); });
            seen = std::this_thread::get_id();
        }(*database_, resumed_on),
        [](const std::exception_ptr&) {});
    io.run();
    EXPECT_EQ(resumed_on, std::this_thread::get_id());
}

TEST_P(DatabaseContract, FinishesWhatWaitsWhenItIsStopped) {
    constexpr int units = 50;
    asio::io_context io;
    std::vector<Result<void>> outcomes(units);
    std::binary_semaphore started{0}, go_on{0};
    std::jthread blocker{[&] {
        const auto done = database_->transact_now([&](Transaction&) {
            started.release();
            go_on.acquire();
        });
        EXPECT_TRUE(done);
    }};
    started.acquire();
    for (int i = 0; i < units; ++i) {
        asio::co_spawn(
            io, insert_note(*database_, "n" + std::to_string(i), outcomes[static_cast<std::size_t>(i)]),
            [](const std::exception_ptr&) {});
    }
    io.poll();
    std::jthread stopper{[&] { database_.reset(); }};
    go_on.release();
    io.run();
    stopper.join();
    for (const auto& outcome : outcomes) EXPECT_TRUE(outcome) << outcome.error().what;
    EXPECT_EQ(count_in(*store_.open()), units);
}

TEST_P(DatabaseContract, DropsWaitersQuietlyWhenTheirExecutorGoes) {
    {
        asio::io_context io;
        Result<void> outcome;
        asio::co_spawn(io, insert_note(*database_, "a", outcome), [](const std::exception_ptr&) {});
        io.poll();
        database_.reset();
    }
    EXPECT_EQ(count_in(*store_.open()), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, DatabaseContract, testing::Values("sqlite", "postgres"),
                         [](const auto& engine) { return std::string{engine.param}; });

}  // namespace
}  // namespace offing::storage
