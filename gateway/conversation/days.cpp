#include "gateway/conversation/days.hpp"

#include <algorithm>

#include "gateway/conversation/feasts.hpp"

namespace offing::conversation {

namespace {

using namespace std::chrono;
using Grain = When::Grain;

Date date_in(year_month_day day) { return local_days{day}; }

Date last_of(year_month month) { return local_days{month / std::chrono::last}; }

/// Reads from one place on; every method leaves `i` where it stopped and says whether it read something.
class DayReader {
public:
    DayReader(const Tokens& tokens, std::size_t at, Calendar calendar, When& out)
        : tokens_{tokens},
          i_{at},
          today_{calendar.today},
          division_{calendar.division},
          calendar_{calendar},
          out_{out} {}

    bool read() {
        const std::size_t begin = i_;
        out_ = When{};
        const bool found = named() || nearest() || week_on() || counted() || ranked() || edge() ||
                           relative() || weekday_first() || dated() || month_first() || whole();
        if (!found) return false;
        if (out_.first && !out_.last) out_.last = out_.first;
        out_.begin = static_cast<std::uint16_t>(begin);
        out_.end = static_cast<std::uint16_t>(i_);
        return true;
    }

private:
    bool have(std::size_t ahead = 0) const { return i_ + ahead < tokens_.size(); }
    bool at(W word, std::size_t ahead = 0) const { return have(ahead) && tokens_[i_ + ahead].is(word); }
    bool at_any(std::initializer_list<W> words, std::size_t ahead = 0) const {
        return std::any_of(words.begin(), words.end(), [&](W w) { return at(w, ahead); });
    }
    bool skip(W word) {
        if (!at(word)) return false;
        ++i_;
        return true;
    }
    int weekday_at(std::size_t ahead = 0) const {
        if (!have(ahead)) return -1;
        const WordId id = tokens_[i_ + ahead].word;
        return id >= id_of(W::mon) && id <= id_of(W::sun) ? id - id_of(W::mon) : -1;
    }
    int month_at(std::size_t ahead = 0) const {
        if (!have(ahead)) return -1;
        const WordId id = tokens_[i_ + ahead].word;
        if (id < id_of(W::january) || id > id_of(W::december)) return -1;
        return id - id_of(W::january) + 1;
    }
    /// "may" and "march" are months only beside a number, "in", "of", "next" and the like.
    bool month_is_sure(std::size_t ahead) const {
        if (!at(W::may, ahead) && !at(W::march, ahead)) return true;
        const std::size_t place = i_ + ahead;
        if (at(W::after, ahead + 1) && at(W::next, ahead + 2)) return true;
        if (place > 0) {
            const Token& before = tokens_[place - 1];
            if (before.value >= 0 || before.is(W::in) || before.is(W::of) || before.is(W::next) ||
                before.is(W::last) || before.is(W::this_) || before.is(W::until) || before.is(W::mid) ||
                before.is(W::early) || before.is(W::late) || before.is(W::start) || before.is(W::end))
                return true;
        }
        return place + 1 < tokens_.size() && tokens_[place + 1].value > 0 && tokens_[place + 1].value <= 31 &&
               !tokens_[place + 1].starts;
    }
    int day_number(std::size_t ahead = 0) const {
        if (!have(ahead)) return -1;
        const Token& token = tokens_[i_ + ahead];
        return token.value >= 1 && token.value <= 31 && (token.digits <= 2) ? token.value : -1;
    }
    int year_number(std::size_t ahead = 0) const {
        if (!have(ahead)) return -1;
        const Token& token = tokens_[i_ + ahead];
        if (token.ordinal || token.shape != Token::Shape::number) return -1;
        if (token.digits == 4 && token.value >= 1900 && token.value <= 2100) return token.value;
        return -1;
    }

    void set(Date first, Date last_day, Grain grain) {
        out_.first = first;
        out_.last = last_day;
        out_.grain = grain;
    }
    void set(Date day) { set(day, day, Grain::day); }

    Date coming(int weekday_index, bool today_counts = false) const {
        const int now = static_cast<int>(weekday_on(today_).iso_encoding()) - 1;
        int ahead = (weekday_index - now + 7) % 7;
        if (ahead == 0 && !today_counts) ahead = 7;
        return today_ + days{ahead};
    }
    year_month this_month() const {
        const year_month_day day{today_};
        return day.year() / day.month();
    }
    void set_month(year_month month) { set(local_days{month / 1}, last_of(month), Grain::month); }
    void set_week(Date monday) { set(monday, monday + days{6}, Grain::week); }

