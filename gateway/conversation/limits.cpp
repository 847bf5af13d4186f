#include "gateway/conversation/limits.hpp"

#include <algorithm>

namespace offing::conversation {

namespace {

using scheduler::ClockTime;
using scheduler::OutWindow;
using std::chrono::days;

constexpr int day_end = 24 * 60;

OutWindow whole_day() { return OutWindow{{}, {}, {}, {}, ClockTime{0}, ClockTime{day_end}}; }

Date coming(const Reading& reading, std::chrono::weekday weekday) {
    const int ahead = static_cast<int>((weekday - weekday_on(reading.today())).count());
    return reading.today() + days{ahead == 0 ? 7 : ahead};
}

void add_date(std::vector<Date>& dates, Date date) {
    if (std::find(dates.begin(), dates.end(), date) == dates.end()) dates.push_back(date);
}

class DayLimits {
public:
    DayLimits(Reading& reading, const std::vector<Role>& roles)
        : reading_{reading}, roles_{roles}, wish_{reading.meaning.constraints.wish} {}

    void run() {
        anchored_later_ = starts_later();
        std::size_t wanted = 0;
        for (std::size_t k = 0; k < roles_.size(); ++k)
            if (reading_.times[k].is_day() && roles_[k] == Role::wanted) ++wanted;
        for (std::size_t k = 0; k < roles_.size(); ++k) {
            const When& when = reading_.times[k];
            if (!when.is_day()) continue;
            if (roles_[k] == Role::wanted && !holds_a_day(k))
                want(when, wanted);
            else if (roles_[k] == Role::out)
                rule_out(when);
        }
        relative();
        tidy();
    }

private:
    void want(const When& when, std::size_t wanted) {
        if (when.is_weekday() && (when.relation == Relation::at || when.plural || when.ranged ||
                                  std::popcount(when.weekdays.bits) != 1))
            return want_weekdays(when, wanted);
        if (when.is_weekday()) {  // "before friday", "thursday onwards"
            const std::vector<Date> dates = dates_meant(reading_, when, true);
            if (dates.size() != 1) return want_weekdays(when, wanted);
            When day = when;
            day.weekdays = {};
            day.first = day.last = dates.front();
            return want(day, wanted);
        }
        if (!when.first) return;
        if (when.relation == Relation::until && put_off_until(when)) return wait_for(when);
        if (when.relation == Relation::after || when.relation == Relation::outwith) {
            OutWindow window = whole_day();
            window.date_to = when.inclusive || when.months_in ? *when.first - days{1} : *when.last;
            wish_.not_windows.push_back(window);
        } else if (when.relation == Relation::before || when.relation == Relation::until ||
                   when.relation == Relation::by) {
            OutWindow window = whole_day();
            window.date_from = when.relation == Relation::before ? *when.first : *when.last + days{1};
            wish_.not_windows.push_back(window);
        } else {
            want_stretch(when);
        }
    }

    /// "Can mine wait til january", "push it back til friday": then, and not before.
    bool put_off_until(const When& when) const {
        const Segment& segment = reading_.segment_of(when.begin);
        return std::ranges::any_of(reading_.cues.hits, [&](const CueHit& hit) {
            return (hit.cue == Cue::move || hit.cue == Cue::later) && hit.begin >= segment.begin &&
                   hit.begin < when.begin;
        });
    }
    void wait_for(const When& when) {
        if (*when.first == *when.last || *when.last - *when.first < days{7}) return want_stretch(when);
        OutWindow window = whole_day();
        window.date_to = *when.first - days{1};
        wish_.not_windows.push_back(window);
    }

    /// "After the 4th, thurs or fri": the weekdays are no coming ones.
    bool starts_later() const {
        for (std::size_t k = 0; k < roles_.size(); ++k) {
            const When& when = reading_.times[k];
            const bool later =
                when.relation == Relation::after ||
                (when.relation == Relation::until && when.first != when.last && put_off_until(when));
            if (roles_[k] == Role::wanted && when.is_day() && when.first && later && !when.is_weekday() &&
                *when.last > reading_.today())
                return true;
        }
        return false;
    }

    /// "over xmas, say the 28th": the day says it closer.
    bool holds_a_day(std::size_t k) const {
        const When& frame = reading_.times[k];
        if (!frame.first || frame.first == frame.last || frame.relation != Relation::at) return false;
        for (std::size_t j = 0; j < roles_.size(); ++j) {
            const When& day = reading_.times[j];
            if (j == k || roles_[j] != Role::wanted || !day.is_day() || day.relation != Relation::at ||
                day.plural)
                continue;
            const std::vector<Date> dates = dates_meant(reading_, day, true);
            if (dates.size() != 1) continue;
            const Date date = dates.front();
            // People count the weeks of a month in more than one way: "second week of october, the 7th".
            const days slack = j > k && ranked(frame) ? days{7} : days{0};
            if (date + slack >= *frame.first && date - slack <= *frame.last) return true;
        }
        return false;
    }

