// One SMS company's dialect. A provider turns texts into HTTP and HTTP into events; it opens no socket and
// keeps no state, so a test needs neither. Formats and sources: docs/providers/.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/base/error.hpp"
#include "gateway/http/messages.hpp"
#include "gateway/provider/events.hpp"

namespace offing::provider {

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

/// One page of what the company still has, newest first, and where to read on; empty at the end.
struct ListedPage {
    std::vector<WebhookEvent> events;
    std::string next;
};

/// What the company is to forget of a text: its words and where they can go alone, else everything.
enum class Forget { words, everything };

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

    /// Where to begin reading what the company still has of texts in and out; empty where it can't be asked.
    virtual std::vector<std::string> lists() const { return {}; }
    /// `at` is one of lists() or a page's `next`. Older than `since` may be left out.
    virtual std::optional<http::Request> list(std::string_view at, Timestamp since, Timestamp now) const;
    /// Error::unavailable when the company could not say; Error::malformed for what can't be read.
    virtual Result<ListedPage> read_list(std::string_view at, Timestamp since,
                                         const http::Response& response) const;

    /// Asks the company to forget a text by the id it gave it; empty where it offers no such thing. 2xx and
    /// 404 mean that it has.
    virtual std::optional<http::Request> forget(std::string_view provider_id, bool inbound,
                                                Forget what) const;

    /// What the company takes a second over all senders of one account, whatever a sender may.
    virtual double most_per_second() const { return 1000; }
};

}  // namespace offing::provider
