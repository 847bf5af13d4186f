#include "gateway/conversation/tokens.hpp"

#include <algorithm>

#include "gateway/conversation/fold.hpp"
#include "gateway/conversation/lexicon.hpp"

namespace offing::conversation {

namespace {

constexpr std::size_t most_letters = 1600;
constexpr std::size_t most_tokens = 800;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool ends_clause(char mark) {
    return mark == '.' || mark == '!' || mark == '?' || mark == ';' || mark == '\n';
}

/// The more telling of two marks that stand together.
char stronger(char a, char b) {
    constexpr std::string_view order = "?\n!.;:/+&@-$'%#,";
    if (a == 0) return b;
    if (b == 0) return a;
    return order.find(a) <= order.find(b) ? a : b;
}

/// Cuts a text into chunks of letters and digits, and chunks into tokens.
class Cutter {
public:
    Cutter(Tokens& out, const Lexicon::Tables& tables) : out_{out}, tables_{tables} {}

    void read(std::string_view text) {
        out_.folded.reserve(std::max<std::size_t>(64, std::min(text.size(), most_letters * 4) * 2 + 16));
        out_.all.reserve(std::min<std::size_t>(text.size() / 3 + 8, most_tokens));
        std::size_t letters = 0;
        for (std::size_t at = 0; at < text.size();) {
            if (++letters > most_letters || out_.all.size() >= most_tokens) {
                out_.cut = true;
                break;
            }
            const char32_t c = next_letter(text, at);
            take(conversation::fold(c), text, at);
        }
        close();
    }
    char trailing_mark() const { return mark_; }

private:
    static bool follows_letter(std::string_view text, std::size_t at) {
        if (at >= text.size()) return false;
        const Folded next = conversation::fold(next_letter(text, at));
        return next.kind == Folded::Kind::letter || next.kind == Folded::Kind::capital;
    }

    void take(Folded folded, std::string_view text, std::size_t at) {
        using Kind = Folded::Kind;
        switch (folded.kind) {
            case Kind::capital:
                if (out_.folded.size() == begin_) capital_ = true;
                [[fallthrough]];
            case Kind::letter:
            case Kind::digit:
                append(out_.folded, folded.c);
                break;
            case Kind::arabic:
                ++out_.arabic;
                append(out_.folded, folded.c);
                break;
            case Kind::other:
                ++out_.other;
                append(out_.folded, folded.c);
                break;
            case Kind::nothing:
                break;
            case Kind::blank:
                close();
                blank_ = true;
                break;
            case Kind::emoji:
                emoji(folded.c);
                break;
            case Kind::mark:
                mark(static_cast<char>(folded.c), text, at);
                break;
        }
    }

    void mark(char c, std::string_view text, std::size_t at) {
        const bool inside = out_.folded.size() > begin_;
        if (c == '\'' && inside && !is_digit(out_.folded.back()) && follows_letter(text, at)) {
            apostrophe_ = true;
            return;
        }
        // "p.m.", "a.m.": letters that stand alone before a point belong together.
        if (c == '.' && inside && out_.folded.size() == begin_ + 1 && !is_digit(out_.folded.back()) &&
            follows_letter(text, at))
            return;
        close();
        if (c == '\n') blank_ = true;
        mark_ = stronger(mark_, c);
    }

    void emoji(char32_t c) {
        close();
        const std::size_t from = out_.folded.size();
        append(out_.folded, c);
        const std::string_view shown = std::string_view{out_.folded}.substr(from);
        begin_ = out_.folded.size();
        const auto known = tables_.emoji.find(shown);
        Token token;
        token.shape = Token::Shape::emoji;
        token.text = shown;
        token.mark = mark_;
        token.starts = true;
        token.word = known == tables_.emoji.end() ? WordId{0} : known->second;
        mark_ = 0;
        blank_ = true;
        after_emoji_ = true;
        if (!out_.all.empty() && out_.all.back().shape == Token::Shape::emoji &&
            out_.all.back().word == token.word)
            return;
        out_.all.push_back(token);
    }

