// How a text is cut into words and how phrases of words.toml are found in it.

#include <algorithm>
#include <utility>

#include "templates/lint_rules.hpp"

namespace offing::templates {

namespace {

/// Bytes that a sign other than a letter takes at `at`: quotes, dashes, spaces of Unicode's U+2000 block.
std::size_t sign_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    if (byte(at) == 0xE2 && (byte(at + 1) == 0x80 || byte(at + 1) == 0x81)) return 3;
    if (byte(at) == 0xC2) return 2;
    return 0;
}

bool is_apostrophe(std::string_view text, std::size_t at) {
    return text[at] == '\'' || text.substr(at, 3) == "\xE2\x80\x99" || text.substr(at, 3) == "\xE2\x80\x98";
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
}

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> words;
    Word word;
    bool starts_sentence = true;
    const auto finish = [&](std::size_t end) {
        if (word.folded.empty()) return;
        word.end = end;
        words.push_back(std::move(word));
        word = {};
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t sign = sign_at(text, at);
        if (is_apostrophe(text, at)) {
            const std::size_t size = sign == 0 ? 1 : sign;
            const bool inside = !word.folded.empty() && at + size < text.size() && is_letter(text[at + size]);
            if (!inside) finish(at);
            at += size;
        } else if (text.substr(at, 2) == "\xC2\xA3") {
            finish(at);
            words.push_back({"pounds", std::string{text.substr(at, 2)}, at, at + 2});
            at += 2;
        } else if (sign != 0 || !is_letter(text[at])) {
            finish(at);
            const char after = at + 1 < text.size() ? text[at + 1] : ' ';
            const bool stop = text[at] == '\n' || text[at] == '?' || text[at] == '!' || text[at] == '.';
            starts_sentence =
                starts_sentence || (stop && (text[at] == '\n' || after == ' ' || after == '\n'));
            at += sign == 0 ? 1 : sign;
        } else {
            if (word.folded.empty()) {
                word.begin = at;
                word.starts_sentence = std::exchange(starts_sentence, false);
            }
            word.as_written += text[at];
            word.folded += small(text[at]);
            ++at;
        }
    }
    finish(text.size());
    return words;
}

Phrase Phrase::parse(std::string_view text, bool cased) {
    Phrase phrase;
    std::string spaced{text};
    // A star belongs to the word before it; words_of() would drop it.
    for (std::size_t from = 0; from < spaced.size();) {
        auto to = spaced.find(' ', from);
        if (to == std::string::npos) to = spaced.size();
        const std::string_view part = std::string_view{spaced}.substr(from, to - from);
        from = to + 1;
        if (part == "*") {
            phrase.pieces.push_back({Piece::Kind::any, {}});
            continue;
        }
        for (const auto& word : words_of(part)) {
            phrase.pieces.push_back({Piece::Kind::exact, cased ? word.as_written : word.folded});
        }
        if (part.ends_with('*') && !phrase.pieces.empty()) phrase.pieces.back().kind = Piece::Kind::prefix;
    }
    return phrase;
}

bool Phrase::matches(const std::vector<Word>& words, std::size_t at, bool cased) const {
    if (pieces.empty() || at + pieces.size() > words.size()) return false;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (i > 0 && words[at + i].starts_sentence) return false;
        const auto& word = cased ? words[at + i].as_written : words[at + i].folded;
        switch (pieces[i].kind) {
            case Piece::Kind::any:
                continue;
            case Piece::Kind::exact:
                if (word != pieces[i].word) return false;
                break;
            case Piece::Kind::prefix:
                if (!word.starts_with(pieces[i].word)) return false;
                break;
        }
    }
    return true;
}

}  // namespace offing::templates
