// Every text the daemon can send, with what it is for and who has looked at it. A Text can only be made
// by a Catalogue from a live template, so nothing else can be sent.
// Threads: load and the set_ functions first; every const function may then be called from any thread, also
// while replace() puts other texts in place.

#pragma once

#include <expected>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "templates/dates.hpp"
#include "templates/template.hpp"

namespace offing::templates {

class Lint;

/// Words that may be sent to a woman: rendered from a live template, within its limits.
class Text {
public:
    const std::string& body() const { return body_; }
    const std::string& template_id() const { return template_id_; }
    int version() const { return version_; }
    const std::string& language() const { return language_; }
    bool unprompted() const { return unprompted_; }
    bool crisis() const { return crisis_; }
    int parts() const { return parts_; }

private:
    friend class Catalogue;
    Text() = default;
    std::string body_, template_id_, language_;
    int version_ = 0, parts_ = 0;
    bool unprompted_ = false, crisis_ = false;
};

class Catalogue {
public:
    /// Reads every *.toml of a folder. All problems of all files at once; then nothing is loaded.
    static std::expected<Catalogue, std::vector<Problem>> load(const std::string& folder);
    /// The same from memory. `name` is how problems call the file.
    static std::expected<Catalogue, std::vector<Problem>> read(std::span<const MessageFile> files);

    /// In demo mode texts that await their local review count as live, and the console says so.
    void set_demo(bool demo);
    /// From then on words put in by arguments are checked at render: a place's nickname with a finding is
    /// refused, a name of several words with one is left out.
    void set_lint(std::shared_ptr<const Lint> lint);
    /// Null while none was set.
    std::shared_ptr<const Lint> lint() const;
    /// From then on a text past its review-by date is not rendered: the last live version before it is, or
    /// none. May be called at any time, from any thread.
    void set_today(std::chrono::local_days today) const;

    /// Fails when there is no live template of that id for the language or its fallback en-GB, when an
    /// argument is missing or of another type, or when the result would take more than two parts. Names are
    /// left out (the next more discreet level is taken) before a text is allowed to grow beyond two parts.
    std::expected<Text, Problem> render(std::string_view id, std::string_view language, Level level,
                                        const Arguments& arguments) const;
    /// One line of a numbered choice. Not a Text: it can't be sent alone.
    std::expected<Fragment, Problem> render_fragment(std::string_view id, std::string_view language,
                                                     Level level, const Arguments& arguments) const;
    /// Words that staff wrote themselves, held to every rule of lint: a Text only if nothing is found, and
    /// only while the text `by_hand` is live, so that the women's panel can end it. No other way sends it.
    std::expected<Text, Problem> by_hand(std::string_view words, std::string_view language) const;
    /// The check of the last moment: this very version may still be sent on `today`.
    bool still_live(std::string_view id, std::string_view language, int version,
                    std::chrono::local_days today) const;

    /// Other versions from now on; demo, lint and day stay as they were set here.
    void replace(Catalogue fresh);
    /// The texts as they are now, for a reader who keeps pointers while they may be replaced. Demo, lint and
    /// day are as here, and from then on its own.
    Catalogue snapshot() const;

    /// The newest version, whatever its status; null when there is none.
    const Template* find(std::string_view id, std::string_view language) const;
    /// Newest versions of all, in the order of the files.
    std::vector<const Template*> all() const;
    /// All versions of one, newest first.
    std::vector<const Template*> versions(std::string_view id, std::string_view language) const;
    /// The en-GB texts of which no version ever passed its gates. A production start is refused while there
    /// are any; refusal_to_start() says so in words.
    std::vector<const Template*> not_reviewed() const;
    /// The en-GB texts that passed them once and may not be sent on `today`: past their date, or paused. What
    /// they would have said is left to a person.
    std::vector<const Template*> held_back(std::chrono::local_days today) const;
    bool is_demo() const;

    /// What would be sent, whatever its status: for previews, lint and the printed pack. Only words, no Text.
    std::expected<std::string, Problem> preview(const Template& shown, Level level,
                                                const Arguments& arguments) const;
    /// What the words choose between, by argument, at any level: {{"kept", {"other", "yes"}}}.
    std::map<std::string, std::set<std::string>> selections(const Template& shown) const;
    /// Choices for a preview at these times, as the language's first fragment has them, or as the one that
    /// takes the most room. render() refuses them.
    std::vector<Fragment> sample_choices(std::string_view language, Level level, std::span<const When> times,
                                         const std::string& name, bool longest) const;
    const DateWords& date_words(std::string_view language) const;

    Catalogue(Catalogue&&) noexcept;
    Catalogue& operator=(Catalogue&&) noexcept;
    ~Catalogue();

private:
    struct Store;
    struct Slot;
    struct Draft;
    Catalogue();
    std::shared_ptr<const Store> store() const;
    void refuse_long_texts(std::vector<Problem>& problems) const;
    std::expected<Draft, Problem> write(std::string_view id, std::string_view language, Level level,
                                        const Arguments& arguments, bool fragment) const;
    std::unique_ptr<Slot> slot_;
};

/// Empty when every text has passed its gates; else which has not, why, and what to do.
std::string refusal_to_start(const Catalogue& catalogue);

/// "en-GB.toml:12 offer_times: what. Remedy."
std::string spell(const Problem& problem);

}  // namespace offing::templates
