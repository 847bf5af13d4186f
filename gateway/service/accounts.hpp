// The accounts with SMS companies that the settings name.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "gateway/provider/provider.hpp"

namespace offing::service {

/// A configured account with one company. Named in webhook paths: /webhooks/<name>.
struct Account {
    std::string name;
    std::unique_ptr<provider::Provider> provider;
    double texts_per_second = 1.0;
    std::string kind{};       ///< accounts of one kind share the company's own limit
    double weight = 1.0;      ///< its share of texts that no other account is meant for; 0: only in need
    bool to_private = false;  ///< its company is reached inside our own network
};
using Accounts = std::map<std::string, Account, std::less<>>;

}  // namespace offing::service
