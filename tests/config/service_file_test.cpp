#include "config/service_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

#include "tests/config/scratch_folder.hpp"

namespace offing::config {
namespace {

using testing::HasSubstr;

// A service without a mistake. Line numbers below count from its first line.
const std::string sound = R"(id = "quay"
name = "The quay"
council = "council"
usual_school_run = [{ from = "08:15", to = "09:15" }]
[[site]]
id = "quay-side"
nickname = "the blue door"
closed = ["2026-12-24"]
[[worker]]
id = "jo"
first_name = "Jo"
away = [{ first = "2026-03-02", last = "2026-03-03" }]
[[worker]]
id = "sam"
first_name = "Sam"
[[clinic]]
id = "mornings"
site = "quay-side"
label = "a chat"
workers = ["jo", "sam"]
rrule = "FREQ=WEEKLY;BYDAY=TU"
first_date = "2026-01-06"
opens = "09:30"
closes = "12:30"
length = "45m"
run_over = "15m"
[[clinic.exception]]
date = "2026-01-13"
change = "changed"
opens = "10:00"
closes = "12:00"
[[school]]
id = "council"
terms = [{ first = "2026-01-05", last = "2026-03-27" }]
[[school]]
id = "hill"
based_on = "council"
inset_days = ["2026-02-27"]
[[person]]
name = "Amber"
number = "+447700900001"
school = "hill"
usual_worker = "jo"
busy = [{ days = ["tue"], from = "10:00", to = "11:00" }]
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

std::string mistakes_of(const std::string& text, const std::filesystem::path& folder = ".") {
    const auto read = read_service(text, "service.toml", folder);
    if (read) return "";
    std::string said;
    for (const Mistake& mistake : read.error()) said += spell(mistake) + "\n";
    return said;
}

TEST(ServiceFile, ReadsAWholeService) {
    const auto read = read_service(sound, "service.toml", ".");
    ASSERT_TRUE(read) << mistakes_of(sound);
    const scheduler::Service& service = read->service;
    EXPECT_EQ(service.council, "council");
    ASSERT_EQ(service.clinics.size(), 1);
    const scheduler::Clinic& clinic = service.clinics[0];
    EXPECT_EQ(clinic.opens, std::chrono::minutes{9 * 60 + 30});
    EXPECT_EQ(clinic.run_over, std::chrono::minutes{15});
    ASSERT_EQ(clinic.exceptions.size(), 1);
    EXPECT_EQ(clinic.exceptions[0].change, scheduler::ClinicException::Change::changed);
    EXPECT_EQ(service.workers[0].away.size(), 1);
    ASSERT_EQ(service.usual_school_run.size(), 1);
    EXPECT_TRUE(service.usual_school_run[0].school_days_only);
    EXPECT_FALSE(service.usual_school_run[0].days.contains(std::chrono::Saturday));
    EXPECT_FALSE(service.schools.runs_on("hill", *scheduler::parse_date("2026-02-27")));
    ASSERT_EQ(read->demo_people.size(), 1);
    EXPECT_EQ(read->demo_people[0].busy.size(), 1);
}

struct Change {
    std::string from, to;  ///< one edit of the sound file
    std::string says;      ///< what the mistake must hold
};
void PrintTo(const Change& change, std::ostream* out) { *out << change.to; }

class ServiceMistake : public testing::TestWithParam<Change> {};

TEST_P(ServiceMistake, IsNamedWithItsLineAndItsRemedy) {
    const std::string said = mistakes_of(replaced(sound, GetParam().from, GetParam().to));
    EXPECT_THAT(said, HasSubstr(GetParam().says));
    EXPECT_EQ(std::ranges::count(said, '\n'), 1) << said;
}

INSTANTIATE_TEST_SUITE_P(
    References, ServiceMistake,
    testing::Values(
        Change{R"(workers = ["jo", "sam"])", R"(workers = ["jo", "san"])",
               "service.toml:20: clinic[1].workers \"san\" is no worker of this file; did you mean \"sam\"?"},
        Change{"site = \"quay-side\"", "site = \"key-side\"", ":18: clinic[1].site \"key-side\" is no site"},
        Change{"school = \"hill\"", "school = \"mountain\"",
               ":42: person[1].school \"mountain\" is no school"},
        Change{"usual_worker = \"jo\"", "usual_worker = \"joe\"",
               "person[1].usual_worker \"joe\" is no worker"},
        Change{"council = \"council\"", "council = \"counsel\"", ":3: council \"counsel\" is no school"},
        Change{"based_on = \"council\"", "based_on = \"hill\"", "\"hill\" is based on itself"},
        Change{"based_on = \"council\"", "based_on = \"countil\"",
               "which isn't here; did you mean \"council\"?"}));

INSTANTIATE_TEST_SUITE_P(
    Times, ServiceMistake,
    testing::Values(
        Change{"opens = \"09:30\"", "opens = \"9.30\"", ":23: clinic[1].opens \"9.30\" is no time of day"},
        Change{"opens = \"09:30\"", "opens = \"09:32\"",
               "lies between two steps of five minutes; write \"09:30\""},
        Change{"closes = \"12:30\"", "closes = \"08:30\"",
               ":24: clinic[1].closes 08:30 is no later than it opens"},
        Change{"length = \"45m\"", "length = \"45\"", "clinic[1].length \"45\" is no length of time"},
        Change{"closes = \"12:00\"", "closes = \"10:30\"",
               ":31: clinic[1].exception[1].closes 60 minutes don't fit"},
        Change{"date = \"2026-01-13\"", "date = \"2026-02-30\"", "\"2026-02-30\" is no date"},
        Change{"last = \"2026-03-27\"", "last = \"2025-03-27\"", "lies before the first day, 2026-01-05"},
        Change{"to = \"11:00\"", "to = \"09:00\"", "person[1].busy[1].to lies before its beginning"}));

INSTANTIATE_TEST_SUITE_P(
    Rooms, ServiceMistake,
    testing::Values(
        Change{"workers = [\"jo\", \"sam\"]", "workers = []",
               ":20: clinic[1].workers is empty: nobody would be there"},
        Change{"workers = [\"jo\", \"sam\"]", "workers = [\"jo\"]\nminimum_staff = 2",
               ":21: clinic[1].minimum_staff 2 is more than the 1 who work there"},
        Change{"length = \"45m\"", "kind = \"group\"\nplaces = 0", ":26: clinic[1].places 0 is out of range"},
        Change{"length = \"45m\"", "kind = \"group\"", "clinic[1].places is missing"},
        Change{"length = \"45m\"", "places = 3", "clinic[1].places is for groups"},
        Change{"site = \"quay-side\"", "mode = \"phone\"\nsite = \"quay-side\"", "is where nobody comes"},
        Change{"site = \"quay-side\"\n", "", "clinic[1].site is missing: she could not come"}));

INSTANTIATE_TEST_SUITE_P(
    Words, ServiceMistake,
    testing::Values(
        Change{"label = \"a chat\"", "label = \"Drug clinic\"",
               "tells whoever sees her phone what it is about"},
        Change{"nickname = \"the blue door\"", "nickname = \"Recovery House\"", "site[1].nickname"},
        Change{"number = \"+447700900001\"", "number = \"+447911123456\"",
               ":41: person[1].number isn't one of Ofcom's numbers for made-up people"},
        Change{"run_over", "runover",
               ":26: clinic[1].runover is no key that is known here; did you mean run_over?"},
        Change{"FREQ=WEEKLY;BYDAY=TU", "FREQ=DAILY;UNTIL=19990101",
               ":21: clinic[1].rrule \"FREQ=DAILY;UNTIL=19990101\" never fires: it ends before it begins"},
        Change{"FREQ=WEEKLY;BYDAY=TU", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
               "never fires: the rule yields nothing"},
        Change{"FREQ=WEEKLY;BYDAY=TU", "FREQ=HOURLY", ":21: clinic[1].rrule \"FREQ=HOURLY\" can't be used"},
        Change{"id = \"quay\"", "id = \"quay\"\nzone = \"Europe/Lundun\"",
               ":2: zone \"Europe/Lundun\" is no zone"}));

INSTANTIATE_TEST_SUITE_P(
    RolledOut, ServiceMistake,
    testing::Values(Change{"date = \"2026-01-13\"", "date = \"2026-01-14\"",
                           "clinic \"mornings\" exception speaks of 2026-01-14, when it doesn't run"},
                    Change{"date = \"2026-01-13\"\nchange = \"changed\"",
                           "date = \"2026-01-13\"\nchange = \"added\"",
                           "exception adds 2026-01-13, when it runs anyway"},
                    Change{"rrule = \"FREQ=WEEKLY;BYDAY=TU\"",
                           "rrule = \"FREQ=WEEKLY;BYDAY=TU;COUNT=2\"\nruns = \"holidays-only\"",
                           "clinic \"mornings\" rrule opens on no day of its first year"}));

TEST(ServiceFile, FindsAWorkerInTwoPlacesAtOnce) {
    const std::string said = mistakes_of(sound + R"([[clinic]]
id = "calls"
mode = "phone"
workers = ["sam"]
rrule = "FREQ=WEEKLY;BYDAY=MO,TU"
first_date = "2026-01-05"
opens = "12:00"
closes = "13:00"
)");
    EXPECT_THAT(
        said,
        HasSubstr("clinic \"calls\" workers \"sam\" is in \"mornings\" at the same time on 2026-01-06"));
    EXPECT_EQ(std::ranges::count(said, '\n'), 1) << said;
}

TEST(ServiceFile, TakesAnIdOnce) {
    EXPECT_THAT(mistakes_of(sound + "[[worker]]\nid = \"jo\"\nfirst_name = \"Joan\"\n"),
                HasSubstr(":46: worker[3].id \"jo\" is the id of another one above"));
    EXPECT_THAT(mistakes_of(sound + "[[school]]\nid = \"council\"\n"),
                HasSubstr(":46: school[3].id \"council\" is the id of another one above"));
    EXPECT_THAT(mistakes_of(sound + "[[person]]\nnumber = \"+447700900001\"\n"),
                HasSubstr(":46: person[2].number belongs to another [[person]] above"));
}

TEST(ServiceFile, RefusesALengthThatFitsNowhere) {
    EXPECT_THAT(mistakes_of(replaced(sound, "length = \"45m\"", "length = \"3h\"")),
                HasSubstr(":25: clinic[1].length 195 minutes don't fit between 09:30 and 12:30"));
}

TEST(ServiceFile, NamesEveryMistakeInOrderOfItsLine) {
    std::string text = replaced(sound, "opens = \"09:30\"", "opens = \"late\"");
    text = replaced(text, "id = \"sam\"", "id = \"Sam Smith\"");
    text = replaced(text, "based_on", "basedon");
    const auto read = read_service(text, "service.toml", ".");
    ASSERT_FALSE(read);
    EXPECT_GE(read.error().size(), 4);
    EXPECT_TRUE(std::ranges::is_sorted(read.error(), {}, &Mistake::line));
}

TEST(ServiceFile, NamesTheCalendarThatAMistakeIsIn) {
    ScratchFolder folder;
    folder.write("terms.toml", "[[school]]\nid = \"hilltop\"\nterms = [{ first = \"2026-01-05\" }]\n");
    const std::string said =
        mistakes_of("school_files = [\"terms.toml\", \"absent.toml\"]\n" + sound, folder.path());
    EXPECT_THAT(said, HasSubstr("terms.toml:3: school[1].terms[1].last is missing"));
    EXPECT_THAT(said, HasSubstr("service.toml:1: school_files \"absent.toml\" can't be read"));
}

// Whatever the bytes, there is an answer: a file cut or changed anywhere is read or refused, never a crash.
TEST(ServiceFile, SurvivesAnyDamage) {
    std::mt19937 random{20260319};
    for (int round = 0; round < 300; ++round) {
        std::string damaged = sound.substr(0, random() % (sound.size() + 1));
        for (int change = 0; change < 3 && !damaged.empty(); ++change)
            damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
        const auto read = read_service(damaged, "service.toml", ".");
        EXPECT_TRUE(read || !read.error().empty());
    }
}

TEST(DemoService, HasNoMistakeAndSomethingOfEveryKind) {
    const std::filesystem::path folder{OFFING_ROOT "/config/demo"};
    std::ifstream in{folder / "service.toml"};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    const auto read = read_service(text, "service.toml", folder);
    ASSERT_TRUE(read) << mistakes_of(text, folder);
    const auto& clinics = read->service.clinics;
    EXPECT_EQ(read->service.sites.size(), 2);
    EXPECT_EQ(read->service.workers.size(), 5);
    EXPECT_GE(clinics.size(), 10);
    using scheduler::Clinic;
    const auto any = [&](auto holds) { return std::ranges::any_of(clinics, holds); };
    for (const auto kind : {scheduler::Kind::booked, scheduler::Kind::drop_in, scheduler::Kind::group})
        EXPECT_TRUE(any([&](const Clinic& clinic) { return clinic.kind == kind; }));
    for (const auto mode : {scheduler::Mode::in_person, scheduler::Mode::phone, scheduler::Mode::video,
                            scheduler::Mode::offsite})
        EXPECT_TRUE(any([&](const Clinic& clinic) { return clinic.mode == mode; }));
    for (const auto purpose :
         {scheduler::Purpose::womens_health, scheduler::Purpose::pack, scheduler::Purpose::van})
        EXPECT_TRUE(any([&](const Clinic& clinic) { return clinic.purpose == purpose; }));
    EXPECT_TRUE(any([](const Clinic& clinic) { return clinic.runs == Clinic::Runs::holidays_only; }));
    EXPECT_TRUE(any([](const Clinic& clinic) {
        return clinic.audience == scheduler::Audience::women_only && clinic.children_welcome;
    }));
}

TEST(DemoService, KnowsTheSchoolYears2025To2028) {
    const std::filesystem::path folder{OFFING_ROOT "/config/demo"};
    std::ifstream in{folder / "service.toml"};
    const auto read = read_service({std::istreambuf_iterator<char>{in}, {}}, "service.toml", folder);
    ASSERT_TRUE(read);
    using Why = scheduler::SchoolDay::Why;
    int unknown = 0;
    for (scheduler::Date day = *scheduler::parse_date("2025-09-02");
         day < *scheduler::parse_date("2028-07-21"); day += std::chrono::days{1})
        for (const char* school : {"saltmere-primary", "st-hildas"})
            if (read->service.schools.on(school, day).why == Why::unknown_counts_as_term) ++unknown;
    EXPECT_EQ(unknown, 0);
    EXPECT_EQ(read->service.schools.on("saltmere-primary", *scheduler::parse_date("2026-11-27")).why,
              Why::inset_day);
    EXPECT_TRUE(read->service.schools.runs_on("st-hildas", *scheduler::parse_date("2026-11-27")));
}

}  // namespace
}  // namespace offing::config
