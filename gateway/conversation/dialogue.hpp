// What follows from a text: step(state, meaning, offers, now) gives the new state and its effects. Pure.
// Nothing she holds is given up until its replacement is taken, but for a cancel that is explicit and plain.

#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gateway/conversation/meaning.hpp"
#include "templates/catalogue.hpp"

namespace offing::conversation {

/// Why a person is needed. The kind decides the due time and the place in staff's list.
enum class TaskKind {
    crisis,
    third_party,
    who_is_this,
    wrong_number,
    safe_contact,
    erasure,
    opt_in_check,
    pharmacy,
    call_her,
    question,
    offsite,
    worker,
    series,
    language,
    not_understood,
    channel,
    wording,
    frustration,
    nothing_fits,
    provider_block,
    code_word
};
std::string_view spell(TaskKind kind);

/// One text to her. phrase() renders it; choices are shown under their numbers.
struct Say {
    std::string template_id;
    templates::Arguments arguments{};
    std::vector<OfferedTime> choices{};
    /// Waits for her safe window although it answers her: she has just told us when texts are safe.
    bool in_safe_window = false;
};
struct PutOnOffer {
    std::optional<std::string> moving_booking{};
};  ///< the offers handed to step(), held for her
struct Book {
    int option;
};
struct Move {
    std::string booking;
    int option;
};
struct Confirm {
    std::string booking;
};
struct Cancel {
    std::string booking;
};
struct DropOffers {};
struct TextsOff {};
struct TextsOnAfterCheck {};
struct QuietToday {};
struct SuspendNumber {};
struct OpenTask {
    TaskKind kind;
};
struct CrisisAlert {
    Intent kind;
};
struct FlagWording {
    std::string template_id;
    int version;
};
struct NoteEta {
    std::optional<int> minutes;
};
struct NoteArrived {};
/// A person confirms it with her before it holds: opens that task itself, and so does AskErasure.
struct AskSafeWindows {
    SafeContactWish wish;
};
struct AskErasure {};
/// A text with her code word in it, or one without it that was not let in.
struct NoteCodeWord {
    bool right;
};

using Effect = std::variant<Say, PutOnOffer, Book, Move, Confirm, Cancel, DropOffers, TextsOff,
                            TextsOnAfterCheck, QuietToday, SuspendNumber, OpenTask, CrisisAlert, FlagWording,
                            NoteEta, NoteArrived, AskSafeWindows, AskErasure, NoteCodeWord>;

/// What was found for the times she asked for; numbered as they will be shown.
struct Found {
    std::vector<OfferedTime> offers;
    std::vector<OpenTime> open;             ///< drop-ins and the like that she may be told of
    bool looked = false;                    ///< false: nobody searched, because the meaning needed none
    bool nearest = false;                   ///< nothing lay inside the wish; these come closest
    std::optional<LocalTime> held_until{};  ///< how long the offers will be kept for her
};

/// Whether step() wants offers for this meaning, and by which wish: what she said now over what stood before.
std::optional<scheduler::Wish> wanted(const State& state, const Meaning& meaning);

/// `state` holds the new question, wish, not_understood and last_sent (all but its template's version, which
/// the rendered text knows). What the tables hold (bookings, offers) the caller sets as it carries out the
/// effects, in order; `state` already looks as it will then, with empty ids for what is new.
/// A place that was taken in the meantime: mark that offer `gone` and ask wanted() and step() again.
struct Next {
    State state;
    std::vector<Effect> effects;
};

Next step(const State& state, const Meaning& meaning, const Found& found, LocalTime now);

/// When a person will have answered: within so many hours of work, and inside her safe windows where she
/// named any. What the texts promise and what the task is due by.
LocalTime due(TaskKind kind, const State& state, LocalTime now);

/// The effect's word in `offing understand` and the ledger: offer, book, move, confirm, cancel, person_task,
/// ...
std::string_view word_for(const Effect& effect);

}  // namespace offing::conversation
