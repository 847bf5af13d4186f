// The scheduler's own speed: offers for one woman, places taken and given back, rules expanded.
// Percentiles are over single calls, each for another woman.

#include <benchmark/benchmark.h>
#include <libical/ical.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>
#include <random>
#include <vector>

#include "bench/scheduler/made_up_service.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/replacement.hpp"

namespace offing::bench {
namespace {

using namespace scheduler;

std::vector<AskedBy> women(const Service& service, int many) {
    std::mt19937 random{3};
    std::vector<AskedBy> all;
    for (int i = 0; i < many; ++i) all.push_back(made_up_woman(service, random));
    return all;
}

/// Of this thread alone: what other programs do on the machine doesn't count.
double cpu_micros() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

void report(benchmark::State& state, std::vector<double>& micros) {
    std::ranges::sort(micros);
    const auto at = [&](double share) {
        return micros[static_cast<std::size_t>(share * static_cast<double>(micros.size() - 1))];
    };
    state.counters["p50_us"] = at(0.50);
    state.counters["p99_us"] = at(0.99);
}

/// range(0): clinics of the service; range(1): whether she goes to one site only, her own area.
void first_three_offers(benchmark::State& state) {
    const Service service = made_up_service(static_cast<int>(state.range(0)));
    Availability availability{service, bench_weeks()};
    take_some(availability, 0.7);
    std::vector<AskedBy> asked = women(service, 2000);
    std::vector<double> micros;
    micros.reserve(1 << 20);
    std::size_t next = 0;
    std::size_t nothing = 0;
    for (auto _ : state) {
        const AskedBy& one = asked[next++ % asked.size()];
        const double began = cpu_micros();
        const OfferAnswer answer = find_offers(availability, one.woman, one.wish, bench_now());
        micros.push_back(cpu_micros() - began);
        nothing += answer.offers.empty() ? 1 : 0;
        benchmark::DoNotOptimize(answer);
    }
    report(state, micros);
    state.counters["sessions"] = static_cast<double>(sessions_of(service, bench_weeks()).size());
    state.counters["nothing_fits"] = static_cast<double>(nothing);
}
BENCHMARK(first_three_offers)->Arg(10)->Arg(40)->Arg(100)->Arg(400)->Arg(2000);

void take_and_release(benchmark::State& state) {
    const Service service = made_up_service(40);
    Availability availability{service, bench_weeks()};
    take_some(availability, 0.5);
    const OfferAnswer answer = find_offers(availability, {}, {}, bench_now(), 1);
    for (auto _ : state) {
        availability.take(answer.offers[0].key);
        availability.release(answer.offers[0].key);
    }
}
BENCHMARK(take_and_release);

void build_six_weeks(benchmark::State& state) {
    const Service service = made_up_service(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        Availability availability{service, bench_weeks()};
        benchmark::DoNotOptimize(availability);
    }
}
BENCHMARK(build_six_weeks)->Arg(40)->Arg(400)->Unit(benchmark::kMillisecond);

void weekly_rule_over_six_weeks(benchmark::State& state) {
    const Zone zone = Zone::find("Europe/London").value();
    const Rule rule = parse_rule("FREQ=WEEKLY;BYDAY=TU").value();
    const Date first = parse_date("2020-01-07").value();
    const Date from = parse_date("2026-03-02").value();
    for (auto _ : state) {
        std::vector<Instant> starts;
        for (const Date date : dates_of(rule, first, from, from + std::chrono::days{42}))
            if (const auto start = zone.to_instant(LocalTime{date} + std::chrono::hours{10}))
                starts.push_back(*start);
        benchmark::DoNotOptimize(starts);
    }
}
BENCHMARK(weekly_rule_over_six_weeks);

void weekly_rule_by_libical(benchmark::State& state) {
    icaltimezone* zone = icaltimezone_get_builtin_timezone("Europe/London");
    const icalrecurrencetype rule = icalrecurrencetype_from_string("FREQ=WEEKLY;BYDAY=TU");
    icaltimetype start = icaltime_from_string("20200107T100000");
    start.zone = zone;
    icaltimetype from = icaltime_from_string("20260302T000000");
    from.zone = zone;
    const icaltimetype to = icaltime_from_string("20260413T000000");
    for (auto _ : state) {
        std::vector<time_t> starts;
        icalrecur_iterator* times = icalrecur_iterator_new(rule, start);
        icalrecur_iterator_set_start(times, from);
        for (icaltimetype time = icalrecur_iterator_next(times);
             icaltime_is_null_time(time) == 0 && icaltime_compare(time, to) < 0;
             time = icalrecur_iterator_next(times))
            starts.push_back(icaltime_as_timet_with_zone(time, zone));
        icalrecur_iterator_free(times);
        if (starts.size() != 6) state.SkipWithError("libical found other times");
        benchmark::DoNotOptimize(starts);
    }
}
BENCHMARK(weekly_rule_by_libical);

/// 200 women and 600 places, as after a week that is called off.
ReplacementProblem many_at_once(int people, int places, unsigned seed) {
    std::mt19937 random{seed};
    ReplacementProblem problem;
    for (int place = 0; place < places; ++place) problem.places.push_back({std::to_string(place)});
    for (int one = 0; one < people; ++one) {
        PersonToPlace person{.id = std::to_string(one),
                             .waiting_since = bench_now() - std::chrono::minutes{random() % 500'000}};
        for (int place = 0; place < places; ++place)
            if (random() % 10 == 0)
                person.choices.push_back(
                    {place, static_cast<std::int64_t>(random() % 10'000), static_cast<int>(random() % 3)});
        problem.people.push_back(std::move(person));
    }
    return problem;
}

/// range(0): women; range(1): places. Solved, and its proofs checked.
void place_many_with_proofs(benchmark::State& state) {
    const auto problem = many_at_once(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)), 11);
    double checking = 0;
    for (auto _ : state) {
        const Placement placement = solve(problem).value();
        const double began = cpu_micros();
        if (!check(problem, placement).empty()) state.SkipWithError("a proof does not hold");
        checking += cpu_micros() - began;
    }
    state.counters["check_ms"] = checking / 1000 / static_cast<double>(state.iterations());
}
BENCHMARK(place_many_with_proofs)
    ->Args({30, 100})
    ->Args({200, 600})
    ->Args({600, 400})
    ->Unit(benchmark::kMillisecond);

/// A country's: each of 100,000 women goes to the sites she can reach, which is the area she is asked of.
void own_area_of_a_country(benchmark::State& state) {
    const int areas = 50;
    std::vector<std::unique_ptr<Availability>> country;
    std::vector<Service> services;
    for (int area = 0; area < areas; ++area) {
        services.push_back(made_up_service(2000 / areas, 3, static_cast<unsigned>(area) + 1));
        country.push_back(std::make_unique<Availability>(services.back(), bench_weeks()));
        take_some(*country.back(), 0.7, static_cast<unsigned>(area) + 1);
    }
    std::mt19937 random{5};
    std::vector<std::pair<int, AskedBy>> women;
    for (int one = 0; one < 100'000; ++one) {
        const int area = static_cast<int>(random() % areas);
        women.emplace_back(area, made_up_woman(services[static_cast<std::size_t>(area)], random));
    }
    std::vector<double> micros;
    micros.reserve(1 << 20);
    std::size_t next = 0;
    for (auto _ : state) {
        const auto& [area, one] = women[next++ % women.size()];
        const double began = cpu_micros();
        auto answer = find_offers(*country[static_cast<std::size_t>(area)], one.woman, one.wish, bench_now());
        micros.push_back(cpu_micros() - began);
        benchmark::DoNotOptimize(answer);
    }
    report(state, micros);
}
BENCHMARK(own_area_of_a_country)->MinTime(2);

}  // namespace
}  // namespace offing::bench

BENCHMARK_MAIN();
