#include "gateway/conversation/when.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "gateway/conversation/days.hpp"

namespace offing::conversation {

namespace {

using namespace std::chrono;

/// Walks a text from left to right and takes the longest time expression that begins at each token.
class Finder {
public:
    Finder(const Tokens& tokens, Calendar calendar) : tokens_{tokens}, calendar_{calendar} {}

    std::vector<When> run() {
        for (std::size_t i = 0; i < tokens_.size() && found_.size() < 64;) {
            When when;
            if (!one(i, when)) {
                ++i;
                continue;
            }
            when.begin = static_cast<std::uint16_t>(i);
            i = std::max<std::size_t>(when.end, i + 1);
            add(when);
        }
        settle_lists();
        settle_parts();
        return std::move(found_);
    }

private:
    bool have(std::size_t i) const { return i < tokens_.size(); }
    bool at(W word, std::size_t i) const { return have(i) && tokens_[i].is(word); }
    bool at_any(std::initializer_list<W> words, std::size_t i) const {
        return std::any_of(words.begin(), words.end(), [&](W w) { return at(w, i); });
    }

    void add(When when) {
        if (when.is_day() && when.part != Part::none) {  // "tonight" is a day and a part of it
            When part;
            part.kind = When::Kind::clock;
            part.grain = When::Grain::part;
            part.part = when.part;
            part.begin = when.begin;
            part.end = when.end;
            when.part = Part::none;
            found_.push_back(when);
            found_.push_back(part);
            return;
        }
        found_.push_back(when);
    }

    /// Words before a time that say how it is meant.
    struct Lead {
        std::size_t next;
        Relation relation = Relation::at;
        bool negated = false, between = false, from = false, in = false, back_of = false, within = false;
        bool any = false;
    };

    Lead lead(std::size_t i) const {
        Lead lead{i};
        if (at_any({W::not_, W::never, W::except, W::no}, i) &&
            !(at(W::no, i) && have(i + 1) && tokens_[i + 1].value >= 0)) {
            lead.negated = lead.any = true;
            lead.next = ++i;
            while (at_any({W::on, W::an, W::the, W::any, W::in, W::at}, i) && !at(W::in, i)) lead.next = ++i;
            if (have(i) && tokens_[i].mark != 0 && tokens_[i].mark != '-')
                lead = Lead{i - 1};  // "if not, tuesday"
        } else if (at(W::but, i) && i > 0 && at_any({W::day, W::time, W::any}, i - 1)) {
            lead.negated = lead.any = true;
            lead.next = ++i;
        }
        if (at(W::later, i) && at(W::than, i + 1))
            return with(lead, i + 2, lead.negated ? Relation::by : Relation::after);
        if ((at(W::earlier, i) ||
             (have(i) && (tokens_[i].text == "sooner" || tokens_[i].text == "quicker"))) &&
            at(W::than, i + 1))
            return with(lead, i + 2, Relation::before);
        if (at_any({W::after, W::since}, i)) return with(lead, i + 1, Relation::after);
        if (at(W::from, i)) {
            lead.from = true;
            return with(lead, i + 1, Relation::after);
        }
        if (at(W::gone, i) || (at(W::past, i) && i > 0)) return with(lead, i + 1, Relation::after);
        if (at(W::before, i)) return with(lead, i + 1, Relation::before);
        if (at(W::until, i)) return with(lead, i + 1, Relation::until);
        if (is_while(i)) return with(lead, i + 1, Relation::until);
        if (at(W::by, i)) return with(lead, i + 1, Relation::by);
        if (at(W::between, i)) {
            lead.between = true;
            return with(lead, i + 1, Relation::at);
        }
        if (at(W::outwith, i)) {
            lead.between = true;
            return with(lead, i + 1, Relation::outwith);
        }
        if (at_any({W::around, W::about}, i)) return with(lead, i + 1, Relation::around);
        if (at(W::back, i) && at(W::of, i + 1)) {
            lead.back_of = true;
            return with(lead, i + 2, Relation::after);
        }
        if (at(W::with_in, i)) {
            lead.within = true;
            return with(lead, i + 1, Relation::by);
        }
        if (at(W::in, i) && at(W::between, i + 1)) {
            lead.between = true;
            return with(lead, i + 2, Relation::at);
        }
        return lead;
    }
    /// "while 3": until, in Yorkshire.
    bool is_while(std::size_t i) const {
        return have(i + 1) && tokens_[i].text == "while" && !tokens_[i + 1].starts &&
               (tokens_[i + 1].value > 0 || at_any({W::half, W::quarter, W::midday, W::lunch}, i + 1));
    }
    Lead with(Lead lead, std::size_t next, Relation relation) const {
        lead.any = true;
        lead.relation = relation;
        lead.next = next;
        while (at_any({W::the, W::around, W::about, W::an, W::at, W::s_}, lead.next) && !at_hour(lead.next))
            ++lead.next;
        if (have(lead.next) && tokens_[lead.next].text == "when") ++lead.next;
        return lead;
    }
    bool at_hour(std::size_t i) const {
        return at(W::an, i) &&
               at_any({W::week, W::day, W::fortnight, W::month, W::couple, W::few, W::quarter}, i + 1);
    }

