#include "scheduler/search.hpp"

#include <algorithm>

namespace offing::scheduler {

namespace {

using std::chrono::minutes;

constexpr ClockTime day_end{24 * 60};
constexpr std::size_t usual_lengths = 6;  // of visits that one service has

template <typename Items, typename Item>
bool holds(const Items& items, const Item& item) {
    return std::ranges::find(items, item) != items.end();
}

bool suits(const Clinic& clinic, const Question& question) {
    const Wish& wish = question.wish;
    if (wish.mode ? clinic.mode != *wish.mode : clinic.mode == Mode::offsite) return false;
    if (clinic.purpose != wish.purpose.value_or(Purpose::general)) return false;
    // Nobody is put into a group who didn't ask for one, by name or by what it is for.
    if (wish.kind ? clinic.kind != *wish.kind : clinic.kind == Kind::group && !wish.purpose) return false;
    if ((wish.women_only || question.woman.women_only) && clinic.audience == Audience::everyone) return false;
    if (wish.children_welcome && !clinic.children_welcome) return false;
    const auto& sites = question.woman.sites;
    return sites.empty() || clinic.site.empty() || holds(sites, clinic.site);
}

bool in_window(const OutWindow& window, Date date) {
    if (window.days && !window.days->contains(weekday_of(date))) return false;
    if (!window.dates.empty() && !holds(window.dates, date)) return false;
    if (window.date_from && date < *window.date_from) return false;
    return !window.date_to || date <= *window.date_to;
}

/// An end that lies before its beginning is on the next day.
ClockTime end_of(ClockTime from, ClockTime to) { return to < from ? to + day_end : to; }

}  // namespace

HerTime::HerTime(const Availability::Timelines& lines, const Question& question)
    : lines_{lines},
      earliest_booked_{lines.cell_from(question.now + std::max(question.woman.notice, minutes{0}))},
      earliest_drop_in_{lines.cell_from(question.now)} {
    lengths_.reserve(usual_lengths);
    starts_.reserve(usual_lengths);
    free_.set_range(0, lines.cells);
    clear_days(question.wish);
    clear_wish(question);
    clear_busy(question);
    for (const Interval& engaged : question.woman.engaged)
        free_.clear_range(lines.cell_at(engaged.begin()), lines.cell_from(engaged.end()));
    free_.clear_range(0, earliest_drop_in_);
}

/// A stretch of any day, margins included, so both clock times may lie outside the day.
HerTime::OfDay::OfDay(ClockTime opens, ClockTime closes)
    : from{opens},
      to{closes},
      // Rounded away from her free time; + 2 days keeps the division among positive numbers.
      first{static_cast<int>((from + day_end * 2) / cell_length) - 2 * cells_per_day},
      last{static_cast<int>((to + cell_length - minutes{1}) / cell_length)} {}

void HerTime::clear(const Day& day, const OfDay& stretch) {
    if (stretch.from >= stretch.to) return;
    if (day.changes) {
        const auto at = [&](ClockTime clock) {
            const ClockTime within = std::clamp(clock, ClockTime{0}, day_end * 2);
            return lines_.instant_of(day, within) + (clock - within);
        };
        free_.clear_range(lines_.cell_at(at(stretch.from)), lines_.cell_from(at(stretch.to)));
        return;
    }
    free_.clear_range(day.first_cell + stretch.first, day.first_cell + stretch.last);
}

void HerTime::clear_days(const Wish& wish) {
    for (std::size_t at = 0; at < lines_.days.size(); ++at) {
        const auto& day = lines_.days[at];
        const std::chrono::weekday weekday = weekday_of(day.date);
        const bool allowed = (wish.dates_ok.empty() || holds(wish.dates_ok, day.date)) &&
                             (!wish.days_ok || wish.days_ok->contains(weekday)) &&
                             !wish.days_not.contains(weekday);
        if (allowed)
            allowed_days_ |= std::uint64_t{1} << at;
        else
            clear(day, OfDay{ClockTime{0}, day_end});
    }
}

void HerTime::clear_wish(const Question& question) {
    const Wish& wish = question.wish;
    ClockTime after = wish.after.value_or(ClockTime{0});
    if (question.woman.not_before) after = std::max(after, *question.woman.not_before);
    const ClockTime before = wish.before.value_or(day_end);
    if (after == ClockTime{0} && before >= day_end && wish.not_windows.empty()) return;
    const OfDay early{ClockTime{0}, after};
    const OfDay late{before, day_end};
    for (std::size_t at = 0; at < lines_.days.size(); ++at) {
        if ((allowed_days_ >> at & 1U) == 0) continue;
        const auto& day = lines_.days[at];
        clear(day, early);
        clear(day, late);
        for (const OutWindow& window : wish.not_windows)
            if (in_window(window, day.date)) clear(day, OfDay{window.from, end_of(window.from, window.to)});
    }
}

void HerTime::clear_busy(const Question& question) {
    const Preferences& woman = question.woman;
    if (woman.busy.empty()) return;
    const std::uint64_t runs = lines_.school_days_of(woman.school);
    const minutes travel = std::clamp(woman.travel, minutes{0}, minutes{day_end});
    for (const BusyWindow& window : woman.busy) {
        if (window.school_days_only) company_days_ = ~runs;
        if (window.from == window.to) continue;
        const OfDay stretch{window.from - travel, end_of(window.from, window.to) + travel};
        for (std::size_t at = 0; at < lines_.days.size(); ++at) {
            const auto& day = lines_.days[at];
            if (!window.days.contains(weekday_of(day.date))) continue;
            if (window.school_days_only && (runs >> at & 1U) == 0) continue;
            if (window.dates && (day.date < window.dates->first || day.date > window.dates->last)) continue;
            if (day.changes) {  // the way takes as long as ever, however the clock jumps
                const Instant begin = lines_.instant_of(day, window.from);
                const Instant end = lines_.instant_of(day, end_of(window.from, window.to));
                free_.clear_range(lines_.cell_at(begin - travel), lines_.cell_from(end + travel));
                continue;
            }
            clear(day, stretch);
        }
    }
}

const Bits& HerTime::starts(int length) {
    const auto known = static_cast<std::size_t>(std::ranges::find(lengths_, length) - lengths_.begin());
    if (known < starts_.size()) return starts_[known];
    lengths_.push_back(length);
    Bits& bits = starts_.emplace_back(free_);
    bits.erode(length);
    return bits;
}

Named::Named(const Availability::Timelines& lines, const Question& question) {
    const auto find = [&](const std::optional<std::string>& name) {
        const int found = name ? lines.worker_named(*name) : nobody;
        return found < 0 ? nobody : found;
    };
    asked = find(question.wish.prefer_worker);
    also = find(question.wish.also_worker);
    usual = find(question.woman.usual_worker);
    never.push_back(find(question.wish.not_worker));
    for (const std::string& worker : question.woman.workers_not) never.push_back(find(worker));
}

std::optional<Fit> fit_of(const Availability::Timelines::Row& row, const Question& question,
                          const Named& named) {
    const Clinic& clinic = *row.clinic;
    if (!suits(clinic, question)) return std::nullopt;
    Fit fit;
    for (std::size_t worker = 0; worker < std::min<std::size_t>(row.workers.size(), 64); ++worker) {
        const int number = row.workers[worker];
        const int at = static_cast<int>(worker);
        if (number == named.also) fit.also = at;
        if (number == named.asked) fit.has_asked = true;
        if (holds(named.never, number)) {
            // Whom she meets at a drop-in or in a group is nobody's choice, so one refused rules it out.
            if (clinic.kind != Kind::booked) return std::nullopt;
            continue;
        }
        if (number == named.asked) fit.asked = at;
        if (number == named.usual) fit.usual = at;
        fit.allowed |= std::uint64_t{1} << worker;
    }
    if (named.also != Named::nobody) {
        if (fit.also < 0 || clinic.kind != Kind::booked) return std::nullopt;
        fit.allowed &= ~(std::uint64_t{1} << fit.also);
        if (fit.asked == fit.also) fit.asked = -1;
        if (fit.usual == fit.also) fit.usual = -1;
    }
    if (clinic.kind == Kind::booked && fit.allowed == 0) return std::nullopt;
    return fit;
}

}  // namespace offing::scheduler
