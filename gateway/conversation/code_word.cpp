#include "gateway/conversation/code_word.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "gateway/conversation/fold.hpp"

namespace offing::conversation {

namespace {

constexpr std::size_t shortest = 4;
constexpr std::size_t longest = 20;
constexpr std::string_view blanked = "(her word)";

struct Piece {
    std::size_t begin;
    std::size_t end;
};

bool is_gap(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// The first and the last word, as they stand in the text.
std::vector<Piece> ends_of(std::string_view text) {
    std::size_t begin = 0;
    std::size_t end = text.size();
    while (begin < end && is_gap(text[begin])) ++begin;
    while (end > begin && is_gap(text[end - 1])) --end;
    if (begin == end) return {};
    const auto first =
        static_cast<std::size_t>(std::find_if(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                              text.begin() + static_cast<std::ptrdiff_t>(end), is_gap) -
                                 text.begin());
    if (first == end) return {{begin, end}};
    std::size_t last = end;
    while (!is_gap(text[last - 1])) --last;
    return {{begin, first}, {last, end}};
}

bool is_urgent(const Meaning& meaning) {
    return meaning.has(Intent::crisis_overdose) || meaning.has(Intent::crisis_suicide) ||
           meaning.has(Intent::danger_now);
}

std::optional<Piece> word_in(std::string_view text, const IsHerWord& is_her_word) {
    for (const Piece piece : ends_of(text)) {
        const std::string folded = fold_code_word(text.substr(piece.begin, piece.end - piece.begin));
        if (folded.size() >= shortest && folded.size() <= longest && is_her_word(folded)) return piece;
    }
    return std::nullopt;
}

}  // namespace

std::string fold_code_word(std::string_view typed) {
    std::string word;
    for (std::size_t at = 0; at < typed.size();) {
        const Folded letter = fold(next_letter(typed, at));
        using Kind = Folded::Kind;
        if (letter.kind == Kind::letter || letter.kind == Kind::capital || letter.kind == Kind::digit ||
            letter.kind == Kind::arabic || letter.kind == Kind::other)
            append(word, letter.c);
    }
    return word;
}

std::string code_word_fault(std::string_view typed, const Lexicon& lexicon) {
    if (std::ranges::any_of(typed, is_gap)) return "One word, without gaps.";
    const std::string word = fold_code_word(typed);
    if (word.size() < shortest || word.size() > longest) return "A word of 4 to 20 letters.";
    State anybody;
    anybody.known = true;
    const Meaning meaning = understand(word, anybody, LocalTime{}, lexicon);
    const bool means_nothing = std::ranges::all_of(
        meaning.intents, [](Intent intent) { return intent == Intent::unknown || intent == Intent::ask; });
    if (!means_nothing || meaning.constraints.wish != scheduler::Wish{})
        return "This word means something in a text. Take one that doesn't, like a flower or a bird.";
    return {};
}

HeardAtTheDoor hear(std::string_view text, State& state, LocalTime now, const Lexicon& lexicon,
                    const IsHerWord& is_her_word) {
    state.door.said = false;
    if (!state.door.has_word) return {understand(text, state, now, lexicon), std::string{text}};
    const auto piece = word_in(text, is_her_word);
    Meaning whole = understand(text, state, now, lexicon);
    if (!piece) return {std::move(whole), std::string{text}};
    state.door.said = true;
    const std::string before{text.substr(0, piece->begin)};
    const std::string after{text.substr(piece->end)};
    std::string kept = before + std::string{blanked} + after;
    if (is_urgent(whole)) return {std::move(whole), std::move(kept)};
    return {understand(before + after, state, now, lexicon), std::move(kept)};
}

}  // namespace offing::conversation
