#include "scheduler/calendar_out.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scheduler/a_service.hpp"

namespace offing::scheduler {
namespace {

using testing::HasSubstr;
using testing::Not;

const Interval two_weeks = between("2026-03-16T00:00", "2026-03-30T00:00");
const Instant now = london("2026-03-16T12:00");

TEST(CalendarOut, WritesSessionsInUtcWithNicknamesAlone) {
    Service service = harbour();
    service.clinics[0].label = "chat; tea, \\ cake";
    const std::string file = write_ics(service, two_weeks, {.clinic = "tue"}, now);
    EXPECT_THAT(
        file,
        HasSubstr("UID:tue-2026-03-17@harbour\r\nDTSTAMP:20260316T120000Z\r\nDTSTART:20260317T090000Z\r\n"
                  "DTEND:20260317T120000Z\r\nSUMMARY:chat\\; tea\\, \\\\ cake\r\n"));
    EXPECT_THAT(file, HasSubstr("LOCATION:the quay\r\n"));
    EXPECT_THAT(file, Not(HasSubstr("Harbour")));
    EXPECT_EQ(file, write_ics(service, two_weeks, {.clinic = "tue"}, now));
}

TEST(CalendarOut, NeverWritesAHiddenPlace) {
    Service service = harbour();
    service.sites[0].hidden = true;
    EXPECT_THAT(write_ics(service, two_weeks, {}, now), Not(HasSubstr("quay")));
}

TEST(CalendarOut, IsOfOneWorkerOrSite) {
    const Service service = harbour();
    EXPECT_THAT(write_ics(service, two_weeks, {.worker = "w-nell"}, now), Not(HasSubstr("UID:tue")));
    EXPECT_THAT(write_ics(service, two_weeks, {.worker = "w-nell"}, now), HasSubstr("UID:phone"));
    EXPECT_THAT(write_ics(service, two_weeks, {.site = "quay"}, now), Not(HasSubstr("UID:phone")));
}

TEST(CalendarOut, FoldsLongLinesBetweenCharacters) {
    Service service = harbour();
    service.clinics.resize(1);
    service.clinics[0].label = std::string(72 - 8, 'a') + "\u00e9\u00e9\u00e9" + std::string(200, 'b');
    const std::string file = write_ics(service, two_weeks, {}, now);
    std::size_t length = 0;
    for (const char letter : file) {
        length = letter == '\n' ? 0 : length + 1;
        EXPECT_LE(length, 76U);
    }
    std::string unfolded = file;
    for (std::size_t at = 0; (at = unfolded.find("\r\n ")) != std::string::npos;) unfolded.erase(at, 3);
    EXPECT_THAT(unfolded, HasSubstr("SUMMARY:" + service.clinics[0].label + "\r\n"));
}

TEST(Publishing, NamesSessionsThatAreNotSafelyStaffed) {
    Service service = harbour();
    service.clinics[0].minimum_staff = 2;
    service.workers[1].away = {between("2026-03-17T00:00", "2026-03-18T00:00")};
    const auto found = unstaffed_sessions(service, two_weeks);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].clinic, "tue");
    EXPECT_EQ(found[0].date, on("2026-03-17"));
    EXPECT_EQ(found[0].present, 1);
    EXPECT_EQ(found[0].needed, 2);
}

TEST(Publishing, WarnsOfHolidayWeeksWithFewerHoursThatWelcomeChildren) {
    Service service = harbour();
    const Interval weeks = between("2026-03-02T00:00", "2026-04-27T00:00");
    const auto thin = thin_holiday_weeks(service, weeks);
    ASSERT_EQ(thin.size(), 1U);  // Good Friday takes the Friday clinic of the first week
    EXPECT_EQ(thin[0].monday, on("2026-03-30"));
    EXPECT_EQ(thin[0].hours, std::chrono::minutes{0});
    EXPECT_EQ(thin[0].in_term, std::chrono::hours{2});
    service.clinics[2].exceptions = {
        {on("2026-04-01"), ClinicException::Change::added, clock("10:00"), clock("12:00")}};
    EXPECT_TRUE(thin_holiday_weeks(service, weeks).empty());
}

}  // namespace
}  // namespace offing::scheduler
