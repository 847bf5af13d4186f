// One text of hers, from words to answer, inside one transaction: stored, understood, acted on, answered, and
// in the ledger. What it returns matters only after the commit. A repeat changes nothing.

#pragma once

#include <string>
#include <string_view>

#include "gateway/conversation/dialogue.hpp"
#include "gateway/conversation/understand.hpp"
#include "gateway/provider/provider.hpp"
#include "gateway/service/diary.hpp"
#include "gateway/service/on_call.hpp"
#include "gateway/storage/bookings.hpp"
#include "gateway/storage/contacts.hpp"
#include "templates/catalogue.hpp"

namespace offing::service {

struct TurnSettings {
    std::chrono::minutes hold{240};
    std::chrono::days keep_enquiries{30};
    std::string crisis_cover;  ///< when a person sees an urgent text, as wording: "now", "from 9am"
    std::chrono::minutes code_word_opens{30};  ///< a conversation, from her code word on
    int answers_an_hour = 12;  ///< beyond it a person looks: another machine may be at the other end
    OnCall on_call{};
};

/// All that a turn needs beside the store and the clock. Everything outlives the turns.
struct Desk {
    const storage::Vault& vault;
    const templates::Catalogue& catalogue;
    const conversation::Lexicon& lexicon;
    Diary& diary;
    TurnSettings settings;
};

struct TurnOutcome {
    bool repeat = false;
    bool queued_text = false;  ///< the outbox has something to do
    bool crisis = false;
};

/// Throws storage::StatementFailed; then nothing of it has happened. `provider` is the configured name.
TurnOutcome take_text(storage::Transaction& transaction, const Desk& desk, std::string_view provider,
                      const provider::InboundText& text, Timestamp now);

/// What stands between us and her, read once in a turn: as understanding sees it, and as the tables have it.
struct Standing {
    conversation::State state;
    std::vector<storage::Booking> ahead;
    std::optional<storage::OfferSet> open;
};
Standing read_standing(storage::Transaction& transaction, const Desk& desk, const storage::Contact& contact,
                       Timestamp now);

/// Staff say that she did not come. Her place in line stays as it was, and an offer is due within a working
/// day. False when the booking no longer stood.
bool mark_missed(storage::Transaction& transaction, const Desk& desk, std::string_view booking,
                 Timestamp now);

}  // namespace offing::service
