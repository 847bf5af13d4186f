#include "gateway/service/sending.hpp"

namespace offing::service {

using provider::SendOutcome;

std::string_view word_for(SendOutcome::Kind kind) {
    switch (kind) {
        case SendOutcome::Kind::accepted:
            return "accepted";
        case SendOutcome::Kind::throttled:
            return "throttled";
        case SendOutcome::Kind::temporary:
            return "temporary";
        case SendOutcome::Kind::permanent:
            return "permanent";
        case SendOutcome::Kind::opted_out:
            return "opted_out";
        case SendOutcome::Kind::unknown:
            return "unknown";
    }
    return "unknown";
}

Task<http::Exchange> ask_company(http::Client& client, const Account& account, http::Request request) {
    request.to_private = account.to_private;
    co_return co_await client.send(std::move(request));
}

Task<SendOutcome> post_text(http::Client& client, const Account& account, provider::OutboundText text,
                            Timestamp now, std::string* trouble) {
    const auto exchange = co_await ask_company(client, account, account.provider->encode(text, now));
    if (exchange.outcome == http::Exchange::Outcome::answered)
        co_return account.provider->decode(exchange.response);
    if (trouble != nullptr) *trouble = exchange.what;
    const bool not_sent = exchange.outcome == http::Exchange::Outcome::not_sent;
    co_return SendOutcome{.kind = not_sent ? SendOutcome::Kind::temporary : SendOutcome::Kind::unknown,
                          .provider_id = {},
                          .code = not_sent ? "not sent" : "no answer"};
}

}  // namespace offing::service
