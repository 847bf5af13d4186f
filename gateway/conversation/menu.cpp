// The numbers of a menu: alone, or before more words.

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

int lone_number(const Reading& reading) {
    int number = -1;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
        const Token& token = reading.tokens[i];
        const bool in_letters = token.shape == Token::Shape::word && token.value >= 1 && token.value <= 9;
        if (token.shape == Token::Shape::number || in_letters) {
            if (number >= 0 || token.ordinal || token.digits > 1) return -1;
            number = token.value;
        } else if (token.shape == Token::Shape::word &&
                   !(token.word != 0 && (reading.tables.info(token.word).filler || token.is(W::number) ||
                                         token.is(W::option) || token.is(W::yes) || token.is(W::no)))) {
            return -1;
        }
    }
    return number;
}

namespace {

/// "1 please and can I bring my toddler", "2, mornings are best": a number of the menu, then more.
int leading_number(const Reading& reading) {
    if (reading.tokens.size() < 3) return -1;
    const Token &first = reading.tokens[0], &next = reading.tokens[1];
    if (first.shape != Token::Shape::number || first.digits != 1 || first.ordinal || next.value >= 0)
        return -1;
    const bool apart = next.starts || next.mark == ',' || next.mark == '-' || next.is(W::but) ||
                       next.is(W::and_) ||
                       (next.word != 0 && reading.tables.info(next.word).filler && !next.glued);
    return apart ? first.value : -1;
}

/// "1... actually no 2", "1 sorry i mean 2"
bool takes_it_back(const Reading& reading) {
    for (std::size_t i = 1; i < reading.tokens.size(); ++i)
        if (reading.tokens[i].digits == 1 && reading.tokens.size() <= 7) return true;
    return false;
}

}  // namespace

bool read_menu(Reading& reading) {
    const auto& sent = reading.state.last_sent;
    if (!sent || sent->menu.empty()) return false;
    int number = lone_number(reading);
    const bool more = number < 0;
    if (more) number = leading_number(reading);
    if (number < 0) return false;
    if (more && !sent->menu.contains(number)) return false;
    if (more && takes_it_back(reading)) reading.unsure("two numbers, and which of them");
    if (more && reading.strange > 0) reading.unsure("a number of the menu, and words nobody knows");
    if (more && !reading.times.empty() && reading.times.front().begin == 0)
        reading.times.erase(reading.times.begin());
    const auto choice = sent->menu.find(number);
    if (choice == sent->menu.end()) {
        reading.add(Intent::ask, "menu.no_such_number");
        reading.unsure("the menu has no such number");
        return true;
    }
    switch (choice->second) {
        case MenuChoice::yes:
            reading.add(Intent::confirm, "menu.yes");
            break;
        case MenuChoice::other_times:
            reading.add(Intent::reschedule, "menu.other_times");
            break;
        case MenuChoice::person:
            reading.add(Intent::human_please, "menu.person");
            break;
        case MenuChoice::drop_in:
            reading.add(Intent::drop_in_query, "menu.drop_in");
            reading.meaning.constraints.wish.kind = scheduler::Kind::drop_in;
            break;
    }
    if (sent->about)
        for (const BookedTime& booked : reading.state.booked)
            if (booked.start == *sent->about) reading.meaning.bookings = {booked.id};
    return !more;
}
}  // namespace offing::conversation
