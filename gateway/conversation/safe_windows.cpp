// The hours at which she says she may be texted, and the name she wants under a text.

#include <algorithm>
#include <utility>

#include "gateway/conversation/limits.hpp"

namespace offing::conversation {

namespace {

using scheduler::ClockTime;
using scheduler::Weekdays;

constexpr int day_end = 24 * 60;
constexpr Weekdays saturday_and_sunday{0x60};

/// "Nothing at weekends"
bool denied(const Reading& reading, const When& when) {
    std::size_t i = when.begin;
    while (i > 0 && !reading.tokens[i].starts &&
           (reading.tokens[i - 1].is(W::at) || reading.tokens[i - 1].is(W::on) ||
            reading.tokens[i - 1].is(W::the) || reading.tokens[i - 1].is(W::in)))
        --i;
    return i > 0 && !reading.tokens[i].starts && reading.tokens[i - 1].is(W::nothing);
}

/// "Only weekdays after 10", "never at weekends".
std::optional<ContactWindow> window_named(const Reading& reading) {
    ContactWindow window{Weekdays::all(), ClockTime{0}, ClockTime{day_end}};
    Weekdays named, not_named;
    bool timed = false;
    const auto add = [&](bool negated, Weekdays days) {
        (negated ? not_named : named) = (negated ? not_named : named) | days;
    };
    for (const When& when : reading.times) {
        if (when.is_weekday()) {
            add(when.negated || denied(reading, when), when.weekdays);
        } else if (when.is_day() && when.grain == When::Grain::part && when.first) {
            add(when.negated || denied(reading, when), saturday_and_sunday);
        } else if (when.is_clock() && !when.no_hour) {
            Stretch stretch = stretch_of(when, reading.state);
            if (when.negated || denied(reading, when)) std::swap(stretch.after, stretch.before);
            if (stretch.after >= 0) window.from = std::max(window.from, ClockTime{stretch.after});
            if (stretch.before >= 0) window.to = std::min(window.to, ClockTime{stretch.before});
            timed = timed || stretch.after >= 0 || stretch.before >= 0;
        }
    }
    if (!timed && named.empty() && not_named.empty()) return std::nullopt;
    if (!named.empty()) window.days = named;
    window.days = window.days.without(not_named);
    return window;
}

bool ends_the_name(const Reading& reading, const Token& token) {
    if (token.word != 0 && reading.tables.info(token.word).filler) return true;
    constexpr W stops[] = {W::if_, W::you, W::i, W::and_, W::but, W::so, W::not_, W::instead};
    return std::any_of(std::begin(stops), std::end(stops), [&](W word) { return token.is(word); }) ||
           token.text == "when" || token.text == "because" || token.text == "cos";
}

/// "Put the dentist at the end of your texts": where the name stands before the cue's own last words.
std::size_t name_between(const Reading& reading, const CueHit& hit) {
    for (std::size_t i = hit.begin; i > 0 && !reading.tokens[i].starts; --i)
        if (reading.tokens[i - 1].text == "put" || reading.tokens[i - 1].text == "stick") return i;
    return hit.end;
}

/// "Sign it Jo from the library": three words at most.
std::string name_under(const Reading& reading, const CueHit& hit) {
    std::string name;
    std::size_t i = reading.tokens[hit.begin].is(W::at) ? name_between(reading, hit) : hit.end;
    for (int words = 0; i < reading.tokens.size() && words < 3; ++i, ++words) {
        const Token& token = reading.tokens[i];
        if (token.starts || i == hit.begin || ends_the_name(reading, token)) break;
        const bool leads = token.is(W::the) || token.is(W::an) || token.is(W::is) || token.text == "its" ||
                           token.text == "it" || token.text == "from" || token.text == "theyre" ||
                           token.text == "off" || token.text == "as" || token.text == "your" ||
                           token.is(W::my);
        if (name.empty() && leads) {
            --words;
            continue;
        }
        if (!name.empty()) name += ' ';
        name += token.text;
    }
    return name;
}

}  // namespace

void read_safe_windows(Reading& reading) {
    SafeContactWish wish;
    if (const auto window = window_named(reading)) wish.send_ok.push_back(*window);
    if (const CueHit* hit = reading.cues.first(Cue::sign_off); hit != nullptr)
        wish.sign_off = name_under(reading, *hit);
    reading.meaning.constraints.safe_contact = std::move(wish);
}

}  // namespace offing::conversation
