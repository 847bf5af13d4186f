// The conversation from her side, without a daemon: texts in, answers out, and what is then true. For
// transcripts and for `offing chat`; it keeps in memory what the service keeps in its tables.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/conversation/phrase.hpp"
#include "gateway/conversation/understand.hpp"
#include "scheduler/service.hpp"

namespace offing::conversation {

/// Finds times as the service's diary would: inside the wish, else the nearest.
using Diary = std::function<Found(const State&, const scheduler::Wish&, LocalTime now)>;

/// Searches a service's sessions. `service` outlives the diary.
Diary diary_of(const scheduler::Service& service);
/// Gives these times: those inside the wish, or all of them as the nearest.
Diary diary_of(std::vector<OfferedTime> times);

struct Exchange {
    Meaning meaning;
    std::vector<Effect> effects;
    std::optional<std::string> answer;  ///< what she is sent, if anything
    std::string problem;                ///< why an answer could not be put into words
};

class Handset {
public:
    /// Both outlive the handset.
    Handset(const Lexicon& lexicon, const templates::Catalogue& catalogue)
        : lexicon_{lexicon}, catalogue_{catalogue} {}

    State state;
    LocalTime now{};
    Diary diary = diary_of(std::vector<OfferedTime>{});
    templates::Level level = templates::Level::plain;
    std::string cover;      ///< when a person sees an urgent text
    std::string code_word;  ///< hers; empty: she has none

    Exchange receive(std::string_view text);
    /// A text she did not ask for.
    Exchange send(Say say, LastSent::Type type, std::optional<LocalTime> about = {});
    BookedTime& book(BookedTime booked);

private:
    void say(const Say& say, Exchange& exchange);

    const Lexicon& lexicon_;
    const templates::Catalogue& catalogue_;
    int next_id_ = 0;
};

/// The menu of a reminder, as its text shows it.
std::map<int, MenuChoice> reminder_menu();

}  // namespace offing::conversation
