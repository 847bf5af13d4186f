#include "scheduler/candidates.hpp"

#include <algorithm>
#include <utility>

namespace offing::scheduler {

namespace {

constexpr int lookahead_days = 7;

int nearest(const std::vector<ClockTime>& aims, ClockTime clock) {
    std::chrono::minutes best{24 * 60};
    for (const ClockTime aim : aims) best = std::min(best, std::chrono::abs(aim - clock));
    return static_cast<int>(best / cell_length);
}

/// Half an hour off is what she meant, an hour is near, two hours are another part of the day.
std::uint64_t bucket(int cells) { return cells <= 6 ? 0 : cells <= 12 ? 1 : cells <= 24 ? 2 : 3; }

}  // namespace

Finder::Finder(const Availability::Timelines& lines, const Question& question)
    : lines_{lines},
      question_{question},
      named_{lines.service, question},
      her_{lines, question},
      fits_(lines.rows.size()),
      aims_{!question.wish.around.empty() || !question.woman.taken_before.empty()} {
    for (std::size_t row = 0; row < fits_.size(); ++row)
        fits_[row] = fit_of(*lines.rows[row].clinic, question, named_);
}

Candidate Finder::candidate(int session, int first, int last, int worker) const {
    const Open& open = lines_.sessions[static_cast<std::size_t>(session)];
    const Clinic& clinic = *lines_.rows[static_cast<std::size_t>(open.row)].clinic;
    const Fit& its = fit(open.row);
    const auto& day = lines_.days[static_cast<std::size_t>(open.day)];
    const int in_day = std::clamp(first - day.first_cell, 0, 511);
    const bool is_booked = clinic.kind == Kind::booked;
    const auto clock = ClockTime{cell_length * in_day};
    // A drop-in is as near as any moment of it at which she could still walk in.
    const auto latest = clinic.kind == Kind::drop_in
                            ? ClockTime{cell_length * std::max(in_day, last - day.first_cell - 6)}
                            : clock;
    const auto& around = question_.wish.around;
    int off = around.empty() ? 0 : nearest(around, clock);
    if (std::ranges::any_of(around, [&](ClockTime aim) { return clock <= aim && aim <= latest; })) off = 0;
    const auto& taken = question_.woman.taken_before;
    const auto& dates = question_.wish.dates_ok;
    const auto order =
        std::min<std::ptrdiff_t>(dates.empty() ? 0 : std::ranges::find(dates, day.date) - dates.begin(), 63);
    const bool asked =
        named_.asked.empty() || (is_booked ? worker == its.asked && worker >= 0 : its.has_asked);
    const bool usual =
        named_.usual.empty() || (is_booked ? worker == its.usual && worker >= 0 : its.usual >= 0);
    const bool suits = !has_company(open.day) || clinic.children_welcome || clinic.mode == Mode::phone ||
                       clinic.mode == Mode::video;
    std::uint64_t key = asked ? 0 : 1;
    key = key << 6 | static_cast<std::uint64_t>(order);
    key = key << 2 | bucket(off);
    key = key << 1 | (suits ? 0U : 1U);
    key = key << 1 | (usual ? 0U : 1U);
    key = key << 6 | static_cast<std::uint64_t>(open.day);
    key = key << 2 | (taken.empty() ? 0 : std::uint64_t{nearest(taken, clock) > 12});
    key = key << 9 | static_cast<std::uint64_t>(std::min(off, 511));
    key = key << 9 | static_cast<std::uint64_t>(in_day);
    key = key << 2 | static_cast<std::uint64_t>(clinic.kind);
    key = key << 20 | static_cast<std::uint64_t>(session & 0xFFFFF);
    return {key, session, first, last, worker};
}

std::uint64_t Finder::allowed_word(const Row& row, const Fit& its, std::size_t word) const {
    const std::uint64_t everyone =
        row.free.size() >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << row.free.size()) - 1;
    if ((its.allowed & everyone) == everyone) return row.any.words[word];
    std::uint64_t some = 0;
    for (std::size_t worker = 0; worker < row.free.size() && worker < 64; ++worker)
        if ((its.allowed >> worker & 1U) != 0) some |= row.free[worker].words[word];
    if (its.also >= 0) some &= row.free[static_cast<std::size_t>(its.also)].words[word];
    return some;
}

/// Whom she asked for, else whom she knows, else whoever has most left of that day, so that work is spread.
int Finder::choose_worker(const Row& row, const Fit& its, int cell) const {
    const auto is_free = [&](int worker) {
        return worker >= 0 && row.free[static_cast<std::size_t>(worker)].test(cell);
    };
    if (is_free(its.asked)) return its.asked;
    if (is_free(its.usual)) return its.usual;
    int best = -1;
    int most = -1;
    for (int worker = 0; worker < static_cast<int>(row.free.size()) && worker < 64; ++worker) {
        if ((its.allowed >> worker & 1U) == 0 || !is_free(worker)) continue;
        int left = 0;
        Bits::for_words(cell - 96, cell + 96, [&](std::size_t word, std::uint64_t mask) {
            left += std::popcount(row.free[static_cast<std::size_t>(worker)].words[word] & mask);
        });
        if (left > most) {
            most = left;
            best = worker;
        }
    }
    return best;
}

