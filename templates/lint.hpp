// Whether a text may be said: stigma, blame, discretion, form. The words it stops are data
// (templates/lint/words.toml), so a wording panel can change them. Pure; const use from any thread.

#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "templates/catalogue.hpp"

namespace offing::templates {

struct Finding {
    std::string rule;    ///< "W43", "T2-blame", ...
    std::string found;   ///< the words, or what is amiss
    std::string why;     ///< with the report's line where it has one
    std::string better;  ///< other words
    Level level = Level::plain;
};

/// What a text is for: some rules bind only some texts.
struct LintContext {
    Level level = Level::discreet;
    bool fragment = false;    ///< a piece: no sentence rules
    bool unprompted = false;  ///< she did not ask for it
    bool crisis = false;
    bool ends_a_time =
        false;  ///< it answers a missed, moved or given-up time: it must say that nothing is lost
    std::string_view language = "en-GB";
};

class Lint {
public:
    /// Reads words.toml: all problems at once, or the rules.
    static std::expected<Lint, std::vector<Problem>> load(const std::string& path);
    static std::expected<Lint, std::vector<Problem>> read(const MessageFile& file);

    /// All that is amiss with a text as it would be sent.
    std::vector<Finding> check(std::string_view text, const LintContext& context) const;
    /// Only the words, as for an argument's value (a place's nickname, a worker's first name).
    std::vector<Finding> check_words(std::string_view text) const;
    /// Documents, pages and names in code: the word table without what binds texts alone.
    std::vector<Finding> check_document(std::string_view text) const;
    /// A template at every level, with ordinary and with the worst arguments. Each finding once.
    std::vector<Finding> check(const Catalogue& catalogue, const Template& shown) const;

    Lint(Lint&&) noexcept;
    Lint& operator=(Lint&&) noexcept;
    ~Lint();

    struct Rules;

private:
    Lint();
    std::unique_ptr<Rules> rules_;
};

}  // namespace offing::templates
