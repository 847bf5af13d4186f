// What of each session could be offered to her, as a key that orders it. The key is made of her place in the
// question and of time, and of nothing else: no history can reach it.

#pragma once

#include "scheduler/offer.hpp"
#include "scheduler/search.hpp"

namespace offing::scheduler {

/// How far from her aim, in cells: half an hour off is what she meant, an hour is near, two hours are another
/// part of the day, and beyond that is the fourth bucket.
constexpr std::array<int, 3> cells_of_bucket{6, 12, 24};

/// The lower the key the better: what she asked for, then who is with her that day, her usual worker, the
/// day, the time of day she has taken before, the nearness to the time aimed at, the time.
struct Candidate {
    std::uint64_t key = 0;
    int session = 0;
    int first = 0;    ///< cell
    int last = 0;     ///< cell after the end
    int worker = -1;  ///< index in the clinic, when it is the one she asked for or knows

    std::uint64_t asked_class() const { return key >> 50; }
    std::uint64_t bucket_class() const { return key >> 52; }  ///< all that ranks above the bucket
    std::size_t bucket() const { return key >> 50 & 3U; }     ///< how near to her aim
    int day() const { return static_cast<int>(key >> 42 & 63U); }
    bool near_aim() const { return bucket() == 0; }
    bool suits_company() const { return (key >> 49 & 1U) == 0; }
    bool with_asked() const { return (key >> 58 & 1U) == 0; }
    bool with_usual() const { return (key >> 48 & 1U) == 0; }
    bool usual_time() const { return (key >> 40 & 3U) == 0; }
};

/// How she would be seen. Offers are to be of more than one way.
enum class Way { booked, drop_in, group, remote };
Way way_of(const Clinic& clinic);

class Finder {
public:
    Finder(const Availability::Timelines& lines, const Question& question);

    /// The best of each session that could be among `enough` offers: sessions with the worker she asked for
    /// or knows until there are enough days of them, the others as far as they could still count.
    std::vector<Candidate> best_of_sessions(std::size_t enough);
    /// Everything a session has for her.
    std::vector<Candidate> all_of(int session);
    /// How many times there are for her in all.
    int count();

    const Fit& fit(int row) const { return *fits_[static_cast<std::size_t>(row)]; }
    bool has_company(int day) const { return (her_.company_days() >> day & 1U) != 0; }
    bool names_asked() const { return named_.asked != Named::nobody; }
    bool names_usual() const { return named_.usual != Named::nobody; }
    /// Whom she would see: asked for, else known, else whoever has most left of that day, so that work is
    /// spread.
    int worker_for(const Candidate& one) const;
    const Availability::Timelines& lines() const { return lines_; }

private:
    using Open = Availability::Timelines::Open;
    using Row = Availability::Timelines::Row;

    const Row& row_of(const Open& open) const { return lines_.rows[static_cast<std::size_t>(open.row)]; }

    template <typename Visit>
    void visit_all(int session, Visit visit);
    template <typename Visit>
    void visit_starts(const Open& open, const Fit& fit, Visit visit);
    template <typename Visit>
    void visit_booked(const Open& open, const Fit& fit, Visit visit);
    template <typename Visit>
    void visit_drop_in(const Open& open, Visit visit);
    std::optional<Candidate> first_booked(int session, const Fit& fit);
    std::uint64_t days_near(std::size_t bucket);
    bool could_reach(std::size_t session, int bucket);
    template <typename Reach, typename Wanted, typename Note>
    void look(const Reach& reach, Wanted is_wanted, Note note);
    std::optional<Candidate> nearest_booked(int session, const Fit& fit);
    std::optional<Candidate> best_of(int session);
    Candidate candidate(int session, int first, int last, int worker) const;
    int preferred_worker(const Row& row, const Fit& fit, int cell) const;
    std::uint64_t allowed_word(const Row& row, const Fit& fit, std::size_t word) const;
    void lay_tables();
    int off_drop_in(int first, int last) const;
    bool is_offered(const Open& open) const;
    bool is_free_group(const Open& open) const;

    const Availability::Timelines& lines_;
    const Question& question_;
    Named named_;
    HerTime her_;
    std::vector<std::optional<Fit>> fits_;
    std::array<std::uint16_t, 512> off_{};        ///< by cell of the day: how far from what she aimed at
    std::array<std::uint8_t, 512> usual_time_{};  ///< 1: not a time of day she has taken before
    std::array<std::uint8_t, most_days> day_order_{};
    std::array<std::optional<std::uint64_t>, cells_of_bucket.size()> days_near_{};
    bool aims_;  ///< the time of day matters, so the first start need not be the best
};

Offer offer_of(const Finder& finder, const Candidate& one);
/// Looks as far as `enough` days of the best need; with more days than there are, into everything.
std::vector<Candidate> choose(Finder& finder, std::size_t limit, std::size_t enough);

}  // namespace offing::scheduler
