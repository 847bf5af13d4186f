// Chooses a few among the candidates: the best first, then others of another day or kind, and always the
// soonest when everything better is more than a week later. Says why each was chosen.

#include "scheduler/offer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "scheduler/candidates.hpp"
#include "scheduler/place_number.hpp"

namespace offing::scheduler {

namespace {

constexpr std::size_t most_offers = 10;
constexpr int too_long_to_wait = 7;  // days

class Chooser {
public:
    Chooser(Finder& finder, std::size_t limit, std::size_t enough)
        : finder_{finder}, limit_{limit}, candidates_{finder.best_of_sessions(enough)} {}

    std::vector<Candidate> choose() {
        if (candidates_.empty() || limit_ == 0) return {};
        const Candidate best = *std::ranges::min_element(candidates_, {}, &Candidate::key);
        chosen_.push_back(best);
        const auto soonest = soonest_if_better_waits(best);
        const std::size_t room = limit_ - (soonest ? 1 : 0);
        while (chosen_.size() < room) {
            auto next = chosen_.size() == 1   ? on_another_day(best)
                        : chosen_.size() == 2 ? of_another_way(best)
                                              : std::nullopt;
            if (!next) next = best_where([&](const Candidate& one) { return differs(one); });
            if (!next) break;
            chosen_.push_back(*next);
        }
        if (soonest && differs(*soonest)) chosen_.push_back(*soonest);
        fill();
        return chosen_;
    }

    Way way_of(const Candidate& one) const { return scheduler::way_of(clinic_of(one)); }

    const Clinic& clinic_of(const Candidate& one) const {
        const auto& open = finder_.lines().sessions[static_cast<std::size_t>(one.session)];
        return *finder_.lines().rows[static_cast<std::size_t>(open.row)].clinic;
    }

private:
    bool differs(const Candidate& one) const {
        return std::ranges::all_of(chosen_, [&](const Candidate& other) {
            return !overlap(one, other) && (one.day() != other.day() || way_of(one) != way_of(other));
        });
    }

    static bool overlap(const Candidate& one, const Candidate& other) {
        return one.first < other.last && other.first < one.last;
    }

    template <typename Suits>
    std::optional<Candidate> best_where(Suits suits) const {
        std::optional<Candidate> best;
        for (const Candidate& one : candidates_)
            if ((!best || one.key < best->key) && suits(one)) best = one;
        return best;
    }

    /// The earliest of what she asked for, when the first choice is more than a week after it.
    std::optional<Candidate> soonest_if_better_waits(const Candidate& best) const {
        if (limit_ < 2) return std::nullopt;
        std::optional<Candidate> soonest;
        for (const Candidate& one : candidates_)
            if (one.asked_class() == best.asked_class() &&
                (!soonest || std::pair{one.day(), one.first} < std::pair{soonest->day(), soonest->first}))
                soonest = one;
        if (!soonest || soonest->day() + too_long_to_wait > best.day()) return std::nullopt;
        return soonest;
    }

    /// A second day is worth more to her than a second time on the first, when it is no less what she asked
    /// for.
    std::optional<Candidate> on_another_day(const Candidate& best) const {
        return best_where([&](const Candidate& one) {
            return one.day() != best.day() && one.asked_class() == best.asked_class();
        });
    }

    /// When the first two are alike: a drop-in, a call or a booked time that is no less what she asked for.
    std::optional<Candidate> of_another_way(const Candidate& best) const {
        if (way_of(chosen_[0]) != way_of(chosen_[1])) return std::nullopt;
        return best_where([&](const Candidate& one) {
            return differs(one) && way_of(one) != way_of(best) && one.asked_class() == best.asked_class() &&
                   one.day() <= best.day() + too_long_to_wait;
        });
    }

    /// Too few days and ways: other times of what there is, as far from those chosen as may be.
    void fill() {
        if (chosen_.size() >= limit_) return;
        std::ranges::sort(candidates_, {}, &Candidate::key);
        for (const Candidate& session : candidates_) {
            std::vector<Candidate> all = finder_.all_of(session.session);
            while (chosen_.size() < limit_) {
                const Candidate* farthest = nullptr;
                int distance = 0;
                for (const Candidate& one : all)
                    if (const int far = distance_to_chosen(one); far > distance) {
                        distance = far;
                        farthest = &one;
                    }
                if (farthest == nullptr) break;
                chosen_.push_back(*farthest);
            }
            if (chosen_.size() >= limit_) return;
        }
    }