    bool named() {
        const auto one = [&](W word, int ahead) {
            if (!at(word)) return false;
            ++i_;
            set(today_ + days{ahead});
            out_.past = ahead < 0;
            return true;
        };
        if (at_any({W::today, W::tomorrow}) && at(W::week, 1)) {  // "today week"
            set(today_ + days{at(W::today) ? 7 : 8});
            i_ += 2;
            return true;
        }
        if (one(W::today, 0) || one(W::tomorrow, 1) || one(W::overmorrow, 2) || one(W::yesterday, -1) ||
            one(W::ereyesterday, -2))
            return true;
        const year_month_day now{today_};
        if (at_any({W::eod, W::eom, W::eoy})) {
            set(at(W::eod) ? today_ : at(W::eom) ? last_of(this_month()) : date_in(now.year() / 12 / 31));
            ++i_;
            return true;
        }
        if (at(W::tonight) || (at(W::late) && at(W::tonight, 1))) {
            out_.part = at(W::late) ? Part::late_evening : Part::evening;
            i_ += at(W::late) ? 2U : 1U;
            set(today_);
            return true;
        }
        return feast();
    }

    bool feast() {
        const auto found = read_feast(tokens_, i_, today_, division_);
        if (!found) return false;
        i_ = found->end;
        const bool week = found->last - found->first == days{7};
        set(found->first, found->last, found->months_in ? Grain::month : week ? Grain::week : Grain::day);
        out_.months_in = found->months_in;
        return true;
    }

    /// "week on tuesday", "a week tomorrow", "fortnight on friday", "2 weeks today".
    bool week_on() {
        std::size_t k = 0;
        int weeks = 0;
        if (at_any({W::an, W::one}, k)) ++k;
        if (have(k) && tokens_[i_ + k].number() && tokens_[i_ + k].value <= 12 && at(W::week, k + 1)) {
            weeks = tokens_[i_ + k].value;
            k += 2;
        } else if (at(W::week, k)) {
            weeks = 1;
            ++k;
        } else if (at(W::fortnight, k)) {
            weeks = 2;
            ++k;
        }
        if (weeks == 0) return false;
        const bool on = at_any({W::on, W::from}, k);
        if (on) ++k;
        if (at(W::the, k)) ++k;
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

    /// "in 3 days", "2 weeks from now", "a week ago", "3 fridays from now", "in a fortnight".
    bool counted() {
        const std::size_t begin = i_;
        const bool in = skip(W::in);
        if (in) {
            skip(W::about);
            skip(W::around);
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
                set(coming(weekday) - days{7} -
                    days{coming(weekday) - days{7} == today_ ? 7 * n : 7 * (n - 1)});
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
        out_.counted = length->grain == Grain::day;
        out_.ahead = !ago && i_ > begin + 1 && at_right_now(i_);
        return true;
    }

    bool at_right_now(std::size_t end) const {
        return tokens_[end - 1].is(W::now) && tokens_[end - 1].text == "right";
    }

    /// "the closest monday to oct 5th"
    bool nearest() {
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
        const int away =
            (weekday - static_cast<int>(weekday_on(*date.first).iso_encoding()) + 1 + 7 + 3) % 7 - 3;
        set(*date.first + days{away});
        return true;
    }

    /// "end of next week", "start of the month", "rest of the week", "1st week of june", "mid june".
    bool edge() {
        const std::size_t begin = i_;
        skip(W::the);
        const bool start = at_any({W::start, W::early}), end = at_any({W::end, W::late}), mid = at(W::mid),
                   rest = at(W::rest), later = at(W::later),
                   all = at_any({W::all, W::every}) && at(W::week, 1);
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
        out_.past = inner.past;
        return true;
    }
    bool whole_or_relative() {
        skip(W::the);
        return relative() || month_first() || whole();
    }

    /// "next tuesday", "this week", "coming weekend", "last month", "the week after next", "next 3 days".
    bool relative() {
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
            set_week(monday_of(today_) + days{7 * weeks});
            return true;
        }
        const bool led =
            i_ > begin || (i_ > 0 && (tokens_[i_ - 1].is(W::this_) || tokens_[i_ - 1].is(W::of)));
        const bool next = at(W::next),
                   coming_one = at(W::following) ||
                                (at(W::coming) && (led || at_any({W::week, W::month, W::weekend}, 1))),
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
        if (several(step) || weekday_relative(step, coming_one || this_one, next) || period(step))
            return true;
        i_ = begin;
        return false;
    }

    bool several(int step) {
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
                set(local_days{(month + months{1}) / 1}, last_of(month + months{length->months}),
                    Grain::month);
            else
                set(local_days{(month - months{length->months}) / 1}, last_of(month - months{1}),
                    Grain::month);
        } else {
            i_ = begin;
            return false;
        }
        out_.past = step < 0;
        return true;
    }

