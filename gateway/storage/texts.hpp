// Texts in and texts out, at rest. A text out goes waiting -> sending -> sent, or parked for a person; the
// attempt is on record before anything is posted, so a crash in between shows (outbox.hpp).

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"
#include "gateway/storage/vault.hpp"

namespace offing::service {
class Sealer;
}

namespace offing::storage {

/// The words of a text out, sealed with her key. Only service::Sealer makes one, of a templates::Text, so
/// that nothing but a live template can be queued.
class SealedText {
public:
    SealedText() = default;  ///< of a text whose words are gone
    const Bytes& bytes() const { return bytes_; }

private:
    friend class service::Sealer;
    friend struct OutboundRow;  // what is in the store was put there so
    explicit SealedText(Bytes bytes) : bytes_{std::move(bytes)} {}
    Bytes bytes_;
};

struct NewInbound {
    std::string id;
    std::string provider;
    std::string provider_id;
    std::string also_known_as;  ///< empty, or the second id that the company may give the same text
    std::string contact;
    Bytes body_sealed;
    std::string intents_json;
};
/// False for a repeat: this provider has brought this text before, and it was acted on then.
bool record_inbound(Transaction& transaction, const NewInbound& text, Timestamp now);
/// By either of its ids.
bool inbound_seen(Transaction& transaction, std::string_view provider, std::string_view provider_id);

/// False when this key was used before. Keys past their time are dropped on the way.
bool use_replay_key(Transaction& transaction, std::string_view provider, std::string_view key,
                    Timestamp expires, Timestamp now);

enum class Priority { crisis = 0, answer = 1, reminder = 2 };

struct NewOutbound {
    std::string id;
    std::string contact;
    std::optional<std::string> offers{};  ///< the set whose numbers it shows: no longer open, it isn't sent
    std::optional<std::string> booking;   ///< the appointment it is about: checked again before it goes
    std::string template_id;
    int template_version = 0;
    std::string language;
    Priority priority = Priority::answer;
    bool unprompted = false;
    SealedText body;
    Timestamp due;
    Timestamp expires;
};
void queue_text(Transaction& transaction, const NewOutbound& text, Timestamp now);
/// The version it was written from is no longer live: other words for the same text, before it goes.
void reword(Transaction& transaction, const NewOutbound& text);

/// What became of a text, as the column spells it.
enum class OutboundStatus { waiting, sending, sent, unknown, failed, expired, dropped, opted_out };
std::string_view spell(OutboundStatus status);

/// When the next waiting text is due; empty when none waits.
std::optional<Timestamp> next_due(Transaction& transaction);

struct ReceiptMatch {
    std::string id;
    std::string contact;
    bool raised = true;  ///< false when we had heard as much before
};
/// A receipt: raises the delivery rank, never lowers it. Empty when no text of ours has that id.
std::optional<ReceiptMatch> note_receipt(Transaction& transaction, std::string_view provider,
                                         std::string_view provider_id, std::string_view our_id,
                                         std::string_view delivery, int rank, Timestamp now);

/// A receipt for a text that isn't on record yet, or isn't ours: kept aside, and matched when the send is
/// settled.
void keep_unknown_receipt(Transaction& transaction, std::string_view provider, std::string_view provider_id,
                          std::string_view delivery, int rank, Timestamp now);
/// Receipts kept aside that nothing ever matched.
void forget_unknown_receipts(Transaction& transaction, Timestamp before);

/// Unprompted texts that went or will go to her in (`from`, `to`).
int unprompted_between(Transaction& transaction, std::string_view contact, Timestamp from, Timestamp to);
/// Answers queued for her since `since`: too many in an hour, and another machine may be at the other end.
int answers_since(Transaction& transaction, std::string_view contact, Timestamp since);
/// Whether a text by this template went or will go to her about a booking.
bool has_text_about(Transaction& transaction, std::string_view booking, std::string_view template_id);
/// Waiting texts about a booking that no longer stands.
void drop_waiting_about(Transaction& transaction, std::string_view booking, Timestamp now);

/// She wants no more, or somebody else holds her phone: nothing that waits goes, but for crisis texts.
void drop_waiting_for(Transaction& transaction, std::string_view contact, Timestamp now);
/// She has texted first: an offer after a missed time that still waits is overtaken by her own words.
void drop_waiting_missed(Transaction& transaction, std::string_view contact, Timestamp now);

/// Bodies in and out older than `before`, at most `most`: gone. Returns how many.
int forget_bodies(Transaction& transaction, Timestamp before, int most);

}  // namespace offing::storage
