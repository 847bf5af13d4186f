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

}  // namespace

bool read_answer(Reading& reading) {
    const State& state = reading.state;
    const int number = lone_number(reading);
    const Type last = state.last_sent ? state.last_sent->type : Type::other;
    if (last == Type::knock) return number >= 0 && chooses(reading, number, "answer.knock");
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