    bool one(std::size_t i, When& when) {
        const Lead start = lead(i);
        const std::size_t at_time = start.next;
        if (!have(at_time) || (start.any && at_time > i && tokens_[at_time].starts))
            return start.any && false;
        if (!(day_range(at_time, start, when) || day(at_time, when) || clock_range(at_time, start, when) ||
              school(i, start, when) || part(at_time, when) || clock(at_time, start, when) ||
              length(at_time, start, when))) {
            if (start.any && at_time > i + 0 && start.next != i) return false;
            return false;
        }
        finish(start, when);
        return true;
    }

    void finish(const Lead& start, When& when) const {
        if (start.back_of && when.is_clock() && when.from >= 0) {
            when.approx = true;
            when.bare = false;
        }
        when.negated = when.negated || start.negated;
        if (when.ranged && start.relation != Relation::outwith) return;
        if (start.relation != Relation::at && !settled(when.part)) {
            when.relation = start.relation;
            when.inclusive = start.from;
            if (when.is_clock()) when.bare = false;
        }
        if (start.negated && when.relation == Relation::before) {  // "not before 10" is "10 or later"
            when.relation = Relation::after;
            when.negated = false;
            when.inclusive = when.is_day();
        } else if (start.negated && when.relation == Relation::after) {
            when.relation = Relation::by;
            when.negated = false;
        } else if (start.negated && (when.relation == Relation::until || when.relation == Relation::by)) {
            when.inclusive = when.is_day() && when.relation == Relation::until;
            when.relation = when.relation == Relation::until ? Relation::after : Relation::by;
            when.negated = false;
        }
        if (when.relation == Relation::outwith) when.negated = true;
    }

    /// Parts whose name holds the relation already.
    static bool settled(Part part) {
        return part == Part::after_school || part == Part::after_drop_off || part == Part::before_pick_up;
    }

    bool day(std::size_t i, When& when) {
        if (!read_day(tokens_, i, calendar_, when)) return false;
        std::size_t k = when.end;
        if (at(W::onwards, k) || (at(W::or_, k) && at_any({W::later, W::after}, k + 1))) {
            when.relation = Relation::after;
            when.inclusive = true;
            when.end = static_cast<std::uint16_t>(at(W::onwards, k) ? k + 1 : k + 2);
        }
        return true;
    }

    bool joins_range(std::size_t i) const {
        return at_any({W::to, W::until}, i) || (have(i) && tokens_[i].mark == '-');
    }
    std::size_t after_join(std::size_t i) const {
        if (at_any({W::to, W::until}, i)) ++i;
        if (at(W::the, i)) ++i;
        return i;
    }

