// Clock times in words, the British way: "half ten" is 10:30, a bare hour from 1 to 7 is afternoon.
//
//   clock    = (fraction | digits | noon) suffix*
//   fraction = "half" ["past"] hour | "quarter" ("past" | "to") hour | minutes ("past" | "to") hour
//   digits   = "10:30" | "1030" | "10h30" | "ten thirty" | "fourteen hundred" | "10"
//   suffix   = "o'clock" | "ish" | "am" | "pm" | "in the" part | zone

#include "gateway/conversation/times/leads.hpp"
#include "gateway/conversation/times/readers.hpp"

namespace offing::conversation {

namespace {

class ClockReader : Cursor {
public:
    ClockReader(const Tokens& tokens, std::size_t at, When& out) : Cursor{tokens, at}, out_{out} {}

    bool read(bool in_range) {
        out_ = When{};
        out_.kind = When::Kind::clock;
        out_.grain = When::Grain::minute;
        skip(W::an);
        if (!(fraction_past() || (!in_range && minutes_past()) || named() || digits())) return false;
        suffix();
        if (clash_) out_.kind = When::Kind::unclear;
        out_.end = static_cast<std::uint16_t>(i_);
        return true;
    }

private:
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
        if (at_any({W::an, W::day, W::hour}, 1) || at(W::hour, 2)) return false;
        if (half && !past && (hour_at(1) < 1 || hour_at(1) > 12)) return false;
        i_ += past || to ? 2U : 1U;
        return around_hour(half ? 30 : 15, to);
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
        if (at(W::ish, k)) ++k;
        const bool after = at_any({W::after, W::from}, k) && minute % 5 == 0 && hour_at(k + 1) >= 0 &&
                           (said || at_any({W::am, W::pm, W::p}, k + 2));
        const bool past = at(W::past, k) || after, to = at(W::to, k);
        if ((!past && !to) || minute < 1 || minute > 59 || (!said && minute % 5 != 0)) return false;
        const bool usual = minute <= 25 && minute % 5 == 0;
        if (!past && !usual && !said && k == 1) return false;
        const bool ends = !have(k + 1) || tokens_[i_ + k + 1].starts;
        if (to && !ends && hour_at(k + 1) < 0 && !at_any({W::midday, W::midnight, W::before}, k + 1))
            return false;
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
        When hour;
        hour.kind = When::Kind::clock;
        ClockReader reader{tokens_, i_, hour};
        if (!reader.hour_only() && !reader.named()) {
            out_.no_hour = true;
            out_.from = to ? 60 - minute : minute;
            return true;
        }
        reader.suffix();
        i_ = reader.i_;
        clash_ = reader.clash_;
        out_.from = hour.from + (to ? -minute : minute);
        out_.guessed = hour.guessed;
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
        if (!at_any({W::midday, W::midnight})) return false;
        out_.from = at(W::midday) ? 12 * 60 : 24 * 60;
        ++i_;
        return true;
    }

    bool digits() {
        if (!have()) return false;
        const Token& token = tokens_[i_];
        if (token.ordinal || token.value < 0) return false;
        if (token.digits >= 3) return four_digits();
        return with_minutes() || with_h() || hundred() ||
               (token.value <= 24 && (two_numbers() || bare_hour()));
    }
    bool typed_zero() const { return tokens_[i_].text.starts_with('0'); }

    /// "1030", "930"; not the year 2026.
    bool four_digits() {
        const Token& token = tokens_[i_];
        const int hour = token.value / 100, minute = token.value % 100;
        if (token.digits > 4 || hour > 23 || minute > 59) return false;
        const bool year = token.digits == 4 && token.value >= 1900 && token.value <= 2100;
        if (year && !at_any({W::am, W::pm, W::p, W::hour}, 1)) return false;
        if (money_or_count()) return false;
        const bool zero = typed_zero();
        ++i_;
        if (token.digits == 4) skip(W::hour);
        set(hour, minute, zero);
        out_.plain = token.value;
        return true;
    }

