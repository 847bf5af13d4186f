#include "gateway/conversation/times/ranges.hpp"

#include <bit>
#include <chrono>

namespace offing::conversation {

namespace {

using namespace std::chrono;

class DayRange {
public:
    DayRange(const Words& words, const Lead& lead, Calendar calendar, When& out)
        : words_{words}, lead_{lead}, calendar_{calendar}, out_{out} {}

    bool read(std::size_t at) {
        if (number_first(words_.at(W::the, at) ? at + 1 : at)) return true;
        if (!read_day(words_.all(), at, calendar_, a_)) return false;
        const bool and_between = lead_.between && words_.at(W::and_, a_.end);
        if ((!joins(a_.end) && !and_between) || moves_from(at)) return false;
        const std::size_t second = and_between ? a_.end + 1U : after_join(a_.end);
        if (number_last(second)) return true;
        if (!read_day(words_.all(), second, calendar_, b_)) return false;
        if (a_.is_weekday()) return b_.is_weekday() ? weekdays() : weekday_to_date();
        return dates();
    }

private:
    bool joins(std::size_t i) const {
        return words_.at_any({W::to, W::until}, i) || (words_.have(i) && words_[i].mark == '-');
    }
    std::size_t after_join(std::size_t i) const {
        if (words_.at(W::until, i) && words_.at(W::to, i + 1)) ++i;  // "thru to"
        if (words_.at_any({W::to, W::until}, i)) ++i;
        if (words_.at(W::the, i)) ++i;
        return i;
    }
    bool day_number(std::size_t i) const {
        return words_.have(i) && words_[i].value >= 1 && words_[i].value <= 31 && words_[i].digits <= 2;
    }

    /// "13th to the 15th of july": the month is said once, at the end.
    bool number_first(std::size_t at) {
        if (!day_number(at) || !joins(at + 1)) return false;
        const std::size_t second = after_join(at + 1);
        if (!day_number(second) || !read_day(words_.all(), second, calendar_, b_)) return false;
        if (!b_.first || b_.of_month || b_.grain != When::Grain::day || b_.end <= second + 1) return false;
        const year_month_day last{*b_.first};
        const year_month_day first =
            last.year() / last.month() / day{static_cast<unsigned>(words_[at].value)};
        if (!first.ok() || local_days{first} > *b_.first) return false;
        return stretch(local_days{first}, *b_.first, b_.end);
    }

    /// "july 13 to 15", "27th - 29th": the month is said once, at the beginning, or not at all.
    bool number_last(std::size_t second) {
        if (!a_.first || a_.grain != When::Grain::day || !day_number(second)) return false;
        const bool clock =
            words_.have(second + 1) && words_[second + 1].glued && words_[second + 1].value >= 0;
        const bool both_bare = a_.of_month && words_[second].ordinal;
        if (clock || !(month_named() || both_bare) || words_.at_any({W::am, W::pm}, second + 1)) return false;
        if (read_day(words_.all(), second, calendar_, b_) && b_.end > second + 1) return false;
        const year_month_day first{*a_.first};
        const year_month_day last =
            first.year() / first.month() / day{static_cast<unsigned>(words_[second].value)};
        if (!last.ok() || local_days{last} <= *a_.first) return false;
        return stretch(*a_.first, local_days{last}, second + 1);
    }

    /// "mon to wed": those weekdays, of no week in particular.
    bool weekdays() {
        out_ = When{};
        for (unsigned k = 0, bit = static_cast<unsigned>(std::countr_zero(a_.weekdays.bits)); k < 7; ++k) {
            out_.weekdays.bits = static_cast<std::uint8_t>(out_.weekdays.bits | (1U << bit));
            if (out_.weekdays.bits & b_.weekdays.bits) break;
            bit = (bit + 1) % 7;
        }
        out_.end = b_.end;
        out_.plural = out_.ranged = true;
        return true;
    }

    /// "mon to wed next week", "monday to fri the 4th": the first is the one just before.
    bool weekday_to_date() {
        if (!b_.first || b_.first != b_.last || std::popcount(a_.weekdays.bits) != 1) return false;
        const int from = std::countr_zero(a_.weekdays.bits);
        const int to = static_cast<int>(weekday{sys_days{b_.first->time_since_epoch()}}.iso_encoding()) - 1;
        return stretch(*b_.first - days{(to - from + 7) % 7}, *b_.first, b_.end);
    }