    /// "mon to wed", "july 13-15", "13th to the 15th of july", "aug 8 - aug 12".
    bool day_range(std::size_t i, const Lead& start, When& when) {
        When a, b;
        const std::size_t begin = at(W::the, i) ? i + 1 : i;
        if (have(begin) && tokens_[begin].value >= 1 && tokens_[begin].value <= 31 &&
            tokens_[begin].digits <= 2 && joins_range(begin + 1)) {
            const std::size_t second = after_join(begin + 1);
            if (have(second) && tokens_[second].value >= 1 && read_day(tokens_, second, calendar_, b) &&
                b.first && !b.of_month && b.grain == When::Grain::day && b.end > second + 1 &&
                tokens_[second].value <= 31) {
                const year_month_day last{*b.first};
                const year_month_day first = last.year() / last.month() /
                                             std::chrono::day{static_cast<unsigned>(tokens_[begin].value)};
                if (first.ok() && local_days{first} <= *b.first)
                    return stretch(local_days{first}, *b.first, b.end, when);
            }
        }
        if (!read_day(tokens_, i, calendar_, a)) return false;
        bool joined = joins_range(a.end);
        const bool and_between = start.between && at(W::and_, a.end);
        if ((!joined && !and_between) || moves_from(i)) return false;
        const std::size_t second = and_between ? a.end + 1U : after_join(a.end);
        if (a.first && a.grain == When::Grain::day && have(second) && tokens_[second].value > 0 &&
            tokens_[second].value <= 31 && tokens_[second].digits <= 2 &&
            !(have(second + 1) && tokens_[second + 1].glued && tokens_[second + 1].value >= 0)) {
            const year_month_day first{*a.first};
            const year_month_day last =
                first.year() / first.month() / std::chrono::day{static_cast<unsigned>(tokens_[second].value)};
            if (!a.of_month && !(at_any({W::am, W::pm}, second + 1)) && month_named(a) && last.ok() &&
                local_days{last} > *a.first &&
                !(read_day(tokens_, second, calendar_, b) && b.end > second + 1))
                return stretch(*a.first, local_days{last}, second + 1, when);
        }
        if (!read_day(tokens_, second, calendar_, b)) return false;
        if (a.is_weekday() && b.is_weekday()) return weekdays(a, b, when);
        if (!a.first || !b.first) return false;
        Date last = b.last.value_or(*b.first);
        if (b.months_in) {  // "between xmas and new year"
            if (*a.last - *a.first == days{7}) a.first = *a.first + days{3};
            last = *b.first - days{2};
        }
        if (last < *a.first) return false;
        return stretch(*a.first, last, b.end, when);
    }
    /// "swap weds to thurs", "move it from mon to wed": one day for the other, no stretch.
    bool moves_from(std::size_t i) const {
        for (std::size_t back = 1; back <= 4 && back <= i; ++back) {
            const std::string_view word = tokens_[i - back].text;
            if (word == "swap" || word == "move" || word == "change" || word == "switch" || word == "shift" ||
                word == "moved" || word == "changed" || word == "swop" || word == "push")
                return true;
            if (tokens_[i - back + 1].starts) return false;
        }
        return false;
    }
    bool month_named(const When& a) const {
        for (std::size_t k = a.begin; k < a.end; ++k)
            if (tokens_[k].word >= id_of(W::january) && tokens_[k].word <= id_of(W::december)) return true;
        return false;
    }
    static bool stretch(Date first, Date last, std::size_t end, When& when) {
        when = When{};
        when.first = first;
        when.last = last;
        when.end = static_cast<std::uint16_t>(end);
        when.ranged = true;
        return true;
    }
    static bool weekdays(const When& a, const When& b, When& when) {
        when = When{};
        for (unsigned k = 0, bit = static_cast<unsigned>(std::countr_zero(a.weekdays.bits)); k < 7; ++k) {
            when.weekdays.bits = static_cast<std::uint8_t>(when.weekdays.bits | (1U << bit));
            if (when.weekdays.bits & b.weekdays.bits) break;
            bit = (bit + 1) % 7;
        }
        when.end = b.end;
        when.plural = when.ranged = true;
        return true;
    }

    /// "11 to 1", "between 9.30 and 11", "3-4pm", "8am until 6".
    bool clock_range(std::size_t i, const Lead& start, When& when) {
        When a, b;
        const bool in_range = start.between || start.from;
        if (at(W::at, i)) ++i;
        if (!read_clock(tokens_, i, a, in_range) || a.no_hour) return false;
        if (a.end < tokens_.size() && tokens_[a.end].starts) return false;
        const bool to = at_any({W::to, W::until}, a.end) || is_while(a.end);
        const bool dash = have(a.end) && tokens_[a.end].mark == '-' && tokens_[a.end].value >= 0;
        const bool and_between = at(W::and_, a.end) && start.between;
        const bool but_before =
            start.relation == Relation::after && at(W::but, a.end) && at(W::before, a.end + 1);
        if (!to && !dash && !and_between && !but_before) return false;
        if (to && a.bare && !in_range && tokens_[i].value > 12) return false;
        std::size_t second = a.end + (but_before ? 2U : dash ? 0U : 1U);
        if (at_any({W::around, W::about, W::at}, second)) ++second;
        if (!read_clock(tokens_, second, b, true) || b.no_hour) return false;
        if (a.guessed && !b.guessed) {  // "3-4pm": the second says it for both
            const int half_day = 12 * 60;
            if (b.from >= half_day && a.from < half_day && a.from + half_day <= b.from) a.from += half_day;
            if (b.from < half_day && a.from >= half_day) a.from -= half_day;
        }
        if (b.guessed && b.from < a.from && b.from + 12 * 60 > a.from) b.from += 12 * 60;
        if (b.from <= a.from) return false;
        when = a;
        when.to = b.from;
        when.ranged = true;
        when.bare = false;
        when.end = b.end;
        when.approx = a.approx || b.approx;
        when.zoned = a.zoned || b.zoned;
        return true;
    }

