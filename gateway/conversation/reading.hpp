// One text on its way to a meaning: its tokens, times, names and cues beside what stands between us and her.
// The rules in choices.cpp, bookings.cpp, contact.cpp and requests.cpp each look at it and add to `meaning`.

#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "gateway/conversation/cues.hpp"
#include "gateway/conversation/times/said.hpp"

namespace offing::conversation {

/// A stretch of tokens between full stops, commas and "but": one thought.
struct Segment {
    std::size_t begin, end;
    int strange = 0;  ///< words in it that nothing here explains
};

struct Reading {
    const State& state;
    LocalTime now;
    const Lexicon::Tables& tables;
    Tokens tokens;
    std::vector<When> times;
    std::vector<std::string> name_at;  ///< first name that a token is, else empty
    std::vector<bool> is_name;
    Cues cues;
    std::vector<Segment> segments;
    int strange = 0;
    bool only_small_talk = false;
    Meaning meaning;

    Date today() const { return day_of(now); }
    const Segment& segment_of(std::size_t token) const;
    bool same_segment(std::size_t a, std::size_t b) const { return &segment_of(a) == &segment_of(b); }
    bool cue_in(Cue cue, const Segment& segment) const;
    bool starts_with(Cue cue) const;
    /// No word of the segment that holds the first hit of `cue` is left unexplained.
    bool plain(Cue cue, int strange_allowed = 0) const;

    /// Words from `begin` to `end` that neither these cues, nor a time, a name or small talk explain.
    int unexplained(std::size_t begin, std::size_t end, std::initializer_list<Cue> by) const;
    /// The same, and everyday words count as well unless they only join: "never text a man first".
    int loose(std::size_t begin, std::size_t end, std::initializer_list<Cue> by) const;
    bool reminded() const;
    template <typename Known>
    int words_left(std::size_t begin, std::size_t end, std::initializer_list<Cue> by, Known known) const;
    bool has(Intent intent) const { return meaning.has(intent); }
    void add(Intent intent, const char* rule);
    void unsure(const char* note);
};

Reading make_reading(std::string_view text, const State& state, LocalTime now, const Lexicon::Tables& tables);

/// Days counted on from another, "the week after", once it is known from which. For make_reading().
void count_on(Reading& reading);
/// Takes away the cues that others cover. For make_reading().
void settle_cues(Reading& reading);
void read_urgent(Reading& reading);
void read_strangers(Reading& reading);
void read_contact(Reading& reading);
/// The only number of a text that holds nothing else but small talk; else -1.
int lone_number(const Reading& reading);
/// A number of the last text's menu.
bool read_menu(Reading& reading);
/// An answer to our question or menu that can be nothing else: then nothing more is read.
bool read_answer(Reading& reading);
void read_choice(Reading& reading);
void read_bookings(Reading& reading);
/// That she is coming, said plainly. A part of read_bookings().
void read_confirm(Reading& reading);
void read_late(Reading& reading);
void read_cancel(Reading& reading);
/// Cancelling is spoken of, and nothing else was read: asked back.
void ask_about_cancelling(Reading& reading);
void read_requests(Reading& reading);
/// What the rules leave open is settled by the weight of its words, and what they act on may be doubted.
void weigh_up(Reading& reading);
/// Where an act is named and may not be meant, the meaning is no longer sure.
void doubt_acts(Reading& reading);
/// Words that tell of danger, and nothing understood: a person sees them.
void leave_no_alarm_alone(Reading& reading);
/// After read_limits(): what the days in it name is no limit of a search then.
void read_series(Reading& reading);
/// Days, hours and the other limits; to be called when the intents are known.
void read_limits(Reading& reading);
void read_people(Reading& reading);
/// "A time my advocate can make, too": who that is; empty where nobody is named.
std::string who_else(const Reading& reading);

/// The booked times that her words about days and hours point at; all of them when she named none.
struct Named {
    std::vector<const BookedTime*> booked;
    bool named = false;   ///< she named a day or an hour
    bool misses = false;  ///< what she named fits none
};
Named named_bookings(const Reading& reading, const Segment* within = nullptr);

/// A time she holds lies on the day that `when` names.
bool booked_on(const Reading& reading, const When& when);

/// "Half one or half two?", where half one is hers: she checks, and asks for no other.
bool checks_the_hour(const Reading& reading);

/// Another time is named or asked for, beside those she holds.
bool names_another(const Reading& reading);

/// A word for what she has to get ready for: "panel", "hearing", "review".
bool names_a_meeting(const Token& token);

/// The dates that a day of hers means: a weekday is the booked one of that name, else the coming one.
std::vector<Date> dates_meant(const Reading& reading, const When& when, bool prefer_booked);

}  // namespace offing::conversation