    bool dates() {
        if (!a_.first || !b_.first) return false;
        Date last = b_.last.value_or(*b_.first);
        if (b_.months_in) {  // "between xmas and new year"
            if (*a_.last - *a_.first == days{7}) a_.first = *a_.first + days{3};
            last = *b_.first - days{2};
        }
        if (last < *a_.first) return false;
        return stretch(*a_.first, last, b_.end);
    }

    /// "swap weds to thurs", "move it from mon to wed": one day for the other, no stretch.
    bool moves_from(std::size_t i) const {
        for (std::size_t back = 1; back <= 4 && back <= i; ++back) {
            const std::string_view word = words_[i - back].text;
            if (word == "swap" || word == "move" || word == "change" || word == "switch" || word == "shift" ||
                word == "moved" || word == "changed" || word == "swop" || word == "push" ||
                word == "prefer" || word == "rather")
                return true;
            if (words_[i - back + 1].starts) return false;
        }
        return false;
    }
    bool month_named() const {
        for (std::size_t k = a_.begin; k < a_.end; ++k)
            if (month_number(words_[k].word) > 0) return true;
        return false;
    }
    bool stretch(Date first, Date last, std::size_t end) {
        out_ = When{};
        out_.first = first;
        out_.last = last;
        out_.end = static_cast<std::uint16_t>(end);
        out_.ranged = true;
        return true;
    }

    const Words& words_;
    const Lead& lead_;
    Calendar calendar_;
    When& out_;
    When a_, b_;
};

/// "3-4pm": the second says morning or afternoon for both. "10 to 2": the end is after the beginning.
void settle_half_days(When& a, When& b) {
    const int half_day = 12 * 60;
    if (a.guessed && !b.guessed) {
        if (b.from >= half_day && a.from < half_day && a.from + half_day <= b.from) a.from += half_day;
        if (b.from < half_day && a.from >= half_day) a.from -= half_day;
    }
    if (b.guessed && b.from < a.from && b.from + half_day > a.from) b.from += half_day;
}

}  // namespace

bool read_day_range(const Words& words, std::size_t at, const Lead& lead, Calendar calendar, When& out) {
    return DayRange{words, lead, calendar, out}.read(at);
}

bool read_clock_range(const Words& words, std::size_t at, const Lead& lead, When& out) {
    When a, b;
    const bool in_range = lead.between || lead.from || (at > 0 && words.at(W::only, at - 1));
    if (words.at(W::at, at)) ++at;
    const bool past = words.at(W::past, at + 1) && words.have(at + 2) && words[at + 2].value > 0;
    if (!read_clock(words.all(), at, a, in_range && !past) || !a.is_clock() || a.no_hour) return false;
    if (words.have(a.end) && words[a.end].starts) return false;
    const bool to = words.at_any({W::to, W::until}, a.end) || is_while(words, a.end);
    const bool dash = words.have(a.end) && words[a.end].mark == '-' &&
                      (words[a.end].value >= 0 || words.at_any({W::half, W::quarter}, a.end));
    const bool and_between = words.at_any({W::and_, W::an}, a.end) && lead.between;
    const bool but_before = lead.relation == Relation::after && words.at_any({W::but, W::and_}, a.end) &&
                            words.at(W::before, a.end + 1);
    if (!to && !dash && !and_between && !but_before) return false;
    if (to && a.bare && !in_range && words[at].value > 12) return false;
    std::size_t second = a.end + (but_before ? 2U : dash ? 0U : 1U);
    if (words.at_any({W::around, W::about, W::at}, second)) ++second;
    // "From 20 past 9 to 20 to 3": the second may have a "to" of its own.
    const bool fraction = to && words.at_any({W::to, W::past}, second + 1) && words.have(second + 2) &&
                          words[second + 2].value > 0;
    if (!read_clock(words.all(), second, b, !fraction) || !b.is_clock() || b.no_hour) return false;
    settle_half_days(a, b);
    if (b.from <= a.from) return false;
    out = a;
    out.to = b.from;
    out.ranged = true;
    out.bare = false;
    out.end = b.end;
    out.approx = a.approx || b.approx;
    out.zoned = a.zoned || b.zoned;
    return true;
}

}  // namespace offing::conversation
