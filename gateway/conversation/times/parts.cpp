// Parts of the day: their names, and those that hang on the school run.

#include "gateway/conversation/times/parts.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "gateway/conversation/times/leads.hpp"
#include "gateway/conversation/times/readers.hpp"

namespace offing::conversation {

namespace {

class PartReader : Cursor {
public:
    PartReader(const Tokens& tokens, std::size_t at, When& out) : Cursor{tokens, at}, out_{out} {}

    bool read() {
        out_ = When{};
        out_.kind = When::Kind::clock;
        out_.grain = When::Grain::part;
        if (text("dinner") && i_ > 0 &&
            (Words{tokens_}.at_any({W::before, W::after, W::by, W::until}, i_ - 1) ||
             tokens_[i_ - 1].text == "while")) {
            out_.kind = When::Kind::unclear;  // at noon in the north, in the evening elsewhere
            out_.end = static_cast<std::uint16_t>(i_ + 1);
            return true;
        }
        const bool after_day = i_ > 0 && weekday_index(tokens_[i_ - 1].word) >= 0;
        const bool at_word = at(W::at);
        if (at_any({W::in, W::at, W::on})) ++i_;
        skip(W::the);
        if ((at_word || after_day) && text("dinner")) {
            ++i_;
            out_.part = Part::lunch;
        } else if (!named()) {
            return false;
        }
        out_.end = static_cast<std::uint16_t>(i_);
        return true;
    }

private:
    bool named() {
        const bool early = at(W::early), late = at_any({W::late, W::later, W::last, W::end}),
                   mid = at(W::mid), start = at(W::start);
        std::size_t k = 1;
        if (at_any({W::of, W::in}, k)) ++k;
        if (at(W::the, k)) ++k;
        if ((early || late || mid || start) && divided(k)) i_ += k;
        if (early && at(W::hour, 1) && at(W::of, 2) && at(W::the, 3) && at(W::morning, 4)) i_ += 4;
        const Part base = plain();
        if (base == Part::none) return false;
        ++i_;
        skip(W::ish);
        out_.part = closer(base, early || start, late, mid);
        return true;
    }
    bool divided(std::size_t k) const {
        return at_any({W::morning, W::afternoon, W::evening, W::night, W::am, W::pm}, k);
    }
    static Part closer(Part base, bool early, bool late, bool mid) {
        if (base == Part::morning && early) return Part::early_morning;
        if (base == Part::morning && (late || mid)) return Part::late_morning;
        if (base == Part::afternoon && early) return Part::early_afternoon;
        if (base == Part::afternoon && late) return Part::late_afternoon;
        if ((base == Part::evening || base == Part::night) && late) return Part::late_evening;
        return base;
    }
    Part plain() const {
        if (at(W::morning)) return Part::morning;
        if (at(W::am) && said_as_part()) return Part::morning;
        if (at(W::afternoon)) return Part::afternoon;
        if (at(W::pm) && said_as_part()) return Part::afternoon;
        if (at(W::evening)) return Part::evening;
        if (at(W::night)) return Part::night;
        if (at_any({W::lunch, W::dinnertime})) return Part::lunch;
        if (at(W::teatime)) return Part::teatime;
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
        if (weekday_index(before.word) >= 0 || before.ordinal) return true;
        return Words{tokens_}.at_any(
            {W::the, W::in, W::tomorrow, W::today, W::this_, W::any, W::early, W::late, W::or_}, i_ - 1);
    }

