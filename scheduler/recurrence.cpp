// Expands rules. A rule is a sequence of periods (days, weeks, months or years); each period's days pass
// a filter, each day carries the same times, and BYSETPOS chooses among them. Work is bounded by the
// calendar's own end and by how long a rule may stay silent.

#include "scheduler/recurrence.hpp"

#include <algorithm>
#include <set>

namespace offing::scheduler {

namespace {

using std::chrono::days;
using std::chrono::year;
using std::chrono::year_month_day;
using Frequency = Rule::Frequency;

constexpr int last_year = 9999;
constexpr days silence_refused{36525};  // 100 years from the start
constexpr days silence_ends{146097};    // 400 years: the calendar has come round
constexpr std::size_t most_occurrences = 100'000;

bool has(const std::vector<int>& numbers, int value) { return std::ranges::binary_search(numbers, value); }

/// Whether a place counted from the start (1..) or from the end (-1..) is among `numbers`.
bool has_place(const std::vector<int>& numbers, int place, int size) {
    return has(numbers, place) || has(numbers, place - size - 1);
}

int days_in_month(year_month_day date) {
    return static_cast<int>(static_cast<unsigned>((date.year() / date.month() / std::chrono::last).day()));
}

Date first_of_year(year y) { return Date{y / std::chrono::January / 1}; }

Date week_of(Date date, std::chrono::weekday start) { return date - (weekday_of(date) - start); }

/// The week number 1 of a year is the first with four days in it, counted from `start` (RFC 5545).
Date first_week(year y, std::chrono::weekday start) { return week_of(first_of_year(y) + days{3}, start); }

class DayFilter {
public:
    DayFilter(const Rule& rule, Date start) : rule_{rule} {
        const bool days_named =
            !rule.weeks.empty() || !rule.year_days.empty() || !rule.month_days.empty() || !rule.days.empty();
        if (days_named) return;
        const year_month_day first{start};
        if (rule.frequency == Frequency::yearly && rule.months.empty())
            rule_.months = {static_cast<int>(static_cast<unsigned>(first.month()))};
        if (rule.frequency == Frequency::yearly || rule.frequency == Frequency::monthly)
            rule_.month_days = {static_cast<int>(static_cast<unsigned>(first.day()))};
        if (rule.frequency == Frequency::weekly) rule_.days = {{0, weekday_of(start)}};
    }

    bool passes(Date date) const {
        if (!rule_.days.empty() && rule_.months.empty() && rule_.month_days.empty() &&
            rule_.year_days.empty() && rule_.weeks.empty() && !ordinals_count())
            return passes_weekday(date, {});
        const year_month_day ymd{date};
        if (!rule_.months.empty() && !has(rule_.months, static_cast<int>(static_cast<unsigned>(ymd.month()))))
            return false;
        if (!rule_.month_days.empty() &&
            !has_place(rule_.month_days, static_cast<int>(static_cast<unsigned>(ymd.day())),
                       days_in_month(ymd)))
            return false;
        if (!rule_.year_days.empty() && !passes_year_day(date, ymd.year())) return false;
        if (!rule_.weeks.empty() && !passes_week(date, ymd.year())) return false;
        return rule_.days.empty() || passes_weekday(date, ymd);
    }

private:
    bool ordinals_count() const {
        return rule_.frequency == Frequency::monthly || rule_.frequency == Frequency::yearly;
    }

    static bool passes_place(const std::vector<int>& numbers, Date date, Date first, Date after) {
        return has_place(numbers, static_cast<int>((date - first).count()) + 1,
                         static_cast<int>((after - first).count()));
    }

    bool passes_year_day(Date date, year y) const {
        return passes_place(rule_.year_days, date, first_of_year(y),
                            first_of_year(y + std::chrono::years{1}));
    }

    bool passes_week(Date date, year y) const {
        // A day around New Year may lie in a week of the year before or after its own.
        if (date < first_week(y, rule_.week_start))
            y -= std::chrono::years{1};
        else if (date >= first_week(y + std::chrono::years{1}, rule_.week_start))
            y += std::chrono::years{1};
        const Date first = first_week(y, rule_.week_start);
        const Date after = first_week(y + std::chrono::years{1}, rule_.week_start);
        const int weeks = static_cast<int>((after - first).count()) / 7;
        return has_place(rule_.weeks, static_cast<int>((date - first).count()) / 7 + 1, weeks);
    }

    bool passes_weekday(Date date, year_month_day ymd) const {
        const std::chrono::weekday day = weekday_of(date);
        return std::ranges::any_of(rule_.days, [&](const OrdinalWeekday& wanted) {
            if (wanted.day != day) return false;
            return wanted.ordinal == 0 || !ordinals_count() || is_nth(wanted.ordinal, date, ymd);
        });
    }

    bool is_nth(int ordinal, Date date, year_month_day ymd) const {
        const bool in_year = rule_.frequency == Frequency::yearly && rule_.months.empty();
        const Date first = in_year ? first_of_year(ymd.year()) : Date{ymd.year() / ymd.month() / 1};
        const Date last = in_year ? first_of_year(ymd.year() + std::chrono::years{1}) - days{1}
                                  : Date{ymd.year() / ymd.month() / std::chrono::last};
        const int from_start = static_cast<int>((date - first).count()) / 7 + 1;
        const int from_end = -(static_cast<int>((last - date).count()) / 7 + 1);
        return ordinal == from_start || ordinal == from_end;
    }