    /// "The second week of"
    bool ranked(const When& frame) const {
        return frame.grain == When::Grain::week &&
               (reading_.tokens[frame.begin].ordinal ||
                (frame.begin + 1U < reading_.tokens.size() && reading_.tokens[frame.begin + 1U].ordinal));
    }

    /// "Weds from 6 or any time on a sat": of any week, as the other is.
    bool beside_a_plural(const When& when) const {
        for (std::size_t k = 0; k < roles_.size(); ++k) {
            const When& other = reading_.times[k];
            if (roles_[k] == Role::wanted && other.is_weekday() && other.plural && !other.ranged &&
                other.begin > when.end && reading_.same_segment(when.begin, other.begin))
                return true;
        }
        return false;
    }
    /// "Anything of an evening? thurs or fri": in general, and no coming days.
    bool any_evening() const {
        return std::ranges::any_of(reading_.times, [&](const When& when) {
            if (!when.is_clock() || when.part == Part::none || when.begin < 2) return false;
            const Token& last = reading_.tokens[when.end - 1U];
            if (last.text == "evenings" || last.text == "teatimes") return true;
            return (reading_.tokens[when.begin - 1U].is(W::an) &&
                    reading_.tokens[when.begin - 2U].is(W::of)) ||
                   (reading_.tokens[when.begin].is(W::an) && reading_.tokens[when.begin - 1U].is(W::of));
        });
    }

    void want_weekdays(const When& when, std::size_t) {
        if (when.plural || std::popcount(when.weekdays.bits) > 1 || anchored_later_ || any_evening() ||
            beside_a_plural(when)) {
            wish_.days_ok = wish_.days_ok.value_or(scheduler::Weekdays{}) | when.weekdays;
            return;
        }
        for (const Date date : dates_meant(reading_, when, true)) add_date(wish_.dates_ok, date);
    }

    void want_stretch(const When& when) {
        const Date first = std::max(*when.first, reading_.today());
        const Date last = *when.last;
        if (when.months_in || last - first > days{20}) {
            OutWindow window = whole_day();
            window.date_to = first - days{1};
            if (first > reading_.today()) wish_.not_windows.push_back(window);
            if (when.months_in) {
                anchored_later_ = true;
                return;
            }
            window = whole_day();
            window.date_from = last + days{1};
            wish_.not_windows.push_back(window);
            return;
        }
        const bool week = when.grain == When::Grain::week;
        for (Date day = first; day <= last; day += days{1}) {
            const bool weekend = weekday_on(day).iso_encoding() > 5;
            if (!(week && weekend)) add_date(wish_.dates_ok, day);
        }
    }

    void rule_out(const When& when) {
        if (when.is_weekday()) {
            const bool once = !when.negated && !when.plural;
            if (once) {
                for (const Date date : dates_meant(reading_, when, true)) out_.push_back(date);
            } else {
                wish_.days_not = wish_.days_not | when.weekdays;
            }
            return;
        }
        if (!when.first) return;
        if (*when.first == *when.last && when.relation == Relation::at) return out_.push_back(*when.first);
        OutWindow window = whole_day();
        if (when.relation == Relation::until || when.relation == Relation::before ||
            when.relation == Relation::by) {
            window.date_to = when.relation == Relation::before ? *when.first - days{1} : *when.last;
        } else {
            window.date_from = *when.first;
            if (when.relation != Relation::after) window.date_to = *when.last;
        }
        wish_.not_windows.push_back(window);
    }

    /// "same day", "a day or 2 before", "that week".
    void relative() {
        const Cues& cues = reading_.cues;
        if (cues.has(Cue::same_day) && !reading_.state.booked.empty()) {
            const Named named = named_bookings(reading_);
            const BookedTime* booked =
                named.booked.empty() ? &reading_.state.booked.front() : named.booked.front();
            const Date day = day_of(booked->start);
            // "Same day the week after": of the days she asks for, that weekday.
            std::erase_if(wish_.dates_ok,
                          [&](Date wanted) { return (wanted - day).count() % 7 != 0 || wanted == day; });
            if (wish_.dates_ok.empty()) wish_.dates_ok = {day};
        }
        if (cues.has(Cue::same_day) && reading_.state.booked.empty() && wish_.dates_ok.size() > 1)
            std::erase_if(wish_.dates_ok, [&](Date wanted) {  // "same day next week": that of today
                return weekday_on(wanted) != weekday_on(reading_.today());
            });
        if (wish_.dates_ok.empty() && says_same_days())
            for (const OfferedTime& offer : reading_.state.offered)
                add_date(wish_.dates_ok, day_of(offer.start));
        const CueHit* hit = cues.first(Cue::day_before);
        const bool counted = hit != nullptr && std::ranges::any_of(reading_.times, [&](const When& when) {
                                 return when.is_day() && when.begin < hit->end && hit->begin < when.end;
                             });
        if (hit != nullptr && !counted && !wish_.dates_ok.empty()) {
            const Date day = wish_.dates_ok.front();
            const bool two =
                std::any_of(reading_.tokens.all.begin() + hit->begin, reading_.tokens.all.begin() + hit->end,
                            [](const Token& token) { return token.value == 2 || token.is(W::couple); });
            wish_.dates_ok.clear();
            if (two) wish_.dates_ok.push_back(day - days{2});
            wish_.dates_ok.push_back(day - days{1});
        }
    }

