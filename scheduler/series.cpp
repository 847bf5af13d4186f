#include "scheduler/series.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "scheduler/candidates.hpp"

namespace offing::scheduler {

namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr int never = std::numeric_limits<int>::max() / 2;
constexpr std::size_t most_times_each = 1500;

class Search {
public:
    Search(const Availability& availability, const Question& question, const SeriesWish& series)
        : availability_{availability}, question_{question}, series_{series} {}

    /// Chains of one worker's times: for each time and length, the smoothest chain that ends there.
    std::optional<Series> with(const Worker& worker) {
        const std::vector<Offer> times = times_with(worker);
        const auto length = static_cast<std::size_t>(series_.times);
        if (times.size() < length) return std::nullopt;
        std::vector<std::vector<Link>> best(length, std::vector<Link>(times.size()));
        for (Link& first : best[0]) first.roughness = 0;
        for (std::size_t step = 1; step < length; ++step)
            for (std::size_t to = 0; to < times.size(); ++to)
                for (std::size_t from = 0; from < to; ++from) {
                    if (best[step - 1][from].roughness >= never) continue;
                    const int rough = roughness(times[from], times[to]);
                    const int sum = rough >= never ? never : best[step - 1][from].roughness + rough;
                    if (sum < best[step][to].roughness) best[step][to] = {sum, static_cast<int>(from)};
                }
        return smoothest(worker, times, best);
    }

private:
    struct Link {
        int roughness = never;
        int from = -1;
    };

    std::vector<Offer> times_with(const Worker& worker) {
        Question asked = question_;
        asked.wish.prefer_worker = worker.id;
        asked.wish.kind = Kind::booked;
        Finder finder{availability_.timelines(), asked};
        std::vector<Offer> times;
        for (int session = 0; session < static_cast<int>(finder.lines().sessions.size()); ++session)
            for (const Candidate& one : finder.all_of(session)) {
                if (!one.with_asked() || times.size() >= most_times_each) continue;
                Offer offer = offer_of(finder, one);
                if (offer.worker == worker.id && !is_left_out(offer.key.date))
                    times.push_back(std::move(offer));
            }
        std::ranges::sort(times, {}, [](const Offer& one) { return std::tuple{one.time.begin(), one.key}; });
        return times;
    }

    bool is_left_out(Date date) const { return series_.term_time_only && !school_runs(date); }

    bool school_runs(Date date) const {
        const Service& service = availability_.service();
        const std::string& school = question_.woman.school;
        return service.schools.runs_on(school.empty() ? service.council : school, date);
    }

    /// Days off the wished distance count most, then minutes off the time of day.
    int roughness(const Offer& one, const Offer& next) const {
        const days apart = next.key.date - one.key.date;
        days wished = series_.every;
        while (series_.term_time_only && apart > wished + series_.slack &&
               !school_runs(one.key.date + wished))
            wished += series_.every;
        const days off = std::chrono::abs(apart - wished);
        if (off > series_.slack) return never;
        const Zone& zone = availability_.zone();
        const minutes later =
            clock_of(zone.to_local(next.time.begin())) - clock_of(zone.to_local(one.time.begin()));
        return static_cast<int>(off.count()) * 10'000 + static_cast<int>(std::chrono::abs(later).count());
    }

    std::optional<Series> smoothest(const Worker& worker, const std::vector<Offer>& times,
                                    const std::vector<std::vector<Link>>& best) const {
        const auto end = std::ranges::min_element(best.back(), {}, &Link::roughness);
        if (end->roughness >= never) return std::nullopt;
        Series found{worker.id, {}};
        auto at = static_cast<int>(end - best.back().begin());
        for (std::size_t step = best.size(); step-- > 0;) {
            found.times.push_back(times[static_cast<std::size_t>(at)]);
            at = best[step][static_cast<std::size_t>(at)].from;
        }
        std::ranges::reverse(found.times);
        return found;
    }

    const Availability& availability_;
    const Question& question_;
    const SeriesWish& series_;
};

}  // namespace

std::vector<Series> find_series(const Availability& availability, const Preferences& woman, const Wish& wish,
                                Instant now, const SeriesWish& series, std::size_t limit) {
    std::vector<Series> found;
    if (series.times < 2 || series.times > 12 || series.every < days{1} || series.slack < days{0})
        return found;
    const Question question{woman, wish, now};
    const auto& lines = availability.timelines();
    const Named named{lines, question};
    Search search{availability, question, series};
    for (const Worker& worker : availability.service().workers)
        if (auto one = search.with(worker)) found.push_back(std::move(*one));
    std::ranges::sort(found, {}, [&](const Series& one) {
        const int worker = lines.worker_named(one.worker);
        return std::tuple{worker != named.asked, worker != named.usual, one.times.front().time.begin(),
                          one.worker};
    });
    if (found.size() > limit) found.resize(limit);
    return found;
}

}  // namespace offing::scheduler
