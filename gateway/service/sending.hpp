// One text over the wire, by one account: what the outbox and a test send share.

#pragma once

#include <string>
#include <string_view>

#include "gateway/base/task.hpp"
#include "gateway/http/client.hpp"
#include "gateway/service/accounts.hpp"

namespace offing::service {

std::string_view word_for(provider::SendOutcome::Kind kind);

/// A question or an order to the account's company. It may be inside our own network only where the settings
/// say so.
Task<http::Exchange> ask_company(http::Client& client, const Account& account, http::Request request);

/// Unknown when it may have gone out. `trouble`, where given, hears why there was no answer.
Task<provider::SendOutcome> post_text(http::Client& client, const Account& account,
                                      provider::OutboundText text, Timestamp now,
                                      std::string* trouble = nullptr);

}  // namespace offing::service
