#include "config/write_service.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "config/service_edit.hpp"

namespace offing::config {
namespace {

using namespace std::chrono_literals;
using scheduler::Clinic;
using scheduler::ClinicException;

ServiceFile read_back(const ServiceFile& file) {
    const std::string text = write_service(file);
    auto read = read_service(text, "written", ".");
    std::string said;
    if (!read)
        for (const Mistake& mistake : read.error()) said += spell(mistake) + "\n";
    if (!read) throw std::runtime_error(said + text);
    return std::move(*read);
}

TEST(WriteService, KeepsTheDemo) {
    const ServiceFile demo = load_service(OFFING_ROOT "/config/demo/service.toml").value().file;
    EXPECT_EQ(read_back(demo), demo);
}

/// Any service that a reader would take: made from plain dice, so that a seed makes it again.
class Dice {
public:
    explicit Dice(unsigned seed) : engine_{seed} {}
    int up_to(int most) { return std::uniform_int_distribution<>{0, most}(engine_); }
    bool flip() { return up_to(1) == 1; }
    template <typename T>
    T one_of(std::initializer_list<T> choices) {
        return *(choices.begin() + up_to(static_cast<int>(choices.size()) - 1));
    }
    std::string words() {
        std::string text;
        for (int count = 1 + up_to(10); count > 0; --count)
            text += one_of<std::string>(
                {"a", "Z", " ", "\"", "\\", "'", "é", "#", "=", "\n", "\x7f", "]", "{", "7", "\t"});
        return text;
    }
    /// Nothing that a form would trim.
    std::string trimmed_words() { return "a" + words() + "a"; }
    scheduler::Date date() { return *scheduler::parse_date("2026-01-01") + std::chrono::days{up_to(1000)}; }
    scheduler::ClockTime clock(int from, int to) {
        return std::chrono::minutes{5 * (from + up_to(to - from))};
    }

private:
    std::mt19937 engine_;
};

scheduler::BusyWindow a_window(Dice& dice) {
    scheduler::BusyWindow window;
    window.days = {static_cast<std::uint8_t>(1 + dice.up_to(126))};
    window.from = dice.clock(0, 100);
    window.to = dice.clock(101, 288);
    window.school_days_only = dice.flip();
    if (const auto first = dice.date(); dice.flip())
        window.dates = scheduler::DateRange{first, first + std::chrono::days{dice.up_to(30)}};
    return window;
}

scheduler::Worker a_worker(Dice& dice, std::string id, const scheduler::Zone& zone) {
    scheduler::Worker worker{.id = std::move(id), .first_name = dice.words()};
    for (int count = dice.up_to(2); count > 0; --count) {
        const auto first = dice.date();
        const auto away = scheduler::Interval::make(
            zone.to_instant_or_later(first + dice.clock(0, 100)),
            zone.to_instant_or_later(first + std::chrono::days{dice.up_to(3)} + dice.clock(101, 288)));
        if (away) worker.away.push_back(*away);
    }
    return worker;
}

Clinic a_clinic(Dice& dice, int number, const scheduler::Service& service) {
    Clinic clinic{.id = "clinic-" + std::to_string(number), .label = dice.trimmed_words()};
    clinic.kind = dice.one_of({scheduler::Kind::booked, scheduler::Kind::drop_in, scheduler::Kind::group});
    clinic.mode = dice.one_of({scheduler::Mode::in_person, scheduler::Mode::phone, scheduler::Mode::offsite});
    if (clinic.mode != scheduler::Mode::phone) clinic.site = service.sites.front().id;
    clinic.audience = dice.one_of({scheduler::Audience::everyone, scheduler::Audience::mothers});
    clinic.purpose = dice.one_of({scheduler::Purpose::general, scheduler::Purpose::van});
    clinic.children_welcome = dice.flip();
    // A worker of its own, so that nobody is in two places at once.
    clinic.workers = {service.workers.at(static_cast<std::size_t>(number)).id};
    if (dice.flip()) clinic.parts = {dice.trimmed_words(), dice.trimmed_words()};
    clinic.rrule = dice.one_of<std::string>({"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"});
    clinic.first_date = *scheduler::parse_date("2026-01-01") + std::chrono::days{dice.up_to(60)};
    clinic.opens = dice.clock(0, 100);
    clinic.closes = dice.clock(200, 288);
    clinic.open_on_bank_holidays = true;
    clinic.length = std::chrono::minutes{5 * (1 + dice.up_to(30))};
    clinic.run_over = std::chrono::minutes{5 * dice.up_to(10)};
    if (clinic.kind == scheduler::Kind::group) clinic.places = 1 + dice.up_to(20);
    for (int count = dice.up_to(3), day = 0; count > 0; --count) {
        day += 1 + dice.up_to(20);
        ClinicException exception{
            .date = clinic.first_date + std::chrono::days{day},
            .change = dice.flip() ? ClinicException::Change::cancelled : ClinicException::Change::changed};
        if (exception.change == ClinicException::Change::changed) {
            exception.opens = dice.clock(0, 90);
            exception.closes = dice.clock(200, 288);
        }
        clinic.exceptions.push_back(exception);
    }
    return clinic;
}

ServiceFile a_service(unsigned seed) {
    Dice dice{seed};
    ServiceFile file;
    scheduler::Service& service = file.service;
    service.id = "made-up";
    service.name = dice.words();
    service.zone = dice.one_of<std::string>({"Europe/London", "UTC", "America/New_York"});
    const auto zone = scheduler::Zone::find(service.zone).value();
    service.division = dice.one_of({scheduler::Division::scotland, scheduler::Division::northern_ireland});
    for (int count = dice.up_to(2); count > 0; --count) {
        service.usual_school_run.push_back(a_window(dice));
    }
    service.sites = {
        {.id = "quay", .nickname = dice.words(), .hidden = dice.flip(), .closed = {dice.date()}}};
    const int clinics = 1 + dice.up_to(3);
    for (int i = 0; i < clinics; ++i)
        service.workers.push_back(a_worker(dice, "w" + std::to_string(i), zone));
    for (int i = 0; i < clinics; ++i) service.clinics.push_back(a_clinic(dice, i, service));
    scheduler::SchoolCalendar council{.id = "council", .name = dice.words(), .division = service.division};
    scheduler::SchoolCalendar school{.id = "school",
                                     .name = dice.words(),
                                     .based_on = "council",
                                     .division = scheduler::Division::scotland};
    council.terms = {{*scheduler::parse_date("2026-01-05"), *scheduler::parse_date("2026-03-27")}};
    school.inset_days = {dice.date(), dice.date()};
    school.holidays = {{*scheduler::parse_date("2026-02-16"), *scheduler::parse_date("2026-02-20")}};
    service.schools.add(council);
    service.schools.add(school);
    if (dice.flip()) service.council = "council";
    file.demo_people = {{.name = dice.words(),
                         .number = "+447700900001",
                         .school = "school",
                         .usual_worker = "w0",
                         .busy = {a_window(dice)},
                         .discreet_level = dice.up_to(3),
                         .language = "pl"}};
    return file;
}

RC_GTEST_PROP(WriteService, IsReadBackAsItWas, (unsigned seed)) {
    const ServiceFile file = a_service(seed);
    RC_ASSERT(read_back(file) == file);
}

RC_GTEST_PROP(WriteService, AFormThatChangesNothingChangesNothing, (unsigned seed)) {
    const ServiceFile file = a_service(seed);
    for (const auto& clinic : file.service.clinics)
        RC_ASSERT(put(file, Part::clinic, clinic.id, typed_of(file, Part::clinic, clinic.id)).value() ==
                  file);
}

}  // namespace
}  // namespace offing::config