    /// "after drop off", "when I've done the school run", "before pick up", "after school".
    bool school(std::size_t i, const Lead& start, When& when) const {
        const std::size_t k = start.next;
        const bool morning = at(W::dropoff, k) || at(W::schooltime, k);
        const bool home = at(W::pickup, k) || at(W::hometime, k);
        const bool plain = at(W::school, k);
        if (i == k || (!morning && !home && !plain)) return false;
        const bool after = start.relation == Relation::after;
        const bool before = start.relation == Relation::before || start.relation == Relation::by ||
                            start.relation == Relation::until;
        if (!after && !before) return false;
        if (plain && !after) return false;
        when = When{};
        when.kind = When::Kind::clock;
        when.grain = When::Grain::part;
        when.part = plain                         ? Part::after_school
                    : after && (morning)          ? Part::after_drop_off
                    : before && (home || morning) ? Part::before_pick_up
                                                  : Part::after_school;
        when.end = static_cast<std::uint16_t>(k + 1);
        return true;
    }

    bool part(std::size_t i, When& when) const { return read_part(tokens_, i, when); }

    bool clock(std::size_t i, const Lead& start, When& when) const {
        const bool said_at = at(W::at, i);
        if (said_at) ++i;
        if (!read_clock(tokens_, i, when, start.between)) return false;
        if (said_at) when.bare = false;
        when.pronoun = when.bare && !start.any && tokens_[i].text == "one";
        std::size_t k = when.end;
        if (at(W::onwards, k)) {
            when.relation = Relation::after;
            when.bare = false;
            ++k;
        } else if (at(W::or_, k) && at_any({W::later, W::after, W::onwards}, k + 1)) {
            when.relation = Relation::after;
            when.bare = false;
            k += 2;
        } else if (at(W::or_, k) && at_any({W::earlier, W::before}, k + 1)) {
            when.relation = Relation::by;
            when.bare = false;
            k += 2;
        } else if (at(W::and_, k) && at_any({W::onwards}, k + 1)) {
            when.relation = Relation::after;
            when.bare = false;
            k += 2;
        }
        when.end = static_cast<std::uint16_t>(k);
        return true;
    }

    bool length(std::size_t i, const Lead& start, When& when) const {
        const bool next = at(W::next, i);
        const bool in = at(W::in, i);
        if (in || next) ++i;
        if (in && at_any({W::about, W::around}, i)) ++i;
        if (in && have(i) && tokens_[i].number() && tokens_[i].value % 5 == 0 && tokens_[i].value > 0 &&
            tokens_[i].value < 60 && (!have(i + 1) || tokens_[i + 1].starts)) {
            when = When{};  // "in 10"
            when.kind = When::Kind::length;
            when.minutes = tokens_[i].value;
            when.grain = When::Grain::minute;
            when.ahead = true;
            when.end = static_cast<std::uint16_t>(i + 1);
            return true;
        }
        const auto length = read_length(tokens_, i);
        if (!length) return false;
        when = When{};
        when.kind = When::Kind::length;
        when.minutes = length->minutes + 24 * 60 * (length->days + 30 * length->months);
        when.grain = length->grain;
        if (next && length->grain != When::Grain::minute) return false;
        when.ahead = in || next || start.within;
        when.next = next;
        std::size_t k = length->end;
        if (at_any({W::earlier, W::early}, k)) {
            when.earlier = true;
            ++k;
        } else if (at_any({W::later, W::late, W::back}, k)) {
            when.later = true;
            ++k;
        } else if (at(W::from, k) && at(W::now, k + 1)) {
            when.ahead = true;
            k += 2;
        } else if (at(W::ago, k)) {
            when.later = false;
            ++k;
        }
        when.end = static_cast<std::uint16_t>(k);
        return true;
    }

    bool only_joined(std::size_t from, std::size_t to) const {
        for (std::size_t k = from; k < to; ++k)
            if (!at_any({W::or_, W::and_, W::the, W::on, W::in, W::an}, k)) return false;
        return to - from <= 3;
    }