template <typename Visit>
void Finder::visit_booked(const Open& open, const Fit& its, Visit visit) {
    const Row& row = lines_.rows[static_cast<std::size_t>(open.row)];
    const Bits& starts = her_.starts(row.length);
    Bits::for_words(std::max(open.first, her_.earliest_booked()), open.last,
                    [&](std::size_t word, std::uint64_t mask) {
                        std::uint64_t left = starts.words[word] & mask;
                        if (left != 0) left &= allowed_word(row, its, word);
                        for (; left != 0; left &= left - 1)
                            visit(static_cast<int>(word) * 64 + std::countr_zero(left), row);
                    });
}

template <typename Visit>
void Finder::visit_drop_in(const Open& open, Visit visit) {
    const Bits& free = her_.free();
    const int needed = lines_.rows[static_cast<std::size_t>(open.row)].length;
    int cell = std::max(open.first, her_.earliest_drop_in());
    while (cell < open.last) {
        while (cell < open.last && !free.test(cell)) ++cell;
        const int first = cell;
        while (cell < open.last && free.test(cell)) ++cell;
        if (cell - first >= needed) visit(first, cell);
    }
}

bool Finder::is_offered(const Open& open) const { return open.places == 0 || open.held < open.held_most; }

bool Finder::is_free_group(const Open& open) const {
    return open.first >= her_.earliest_booked() && open.time.begin() >= lines_.horizon.begin() &&
           open.time.end() <= lines_.horizon.end() && her_.free().all_of(open.first, open.last) &&
           std::ranges::find(open.group_taken, 0) != open.group_taken.end();
}

template <typename Visit>
void Finder::visit_all(int session, Visit visit) {
    const Open& open = lines_.sessions[static_cast<std::size_t>(session)];
    const auto& its = fits_[static_cast<std::size_t>(open.row)];
    if (!its || !is_offered(open)) return;
    switch (lines_.rows[static_cast<std::size_t>(open.row)].clinic->kind) {
        case Kind::booked:
            visit_booked(open, *its, [&](int cell, const Row& row) {
                visit(candidate(session, cell, cell + row.length, choose_worker(row, *its, cell)));
            });
            break;
        case Kind::drop_in:
            visit_drop_in(open, [&](int first, int last) { visit(candidate(session, first, last, -1)); });
            break;
        case Kind::group:
            if (is_free_group(open)) visit(candidate(session, open.first, open.last, -1));
            break;
    }
}

/// Without an aim the earliest start is the best one, with the worker asked for before the one she knows
/// before any.
std::optional<Candidate> Finder::first_booked(int session, const Fit& its) {
    const Open& open = lines_.sessions[static_cast<std::size_t>(session)];
    const Row& row = lines_.rows[static_cast<std::size_t>(open.row)];
    int any = -1;
    int usual = -1;
    const int needed = its.asked >= 0 ? its.asked : its.usual;
    int preferred = -1;
    visit_booked(open, its, [&](int cell, const Row&) {
        if (any < 0) any = cell;
        if (preferred >= 0 || needed < 0) return;
        if (row.free[static_cast<std::size_t>(needed)].test(cell)) preferred = cell;
        if (usual < 0 && its.usual >= 0 && row.free[static_cast<std::size_t>(its.usual)].test(cell))
            usual = cell;
    });
    const int cell = preferred >= 0 ? preferred : usual >= 0 ? usual : any;
    if (cell < 0) return std::nullopt;
    return candidate(session, cell, cell + row.length, choose_worker(row, its, cell));
}

std::optional<Candidate> Finder::best_of(int session) {
    const Open& open = lines_.sessions[static_cast<std::size_t>(session)];
    const auto& its = fits_[static_cast<std::size_t>(open.row)];
    if (!its || !is_offered(open)) return std::nullopt;
    if (!aims_ && lines_.rows[static_cast<std::size_t>(open.row)].clinic->kind == Kind::booked)
        return first_booked(session, *its);
    std::optional<Candidate> best;
    visit_all(session, [&](const Candidate& one) {
        if (!best || one.key < best->key) best = one;
    });
    return best;
}

std::vector<Candidate> Finder::best_of_sessions(std::size_t enough) {
    std::vector<Candidate> found;
    std::uint64_t days_found = 0;
    int stop_after = 1 << 20;
    for (std::size_t session = 0; session < lines_.sessions.size(); ++session) {
        const Open& open = lines_.sessions[session];
        if (open.day > stop_after) break;
        const auto best = best_of(static_cast<int>(session));
        if (!best) continue;
        found.push_back(*best);
        if (best->day_class() != 0) continue;
        days_found |= std::uint64_t{1} << open.day;
        if (std::cmp_greater_equal(std::popcount(days_found), enough))
            stop_after =
                std::min(stop_after, std::max(open.day, std::countr_zero(days_found) + lookahead_days));
    }
    return found;
}

std::vector<Candidate> Finder::all_of(int session) {
    std::vector<Candidate> found;
    visit_all(session, [&](const Candidate& one) { found.push_back(one); });
    return found;
}

int Finder::count() {
    int times = 0;
    for (std::size_t session = 0; session < lines_.sessions.size(); ++session) {
        const Open& open = lines_.sessions[session];
        const auto& its = fits_[static_cast<std::size_t>(open.row)];
        if (!its || !is_offered(open)) continue;
        const Kind kind = lines_.rows[static_cast<std::size_t>(open.row)].clinic->kind;
        if (kind == Kind::booked)
            visit_booked(open, *its, [&](int, const Row&) { ++times; });
        else if (kind == Kind::drop_in)
            visit_drop_in(open, [&](int, int) { ++times; });
        else
            times += is_free_group(open) ? 1 : 0;
    }
    return times;
}

}  // namespace offing::scheduler
