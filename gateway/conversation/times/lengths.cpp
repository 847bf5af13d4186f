// Lengths of time: "20 mins", "an hour and a half", "a couple of weeks", and where they are counted from.

#include "gateway/conversation/times/leads.hpp"
#include "gateway/conversation/times/readers.hpp"

namespace offing::conversation {

namespace {

using Grain = When::Grain;

class LengthReader : Cursor {
public:
    using Cursor::Cursor;

    std::optional<Length> read() {
        if (fraction_of_hour()) return out_;
        if (halves_begun_) return std::nullopt;
        const std::size_t begin = i_;
        if (!count()) return std::nullopt;
        if (text("more")) ++i_;
        if (!have() || (i_ > begin && tokens_[i_].starts) || !unit()) return std::nullopt;
        out_.end = i_ + 1;
        return out_;
    }

private:
    bool hour(std::size_t ahead = 0) const { return at_any({W::hour, W::h}, ahead); }
    bool minutes(int count, std::size_t words) {
        out_.minutes = count;
        out_.end = i_ + words;
        return true;
    }

    /// "half an hour", "1/4 hour", "three quarters of an hour", "quarter of an hour".
    bool fraction_of_hour() {
        if (at(W::half) && at_any({W::an, W::hour}, 1)) {
            halves_begun_ = true;
            const std::size_t k = at(W::hour, 1) ? 1 : 2;
            return at(W::hour, k) && minutes(30, k + 1);
        }
        if (have(1) && tokens_[i_].digits == 1 && tokens_[i_ + 1].mark == '/' &&
            tokens_[i_ + 1].digits == 1 && tokens_[i_ + 1].value > 0) {
            std::size_t unit = 2;
            if (at(W::of, unit)) ++unit;
            if (at(W::an, unit)) ++unit;
            if (hour(unit)) return minutes(60 * tokens_[i_].value / tokens_[i_ + 1].value, unit + 1);
        }
        const bool three = have() && tokens_[i_].value == 3 && at(W::quarter, 1);
        std::size_t k = three ? 1 : at(W::an) ? 1 : 0;
        if (!at(W::quarter, k)) return false;
        halves_begun_ = three;
        ++k;
        if (at(W::of, k)) ++k;
        if (at(W::an, k)) ++k;
        return at(W::hour, k) && minutes(three ? 45 : 15, k + 1);
    }

    bool count() {
        if (at(W::an) && at_any({W::couple, W::few}, 1)) ++i_;
        if (skip(W::couple)) {
            count_ = 2;
            skip(W::of);
        } else if (skip(W::few)) {
            count_ = 3;
        } else if (skip(W::an)) {
            count_ = 1;
        } else if (have() && tokens_[i_].number() && tokens_[i_].value < 1000) {
            count_ = tokens_[i_].value;
            ++i_;
            and_a_half();
        } else {
            count_ = 1;
            return at(W::fortnight);
        }
        return true;
    }
    void and_a_half() {
        if (have() && tokens_[i_].glued && tokens_[i_].mark == '.' && tokens_[i_].value == 5)
            ++i_;
        else if (at(W::and_) && at(W::an, 1) && at(W::half, 2))
            i_ += 3;
        else if (!skip(W::half))
            return;
        count_ += 0.5;
    }

    bool unit() {
        const int days = at(W::day) ? 1 : at(W::week) ? 7 : at(W::fortnight) ? 14 : 0;
        if (at(W::minute)) {
            out_.minutes = static_cast<int>(count_);
        } else if (hour()) {
            out_.minutes = static_cast<int>(count_ * 60);
            if (at(W::and_, 1) && at(W::an, 2) && at(W::half, 3)) {
                out_.minutes += 30;
                i_ += 3;
            }
        } else if (days > 0) {
            out_.days = static_cast<int>(count_ * days);
            out_.grain = days == 1 ? Grain::day : Grain::week;
        } else if (at(W::month)) {
            out_.months = static_cast<int>(count_);
            out_.grain = Grain::month;
        } else {
            return false;
        }
        return true;
    }

    double count_ = 0;
    bool halves_begun_ = false;
    Length out_;
};

/// "in 10": minutes, where nothing else follows in that thought.
bool bare_minutes(const Words& words, std::size_t i) {
    return words.have(i) && words[i].number() && words[i].value % 5 == 0 && words[i].value > 0 &&
           words[i].value < 60 && (!words.have(i + 1) || words[i + 1].starts);
}

}  // namespace

std::optional<Length> read_length(const Tokens& tokens, std::size_t at) {
    return LengthReader{tokens, at}.read();
}

bool read_length_phrase(const Words& words, std::size_t at, const Lead& lead, When& out) {
    std::size_t i = at;
    const bool next = words.at(W::next, i), in = words.at(W::in, i);
    if (in || next) ++i;
    if (in && words.at_any({W::about, W::around}, i)) ++i;
    out = When{};
    out.kind = When::Kind::length;
    out.grain = Grain::minute;
    if (in && bare_minutes(words, i)) {
        out.minutes = words[i].value;
        out.ahead = true;
        out.end = static_cast<std::uint16_t>(i + 1);
        return true;
    }
    auto length = read_length(words.all(), i);
    if (!length && lead.within && words.at(W::hour, i)) length = Length{i + 1, 60};  // "within the hour"
    if (!length || (next && length->grain != Grain::minute)) return false;
    out.minutes = length->minutes + 24 * 60 * (length->days + 30 * length->months);
    out.grain = length->grain;
    out.next = next;
    std::size_t k = length->end;
    const bool from_now = words.at(W::from, k) && words.at(W::now, k + 1);
    out.earlier = words.at_any({W::earlier, W::early}, k);
    out.later = words.at_any({W::later, W::late, W::back}, k);
    out.ahead =
        in || next || lead.within || from_now || (words.at(W::time, k) && length->grain == Grain::minute);
    if (out.earlier || out.later || words.at(W::ago, k))
        k += 1;
    else if (from_now)
        k += 2;
    else if (out.ahead && words.at(W::time, k))
        k += 1;
    out.end = static_cast<std::uint16_t>(k);
    return true;
}

}  // namespace offing::conversation
