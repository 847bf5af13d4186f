#include "scheduler/availability.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "scheduler/place_number.hpp"
#include "scheduler/timelines.hpp"

namespace offing::scheduler {

namespace {

using std::chrono::minutes;

constexpr std::chrono::days longest_horizon{43};

Zone zone_of(const Service& service) {
    const auto zone = Zone::find(service.zone);
    if (!zone) throw std::invalid_argument("the service's zone is unknown: " + service.zone);
    return *zone;
}

/// Begins on the grid and is no longer than the timelines are.
Interval on_grid(Interval horizon) {
    const auto since = horizon.begin().time_since_epoch();
    const Instant begin{std::chrono::floor<std::chrono::duration<int, std::ratio<300>>>(since)};
    return *Interval::make(begin, std::min(horizon.end(), begin + longest_horizon));
}

std::string in_small_letters(std::string_view text) {
    std::string small{text};
    for (char& letter : small)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return small;
}

int cells_of(minutes length) {
    return std::max(1, static_cast<int>((length + cell_length - minutes{1}) / cell_length));
}

}  // namespace

Availability::Timelines::Timelines(const Service& what, Interval when, double held_share)
    : service{what}, zone{zone_of(what)}, horizon{on_grid(when)} {
    cells = cell_from(horizon.end());
    lay_days();
    lay_clinics();
    lay_sessions(held_share);
}

Instant Availability::Timelines::instant_of(const Day& day, ClockTime clock) const {
    if (!day.changes) return day.midnight + clock;
    return zone.to_instant_or_later(LocalTime{day.date} + clock);
}

std::uint64_t Availability::Timelines::school_days_of(std::string_view school) const {
    const auto found = school_days.find(school.empty() ? std::string_view{service.council} : school);
    return found != school_days.end() ? found->second : school_days.find("")->second;
}

void Availability::Timelines::lay_days() {
    const Date last = date_of(zone.to_local(horizon.end() - minutes{1}));
    for (Date date = date_of(zone.to_local(horizon.begin())); date <= last; date += std::chrono::days{1}) {
        const Instant midnight = zone.to_instant_or_later(LocalTime{date});
        const Instant next = zone.to_instant_or_later(LocalTime{date + std::chrono::days{1}});
        days.push_back({date, midnight, cell_at(midnight), next - midnight != std::chrono::hours{24}});
    }
    std::vector<std::string_view> schools = service.schools.ids();
    schools.push_back("");
    for (const std::string_view school : schools) {
        std::uint64_t runs = 0;
        for (std::size_t day = 0; day < days.size(); ++day)
            if (service.schools.runs_on(school, days[day].date)) runs |= std::uint64_t{1} << day;
        school_days[std::string{school}] = runs;
    }
}

int Availability::Timelines::resource(std::map<std::string, int>& known, const std::string& name) {
    const auto [found, is_new] = known.try_emplace(name, static_cast<int>(busy.size()));
    if (is_new) {
        busy.emplace_back();
        used_by.emplace_back();
    }
    return found->second;
}

int Availability::Timelines::worker_named(std::string_view name) const {
    const auto found = worker_by_name_.find(in_small_letters(name));
    return found == worker_by_name_.end() ? -1 : found->second;
}

void Availability::Timelines::lay_clinics() {
    // Ids outrank first names, which two workers may share.
    for (int worker = 0; worker < static_cast<int>(service.workers.size()); ++worker)
        worker_by_name_.emplace(in_small_letters(service.workers[static_cast<std::size_t>(worker)].id),
                                worker);
    for (int worker = 0; worker < static_cast<int>(service.workers.size()); ++worker)
        worker_by_name_.emplace(
            in_small_letters(service.workers[static_cast<std::size_t>(worker)].first_name), worker);
    std::map<std::string, int> known;
    for (const Clinic& clinic : service.clinics) {
        const int number = static_cast<int>(rows.size());
        row_by_id_.emplace(clinic.id, number);
        Row row{&clinic,
                cells_of(clinic.length),
                cells_of(clinic.length + std::max(clinic.run_over, minutes{0})),
                {},
                {},
                {}};
        const std::size_t workers = clinic.kind == Kind::booked ? clinic.workers.size() : 0;
        row.base.resize(std::min(workers, std::size_t{places_per_step}));
        row.free.resize(row.base.size());
        for (const std::string& worker : clinic.workers) row.workers.push_back(worker_named(worker));
        for (std::size_t worker = 0; worker < row.base.size(); ++worker) {
            row.resources.push_back({resource(known, "worker " + clinic.workers[worker])});
            if (!clinic.room.empty())
                row.resources.back().push_back(resource(known, "room " + clinic.site + ' ' + clinic.room));
            for (const int one : row.resources.back())
                used_by[static_cast<std::size_t>(one)].emplace_back(number, static_cast<int>(worker));
        }
        rows.push_back(std::move(row));
    }
}

void Availability::Timelines::lay_sessions(double held_share) {
    session_at.assign(rows.size() * days.size(), -1);
    for (const Session& session : sessions_of(service, horizon)) {
        const int day = day_of(session.date);
        const int row = row_of(session.clinic->id);
        if (day < 0 || row < 0 || session.clinic != rows[static_cast<std::size_t>(row)].clinic) continue;
        Open open{row,
                  day,
                  std::max(0, cell_from(session.open.begin())),
                  std::min(cells, cell_at(session.open.end())),
                  session.open,
                  0};
        if (session.clinic->kind == Kind::booked) lay_visits(session, open);
        if (session.clinic->kind == Kind::group) {
            open.places = std::max(session.clinic->places, 0);
            open.group_taken.assign(static_cast<std::size_t>(open.places), 0);
        }
        open.held_most = std::max(1, static_cast<int>(held_share * open.places));
        session_at[static_cast<std::size_t>(row) * days.size() + static_cast<std::size_t>(day)] =
            static_cast<int>(sessions.size());
        where.push_back({row, static_cast<std::int16_t>(day), session.clinic->kind});
        sessions.push_back(std::move(open));
    }
}

void Availability::Timelines::lay_visits(const Session& session, Open& open) {
    Row& row = rows[static_cast<std::size_t>(open.row)];
    for (const Interval& visit : visits_of(session)) {
        if (visit.begin() < horizon.begin() || visit.end() > horizon.end()) continue;
        std::vector<std::size_t> there;
        for (std::size_t worker = 0; worker < row.base.size(); ++worker) {
            const Worker* known = service.find_worker(session.clinic->workers[worker]);
            if (known != nullptr && is_present(*known, visit)) there.push_back(worker);
        }
        if (std::cmp_less(there.size(), session.clinic->minimum_staff)) continue;
        const int cell = cell_at(visit.begin());
        for (const std::size_t worker : there) {
            row.base[worker].set(cell);
            row.free[worker].set(cell);
            row.any.set(cell);
        }
        open.places += static_cast<int>(there.size());
    }
}

int Availability::Timelines::row_of(std::string_view clinic) const {
    const auto found = row_by_id_.find(clinic);
    return found == row_by_id_.end() ? -1 : found->second;
}

int Availability::Timelines::day_of(Date date) const {
    if (days.empty() || date < days.front().date || date > days.back().date) return -1;
    return static_cast<int>((date - days.front().date).count());
}

const Availability::Timelines::Open* Availability::Timelines::session_of(const PlaceKey& key) const {
    const int row = row_of(key.clinic);
    const int day = day_of(key.date);
    if (row < 0 || day < 0) return nullptr;
    const int session =
        session_at[static_cast<std::size_t>(row) * days.size() + static_cast<std::size_t>(day)];
    return session < 0 ? nullptr : &sessions[static_cast<std::size_t>(session)];
}

int Availability::Timelines::free_places(const Open& session) const {
    int free = static_cast<int>(std::ranges::count(session.group_taken, 0));
    for (const Bits& bits : rows[static_cast<std::size_t>(session.row)].free)
        Bits::for_words(session.first, session.last, [&](std::size_t word, std::uint64_t mask) {
            free += std::popcount(bits.words[word] & mask);
        });
    return free;
}

std::optional<std::pair<int, int>> Availability::Timelines::booked_place(const PlaceKey& key) const {
    const Open* session = session_of(key);
    if (session == nullptr || key.place < 0 || key.place >= 400 * places_per_step) return std::nullopt;
    const Row& row = rows[static_cast<std::size_t>(session->row)];
    const int worker = key.place % places_per_step;
    const int cell = days[static_cast<std::size_t>(session->day)].first_cell + step_of(key);
    if (std::cmp_greater_equal(worker, row.base.size()) || cell < 0 || cell >= cells) return std::nullopt;
    if (!row.base[static_cast<std::size_t>(worker)].test(cell)) return std::nullopt;
    return std::pair{cell, worker};
}

/// Works out again which starts in (from - taken, to) a worker has left.
void Availability::Timelines::refresh(int number, int worker, int from, int to) {
    Row& row = rows[static_cast<std::size_t>(number)];
    const auto at = static_cast<std::size_t>(worker);
    const int earliest = std::max(0, from - row.taken + 1);
    const int after = std::min(cells, to);
    Bits::for_words(earliest, after, [&](std::size_t word, std::uint64_t mask) {
        row.free[at].words[word] = (row.free[at].words[word] & ~mask) | (row.base[at].words[word] & mask);
    });
    for (const int one : row.resources[at])
        for (const Stretch& stretch : busy[static_cast<std::size_t>(one)])
            if (stretch.first < after + row.taken && earliest < stretch.last)
                row.free[at].clear_range(stretch.first - row.taken + 1, stretch.last);
    Bits::for_words(earliest, after, [&](std::size_t word, std::uint64_t mask) {
        std::uint64_t some = 0;
        for (const Bits& free : row.free) some |= free.words[word];
        row.any.words[word] = (row.any.words[word] & ~mask) | (some & mask);
    });
}

void Availability::Timelines::apply(const PlaceKey& key, bool is_taken, Use use) {
    const Open* found = session_of(key);
    if (found == nullptr) return;
    Open& session = sessions[static_cast<std::size_t>(found - sessions.data())];
    const Row& row = rows[static_cast<std::size_t>(session.row)];
    if (use == Use::held) session.held += is_taken ? 1 : -1;
    if (row.clinic->kind == Kind::group) {
        if (key.place >= 0 && key.place < session.places)
            session.group_taken[static_cast<std::size_t>(key.place)] = is_taken ? 1 : 0;
        return;
    }
    const auto place = booked_place(key);
    if (!place) return;
    const Stretch stretch{place->first, place->first + row.taken};
    for (const int one : row.resources[static_cast<std::size_t>(place->second)]) {
        auto& stretches = busy[static_cast<std::size_t>(one)];
        if (is_taken) {
            stretches.push_back(stretch);
        } else {
            const auto same = std::ranges::find_if(stretches, [&](const Stretch& other) {
                return other.first == stretch.first && other.last == stretch.last;
            });
            if (same != stretches.end()) stretches.erase(same);
        }
        for (const auto& [other, worker] : used_by[static_cast<std::size_t>(one)])
            refresh(other, worker, stretch.first, stretch.last);
    }
}

Availability::Availability(const Service& service, Interval horizon, double held_share)
    : timelines_{std::make_unique<Timelines>(service, horizon, held_share)} {}

Availability::~Availability() = default;
Availability::Availability(Availability&&) noexcept = default;
Availability& Availability::operator=(Availability&&) noexcept = default;

bool Availability::take(const PlaceKey& key, Use use) {
    if (key.place < 0) return true;
    const auto [found, is_new] = timelines_->taken.try_emplace(key, use);
    if (is_new) {
        timelines_->apply(key, true, use);
        return true;
    }
    if (found->second == use || use == Use::held) return false;
    timelines_->apply(key, false, Use::held);
    found->second = use;
    timelines_->apply(key, true, use);
    return true;
}

void Availability::release(const PlaceKey& key) {
    const auto found = timelines_->taken.find(key);
    if (found == timelines_->taken.end()) return;
    const Use use = found->second;
    timelines_->taken.erase(found);
    timelines_->apply(key, false, use);
}

bool Availability::is_free(const PlaceKey& key) const {
    const auto* session = timelines_->session_of(key);
    if (session == nullptr) return false;
    const auto& row = timelines_->rows[static_cast<std::size_t>(session->row)];
    switch (row.clinic->kind) {
        case Kind::drop_in:
            return key.place < 0;
        case Kind::group:
            return key.place >= 0 && key.place < session->places &&
                   session->group_taken[static_cast<std::size_t>(key.place)] == 0;
        case Kind::booked:
            break;
    }
    const auto place = timelines_->booked_place(key);
    return place && row.free[static_cast<std::size_t>(place->second)].test(place->first);
}

std::optional<Place> Availability::find(const PlaceKey& key) const {
    const auto* session = timelines_->session_of(key);
    if (session == nullptr) return std::nullopt;
    const auto& row = timelines_->rows[static_cast<std::size_t>(session->row)];
    if (row.clinic->kind == Kind::booked) {
        const auto place = timelines_->booked_place(key);
        if (!place) return std::nullopt;
        const Instant begin = timelines_->instant_of(place->first);
        return Place{row.clinic, *Interval::make(begin, begin + row.clinic->length),
                     row.clinic->workers[static_cast<std::size_t>(place->second)]};
    }
    const bool names_one =
        row.clinic->kind == Kind::drop_in ? key.place == -1 : key.place >= 0 && key.place < session->places;
    if (!names_one) return std::nullopt;
    return Place{row.clinic, session->time, {}};
}

std::vector<OpenWindow> Availability::open_windows(Instant now, std::size_t limit) const {
    std::vector<OpenWindow> windows;
    for (const auto& session : timelines_->sessions) {
        const Clinic* clinic = timelines_->rows[static_cast<std::size_t>(session.row)].clinic;
        if (clinic->kind != Kind::drop_in || session.time.end() <= now) continue;
        if (windows.size() == limit) break;
        windows.push_back(
            {clinic, timelines_->days[static_cast<std::size_t>(session.day)].date, session.time});
    }
    return windows;
}

const Service& Availability::service() const { return timelines_->service; }
const Zone& Availability::zone() const { return timelines_->zone; }
Interval Availability::horizon() const { return timelines_->horizon; }

}  // namespace offing::scheduler
