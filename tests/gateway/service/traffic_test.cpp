// Which account a text goes by, and how fast.

#include "gateway/service/traffic.hpp"

#include <gtest/gtest.h>

#include "gateway/provider/registry.hpp"

namespace offing::service {
namespace {

using provider::SendOutcome;
using storage::Priority;
using namespace std::chrono_literals;

constexpr Timestamp start{std::chrono::milliseconds{1'763'000'000'000}};

Account account(const std::string& name, double rate, double weight = 1) {
    auto made = provider::make_provider({.name = name,
                                         .kind = "simulator",
                                         .sender = "+447700900000",
                                         .public_base = "http://127.0.0.1",
                                         .secrets = {"a secret of the test's own"},
                                         .options = {}});
    return {.name = name,
            .provider = std::move(made.value()),
            .texts_per_second = rate,
            .kind = name,
            .weight = weight};
}

Accounts two(double weight_of_second = 1) {
    Accounts accounts;
    accounts.emplace("first", account("first", 100));
    accounts.emplace("second", account("second", 100, weight_of_second));
    return accounts;
}

SendOutcome outcome(SendOutcome::Kind kind, std::chrono::seconds wait = 0s) {
    return {.kind = kind, .provider_id = {}, .code = {}, .retry_after = wait};
}

void fail(Traffic& traffic, std::string_view name, int times, Timestamp now) {
    for (int n = 0; n < times; ++n) {
        traffic.posted(name, Priority::answer, now);
        traffic.answered(name, Priority::answer, outcome(SendOutcome::Kind::temporary), 0ms, now);
    }
}

int share_of(Traffic& traffic, std::string_view name, Timestamp now) {
    int mine = 0;
    for (int n = 0; n < 1000; ++n) mine += traffic.choose("woman-" + std::to_string(n), "", "", now) == name;
    return mine;
}

TEST(TokenBucket, GivesNoMoreThanItsRateOverAnyStretch) {
    TokenBucket bucket{2, 3};
    int taken = 0;
    for (Timestamp now = start; now < start + 60s; now += 10ms)
        if (bucket.tokens(now) >= 1) bucket.take(now), ++taken;
    EXPECT_GE(taken, 119);
    EXPECT_LE(taken, 3 + 120);
}

TEST(TokenBucket, SaysWhenTheNextOneIsThere) {
    TokenBucket bucket{0.5, 1};
    EXPECT_EQ(bucket.next_token(start), 0ms);
    bucket.take(start);
    EXPECT_EQ(bucket.next_token(start), 2000ms);
    EXPECT_EQ(bucket.next_token(start + 2s), 0ms);
}

TEST(TokenBucket, GoesOnAfterTheClockWasSetBack) {
    TokenBucket bucket{1, 1};
    bucket.tokens(start);
    bucket.take(start);
    EXPECT_LT(bucket.tokens(start - 1h), 1);
    EXPECT_GE(bucket.tokens(start - 1h + 1s), 1);
}

TEST(Health, ABurstOfTroubleTakesAQuarterAndQuietTimeGivesItBack) {
    Health health;
    health.note(true, start);
    health.note(true, start);
    EXPECT_EQ(health.share(start), 1.0) << "two failures are no burst";
    health.note(true, start);
    EXPECT_EQ(health.share(start), 0.75);
    EXPECT_EQ(health.share(start + 59s), 0.75);
    EXPECT_EQ(health.share(start + 60s), 1.0);
}

TEST(Health, OneFailureAmongManySuccessesIsNoTrouble) {
    Health health;
    for (int n = 0; n < 100; ++n) health.note(n % 8 == 0, start);
    EXPECT_EQ(health.share(start), 1.0);
}

TEST(Health, RisesByStepsAndNotAtOnce) {
    Health health;
    for (int n = 0; n < 12; ++n) health.note(true, start);
    EXPECT_EQ(health.share(start), 0.0);
    EXPECT_EQ(health.share(start + 60s), 0.25);
    EXPECT_EQ(health.share(start + 130s), 0.5);
    EXPECT_EQ(health.share(start + 10min), 1.0);
}

TEST(Traffic, KeepsATokenBackForAnswers) {
    Accounts accounts;
    accounts.emplace("only", account("only", 1));
    Traffic traffic{accounts};
    EXPECT_EQ(traffic.room("only", start).reminders, 1);
    traffic.posted("only", Priority::reminder, start);
    EXPECT_EQ(traffic.room("only", start).reminders, 0);
    EXPECT_EQ(traffic.room("only", start).urgent, 1) << "an answer leaves at once all the same";
}

TEST(Traffic, KeepsLanesBackForAnswersWhenACompanyHangs) {
    Accounts accounts;
    accounts.emplace("only", account("only", 1000));
    Traffic traffic{accounts};
    for (int n = 0; n < 12; ++n) traffic.posted("only", Priority::reminder, start);
    EXPECT_EQ(traffic.room("only", start).reminders, 0);
    EXPECT_EQ(traffic.room("only", start).urgent, 4);
}

TEST(Traffic, SharesOneCompanysLimitAmongItsSenders) {
    Accounts accounts;
    for (const std::string name : {"a", "b"}) {
        accounts.emplace(name, account(name, 1000));
        accounts.find(name)->second.kind = "same";
    }
    Traffic traffic{accounts};
    for (int n = 0; n < 1000; ++n) {
        traffic.posted("a", Priority::answer, start);
        traffic.answered("a", Priority::answer, outcome(SendOutcome::Kind::accepted), 0ms, start);
    }
    EXPECT_EQ(traffic.room("b", start).urgent, 0);
    EXPECT_GT(traffic.room("b", start + 1s).urgent, 0);
}

TEST(Traffic, PausesAsLongAsTheCompanyAsksAndLongerEachTime) {
    const Accounts accounts = two();
    Traffic traffic{accounts};
    traffic.posted("first", Priority::answer, start);
    traffic.answered("first", Priority::answer, outcome(SendOutcome::Kind::throttled, 30s), 0ms, start);
    EXPECT_EQ(traffic.room("first", start + 29s).urgent, 0);
    EXPECT_GT(traffic.room("first", start + 30s).urgent, 0);
    EXPECT_GT(traffic.room("second", start).urgent, 0) << "the other goes on";
    EXPECT_EQ(traffic.share("first", start), 1.0) << "it works; we were too fast";
}

TEST(Traffic, GivesAWomanTheSameAccountEachTimeAndSharesThemOut) {
    const Accounts accounts = two();
    Traffic traffic{accounts};
    for (int n = 0; n < 50; ++n) {
        const std::string woman = "woman-" + std::to_string(n);
        EXPECT_EQ(traffic.choose(woman, "", "", start), traffic.choose(woman, "", "", start));
    }
    EXPECT_NEAR(share_of(traffic, "first", start), 500, 70);
}

TEST(Traffic, AnswersByTheNumberSheTexted) {
    const Accounts accounts = two();
    Traffic traffic{accounts};
    for (int n = 0; n < 50; ++n)
        EXPECT_EQ(traffic.choose("woman-" + std::to_string(n), "second", "", start), "second");
}

TEST(Traffic, MovesTextsAwayByStepsAndBackInQuietTime) {
    const Accounts accounts = two();
    Traffic traffic{accounts};
    fail(traffic, "first", 3, start);
    const int after_one_burst = share_of(traffic, "first", start);
    EXPECT_NEAR(after_one_burst, 429, 70);  // 0.75 of 1.75
    fail(traffic, "first", 9, start);
    EXPECT_EQ(share_of(traffic, "first", start), 0);
    EXPECT_EQ(traffic.choose("woman-1", "first", "", start), "second") << "even where she texted it";
    EXPECT_GT(share_of(traffic, "first", start + 61s), 100);
    EXPECT_LT(share_of(traffic, "first", start + 61s), after_one_burst);
    EXPECT_NEAR(share_of(traffic, "first", start + 1h), 500, 70);
}

TEST(Traffic, UsesAnAccountInReserveOnlyInNeed) {
    const Accounts accounts = two(0);
    Traffic traffic{accounts};
    EXPECT_EQ(share_of(traffic, "second", start), 0);
    fail(traffic, "first", 12, start);
    EXPECT_EQ(share_of(traffic, "second", start), 1000);
}

TEST(Traffic, FallsBackToWhatThereIsWhenNothingWorks) {
    const Accounts accounts = two();
    Traffic traffic{accounts};
    fail(traffic, "first", 12, start);
    fail(traffic, "second", 12, start);
    EXPECT_NEAR(share_of(traffic, "first", start), 500, 70);
}

TEST(Traffic, TriesTheOtherAfterAFailure) {
    const Accounts accounts = two();
    Traffic traffic{accounts};
    for (int n = 0; n < 50; ++n)
        EXPECT_EQ(traffic.choose("woman-" + std::to_string(n), "first", "first", start), "second");
}

}  // namespace
}  // namespace offing::service
