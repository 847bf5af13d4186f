// One SMS company's dialect. A provider turns texts into HTTP and HTTP into events; it opens no socket and
// keeps no state, so a test needs neither. Formats and sources: docs/providers/.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/base/error.hpp"
#include "gateway/http/messages.hpp"

namespace offing::provider {

/// A text on its way out. `id` is ours and comes back in receipts where the company can carry it.
struct OutboundText {
    std::string id;
    std::string to;    ///< E.164, "+447700900123"
    std::string body;  ///< UTF-8, NFC
    std::chrono::seconds valid_for{3600};
};

/// How far a text has come. Ranks only rise (docs/providers/README.md holds the table).
enum class Delivery { submitted, sent, unknown, failed_for_now, failed, expired, delivered, opted_out };
int rank_of(Delivery delivery);
std::string_view spell(Delivery delivery);
std::optional<Delivery> parse_delivery(std::string_view text);

struct SendOutcome {
    enum class Kind {
        accepted,
        throttled,  ///< not processed: try again later
        temporary,  ///< not processed: try again, or by another provider
        permanent,  ///< this text will never go
        opted_out,  ///< the network blocks her number until she texts START
        unknown     ///< it may have gone out: never send it again blindly
    } kind = Kind::unknown;
    std::string provider_id;
    std::string code;  ///< the company's, for operators
    std::chrono::seconds retry_after{0};
};

/// A text that came in.
struct InboundText {
    std::string provider_id;      ///< the company's id: the key against acting twice
    std::string also_known_as{};  ///< a second such key, where a company may give one text two ids
    std::string from;             ///< as given, E.164 where it could be read
    std::string to;
    std::string body;
    bool opt_out_keyword = false;  ///< the company has blocked her number on this text
    bool opt_in_keyword = false;
    int media = 0;
};

/// What became of a text of ours.
struct Receipt {
    std::string provider_id;
    std::string our_id;  ///< where the company carries it back
    Delivery delivery = Delivery::unknown;
    std::string code;
};

using WebhookEvent = std::variant<InboundText, Receipt>;

/// Some companies sign a number used once. Providers keep no state, so the caller stores it, in the same
/// transaction as the events: a key that is already there means that those events are stored too, so nothing
/// is done and `ok` is answered as the first time.
struct ReplayKey {
    std::string key;    ///< unique within the provider's name; says nothing about anybody
    Timestamp expires;  ///< afterwards the signed time is stale by itself and the row may go
};

/// One webhook, read whole.
struct WebhookAnswer {
    std::vector<WebhookEvent> events;
    http::Response ok;  ///< what this company wants to hear once the events are durable
    std::optional<ReplayKey> replay{};
};

class Provider {
public:
    virtual ~Provider() = default;

    virtual std::string_view name() const = 0;

    /// `now` for companies whose requests carry a signed time.
    virtual http::Request encode(const OutboundText& text, Timestamp now) const = 0;

    /// SendOutcome::unknown when the text may have gone out.
    virtual SendOutcome decode(const http::Response& response) const = 0;

    /// Checks the signature before it looks at anything else. Error::bad_signature only when it is proven
    /// false; Error::unavailable when the company should try again.
    virtual Result<WebhookAnswer> read_webhook(const http::Request& request, Timestamp now) const = 0;

    /// The status for an error of read_webhook. The default suits most: bad_signature 403, malformed 400,
    /// too_large 413, everything else 503.
    virtual int status_for(const Error& error) const;

    /// A question that settles an unknown outcome: empty where the company has no way to ask. Companies'
    /// lists lag, so ask no sooner than two minutes after `sent_at`.
    virtual std::optional<http::Request> ask_about(const OutboundText& text, Timestamp sent_at,
                                                   Timestamp now) const;
    /// The answer to ask_about: accepted when the company has the text, temporary when it certainly hasn't,
    /// empty when it says neither.
    virtual std::optional<SendOutcome> read_answer(const OutboundText& text, Timestamp sent_at,
                                                   const http::Response& response) const;
};

}  // namespace offing::provider
