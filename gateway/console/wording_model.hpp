// What the pages on wording show: where a text stands, which gates are shut, how a phone shows it, and where
// two versions differ. Roles and dates; never a name.

#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/service/wording_acts.hpp"

namespace offing::console {

/// A version of a text with all that was said of it.
struct TextRecord {
    storage::WordingRow row;
    std::vector<storage::ReviewRow> reviews;
    std::vector<storage::FlagRow> flags;
};

/// Words as they would be sent: parts, lock screen, worst case; and what lint finds. Or why they can't be.
struct LookedAt {
    std::vector<templates::Problem> problems;
    std::vector<templates::Finding> findings;
    boost::json::array screens;  ///< one for each level that has words of its own
};
LookedAt look_at(const service::ReleaseTexts& texts, const storage::WordingRow& row);
/// The same for words that are being written.
LookedAt look_at(const service::ReleaseTexts& texts, const std::string& language, const std::string& id,
                 const std::map<templates::Level, std::string>& patterns);
/// {"problems", "findings", "screens", "is_clean", "summary"}, as views/wording_look.html draws it.
boost::json::object model_of(const LookedAt& look);

/// The version as it can be read by itself, whatever its status; empty when this release can't read it.
std::optional<templates::Template> template_of(const service::ReleaseTexts& texts,
                                               const storage::WordingRow& row);

std::string_view status_name(std::string_view status);
/// nhsuk-frontend's tag colour; the word beside it says the same.
std::string_view status_colour(std::string_view status);
/// "Mother with living experience"
std::string_view role_name(std::string_view role);
/// "Plain: day, time and worker"
std::string_view level_name(templates::Level level);

/// {"language", "id", "version", "status", "colour", "review_by", "flags", ...}
boost::json::object version_model(const storage::WordingRow& row);
/// "Nobody in the role Safeguarding lead has said ok": a gate, with the role by its name.
std::string in_words(std::string gate);
boost::json::array gates_model(const templates::Reviewed& stands);
boost::json::array reviews_model(const std::vector<storage::ReviewRow>& reviews, int live_round, int round);
boost::json::array flags_model(const std::vector<storage::FlagRow>& flags);

/// What of a text asks to be looked at; empty: nothing does.
std::string asks_for(const storage::WordingRow& row, std::chrono::local_days today);

/// Level by level, with what is gone and what is new: [{"level", "before": [...], "after": [...]}].
boost::json::array side_by_side(const templates::Template& before, const templates::Template& after);

std::string day_words(std::chrono::local_days day);
std::string day_words(Timestamp time);

}  // namespace offing::console
