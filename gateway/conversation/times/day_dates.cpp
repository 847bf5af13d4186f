// Dates: "the 28th", "3rd of june", "28/12", day first, as in Britain.

#include "gateway/conversation/times/day_reader.hpp"

namespace offing::conversation {

using namespace std::chrono;

bool DayReader::dated_or_month(int weekday) {
    weekday_ = weekday;
    if (have() && (tokens_[i_].starts)) return false;
    if (dated()) return true;
    return month_first();
}

bool DayReader::fits_weekday(Date day) const {
    return weekday_ < 0 || static_cast<int>(weekday_on(day).iso_encoding()) - 1 == weekday_;
}

namespace {

/// A weekday that doesn't fit the next such date may mean the year after: only when that date is far off is
/// it likelier than a slip.
constexpr days slip_is_likelier{120};
constexpr days furthest_fit{540};
constexpr days furthest_day_of_month{62};
constexpr days still_spoken_of{40};

}  // namespace

Date DayReader::pick(int day_in_month, int month_number, int year_number) {
    const month_day in_year{month{static_cast<unsigned>(month_number)},
                            day{static_cast<unsigned>(day_in_month)}};
    if (!in_year.ok()) return impossible();
    if (year_number > 0) {
        const year_month_day exact = year{year_number} / in_year;
        return exact.ok() && fits_weekday(date_in(exact)) ? date_in(exact) : impossible();
    }
    const year now = year_month_day{today_}.year();
    std::optional<Date> nearest;
    for (int ahead = 0; ahead < 9; ++ahead) {
        const year_month_day one = (now + years{ahead}) / in_year;
        if (!one.ok()) continue;
        const Date date = date_in(one);
        if (weekday_ >= 0 && date >= today_ - still_spoken_of && date < today_ && fits_weekday(date))
            return date;
        if (date < today_) continue;
        if (fits_weekday(date)) return nearest && date > today_ + furthest_fit ? impossible() : date;
        if (!nearest) nearest = date;
        if (*nearest < today_ + slip_is_likelier) return impossible();
    }
    return impossible();
}

bool DayReader::dated() {
    const std::size_t begin = i_;
    if (numeric()) return true;
    const bool the = skip(W::the);
    const int number = day_number();
    if (number < 0) {
        i_ = begin;
        return false;
    }
    const bool ordinal = tokens_[i_].ordinal;
    ++i_;
    if (ordinal && at(W::day) && at_any({W::of, W::in}, 1)) ++i_;
    const std::size_t before_of = i_;
    const bool of = at_any({W::of, W::in}) && have(1) && !tokens_[i_].starts;
    if (of) ++i_;
    if (of) skip(W::the);
    if (month_at() > 0 && !(have() && tokens_[i_].starts)) {
        const int month_number = month_at();
        ++i_;
        set(pick(number, month_number, year_after()));
        return true;
    }
    if (of) {
        const bool next = at(W::next), this_one = at(W::this_), gone = at_any({W::previous, W::last});
        if ((next || this_one || gone) && at(W::month, 1)) {
            i_ += 2;
            const year_month month = this_month() + months{next ? 1 : gone ? -1 : 0};
            const year_month_day exact = month / day{static_cast<unsigned>(number)};
            set(exact.ok() ? date_in(exact) : impossible());
            out_.past = gone;
            return true;
        }
    }
    i_ = before_of;
    const bool bare_the = the && !at_any({W::oclock, W::am, W::pm, W::minute, W::hour, W::one, W::option}) &&
                          tokens_[begin + 1].shape == Token::Shape::number && tokens_[begin + 1].value > 12;
    if (ordinal && at_any({W::one, W::option, W::time, W::week, W::weekday})) {
        i_ = begin;
        return false;
    }
    const bool weekday_named = weekday_ >= 0 && tokens_[begin].digits > 0 && number > 12;
    if (!(ordinal && tokens_[before_of - 1].digits > 0) && !bare_the && !weekday_named &&
        !(ordinal && the && number > 12)) {
        i_ = begin;
        return false;
    }
    set(day_of_month(number));
    out_.of_month = true;
    return true;
}

Date DayReader::day_of_month(int number) {
    year_month month = this_month();
    for (int ahead = 0; ahead < 4; ++ahead, month += months{1}) {
        const year_month_day one = month / day{static_cast<unsigned>(number)};
        if (!one.ok()) continue;
        const Date date = date_in(one);
        if (date > today_ + furthest_day_of_month) break;
        if (date >= today_ && fits_weekday(date)) return date;
    }
    return impossible();
}

int DayReader::year_after() {
    std::size_t k = 0;
    if (at(W::of) || at(W::in)) k = 1;
    if (have(k) && !tokens_[i_ + k].starts) {
        const int full = year_number(k);
        if (full > 0) {
            i_ += k + 1;
            return full;
        }
        const Token& token = tokens_[i_ + k];
        if (token.shape == Token::Shape::number && token.digits == 2 && !token.ordinal && token.value >= 13 &&
            token.value <= 40 && (token.mark == 0 || token.mark == ',') &&
            !at_any({W::minute, W::hour, W::am, W::pm}, k + 1) &&
            (i_ + k + 1 >= tokens_.size() || tokens_[i_ + k + 1].value < 0) && token.mark != ':' && k == 0 &&
            i_ + 1 == tokens_.size()) {
            i_ += k + 1;
            return 2000 + token.value;
        }
    }
    return 0;
}

int DayReader::full_year(const Token& token) {
    if (token.digits == 4) return token.value;
    if (token.digits != 2) return 0;
    return token.value >= 60 ? 1900 + token.value : 2000 + token.value;
}

bool DayReader::month_second(char mark, bool third) {
    const Token& second = tokens_[i_ + 1];
    if (mark != '/' || !second.glued || second.value > 31 || second.digits > 2 || third ||
        at_any({W::hour, W::h}, 2))
        return false;
    i_ += 2;
    impossible();
    return true;
}

bool DayReader::numeric() {
    if (!have(1)) return false;
    const Token &a = tokens_[i_], &b = tokens_[i_ + 1];
    if (a.shape != Token::Shape::number || b.shape != Token::Shape::number || a.ordinal || b.ordinal)
        return false;
    const char mark = b.mark;
    if (a.digits == 1 && b.digits == 1 &&
        (at(W::hour, 2) || (at(W::of, 2) && (at(W::hour, 3) || at(W::hour, 4)))))
        return false;  // "3/4 of an hour"
    const bool third =
        have(2) && tokens_[i_ + 2].shape == Token::Shape::number && tokens_[i_ + 2].mark == mark;
    if (a.digits == 4 && (mark == '-' || mark == '/') && b.value >= 1 && b.value <= 12) {
        if (third && tokens_[i_ + 2].value >= 1 && tokens_[i_ + 2].value <= 31) {
            const int number = tokens_[i_ + 2].value;
            const int month_number = b.value, y = a.value;
            i_ += 3;
            set(pick(number, month_number, y));
            return true;
        }
        set_month(year{a.value} / month{static_cast<unsigned>(b.value)});
        i_ += 2;
        return true;
    }
    if (mark == '/' && b.digits == 4 && a.value >= 1 && a.value <= 12 && !third) {
        set_month(year{b.value} / month{static_cast<unsigned>(a.value)});
        i_ += 2;
        return true;
    }
    if (a.value < 1 || a.value > 31 || b.value < 1) return false;
    if (a.value == 24 && b.value == 7 && !third) return false;  // all the time
    if (b.value > 12) return month_second(mark, third);
    if (third && (mark == '/' || mark == '-' || mark == '.')) {
        const int y = full_year(tokens_[i_ + 2]);
        if (y == 0) return false;
        const int number = a.value, month_number = b.value;
        i_ += 3;
        set(pick(number, month_number, y));
        return true;
    }
    if (mark == 0 && have(2) && tokens_[i_ + 2].digits == 4 && year_number(2) > 0 && a.digits == 2 &&
        b.digits == 2) {
        set(pick(a.value, b.value, year_number(2)));
        i_ += 3;
        return true;
    }
    const bool slash = mark == '/' && !at_any({W::hour, W::h}, 2);
    const bool dash = mark == '-' && a.value > 12 && !third && !at_any({W::am, W::pm, W::minute}, 2);
    if (!slash && !dash) return false;
    if (at_any({W::week, W::day}, 2)) return false;
    const int number = a.value, month_number = b.value;
    i_ += 2;
    set(pick(number, month_number, 0));
    return true;
}

bool DayReader::month_first() {
    const int month_number = month_at();
    if (month_number < 0 || !month_is_sure(0)) return false;
    const std::size_t begin = i_;
    ++i_;
    if (const int y = have() && !tokens_[i_].starts ? year_number() : -1; y > 0) {
        ++i_;
        set_month(year{y} / month{static_cast<unsigned>(month_number)});
        return true;
    }
    const bool the = skip(W::the);
    const int number = have() && !tokens_[i_].starts ? day_number() : -1;
    const bool clock_follows = at_any({W::am, W::pm, W::oclock, W::week, W::day, W::option}, 1) ||
                               (have(1) && tokens_[i_ + 1].mark == ':' && tokens_[i_ + 1].glued);
    if (number > 0 && !clock_follows) {
        ++i_;
        const int y = year_after();
        weekday_ahead();
        set(pick(number, month_number, y));
        return true;
    }
    if (the) --i_;
    if (skip(W::after)) {
        if (skip(W::next)) {
            year_month after = this_month().year() / month{static_cast<unsigned>(month_number)};
            if (after <= this_month()) after += years{1};
            set_month(after + years{1});
            return true;
        }
        --i_;
    }
    i_ = begin + 1;
    year_month month = this_month().year() / std::chrono::month{static_cast<unsigned>(month_number)};
    if (month < this_month()) month += years{1};
    set_month(month);
    return true;
}

void DayReader::weekday_ahead() {
    if (weekday_ >= 0 || weekday_at() < 0 || tokens_[i_].mark != ',') return;
    weekday_ = weekday_at();
    ++i_;
}

}  // namespace offing::conversation
