// What a template is made of, and the values it is rendered with. Plain values: only Catalogue makes a Text.

#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace offing::templates {

/// Where a file is wrong, and what would be right.
struct Problem {
    std::string file;
    int line = 0;
    std::string template_id;
    std::string what;
    std::string remedy;
};

struct MessageFile {
    std::string name;
    std::string content;
};

enum class Status { draft, in_review, live, paused, retired };
/// `name` is a worker's first name: never allowed above level 0.
enum class ArgumentType { text, name, number, when, day, clock, choices };

/// Discreet levels: 0 says day, time and worker; 1 no worker; 2 no day or time until she has answered;
/// knock is the "free to talk?" that comes before any of them.
enum class Level { plain = 0, discreet = 1, very_discreet = 2, knock = 3 };

std::string_view spell(Status status);
std::string_view spell(ArgumentType type);
std::string_view spell(Level level);
std::optional<Status> parse_status(std::string_view word);
std::optional<ArgumentType> parse_argument_type(std::string_view word);
std::optional<Level> parse_level(std::string_view word);

struct Review {
    std::string role;     ///< "mother-living-experience", ...; never a name
    std::string how;      ///< group, one-to-one, paper-cards, phone
    std::string month;    ///< "2026-09"
    std::string outcome;  ///< ok, change-asked, object
    std::string what_changed;
};

struct Template {
    std::string id;
    int version = 1;
    std::string language;  ///< BCP 47: "en-GB"
    std::string purpose;
    bool fragment = false;    ///< a piece of another text, such as one choice; never sent alone
    bool unprompted = false;  ///< not an answer to a text of hers
    bool crisis = false;
    Status status = Status::draft;
    std::string review_by;  ///< "2027-03-31"
    std::map<std::string, ArgumentType> arguments;
    /// ICU MessageFormat. A missing level falls back to the next plainer one.
    std::map<Level, std::string> patterns;
    std::vector<Review> reviews;
    std::string file;
    int line = 0;

    /// The pattern in use at `level`; never null in a loaded catalogue.
    const std::string& pattern_at(Level level) const;
};

/// A rendered choice: "Thu 19 Mar 9:45am". Made by Catalogue::render_fragment only.
class Fragment {
public:
    const std::string& body() const { return body_; }
    /// Without names, for when they don't fit.
    const std::string& shorter() const { return shorter_.empty() ? body_ : shorter_; }

private:
    friend class Catalogue;
    Fragment() = default;
    std::string body_;
    std::string shorter_;  ///< empty when that is the same
    bool sample_ = false;  ///< for previews only: a Text takes none
};

using When = std::chrono::local_time<std::chrono::minutes>;
/// A value for a named argument: words, a number, a local time (rendered "Tue 17 Mar 10am"), a day ("Tue 17
/// Mar"), minutes since midnight ("10am"), or one to three choices, which are numbered from 1.
using Value = std::variant<std::string, std::int64_t, When, std::chrono::local_days, std::chrono::minutes,
                           std::vector<Fragment>>;
using Arguments = std::map<std::string, Value, std::less<>>;

}  // namespace offing::templates