    Rule rule_;
};

/// The periods of a rule, by number. Empty beyond the calendar's end.
struct Period {
    Date first;
    Date after;
};

class Periods {
public:
    Periods(const Rule& rule, Date start) : rule_{rule}, start_{start}, ymd_{start} {}

    std::optional<Period> at(std::int64_t number) const {
        const std::int64_t steps = number * rule_.interval;
        if (steps > std::int64_t{366} * (last_year + 1)) return std::nullopt;
        Period period{};
        switch (rule_.frequency) {
            case Frequency::daily:
                period.first = start_ + days{steps};
                period.after = period.first + days{1};
                break;
            case Frequency::weekly:
                period.first = week_of(start_, rule_.week_start) + days{7 * steps};
                period.after = period.first + days{7};
                break;
            case Frequency::monthly: {
                const std::int64_t months = months_of(ymd_) + steps;
                if (months / 12 > last_year) return std::nullopt;
                period.first = first_of_month(months);
                period.after = first_of_month(months + 1);
                break;
            }
            case Frequency::yearly: {
                const std::int64_t y = static_cast<int>(ymd_.year()) + steps;
                if (y > last_year) return std::nullopt;
                period.first = first_of_year(year{static_cast<int>(y)});
                period.after = first_of_year(year{static_cast<int>(y) + 1});
                break;
            }
        }
        if (period.first >= first_of_year(year{last_year + 1})) return std::nullopt;
        return period;
    }

    /// The number of the last period that begins on or before `date`; 0 before the start.
    std::int64_t number_at(Date date) const {
        if (date <= start_) return 0;
        const year_month_day ymd{date};
        switch (rule_.frequency) {
            case Frequency::daily:
                return (date - start_).count() / rule_.interval;
            case Frequency::weekly:
                return (date - week_of(start_, rule_.week_start)).count() / 7 / rule_.interval;
            case Frequency::monthly:
                return (months_of(ymd) - months_of(ymd_)) / rule_.interval;
            case Frequency::yearly:
                return (ymd.year() - ymd_.year()).count() / rule_.interval;
        }
        return 0;
    }

private:
    static std::int64_t months_of(year_month_day date) {
        return std::int64_t{static_cast<int>(date.year())} * 12 + static_cast<unsigned>(date.month()) - 1;
    }

    static Date first_of_month(std::int64_t months) {
        return Date{year{static_cast<int>(months / 12)} /
                    std::chrono::month{static_cast<unsigned>(months % 12) + 1} / 1};
    }

    const Rule& rule_;
    Date start_;
    year_month_day ymd_;
};

std::vector<std::chrono::seconds> times_of(const Rule& rule, std::chrono::seconds start) {
    const std::chrono::hh_mm_ss clock{start};
    const auto or_else = [](const std::vector<int>& numbers, auto value) {
        return numbers.empty() ? std::vector{static_cast<int>(value.count())} : numbers;
    };
    std::vector<std::chrono::seconds> times;
    for (const int hour : or_else(rule.hours, clock.hours()))
        for (const int minute : or_else(rule.minutes, clock.minutes()))
            for (const int second : or_else(rule.seconds, clock.seconds()))
                times.push_back(std::chrono::hours{hour} + std::chrono::minutes{minute} +
                                std::chrono::seconds{second});
    return times;
}

/// A rule's times one after another.
class Stream {
public:
    Stream(const Rule& rule, WallTime start, const Zone* zone)
        : rule_{rule},
          start_{start},
          first_day_{std::chrono::floor<days>(start)},
          zone_{zone},
          filter_{rule, first_day_},
          periods_{rule_, first_day_},
          times_{times_of(rule, start - WallTime{first_day_})} {
        if (rule_.until && rule_.until_is_utc && zone != nullptr) {
            const auto utc = std::chrono::sys_seconds{rule_.until->time_since_epoch()};
            rule_.until = WallTime{zone->to_local(std::chrono::floor<std::chrono::minutes>(utc))} +
                          utc.time_since_epoch() % std::chrono::minutes{1};
        }
    }

    std::optional<WallTime> next() {
        while (!over_) {
            if (index_ >= chosen_size()) {
                open_next_period();
                continue;
            }
            const WallTime time = chosen(index_++);
            if (time < start_ || is_skipped(time)) continue;
            if (rule_.until && time > *rule_.until) break;
            if (rule_.count && counted_ >= *rule_.count) break;
            ++counted_;
            heard_ = std::chrono::floor<days>(time);
            return time;
        }
        over_ = true;
        return std::nullopt;
    }

    /// Nothing came for 100 years.
    bool is_silent() const { return silent_; }

private:
    bool is_skipped(WallTime time) const {
        return zone_ != nullptr && !zone_->to_instant(std::chrono::floor<std::chrono::minutes>(time));
    }

