// The scheduler's own speed: offers for one woman, places taken and given back, rules expanded.
// Percentiles are over single calls, each for another woman.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

#include "bench/scheduler/made_up_service.hpp"
#include "scheduler/recurrence.hpp"

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

}  // namespace
}  // namespace offing::bench

BENCHMARK_MAIN();
