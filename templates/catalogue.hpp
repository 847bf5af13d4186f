// Every text the daemon can send, with what it is for and who has looked at it. A Text can only be made
// by a Catalogue from a live template, so nothing else can be sent.

#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
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

enum class Status { draft, in_review, live, paused, retired };
enum class ArgumentType { text, number, when, day, clock, choices };

/// Discreet levels: 0 says day, time and worker; 1 no worker; 2 no day or time until she has answered;
/// knock is the "free to talk?" that comes before any of them.
enum class Level { plain = 0, discreet = 1, very_discreet = 2, knock = 3 };

struct Review {
    std::string role;     ///< "mother-living-experience", ...; never a name
    std::string how;      ///< group, one-to-one, paper cards, phone
    std::string month;    ///< "2026-09"
    std::string outcome;  ///< ok, change asked, object
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
    std::map<Level, std::string>
        patterns;  ///< ICU MessageFormat; a missing level falls back to the next plainer one
    std::vector<Review> reviews;
    std::string file;
    int line = 0;
};

class Text;
using When = std::chrono::local_time<std::chrono::minutes>;
/// A value for a named argument: words, a number, a local time (rendered "Tue 17 Mar 10am"), a day ("Tue 17
/// Mar"), minutes since midnight ("10am"), or numbered choices made from fragments.
using Value = std::variant<std::string, std::int64_t, When, std::chrono::local_days, std::chrono::minutes,
                           std::vector<Text>>;
using Arguments = std::map<std::string, Value, std::less<>>;

/// Words that may be sent to a woman: rendered from a live template, within its limits.
class Text {
public:
    const std::string& body() const { return body_; }
    const std::string& template_id() const { return template_id_; }
    int version() const { return version_; }
    const std::string& language() const { return language_; }
    bool unprompted() const { return unprompted_; }

private:
    friend class Catalogue;
    Text() = default;
    std::string body_, template_id_, language_;
    int version_ = 0;
    bool unprompted_ = false;
};

class Catalogue {
public:
    /// Reads every *.toml of a folder. All problems of all files at once; then nothing is loaded.
    static std::expected<Catalogue, std::vector<Problem>> load(const std::string& folder);

    /// In demo mode texts that await their local review count as live, and the console says so.
    void set_demo(bool demo) { demo_ = demo; }

    /// Fails when there is no live template of that id for the language or its fallback en-GB, when an
    /// argument is missing or of another type, or when the result breaks a limit (parts).
    std::expected<Text, Problem> render(std::string_view id, std::string_view language, Level level,
                                        const Arguments& arguments) const;
    /// The check of the last moment: this very version may still be sent on `today`.
    bool still_live(std::string_view id, std::string_view language, int version,
                    std::chrono::local_days today) const;

    const Template* find(std::string_view id, std::string_view language) const;
    std::vector<const Template*> all() const;
    std::vector<const Template*> not_reviewed(std::chrono::local_days today) const;

    Catalogue(Catalogue&&) noexcept;
    Catalogue& operator=(Catalogue&&) noexcept;
    ~Catalogue();

private:
    struct Store;
    Catalogue();
    std::unique_ptr<Store> store_;
    bool demo_ = false;
};

}  // namespace offing::templates
