// Answers to what we sent last: a number of a reminder's menu, a yes to a knock, an answer to our own
// question. Read before anything else about times, since the same "1" may also be the number of an older
// offer.

#include <algorithm>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

using About = Question::About;
using Type = LastSent::Type;

/// "Keep it", "leave it as it is", "never mind".
bool says_keep(const Reading& reading) {
    if (reading.tokens.size() > 6) return false;
    return std::any_of(reading.tokens.all.begin(), reading.tokens.all.end(), [](const Token& token) {
        return token.text == "keep" || token.text == "leave" || token.text == "nevermind" ||
               token.text == "never";
    });
}

bool chooses(Reading& reading, int number, const char* rule) {
    reading.add(Intent::choose_option, rule);
    reading.meaning.constraints.options = std::vector{number};
    return true;
}

/// "Free to talk?" is answered by a yes or a no with nothing beside it; what says more is read as any text.
bool read_knock(Reading& reading) {
    if (const int number = lone_number(reading); number >= 0) return chooses(reading, number, "answer.knock");
    const Cues& cues = reading.cues;
    constexpr std::size_t longest = 6;
    if (reading.tokens.size() > longest) return false;
    const auto nothing_beside = [&](std::initializer_list<Cue> answer) {
        return reading.loose(0, reading.tokens.size(), answer) == 0;
    };
    // "Not today" is a no; "no, not tuesday" is about her time.
    const bool names_time = std::any_of(reading.times.begin(), reading.times.end(), [&](const When& when) {
        return std::none_of(cues.hits.begin(), cues.hits.end(), [&](const CueHit& hit) {
            return hit.cue == Cue::not_now && hit.begin <= when.begin && when.end <= hit.end;
        });
    });
    if (names_time) return false;
    const bool no = reading.starts_with(Cue::no) || reading.starts_with(Cue::not_now);
    if (no && !cues.any(Cue::yes, Cue::yes_weak, Cue::suits, Cue::want) &&
        nothing_beside({Cue::no, Cue::not_now, Cue::polite, Cue::greeting, Cue::filler})) {
        reading.add(Intent::reject_options, "answer.knock_no");
        return true;
    }
    const bool yes = cues.any(Cue::yes, Cue::yes_weak);
    if (!yes || no || cues.any(Cue::no, Cue::cannot) || reading.tokens.all.back().asked ||
        !nothing_beside({Cue::yes, Cue::yes_weak, Cue::polite, Cue::greeting, Cue::filler}))
        return false;
    reading.add(Intent::confirm, "answer.knock_yes");
    return true;
}

}  // namespace

bool read_answer(Reading& reading) {
    const State& state = reading.state;
    const Type last = state.last_sent ? state.last_sent->type : Type::other;
    if (last == Type::knock) return read_knock(reading);
    const int number = lone_number(reading);
    if (last == Type::reminder) return number >= 0 && read_menu(reading);
    if (!state.question) return false;
    const About about = state.question->about;
    if (about == About::which_option || about == About::pocket) return false;
    if (number >= 0) return chooses(reading, number, "answer.number");
    if ((about == About::cancel_sure || about == About::cancel_which) && says_keep(reading)) {
        reading.add(Intent::undo, "answer.keep");
        return true;
    }
    return false;
}

}  // namespace offing::conversation