    When& out_;
};

}  // namespace

bool read_part(const Tokens& tokens, std::size_t at, When& out) { return PartReader{tokens, at, out}.read(); }

namespace {

std::size_t skip_words(const Words& words, std::size_t i, std::initializer_list<std::string_view> skipped) {
    while (words.have(i) && !words[i].starts && std::ranges::find(skipped, words[i].text) != skipped.end())
        ++i;
    return i;
}

bool over(const Words& words, std::size_t i) {
    for (const std::string_view word : {"over", "done", "finished", "out", "sorted"})
        if (words.text(word, i)) return true;
    return false;
}

/// "once the morning drop off is over": where it ends, or the beginning.
std::size_t once_it_is_over(const Words& words, std::size_t at) {
    if (!words.text("once", at) && !words.text("when", at)) return at;
    std::size_t i = skip_words(words, at + 1, {"the", "my", "their", "morning", "mornin", "school"});
    if (!words.at_any({W::dropoff, W::schooltime}, i)) return at;
    if (words[i].text == "i" || words[i].text == "ive" || words[i].text == "dropped")
        return i + 1;  // one joined word
    i = skip_words(words, i + 1, {"is", "s", "has", "been", "are", "all"});
    return over(words, i) ? i + 1 : at;
}

/// "after ive dropped them", "once i drop the kids off": the same in a sentence.
std::size_t once_she_dropped_them(const Words& words, std::size_t at) {
    const bool led = words.text("once", at) || words.at(W::after, at) || words.text("when", at);
    if (!led) return at;
    std::size_t i = skip_words(words, at + 1, {"i", "ive", "have", "i've", "weve", "we", "i_have"});
    if (!words.text("dropped", i) && !words.text("drop", i) && !words.text("droppin", i) &&
        !words.text("dropping", i) && !words.text("dropt", i))
        return at;
    const std::size_t whom =
        skip_words(words, i + 1, {"off",      "him",   "her",    "them",    "the", "my",       "kids",
                                  "bairns",   "weans", "little", "ones",    "one", "girls",    "boys",
                                  "lad",      "lads",  "wee",    "kid",     "son", "daughter", "eldest",
                                  "youngest", "at",    "school", "nursery", "to",  "both"});
    return whom > i + 1 ? whom : at;
}

/// "in time for pick up", "in time to do the school run".
std::size_t in_time_for_it(const Words& words, std::size_t at) {
    if (!words.at(W::in, at) || !words.at(W::time, at + 1)) return at;
    const std::size_t i = skip_words(
        words, at + 2, {"for", "to", "me", "do", "get", "the", "my", "their", "be", "there", "4", "school"});
    return words.at_any({W::pickup, W::hometime}, i) ? i + 1 : at;
}

bool school_part(Part part, std::size_t end, When& out) {
    out = When{};
    out.kind = When::Kind::clock;
    out.grain = When::Grain::part;
    out.part = part;
    out.end = static_cast<std::uint16_t>(end);
    return true;
}

}  // namespace

bool read_school_part(const Words& words, std::size_t at, const Lead& lead, When& out) {
    if (const std::size_t end = once_it_is_over(words, at); end > at)
        return school_part(Part::after_drop_off, end, out);
    if (const std::size_t end = once_she_dropped_them(words, at); end > at)
        return school_part(Part::after_drop_off, end, out);
    if (const std::size_t end = in_time_for_it(words, at); end > at)
        return school_part(Part::before_pick_up, end, out);
    const std::size_t k = lead.next;
    const bool morning = words.at_any({W::dropoff, W::schooltime}, k);
    const bool home = words.at_any({W::pickup, W::hometime}, k);
    const bool plain = words.at(W::school, k);
    if (at == k || (!morning && !home && !plain)) return false;
    if (lead.between && morning) {
        const std::size_t second = words.at(W::the, k + 2) ? k + 3 : k + 2;
        const bool both =
            words.at_any({W::and_, W::to}, k + 1) && words.at_any({W::pickup, W::hometime}, second);
        return both && school_part(Part::school_hours, second + 1, out);
    }
    const bool after = lead.relation == Relation::after;
    const bool before = lead.relation == Relation::before || lead.relation == Relation::by ||
                        lead.relation == Relation::until;
    if (!after && (!before || plain)) return false;
    return school_part(before    ? Part::before_pick_up
                       : morning ? Part::after_drop_off
                                 : Part::after_school,
                       k + 1, out);
}

PartHours hours_of(Part part) {
    const auto at = [](int hour, int minute = 0) { return hour * 60 + minute; };
    switch (part) {
        case Part::early_morning:
            return {at(0), at(9), -1, at(10)};
        case Part::morning:
            return {at(0), at(12), -1, at(12)};
        case Part::late_morning:
            return {at(10, 30), at(12), at(10, 30), at(12)};
        case Part::lunch:
            return {at(12), at(14), at(12), at(14)};
        case Part::after_lunch:
            return {at(13), at(17), at(13)};
        case Part::early_afternoon:
            return {at(12), at(15), at(12), at(14, 30)};
        case Part::afternoon:
            return {at(12), at(19), at(12)};
        case Part::late_afternoon:
            return {at(15), at(19), at(15)};
        case Part::teatime:
            return {at(16), at(18), at(15)};
        case Part::evening:
        case Part::night:
            return {at(18), at(24), at(17)};
        case Part::late_evening:
            return {at(21), at(24), at(20)};
        case Part::first_thing:
            return {at(9), at(10), -1, -1, at(9, 30)};
        case Part::last_thing:
            return {at(16), at(17), -1, -1, at(16, 30)};
        case Part::after_drop_off:
            return {at(9, 15), at(24), at(9, 15)};
        case Part::before_pick_up:
            return {at(0), at(14, 45), -1, at(14, 45)};
        case Part::after_school:
            return {at(15), at(21), at(15, 45)};
        case Part::school_hours:
            return {at(9, 15), at(14, 45), at(9, 15), at(14, 45)};
        case Part::none:
        case Part::all_day:
            break;
    }
    return {};
}

std::optional<int> school_run_hour(Part part, const std::vector<scheduler::BusyWindow>& school_run) {
    const bool morning = part == Part::after_drop_off;
    if (!morning && part != Part::before_pick_up && part != Part::after_school) return std::nullopt;
    for (const scheduler::BusyWindow& window : school_run) {
        if ((window.from < scheduler::ClockTime{12 * 60}) != morning) continue;
        return static_cast<int>((part == Part::before_pick_up ? window.from : window.to).count());
    }
    return std::nullopt;
}

}  // namespace offing::conversation