    void close() {
        if (out_.folded.size() == begin_) return;
        const std::string_view chunk = std::string_view{out_.folded}.substr(begin_);
        begin_ = out_.folded.size();
        cut(chunk);
        capital_ = apostrophe_ = false;
    }

    /// "10am" is two tokens and "2moro" is one: a chunk that is spelt in the lexicon stays whole.
    void cut(std::string_view chunk) {
        const bool digit_first = is_digit(chunk.front());
        if (std::none_of(chunk.begin(), chunk.end(), is_digit)) return word(chunk);
        std::size_t end = 0;
        while (end < chunk.size() && is_digit(chunk[end]) == digit_first) ++end;
        const std::string_view tail = chunk.substr(end);
        const bool possessive =
            digit_first && apostrophe_ && tail.size() == 3 && tail.back() == 's';  // "26th's"
        const std::string_view ordinal = possessive ? tail.substr(0, 2) : tail;
        const bool plain = digit_first && (tail.empty() || ordinal == "st" || ordinal == "nd" ||
                                           ordinal == "rd" || ordinal == "th");
        if (!plain && spelt(chunk) != 0) return word(chunk);
        if (!digit_first) {
            word(chunk.substr(0, end));
        } else {
            number(chunk.substr(0, end));
            if (!tail.empty() && plain) {
                out_.all.back().ordinal = true;
                out_.all.back().word = spelt(chunk.substr(0, end + 2));
                if (possessive && out_.all.size() < most_tokens) word(tail.substr(2));
                return;
            }
        }
        if (end < chunk.size() && out_.all.size() < most_tokens) cut(chunk.substr(end));
    }

    Token& add(std::string_view text) {
        Token token;
        token.text = text;
        token.mark = mark_;
        token.glued = !blank_ && !out_.all.empty();
        token.capital = capital_;
        token.apostrophe = apostrophe_;
        token.starts = out_.all.empty() || after_emoji_ || (ends_clause(mark_) && !token.glued);
        if (mark_ == '\n') token.starts = true;
        mark_ = 0;
        blank_ = after_emoji_ = false;
        capital_ = false;
        out_.all.push_back(token);
        return out_.all.back();
    }

    void number(std::string_view digits) {
        Token& token = add(digits);
        token.shape = Token::Shape::number;
        token.word = spelt(digits);
        token.digits = static_cast<std::uint8_t>(std::min<std::size_t>(digits.size(), 20));
        token.value = 0;
        for (const char c : digits.substr(0, std::min<std::size_t>(digits.size(), 9)))
            token.value = token.value * 10 + (c - '0');
        // "no. 3" is one number, not the end of a refusal.
        if (out_.all.size() > 1 && token.mark == '.' && out_.all[out_.all.size() - 2].text == "no")
            token.starts = false;
    }

    void word(std::string_view text) {
        // "tenish", "noonish": the hour, and that it is only about then.
        if (text.size() > 5 && text.ends_with("ish") && spelt(text) == 0) {
            const std::string_view hour = text.substr(0, text.size() - 3);
            const WordId known = spelt(hour);
            if (known != 0 && (tables_.info(known).number >= 0 || known == id_of(W::midday)) &&
                out_.all.size() + 1 < most_tokens) {
                word(hour);
                word(text.substr(text.size() - 3));
                return;
            }
        }
        Token& token = add(text);
        token.word = look_up(text, token);
        const WordInfo& info = tables_.info(token.word);
        if (info.number >= 0) token.value = info.number;
        if (info.ordinal >= 0) {
            token.value = info.ordinal;
            token.ordinal = true;
        }
    }

    WordId spelt(std::string_view text) const {
        const auto known = tables_.spellings.find(text);
        return known == tables_.spellings.end() ? WordId{0} : known->second;
    }

