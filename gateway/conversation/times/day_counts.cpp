// Days counted from another: "a week on tuesday", "in 3 days", "2 weeks from now".

#include "gateway/conversation/times/day_reader.hpp"

namespace offing::conversation {

using namespace std::chrono;

namespace {

constexpr int most_weeks_on = 12;

}  // namespace

bool DayReader::week_on() {
    std::size_t k = 0;
    int weeks = 0;
    const auto length = read_length(tokens_, i_);
    if (length && length->grain == Grain::week && length->days <= 7 * most_weeks_on) {
        weeks = length->days / 7;
        k = length->end - i_;
    } else {
        if (at_any({W::an, W::one})) ++k;
        if (at(W::week, k)) {
            weeks = 1;
            ++k;
        }
    }
    if (weeks == 0) return month_on(k);
    const bool on = at_any({W::on, W::from}, k);
    if (on) ++k;
    if (at(W::the, k)) ++k;
    if (k > 0 && have(k) && tokens_[i_ + k].starts) return false;
    const int weekday = weekday_at(k);
    if (weekday >= 0) {
        i_ += k + 1;
        set(coming(weekday) + days{7 * weeks});
        return true;
    }
    if (at(W::today, k) || at(W::tomorrow, k) || (on && at(W::now, k))) {
        const int ahead = at(W::tomorrow, k) ? 1 : 0;
        i_ += k + 1;
        set(today_ + days{7 * weeks + ahead});
        return true;
    }
    return false;
}

bool DayReader::month_on(std::size_t k) {
    if (k == 0 || !at(W::month, k) || !at_any({W::today, W::tomorrow}, k + 1)) return false;
    const year_month_day from{today_ + days{at(W::tomorrow, k + 1) ? 1 : 0}};
    const year_month_day moved = from + months{1};
    i_ += k + 2;
    set(moved.ok() ? date_in(moved) : last_of(moved.year() / moved.month()));
    return true;
}

bool DayReader::counted() {
    const std::size_t begin = i_;
    const bool in = skip(W::in);
    if (in) {
        skip(W::about);
        skip(W::around);
        if (week_on()) return true;  // "squeeze me in a week on wednesday"
    }
    if (const int n = have() && tokens_[i_].number() ? tokens_[i_].value : 0;
        n > 0 && n < 60 && weekday_at(1) >= 0) {
        const int weekday = weekday_at(1);
        if (at(W::from, 2) && at(W::now, 3)) {
            i_ += 4;
            set(coming(weekday) + days{7 * (n - 1)});
            return true;
        }
        if (at_any({W::ago, W::back}, 2)) {
            i_ += 3;
            set(coming(weekday) - days{7} - days{coming(weekday) - days{7} == today_ ? 7 * n : 7 * (n - 1)});
            out_.past = true;
            return true;
        }
    }
    const auto length = read_length(tokens_, i_);
    if (!length || length->grain == Grain::minute) {
        i_ = begin;
        return false;
    }
    i_ = length->end;
    const bool time = at(W::time);
    if (time) ++i_;
    const bool ago = at(W::ago) || (at(W::back) && !in);
    bool ahead = in || time || at(W::hence) || (at(W::from) && at(W::now, 1)) ||
                 (at(W::from) && at(W::right, 1) && at(W::now, 2)) || at(W::later);
    if (!ago && !ahead) {
        i_ = begin;
        return false;
    }
    if (ago || at(W::hence) || at(W::later))
        ++i_;
    else if (at(W::from))
        i_ += at(W::right, 1) ? 3U : 2U;
    const bool later = !ago && tokens_[i_ - 1].is(W::later);
    const int sign = ago ? -1 : 1;
    const year_month_day base{today_};
    Date day = today_ + days{sign * length->days};
    if (length->months != 0) {
        year_month_day moved = base + months{sign * length->months};
        if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::last;
        day = date_in(moved);
    }
    set(day);
    out_.past = ago;
    if (later && length->months == 0) {
        out_.after = After::length;
        out_.minutes = length->days * 24 * 60;
    }
    out_.counted = length->grain == Grain::day;
    out_.ahead = !ago && i_ > begin + 1 && at_right_now(i_);
    return true;
}

bool DayReader::at_right_now(std::size_t end) const {
    return tokens_[end - 1].is(W::now) && tokens_[end - 1].text == "right";
}

bool DayReader::beside() {
    const std::size_t begin = i_;
    skip(W::the);
    const int weekday = weekday_at();
    const bool day = at(W::day) || today_in_words(), week = at(W::week);
    const bool after = at_any({W::after, W::following}, 1), before = at(W::before, 1);
    if ((weekday < 0 && !day && !week) || (!after && !before)) {
        i_ = begin;
        return false;
    }
    i_ += 2;
    skip(W::the);
    When date;
    DayReader reader{tokens_, i_, calendar_, date};
    if (!(reader.named() || reader.dated() || reader.month_and_day()) || !date.first || date.months_in) {
        i_ = begin;
        return false;
    }
    i_ = reader.i_;
    impossible_ = reader.impossible_;
    Date first = *date.first, last = date.last.value_or(first);
    if (last - first == days{7}) first = last = first + days{1};  // Christmas: the day itself
    const auto index = [](Date one) { return static_cast<int>(weekday_on(one).iso_encoding()) - 1; };
    if (day)
        set(after ? last + days{1} : first - days{1});
    else if (week)
        set_week(after ? monday_of(last) + days{7} : monday_of(first) - days{7});
    else if (after)
        set(last + days{(weekday - index(last) + 6) % 7 + 1});
    else
        set(first - days{(index(first) - weekday + 6) % 7 + 1});
    return true;
}

bool DayReader::nearest() {
    const std::size_t begin = i_;
    skip(W::the);
    if (!skip(W::nearest) || weekday_at() < 0 || !at(W::to, 1)) {
        i_ = begin;
        return false;
    }
    const int weekday = weekday_at();
    i_ += 2;
    skip(W::the);
    When date;
    DayReader reader{tokens_, i_, calendar_, date};
    if (!(reader.dated() || reader.month_first()) || !date.first || date.grain != Grain::day) {
        i_ = begin;
        return false;
    }
    i_ = reader.i_;
    impossible_ = reader.impossible_;
    const int away = (weekday - static_cast<int>(weekday_on(*date.first).iso_encoding()) + 1 + 7 + 3) % 7 - 3;
    set(*date.first + days{away});
    return true;
}

}  // namespace offing::conversation
