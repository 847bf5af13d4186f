// The words that grammar in C++ asks for by name. Their spellings, and every other word, live in
// lexicon/*.toml; a word listed here that no file spells is an error when the lexicon is loaded.

#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace offing::conversation {

// clang-format off: words that go together stand in a row
#define OFFING_GRAMMAR_WORDS(X)                                                                \
    X(mon) X(tue) X(wed) X(thu) X(fri) X(sat) X(sun)                                           \
    X(january) X(february) X(march) X(april) X(may) X(june)                                    \
    X(july) X(august) X(september) X(october) X(november) X(december)                          \
    X(today) X(tomorrow) X(overmorrow) X(yesterday) X(tonight) X(ereyesterday)                 \
    X(morning) X(afternoon) X(evening) X(night) X(lunch) X(teatime) X(firstthing) X(lastthing) \
    X(midday) X(midnight) X(allday)                                                            \
    X(dropoff) X(pickup) X(schooltime) X(hometime)                                             \
    X(oclock) X(am) X(pm)                                                                      \
    X(minute) X(hour) X(day) X(week) X(fortnight) X(month) X(year) X(weekend) X(weekday)       \
    X(quarter) X(half) X(third_of) X(couple) X(few) X(an)                                      \
    X(the) X(of) X(in) X(on) X(at) X(to) X(past)                                               \
    X(after) X(before) X(from)                                                                 \
    X(by) X(until) X(between) X(with_in) X(around)                                             \
    X(ish) X(gone) X(back)                                                                     \
    X(onwards) X(later) X(earlier)                                                             \
    X(early) X(late) X(mid) X(start) X(end) X(rest)                                            \
    X(next) X(this_) X(last) X(coming) X(following) X(previous)                                \
    X(now) X(ago) X(time) X(than)                                                              \
    X(no) X(not_) X(never) X(nothing) X(or_) X(and_) X(but) X(except) X(outwith)                          \
    X(any) X(every) X(all) X(both) X(either) X(neither)                                        \
    X(same) X(that) X(then) X(so)                                                              \
    X(about) X(for_) X(been)                                                                   \
    X(it) X(one) X(with) X(is) X(if_)                                                          \
    X(i) X(you) X(me) X(my) X(we) X(she) X(he)                                                 \
    X(christmas) X(newyear) X(boxing) X(bankholiday) X(easter)                                 \
    X(since) X(commencing) X(hence) X(nearest)                                                 \
    X(instead) X(only) X(else_) X(most) X(do_) X(s_)                                           \
    X(yes) X(please) X(thanks)                                                                 \
    X(as) X(well) X(too) X(option) X(number)                                                   \
    X(h) X(st) X(nd) X(rd) X(th) X(p) X(a_) X(x)                                               \
    X(eod) X(eom) X(eoy) X(summer) X(halfterm)                                                 \
    X(right) X(hours_of) X(dinnertime) X(breakfast) X(school) X(be) X(o_)                      \
    X(zone) X(spoken_stop) X(spoken_comma) X(spoken_question)                                  \
    X(goodfriday)                                                                              \
    X(eastersunday) X(eastermonday) X(shrovetuesday)                                           \
    X(mothersday) X(fathersday) X(valentines)                                                  \
    X(stpatricks) X(stdavids) X(stgeorges) X(standrews) X(burnsnight)                          \
    X(halloween) X(bonfirenight) X(mayday) X(remembrance) X(latehours)

enum class W : std::uint16_t {
    none,
#define OFFING_WORD(name) name,
    OFFING_GRAMMAR_WORDS(OFFING_WORD)
#undef OFFING_WORD
        count_
};

inline constexpr std::array grammar_word_names{std::string_view{""},
#define OFFING_WORD(name) std::string_view{#name},
                                               OFFING_GRAMMAR_WORDS(OFFING_WORD)
#undef OFFING_WORD
};

/// A word's canonical number: a W, or beyond W::count_ for words that only the lexicon knows. 0: unknown.
using WordId = std::uint16_t;
constexpr WordId id_of(W word) { return static_cast<WordId>(word); }

/// What a phrase in the lexicon stands for. Each has its phrases in [cues] under its name.
#define OFFING_CUES(X)                                           \
    X(overdose) X(suicide) X(danger) X(harmless)                 \
    X(calm) X(fear) X(uneasy) X(doubtful) X(stop_maybe)          \
    X(third_party) X(wrong_number) X(who_is_this) X(other_phone) \
    X(safe_contact) X(sign_off)                                  \
    X(opt_out) X(opt_out_bare) X(opt_in) X(erasure)              \
    X(human) X(call_me)                                          \
    X(yes) X(yes_weak) X(no)                                     \
    X(coming) X(still_on)                                        \
    X(cancel) X(cancel_bare) X(give_away) X(keep)                \
    X(cannot) X(cannot_day) X(conditional)                       \
    X(move) X(instead) X(want) X(want_weak) X(suits)             \
    X(reject) X(too_soon) X(choose) X(either) X(hold) X(undo)    \
    X(drop_in) X(van) X(pack) X(women_only)                      \
    X(children) X(supporter) X(mentor)                           \
    X(phone) X(video) X(offsite) X(in_person)                    \
    X(late) X(here) X(soon)                                      \
    X(missed) X(missed_no_time) X(back_again)                    \
    X(same_worker) X(change_worker)                              \
    X(waiting_room) X(health) X(pharmacy) X(urgent)              \
    X(ask_when) X(ask_info) X(commitment)                        \
    X(safeguarding) X(channel) X(wording) X(frustration)         \
    X(series) X(prep) X(not_now)                                 \
    X(soonest) X(latest)                                         \
    X(polite) X(filler) X(reference) X(elsewhere) X(joke)        \
    X(earlier) X(later) X(same_time) X(same_day) X(day_before)   \
    X(only_asking) X(bank_holiday_q) X(greeting)                 \
    X(ask_cancel) X(not_cancel) X(not_stop) X(in_a_row) X(extra)
// clang-format on

enum class Cue : std::uint8_t {
#define OFFING_CUE(name) name,
    OFFING_CUES(OFFING_CUE)
#undef OFFING_CUE
        count_
};

inline constexpr std::array cue_names{
#define OFFING_CUE(name) std::string_view{#name},
    OFFING_CUES(OFFING_CUE)
#undef OFFING_CUE
};

}  // namespace offing::conversation
