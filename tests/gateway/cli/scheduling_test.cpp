// occurrences, offers and calendar, as an operator types them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "gateway/cli/commands.hpp"
#include "tests/gateway/cli/command_line.hpp"

namespace offing::cli {
namespace {

using testing::HasSubstr;

const std::string demo = OFFING_ROOT "/config/demo/service.toml";

TEST(Occurrences, AreListedOneToALine) {
    const Ran ran =
        run_command(add_occurrences, {"occurrences", "--rrule", "FREQ=WEEKLY;BYDAY=TU", "--dtstart",
                                      "20260324T013000", "--tzid", "Europe/London", "--limit", "2"});
    EXPECT_EQ(ran.out, "20260324T013000\n20260331T013000\n");
    const Ran finer = run_command(add_occurrences,
                                  {"occurrences", "--rrule", "FREQ=HOURLY", "--dtstart", "20260324T013000"});
    EXPECT_EQ(finer.code, 1);
    EXPECT_THAT(finer.err, HasSubstr("HOURLY is finer than a clinic opens"));
}

TEST(Offers, AnswerAQuestionAgainstTheDemo) {
    const Ran ran =
        run_command(add_offers, {"offers", "--service", demo, R"({"now":"2026-11-16T09:00","person":{}})"});
    EXPECT_EQ(ran.code, 0);
    EXPECT_THAT(ran.out, HasSubstr(R"("reasons":["soonest")"));
    const Ran wrong = run_command(
        add_offers,
        {"offers", "--service", demo, R"({"now":"2026-11-16T09:00","person":{"wish":{"dayz":"mon"}}})"});
    EXPECT_EQ(wrong.code, 1);
    EXPECT_THAT(wrong.err, HasSubstr("person.wish.dayz is not a known key"));
}

TEST(Calendar, SaysWhetherADayIsASchoolDay) {
    const Ran ran = run_command(add_calendar, {"calendar", "show", "--service", demo, "--school", "st-hildas",
                                               "--date", "2026-10-22"});
    EXPECT_THAT(ran.out, HasSubstr("Thursday 22 October 2026 is no school day for st-hildas: holiday"));
}

TEST(Calendar, ADryRunChangesNothingAndABadFileNeither) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("offing_calendar_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "good.txt"} << "INSET day: 22 October 2026\n";
    std::ofstream{folder / "bad.txt"} << "INSET day: 22 October 2026\nHalf term: 30 February 2026\n";
    const std::string into = (folder / "schools.toml").string();
    const auto import = [&](const std::string& file, std::vector<std::string> more = {}) {
        std::vector<std::string> words{"calendar", "import", (folder / file).string(), "--school", "hill",
                                       "--into",   into};
        words.insert(words.end(), more.begin(), more.end());
        return run_command(add_calendar, words);
    };
    EXPECT_THAT(import("good.txt", {"--dry-run"}).out, HasSubstr("+ INSET day 2026-10-22"));
    EXPECT_EQ(import("bad.txt").code, 1);
    EXPECT_FALSE(std::filesystem::exists(into));
    EXPECT_EQ(import("good.txt").code, 0);
    EXPECT_THAT(import("good.txt").out, HasSubstr("0 changes"));
    std::filesystem::remove_all(folder);
}

TEST(Calendar, ImportsClinicsIntoAServiceFileAfterADryRun) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("offing_clinics_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "clinics.ics"}
        << "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:evening\r\n"
           "DTSTART:20260106T170000\r\nDTEND:20260106T210000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU\r\n"
           "END:VEVENT\r\nEND:VCALENDAR\r\n";
    const std::string into = (folder / "service.toml").string();
    const auto import = [&](const std::string& service, const std::string& more) {
        return run_command(add_calendar, {"calendar", "import-clinics", (folder / "clinics.ics").string(),
                                          "--service", service, "--into", into, more});
    };
    const Ran seen = import(demo, "--dry-run");
    EXPECT_THAT(seen.out, HasSubstr("  clinic evening, closes: 20:00 -> 21:00"));
    EXPECT_FALSE(std::filesystem::exists(into));
    EXPECT_THAT(import(demo, "--clinic=evening").out, HasSubstr("offing replan " + into));
    EXPECT_THAT(import(into, "--dry-run").out, HasSubstr("0 changes"));
    const Ran refused = import(demo, "--clinic=nobodys");
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("nothing was changed"));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace offing::cli