    /// "mon or tues next week" and "next week, tues or weds" name the week once for all; "not mon or tues"
    /// says no once for both.
    void settle_lists() {
        for (std::size_t k = 1; k < found_.size(); ++k) {
            When &before = found_[k - 1], &here = found_[k];
            const bool joined = only_joined(before.end, here.begin);
            if (before.negated && before.is_day() && here.is_day() && joined && here.begin > before.end &&
                !here.negated && !tokens_[here.begin].starts && !at(W::and_, before.end))
                here.negated = true;
            if (before.negated && before.is_weekday() && here.is_weekday() && joined &&
                at(W::and_, before.end))
                here.negated = true;
        }
        for (std::size_t k = found_.size(); k-- > 0;) {  // "tues, weds or thurs next week"
            if (!found_[k].of_week) continue;
            const Date monday = monday_of(*found_[k].first);
            for (std::size_t j = k; j-- > 0;) {
                if (!found_[j].is_weekday() || !only_joined(found_[j].end, found_[j + 1].begin) ||
                    starts_between(found_[j].end, found_[j + 1].begin))
                    break;
                anchor(found_[j], monday);
            }
        }
        for (std::size_t k = 0; k < found_.size(); ++k) {
            if (!is_week(found_[k])) continue;
            const Date monday = *found_[k].first;
            bool took = false;
            for (std::size_t j = k; j-- > 0;) {
                if (!found_[j].is_day() || !only_joined(found_[j].end, found_[j + 1].begin)) break;
                if (found_[j].is_weekday())
                    took = anchor(found_[j], monday) || took;
                else if (!(found_[j].first && found_[j].next))
                    break;
                else
                    shift_week(found_[j], monday);
                if (starts_between(found_[j].end, found_[j + 1].begin)) break;
            }
            for (std::size_t j = k + 1; j < found_.size(); ++j) {
                if (!found_[j].is_weekday() || found_[j].begin > found_[j - 1].end + 4) break;
                if (found_[j].plural && !found_[j].negated) break;
                took = anchor(found_[j], monday) || took;
            }
            if (took && !found_[k].negated) {
                found_[k].minutes = -1;  // the weekdays say it all
            }
        }
        std::erase_if(found_, [](const When& when) { return when.is_day() && when.minutes == -1; });
    }
    /// "early thursday morning": what stands before the day says which part of it.
    void settle_parts() {
        for (std::size_t k = 1; k < found_.size(); ++k) {
            const When& day = found_[k - 1];
            When& part = found_[k];
            if (!day.is_day() || part.part == Part::none || part.begin != day.end || day.begin == 0) continue;
            const bool early = at(W::early, day.begin - 1U), late = at(W::late, day.begin - 1U);
            if (!early && !late) continue;
            if (part.part == Part::morning) part.part = early ? Part::early_morning : Part::late_morning;
            if (part.part == Part::afternoon)
                part.part = early ? Part::early_afternoon : Part::late_afternoon;
        }
    }
    static bool is_week(const When& when) {
        return when.is_day() && when.first && when.last && when.grain == When::Grain::week &&
               *when.last - *when.first == days{6} && when.relation == Relation::at;
    }
    bool starts_between(std::size_t from, std::size_t to) const {
        for (std::size_t k = from; k <= to && k < tokens_.size(); ++k)
            if (tokens_[k].starts) return true;
        return false;
    }
    static bool anchor(When& when, Date monday) {
        if (std::popcount(when.weekdays.bits) != 1) return false;
        when.first = when.last = monday + days{std::countr_zero(when.weekdays.bits)};
        when.weekdays = {};
        return !when.negated;
    }
    static void shift_week(When& when, Date monday) {
        const auto index = *when.first - monday_of(*when.first);
        when.first = when.last = monday + index;
    }

    const Tokens& tokens_;
    Calendar calendar_;
    std::vector<When> found_;
};

constexpr std::array day_names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

Date day_of(LocalTime time) { return floor<days>(time); }

int clock_minutes(LocalTime time) { return static_cast<int>((time - floor<days>(time)).count()); }

weekday weekday_on(Date date) { return weekday{sys_days{date.time_since_epoch()}}; }

Date monday_of(Date date) { return date - days{weekday_on(date).iso_encoding() - 1}; }

std::vector<When> find_times(const Tokens& tokens, LocalTime now, scheduler::Division division) {
    return Finder{tokens, {day_of(now), division}}.run();
}

std::string say(Date date) {
    const year_month_day day{date};
    return std::string{day_names[weekday_on(date).iso_encoding() - 1]} + " " +
           std::to_string(static_cast<unsigned>(day.day())) + " " +
           month_names[static_cast<unsigned>(day.month()) - 1];
}

std::string say(LocalTime time) {
    const int clock = clock_minutes(time);
    const int hour = clock / 60, minute = clock % 60;
    const int shown = hour % 12 == 0 ? 12 : hour % 12;
    std::string said = say(day_of(time)) + " " + std::to_string(shown);
    if (minute != 0) said += (minute < 10 ? ".0" : ".") + std::to_string(minute);
    return said + (hour < 12 ? "am" : "pm");
}

}  // namespace offing::conversation