    /// "10:30", "10.30", "10:30:00". There is no "25:00" and no "10:75".
    bool with_minutes() {
        const int hour = tokens_[i_].value;
        if (!have(1)) return false;
        const Token& minutes = tokens_[i_ + 1];
        const bool colon = minutes.mark == ':', dot = minutes.mark == '.';
        if (!minutes.glued || minutes.shape != Token::Shape::number || minutes.digits != 2 || !(colon || dot))
            return false;
        const bool there_is = hour <= 24 && minutes.value < 60 && !(hour == 24 && minutes.value > 0);
        if (dot && (!there_is || at_any({W::hour, W::week, W::day}, 2) || money_or_count())) return false;
        const bool zero = typed_zero();
        clash_ = !there_is;
        i_ += 2;
        if (have() && tokens_[i_].glued && tokens_[i_].mark == ':' && tokens_[i_].digits == 2) ++i_;
        set(hour, minutes.value, zero || hour > 12);
        return true;
    }

    /// "15h", "9h30"
    bool with_h() {
        const int hour = tokens_[i_].value;
        if (hour > 24 || !at(W::h, 1) || !tokens_[i_ + 1].glued) return false;
        const bool minutes =
            have(2) && tokens_[i_ + 2].glued && tokens_[i_ + 2].digits == 2 && tokens_[i_ + 2].value < 60;
        set(hour, minutes ? tokens_[i_ + 2].value : 0, typed_zero() || hour > 12 || minutes);
        i_ += minutes ? 3U : 2U;
        return true;
    }

    /// "fourteen hundred", "ten hundred hours"
    bool hundred() {
        const Token& token = tokens_[i_];
        if (token.value < 1 || token.value > 23 || !text("hundred", 1)) return false;
        i_ += 2;
        skip(W::hour);
        set(token.value, 0, true);
        out_.guessed = false;
        return true;
    }

    /// "3 15", "ten thirty", "two forty five"
    bool two_numbers() {
        const int hour = tokens_[i_].value;
        if (!have(1) || tokens_[i_ + 1].starts || tokens_[i_ + 1].mark != 0 || hour < 1 || hour > 23 ||
            !minutes_beside(tokens_[i_ + 1]))
            return false;
        int minute = tokens_[i_ + 1].value;
        const bool zero = typed_zero();
        const int more = tokens_[i_ + 1].shape == Token::Shape::word && minute % 10 == 0 ? units_at(2) : -1;
        i_ += more > 0 ? 3U : 2U;
        if (more > 0) minute += more;
        set(hour, minute, zero);
        return true;
    }
    bool minutes_beside(const Token& token) const {
        if (token.ordinal || token.glued || at_any({W::minute, W::hour}, 2)) return false;
        if (token.shape == Token::Shape::number)
            return token.digits == 2 && token.value % 5 == 0 && token.value < 60 &&
                   !at_any({W::day, W::week}, 2);
        return (token.value == 15 || token.value == 20 || token.value == 30 || token.value == 40 ||
                token.value == 45 || token.value == 50) &&
               !at_any({W::past, W::to}, 2);
    }

    bool bare_hour() {
        const Token& token = tokens_[i_];
        const bool zero = typed_zero();
        const bool oclock = says_hour_for_oclock();
        if (!oclock &&
            at_any({W::minute, W::hour, W::day, W::week, W::month, W::year, W::fortnight, W::coming}, 1))
            return false;
        if (at(W::half, 1) && !at(W::past, 2)) return false;
        if ((token.value == 0 && !zero) || money_or_count() || part_of_number()) return false;
        ++i_;
        set(token.value, 0, zero && token.digits == 2);
        out_.bare = token.mark != '@';
        out_.plain = token.value;
        if (oclock) {
            ++i_;
            out_.bare = false;
        }
        return true;
    }
    /// "at 10 hour", "after 12 hour": o'clock, from one whose first language has it so.
    bool says_hour_for_oclock() const {
        if (i_ == 0 || !text("hour", 1) || tokens_[i_].starts) return false;
        const bool led =
            Words{tokens_}.at_any({W::at, W::after, W::before, W::from, W::until, W::by}, i_ - 1);
        return led && tokens_[i_].value > 7 && tokens_[i_].value < 20;
    }
    bool money_or_count() const {
        const Token& token = tokens_[i_];
        return token.mark == '$' || token.mark == '%' || token.mark == '#' ||
               (have(1) && tokens_[i_ + 1].mark == '%');
    }

