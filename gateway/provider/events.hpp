// What passes between a company and us, as plain values: a text out, what came of it, a text in, a receipt.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "gateway/base/clock.hpp"

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
    /// When she sent it, where it was found later by asking the company; empty for what comes as it happens.
    std::optional<Timestamp> sent_at{};
};

/// What became of a text of ours.
struct Receipt {
    std::string provider_id;
    std::string our_id;  ///< where the company carries it back
    Delivery delivery = Delivery::unknown;
    std::string code;
};

using WebhookEvent = std::variant<InboundText, Receipt>;

}  // namespace offing::provider
