// Mending a slip of the thumb: one edit in a short word, two in a long one or one that sounds the same.
// Only words that the lexicon lists as mended can be reached, and none that hurts when misread.

#include <algorithm>
#include <array>

#include "gateway/conversation/lexicon.hpp"

namespace offing::conversation {

namespace {

constexpr std::size_t longest = 20;

/// How a word sounds, roughly: first letter, then consonants with doubles and look-alikes made one.
std::string_view sound_of(std::string_view text, std::array<char, longest + 2>& room) {
    std::size_t size = 0;
    room[size++] = '~';
    for (std::size_t i = 0; i < text.size() && size < room.size(); ++i) {
        char c = text[i];
        if (c == 'p' && i + 1 < text.size() && text[i + 1] == 'h') c = 'f';
        if (c == 'z') c = 's';
        if (c == 'c' || c == 'q') c = 'k';
        if (c == 'y' && i > 0) c = 'i';
        const bool vowel = c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
        if ((vowel || c == 'h' || c == 'w') && i > 0) continue;
        if (size > 1 && room[size - 1] == c) continue;
        room[size++] = c;
    }
    return {room.data(), size};
}

/// Edits between two words (a swap of neighbours is one), at most `limit` + 1.
int edits(std::string_view a, std::string_view b, int limit) {
    if (a.size() > b.size() + 2 || b.size() > a.size() + 2) return limit + 1;
    std::array<std::array<int, longest + 1>, 3> rows{};
    for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i - 1) % 3];
        const auto& two_above = rows[(i + 1) % 3];
        row[0] = static_cast<int>(i);
        int least = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], two_above[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > limit) return limit + 1;
    }
    return rows[a.size() % 3][b.size()];
}

}  // namespace

void typo_keys(std::string_view text, std::vector<std::string>& keys) {
    if (text.size() > longest) return;
    keys.emplace_back(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string key{text.substr(0, i)};
        key += text.substr(i + 1);
        keys.push_back(std::move(key));
    }
    std::array<char, longest + 2> room{};
    keys.emplace_back(sound_of(text, room));
}

WordId mend(std::string_view text, const Lexicon::Tables& tables) {
    if (text.size() < 4 || text.size() > longest - 1) return 0;
    for (const char c : text)
        if (c < 'a' || c > 'z') return 0;
    int best = 3;
    WordId meant = 0;
    const auto consider = [&](std::string_view key, bool sounds) {
        const auto found = tables.near.find(key);
        if (found == tables.near.end()) return;
        for (const std::uint16_t place : found->second) {
            const auto& [target, word] = tables.mendable[place];
            const bool same_start = target[0] == text[0] || (target[0] == text[1] && target[1] == text[0]);
            if (!same_start) continue;
            const int limit = target.size() >= 8 || (sounds && target.size() >= 6) ? 2 : 1;
            const int distance = edits(text, target, limit);
            if (distance > limit) continue;
            if (distance < best) {
                best = distance;
                meant = word;
            } else if (distance == best && word != meant) {
                meant = 0;
            }
        }
    };
    std::array<char, longest + 2> room{};
    consider(text, false);
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::copy(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(i), room.begin());
        std::copy(text.begin() + static_cast<std::ptrdiff_t>(i) + 1, text.end(),
                  room.begin() + static_cast<std::ptrdiff_t>(i));
        consider({room.data(), text.size() - 1}, false);
    }
    consider(sound_of(text, room), true);
    return meant;
}

}  // namespace offing::conversation
