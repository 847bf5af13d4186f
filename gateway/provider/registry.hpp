// Makes a provider of a kind by name. Settings come as plain values, so that this folder knows nothing of
// where they were written; every mistake is named at once.

#pragma once

#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/provider/provider.hpp"

namespace offing::provider {

struct ProviderOptions {
    std::string name;                            ///< as in the webhook's path: /webhooks/<name>
    std::string kind;                            ///< one of provider_kinds()
    std::string sender;                          ///< E.164 number or short code that texts come from
    std::string public_base;                     ///< "https://texts.example.org", what signed URLs begin with
    std::vector<std::string> secrets;            ///< the first signs what we send; any of them is accepted
    std::map<std::string, std::string> options;  ///< the company's own, secret ones among them
};

/// What is wrong with a setting and what would be right. Never holds a secret.
struct OptionProblem {
    std::string key;  ///< "sender", "secrets", "options.account_sid"
    std::string what;
    std::string remedy;
};

std::vector<std::string_view> provider_kinds();

using MadeProvider = std::expected<std::unique_ptr<Provider>, std::vector<OptionProblem>>;
MadeProvider make_provider(const ProviderOptions& options);

}  // namespace offing::provider