    /// The "20" of "£3.20", either number of "13/13".
    bool part_of_number() const {
        const auto glued = [&](const Token& token) {
            return token.glued && token.digits > 0 &&
                   (token.mark == '/' || token.mark == '.' || token.mark == ',');
        };
        return (i_ > 0 && tokens_[i_ - 1].digits > 0 && glued(tokens_[i_])) ||
               (have(1) && glued(tokens_[i_ + 1]) && tokens_[i_ + 1].mark == '/');
    }

    void suffix() {
        for (int round = 0; round < 4 && have() && !tokens_[i_].starts; ++round) {
            if (skip(W::oclock)) {
                out_.bare = false;
            } else if (skip(W::ish)) {
                out_.approx = true;
                out_.bare = false;
            } else if (at(W::am) && !tokens_[i_].glued && at_any({W::not_, W::no, W::never}, 1)) {
                break;  // "1 or 2 am not fussed": i am
            } else if (at(W::am) || (at(W::an) && tokens_[i_].glued && text("a"))) {
                ++i_;
                say_am();
            } else if (at(W::pm) || (at(W::p) && (tokens_[i_].glued || text("m", 1)))) {
                i_ += !at(W::pm) && text("m", 1) ? 2U : 1U;
                say_pm();
            } else if (at_any({W::in, W::at}) && part_follows(1)) {
                ++i_;
                skip(W::the);
                take_part();
            } else if (part_follows(0)) {
                skip(W::the);
                take_part();
            } else if (skip(W::zone)) {
                out_.zoned = true;
            } else {
                break;
            }
        }
    }
    bool part_follows(std::size_t k) const {
        if (at(W::the, k)) ++k;
        return at_any({W::morning, W::afternoon, W::evening, W::night, W::am, W::pm}, k);
    }
    void take_part() {
        clash_ = clash_ || (at(W::afternoon) && !out_.guessed && out_.from >= 19 * 60);
        const bool small_hours = at(W::night) && out_.from >= 13 * 60 && out_.guessed && out_.from < 16 * 60;
        if (at_any({W::morning, W::am}) || small_hours)
            say_am();
        else
            say_pm();
        ++i_;
    }
    /// "14:00am", "3am in the afternoon", "13pm": the two halves of the day contradict each other.
    void say_am() {
        out_.bare = false;
        clash_ = clash_ || (!out_.guessed && out_.from >= 12 * 60);
        if (out_.guessed && out_.from >= 12 * 60) out_.from -= 12 * 60;
        out_.guessed = false;
    }
    void say_pm() {
        clash_ = clash_ || (!out_.guessed && (out_.from < 12 * 60 || (out_.bare && out_.from >= 13 * 60)));
        out_.bare = false;
        if (out_.guessed && out_.from < 12 * 60) out_.from += 12 * 60;
        out_.guessed = false;
    }

    When& out_;
    bool clash_ = false;
};

}  // namespace

bool read_clock(const Tokens& tokens, std::size_t at, When& out, bool in_range) {
    return ClockReader{tokens, at, out}.read(in_range);
}

bool read_clock_phrase(const Words& words, std::size_t at, const Lead& lead, When& out) {
    const bool said_at = words.at(W::at, at);
    if (said_at) ++at;
    if (!read_clock(words.all(), at, out, lead.between)) return false;
    if (said_at) out.bare = false;
    out.pronoun = out.bare && !lead.any && out.plain == 1 && words[at].shape == Token::Shape::word;
    const std::size_t k = out.end;
    const bool joined = words.at_any({W::or_, W::and_}, k);
    const bool on = words.at(W::onwards, k) || (joined && words.at(W::onwards, k + 1));
    const bool another =
        words.at(W::after, k + 1) && words.have(k + 2) && words[k + 2].value > 0;  // "or after 3"
    const bool later = on || (words.at(W::or_, k) && words.at_any({W::later, W::after}, k + 1) && !another);
    const bool earlier = words.at(W::or_, k) && words.at_any({W::earlier, W::before}, k + 1);
    if (!later && !earlier) return true;
    out.relation = later ? Relation::after : Relation::by;
    out.bare = false;
    out.end = static_cast<std::uint16_t>(words.at(W::onwards, k) ? k + 1 : k + 2);
    return true;
}

}  // namespace offing::conversation
