#include "scheduler/candidates.hpp"

#include <algorithm>
#include <utility>

namespace offing::scheduler {

namespace {

/// By cell of a day: how many cells lie between it and the nearest of these times.
std::array<std::uint16_t, 512> distances_to(const std::vector<ClockTime>& aims) {
    constexpr auto minutes_per_cell = static_cast<unsigned>(cell_length.count());
    std::array<std::uint16_t, 512> distances{};
    distances.fill(cells_per_day);
    for (const ClockTime aim : aims) {
        const int at = static_cast<int>(std::clamp(aim, ClockTime{0}, ClockTime{2 * 24 * 60}).count());
        for (std::size_t cell = 0; cell < distances.size(); ++cell) {
            const int minutes = std::abs(at - static_cast<int>(cell * minutes_per_cell));
            const auto cells = static_cast<std::uint16_t>(static_cast<unsigned>(minutes) / minutes_per_cell);
            distances[cell] = std::min(distances[cell], cells);
        }
    }
    return distances;
}

std::uint64_t bucket_of(int cells) {
    std::uint64_t bucket = 0;
    while (bucket < cells_of_bucket.size() && cells > cells_of_bucket[bucket]) ++bucket;
    return bucket;
}

}  // namespace

Way way_of(const Clinic& clinic) {
    if (clinic.mode == Mode::phone || clinic.mode == Mode::video) return Way::remote;
    return static_cast<Way>(clinic.kind);
}

Finder::Finder(const Availability::Timelines& lines, const Question& question)
    : lines_{lines},
      question_{question},
      named_{lines, question},
      her_{lines, question},
      fits_(lines.rows.size()),
      aims_{!question.wish.around.empty() || !question.woman.taken_before.empty()} {
    if (aims_ || !question.wish.dates_ok.empty()) lay_tables();
    for (std::size_t row = 0; row < fits_.size(); ++row)
        fits_[row] = fit_of(lines.rows[row], question, named_);
}

/// What depends on the time of day or on the day alone, so that a candidate costs a few look-ups.
void Finder::lay_tables() {
    const auto& around = question_.wish.around;
    const auto& taken = question_.woman.taken_before;
    if (!around.empty()) off_ = distances_to(around);
    if (!taken.empty()) {
        const auto far = distances_to(taken);
        for (std::size_t cell = 0; cell < far.size(); ++cell)
            usual_time_[cell] = far[cell] > cells_of_bucket[1] ? 1 : 0;
    }
    const auto& dates = question_.wish.dates_ok;
    if (dates.empty()) return;
    for (std::size_t day = 0; day < lines_.days.size(); ++day) {
        const auto place = std::ranges::find(dates, lines_.days[day].date) - dates.begin();
        day_order_[day] = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(place, 63));
    }
}

/// A drop-in is as near as any moment of it at which she could still walk in.
int Finder::off_drop_in(int first, int last) const {
    int off = off_[static_cast<std::size_t>(first)];
    for (int cell = first; cell <= last - cells_of_bucket[0] && cell < cells_per_day; ++cell)
        off = std::min<int>(off, off_[static_cast<std::size_t>(cell)]);
    return off;
}

