// The question asked a moment before a text leaves: does it still make sense?

#pragma once

#include "gateway/service/turn.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

/// What to do with a leased text.
struct Verdict {
    enum class What { send, later, drop, expire } what = What::send;
    Timestamp later{};   ///< for later
    std::string why;     ///< for the record: a code, no words of hers
    std::string number;  ///< for send
    std::string body;    ///< for send
};

/// An answer that is not held up longer comes while she has the phone in her hand.
constexpr std::chrono::minutes still_in_her_hand{30};

Verdict last_check(storage::Transaction& transaction, const Desk& desk, const storage::NewOutbound& text,
                   Timestamp now);

}  // namespace offing::service
