#include "bench/scheduler/made_up_service.hpp"

#include <algorithm>

namespace offing::bench {

using namespace scheduler;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

Date day(std::string_view text) { return parse_date(text).value(); }

int pick(std::mt19937& random, int least, int most) {
    return std::uniform_int_distribution{least, most}(random);
}

Clinic made_up_clinic(int number, const std::vector<Worker>& workers, int workers_each,
                      std::mt19937& random) {
    constexpr std::string_view rules[]{"MO,WE,FR", "TU,TH", "MO,TU,WE,TH,FR", "MO,TH", "TU,WE,SA"};
    Clinic clinic{.id = "clinic-" + std::to_string(number)};
    clinic.site = "site-" + std::to_string(number % 5);
    clinic.label = "a chat";
    clinic.rrule = "FREQ=WEEKLY;BYDAY=" + std::string{rules[pick(random, 0, 4)]};
    clinic.first_date = day("2025-09-01");
    clinic.opens = hours{pick(random, 8, 11)} + minutes{15 * pick(random, 0, 3)};
    clinic.closes = clinic.opens + hours{pick(random, 2, 6)};
    clinic.length = minutes{15 * pick(random, 1, 4)};
    clinic.run_over = minutes{5 * pick(random, 0, 2)};
    const int kind = pick(random, 0, 9);
    if (kind == 0) clinic.kind = Kind::drop_in;
    if (kind == 1 || kind == 2) {
        clinic.mode = Mode::phone;
        clinic.site.clear();
    }
    if (kind == 3 || kind == 4) clinic.audience = Audience::women_only;
    clinic.children_welcome = pick(random, 0, 2) == 0;
    const int first = number * workers_each * 2 / 3;
    for (int worker = 0; worker < workers_each; ++worker)
        clinic.workers.push_back(workers[static_cast<std::size_t>(first + worker) % workers.size()].id);
    return clinic;
}

}  // namespace

Service made_up_service(int clinics, int workers_each, unsigned seed) {
    std::mt19937 random{seed};
    Service service{.id = "made-up", .name = "Made up"};
    service.council = "council";
    service.schools.add(
        {.id = "council",
         .name = "Council",
         .terms = {{day("2026-01-05"), day("2026-03-27")}, {day("2026-04-13"), day("2026-07-21")}}});
    for (int site = 0; site < 5; ++site) service.sites.push_back({.id = "site-" + std::to_string(site)});
    for (int worker = 0; worker < std::max(workers_each, clinics * workers_each * 2 / 3); ++worker) {
        service.workers.push_back({.id = "worker-" + std::to_string(worker)});
        service.workers.back().first_name = service.workers.back().id;
    }
    for (int clinic = 0; clinic < clinics; ++clinic)
        service.clinics.push_back(made_up_clinic(clinic, service.workers, workers_each, random));
    return service;
}

AskedBy made_up_woman(const Service& service, std::mt19937& random) {
    AskedBy asked;
    Preferences& woman = asked.woman;
    const int shift = 5 * pick(random, -3, 3);
    woman.busy = {{.days = Weekdays::monday_to_friday(),
                   .from = minutes{8 * 60 + 15 + shift},
                   .to = minutes{9 * 60 + 15 + shift},
                   .school_days_only = true},
                  {.days = Weekdays::monday_to_friday(),
                   .from = minutes{14 * 60 + 45 + shift},
                   .to = minutes{15 * 60 + 45 + shift},
                   .school_days_only = true}};
    if (pick(random, 0, 1) == 0)
        woman.busy.push_back({.days = Weekdays{static_cast<std::uint8_t>(pick(random, 1, 31))},
                              .from = minutes{60 * pick(random, 9, 12)},
                              .to = minutes{60 * pick(random, 13, 15)}});
    woman.travel = minutes{5 * pick(random, 0, 6)};
    if (pick(random, 0, 1) == 0)
        woman.usual_worker = service
                                 .workers[static_cast<std::size_t>(
                                     pick(random, 0, static_cast<int>(service.workers.size()) - 1))]
                                 .id;
    Wish& wish = asked.wish;
    if (pick(random, 0, 3) == 0) wish.days_not = Weekdays{static_cast<std::uint8_t>(pick(random, 1, 15))};
    if (pick(random, 0, 3) == 0) wish.after = minutes{60 * pick(random, 9, 12)};
    if (pick(random, 0, 5) == 0) wish.around = {minutes{60 * pick(random, 9, 15)}};
    wish.women_only = pick(random, 0, 5) == 0;
    return asked;
}

Instant bench_now() { return Instant{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + hours{12}}; }

Interval bench_weeks() {
    const Instant begin{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};
    return Interval::make(begin, begin + std::chrono::days{42}).value();
}

void take_some(Availability& availability, double share, unsigned seed) {
    std::mt19937 random{seed};
    std::bernoulli_distribution is_taken{share};
    for (const Session& session : sessions_of(availability.service(), availability.horizon()))
        for (const Interval& visit : visits_of(session))
            for (std::size_t worker = 0; worker < session.clinic->workers.size(); ++worker) {
                const Instant midnight = availability.zone().to_instant_or_later(LocalTime{session.date});
                const int step = static_cast<int>((visit.begin() - midnight) / minutes{5});
                const PlaceKey key{session.clinic->id, session.date,
                                   step * places_per_step + static_cast<int>(worker)};
                if (is_taken(random) && availability.is_free(key)) availability.take(key);
            }
}

}  // namespace offing::bench
