#include "gateway/conversation/phrase_grower.hpp"

#include <algorithm>

namespace offing::conversation {

namespace {

/// Where the bracket that opens `text` is closed, with others inside it.
std::size_t matching_end(std::string_view text) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '(' || c == '[' || c == '{') ++depth;
        if ((c == ')' || c == ']' || c == '}') && --depth == 0) return i;
    }
    return std::string_view::npos;
}

/// The bar after the choice at `from` that stands outside every bracket, or the end.
std::size_t end_of_choice(std::string_view inside, std::size_t from) {
    int depth = 0;
    for (std::size_t i = from; i < inside.size(); ++i) {
        const char c = inside[i];
        if (c == '(' || c == '[' || c == '{') ++depth;
        if (c == ')' || c == ']' || c == '}') --depth;
        if (c == '|' && depth == 0) return i;
    }
    return inside.size();
}

std::vector<std::string> choices_in(std::string_view inside) {
    std::vector<std::string> choices;
    for (std::size_t at = 0; at <= inside.size();) {
        const std::size_t bar = end_of_choice(inside, at);
        choices.emplace_back(inside.substr(at, bar - at));
        at = bar + 1;
    }
    return choices;
}

}  // namespace

void PhraseGrower::start_file(std::string_view file) {
    file_ = file;
    sets_.clear();
}

void PhraseGrower::add_to_set(std::string_view name, const std::string& line) {
    sets_[std::string{name}].push_back(line);
}

std::optional<std::string> PhraseGrower::grow(std::string_view phrase, std::uint16_t cue) {
    mistake_.reset();
    grow({0, 0, true}, phrase, cue);
    return mistake_;
}

void PhraseGrower::grow(Tip tip, std::string_view rest, std::uint16_t cue) {
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    if (rest.empty()) {
        tables_.phrases.end_at(tip.node, cue);
        if (tables_.phrases.size() > 4'000'000) mistake_ = "the phrases need too much room";
        return;
    }
    if (tip.depth > 60) {
        mistake_ = "the phrase is too long";
        return;
    }
    const char open = rest.front();
    if (open == '(' || open == '[' || open == '{') return grow_choice(tip, rest, cue);
    grow_joined(tip, rest, cue);
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    const bool still_first = tip.first && word == "^";
    grow({advance(tip.node, word), tip.depth + 1, still_first}, rest.substr(end), cue);
}

/// "Pick up" in a phrase is also met where a text's "pick up" has become one word.
void PhraseGrower::grow_joined(Tip tip, std::string_view rest, std::uint16_t cue) {
    PhraseTree::Node node = 0;
    for (std::size_t at = 0; at < rest.size();) {
        const std::size_t end = std::min(rest.find(' ', at), rest.size());
        const auto spelt = tables_.spellings.find(rest.substr(at, end - at));
        if (spelt == tables_.spellings.end()) return;
        node = tables_.joined.find(node, spelt->second);
        if (node == 0) return;
        for (const std::uint16_t word : tables_.joined.ends_so_far(node))
            if (at > 0)
                grow({tables_.phrases.word(tip.node, word), tip.depth + 1, false}, rest.substr(end), cue);
        at = end + 1;
    }
}

void PhraseGrower::grow_choice(Tip tip, std::string_view rest, std::uint16_t cue) {
    const char open = rest.front();
    const std::size_t end = matching_end(rest);
    if (end == std::string_view::npos) {
        mistake_ = std::string{"a '"} + open + "' is never closed";
        return;
    }
    const std::string_view inside = rest.substr(1, end - 1);
    const std::string_view after = rest.substr(end + 1);
    const auto choices = open == '{' ? lines_of(inside) : choices_in(inside);
    if (!choices) {
        mistake_ = "there is no set '" + std::string{inside} + "'";
        return;
    }
    Tip next{tip.node, tip.depth + 1, tip.first};
    if (open == '[') grow(next, after, cue);
    constexpr std::size_t few = 5;  // not worth a set of their own
    if (!tip.first && choices->size() > few) {
        next.node =
            tables_.phrases.step(tip.node, PhraseTree::Step::set, set_for(rest.substr(0, end + 1), *choices));
        return grow(next, after, cue);
    }
    for (const std::string& choice : *choices) grow(next, choice + ' ' + std::string{after}, cue);
}

std::optional<std::vector<std::string>> PhraseGrower::lines_of(std::string_view set) const {
    const auto found = sets_.find(set);
    if (found == sets_.end()) return std::nullopt;
    return found->second;
}

/// The set of these choices, grown when it is met first.
PhraseTree::SetId PhraseGrower::set_for(std::string_view written, const std::vector<std::string>& choices) {
    const auto [place, added] = grown_.emplace(file_ + std::string{written}, PhraseTree::SetId{0});
    if (!added) return place->second;
    const PhraseTree::SetId set = tables_.phrases.add_set();
    place->second = set;
    for (const std::string& choice : choices) grow({tables_.phrases.root_of(set), 0, true}, choice, 0);
    return set;
}

PhraseTree::Node PhraseGrower::advance(PhraseTree::Node node, std::string_view word) {
    using Step = PhraseTree::Step;
    PhraseTree& tree = tables_.phrases;
    if (word == "_") return tree.step(node, Step::any);
    if (word == "*") return tree.step(node, Step::gap);
    if (word == "^") return tree.step(node, Step::start);
    if (word == "$") return tree.step(node, Step::end);
    if (word == "#time") return tree.step(node, Step::time);
    if (word == "#number") return tree.step(node, Step::number);
    if (word == "#name") return tree.step(node, Step::name);
    return tree.word(node, literal_(word));
}

}  // namespace offing::conversation
