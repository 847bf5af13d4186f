#include "gateway/conversation/understand.hpp"

#include <algorithm>
#include <array>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

/// Which language the words come from, by the words that belong to one alone.
void read_language(Reading& reading) {
    std::array<int, 8> votes{};
    for (const Token& token : reading.tokens.all) {
        const auto mark = reading.tables.marks.find(token.text);
        if (mark != reading.tables.marks.end() && mark->second < votes.size()) ++votes[mark->second];
    }
    if (reading.tokens.arabic > 2) {
        reading.meaning.language = "ur";
        reading.meaning.english_enough = false;
        return;
    }
    std::size_t best = 0;
    for (std::size_t k = 1; k < votes.size(); ++k)
        if (votes[k] > (best == 0 ? 0 : votes[best])) best = k;
    const int words = static_cast<int>(reading.tokens.size());
    if (best == 0 || votes[best] * 4 < words || votes[best] < (words > 3 ? 2 : 1)) return;
    reading.meaning.language = reading.tables.languages[best];
    reading.meaning.english_enough = false;
}

/// A pocket, or someone playing with the phone: mostly chunks that are no words.
bool is_noise(const Reading& reading) {
    int odd = 0, words = 0;
    for (const Token& token : reading.tokens.all) {
        if (token.shape == Token::Shape::emoji) continue;
        ++words;
        if (token.word != 0 || token.text.size() > 24) continue;
        const bool vowel = token.text.find_first_of("aeiouy") != std::string_view::npos;
        const bool ascii = static_cast<unsigned char>(token.text.front()) < 0x80;
        if (token.shape == Token::Shape::word && ascii && (!vowel || token.text.size() < 2)) ++odd;
    }
    return odd >= 2 && odd * 2 >= words;
}

bool higher(const Meaning& meaning) {
    return meaning.has(Intent::safe_contact_change) || meaning.has(Intent::opt_out) ||
           meaning.has(Intent::language_feedback) || meaning.has(Intent::opt_in);
}

/// Beside a higher intent only what she says outright about her times is noted.
void note_beside(Reading& reading) {
    const Cues& cues = reading.cues;
    if (reading.has(Intent::opt_out) && cues.has(Cue::cancel) && reading.plain(Cue::cancel) &&
        !reading.state.booked.empty())
        reading.add(Intent::cancel, "beside.cancel");
    if (reading.has(Intent::opt_out) && !reading.has(Intent::cancel) && cues.has(Cue::coming))
        read_confirm(reading);
}

/// Words that are neither small talk nor part of it.
int words_with_weight(const Reading& reading) {
    int count = 0;
    for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
        const Token& token = reading.tokens[i];
        if (token.shape == Token::Shape::emoji || reading.tables.info(token.word).filler) continue;
        const bool small =
            std::any_of(reading.cues.hits.begin(), reading.cues.hits.end(), [&](const CueHit& hit) {
                const bool talk = hit.cue == Cue::polite || hit.cue == Cue::greeting ||
                                  hit.cue == Cue::joke || hit.cue == Cue::yes || hit.cue == Cue::yes_weak;
                return talk && hit.begin <= i && i < hit.end;
            });
        if (!small) ++count;
    }
    return count;
}

/// Meant for somebody else, or sent by a machine: another errand, a code, a link, words nobody here knows.
bool not_for_us(const Reading& reading) {
    if (reading.cues.any(Cue::elsewhere, Cue::joke, Cue::harmless)) return true;
    int words = 0, strange = 0;
    for (const Token& token : reading.tokens.all) {
        if (token.digits >= 5) return true;
        if (token.shape != Token::Shape::word) continue;
        ++words;
        strange += token.word == 0 ? 1 : 0;
    }
    return strange * 2 >= words;
}

bool is_small_talk(const Reading& reading) {
    const bool asked = !reading.tokens.all.empty() && reading.tokens.all.back().asked;
    return reading.only_small_talk && !asked && words_with_weight(reading) <= 1;
}

/// "lol", "thanks x" asks for nothing and gets nothing. What may be for us and can't be settled is asked
/// back.
void nothing_read(Reading& reading) {
    const bool small = is_small_talk(reading);
    reading.add(small || not_for_us(reading) ? Intent::unknown : Intent::ask, "nothing");
    reading.unsure(small ? "small talk" : "nothing in it is known");
}

/// "Cancel tuesday the 3rd", where the 3rd is a thursday: nobody knows which of hers she means.
void doubt_unclear_times(Reading& reading) {
    const bool acts =
        reading.has(Intent::cancel) || reading.has(Intent::confirm) || reading.has(Intent::choose_option);
    const auto unclear = [](const When& when) { return when.kind == When::Kind::unclear; };
    if (acts && std::ranges::any_of(reading.times, unclear)) reading.unsure("a day that there is not");
}

void order(Meaning& meaning) { std::sort(meaning.intents.begin(), meaning.intents.end()); }

/// Contact, choices, bookings and requests, as far as there are rules for them.
void read_by_rules(Reading& reading) {
    read_contact(reading);
    if (higher(reading.meaning)) return note_beside(reading);
    if (!reading.has(Intent::frustration)) read_choice(reading);
    if (!reading.has(Intent::frustration) && !reading.has(Intent::channel_change)) read_bookings(reading);
    read_requests(reading);
}

void read(Reading& reading) {
    read_language(reading);
    read_urgent(reading);
    if (!reading.meaning.intents.empty()) return;
    if (reading.tokens.size() == 0 || is_noise(reading)) {
        reading.add(Intent::unknown, "noise");
        return reading.unsure("a pocket, or someone playing with the phone");
    }
    read_strangers(reading);
    if (reading.meaning.intents.empty()) {
        if (read_answer(reading)) return;
        read_by_rules(reading);
    }
    if (!reading.meaning.intents.empty() || !is_small_talk(reading)) weigh_up(reading);
    leave_no_alarm_alone(reading);
    doubt_acts(reading);
    const auto& intents = reading.meaning.intents;
    if (std::ranges::any_of(intents, [](Intent intent) { return intent <= Intent::who_is_this; })) return;
    read_limits(reading);
    doubt_unclear_times(reading);
    read_series(reading);
    if (intents.empty()) nothing_read(reading);
}

}  // namespace

Meaning understand(std::string_view text, const State& state, LocalTime now, const Lexicon& lexicon) {
    Reading reading = make_reading(text, state, now, lexicon.tables());
    read(reading);
    order(reading.meaning);
    return std::move(reading.meaning);
}

}  // namespace offing::conversation
