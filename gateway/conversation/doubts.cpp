// What makes it doubtful that she means what the words seem to ask for: a question, a no, somebody else's
// words, another errand. Then nothing is done, and she is asked.

#include <algorithm>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

struct Span {
    std::size_t begin, end;
};

/// From one full stop or question mark to the next.
Span sentence_of(const Reading& reading, std::size_t at) {
    std::size_t begin = at, end = at + 1;
    while (begin > 0 && !reading.tokens[begin].starts) --begin;
    while (end < reading.tokens.size() && !reading.tokens[end].starts) ++end;
    return {begin, end};
}
bool denies(const Token& token) {
    return token.is(W::not_) || token.is(W::never) || token.is(W::no) ||
           token.says({"dont", "didnt", "doesnt", "wasnt", "isnt", "shouldnt", "wont", "cant", "im_not"});
}
bool denied_before(const Reading& reading, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
        if (denies(reading.tokens[i])) return true;
    return false;
}
/// "Can you", "could i please", "would you mind": asks us to do it.
bool asks_politely(const Reading& reading, std::size_t begin) {
    for (std::size_t i = begin; i < reading.tokens.size() && i < begin + 4; ++i) {
        const Token& token = reading.tokens[i];
        if (token.says({"can", "could", "would", "please", "pls", "plz", "may", "any"})) return true;
        if (token.word == 0 || !reading.tables.info(token.word).filler) return false;
    }
    return false;
}

/// Somebody else's doing, or only spoken of: "you keep cancelling", "who said", "he told me to".
bool spoken_of(const Reading& reading, std::size_t begin, std::size_t end, bool polite) {
    for (std::size_t i = begin; i < end; ++i) {
        const Token& token = reading.tokens[i];
        if (token.is(W::you) && polite) continue;
        if (token.is(W::you) ||
            token.says({"they",  "he",   "she",   "hes",  "shes",   "theyre", "youre",  "lot",  "keep",
                        "keeps", "feel", "feels", "told", "said",   "says",   "tells",  "who",  "why",
                        "how",   "did",  "does",  "wish", "nearly", "almost", "always", "text", "we"}))
            return true;
    }
    return false;
}

bool another_errand(const Reading& reading, std::size_t begin, std::size_t end) {
    return reading.tokens.any_says(
        begin, end, {"blood",    "test", "midwife", "lunch", "dentist",      "doctor", "doctors", "gp",
                     "scan",     "rota", "queue",   "mate",  "babe",         "school", "gym",     "lesson",
                     "lessons",  "wine", "order",   "pack",  "subscription", "direct", "smear",   "nurse",
                     "hospital", "vets", "train",   "taxi",  "delivery"});
}

bool doubtful_cancel(const Reading& reading, const CueHit& hit) {
    const auto [begin, end] = sentence_of(reading, hit.begin);
    const bool asked = reading.tokens[hit.begin].asked;
    const bool polite = asks_politely(reading, begin);
    if (denied_before(reading, begin, hit.begin) || spoken_of(reading, begin, hit.begin, polite)) return true;
    if (reading.tokens.any_says(begin, hit.begin, {"is", "ok", "alright", "allowed"}) && !polite) return true;
    if (reading.tokens.any_says(hit.end, end, {"or"}) &&
        reading.tokens.any_says(hit.end, end, {"do", "should", "ring"}))
        return true;
    if (asked && (!polite || reading.tokens.any_says(begin, end, {"how", "if", "or", "why", "when"})))
        return true;
    if (reading.tokens.any_says(hit.end, end, {"if", "unless", "shouldnt", "lol", "haha"})) return true;
    if (another_errand(reading, begin, end)) return true;
    for (std::size_t i = hit.end; i + 1 < reading.tokens.size(); ++i)  // "cancel no i mean yes"
        if (reading.tokens[i].says({"mean", "meant", "wait"}) ||
            (denies(reading.tokens[i]) && reading.tokens[i + 1].says({"wait"})))
            return true;
    for (std::size_t i = hit.end; i < end; ++i)
        if (reading.tokens[i].says({"but"}) && i + 1 < end &&
            !reading.tokens[i + 1].says({"keep", "not", "leave", "il", "ill", "ta", "thanks"}))
            return true;
    return false;
}

/// "Did you give my slot away", "give my slot on the rota to shaz".
bool doubtful_gift(const Reading& reading, const CueHit& hit) {
    const auto [begin, end] = sentence_of(reading, hit.begin);
    return reading.tokens[hit.begin].asked ||
           spoken_of(reading, begin, hit.begin, asks_politely(reading, begin)) ||
           denied_before(reading, begin, hit.begin) || another_errand(reading, begin, end) ||
           reading.tokens.any_says(
               begin, end, {"did", "will", "lol", "haha", "worth", "deserves", "cares", "turns", "shop"});
}

void doubt_cancel(Reading& reading) {
    for (const CueHit& hit : reading.cues.hits) {
        const bool cancels = hit.cue == Cue::cancel || hit.cue == Cue::cancel_bare;
        const bool gives = hit.cue == Cue::give_away;
        if ((cancels && doubtful_cancel(reading, hit)) || (gives && doubtful_gift(reading, hit)))
            return reading.unsure("cancelling is spoken of, and maybe not asked for");
    }
    if (reading.has(Intent::health_clinic_query)) reading.unsure("it may be another appointment");
    if (reading.cues.has(Cue::uneasy)) reading.unsure("she may not be well");
}

