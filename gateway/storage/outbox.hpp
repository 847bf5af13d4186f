// The outbox's side of the texts table: what is due is leased for one account, and comes back settled or put
// back. Texts of different accounts never stand in each other's way.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/storage/texts.hpp"

namespace offing::storage {

/// A text that is due, with all that the last check needs.
struct DueText {
    NewOutbound text;
    int attempts = 0;
    std::string provider;  ///< of the last attempt; empty before the first
    std::string provider_id;
    Timestamp lease_until{};  ///< of the last attempt
    std::string route;        ///< the account it was meant for; empty: nobody has looked yet
};

struct Lease {
    std::string owner;
    std::string account;
    Timestamp now;
    Timestamp until;
    int urgent = 0;     ///< at most so many crisis texts and answers
    int reminders = 0;  ///< and so many of the rest
};
/// Takes texts that are due, meant for this account or for none yet: crisis first, then answers, then by due
/// time. Their status is `sending` and the attempt counted from here on.
std::vector<DueText> lease_due(Transaction& transaction, const Lease& lease);
/// Back to waiting as if never leased, meant for another account.
void send_by(Transaction& transaction, std::string_view id, std::string_view account);
/// Texts that wait for `account`, at most `most`, are free to go by any other.
int free_route(Transaction& transaction, std::string_view account, int most);

/// Texts whose lease ran out while `sending`: the daemon that held them died, and they may have gone out.
std::vector<DueText> overdue_leases(Transaction& transaction, Timestamp now, int most);
/// Texts that may have gone out, settled as unknown before `before` and not asked about yet.
std::vector<DueText> unknown_texts(Transaction& transaction, Timestamp before, int most);
/// The company could not say: nobody asks again, a person decides.
void stop_asking(Transaction& transaction, std::string_view id);

void settle(Transaction& transaction, std::string_view id, OutboundStatus status,
            std::string_view provider_id, std::string_view why, Timestamp now);
/// Back to waiting, not before `due`, from sending or unknown; by `route`, or by any account when it is
/// empty.
void put_back(Transaction& transaction, std::string_view id, Timestamp due, std::string_view why,
              std::string_view route = {});
/// As put_back; the attempt doesn't count, because the company never looked at the text.
void put_back_uncounted(Transaction& transaction, std::string_view id, Timestamp due, std::string_view why);

/// The account that she texted last; empty when she has texted none.
std::string account_she_texted(Transaction& transaction, std::string_view contact);
/// When texts she did not ask for went, or may have gone, to her since `since`; earliest first.
std::vector<Timestamp> unprompted_sent_since(Transaction& transaction, std::string_view contact,
                                             Timestamp since);
/// The sealed words of what went, or may have gone, to her since `since`.
std::vector<Bytes> bodies_sent_since(Transaction& transaction, std::string_view contact, Timestamp since);

}  // namespace offing::storage