    /// "Same 3 days but earlier", of those on offer.
    bool says_same_days() const {
        for (std::size_t i = 0; i + 1 < reading_.tokens.size(); ++i) {
            const std::size_t k = reading_.tokens[i + 1].number() ? i + 2 : i + 1;
            if (reading_.tokens[i].is(W::same) && k < reading_.tokens.size() &&
                reading_.tokens[k].is(W::day) && reading_.tokens[k].text.ends_with('s'))
                return true;
        }
        return false;
    }
    /// "10 is out today, anything from 1 this afternoon": that hour is out, and the day isn't.
    bool names_hour_of(Date date) const {
        return std::ranges::any_of(reading_.state.booked, [&](const BookedTime& booked) {
            return day_of(booked.start) == date && std::ranges::any_of(reading_.times, [&](const When& when) {
                       return when.is_clock() && when.from >= 0 && when.from == clock_minutes(booked.start);
                   });
        });
    }

    void tidy() {
        const auto barred = [&](Date date) {
            return (std::find(out_.begin(), out_.end(), date) != out_.end() && !names_hour_of(date)) ||
                   wish_.days_not.contains(weekday_on(date));
        };
        const bool had = !wish_.dates_ok.empty();
        std::erase_if(wish_.dates_ok, [&](Date date) { return barred(date) || date < reading_.today(); });
        if (had) return;
        std::vector<Date> dates;
        for (const Date date : out_) add_date(dates, date);
        if (dates.empty()) return;
        OutWindow window = whole_day();
        window.dates = std::move(dates);
        wish_.not_windows.push_back(window);
    }

    Reading& reading_;
    const std::vector<Role>& roles_;
    scheduler::Wish& wish_;
    std::vector<Date> out_;
    bool anchored_later_ = false;
};

/// "Both of mine this week, can they be by phone": it is her own times that are spoken of.
void keep_to_hers(Reading& reading) {
    const bool other_way = reading.has(Intent::remote_request) || reading.has(Intent::offsite_request);
    if (!other_way || reading.has(Intent::reschedule) || reading.has(Intent::request_slots)) return;
    std::vector<Date>& dates = reading.meaning.constraints.wish.dates_ok;
    std::vector<Date> hers;
    for (const Date date : dates)
        if (std::ranges::any_of(reading.state.booked,
                                [&](const BookedTime& booked) { return day_of(booked.start) == date; }))
            hers.push_back(date);
    if (dates.size() > 1 && !hers.empty()) dates = std::move(hers);
}

}  // namespace

std::vector<Date> dates_meant(const Reading& reading, const When& when, bool prefer_booked) {
    std::vector<Date> dates;
    if (when.is_weekday()) {
        for (const BookedTime& booked : reading.state.booked)
            if (prefer_booked && when.weekdays.contains(weekday_on(day_of(booked.start))) && dates.empty())
                dates.push_back(day_of(booked.start));
        if (!dates.empty()) return dates;
        for (unsigned bit = 0; bit < 7; ++bit)
            if (when.weekdays.bits & (1U << bit))
                dates.push_back(coming(reading, std::chrono::weekday{(bit + 1) % 7}));
        return dates;
    }
    if (when.first)
        for (Date day = *when.first; day <= *when.last && dates.size() < 31; day += days{1})
            dates.push_back(day);
    return dates;
}

void read_days(Reading& reading, const std::vector<Role>& roles) { DayLimits{reading, roles}.run(); }

void read_limits(Reading& reading) {
    if (reading.has(Intent::safe_contact_change)) return read_safe_windows(reading);
    if (reading.has(Intent::running_late)) return read_arrival(reading);
    for (const Intent none : {Intent::cancel, Intent::confirm, Intent::undo, Intent::choose_option,
                              Intent::opt_out, Intent::human_please, Intent::ask, Intent::pharmacy_issue,
                              Intent::conditional_cannot_attend, Intent::bring_supporter})
        if (reading.has(none) && !reading.has(Intent::request_slots) && !reading.has(Intent::reschedule))
            return;
    std::vector<Role> roles = roles_of(reading);
    const HoursOfDays hours = days_of_hours(reading, roles);
    for (std::size_t k = 0; k < roles.size(); ++k)
        if (hours.spent[k]) roles[k] = Role::aside;
    read_days(reading, roles);
    read_hours(reading, roles, hours.said);
    keep_to_hers(reading);
}

}  // namespace offing::conversation
