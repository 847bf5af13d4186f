// The first three offers for one woman over six weeks, asked of Offing's timelines and of PostgreSQL 15 with
// range types and a GiST index. Both are built from one made-up service, and every answer is compared.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "bench/scheduler/made_up_service.hpp"
#include "gateway/storage/postgres_database.hpp"
#include "tests/support/postgres_cluster.hpp"

namespace offing::bench {
namespace {

using namespace scheduler;
using std::chrono::days;
using std::chrono::minutes;

constexpr int clinics = 40;
constexpr int women_asked = 60;
constexpr double share_taken = 0.7;

constexpr const char* schema[] = {
    "CREATE EXTENSION btree_gist",
    "CREATE TABLE session (n INT PRIMARY KEY, day INT, midnight BIGINT, kind INT, way INT, women BOOL, "
    "anyone BOOL, "
    "open INT8RANGE, needed BIGINT)",
    "CREATE TABLE start (session INT, worker INT, visit INT8RANGE, room INT8RANGE)",
    "CREATE TABLE taken (worker INT, span INT8RANGE)",
};
constexpr const char* indexes[] = {
    "CREATE INDEX ON start (session)",
    "CREATE INDEX ON taken USING GIST (worker, span)",
    "ANALYZE",
};

// As the search ranks for a woman without a usual worker or an hour in mind: who may be with her that day,
// the day, the time, the kind; then another day, then another way.
constexpr const char* question = R"(
WITH asked AS (
  SELECT CAST($1 AS INT8MULTIRANGE) AS blocked, CAST($2 AS INT[]) AS company, CAST($3 AS BIGINT) AS women,
         CAST($4 AS BIGINT) AS now, CAST($5 AS BIGINT) AS earliest),
free AS MATERIALIZED (
  SELECT v.session, MIN(LOWER(v.visit)) AS first FROM asked a, start v
  WHERE LOWER(v.visit) >= a.earliest AND NOT v.visit && a.blocked
    AND NOT EXISTS (SELECT 1 FROM taken t WHERE t.worker = v.worker AND t.span && v.room)
  GROUP BY v.session),
fit AS MATERIALIZED (
  SELECT s.n, s.day, s.way, s.kind, s.day = ANY (a.company) AND NOT s.anyone AS unsuited,
         f.first - s.midnight AS clock, f.first, f.first + s.needed AS last
  FROM asked a, session s JOIN free f ON f.session = s.n
  WHERE s.kind = 0 AND (a.women = 0 OR s.women)
  UNION ALL
  SELECT s.n, s.day, s.way, s.kind, s.day = ANY (a.company) AND NOT s.anyone, f.first - s.midnight, f.first, f.last
  FROM asked a, session s CROSS JOIN LATERAL (
    SELECT LOWER(r) AS first, UPPER(r) AS last
    FROM asked q, UNNEST(INT8MULTIRANGE(s.open * INT8RANGE(q.now, NULL)) - q.blocked) r
    WHERE UPPER(r) - LOWER(r) >= s.needed ORDER BY 1 LIMIT 1) f
  WHERE s.kind = 1 AND (a.women = 0 OR s.women)),
best AS (SELECT * FROM fit ORDER BY unsuited, day, clock, kind, n LIMIT 1),
soonest AS (SELECT * FROM fit ORDER BY day, first, n LIMIT 1),
second AS (
  SELECT f.* FROM fit f, best b
  WHERE f.day <> b.day OR (f.way <> b.way AND (f.first >= b.last OR b.first >= f.last))
  ORDER BY f.day = b.day, f.unsuited, f.day, f.clock, f.kind, f.n LIMIT 1),
third AS (
  SELECT f.* FROM fit f, best b, second s, soonest e
  WHERE (f.first >= b.last OR b.first >= f.last) AND (f.day <> b.day OR f.way <> b.way)
    AND (f.first >= s.last OR s.first >= f.last) AND (f.day <> s.day OR f.way <> s.way)
    AND (e.day + 7 > b.day OR f.n = e.n)
  ORDER BY NOT (b.way = s.way AND f.way <> b.way AND f.day <= b.day + 7), f.unsuited, f.day, f.clock, f.kind, f.n
  LIMIT 1)
SELECT n, first FROM best UNION ALL SELECT n, first FROM second UNION ALL SELECT n, first FROM third)";

std::int64_t minute(Instant instant) { return instant.time_since_epoch().count(); }

std::string range(Instant begin, Instant end) {
    return "'[" + std::to_string(minute(begin)) + "," + std::to_string(minute(end)) + ")'";
}

struct Both {
    Service service = made_up_service(clinics);
    Availability availability{service, bench_weeks()};
    std::vector<Session> sessions;
    std::map<std::pair<std::string, Date>, std::int64_t> number;
    support::PostgresCluster cluster;
    std::unique_ptr<storage::Database> postgres;
};

void insert(storage::Transaction& transaction, const std::string& into,
            const std::vector<std::string>& rows) {
    constexpr std::size_t at_once = 500;
    for (std::size_t from = 0; from < rows.size(); from += at_once) {
        std::string sql = "INSERT INTO " + into + " VALUES ";
        for (std::size_t row = from; row < std::min(rows.size(), from + at_once); ++row)
            sql += (row == from ? "(" : ",(") + rows[row] + ")";
        transaction.run(sql);
    }
}

void fill(Both& both) {
    take_some(both.availability, share_taken);
    both.sessions = sessions_of(both.service, bench_weeks());
    const Zone& zone = both.availability.zone();
    const Date first_day = date_of(zone.to_local(bench_weeks().begin()));
    std::map<std::string, int> workers;
    for (const Worker& worker : both.service.workers)
        workers.emplace(worker.id, static_cast<int>(workers.size()));
    std::vector<std::string> sessions, starts, taken;
    for (std::size_t n = 0; n < both.sessions.size(); ++n) {
        const Session& session = both.sessions[n];
        const Clinic& clinic = *session.clinic;
        both.number.emplace(std::pair{clinic.id, session.date}, static_cast<std::int64_t>(n));
        const bool remote = clinic.mode != Mode::in_person;
        const Instant midnight = zone.to_instant_or_later(LocalTime{session.date});
        const auto yes = [](bool holds) { return holds ? std::string{"true"} : std::string{"false"}; };
        sessions.push_back(
            std::to_string(n) + "," + std::to_string((session.date - first_day).count()) + "," +
            std::to_string(minute(midnight)) + "," + std::to_string(static_cast<int>(clinic.kind)) + "," +
            std::to_string(remote ? 3 : static_cast<int>(clinic.kind)) + "," +
            yes(clinic.audience != Audience::everyone) + "," + yes(clinic.children_welcome || remote) + "," +
            range(session.open.begin(), session.open.end()) + "," + std::to_string(clinic.length.count()));
        for (const Interval& visit : visits_of(session))
            for (std::size_t worker = 0; worker < clinic.workers.size(); ++worker) {
                const auto who = std::to_string(workers.at(clinic.workers[worker]));
                const Instant room = visit.end() + clinic.run_over;
                starts.push_back(std::to_string(n) + "," + who + "," + range(visit.begin(), visit.end()) +
                                 "," + range(visit.begin(), room));
                const PlaceKey key{
                    clinic.id, session.date,
                    static_cast<int>((visit.begin() - midnight) / minutes{5}) * places_per_step +
                        static_cast<int>(worker)};
                // take() changes nothing where the place was taken before.
                if (!both.availability.is_free(key)) {
                    if (both.availability.take(key)) {
                        both.availability.release(key);
                        continue;
                    }
                    taken.push_back(who + "," + range(visit.begin(), room));
                }
            }
    }
    both.postgres = storage::open_postgres(both.cluster.new_database(), {.connections = 1}).value();
    const auto done = both.postgres->transact_now([&](storage::Transaction& transaction) {
        for (const char* sql : schema) transaction.run(sql);
        insert(transaction, "session", sessions);
        insert(transaction, "start", starts);
        insert(transaction, "taken", taken);
        for (const char* sql : indexes) transaction.run(sql);
        return true;
    });
    if (!done) throw std::runtime_error(done.error().what);
    std::printf("%zu sessions, %zu starts, %zu of them taken\n", sessions.size(), starts.size(),
                taken.size());
}

/// All that rules a time out for her, as ranges.
std::string blocked(const AskedBy& asked, const Both& both) {
    const Zone& zone = both.availability.zone();
    std::vector<std::string> ranges;
    const auto add = [&](Date date, ClockTime from, ClockTime to, minutes margin) {
        const Instant begin = zone.to_instant_or_later(LocalTime{date} + from) - margin;
        const Instant end = zone.to_instant_or_later(LocalTime{date} + to) + margin;
        if (begin < end)
            ranges.push_back("[" + std::to_string(minute(begin)) + "," + std::to_string(minute(end)) + ")");
    };
    const Date first_day = date_of(zone.to_local(bench_weeks().begin()));
    for (Date date = first_day; date <= first_day + days{42}; date += days{1}) {
        if (asked.wish.days_not.contains(weekday_of(date))) add(date, minutes{0}, minutes{1440}, minutes{0});
        if (asked.wish.after) add(date, minutes{0}, *asked.wish.after, minutes{0});
        for (const BusyWindow& window : asked.woman.busy) {
            if (!window.days.contains(weekday_of(date))) continue;
            if (window.school_days_only && !both.service.schools.runs_on(both.service.council, date))
                continue;
            add(date, window.from, window.to, asked.woman.travel);
        }
    }
    std::string all = "{";
    for (const std::string& one : ranges) all += (all.size() == 1 ? "" : ",") + one;
    return all + "}";
}

std::string company(const Both& both) {
    const Date first_day = date_of(both.availability.zone().to_local(bench_weeks().begin()));
    std::string all = "{";
    for (int day = 0; day <= 42; ++day)
        if (!both.service.schools.runs_on(both.service.council, first_day + days{day}))
            all += (all.size() == 1 ? "" : ",") + std::to_string(day);
    return all + "}";
}

using Answer = std::vector<std::pair<std::int64_t, std::int64_t>>;
using Clock = std::chrono::steady_clock;

double micros_since(Clock::time_point began) {
    return std::chrono::duration<double, std::micro>(Clock::now() - began).count();
}

double at(std::vector<double> micros, double share) {
    std::ranges::sort(micros);
    return micros[static_cast<std::size_t>(share * static_cast<double>(micros.size() - 1))];
}

Answer ask_postgres(Both& both, const std::vector<storage::Value>& values) {
    auto rows = both.postgres->read_now(
        [&](storage::Transaction& transaction) { return transaction.run(question, values); });
    if (!rows) throw std::runtime_error(rows.error().what);
    Answer answer;
    for (const auto& row : *rows) answer.emplace_back(row.integer(0), row.integer(1));
    return answer;
}

int run() {
    Both both;
    fill(both);
    const std::string with_her = company(both);
    std::mt19937 random{3};
    std::vector<double> ours, theirs;
    int compared = 0, unlike = 0;
    for (int asked_so_far = 0; asked_so_far < women_asked; ++asked_so_far) {
        AskedBy asked = made_up_woman(both.service, random);
        asked.woman.usual_worker.reset();
        asked.wish.around.clear();
        const std::vector<storage::Value> values{blocked(asked, both), with_her,
                                                 std::int64_t{asked.wish.women_only}, minute(bench_now()),
                                                 minute(bench_now() + asked.woman.notice)};
        auto began = Clock::now();
        const Answer said = ask_postgres(both, values);
        theirs.push_back(micros_since(began));
        find_offers(both.availability, asked.woman, asked.wish, bench_now());  // warm
        began = Clock::now();
        const OfferAnswer found = find_offers(both.availability, asked.woman, asked.wish, bench_now());
        ours.push_back(micros_since(began));
        if (said.size() < 3) continue;  // then ours fills up with other times of the same sessions
        Answer mine;
        for (const Offer& offer : found.offers)
            mine.emplace_back(both.number.at({offer.key.clinic, offer.key.date}), minute(offer.time.begin()));
        ++compared;
        unlike += mine == said ? 0 : 1;
    }
    const double ratio = at(theirs, 0.5) / at(ours, 0.5);
    std::printf("Offing      p50 %10.1f us   p99 %10.1f us\nPostgreSQL  p50 %10.1f us   p99 %10.1f us\n",
                at(ours, 0.5), at(ours, 0.99), at(theirs, 0.5), at(theirs, 0.99));
    std::printf("%.0f times faster; %d answers compared, %d unlike\n", ratio, compared, unlike);
    return unlike == 0 && compared > women_asked / 2 && ratio >= 1000 ? 0 : 1;
}

}  // namespace
}  // namespace offing::bench

int main() {
    try {
        return offing::bench::run();
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "offers_postgres_bench: %s\n", failed.what());
        return 1;
    }
}
