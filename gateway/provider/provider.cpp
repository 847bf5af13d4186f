#include "gateway/provider/provider.hpp"

#include <algorithm>
#include <array>

namespace offing::provider {

namespace {

struct Word {
    Delivery delivery;
    std::string_view spelling;
    int rank;
};

constexpr std::array words{
    Word{Delivery::submitted, "submitted", 1}, Word{Delivery::sent, "sent", 2},
    Word{Delivery::unknown, "unknown", 2},     Word{Delivery::failed_for_now, "failed_for_now", 3},
    Word{Delivery::failed, "failed", 3},       Word{Delivery::expired, "expired", 3},
    Word{Delivery::delivered, "delivered", 4}, Word{Delivery::opted_out, "opted_out", 4}};

const Word& word_of(Delivery delivery) { return *std::ranges::find(words, delivery, &Word::delivery); }

}  // namespace

int rank_of(Delivery delivery) { return word_of(delivery).rank; }
std::string_view spell(Delivery delivery) { return word_of(delivery).spelling; }

std::optional<Delivery> parse_delivery(std::string_view text) {
    const auto found = std::ranges::find(words, text, &Word::spelling);
    if (found == words.end()) return std::nullopt;
    return found->delivery;
}

int Provider::status_for(const Error& error) const {
    switch (error.kind) {
        case Error::Kind::bad_signature:
            return 403;
        case Error::Kind::malformed:
            return 400;
        case Error::Kind::too_large:
            return 413;
        default:
            return 503;
    }
}

std::optional<http::Request> Provider::ask_about(const OutboundText&, Timestamp, Timestamp) const {
    return std::nullopt;
}

std::optional<SendOutcome> Provider::read_answer(const OutboundText&, Timestamp,
                                                 const http::Response&) const {
    return std::nullopt;
}

std::optional<http::Request> Provider::list(std::string_view, Timestamp, Timestamp) const {
    return std::nullopt;
}

Result<ListedPage> Provider::read_list(std::string_view, Timestamp, const http::Response&) const {
    return fail(Error::Kind::unavailable, "this company can't be asked");
}

std::optional<http::Request> Provider::forget(std::string_view, bool, Forget) const { return std::nullopt; }

}  // namespace offing::provider
