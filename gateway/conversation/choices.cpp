// Which of the times on offer she means: by number, day, hour, worker or "the earlier one".

#include <algorithm>
#include <array>

#include "gateway/conversation/chooser.hpp"

namespace offing::conversation {

namespace {

void choose(Reading& reading, const Options& options, const char* rule) {
    reading.add(Intent::choose_option, rule);
    std::vector<int> numbers;
    for (const OfferedTime* offer : options) numbers.push_back(offer->n);
    std::sort(numbers.begin(), numbers.end());
    reading.meaning.constraints.options = std::move(numbers);
}

/// No word of the text is left that could make it about something else.
bool chooses_plainly(const Reading& reading) {
    return reading.loose(0, reading.tokens.size(),
                         {Cue::choose, Cue::yes, Cue::suits, Cue::soonest, Cue::latest, Cue::earlier,
                          Cue::later, Cue::polite, Cue::either, Cue::hold, Cue::phone, Cue::video,
                          Cue::filler, Cue::greeting, Cue::not_now, Cue::no, Cue::change_worker}) == 0;
}

/// "3 but can it be 2": the hour she asks for beside a number of an offer, else -1.
int other_hour(const Reading& reading, const Chosen& chosen) {
    if (!chosen.only_number || chosen.options.size() != 1 || !chosen.miss) return -1;
    if (reading.cues.any(Cue::reject, Cue::cannot, Cue::no)) return -1;
    int hour = -1;
    for (const When& when : reading.times) {
        if (when.is_day() || when.negated) return -1;
        if (when.is_clock() && when.from >= 0 && when.relation == Relation::at && when.begin > 0)
            hour = when.from;
    }
    return hour;
}

/// "Who is sam", "is 2 by phone", "do any have a creche": about what is on offer, and no answer to it.
bool asks_about_offers(const Reading& reading) {
    if (reading.tokens.size() < 3) return false;
    const Token& first = reading.tokens[0];
    constexpr std::array openers{std::string_view{"is"},    std::string_view{"are"}, std::string_view{"does"},
                                 std::string_view{"will"},  std::string_view{"do_"}, std::string_view{"who"},
                                 std::string_view{"where"}, std::string_view{"why"}, std::string_view{"how"},
                                 std::string_view{"which"}};
    const bool asks = first.word != 0 && std::find(openers.begin(), openers.end(),
                                                   reading.tables.name(first.word)) != openers.end();
    const Cues& cues = reading.cues;
    return asks && !cues.any(Cue::want, Cue::move, Cue::reject, Cue::suits, Cue::yes, Cue::hold) &&
           !cues.any(Cue::too_soon, Cue::soonest, Cue::latest);
}

/// "Not the friday", "not 2", and more than one is left: turned down, and none picked.
bool leaves_several(const Reading& reading, const Chosen& chosen) {
    if (chosen.options.size() < 2 || reading.cues.any(Cue::either, Cue::hold, Cue::yes)) return false;
    if (chosen.left_over) return true;
    return !reading.cues.has(Cue::choose) && !reading.times.empty() &&
           std::all_of(reading.times.begin(), reading.times.end(),
                       [](const When& when) { return when.negated; });
}

/// "1 please. how long will it be", "ok 2, do i bring owt": the number is the whole of the first thought, and
/// the others only ask. The offer; null where it isn't so.
const OfferedTime* answered_before_asking(const Reading& reading) {
    const Cues& cues = reading.cues;
    if (!cues.has(Cue::ask_info) ||
        cues.any(Cue::reject, Cue::cannot, Cue::cannot_day, Cue::undo, Cue::hold, Cue::move, Cue::want,
                 Cue::later, Cue::earlier, Cue::no, Cue::conditional))
        return nullptr;
    int number = -1;
    std::size_t i = 0;
    for (; i < reading.tokens.size(); ++i) {
        const Token& token = reading.tokens[i];
        if (number >= 0 && (token.starts || token.mark == ',' || token.mark == '-')) break;
        if (token.digits == 1 && number < 0) {
            number = token.value;
            continue;
        }
        const bool option = token.is(W::number) || token.is(W::option) || token.is(W::yes);
        const bool agrees = std::ranges::any_of(cues.hits, [&](const CueHit& hit) {
            return (hit.cue == Cue::yes || hit.cue == Cue::yes_weak || hit.cue == Cue::choose) &&
                   hit.begin <= i && i < hit.end;
        });
        if (!option && !agrees && token.shape != Token::Shape::emoji &&
            !reading.tables.info(token.word).filler)
            return nullptr;
    }
    if (i == reading.tokens.size()) return nullptr;
    for (; i < reading.tokens.size(); ++i)
        if (reading.tokens[i].digits > 0) return nullptr;
    for (const OfferedTime& offer : reading.state.offered)
        if (offer.n == number) return &offer;
    return nullptr;
}

bool asks_for_more(const Reading& reading) {
    const Cues& cues = reading.cues;
    return cues.any(Cue::reject, Cue::too_soon) || (cues.any(Cue::want, Cue::move) && !cues.has(Cue::choose));
}

}  // namespace

void read_choice(Reading& reading) {
    const State& state = reading.state;
    const Cues& cues = reading.cues;
    if (state.offered.empty() || reading.tokens.size() == 0) return;
    const Chosen outcome = choose_among(reading);
    const int number = lone_number(reading);
    const auto numbered = std::find_if(state.offered.begin(), state.offered.end(),
                                       [&](const OfferedTime& offer) { return offer.n == number; });
    if (number > 0 && numbered != state.offered.end()) return choose(reading, {&*numbered}, "choice.number");
    const bool picked = outcome.options.size() == 1 && outcome.hit && !outcome.miss;
    if (cues.has(Cue::hold) && outcome.hit) {
        choose(reading, outcome.options, "choice.hold");
        return reading.unsure("she has not picked yet");
    }
    if (cues.has(Cue::hold) && !outcome.miss && reading.times.empty() && reading.strange == 0 &&
        reading.tokens.size() <= 7 && !cues.any(Cue::want, Cue::reject, Cue::no)) {
        reading.add(Intent::choose_option, "choice.not_yet");
        reading.meaning.constraints.options.emplace();
        return reading.unsure("she has not picked yet");
    }
    if (const OfferedTime* offer = answered_before_asking(reading); offer != nullptr) {
        choose(reading, {offer}, "choice.number_then_question");
        return reading.add(Intent::ask_info, "choice.asked_beside");
    }
    if (asks_about_offers(reading)) {
        if (!cues.any(Cue::children, Cue::supporter, Cue::women_only, Cue::waiting_room, Cue::safeguarding))
            reading.add(Intent::ask_info, "choice.asked_about");
        return;
    }
    const bool asks_first = reading.starts_with(Cue::ask_info) && reading.tokens[0].value < 0;
    if (asks_first || (cues.has(Cue::ask_info) && !cues.any(Cue::choose, Cue::yes, Cue::suits))) return;
    if (const int hour = other_hour(reading, outcome); hour >= 0) {
        choose(reading, outcome.options, "choice.other_hour");
        reading.meaning.constraints.wish.around = {scheduler::ClockTime{hour}};
        return reading.unsure("that one, but at another hour");
    }
    if (leaves_several(reading, outcome)) return reading.add(Intent::reject_options, "choice.not_that_one");
    if (asks_for_more(reading) && !(picked && outcome.only_number)) return;
    const bool plain = !cues.has(Cue::elsewhere) && chooses_plainly(reading);
    if (cues.has(Cue::either) && !outcome.beside_refused && !cues.any(Cue::reject, Cue::too_soon)) {
        choose(reading, outcome.options, "choice.either");
        if (!plain || outcome.options.size() > 1) reading.unsure("any of them: which is hers to say");
        return;
    }
    if (outcome.miss) return;
    if (outcome.missing_number > 0 && !outcome.hit && reading.strange == 0) {
        reading.add(Intent::choose_option, "choice.no_such_number");
        reading.meaning.constraints.options.emplace();
        return reading.unsure("no offer has that number");
    }
    const bool refuses_all = cues.has(Cue::cannot) && !outcome.beside_refused;
    if (outcome.hit && reading.strange <= (outcome.only_number ? 1 : 2) && !refuses_all &&
        !cues.has(Cue::undo)) {
        choose(reading, outcome.options, "choice.words");
        if (!plain)
            reading.unsure("it may be about something else");
        else if (outcome.options.size() > 1)
            reading.unsure("more than one offer fits");
        else if (outcome.left_over && !cues.any(Cue::yes, Cue::suits))
            reading.unsure("others are turned down, and this one isn't picked");
        else if (cues.any(Cue::later, Cue::earlier) && outcome.only_number) {
            for (const When& when : reading.times)
                if (when.kind == When::Kind::length && (when.later || when.earlier))
                    reading.meaning.constraints.shift_min = when.earlier ? -when.minutes : when.minutes;
            reading.unsure("that one, but later");
        } else if (cues.has(Cue::conditional))
            reading.unsure("she has not picked yet");
        return;
    }
    if (cues.any(Cue::yes, Cue::choose, Cue::suits) &&
        !cues.any(Cue::no, Cue::cannot, Cue::cannot_day, Cue::undo) && reading.strange <= 1 &&
        reading.times.empty()) {
        choose(reading, outcome.options, "choice.yes");
        if (!plain || outcome.options.size() > 1) reading.unsure("yes, but to which");
    }
}

}  // namespace offing::conversation
