// One account of each kind, with secrets made up for tests, and webhooks as its company would sign them.

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "gateway/provider/registry.hpp"

namespace offing::provider {

constexpr Timestamp made_up_now{std::chrono::milliseconds{1'795'426'200'000}};

std::unique_ptr<Provider> make_made_up(std::string_view kind);

/// `body`, signed at made_up_now.
http::Request genuine(std::string_view kind, std::string body);

}  // namespace offing::provider
