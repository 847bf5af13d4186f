#include "scheduler/search.hpp"

#include <algorithm>

namespace offing::scheduler {

namespace {

using std::chrono::minutes;

constexpr ClockTime day_end{24 * 60};

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view worker_named(const Service& service, const std::optional<std::string>& name) {
    if (!name) return {};
    for (const Worker& worker : service.workers)
        if (same_name(worker.id, *name) || same_name(worker.first_name, *name)) return worker.id;
    return {};
}

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
    free_.set_range(0, lines.cells);
    clear_days(question.wish);
    clear_wish(question);
    clear_busy(question);
    for (const Interval& engaged : question.woman.engaged)
        free_.clear_range(lines.cell_at(engaged.begin()), lines.cell_from(engaged.end()));
    free_.clear_range(0, earliest_drop_in_);
}

void HerTime::clear(const Availability::Timelines::Day& day, ClockTime from, ClockTime to, ClockTime margin) {
    if (from >= to) return;
    const Instant begin = lines_.instant_of(day, from) - margin;
    const Instant end = lines_.instant_of(day, to) + margin;
    free_.clear_range(lines_.cell_at(begin), lines_.cell_from(end));
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
            clear(day, ClockTime{0}, day_end, minutes{0});
    }
}

void HerTime::clear_wish(const Question& question) {
    const Wish& wish = question.wish;
    ClockTime after = wish.after.value_or(ClockTime{0});
    if (question.woman.not_before) after = std::max(after, *question.woman.not_before);
    const ClockTime before = wish.before.value_or(day_end);
    if (after == ClockTime{0} && before >= day_end && wish.not_windows.empty()) return;
    for (std::size_t at = 0; at < lines_.days.size(); ++at) {
        if ((allowed_days_ >> at & 1U) == 0) continue;
        const auto& day = lines_.days[at];
        clear(day, ClockTime{0}, after, minutes{0});
        clear(day, before, day_end, minutes{0});
        for (const OutWindow& window : wish.not_windows)
            if (in_window(window, day.date))
                clear(day, window.from, end_of(window.from, window.to), minutes{0});
    }
}

void HerTime::clear_busy(const Question& question) {
    const Preferences& woman = question.woman;
    if (woman.busy.empty()) return;
    const std::uint64_t runs = lines_.school_days_of(woman.school);
    const minutes travel = std::max(woman.travel, minutes{0});
    for (const BusyWindow& window : woman.busy) {
        if (window.school_days_only) company_days_ = ~runs;
        const ClockTime to = end_of(window.from, window.to);
        for (std::size_t at = 0; at < lines_.days.size(); ++at) {
            const auto& day = lines_.days[at];
            if (!window.days.contains(weekday_of(day.date))) continue;
            if (window.school_days_only && (runs >> at & 1U) == 0) continue;
            if (window.dates && (day.date < window.dates->first || day.date > window.dates->last)) continue;
            clear(day, window.from, to, travel);
        }
    }
}

const Bits& HerTime::starts(int length) {
    for (const auto& [known, bits] : starts_)
        if (known == length) return bits;
    Bits& bits = starts_.emplace_back(length, free_).second;
    bits.erode(length);
    return bits;
}

Named::Named(const Service& service, const Question& question)
    : asked{worker_named(service, question.wish.prefer_worker)},
      also{worker_named(service, question.wish.also_worker)},
      usual{worker_named(service, question.woman.usual_worker)} {
    const std::string_view refused = worker_named(service, question.wish.not_worker);
    if (!refused.empty()) never.push_back(refused);
    for (const std::string& worker : question.woman.workers_not) never.push_back(worker);
}

std::optional<Fit> fit_of(const Clinic& clinic, const Question& question, const Named& named) {
    if (!suits(clinic, question)) return std::nullopt;
    Fit fit;
    for (std::size_t worker = 0; worker < std::min<std::size_t>(clinic.workers.size(), 64); ++worker) {
        const std::string& id = clinic.workers[worker];
        const int at = static_cast<int>(worker);
        if (id == named.also) fit.also = at;
        if (id == named.asked) fit.has_asked = true;
        if (holds(named.never, id)) {
            // Whom she meets at a drop-in or in a group is nobody's choice, so one refused rules it out.
            if (clinic.kind != Kind::booked) return std::nullopt;
            continue;
        }
        if (id == named.asked) fit.asked = at;
        if (id == named.usual) fit.usual = at;
        fit.allowed |= std::uint64_t{1} << worker;
    }
    if (!named.also.empty()) {
        if (fit.also < 0 || clinic.kind != Kind::booked) return std::nullopt;
        fit.allowed &= ~(std::uint64_t{1} << fit.also);
        if (fit.asked == fit.also) fit.asked = -1;
        if (fit.usual == fit.also) fit.usual = -1;
    }
    if (clinic.kind == Kind::booked && fit.allowed == 0) return std::nullopt;
    return fit;
}

}  // namespace offing::scheduler