/// A number that counts days or came before: "one of them days", "3 days time", "i had 2 last week".
bool counts_or_tells(const Reading& reading) {
    const Tokens& tokens = reading.tokens;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].says({"had", "wants", "left", "yesterday", "eh", "used"})) return true;
        if (tokens[i].value < 0 || i + 1 >= tokens.size()) continue;
        if (tokens[i + 1].says({"early", "late", "soon", "days", "day"}) &&
            !(i + 2 < tokens.size() && tokens[i + 2].is(W::one)))
            return true;
        if (i + 3 < tokens.size() && tokens[i + 1].is(W::of) && tokens[i + 3].says({"days"})) return true;
        if (i + 2 < tokens.size() && tokens[i + 1].is(W::for_) && reading.is_name[i + 2]) return true;
        if (tokens[i + 1].says({"before"}) && i + 2 == tokens.size()) return true;
    }
    return std::ranges::any_of(reading.times, [](const When& when) { return when.past; });
}

bool another_day(const Reading& reading) {
    const auto& options = reading.meaning.constraints.options;
    if (!options || options->size() != 1) return false;
    const auto chosen = std::ranges::find(reading.state.offered, options->front(), &OfferedTime::n);
    if (chosen == reading.state.offered.end()) return false;
    return std::ranges::any_of(reading.times, [&](const When& when) {
        const bool one_day = when.is_day() && when.first && when.first == when.last && !when.negated &&
                             !when.past && when.relation == Relation::at && !when.of_month;
        if (one_day && when.next && *when.first != day_of(chosen->start)) return true;
        const bool date = when.is_day() && when.of_month && !when.negated && when.relation == Relation::at;
        return date && *when.first != day_of(chosen->start) &&
               reading.tokens[when.begin].digits == 2;  // "26th friday", where friday is the 19th
    });
}

void doubt_choice(Reading& reading) {
    const Tokens& tokens = reading.tokens;
    const Token& last = tokens.all.back();
    if (last.asked && !asks_politely(reading, 0) && !reading.has(Intent::ask_info) &&
        !reading.has(Intent::ask_time))
        return reading.unsure("a question, and no answer");
    bool crossed = false;
    for (const Token& token : tokens.all)
        crossed = crossed ||
                  (token.shape == Token::Shape::emoji && (token.is(W::no) || token.says({"😩", "🙄", "😭"})));
    if (crossed || counts_or_tells(reading) || another_day(reading))
        return reading.unsure("it may be about something else");
    const bool ends_no = tokens.size() > 1 && last.is(W::no) && last.shape == Token::Shape::word;
    bool but_not = false;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i)
        but_not = but_not || (tokens[i].is(W::but) && tokens[i + 1].is(W::not_));
    if (ends_no || (but_not && reading.cues.hits.size() > 0)) reading.unsure("chosen and turned down in one");
}

void doubt_confirm(Reading& reading) {
    const Tokens& tokens = reading.tokens;
    if (reading.cues.has(Cue::doubtful)) return reading.unsure("it may only say that the text came");
    if (tokens.size() <= 3 && tokens.all.back().asked) reading.unsure("a question, and no yes");
}

void doubt_opt_out(Reading& reading) {
    for (const CueHit& hit : reading.cues.hits) {
        if (hit.cue != Cue::opt_out && hit.cue != Cue::opt_out_bare) continue;
        const auto [begin, end] = sentence_of(reading, hit.begin);
        const bool polite = asks_politely(reading, begin);
        const bool others =
            reading.tokens.any_says(begin, hit.begin, {"him", "her", "he", "she", "they", "make"});
        const bool asked = reading.tokens[hit.begin].asked && !polite;
        const bool to_stop = hit.end + 1 < end && reading.tokens[hit.end].says({"to"}) &&
                             reading.tokens[hit.end + 1].says({"stop"});
        const bool a_while =
            reading.tokens.any_says(hit.end, end,
                                    {"week", "weeks", "until", "til", "till", "lol", "haha", "today"}) ||
            reading.tokens.any_says(hit.end, end, {"call", "ring", "phone", "accident", "mistake"});
        if (denied_before(reading, begin, hit.begin) || others || asked || to_stop || a_while ||
            reading.tokens.any_says(begin, hit.begin, {"why", "how", "did", "if", "accident", "mistake"}))
            return reading.unsure("whether texts are to stop");
    }
}

}  // namespace

void doubt_acts(Reading& reading) {
    if (!reading.meaning.sure) return;
    if (reading.has(Intent::cancel)) doubt_cancel(reading);
    if (reading.has(Intent::choose_option) && !reading.state.offered.empty()) doubt_choice(reading);
    if (reading.has(Intent::confirm)) doubt_confirm(reading);
    if (reading.has(Intent::opt_out)) doubt_opt_out(reading);
}

void leave_no_alarm_alone(Reading& reading) {
    Meaning& meaning = reading.meaning;
    const bool heard = std::ranges::any_of(meaning.intents, [](Intent one) {
        return one <= Intent::who_is_this || one == Intent::human_please;
    });
    const bool nothing = meaning.intents.empty() || reading.has(Intent::ask) || reading.has(Intent::unknown);
    if (!reading.cues.has(Cue::uneasy) || heard || !nothing) return;
    std::erase_if(meaning.intents, [](Intent one) { return one == Intent::ask || one == Intent::unknown; });
    reading.add(Intent::human_please, "uneasy");
    reading.unsure("she may not be well");
}

}  // namespace offing::conversation
