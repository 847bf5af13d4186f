// Looking at the words of a text: by their number (Words), or from a place that moves on (Cursor).
// Nothing here knows what a time is; asking beyond the end is answered no.

#pragma once

#include <algorithm>
#include <initializer_list>

#include "gateway/conversation/tokens.hpp"

namespace offing::conversation {

inline int weekday_index(WordId word) {
    return word >= id_of(W::mon) && word <= id_of(W::sun) ? word - id_of(W::mon) : -1;
}
inline int month_number(WordId word) {
    return word >= id_of(W::january) && word <= id_of(W::december) ? word - id_of(W::january) + 1 : -1;
}

class Words {
public:
    explicit Words(const Tokens& tokens) : tokens_{tokens} {}

    bool have(std::size_t i) const { return i < tokens_.size(); }
    bool at(W word, std::size_t i) const { return have(i) && tokens_[i].is(word); }
    bool at_any(std::initializer_list<W> words, std::size_t i) const {
        return have(i) && std::any_of(words.begin(), words.end(), [&](W w) { return tokens_[i].is(w); });
    }
    bool text(std::string_view typed, std::size_t i) const { return have(i) && tokens_[i].text == typed; }
    const Token& operator[](std::size_t i) const { return tokens_[i]; }
    const Tokens& all() const { return tokens_; }

private:
    const Tokens& tokens_;
};

class Cursor {
public:
    Cursor(const Tokens& tokens, std::size_t at) : tokens_{tokens}, i_{at} {}

    std::size_t place() const { return i_; }

protected:
    bool have(std::size_t ahead = 0) const { return i_ + ahead < tokens_.size(); }
    bool at(W word, std::size_t ahead = 0) const { return have(ahead) && tokens_[i_ + ahead].is(word); }
    bool at_any(std::initializer_list<W> words, std::size_t ahead = 0) const {
        return Words{tokens_}.at_any(words, i_ + ahead);
    }
    bool text(std::string_view typed, std::size_t ahead = 0) const {
        return have(ahead) && tokens_[i_ + ahead].text == typed;
    }
    bool skip(W word) {
        if (!at(word)) return false;
        ++i_;
        return true;
    }
    int weekday_at(std::size_t ahead = 0) const {
        return have(ahead) ? weekday_index(tokens_[i_ + ahead].word) : -1;
    }
    int month_at(std::size_t ahead = 0) const {
        return have(ahead) ? month_number(tokens_[i_ + ahead].word) : -1;
    }

    const Tokens& tokens_;
    std::size_t i_;
};

}  // namespace offing::conversation
