// What people do about a text: put it forward, say what they think of it, let it go live, flag it, retire it.
// Every act goes through the gates of templates/review, is kept with who said it (a role), and stands in the
// ledger, all in one transaction.

#pragma once

#include <map>
#include <memory>

#include "gateway/conversation/dialogue.hpp"
#include "gateway/storage/wording.hpp"
#include "templates/lint.hpp"
#include "templates/review.hpp"
#include "templates/shipped.hpp"

namespace offing::service {

using storage::WordingKey;

/// What a release brings: its texts and the rules they are held to.
struct ShippedWording {
    std::vector<templates::MessageFile> files;
    std::shared_ptr<const templates::Lint> lint;
};

/// The same, read once.
struct ReleaseTexts {
    ShippedWording shipped;
    templates::Shipped read;
};

struct Said {
    templates::Review review;
    std::string people = "one";  ///< one, two, 3 or more: never how many exactly
    bool time_was_paid = false;
};

using Acted = std::expected<templates::Reviewed, std::vector<templates::Gate>>;

/// `by` is who does it as the ledger may name him: a staff account's id, "command line".
struct Actor {
    std::string by;
    Timestamp now;
    std::chrono::local_days today;
    bool speaks_for_others = false;  ///< passes on what several people said: its flags count each
};

/// Where a version stands; empty when there is none.
std::optional<templates::Reviewed> reviewed(storage::Transaction& transaction, const WordingKey& key);

Acted put_forward(storage::Transaction& transaction, const WordingKey& key, const Actor& actor);
Acted record_review(storage::Transaction& transaction, const WordingKey& key, const Said& said,
                    const Actor& actor);

/// What lint finds in a version's words. Made before the transaction that lets the version go live, so that
/// nobody waits for it; it holds for these words and no others.
class LintedWords {
public:
    static LintedWords of(const templates::Shipped& shipped, const templates::Lint& lint,
                          const storage::WordingRow& row);

    const WordingKey& key() const { return key_; }
    const std::vector<templates::Finding>& findings() const { return findings_; }
    bool is_clean() const { return can_be_read_ && findings_.empty(); }
    bool are_words_of(const storage::WordingRow& row) const { return row.digest == digest_; }

private:
    LintedWords() = default;
    WordingKey key_;
    std::string digest_;
    std::vector<templates::Finding> findings_;
    bool can_be_read_ = false;
};

/// Refused too when the words are no longer those that were linted.
Acted go_live(storage::Transaction& transaction, const LintedWords& linted, std::chrono::local_days review_by,
              const Actor& actor);
Acted flag(storage::Transaction& transaction, const WordingKey& key, const Actor& actor);
Acted look_again(storage::Transaction& transaction, const WordingKey& key, const Actor& actor);
Acted retire(storage::Transaction& transaction, const WordingKey& key, const Actor& actor);

/// Words that can be a version of a text: they read, want no argument that isn't given, and fit on a phone.
class CheckedWords {
public:
    static std::expected<CheckedWords, std::vector<templates::Problem>> of(
        const templates::Shipped& shipped, const std::string& language, const std::string& id,
        const std::map<templates::Level, std::string>& patterns);

    const std::string& language() const { return language_; }
    const std::string& id() const { return id_; }
    const std::string& words() const { return words_; }
    bool crisis() const { return crisis_; }

private:
    CheckedWords() = default;
    std::string language_, id_, words_;
    bool crisis_ = false;
};

/// Other words for a text, as a draft: the newest draft that was written here is rewritten, anything that
/// women may have had stays as it is and gets a successor. The version's number.
std::expected<int, std::vector<templates::Gate>> propose(storage::Transaction& transaction,
                                                         const CheckedWords& words, const Actor& actor);

/// She answered that the words are wrong: the flag names the version she was sent. The second woman's pauses
/// it; what one says again is kept, and counts once.
void flag_by_text(storage::Transaction& transaction, std::string_view contact,
                  const conversation::FlagWording& flag, Timestamp now);

}  // namespace offing::service
