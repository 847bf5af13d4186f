#include "gateway/conversation/times/day_reader.hpp"
#include "gateway/conversation/times/feasts.hpp"

namespace offing::conversation {

using namespace std::chrono;

bool DayReader::read() {
    const std::size_t begin = i_;
    out_ = When{};
    const bool found = school_holiday() || beside() || named() || nearest() || week_on() || counted() ||
                       ranked() || edge() || relative() || weekday_first() || dated() || month_first() ||
                       whole();
    if (!found) return false;
    if (impossible_) {
        out_ = When{};
        out_.kind = When::Kind::unclear;
    }
    if (out_.first && !out_.last) out_.last = out_.first;
    if (out_.last && *out_.last < today_) out_.past = true;
    out_.begin = static_cast<std::uint16_t>(begin);
    out_.end = static_cast<std::uint16_t>(i_);
    return true;
}

bool DayReader::month_is_sure(std::size_t ahead) const {
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

int DayReader::day_number(std::size_t ahead) const {
    if (!have(ahead)) return -1;
    const Token& token = tokens_[i_ + ahead];
    return token.value >= 1 && token.value <= 31 && (token.digits <= 2) ? token.value : -1;
}

int DayReader::year_number(std::size_t ahead) const {
    if (!have(ahead)) return -1;
    const Token& token = tokens_[i_ + ahead];
    if (token.ordinal || token.shape != Token::Shape::number) return -1;
    if (token.digits == 4 && token.value >= 1900 && token.value <= 2100) return token.value;
    return -1;
}

void DayReader::set(Date first, Date last_day, Grain grain) {
    out_.first = first;
    out_.last = last_day;
    out_.grain = grain;
}

Date DayReader::coming(int weekday_index, bool today_counts) const {
    const int now = static_cast<int>(weekday_on(today_).iso_encoding()) - 1;
    int ahead = (weekday_index - now + 7) % 7;
    if (ahead == 0 && !today_counts) ahead = 7;
    return today_ + days{ahead};
}

bool DayReader::named() {
    const auto one = [&](W word, int ahead) {
        if (!at(word)) return false;
        ++i_;
        set(today_ + days{ahead});
        out_.past = ahead < 0;
        return true;
    };
    if (today_in_words() && at_any({W::after, W::before}, 1)) return false;
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

bool DayReader::feast() {
    const auto found = read_feast(tokens_, i_, today_, division_);
    if (!found && month_at() > 0 && at(W::bankholiday, 1)) {  // there is none in november
        i_ += 2;
        impossible();
        return true;
    }
    if (!found) return false;
    i_ = found->end;
    const bool week = found->last - found->first == days{7};
    set(found->first, found->last, found->months_in ? Grain::month : week ? Grain::week : Grain::day);
    out_.months_in = found->months_in;
    return true;
}

bool DayReader::school_holiday() {
    const bool season = at_any({W::easter, W::christmas, W::summer, W::school, W::halfterm});
    const bool holiday = text("holiday", 1) || text("holidays", 1) || text("hols", 1) || text("break", 1);
    if (!at(W::halfterm) && !(season && holiday)) return false;
    i_ += holiday ? 2U : 1U;
    impossible();
    return true;
}

bool DayReader::weekday_first() {
    const std::size_t begin = i_;
    skip(W::the);
    const int weekday = weekday_at();
    if (weekday < 0) {
        i_ = begin;
        return false;
    }
    const std::string_view typed = tokens_[i_].text;
    if (typed == "sun" && at(W::is, 1) &&
        (text("out", 2) || text("meant", 2) || text("shining", 2) || text("supposed", 2) ||
         text("coming", 2))) {
        i_ = begin;  // that in the sky
        return false;
    }
    out_.the = i_ > begin;
    ++i_;
    const bool of_one = at(W::one) || text("appointment") || text("slot");  // "mondays one"
    out_.plural = (typed.size() > 4 && typed.ends_with("days") && !tokens_[i_ - 1].apostrophe && !of_one) ||
                  (i_ >= 2 && tokens_[i_ - 2].is(W::an) && !tokens_[i_ - 1].starts);
    out_.weekdays = scheduler::Weekdays::of(std::chrono::weekday{static_cast<unsigned>((weekday + 1) % 7)});
    if (at(W::next) && !at_any({W::week, W::month}, 1)) {  // "friday next", "dydd Gwener nesaf"
        ++i_;
        out_.weekdays = {};
        set(monday_of(today_) + days{7 + weekday});
        out_.next = true;
        return true;
    }
    if (at(W::fortnight)) {
        ++i_;
        out_.weekdays = {};
        set(coming(weekday) + days{14});
        return true;
    }
    const bool goes_on = have() && !tokens_[i_].starts;
    if (goes_on && (at(W::week) || (at(W::an) && at(W::week, 1) && !at(W::on, 2)))) {
        i_ += at(W::week) ? 1U : 2U;
        out_.weekdays = {};
        set(coming(weekday) + days{7});
        return true;
    }
    if (at(W::after) && at(W::next, 1)) {
        i_ += 2;
        out_.weekdays = {};
        set(coming(weekday) + days{7});
        return true;
    }
    if (i_ > begin + 1 && at(W::after) && (!have(1) || tokens_[i_ + 1].starts || tokens_[i_ + 1].mark != 0)) {
        ++i_;  // "the friday after"
        out_.weekdays = {};
        out_.after = After::weekday;
        set(coming(weekday) + days{7});
        return true;
    }
    if (in_week(weekday)) return true;
    with_date(weekday);
    return true;
}

bool DayReader::in_week(int weekday) {
    const std::size_t begin = i_;
    if (at_any({W::of, W::in, W::from, W::on})) ++i_;
    skip(W::the);
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
    if ((at_any({W::that, W::same}) && at(W::week, 1)) || (at(W::that) && at(W::same, 1) && at(W::week, 2))) {
        i_ += at(W::week, 1) ? 2U : 3U;
        out_.weekdays = {};
        out_.after = After::same_week;
        set(monday_of(today_) + days{weekday});
        return true;
    }
    if (at(W::week) && at(W::after, 1)) {
        i_ += 2;
        const int weeks = skip(W::next) ? 2 : 1;
        if (weeks == 1) out_.after = After::week;
        out_.weekdays = {};
        set(monday_of(today_) + days{7 * weeks + weekday});
        return true;
    }
    i_ = begin;
    return false;
}

void DayReader::with_date(int weekday) {
    const std::size_t begin = i_;
    skip(W::on);
    skip(W::the);
    When date;
    DayReader reader{tokens_, i_, calendar_, date};
    const bool dated = reader.dated_or_month(weekday);
    impossible_ = dated && reader.impossible_;
    if (!dated || !date.first || date.grain != Grain::day) {
        i_ = begin;
        return;
    }
    i_ = reader.i_;
    out_.weekdays = {};
    set(*date.first);
}

bool DayReader::whole() {
    const std::size_t begin = i_;
    if (at(W::weekday)) {  // "any weekday morning"
        ++i_;
        out_.weekdays = scheduler::Weekdays{0x1F};
        out_.plural = true;
        return true;
    }
    if (at(W::weekend) && tokens_[i_].text.ends_with('s') && !tokens_[i_].apostrophe) {
        ++i_;
        out_.weekdays = scheduler::Weekdays{0x60};
        out_.plural = true;
        return true;
    }
    if (weekend(0)) return true;
    if (at_any({W::week, W::month}) && at(W::next, 1)) {  // "wythnos nesaf"
        const bool week = at(W::week);
        i_ += 2;
        if (week)
            set_week(monday_of(today_) + days{7});
        else
            set_month(this_month() + months{1});
        return true;
    }
    const bool slashed =
        have(1) && tokens_[i_].text == "w" && tokens_[i_ + 1].text == "c" && tokens_[i_ + 1].mark == '/';
    if (slashed || (at(W::week) && (at_any({W::commencing, W::of, W::start}, 1) || text("starting", 1)))) {
        i_ += 2;
        skip(W::the);
        When date;
        DayReader reader{tokens_, i_, calendar_, date};
        if (reader.dated() || reader.month_first()) {
            i_ = reader.i_;
            impossible_ = reader.impossible_;
            set_week(monday_of(*date.first));
            if (*date.first > monday_of(*date.first) + days{4}) set_week(monday_of(*date.first) + days{7});
            return true;
        }
    }
    i_ = begin;
    return false;
}

bool read_day(const Tokens& tokens, std::size_t at, Calendar calendar, When& out) {
    return DayReader{tokens, at, calendar, out}.read();
}

}  // namespace offing::conversation
