// Who must have looked at a text before it may be sent, and what happens to it afterwards. Pure: the record
// of who said what is kept elsewhere, and each step here says only what follows from it.

#pragma once

#include <chrono>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "templates/template.hpp"

namespace offing::templates {

/// Something that keeps a text from going on, and what opens the way.
struct Gate {
    std::string what;
    std::string remedy;
};

/// Where one version of a text stands.
struct Reviewed {
    /// What a role has said since the words were last put forward. An objection is closed only by a later ok.
    struct Standing {
        bool agreed = false;
        bool objects = false;
        friend auto operator<=>(const Standing&, const Standing&) = default;
    };

    Status status = Status::draft;
    bool crisis = false;
    std::string language = "en-GB";
    std::optional<std::chrono::local_days> review_by{};
    std::map<std::string, Standing, std::less<>> standing{};
    int flags = 0;  ///< women who said the words are wrong, since the text went live
    bool review_is_due = false;

    friend auto operator<=>(const Reviewed&, const Reviewed&) = default;
};

struct PutForward {};  ///< draft: the words are ready to be looked at
struct RecordReview {
    Review review;
};
/// In review, or live and due again: from now until `review_by`, at most six months ahead.
struct GoLive {
    std::chrono::local_days today;
    std::chrono::local_days review_by;
    bool lint_is_clean = false;
};
struct Flag {};       ///< a woman answered that the words are wrong, or staff did
struct LookAgain {};  ///< paused: all that was said before counts no more
struct Change {};     ///< other words under the same version number
struct Retire {};
using ReviewStep = std::variant<PutForward, RecordReview, GoLive, Flag, LookAgain, Change, Retire>;

/// Flags at which a live text is paused; a crisis text is not, its review is due.
inline constexpr int flags_that_pause = 2;

/// The state after the step, or every gate that is shut. A refused step changes nothing.
std::expected<Reviewed, std::vector<Gate>> follow(const Reviewed& now, const ReviewStep& step);

/// Past its review-by date a live text is not sent, unless it is a crisis text.
bool may_be_sent(const Reviewed& state, std::chrono::local_days today);

/// The gates a text has not passed: a mother with living experience said ok and none of that role objects,
/// safeguarding and information governance said ok, a crisis text also clinical safety, another language
/// also an interpreter. Empty: it may go live.
std::vector<Gate> closed_gates(const Reviewed& state);

/// The same for a text as its file has it; a live one also needs a date to be looked at again, at most six
/// months after its last review.
std::vector<Gate> closed_gates(const Template& shown);

/// What a record may say of who said it, how she was asked, and what came of it.
std::span<const std::string_view> review_roles();
std::span<const std::string_view> review_ways();
std::span<const std::string_view> review_outcomes();

/// What is wrong with a review record: an unknown role, way, month or outcome.
std::vector<Gate> wrong_in(const Review& review);

/// "2027-03-31". Empty for anything else.
std::optional<std::chrono::local_days> parse_date(std::string_view text);

}  // namespace offing::templates
