// Which sessions are looked into for the best of each, and how far ahead. Leaves out only what no choice
// among `enough` offers could fall on: a property test holds it against looking into everything.

#include <algorithm>
#include <utility>

#include "scheduler/candidates.hpp"

namespace offing::scheduler {

namespace {

constexpr int lookahead_days = 7;

/// Once a bucket has `enough` days with nothing against them, and a week more has been looked at for another
/// way, later days count only if they come nearer to her aim than that.
class Reach {
public:
    explicit Reach(std::size_t enough) : enough_{enough} { last_day_.fill(most_days); }

    /// `lacks_usual`: the worker she knows makes no difference among what is still to come.
    void note(const Candidate& one, bool lacks_usual) {
        if (one.bucket_class() != 0) return;  // not with the worker or on the date she asked for
        const std::uint64_t day = std::uint64_t{1} << one.day();
        if ((near_[one.bucket()] & day) == 0) {
            for (std::size_t at = one.bucket(); at < near_.size(); ++at) near_[at] |= day;
            while (worst_ > 0 && is_enough(near_[static_cast<std::size_t>(worst_) - 1])) --worst_;
        }
        if (!one.suits_company() || (!one.with_usual() && !lacks_usual)) return;
        if ((days_[one.bucket()] & day) != 0) return;
        for (std::size_t at = one.bucket(); at < days_.size(); ++at) {
            days_[at] |= day;
            if (!is_enough(days_[at])) continue;
            const int week_later = std::max(std::countr_zero(days_[at]), first_choice_) + lookahead_days;
            last_day_[at] = std::min(last_day_[at], std::max(last_of_enough(days_[at]), week_later));
        }
    }

    /// Her first choice is on this day, later than others it ranks above: the week for another way begins
    /// there.
    void first_choice_on(int day) { first_choice_ = day; }

    bool has_best() const { return is_enough(days_[0]); }
    /// The farthest bucket that is of use on this day; -1: nothing is, and none on a later day.
    int worst_of_use(int day) const {
        int bucket = worst_;
        while (bucket >= 0 && day > last_day_[static_cast<std::size_t>(bucket)]) --bucket;
        return bucket;
    }

private:
    /// Days are noted in two rounds, so the day that makes them enough need not be the last of them.
    int last_of_enough(std::uint64_t days) const {
        for (std::size_t left = enough_; left > 1; --left) days &= days - 1;
        return std::countr_zero(days);
    }
    bool is_enough(std::uint64_t days) const { return std::cmp_greater_equal(std::popcount(days), enough_); }

    std::size_t enough_;
    std::array<std::uint64_t, 4> near_{};  ///< by bucket: days on which something is as near as that
    std::array<std::uint64_t, 4> days_{};  ///< the same, when nothing speaks against it
    std::array<int, 4> last_day_{};
    int worst_ = 3;
    int first_choice_ = 0;
};

}  // namespace

/// Days on which she is free at all as near to her aim as this bucket.
std::uint64_t Finder::days_near(std::size_t bucket) {
    if (days_near_[bucket]) return *days_near_[bucket];
    const int near = cells_of_bucket[bucket];
    std::uint64_t days = 0;
    for (std::size_t day = 0; day < lines_.days.size(); ++day)
        for (const ClockTime aim : question_.wish.around) {
            const int cell = lines_.days[day].first_cell + static_cast<int>(aim / cell_length);
            Bits::for_words(cell - near, cell + near + 2, [&](std::size_t word, std::uint64_t mask) {
                if ((her_.free().words[word] & mask) != 0) days |= std::uint64_t{1} << day;
            });
        }
    days_near_[bucket] = days;
    return days;
}

bool Finder::could_reach(std::size_t session, int bucket) {
    const auto& where = lines_.where[session];
    if (question_.wish.around.empty() || bucket == 3 || where.kind != Kind::booked) return true;
    const auto at = static_cast<std::size_t>(bucket);
    if ((days_near(at) >> where.day & 1U) == 0) return false;
    const Open& open = lines_.sessions[session];
    const int near = cells_of_bucket[at];
    const int midnight = lines_.days[static_cast<std::size_t>(open.day)].first_cell;
    const Row& row = row_of(open);
    const Bits& starts = her_.starts(row.length);
    std::uint64_t some = 0;
    for (const ClockTime aim : question_.wish.around) {
        const int cell = midnight + static_cast<int>(aim / cell_length);
        Bits::for_words(std::max(open.first, cell - near), std::min(open.last, cell + near + 2),
                        [&](std::size_t word, std::uint64_t mask) {
                            some |= starts.words[word] & row.any.words[word] & mask;
                        });
    }
    return some != 0;
}

/// The best of each session that `is_wanted` while the reach goes so far.
template <typename Reach, typename Wanted, typename Note>
void Finder::look(const Reach& reach, Wanted is_wanted, Note note) {
    for (std::size_t session = 0; session < lines_.where.size(); ++session) {
        const auto& where = lines_.where[session];
        const int bucket = reach.worst_of_use(where.day);
        if (bucket < 0) return;
        if (!is_wanted(static_cast<std::size_t>(where.row)) || !could_reach(session, bucket)) continue;
        if (const auto best = best_of(static_cast<int>(session))) note(*best);
    }
}

std::vector<Candidate> Finder::best_of_sessions(std::size_t enough) {
    enum class Whose : std::uint8_t { nobodys, anybodys, preferred };  // by row
    std::vector<Whose> whose(fits_.size(), Whose::nobodys);
    for (std::size_t row = 0; row < fits_.size(); ++row)
        if (const auto& its = fits_[row])
            whose[row] = (!names_asked() || its->has_asked) && (!names_usual() || its->usual >= 0)
                             ? Whose::preferred
                             : Whose::anybodys;
    std::vector<Candidate> found;
    found.reserve(128);
    Reach reach{enough};
    look(
        reach, [&](std::size_t row) { return whose[row] == Whose::preferred; },
        [&](const Candidate& best) {
            found.push_back(best);
            reach.note(best, false);
        });
    if (!names_asked() && !names_usual()) return found;
    const bool all_count = !reach.has_best();
    const auto way_at = [&](std::size_t row) { return way_of(*lines_.rows[row].clinic); };
    Way usual_way = Way::booked;
    if (const auto first = std::ranges::min_element(found, {}, &Candidate::key); first != found.end()) {
        usual_way =
            way_at(static_cast<std::size_t>(lines_.where[static_cast<std::size_t>(first->session)].row));
        reach.first_choice_on(first->day());
    }
    for (const Candidate& one : found) reach.note(one, true);
    bool has_soonest = false;
    look(
        reach,
        [&](std::size_t row) {
            // Beyond the soonest, only what is done another way could still be chosen.
            return whose[row] == Whose::anybodys && (all_count || !has_soonest || way_at(row) != usual_way);
        },
        [&](const Candidate& best) {
            found.push_back(best);
            has_soonest |= best.asked_class() == 0;
            reach.note(best, true);
        });
    return found;
}

}  // namespace offing::scheduler
