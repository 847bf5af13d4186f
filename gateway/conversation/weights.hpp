// What a text is probably about, by the weight of its words: a linear reader that was taught with the texts
// of tests/messages by tools/learn. It stands beside the rules, which come first (weighed.cpp); it has no
// word in what is acted on.

#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/conversation/meaning.hpp"

namespace offing::conversation {

struct Reading;

/// One sign of what a text is about: a word, two or three in a row, a few letters, a cue, what is booked.
/// Written "k:a b c", with as many parts as it has; that is how the file of weights names it, too.
struct Sign {
    char kind;
    std::array<std::string_view, 3> parts{};
};
std::string spell(const Sign& sign);

/// The signs in a text, in order and as often as they stand there. They live as long as `reading`.
std::vector<Sign> signs_of(const Reading& reading);

class Weights {
public:
    /// Odds are held as whole numbers of this part, so that every machine adds them up alike.
    static constexpr double unit = 1.0 / 16;
    static constexpr std::size_t intents = static_cast<std::size_t>(Intent::unknown) + 1;

    /// "intents" and their names in order, "bias" and "place:weight ..." for each, then signs and their
    /// weights, a line each with a tab after its first word. No file is no mistake: then the rules read
    /// alone.
    static std::expected<Weights, std::string> load(const std::filesystem::path& file);

    bool empty() const { return rows_.empty(); }
    /// Log odds of each intent, by its place in the enum.
    std::array<double, intents> weigh(const Reading& reading) const;

private:
    struct Weight {
        std::uint8_t intent;
        std::int16_t units;
    };
    struct Row {
        std::uint32_t begin = 0, end = 0;
    };

    std::array<std::int32_t, intents> bias_{};
    std::vector<Weight> weights_;
    std::unordered_map<std::uint64_t, Row> rows_;  ///< by what hashes the sign's spelling
};

}  // namespace offing::conversation
