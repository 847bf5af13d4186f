// One text being answered. Each group of intents is a function that either answers the turn and returns true,
// or leaves it to the next; dialogue.cpp holds their order. Not for use outside this folder.

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/conversation/dialogue.hpp"

namespace offing::conversation {

struct Turn {
    const State& before;
    const Meaning& meaning;  ///< with the answer to our question read into it
    const Found& found;
    LocalTime now;
    State state;
    std::vector<Effect> effects;
    bool understood = true;
    bool gave_up = false;  ///< state.freed was set by this text

    bool has(Intent intent) const;
    bool has_any(std::initializer_list<Intent> intents) const;
    bool only(std::initializer_list<Intent> intents) const;

    /// Said as an answer; the question that was open is closed by it.
    void say(std::string template_id, templates::Arguments arguments = {},
             std::vector<OfferedTime> choices = {});
    /// Said as a question. Never twice in a row: check has_asked() first.
    void ask(Question question, std::string template_id, templates::Arguments arguments = {},
             std::vector<OfferedTime> choices = {});
    /// Whether our last text to her was a question or an admission that we did not follow.
    bool has_asked() const;

    void task(TaskKind kind);
    templates::Value by(TaskKind kind) const { return due(kind, before, now); }
    /// A task, and a text that says by when a person answers. Her next booked time is said to stand.
    void hand_over(TaskKind kind, std::string template_id = "person_will_answer");

    /// The booked times she names; else the only one there is, or the one our reminder was about.
    std::vector<BookedTime> meant_bookings() const;
    std::vector<BookedTime> upcoming() const;
    const BookedTime* next_booked() const;
};

/// Her answer to our question, read with that question: "1" after "shall I free it?" is a cancel.
Meaning settle(const State& state, const Meaning& meaning);

std::vector<BookedTime> meant_bookings(const State& state, const Meaning& meaning);
bool has(const Meaning& meaning, Intent intent);
bool has_any(const Meaning& meaning, std::initializer_list<Intent> intents);
/// The offer she picked, when it is one and plain.
const OfferedTime* picked(const State& state, const Meaning& meaning);
/// Whether she asks for a time near an offer ("2 but later") instead of taking it.
bool refines(const Meaning& meaning);
bool is_inside(const OfferedTime& offer, const scheduler::Wish& wish);
std::vector<OfferedTime> as_choices(const std::vector<BookedTime>& booked);

/// The windows she may be told of for her wish, soonest first, none of them over.
std::vector<OpenTime> open_windows(const Turn& turn);
/// Whether her text asks for times that the scheduler has to find or list.
bool asks_for_times(const Meaning& meaning);
void say_open(Turn& turn, const std::vector<OpenTime>& open, std::string lead);

/// She is free to talk: what our knock was about, or a line that asks what she needs.
void open_talk(Turn& turn);

// In the order in which dialogue.cpp tries them.
bool answer_urgent(Turn& turn);
bool answer_open_alert(Turn& turn);
bool answer_someone_else(Turn& turn);
bool answer_texts_off(Turn& turn);
bool answer_code_word(Turn& turn);
bool answer_after_knock(Turn& turn);
bool answer_contact_wishes(Turn& turn);
bool answer_opting(Turn& turn);
bool answer_erasure(Turn& turn);
bool answer_person_please(Turn& turn);
bool answer_other_language(Turn& turn);
bool answer_unknown_number(Turn& turn);
bool answer_earlier_time(Turn& turn);
bool answer_undo(Turn& turn);
bool answer_cancel(Turn& turn);
bool answer_choice(Turn& turn);
bool answer_on_the_way(Turn& turn);
bool answer_offsite(Turn& turn);
bool answer_times_wanted(Turn& turn);
bool answer_open_times(Turn& turn);
bool answer_maybe(Turn& turn);
bool answer_confirm(Turn& turn);
bool answer_company(Turn& turn);
bool answer_questions(Turn& turn);
bool answer_feelings(Turn& turn);
bool answer_not_understood(Turn& turn);

}  // namespace offing::conversation
