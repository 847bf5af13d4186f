// Every version of every text, what was said of it, and where it stands. Which step is allowed is not decided
// here (gateway/service/wording): this only keeps what was decided, and refuses a change to what another
// daemon changed meanwhile.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

struct WordingKey {
    std::string language;
    std::string id;
    int version = 1;
    friend auto operator<=>(const WordingKey&, const WordingKey&) = default;
};

struct WordingState {
    std::string status{};
    std::string review_by{};
    std::string standing = "{}";  ///< JSON: {"role":{"agreed":true,"objects":false}}
    int flags = 0;
    bool review_due = false;
    int round = 1;       ///< of asking; what was said in it counts together
    int live_round = 0;  ///< the round that opened the gates, 0 before
    Timestamp live_since{};
};

struct WordingRow {
    WordingKey key;
    std::string words;
    std::string digest;
    bool shipped = false;
    bool crisis = false;
    WordingState state;
    std::int64_t revision = 1;
    Timestamp changed{};  ///< by change_wording
};

struct ReviewRow {
    std::string id;
    WordingKey key;
    int round = 1;
    std::string role, how, month, outcome, what_changed;
    std::string people;  ///< one, two, "3 or more"
    bool time_was_paid = false;
    std::string recorded_by;
    Timestamp recorded_at{};
};

/// Grows with every change; the same number, the same texts.
std::int64_t wording_revision(Transaction& transaction);

std::vector<WordingRow> all_wording(Transaction& transaction);
std::optional<WordingRow> find_wording(Transaction& transaction, const WordingKey& key);
/// 0 when there is none.
int newest_version(Transaction& transaction, std::string_view language, std::string_view id);

/// False when that version is there already: another daemon was first.
bool add_wording(Transaction& transaction, const WordingRow& row, Timestamp now);
/// Throws Why::conflict when it was changed since `row` was read.
void change_wording(Transaction& transaction, const WordingRow& row, const WordingState& state,
                    Timestamp now);
/// Other words for a draft. Throws as change_wording.
void rewrite_wording(Transaction& transaction, const WordingRow& row, std::string_view words,
                     std::string_view digest, const WordingState& state, Timestamp now);

void add_review(Transaction& transaction, const ReviewRow& review);
/// Of one version, oldest first.
std::vector<ReviewRow> reviews_of(Transaction& transaction, const WordingKey& key);
/// Of all versions, oldest first.
std::vector<ReviewRow> all_reviews(Transaction& transaction);

struct FlagRow {
    std::string id;
    WordingKey key;
    std::string outbound;  ///< the text it is about; empty from staff
    std::string by;        ///< "woman", "command line", or an account of staff
    Timestamp at{};
};
/// False when that text was flagged before.
bool add_flag(Transaction& transaction, const FlagRow& flag);
std::vector<FlagRow> flags_of(Transaction& transaction, const WordingKey& key);
/// Whether she has said so of this version since then, of whichever text it came in.
bool has_flagged(Transaction& transaction, std::string_view contact, const WordingKey& key, Timestamp since);

/// The last text of that template that was queued for her: which version, in which language.
struct SentWording {
    std::string outbound;
    WordingKey key;
};
std::optional<SentWording> last_sent(Transaction& transaction, std::string_view contact,
                                     std::string_view template_id);

}  // namespace offing::storage