    void open_next_period() {
        const auto period = periods_.at(number_++);
        if (!period || (rule_.until && WallTime{period->first} > *rule_.until)) {
            over_ = true;
            return;
        }
        const Date heard = heard_.value_or(first_day_);
        // A period longer than the silence allowed (every 200 years) is looked into all the same.
        const days longest = heard_ ? silence_ends : silence_refused;
        if (period->first - heard > longest && number_ > 3) {
            silent_ = !heard_;
            over_ = true;
            return;
        }
        matching_.clear();
        for (Date date = period->first; date < period->after; date += days{1})
            if (filter_.passes(date)) matching_.push_back(date);
        index_ = 0;
        choose_positions();
    }

    void choose_positions() {
        if (rule_.positions.empty()) return;
        const auto size = static_cast<std::int64_t>(matching_.size() * times_.size());
        std::set<std::int64_t> picked;
        for (const int position : rule_.positions) {
            const std::int64_t at = position > 0 ? position - 1 : size + position;
            if (at >= 0 && at < size) picked.insert(at);
        }
        picked_.assign(picked.begin(), picked.end());
    }

    std::size_t chosen_size() const {
        return rule_.positions.empty() ? matching_.size() * times_.size() : picked_.size();
    }

    WallTime chosen(std::size_t index) const {
        const std::size_t at = rule_.positions.empty() ? index : static_cast<std::size_t>(picked_[index]);
        return WallTime{matching_[at / times_.size()]} + times_[at % times_.size()];
    }

    Rule rule_;
    WallTime start_;
    Date first_day_;
    const Zone* zone_;
    DayFilter filter_;
    Periods periods_;
    std::vector<std::chrono::seconds> times_;
    std::vector<Date> matching_;
    std::vector<std::int64_t> picked_;
    std::size_t index_ = 0;
    std::int64_t number_ = 0;
    int counted_ = 0;
    std::optional<Date> heard_;
    bool over_ = false;
    bool silent_ = false;
};

}  // namespace

std::expected<std::vector<WallTime>, std::string> occurrences(const RecurrenceSet& set, std::size_t limit,
                                                              const Zone* zone) {
    limit = std::min(limit, most_occurrences);
    std::set<WallTime> times;
    const auto add = [&](WallTime time) {
        if (zone == nullptr || zone->to_instant(std::chrono::floor<std::chrono::minutes>(time)))
            times.insert(time);
    };
    const std::set<WallTime> except(set.except.begin(), set.except.end());
    for (const WallTime time : set.also) add(time);
    if (!set.rule) add(set.start);
    if (set.rule) {
        Stream stream{*set.rule, set.start, zone};
        // An override takes a time away or moves it, so as many more are needed to know the first ones.
        std::size_t wanted = limit + set.overrides.size();
        while (wanted > 0) {
            const auto time = stream.next();
            if (!time) break;
            if (except.contains(*time)) continue;
            times.insert(*time);
            --wanted;
        }
        if (stream.is_silent())
            return std::unexpected("the rule yields nothing in the 100 years after its start");
    }
    for (const WallTime time : except) times.erase(time);
    std::vector<WallTime> moved;
    for (const auto& [time, to] : set.overrides)
        if (times.erase(time) > 0 && to) moved.push_back(*to);
    for (const WallTime time : moved) add(time);
    std::vector<WallTime> first(times.begin(), times.end());
    if (first.size() > limit) first.resize(limit);
    return first;
}

std::optional<std::string> why_it_never_fires(const Rule& rule, Date first) {
    RecurrenceSet set{.rule = rule, .start = WallTime{first}};
    // On what days it fires is asked here, and UNTIL ends with its own.
    set.rule->hours.clear();
    set.rule->minutes.clear();
    set.rule->seconds.clear();
    const auto times = occurrences(set, 1);
    if (!times) return times.error();
    if (times->empty()) return "it ends before it begins on " + spell(first);
    return std::nullopt;
}

std::vector<Date> dates_of(const Rule& rule, Date first, Date from, Date to) {
    std::vector<Date> dates;
    if (rule.count) {
        Stream stream{rule, WallTime{first}, nullptr};
        while (const auto time = stream.next()) {
            const Date date = std::chrono::floor<days>(*time);
            if (date >= to) break;
            if (date >= from && (dates.empty() || dates.back() != date)) dates.push_back(date);
        }
        return dates;
    }
    const DayFilter filter{rule, first};
    const Periods periods{rule, first};
    std::vector<Date> matching;
    for (std::int64_t number = periods.number_at(from);; ++number) {
        const auto period = periods.at(number);
        if (!period || period->first >= to) return dates;
        matching.clear();
        for (Date date = period->first; date < period->after; date += days{1})
            if (filter.passes(date)) matching.push_back(date);
        const auto size = static_cast<int>(matching.size());
        for (int place = 1; place <= size; ++place) {
            const Date date = matching[static_cast<std::size_t>(place) - 1];
            if (date < first || date < from || date >= to) continue;
            if (rule.until && WallTime{date} > *rule.until) return dates;
            if (rule.positions.empty() || has_place(rule.positions, place, size)) dates.push_back(date);
        }
    }
}

}  // namespace offing::scheduler
