// Collects what is wrong with a provider's settings, so that an operator mends them in one go.

#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/provider/registry.hpp"

namespace offing::provider {

class OptionCheck {
public:
    explicit OptionCheck(const ProviderOptions& options) : options_{options} {}

    /// The company's own option, empty when absent.
    std::string optional(std::string_view key);
    std::string optional(std::string_view key, std::string_view otherwise);
    /// Complains when it is absent; `remedy` says where to find it.
    std::string required(std::string_view key, std::string_view remedy);

    /// Complains unless there is at least one secret and none is empty; `remedy` says where to find it.
    void need_secret(std::string_view remedy);
    void need_sender(std::string_view remedy);
    /// Complains unless it is an http(s) URL without query and slash at the end.
    void need_public_base();
    std::string url(std::string_view key, std::string_view otherwise);
    int number(std::string_view key, int otherwise, int least, int most);

    void complain(std::string_view key, std::string_view what, std::string_view remedy);
    /// Every problem so far, with options that nobody asked for added.
    std::vector<OptionProblem> finish();

private:
    const ProviderOptions& options_;
    std::set<std::string, std::less<>> asked_;
    std::vector<OptionProblem> problems_;
};

/// Path and query of one of our callback addresses: public base + "/webhooks/<name>".
std::string callback_url(const ProviderOptions& options);

}  // namespace offing::provider