    bool weekday_relative(int step, bool near, bool next) {
        const int weekday = weekday_at();
        if (weekday < 0) return false;
        ++i_;
        if (step < 0) {
            Date day = coming(weekday) - days{7};
            if (monday_of(day) == monday_of(today_) || day >= today_)
                day -= days{day >= today_ || monday_of(day) == monday_of(today_) ? 7 : 0};
            set(day);
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

    bool weekend(int step) {
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

    bool period(int step) {
        if (weekend(step)) return true;
        if (at(W::week)) {
            ++i_;
            if (weekday_at() >= 0) {
                set(monday_of(today_) + days{7 * step + weekday_at()});
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

    /// "first monday of march", "last friday in october", "1st week of june", "third day of october".
    bool ranked() {
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
        i_ = reader.i_;
        choose_ranked(*frame.first, *frame.last, n, from_end, weekday, day, end);
        return true;
    }

    void choose_ranked(Date first, Date last, int n, bool from_end, int weekday, bool day, bool end) {
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
            if (monday + days{6} > last) monday -= days{7};
            return set_week(monday - days{7 * (n - 1)});
        }
        Date monday = monday_of(first);
        if (monday < first) monday += days{7};
        set_week(monday + days{7 * (n - 1)});
    }

    /// "tuesday", "tues week", "friday after next", "wednesday next week", "tuesday the 19th of march".
    bool weekday_first() {
        const std::size_t begin = i_;
        skip(W::the);
        const int weekday = weekday_at();
        if (weekday < 0) {
            i_ = begin;
            return false;
        }
        const std::string_view typed = tokens_[i_].text;
        ++i_;
        out_.plural = (typed.size() > 4 && typed.ends_with("days") && !tokens_[i_ - 1].apostrophe) ||
                      (i_ >= 2 && tokens_[i_ - 2].is(W::an) && !tokens_[i_ - 1].starts);
        out_.weekdays =
            scheduler::Weekdays::of(std::chrono::weekday{static_cast<unsigned>((weekday + 1) % 7)});
        if (at(W::week) || (at(W::an) && at(W::week, 1) && !at(W::on, 2))) {
            i_ += at(W::week) ? 1U : 2U;
            out_.weekdays = {};
            set(coming(weekday) + days{7});
            return true;
        }
        if (at(W::after) && at(W::next, 1)) {
            i_ += 2;
            out_.weekdays = {};
            set(coming(weekday) + days{coming(weekday) < monday_of(today_) + days{7} ? 7 : 7});
            return true;
        }
        if (i_ > begin + 1 && at(W::after) &&
            (!have(1) || tokens_[i_ + 1].starts || tokens_[i_ + 1].mark != 0)) {
            ++i_;  // "the friday after"
            out_.weekdays = {};
            set(coming(weekday) + days{7});
            return true;
        }
        if (in_week(weekday)) return true;
        with_date(weekday);
        return true;
    }

    bool in_week(int weekday) {
        const std::size_t begin = i_;
        if (at_any({W::of, W::in, W::from, W::on})) ++i_;
        const bool the = skip(W::the);
        const bool next = at_any({W::next, W::following, W::coming}), this_one = at(W::this_),
                   gone = at_any({W::last, W::previous});
        if ((next || this_one || gone) && at(W::week, 1)) {
            i_ += 2;
            out_.weekdays = {};
            set(monday_of(today_) + days{(next ? 7 : gone ? -7 : 0) + weekday});
            out_.past = gone;
            out_.of_week = true;
            return true;
        }
        if ((the || true) && at(W::week) && at(W::after, 1)) {
            i_ += 2;
            const int weeks = skip(W::next) ? 2 : 1;
            out_.weekdays = {};
            set(monday_of(today_) + days{7 * weeks + weekday});
            return true;
        }
        i_ = begin;
        return false;
    }

    void with_date(int weekday) {
        const std::size_t begin = i_;
        skip(W::on);
        skip(W::the);
        When date;
        DayReader reader{tokens_, i_, calendar_, date};
        const bool dated = reader.dated_or_month(weekday);
        if (!dated || !date.first || date.grain != Grain::day) {
            i_ = begin;
            return;
        }
        i_ = reader.i_;
        out_.weekdays = {};
        set(*date.first);
    }
    bool dated_or_month(int weekday) {
        weekday_ = weekday;
        if (have() && (tokens_[i_].starts)) return false;
        if (dated()) return true;
        return month_first();
    }

    bool fits_weekday(Date day) const {
        return weekday_ < 0 || static_cast<int>(weekday_on(day).iso_encoding()) - 1 == weekday_;
    }

    /// The day of a month that is nearest ahead; the year that fits the weekday, when one was named.
    Date pick(int day_in_month, int month_number, int year_number) const {
        const unsigned d = static_cast<unsigned>(day_in_month), m = static_cast<unsigned>(month_number);
        if (year_number > 0) {
            const year_month_day exact = year{year_number} / month{m} / day{d};
            return exact.ok() ? date_in(exact) : last_of(exact.year() / exact.month());
        }
        const year now = year_month_day{today_}.year();
        for (int ahead = 0; ahead < 8; ++ahead) {
            const year_month_day one = (now + years{ahead}) / month{m} / day{d};
            if (!one.ok()) continue;
            const Date date = date_in(one);
            if (weekday_ >= 0 ? fits_weekday(date) && date >= today_ - days{40} : date >= today_) return date;
        }
        const year_month_day fallback = (now + years{1}) / month{m} / std::chrono::last;
        return date_in(fallback);
    }

    /// "28th", "the 3rd of june", "14 april 2015", "28/12", "2026-12-28".
    bool dated() {
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
                set(exact.ok() ? date_in(exact) : last_of(month));
                out_.past = gone;
                return true;
            }
        }
        i_ = before_of;
        const bool bare_the =
            the && !at_any({W::oclock, W::am, W::pm, W::minute, W::hour, W::one, W::option}) &&
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

    Date day_of_month(int number) const {
        year_month month = this_month();
        for (int ahead = 0; ahead < 90; ++ahead, month += months{1}) {
            const year_month_day one = month / day{static_cast<unsigned>(number)};
            if (!one.ok()) continue;
            const Date date = date_in(one);
            if (date >= today_ && fits_weekday(date)) return date;
        }
        return today_;
    }

    int year_after() {
        std::size_t k = 0;
        if (at(W::of) || at(W::in)) k = 1;
        if (have(k) && !tokens_[i_ + k].starts) {
            const int full = year_number(k);
            if (full > 0) {
                i_ += k + 1;
                return full;
            }
            const Token& token = tokens_[i_ + k];
            if (token.shape == Token::Shape::number && token.digits == 2 && !token.ordinal &&
                token.value >= 13 && token.value <= 40 && (token.mark == 0 || token.mark == ',') &&
                !at_any({W::minute, W::hour, W::am, W::pm}, k + 1) &&
                (i_ + k + 1 >= tokens_.size() || tokens_[i_ + k + 1].value < 0) && token.mark != ':' &&
                k == 0 && i_ + 1 == tokens_.size()) {
                i_ += k + 1;
                return 2000 + token.value;
            }
        }
        return 0;
    }

    static int full_year(const Token& token) {
        if (token.digits == 4) return token.value;
        if (token.digits != 2) return 0;
        return token.value >= 60 ? 1900 + token.value : 2000 + token.value;
    }

    /// 28/12, 28-12-2026, 28.12.26, 2026-12-28, 12/2026: day first, as in Britain.
    bool numeric() {
        if (!have(1)) return false;
        const Token &a = tokens_[i_], &b = tokens_[i_ + 1];
        if (a.shape != Token::Shape::number || b.shape != Token::Shape::number || a.ordinal || b.ordinal)
            return false;
        const char mark = b.mark;
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
        if (a.value < 1 || a.value > 31 || b.value < 1 || b.value > 12) return false;
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

    /// "june", "march 3 2015", "february the 15th", "october 2014".
    bool month_first() {
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
    /// "Jul 18, Fri": the weekday settles the year.
    void weekday_ahead() {
        if (weekday_ >= 0 || weekday_at() < 0 || tokens_[i_].mark != ',') return;
        weekday_ = weekday_at();
        ++i_;
    }

    bool whole() {
        const std::size_t begin = i_;
        if (at(W::weekday)) {  // "any weekday morning"
            ++i_;
            out_.weekdays = scheduler::Weekdays{0x1F};
            out_.plural = true;
            return true;
        }
        if (weekend(0)) return true;
        const bool slashed =
            have(1) && tokens_[i_].text == "w" && tokens_[i_ + 1].text == "c" && tokens_[i_ + 1].mark == '/';
        if (slashed || (at(W::week) && at_any({W::commencing, W::of, W::start}, 1))) {
            i_ += 2;
            skip(W::the);
            When date;
            DayReader reader{tokens_, i_, calendar_, date};
            if (reader.dated() || reader.month_first()) {
                i_ = reader.i_;
                set_week(monday_of(*date.first));
                if (*date.first > monday_of(*date.first) + days{4})
                    set_week(monday_of(*date.first) + days{7});
                return true;
            }
        }
        i_ = begin;
        return false;
    }

    const Tokens& tokens_;
    std::size_t i_;
    Date today_;
    scheduler::Division division_;
    Calendar calendar_;
    When& out_;
    int weekday_ = -1;
};

}  // namespace

bool read_day(const Tokens& tokens, std::size_t at, Calendar calendar, When& out) {
    return DayReader{tokens, at, calendar, out}.read();
}

}  // namespace offing::conversation