    /// 0 when it overlaps one of them.
    int distance_to_chosen(const Candidate& one) const {
        int nearest = 1 << 20;
        for (const Candidate& other : chosen_) {
            if (overlap(one, other)) return 0;
            nearest = std::min(nearest, std::abs(one.first - other.first));
        }
        return nearest;
    }

    Finder& finder_;
    std::size_t limit_;
    std::vector<Candidate> candidates_;
    std::vector<Candidate> chosen_;
};

std::vector<Reason> reasons_for(const Chooser& chooser, const Finder& finder, const Question& question,
                                const std::vector<Candidate>& chosen, std::size_t number) {
    using enum Reason;
    const Candidate& one = chosen[number];
    const Clinic& clinic = chooser.clinic_of(one);
    const Wish& wish = question.wish;
    std::vector<Reason> reasons;
    const auto add = [&](bool holds, Reason reason) {
        if (holds) reasons.push_back(reason);
    };
    add(!wish.dates_ok.empty() || wish.days_ok.has_value(), asked_day);
    add(wish.after || wish.before || (!wish.around.empty() && one.near_aim()), asked_time);
    add(wish.kind || wish.purpose, asked_kind);
    add(wish.mode.has_value(), asked_mode);
    add(wish.women_only || wish.children_welcome || question.woman.women_only, asked_audience);
    add(finder.names_asked() && one.with_asked(), asked_worker);
    add(finder.names_usual() && one.with_usual(), usual_worker);
    add(std::ranges::none_of(chosen, [&](const Candidate& other) { return other.first < one.first; }),
        soonest);
    add(!question.woman.taken_before.empty() && one.usual_time(), time_taken_before);
    add(finder.has_company(one.day()) && clinic.children_welcome, children_welcome_today);
    add(clinic.kind == Kind::drop_in, no_place_needed);
    const auto alone = [&](auto property) {
        return number > 0 &&
               std::ranges::none_of(chosen.begin(), chosen.begin() + static_cast<long>(number),
                                    [&](const Candidate& other) { return property(other) == property(one); });
    };
    add(alone([&](const Candidate& c) { return chooser.way_of(c); }), other_kind);
    add(alone([](const Candidate& c) { return c.day(); }), other_day);
    add(reasons.empty(), other_time);
    return reasons;
}

struct Loosening {
    Relaxation::What what;
    bool (*is_set)(const Question&);
    void (*loosen)(Question&);
};

using What = Relaxation::What;

constexpr std::array<Loosening, 11> loosenings{{
    {What::dates, [](const Question& q) { return !q.wish.dates_ok.empty(); },
     [](Question& q) { q.wish.dates_ok.clear(); }},
    {What::days, [](const Question& q) { return q.wish.days_ok || !q.wish.days_not.empty(); },
     [](Question& q) {
         q.wish.days_ok.reset();
         q.wish.days_not = {};
     }},
    {What::time_of_day, [](const Question& q) { return q.wish.after || q.wish.before || q.woman.not_before; },
     [](Question& q) {
         q.wish.after.reset();
         q.wish.before.reset();
         q.woman.not_before.reset();
     }},
    {What::not_windows, [](const Question& q) { return !q.wish.not_windows.empty(); },
     [](Question& q) { q.wish.not_windows.clear(); }},
    {What::mode, [](const Question& q) { return q.wish.mode.has_value(); },
     [](Question& q) { q.wish.mode.reset(); }},
    {What::audience,
     [](const Question& q) { return q.wish.women_only || q.wish.children_welcome || q.woman.women_only; },
     [](Question& q) { q.wish.women_only = q.wish.children_welcome = q.woman.women_only = false; }},
    {What::kind, [](const Question& q) { return q.wish.kind || q.wish.purpose; },
     [](Question& q) {
         q.wish.kind.reset();
         q.wish.purpose.reset();
     }},
    {What::worker,
     [](const Question& q) {
         return q.wish.not_worker || q.wish.also_worker || !q.woman.workers_not.empty();
     },
     [](Question& q) {
         q.wish.not_worker.reset();
         q.wish.also_worker.reset();
         q.woman.workers_not.clear();
     }},
    {What::notice, [](const Question& q) { return q.woman.notice > std::chrono::minutes{0}; },
     [](Question& q) { q.woman.notice = std::chrono::minutes{0}; }},
    {What::busy_windows, [](const Question& q) { return !q.woman.busy.empty(); },
     [](Question& q) { q.woman.busy.clear(); }},
    {What::sites, [](const Question& q) { return !q.woman.sites.empty(); },
     [](Question& q) { q.woman.sites.clear(); }},
}};

std::vector<Relaxation> relaxations_of(const Availability::Timelines& lines, const Question& question,
                                       std::span<const What> asked) {
    std::vector<Relaxation> found;
    const auto is_tried = [&](const Loosening& one) {
        return one.is_set(question) && std::ranges::find(asked, one.what) != asked.end();
    };
    const auto try_one = [&](const Loosening& one, const Loosening* other) {
        Question loosened = question;
        one.loosen(loosened);
        if (other != nullptr) other->loosen(loosened);
        const int opens = Finder{lines, loosened}.count();
        if (opens == 0) return;
        found.push_back({one.what, opens, std::nullopt});
        if (other != nullptr) found.back().together_with = other->what;
    };
    for (const Loosening& one : loosenings)
        if (is_tried(one)) try_one(one, nullptr);
    if (found.empty())
        for (auto one = loosenings.begin(); one != loosenings.end(); ++one)
            for (auto other = one + 1; other != loosenings.end(); ++other)
                if (is_tried(*one) && is_tried(*other)) try_one(*one, &*other);
    std::ranges::sort(found, {}, [](const Relaxation& one) { return std::pair{-one.opens, one.what}; });
    return found;
}

}  // namespace

std::string_view spell(Reason reason) {
    constexpr std::array<std::string_view, 14> words{"asked_day",         "asked_time",
                                                     "asked_kind",        "asked_mode",
                                                     "asked_audience",    "asked_worker",
                                                     "usual_worker",      "soonest",
                                                     "time_taken_before", "other_kind",
                                                     "other_day",         "other_time",
                                                     "no_place_needed",   "children_welcome_today"};
    return words[static_cast<std::size_t>(reason)];
}

std::string_view spell(Relaxation::What what) {
    constexpr std::array<std::string_view, 11> words{"dates",  "days",         "time_of_day", "not_windows",
                                                     "mode",   "audience",     "kind",        "worker",
                                                     "notice", "busy_windows", "sites"};
    return words[static_cast<std::size_t>(what)];
}

Offer offer_of(const Finder& finder, const Candidate& one) {
    const auto& lines = finder.lines();
    const auto& open = lines.sessions[static_cast<std::size_t>(one.session)];
    const auto& day = lines.days[static_cast<std::size_t>(open.day)];
    const Clinic& clinic = *lines.rows[static_cast<std::size_t>(open.row)].clinic;
    const int step = one.first - day.first_cell;
    Offer offer{.key = {clinic.id, day.date, -1},
                .time = *Interval::make(lines.instant_of(one.first), lines.instant_of(one.last)),
                .kind = clinic.kind,
                .mode = clinic.mode,
                .audience = clinic.audience,
                .purpose = clinic.purpose,
                .children_welcome = clinic.children_welcome,
                .label = clinic.label,
                .site = clinic.site};
    if (clinic.kind == Kind::booked) {
        offer.time = *Interval::make(offer.time.begin(), offer.time.begin() + clinic.length);
        const int worker = finder.worker_for(one);
        offer.key.place = place_number(step, worker);
        offer.worker = clinic.workers[static_cast<std::size_t>(worker)];
        if (const int also = finder.fit(open.row).also; also >= 0)
            offer.second = PlaceKey{clinic.id, day.date, place_number(step, also)};
    }
    if (clinic.kind == Kind::group) {
        offer.time = open.time;
        offer.key.place = static_cast<int>(std::ranges::find(open.group_taken, 0) - open.group_taken.begin());
    }
    return offer;
}

std::vector<Candidate> choose(Finder& finder, std::size_t limit, std::size_t enough) {
    return Chooser{finder, limit, enough}.choose();
}

OfferAnswer find_offers(const Availability& availability, const Preferences& woman, const Wish& wish,
                        Instant now, std::size_t limit, std::span<const Relaxation::What> loosen) {
    const Question question{woman, wish, now};
    Finder finder{availability.timelines(), question};
    limit = std::min(limit, most_offers);
    Chooser chooser{finder, limit, std::max<std::size_t>(limit, 3)};
    const std::vector<Candidate> chosen = chooser.choose();
    OfferAnswer answer;
    for (std::size_t number = 0; number < chosen.size(); ++number) {
        answer.offers.push_back(offer_of(finder, chosen[number]));
        answer.offers.back().reasons = reasons_for(chooser, finder, question, chosen, number);
    }
    if (answer.offers.empty())
        answer.relaxations = relaxations_of(availability.timelines(), question, loosen);
    return answer;
}

namespace {

void add_each_worker(const Finder& finder, const Candidate& one, std::vector<Offer>& times) {
    const Offer offer = offer_of(finder, one);
    if (offer.kind != Kind::booked || offer.second) {
        times.push_back(offer);
        return;
    }
    const auto& open = finder.lines().sessions[static_cast<std::size_t>(one.session)];
    const auto& row = finder.lines().rows[static_cast<std::size_t>(open.row)];
    for (int worker = 0; std::cmp_less(worker, row.free.size()) && worker < 64; ++worker) {
        if ((finder.fit(open.row).allowed >> worker & 1U) == 0 ||
            !row.free[static_cast<std::size_t>(worker)].test(one.first))
            continue;
        Offer with = offer;
        with.key.place = place_number(step_of(offer.key), worker);
        with.worker = row.clinic->workers[static_cast<std::size_t>(worker)];
        times.push_back(std::move(with));
    }
}

}  // namespace

std::vector<Offer> all_times(const Availability& availability, const Preferences& woman, const Wish& wish,
                             Instant now) {
    const Question question{woman, wish, now};
    Finder finder{availability.timelines(), question};
    std::vector<Offer> times;
    for (int session = 0; session < static_cast<int>(finder.lines().sessions.size()); ++session)
        for (const Candidate& one : finder.all_of(session)) add_each_worker(finder, one, times);
    return times;
}

std::optional<Offer> offer_at(const Availability& availability, const PlaceKey& key, const Preferences& woman,
                              const Wish& wish, Instant now) {
    const auto* open = availability.timelines().session_of(key);
    const auto place = availability.find(key);
    if (open == nullptr || !place || !availability.is_free(key)) return std::nullopt;
    Question question{woman, wish, now};
    // Asking for this very worker makes the search say whether that one is free for her.
    if (!place->worker.empty()) question.wish.prefer_worker = place->worker;
    Finder finder{availability.timelines(), question};
    for (const Candidate& one :
         finder.all_of(static_cast<int>(open - availability.timelines().sessions.data()))) {
        Offer offer = offer_of(finder, one);
        if (place->worker.empty() || offer.key == key) return offer;
    }
    return std::nullopt;
}

bool fits_her(const Availability& availability, const PlaceKey& key, const Preferences& woman,
              const Wish& wish, Instant now) {
    return offer_at(availability, key, woman, wish, now).has_value();
}

std::chrono::minutes hold_for(const Availability& availability, const PlaceKey& key,
                              std::chrono::minutes usual) {
    const auto* open = availability.timelines().session_of(key);
    if (open == nullptr || open->places == 0) return usual;
    const int free = availability.timelines().free_places(*open);
    if (free * 10 < open->places) return usual / 4;
    return free * 4 < open->places ? usual / 2 : usual;
}

bool still_fits(const Availability& availability, const Offer& offer) {
    const auto place = availability.find(offer.key);
    if (!place || !availability.is_free(offer.key)) return false;
    if (offer.second && !availability.is_free(*offer.second)) return false;
    if (offer.kind == Kind::drop_in)
        return place->time.begin() <= offer.time.begin() && offer.time.end() <= place->time.end();
    return place->time == offer.time;
}

}  // namespace offing::scheduler
