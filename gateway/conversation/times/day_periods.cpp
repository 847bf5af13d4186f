// Weeks, months and parts of them: "end of next week", "the week after next", "first monday of march".

#include "gateway/conversation/times/day_reader.hpp"

namespace offing::conversation {

using namespace std::chrono;

bool DayReader::edge() {
    const std::size_t begin = i_;
    skip(W::the);
    const bool start = at_any({W::start, W::early}), end = at_any({W::end, W::late}), mid = at(W::mid),
               rest = at(W::rest), later = at(W::later), all = at(W::all) && at(W::week, 1);
    if (!start && !end && !mid && !rest && !all && !later) {
        i_ = begin;
        return false;
    }
    const bool back_end = end && tokens_[i_].text.starts_with("back");
    ++i_;
    skip(W::of);
    skip(W::in);
    skip(W::the);
    skip(W::around);
    When inner;
    std::size_t stop = i_;
    if (at(W::week)) {
        inner.first = monday_of(today_);
        inner.last = *inner.first + days{6};
        inner.grain = Grain::week;
        stop = i_ + 1;
    } else if (at(W::month)) {
        const year_month month = this_month();
        inner.first = local_days{month / 1};
        inner.last = last_of(month);
        inner.grain = Grain::month;
        stop = i_ + 1;
    } else {
        DayReader reader{tokens_, i_, calendar_, inner};
        if (!reader.whole_or_relative()) {
            i_ = begin;
            return false;
        }
        stop = reader.i_;
    }
    if (!inner.first || (inner.grain != Grain::week && inner.grain != Grain::month)) {
        i_ = begin;
        return false;
    }
    const bool yearly = month_alone(i_, stop);
    i_ = stop;
    const bool month = inner.grain == Grain::month;
    const Date first = *inner.first, last = *inner.last;
    if (all)
        set(first, last - days{1}, Grain::day);
    else if (rest)
        set(std::max(first, today_), last - days{month ? 0 : 1}, Grain::day);
    else if (later)
        set(std::max(first, today_ + days{1}), last, Grain::day);
    else if (back_end && !month)
        set(first + days{3}, first + days{4}, Grain::day);
    else if (start)
        set(first, first + days{month ? 9 : 2}, Grain::day);
    else if (mid)
        set(first + days{month ? 9 : 1}, first + days{month ? 19 : 3}, Grain::day);
    else
        set(month ? first + days{20} : first + days{4}, last, Grain::day);
    if (yearly && *out_.last < today_) {
        const Date again = date_in((month_of(first) + years{1}) / 1);
        set(again + (*out_.first - first), again + (*out_.last - first), Grain::day);
    }
    out_.past = inner.past;
    return true;
}

bool DayReader::whole_or_relative() {
    skip(W::the);
    return relative() || month_first() || whole();
}

bool DayReader::relative() {
    const std::size_t begin = i_;
    skip(W::the);
    if (at(W::week) && at_any({W::after, W::following}, 1)) {
        i_ += 2;
        int weeks = 1;
        if (skip(W::next))
            weeks = 2;
        else if (skip(W::that))
            weeks = 1;
        else if (weekday_at() >= 0 || day_number() > 0 || at(W::tomorrow))
            --i_, weeks = 0;
        if (weeks == 0) {
            i_ = begin;
            return false;
        }
        if (weeks == 1) out_.after = After::week;
        set_week(monday_of(today_) + days{7 * weeks});
        return true;
    }
    if (i_ == begin && at_any({W::that, W::same}) && at(W::week, 1) && !at_any({W::after, W::before}, 2)) {
        i_ += 2;  // "any day that week"
        out_.after = After::same_week;
        set_week(monday_of(today_));
        return true;
    }
    const bool led = i_ > begin || (i_ > 0 && (tokens_[i_ - 1].is(W::this_) || tokens_[i_ - 1].is(W::of)));
    const bool next = at(W::next),
               coming_one =
                   at(W::following) || (at(W::coming) && (led || at_any({W::week, W::month, W::weekend}, 1))),
               this_one = at(W::this_), gone = at_any({W::last, W::previous, W::past});
    if (!next && !coming_one && !this_one && !gone) {
        i_ = begin;
        return false;
    }
    ++i_;
    if (this_one && (at(W::coming) || at(W::next) || at(W::past) || at(W::last))) {
        if (at_any({W::past, W::last})) {
            ++i_;
            if (weekend(-1)) return true;
        } else {
            ++i_;
        }
    }
    const int step = gone ? -1 : this_one ? 0 : 1;
    if (several(step) || weekday_relative(step, coming_one || this_one, next) || period(step)) return true;
    i_ = begin;
    return false;
}

bool DayReader::several(int step) {
    if (step == 0) return false;
    const std::size_t begin = i_;
    const auto length = read_length(tokens_, i_);
    if (!length || length->grain == Grain::minute || length->end == i_ + 1) return false;
    i_ = length->end;
    const Date monday = monday_of(today_);
    if (length->grain == Grain::day) {
        if (step > 0)
            set(today_ + days{1}, today_ + days{length->days}, Grain::day);
        else
            set(today_ - days{length->days}, today_ - days{1}, Grain::day);
    } else if (length->grain == Grain::week) {
        if (step > 0)
            set(monday + days{7}, monday + days{7 + length->days - 1}, Grain::week);
        else
            set(monday - days{length->days}, monday - days{1}, Grain::week);
    } else if (length->months > 0) {
        const year_month month = this_month();
        if (step > 0)
            set(local_days{(month + months{1}) / 1}, last_of(month + months{length->months}), Grain::month);
        else
            set(local_days{(month - months{length->months}) / 1}, last_of(month - months{1}), Grain::month);
    } else {
        i_ = begin;
        return false;
    }
    out_.past = step < 0;
    return true;
}

bool DayReader::weekday_relative(int step, bool near, bool next) {
    const int weekday = weekday_at();
    if (weekday < 0) return false;
    ++i_;
    if (step < 0) {
        const Date nearest = coming(weekday) - days{7};
        const Date last = nearest == today_ ? nearest - days{7} : nearest;
        // Last monday, on a wednesday: two days ago to some, nine to others.
        set(monday_of(last) == monday_of(today_) ? impossible() : last);
        out_.past = true;
        return true;
    }
    if (near) {
        set(coming(weekday));
        return true;
    }
    set(monday_of(today_) + days{7 + weekday});
    out_.next = next;
    return true;
}

bool DayReader::weekend(int step) {
    if (!at(W::weekend)) return false;
    ++i_;
    if (step == 0 && at(W::after) && at(W::next, 1)) {
        i_ += 2;
        step = 1;
    }
    const Date saturday = monday_of(today_) + days{5 + 7 * step};
    set(saturday, saturday + days{1}, Grain::part);
    out_.past = step < 0;
    return true;
}

bool DayReader::period(int step) {
    if (weekend(step)) return true;
    if (at(W::week)) {
        ++i_;
        if (weekday_at() >= 0 && !tokens_[i_].starts) {
            set(monday_of(today_) + days{7 * step + weekday_at()});
            out_.of_week = true;
            ++i_;
        } else {
            set_week(monday_of(today_) + days{7 * step});
        }
    } else if (at(W::month)) {
        ++i_;
        set_month(this_month() + months{step});
    } else if (at(W::year)) {
        ++i_;
        const year y = year_month_day{today_}.year() + years{step};
        set(date_in(y / 1 / 1), date_in(y / 12 / 31), Grain::year);
    } else if (month_at() > 0) {
        const int wanted = month_at();
        ++i_;
        year_month month = this_month().year() / std::chrono::month{static_cast<unsigned>(wanted)};
        if (step < 0 && month >= this_month()) month -= years{1};
        if (step > 0 && month <= this_month()) month += years{1};
        set_month(month);
        if (skip(W::after)) {
            if (skip(W::next))
                set_month(month + years{1});
            else
                --i_;
        }
    } else if (step == 0 && at_any({W::morning, W::afternoon, W::evening, W::night, W::lunch})) {
        set(today_);
    } else {
        return false;
    }
    out_.past = step < 0;
    return true;
}

bool DayReader::ranked() {
    const std::size_t begin = i_;
    skip(W::the);
    const bool last_one = at(W::last);
    const int rank = last_one ? -1 : have() && tokens_[i_].ordinal ? tokens_[i_].value : 0;
    if (rank == 0 || rank > 53) {
        i_ = begin;
        return false;
    }
    ++i_;
    bool from_end = last_one;
    int n = last_one ? 1 : rank;
    if (!last_one && at(W::last)) {
        ++i_;
        from_end = true;
    }
    const int weekday = weekday_at();
    const bool day = at(W::day), week = at(W::week), end = at(W::weekend);
    if (weekday < 0 && !day && !week && !end) {
        i_ = begin;
        return false;
    }
    ++i_;
    if (!at_any({W::of, W::in})) {
        i_ = begin;
        return false;
    }
    ++i_;
    skip(W::the);
    When frame;
    DayReader reader{tokens_, i_, calendar_, frame};
    if (at(W::month)) {
        reader.set_month(this_month());
        ++reader.i_;
    } else if (year_number() > 0) {
        const year y{year_number()};
        reader.set(date_in(y / 1 / 1), date_in(y / 12 / 31), Grain::year);
        ++reader.i_;
    } else if (!reader.relative() && !reader.month_first()) {
        i_ = begin;
        return false;
    }
    if (frame.grain != Grain::month && frame.grain != Grain::year) {
        i_ = begin;
        return false;
    }
    const bool yearly = month_alone(i_, reader.i_);
    i_ = reader.i_;
    choose_ranked(*frame.first, *frame.last, n, from_end, weekday, day, end);
    if (yearly && *out_.last < today_) {
        const year_month month = month_of(*frame.first) + years{1};
        choose_ranked(date_in(month / 1), last_of(month), n, from_end, weekday, day, end);
    }
    return true;
}

bool DayReader::month_alone(std::size_t from, std::size_t to) const {
    bool month = false;
    for (std::size_t k = from; k < to; ++k) {
        month = month || month_number(tokens_[k].word) > 0;
        if (tokens_[k].digits == 4 || Words{tokens_}.at_any({W::this_, W::next, W::last, W::previous}, k))
            return false;
    }
    return month;
}

void DayReader::choose_ranked(Date first, Date last, int n, bool from_end, int weekday, bool day, bool end) {
    if (day) return set(from_end ? last - days{n - 1} : first + days{n - 1});
    if (weekday >= 0 || end) {
        const int wanted = end ? 5 : weekday;
        if (from_end) {
            const int back = (static_cast<int>(weekday_on(last).iso_encoding()) - 1 - wanted + 7) % 7;
            set(last - days{back + 7 * (n - 1)});
        } else {
            const int ahead = (wanted - static_cast<int>(weekday_on(first).iso_encoding()) + 1 + 7) % 7;
            set(first + days{ahead + 7 * (n - 1)});
        }
        if (end) set(*out_.first, *out_.first + days{1}, Grain::part);
        return;
    }
    if (from_end) {
        Date monday = monday_of(last);
        if (monday + days{4} > last) monday -= days{7};
        return set_week(monday - days{7 * (n - 1)});
    }
    Date monday = monday_of(first);
    if (monday < first) monday += days{7};
    set_week(monday + days{7 * (n - 1)});
}

}  // namespace offing::conversation