Candidate Finder::candidate(int session, int first, int last, int worker) const {
    const Open& open = lines_.sessions[static_cast<std::size_t>(session)];
    const Clinic& clinic = *row_of(open).clinic;
    const Fit& its = fit(open.row);
    const auto& day = lines_.days[static_cast<std::size_t>(open.day)];
    const int in_day = std::clamp(first - day.first_cell, 0, 511);
    const bool is_booked = clinic.kind == Kind::booked;
    int off = off_[static_cast<std::size_t>(in_day)];
    if (clinic.kind == Kind::drop_in) off = off_drop_in(in_day, last - day.first_cell);
    const unsigned order = day_order_[static_cast<std::size_t>(open.day)];
    const bool asked = !names_asked() || (is_booked ? worker == its.asked && worker >= 0 : its.has_asked);
    const bool usual = !names_usual() || (is_booked ? worker == its.usual && worker >= 0 : its.usual >= 0);
    const bool suits = !has_company(open.day) || clinic.children_welcome || clinic.mode == Mode::phone ||
                       clinic.mode == Mode::video;
    std::uint64_t key = asked ? 0 : 1;
    key = key << 6 | order;
    key = key << 2 | bucket_of(off);
    key = key << 1 | (suits ? 0U : 1U);
    key = key << 1 | (usual ? 0U : 1U);
    key = key << 6 | static_cast<std::uint64_t>(open.day);
    key = key << 2 | usual_time_[static_cast<std::size_t>(in_day)];
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

int Finder::preferred_worker(const Row& row, const Fit& its, int cell) const {
    for (const int worker : {its.asked, its.usual})
        if (worker >= 0 && row.free[static_cast<std::size_t>(worker)].test(cell)) return worker;
    return -1;
}

int Finder::worker_for(const Candidate& one) const {
    if (one.worker >= 0) return one.worker;
    const Open& open = lines_.sessions[static_cast<std::size_t>(one.session)];
    const Row& row = row_of(open);
    int best = -1;
    int most = 0;
    for (int worker = 0; worker < static_cast<int>(row.free.size()) && worker < 64; ++worker) {
        const Bits& free = row.free[static_cast<std::size_t>(worker)];
        if ((fit(open.row).allowed >> worker & 1U) == 0 || !free.test(one.first)) continue;
        int left = 0;
        Bits::for_words(open.first, open.last, [&](std::size_t word, std::uint64_t mask) {
            left += std::popcount(free.words[word] & mask);
        });
        if (left > most) {
            most = left;
            best = worker;
        }
    }
    return best;
}

/// Word by word, the cells at which a visit could start.
template <typename Visit>
void Finder::visit_starts(const Open& open, const Fit& its, Visit visit) {
    const Row& row = row_of(open);
    const Bits& starts = her_.starts(row.length);
    Bits::for_words(std::max(open.first, her_.earliest_booked()), open.last,
                    [&](std::size_t word, std::uint64_t mask) {
                        std::uint64_t left = starts.words[word] & mask;
                        if (left != 0) left &= allowed_word(row, its, word);
                        if (left != 0) visit(word, left);
                    });
}

template <typename Visit>
void Finder::visit_booked(const Open& open, const Fit& its, Visit visit) {
    const Row& row = row_of(open);
    visit_starts(open, its, [&](std::size_t word, std::uint64_t left) {
        for (; left != 0; left &= left - 1) visit(static_cast<int>(word) * 64 + std::countr_zero(left), row);
    });
}

template <typename Visit>
void Finder::visit_drop_in(const Open& open, Visit visit) {
    const Bits& free = her_.free();
    const int needed = row_of(open).length;
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
    switch (row_of(open).clinic->kind) {
        case Kind::booked:
            visit_booked(open, *its, [&](int cell, const Row& row) {
                visit(candidate(session, cell, cell + row.length, preferred_worker(row, *its, cell)));
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
    const Row& row = row_of(open);
    std::array<int, 3> first{-1, -1, -1};  // with the one asked for, with the one she knows, with any
    const auto note = [&](std::size_t which, std::size_t word, std::uint64_t left) {
        if (first[which] < 0 && left != 0)
            first[which] = static_cast<int>(word) * 64 + std::countr_zero(left);
    };
    visit_starts(open, its, [&](std::size_t word, std::uint64_t left) {
        if (its.asked >= 0) note(0, word, left & row.free[static_cast<std::size_t>(its.asked)].words[word]);
        if (its.usual >= 0) note(1, word, left & row.free[static_cast<std::size_t>(its.usual)].words[word]);
        note(2, word, left);
    });
    for (const int cell : first)
        if (cell >= 0) return candidate(session, cell, cell + row.length, preferred_worker(row, its, cell));
    return std::nullopt;
}

namespace {

/// The bits of one session's stretch of a timeline: it lasts a day and an hour at most.
struct Stretch {
    std::size_t first_word = 0;
    std::size_t count = 0;
    std::array<std::uint64_t, 8> words{};

    bool any() const {
        return std::ranges::any_of(words, [](std::uint64_t word) { return word != 0; });
    }
    /// The first set cell at or after `cell`; -1: none.
    int next(int cell) const {
        const auto at = Bits::index(std::max(cell, 0));
        for (std::size_t i = at < first_word ? 0 : at - first_word; i < count; ++i) {
            std::uint64_t word = words[i];
            if (first_word + i == at) word &= ~std::uint64_t{0} << (cell & 63);
            if (word != 0) return static_cast<int>(first_word + i) * 64 + std::countr_zero(word);
        }
        return -1;
    }
    /// The last set cell before `cell`; -1: none.
    int previous(int cell) const {
        if (cell <= 0) return -1;
        const auto at = Bits::index(cell - 1);
        if (at < first_word) return -1;
        for (std::size_t i = std::min(count, at - first_word + 1); i-- > 0;) {
            std::uint64_t word = words[i];
            if (first_word + i == at) word &= ~std::uint64_t{0} >> (63 - ((cell - 1) & 63));
            if (word != 0) return static_cast<int>(first_word + i) * 64 + 63 - std::countl_zero(word);
        }
        return -1;
    }
};

}  // namespace

/// With an aim the best start is one of the nearest to it, before or after, with the worker she asked for,
/// with the one she knows, or with any: what ranks between them is decided by their keys.
std::optional<Candidate> Finder::nearest_booked(int session, const Fit& its) {
    const Open& open = lines_.sessions[static_cast<std::size_t>(session)];
    const Row& row = row_of(open);
    const Bits& starts = her_.starts(row.length);
    Stretch any;
    Bits::for_words(std::max(open.first, her_.earliest_booked()), open.last,
                    [&](std::size_t word, std::uint64_t mask) {
                        if (any.count == 0) any.first_word = word;
                        std::uint64_t left = starts.words[word] & mask;
                        if (left != 0) left &= allowed_word(row, its, word);
                        any.words[any.count++] = left;
                    });
    if (!any.any()) return std::nullopt;
    std::optional<Candidate> best;
    const auto note = [&](int cell) {
        if (cell < 0) return;
        const Candidate one = candidate(session, cell, cell + row.length, preferred_worker(row, its, cell));
        if (!best || one.key < best->key) best = one;
    };
    const auto look = [&](const Stretch& stretch) {
        const int midnight = lines_.days[static_cast<std::size_t>(open.day)].first_cell;
        for (const ClockTime aim : question_.wish.around) {
            const int cell = midnight + static_cast<int>(aim / cell_length);
            note(stretch.next(cell));
            note(stretch.previous(cell));
        }
    };
    look(any);
    for (const int worker : {its.asked, its.usual}) {
        if (worker < 0) continue;
        Stretch with = any;
        for (std::size_t i = 0; i < with.count; ++i)
            with.words[i] &= row.free[static_cast<std::size_t>(worker)].words[with.first_word + i];
        look(with);
    }
    return best;
}

std::optional<Candidate> Finder::best_of(int session) {
    const Open& open = lines_.sessions[static_cast<std::size_t>(session)];
    const auto& its = fits_[static_cast<std::size_t>(open.row)];
    if (!its || !is_offered(open)) return std::nullopt;
    if (!aims_ && row_of(open).clinic->kind == Kind::booked) return first_booked(session, *its);
    if (question_.woman.taken_before.empty() && row_of(open).clinic->kind == Kind::booked)
        return nearest_booked(session, *its);
    std::optional<Candidate> best;
    visit_all(session, [&](const Candidate& one) {
        if (!best || one.key < best->key) best = one;
    });
    return best;
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
        const Kind kind = row_of(open).clinic->kind;
        if (kind == Kind::booked)
            visit_starts(open, *its, [&](std::size_t, std::uint64_t left) { times += std::popcount(left); });
        else if (kind == Kind::drop_in)
            visit_drop_in(open, [&](int, int) { ++times; });
        else
            times += is_free_group(open) ? 1 : 0;
    }
    return times;
}

}  // namespace offing::scheduler
