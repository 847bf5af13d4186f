// Clock times, parts of the day and lengths in words, the British way: "half ten" is 10:30, a bare hour from
// 1 to 7 is afternoon.

#include <algorithm>

#include "gateway/conversation/days.hpp"

namespace offing::conversation {

namespace {

using Grain = When::Grain;

class ClockReader {
public:
    ClockReader(const Tokens& tokens, std::size_t at, When& out) : tokens_{tokens}, i_{at}, out_{out} {}

    bool clock(bool in_range) {
        const std::size_t begin = i_;
        out_ = When{};
        out_.kind = When::Kind::clock;
        out_.grain = Grain::minute;
        skip(W::an);
        if (!(fraction_past() || (!in_range && minutes_past()) || named() || digits())) return false;
        suffix();
        return done(begin);
    }

    bool part() {
        const std::size_t begin = i_;
        out_ = When{};
        out_.kind = When::Kind::clock;
        out_.grain = Grain::part;
        const bool at_word = at(W::at);
        if (at_any({W::in, W::at, W::on})) ++i_;
        skip(W::the);
        const bool after_day =
            i_ > 0 && tokens_[i_ - 1].word >= id_of(W::mon) && tokens_[i_ - 1].word <= id_of(W::sun);
        if ((at_word || after_day) && have() && tokens_[i_].text == "dinner") {
            ++i_;
            out_.part = Part::lunch;
            return done(begin);
        }
        if (!part_name()) return false;
        return done(begin);
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
    bool done(std::size_t begin) {
        out_.begin = static_cast<std::uint16_t>(begin);
        out_.end = static_cast<std::uint16_t>(i_);
        return true;
    }
    int hour_at(std::size_t ahead = 0) const {
        if (!have(ahead)) return -1;
        const Token& token = tokens_[i_ + ahead];
        if (token.ordinal || token.digits > 2) return -1;
        return token.value >= 0 && token.value <= 24 ? token.value : -1;
    }
    void set(int hour, int minute, bool as_typed = false) {
        out_.from = hour * 60 + minute;
        if (hour >= 1 && hour <= 12) out_.guessed = true;
        if (hour >= 1 && hour <= 7 && !as_typed) out_.from += 12 * 60;
        if (hour == 24) out_.from = 0;
    }

    /// "half past ten", "half ten", "quarter to noon", "half past".
    bool fraction_past() {
        const bool half = at(W::half), quarter = at(W::quarter);
        if (!half && !quarter) return false;
        const bool past = at_any({W::past, W::after}, 1), to = at(W::to, 1);
        if (quarter && !past && !to) return false;
        if (half && !past && hour_at(1) < 0) return false;
        if (at(W::an, 1) || at(W::day, 1) || at(W::hour, 1) || at_any({W::hour}, 2)) return false;
        if (half && !past && (hour_at(1) < 1 || hour_at(1) > 12)) return false;
        const int minute = half ? 30 : 15;
        i_ += past || to ? 2U : 1U;
        return around_hour(minute, to);
    }

    /// "20 past 3", "15 minutes to noon", "ten to 4", "20 past".
    bool minutes_past() {
        if (!have() || !tokens_[i_].number()) return false;
        int minute = tokens_[i_].value;
        std::size_t k = 1;
        if (const int more = units_at(1); minute == 20 && more > 0) {  // "twenty five past"
            minute += more;
            k = 2;
        } else if (minute == 5 && at(W::and_, 1) && have(2) && tokens_[i_ + 2].value == 20) {
            minute = 25;  // "five and twenty past"
            k = 3;
        }
        const bool said = at(W::minute, k);
        if (said) ++k;
        const bool past =
            at_any({W::past}, k) || (at_any({W::after, W::from}, k) && minute % 5 == 0 &&
                                     hour_at(k + 1) >= 0 && (said || at_any({W::am, W::pm, W::p}, k + 2)));
        const bool to = at(W::to, k);
        if (!past && !to) return false;
        if (minute < 1 || minute > 59) return false;
        if (!said && minute % 5 != 0) return false;
        const bool to_hour = to && (minute == 5 || minute == 10 || minute == 15 || minute == 20 ||
                                    minute == 25 || said || k > 1);
        if (!past && !to_hour) return false;
        const bool ends = !have(k + 1) || tokens_[i_ + k + 1].starts;
        if (to && !ends && hour_at(k + 1) < 0 && !at_any({W::midday, W::midnight}, k + 1)) return false;
        i_ += k + 1;
        return around_hour(minute, to);
    }

    /// "five" after "twenty": a number below ten in letters, in the same thought.
    int units_at(std::size_t ahead) const {
        if (!have(ahead)) return -1;
        const Token& token = tokens_[i_ + ahead];
        const bool word = token.shape == Token::Shape::word && !token.starts && token.mark == 0;
        return word && token.value >= 1 && token.value <= 9 && !token.ordinal ? token.value : -1;
    }

    bool around_hour(int minute, bool to) {
        const std::size_t here = i_;
        When hour;
        ClockReader reader{tokens_, i_, hour};
        hour.kind = When::Kind::clock;
        if (reader.hour_only() || reader.named()) {
            reader.suffix();
            i_ = reader.i_;
            out_.from = hour.from + (to ? -minute : minute);
            out_.guessed = hour.guessed;
            if (to && hour.guessed && hour.from == 8 * 60) out_.from = 8 * 60 - minute;
            return true;
        }
        i_ = here;
        out_.no_hour = true;
        out_.from = to ? 60 - minute : minute;
        return true;
    }
    bool hour_only() {
        const int hour = hour_at();
        if (hour < 0 || (have() && tokens_[i_].starts)) return false;
        if (at_any({W::minute, W::hour, W::day, W::week}, 1)) return false;
        const bool zero = tokens_[i_].text.starts_with('0');
        ++i_;
        if (at(W::h) && tokens_[i_].glued) ++i_;
        set(hour, 0, zero);
        return true;
    }

    bool named() {
        if (skip(W::midday)) {
            out_.from = 12 * 60;
            return true;
        }
        if (skip(W::midnight)) {
            out_.from = 24 * 60;
            return true;
        }
        return false;
    }

    bool digits() {
        if (!have()) return false;
        const Token& token = tokens_[i_];
        if (token.ordinal || token.value < 0) return false;
        const bool zero = token.text.starts_with('0');
        if (token.digits >= 3) {
            const int hour = token.value / 100, minute = token.value % 100;
            if (token.digits > 4 || hour > 23 || minute > 59) return false;
            const bool year = token.digits == 4 && token.value >= 1900 && token.value <= 2100;
            if (year && !at_any({W::am, W::pm, W::p}, 1)) return false;
            if (money_or_count()) return false;
            ++i_;
            set(hour, minute, zero);
            out_.plain = token.value;
            return true;
        }
        const int hour = token.value;
        if (hour > 24) return false;
        if (have(1) && tokens_[i_ + 1].glued && tokens_[i_ + 1].shape == Token::Shape::number &&
            (tokens_[i_ + 1].mark == ':' || tokens_[i_ + 1].mark == '.') && tokens_[i_ + 1].digits == 2 &&
            tokens_[i_ + 1].value < 60) {
            const bool dot_unit = tokens_[i_ + 1].mark == '.' && at_any({W::hour, W::week, W::day}, 2);
            if (dot_unit) return false;
            const int minute = tokens_[i_ + 1].value;
            i_ += 2;
            if (have(1) && tokens_[i_].glued && tokens_[i_].mark == ':' && tokens_[i_].digits == 2) {
                out_.grain = Grain::minute;
                ++i_;
            }
            set(hour, minute, zero || hour > 12);
            return true;
        }
        if (at(W::h, 1) && tokens_[i_ + 1].glued) {
            int minute = 0;
            std::size_t used = 2;
            if (have(2) && tokens_[i_ + 2].glued && tokens_[i_ + 2].digits == 2 &&
                tokens_[i_ + 2].value < 60) {
                minute = tokens_[i_ + 2].value;
                used = 3;
            }
            i_ += used;
            set(hour, minute, zero || hour > 12 || used == 3);
            if (used == 3 && hour >= 1 && hour <= 7) out_.guessed = true;
            return true;
        }
        if (have(1) && !tokens_[i_ + 1].starts && tokens_[i_ + 1].mark == 0 && hour >= 1 && hour <= 23 &&
            minutes_beside(tokens_[i_ + 1])) {
            int minute = tokens_[i_ + 1].value;
            const int more =
                tokens_[i_ + 1].shape == Token::Shape::word && minute % 10 == 0 ? units_at(2) : -1;
            i_ += more > 0 ? 3U : 2U;
            if (more > 0) minute += more;  // "two forty five"
            set(hour, minute, zero);
            return true;
        }
        if (at_any({W::minute, W::hour, W::day, W::week, W::month, W::year, W::fortnight, W::coming}, 1))
            return false;
        if (at(W::half, 1) && !at(W::past, 2)) return false;
        if (hour == 0 && !zero) return false;
        if (money_or_count()) return false;
        ++i_;
        set(hour, 0, zero && token.digits == 2);
        out_.bare = true;
        out_.plain = hour;
        return true;
    }
    /// The second number of "3 15" or "ten thirty".
    bool minutes_beside(const Token& token) const {
        if (token.ordinal || token.glued) return false;
        if (token.shape == Token::Shape::number)
            return token.digits == 2 && (token.value % 5 == 0) && token.value < 60 &&
                   !at_any({W::minute, W::hour, W::day, W::week}, 2);
        return (token.value == 15 || token.value == 20 || token.value == 30 || token.value == 40 ||
                token.value == 45) &&
               !at_any({W::minute, W::hour, W::past, W::to}, 2);
    }
    bool money_or_count() const {
        const Token& token = tokens_[i_];
        return token.mark == '$' || token.mark == '%' || token.mark == '#' ||
               (have(1) && tokens_[i_ + 1].mark == '%');
    }

    void suffix() {
        for (int round = 0; round < 4 && have() && !tokens_[i_].starts; ++round) {
            if (skip(W::oclock)) {
                out_.bare = false;
            } else if (at(W::ish)) {
                ++i_;
                out_.approx = true;
                out_.bare = false;
            } else if (at(W::am) || (at(W::an) && tokens_[i_].glued && tokens_[i_].text == "a")) {
                ++i_;
                say_am();
            } else if (at(W::pm) || (at(W::p) && (tokens_[i_].glued || letter_m(1)))) {
                i_ += !at(W::pm) && letter_m(1) ? 2U : 1U;
                say_pm();
            } else if (at_any({W::in, W::at}) && part_follows(1)) {
                ++i_;
                skip(W::the);
                take_part();
            } else if (part_follows(0)) {
                skip(W::the);
                take_part();
            } else if (at(W::zone)) {
                ++i_;
                out_.zoned = true;
            } else {
                break;
            }
        }
    }
    /// "p m" with a blank between.
    bool letter_m(std::size_t ahead) const { return have(ahead) && tokens_[i_ + ahead].text == "m"; }
    bool part_follows(std::size_t k) const {
        if (at(W::the, k)) ++k;
        return at_any({W::morning, W::afternoon, W::evening, W::night, W::am, W::pm}, k);
    }
    void take_part() {
        if (at_any({W::morning, W::am}))
            say_am();
        else if (at(W::night) && out_.from >= 12 * 60 + 60 && out_.guessed && out_.from < 16 * 60)
            say_am();
        else
            say_pm();
        ++i_;
    }
    void say_am() {
        out_.bare = false;
        if (!out_.guessed) return;
        if (out_.from >= 12 * 60) out_.from -= 12 * 60;
        out_.guessed = false;
    }
    void say_pm() {
        out_.bare = false;
        if (!out_.guessed) return;
        if (out_.from < 12 * 60) out_.from += 12 * 60;
        out_.guessed = false;
    }

    bool part_name() {
        const bool early = at(W::early), late = at_any({W::late, W::later, W::last}), mid = at(W::mid);
        if ((early || late || mid) && part_at(1)) ++i_;
        if (early && at(W::hour, 1) && at(W::of, 2) && at(W::the, 3) && at(W::morning, 4)) i_ += 4;
        if (early && at(W::in, 1) && at(W::the, 2) && at(W::morning, 3)) i_ += 3;
        const Part base = part_word();
        if (base == Part::none) return false;
        ++i_;
        skip(W::ish);
        out_.part = base;
        if (base == Part::morning && (early || (at(W::early)))) out_.part = Part::early_morning;
        if (base == Part::morning && (late || mid)) out_.part = Part::late_morning;
        if (base == Part::afternoon && early) out_.part = Part::early_afternoon;
        if (base == Part::afternoon && late) out_.part = Part::late_afternoon;
        if ((base == Part::evening || base == Part::night) && late) out_.part = Part::late_evening;
        return true;
    }
    bool part_at(std::size_t k) const {
        return at_any({W::morning, W::afternoon, W::evening, W::night, W::am, W::pm}, k);
    }
    Part part_word() const {
        if (at(W::morning)) return Part::morning;
        if (at(W::am) && said_as_part()) return Part::morning;
        if (at(W::afternoon)) return Part::afternoon;
        if (at(W::pm) && said_as_part()) return Part::afternoon;
        if (at(W::evening)) return Part::evening;
        if (at(W::night)) return Part::night;
        if (at_any({W::lunch, W::dinnertime})) return Part::lunch;
        if (at(W::teatime)) return Part::late_afternoon;
        if (at(W::firstthing)) return Part::first_thing;
        if (at(W::lastthing)) return Part::last_thing;
        if (at(W::allday)) return Part::all_day;
        return Part::none;
    }
    /// "mon am", "in the pm", and not the "am" of "am i".
    bool said_as_part() const {
        if (i_ == 0 || tokens_[i_].glued || at_any({W::i, W::not_}, 1) ||
            (have(1) && tokens_[i_ + 1].value >= 0))
            return false;
        const Token& before = tokens_[i_ - 1];
        const bool day = (before.word >= id_of(W::mon) && before.word <= id_of(W::sun)) || before.ordinal;
        return day || before.is(W::the) || before.is(W::in) || before.is(W::tomorrow) ||
               before.is(W::this_) || before.is(W::any) || before.is(W::early) || before.is(W::late) ||
               before.is(W::or_);
    }

    const Tokens& tokens_;
    std::size_t i_;
    When& out_;
};

}  // namespace

bool read_clock(const Tokens& tokens, std::size_t at, When& out, bool in_range) {
    return ClockReader{tokens, at, out}.clock(in_range);
}

bool read_part(const Tokens& tokens, std::size_t at, When& out) {
    return ClockReader{tokens, at, out}.part();
}

std::optional<Length> read_length(const Tokens& tokens, std::size_t at) {
    const auto is = [&](W word, std::size_t k) { return k < tokens.size() && tokens[k].is(word); };
    std::size_t i = at;
    double count = -1;
    Length length;
    const auto unit = [&](std::size_t k) { return is(W::minute, k) || is(W::hour, k) || is(W::h, k); };
    if (is(W::half, i) && (is(W::an, i + 1) || is(W::hour, i + 1))) {
        length.minutes = 30;
        length.end = i + (is(W::hour, i + 1) ? 2U : 3U);
        if (is(W::hour, length.end - 1)) return length;
        return std::nullopt;
    }
    if (i + 1 < tokens.size() && tokens[i].digits == 1 && tokens[i + 1].mark == '/' &&
        tokens[i + 1].digits == 1 && tokens[i + 1].value > 0 && (is(W::hour, i + 2) || is(W::h, i + 2))) {
        length.minutes = 60 * tokens[i].value / tokens[i + 1].value;
        length.end = i + 3;
        return length;
    }
    if (i < tokens.size() && (tokens[i].value == 3) && is(W::quarter, i + 1)) {
        std::size_t k = i + 2;
        if (is(W::of, k)) ++k;
        if (is(W::an, k)) ++k;
        if (!is(W::hour, k)) return std::nullopt;
        length.minutes = 45;
        length.end = k + 1;
        return length;
    }
    if (is(W::quarter, i) && is(W::of, i + 1) && is(W::an, i + 2) && is(W::hour, i + 3)) {
        length.minutes = 15;
        length.end = i + 4;
        return length;
    }
    if (is(W::an, i) && (is(W::couple, i + 1) || is(W::few, i + 1))) ++i;
    if (is(W::couple, i)) {
        count = 2;
        ++i;
        if (is(W::of, i)) ++i;
    } else if (is(W::few, i)) {
        count = 3;
        ++i;
    } else if (is(W::an, i)) {
        count = 1;
        ++i;
    } else if (i < tokens.size() && tokens[i].number() && tokens[i].value < 1000) {
        count = tokens[i].value;
        ++i;
        if (i < tokens.size() && tokens[i].glued && tokens[i].mark == '.' && tokens[i].value == 5) {
            count += 0.5;
            ++i;
        } else if (is(W::and_, i) && is(W::an, i + 1) && is(W::half, i + 2)) {
            count += 0.5;
            i += 3;
        } else if (is(W::half, i)) {
            count += 0.5;
            ++i;
        }
    }
    if (i < tokens.size() && tokens[i].text == "more") ++i;
    if (count < 0) {
        if (!is(W::fortnight, i)) return std::nullopt;
        count = 1;
    }
    if (i >= tokens.size() || tokens[i].starts) return std::nullopt;
    if (is(W::minute, i)) {
        length.minutes = static_cast<int>(count);
    } else if (unit(i)) {
        length.minutes = static_cast<int>(count * 60);
        if (is(W::and_, i + 1) && is(W::an, i + 2) && is(W::half, i + 3)) {
            length.minutes += 30;
            i += 3;
        }
    } else if (is(W::day, i)) {
        length.days = static_cast<int>(count);
        length.grain = Grain::day;
    } else if (is(W::week, i)) {
        length.days = static_cast<int>(count * 7);
        length.grain = Grain::week;
    } else if (is(W::fortnight, i)) {
        length.days = static_cast<int>(count * 14);
        length.grain = Grain::week;
    } else if (is(W::month, i)) {
        length.months = static_cast<int>(count);
        length.grain = Grain::month;
    } else {
        return std::nullopt;
    }
    length.end = i + 1;
    return length;
}

}  // namespace offing::conversation