    WordId look_up(std::string_view text, Token& token) const {
        if (const WordId known = spelt(text)) return known;
        if (text.size() > 24) return 0;
        for (const std::size_t keep : {2U, 1U})
            if (const WordId known = squeezed(text, keep)) return known;
        std::string other;
        if (text.size() > 3 && text.ends_with("in")) {
            other.assign(text).push_back('g');
            if (const WordId known = spelt(other)) return known;
        }
        if (text.size() > 4 && text.ends_with("s")) {
            const WordId known = spelt(text.substr(0, text.size() - 1));
            if (known != 0 && !tables_.info(known).hurts) return known;
        }
        const WordId meant = mend(text, tables_);
        token.repaired = meant != 0;
        return meant;
    }

    /// "yesss", "pleeease": a letter typed three times or more counts `keep` times.
    WordId squeezed(std::string_view text, std::size_t keep) const {
        char short_form[24];
        std::size_t size = 0, run = 0;
        bool changed = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            run = i > 0 && text[i] == text[i - 1] ? run + 1 : 1;
            if (run > keep && run_at(text, i) >= 3) {
                changed = true;
                continue;
            }
            short_form[size++] = text[i];
        }
        return changed ? spelt({short_form, size}) : WordId{0};
    }
    static std::size_t run_at(std::string_view text, std::size_t i) {
        std::size_t from = i, to = i;
        while (from > 0 && text[from - 1] == text[i]) --from;
        while (to + 1 < text.size() && text[to + 1] == text[i]) ++to;
        return to - from + 1;
    }

    Tokens& out_;
    const Lexicon::Tables& tables_;
    std::size_t begin_ = 0;
    char mark_ = 0;
    bool blank_ = true, capital_ = false, apostrophe_ = false, after_emoji_ = false;
};

/// Longest run of tokens that the lexicon counts as one word, from `at`.
std::pair<std::size_t, WordId> longest_join(const Tokens& tokens, std::size_t at, const PhraseTree& tree) {
    std::pair<std::size_t, WordId> best{0, 0};
    PhraseTree::Node node = 0;
    for (std::size_t i = at; i < tokens.size(); ++i) {
        if (i > at && tokens[i].starts) break;
        if (tokens[i].word == 0) break;
        node = tree.find(node, tokens[i].word);
        if (node == 0) break;
        if (!tree.ends(node).empty()) best = {i - at + 1, tree.ends(node).front()};
    }
    return best;
}

void join(Tokens& tokens, const Lexicon::Tables& tables) {
    std::vector<Token>& all = tokens.all;
    std::size_t write = 0;
    char spoken = 0;
    for (std::size_t read = 0; read < all.size();) {
        const auto [length, word] = longest_join(tokens, read, tables.joined);
        if (length == 0) {
            all[write] = all[read++];
        } else {
            if (word == id_of(W::spoken_stop) || word == id_of(W::spoken_question) ||
                word == id_of(W::spoken_comma)) {
                spoken = word == id_of(W::spoken_comma) ? ',' : word == id_of(W::spoken_stop) ? '.' : '?';
                read += length;
                continue;
            }
            Token joined = all[read];
            joined.word = word;
            joined.shape = Token::Shape::word;
            const WordInfo& info = tables.info(word);
            joined.value = info.number >= 0 ? info.number : info.ordinal;
            joined.ordinal = info.ordinal >= 0;
            all[write] = joined;
            read += length;
        }
        if (spoken != 0) {
            all[write].mark = spoken;
            all[write].starts = all[write].starts || spoken != ',';
            spoken = 0;
        }
        ++write;
    }
    all.resize(write);
}

/// A clause that ends in a question mark is a question from its first word on.
void mark_questions(std::vector<Token>& all, char trailing) {
    bool asked = trailing == '?';
    for (std::size_t i = all.size(); i-- > 0;) {
        all[i].asked = asked;
        if (all[i].starts) asked = all[i].mark == '?';
    }
}

}  // namespace

Tokens tokenise(std::string_view text, const Lexicon::Tables& tables) {
    Tokens tokens;
    Cutter cutter{tokens, tables};
    cutter.read(text);
    join(tokens, tables);
    mark_questions(tokens.all, cutter.trailing_mark());
    return tokens;
}

}  // namespace offing::conversation
