// Twilio's list of messages: what it still has of texts in and out, page by page. Source:
// docs/providers/twilio.md.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/provider/provider.hpp"

namespace offing::provider {

/// https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
std::optional<Delivery> twilio_delivery(std::string_view status, std::string_view code);

/// Where a page of texts from `since` on begins; `at` is empty for the first, else the last page's `next`.
std::string twilio_page(std::string_view api, std::string_view account, std::string_view at, Timestamp since);

/// Texts in to `sender` (any number of the account, where it is empty) and what became of texts out.
Result<ListedPage> read_twilio_page(const http::Response& response, std::string_view sender, Timestamp since);

/// What the list of texts to one number says of one of ours that was posted at `sent_at`; empty when it can't
/// be read.
std::optional<SendOutcome> find_in_twilio_list(const http::Response& response, const OutboundText& text,
                                               Timestamp sent_at);

}  // namespace offing::provider
