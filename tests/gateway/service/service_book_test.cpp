#include "gateway/service/service_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "config/service_edit.hpp"
#include "gateway/service/service_warnings.hpp"
#include "gateway/service/stranded.hpp"
#include "gateway/storage/service_versions.hpp"
#include "tests/support/rig.hpp"

namespace offing::service {
namespace {

using support::Rig;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view her = "+447700900123";

class ServiceBookTest : public ::testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        const auto loaded = config::load_service(OFFING_ROOT "/config/demo/service.toml").value();
        ASSERT_TRUE(rig.database->transact_now([&](storage::Transaction& transaction) {
            return storage::add_service(transaction, loaded.bundle.text, loaded.bundle.files,
                                        rig.clock.now());
        }));
    }
    ServiceVersion latest() { return wait(book.latest()).value(); }
    config::ServiceFile without(std::string_view clinic, std::string_view date) {
        return config::put_exception(*latest().file, clinic,
                                     {{"date", {std::string{date}}}, {"change", {"cancelled"}}})
            .value();
    }
    storage::DiaryRows rows() {
        return rig.database
            ->read_now([&](storage::Transaction& transaction) {
                const auto now = rig.clock.now();
                return storage::diary_rows(transaction, to_minutes(now),
                                           to_minutes(now) + std::chrono::days{60}, now);
            })
            .value();
    }

    template <typename T>
    T wait(Task<T> task) {
        auto answer = boost::asio::co_spawn(rig.io, std::move(task), boost::asio::use_future);
        rig.io.restart();
        rig.io.run();
        return answer.get();
    }

    Rig rig{GetParam()};
    ServiceBook book{*rig.database, rig.clock};
};

TEST_P(ServiceBookTest, SavesAChangeAsANewVersion) {
    const auto before = latest();
    const auto saved = wait(book.save(before, without("evening", "2026-12-08"), "somebody"));
    ASSERT_TRUE(saved);
    EXPECT_EQ(saved->number, before.number + 1);
    ServiceBook another{*rig.database, rig.clock};
    EXPECT_THAT(wait(another.latest())->file->service.find_clinic("evening")->exceptions, SizeIs(1));
    EXPECT_EQ(*wait(another.at(before.number))->file, *before.file);
}

TEST_P(ServiceBookTest, RefusesTheSecondOfTwoWhoChangeTheSame) {
    const auto before = latest();
    ASSERT_TRUE(wait(book.save(before, without("evening", "2026-12-08"), "one")));
    const auto second = wait(book.save(before, without("evening", "2026-12-15"), "two"));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Error::Kind::conflict);
    EXPECT_THAT(latest().file->service.find_clinic("evening")->exceptions, SizeIs(1));
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'service_changed'"), 1);
}

TEST_P(ServiceBookTest, PutsOnRecordWhichPartsChangedAndByWhom) {
    ASSERT_TRUE(wait(book.save(latest(), without("evening", "2026-12-08"), "staff-7")));
    const auto line = rig.column("SELECT body FROM ledger_event WHERE kind = 'service_changed'").at(0);
    EXPECT_THAT(line, HasSubstr(R"("by":"staff-7")"));
    EXPECT_THAT(line, HasSubstr(R"("parts":["clinic evening"])"));
}

TEST_P(ServiceBookTest, SaysThatThereIsNoSuchVersion) {
    EXPECT_EQ(wait(book.at(99)).error().kind, Error::Kind::not_found);
}

TEST_P(ServiceBookTest, KnowsWhoseTimeAChangeWouldTake) {
    rig.add_woman(her);
    rig.say(her, "can i come thurs 3 dec");
    rig.say(her, "1");
    const auto booked = rows();
    ASSERT_THAT(booked.bookings, SizeIs(1));
    const auto& key = booked.bookings.front().key;
    const auto& service = latest().file->service;
    EXPECT_THAT(stranded_by(service, without(key.clinic, scheduler::spell(key.date)).service, booked),
                SizeIs(1));
    EXPECT_THAT(stranded_by(service, without("evening", "2026-12-08").service, booked), IsEmpty());
}

TEST_P(ServiceBookTest, ShowsEachPlaceOfASessionAsItStands) {
    rig.add_woman(her);
    rig.say(her, "can i come thurs 3 dec");
    const auto within = *scheduler::Interval::make(to_minutes(rig.clock.now()),
                                                   to_minutes(rig.clock.now()) + std::chrono::days{30});
    const auto file = latest().file;
    const auto count = [&](PlaceState state) {
        std::size_t all = 0;
        for (const auto& seen : see(file->service, scheduler::sessions_of(file->service, within), rows()))
            all += seen.count(state);
        return all;
    };
    EXPECT_GT(count(PlaceState::held), 0U);
    EXPECT_EQ(count(PlaceState::booked), 0U);
    rig.say(her, "1");
    EXPECT_EQ(count(PlaceState::booked), 1U);
    EXPECT_GT(count(PlaceState::free), 20U);
}

INSTANTIATE_TEST_SUITE_P(, ServiceBookTest, ::testing::Values("sqlite", "postgres"));

scheduler::Date on(std::string_view text) { return scheduler::parse_date(text).value(); }

std::vector<std::string> words_of(const scheduler::Service& service, ServiceWarning::Kind kind) {
    std::vector<std::string> words;
    for (const auto& each : warnings_of(service, on("2026-12-14"), 6))
        if (each.kind == kind) words.push_back(scheduler::spell(each.date) + " " + each.words);
    return words;
}

TEST(ServiceWarnings, NameASessionThatTooFewAreThereFor) {
    auto service = config::load_service(OFFING_ROOT "/config/demo/service.toml").value().file.service;
    EXPECT_THAT(words_of(service, ServiceWarning::Kind::unstaffed), Not(Contains(HasSubstr("2026-12-15"))));
    const auto file =
        config::add_absence({service, {}}, "nell", {{"first", {"2026-12-15"}}, {"last", {"2026-12-15"}}});
    EXPECT_THAT(words_of(file->service, ServiceWarning::Kind::unstaffed),
                Contains(HasSubstr("2026-12-15 a late chat can't open: 1 of 2 workers are there")));
}

TEST(ServiceWarnings, NameAWeekOfHolidaysWithFewerHoursForWhoBringsSomeone) {
    auto service = config::load_service(OFFING_ROOT "/config/demo/service.toml").value().file.service;
    std::erase_if(service.clinics, [](const auto& clinic) { return clinic.id == "holiday-mornings"; });
    for (auto& clinic : service.clinics)
        if (clinic.id == "women-only") clinic.runs = scheduler::Clinic::Runs::term_only;
    EXPECT_THAT(words_of(service, ServiceWarning::Kind::fewer_in_holidays),
                Contains(HasSubstr("2026-12-21 Schools are closed and 0 hours welcome children")));
}

TEST(ServiceWarnings, NameAWeekWithoutAnHourForWomenOnly) {
    auto service = config::load_service(OFFING_ROOT "/config/demo/service.toml").value().file.service;
    EXPECT_THAT(words_of(service, ServiceWarning::Kind::no_women_only), IsEmpty());
    for (auto& clinic : service.clinics) clinic.audience = scheduler::Audience::everyone;
    EXPECT_THAT(words_of(service, ServiceWarning::Kind::no_women_only), SizeIs(6));
}

}  // namespace
}  // namespace offing::service
