// From words to meaning: deterministic, explainable, on this machine. No I/O after the lexicon is read.

#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/conversation/meaning.hpp"

namespace offing::conversation {

/// A time expression read by itself, for `offing times`.
struct TimeReading {
    enum class Kind { instant, interval, open, none, ask } kind = Kind::none;
    enum class Grain { minute, part, day, week, month } grain = Grain::day;
    std::optional<LocalTime> from;
    std::optional<LocalTime> to;  ///< exclusive
    std::string said_back;        ///< "Thu 19 Mar 10am"
};

/// Words, dialect and spelling by language, from lexicon/*.toml. Cheap to share between threads once loaded.
class Lexicon {
public:
    /// Every mistake with file and line, or the lexicon.
    static std::expected<Lexicon, std::vector<std::string>> load(const std::filesystem::path& folder);
    ~Lexicon();
    Lexicon(Lexicon&&) noexcept;
    Lexicon& operator=(Lexicon&&) noexcept;

    struct Tables;
    const Tables& tables() const { return *tables_; }

private:
    Lexicon();
    std::unique_ptr<const Tables> tables_;
};

/// Never throws on any bytes; time grows linearly with the text, which is cut at 1,600 characters.
Meaning understand(std::string_view text, const State& state, LocalTime now, const Lexicon& lexicon);

/// `state` tells what "after drop off" and "same time" hang on; without it they are asked back.
TimeReading read_time(std::string_view text, LocalTime now, const Lexicon& lexicon, const State& state = {});

}  // namespace offing::conversation
