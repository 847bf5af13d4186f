// One harmless text to a number of the operator's own, by one account: does the way out work?

#pragma once

#include <string>
#include <string_view>

#include "gateway/base/task.hpp"
#include "gateway/http/client.hpp"
#include "gateway/service/accounts.hpp"
#include "gateway/service/turn.hpp"

namespace offing::service {

struct TestSent {
    enum class What { sent, refused_number, her_number, no_such_account, failed } what = What::failed;
    std::string provider_id;  ///< the company's id for it
    std::string outcome;      ///< accepted, throttled, temporary, ...
    std::string detail;       ///< the company's code, or what went wrong on the way
};

/// Never to the number of a woman in touch with the service: a text without meaning is one she would have to
/// explain. Nothing is stored, and the text says nothing.
Task<TestSent> send_test(storage::Database& database, const storage::Vault& vault, const Accounts& accounts,
                         http::Client& client, std::string account, std::string number, Timestamp now);

}  // namespace offing::service
