// The few cookies of the console: all HttpOnly and SameSite=Strict, Secure where there is TLS.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/console/route.hpp"

namespace offing::console {

struct CookieNames {
    std::string_view session;  ///< the token of a session
    std::string_view said;     ///< what the next page says at its top
    std::string_view door;     ///< before anybody is signed in
};
/// With TLS the names begin with __Host-, so that no other machine of the domain can set them.
CookieNames cookie_names(const Tools& tools);

std::optional<std::string> cookie(const http::Request& request, std::string_view name);
void set_cookie(http::Response& response, const Tools& tools, std::string_view name, std::string_view value);
void forget_cookie(http::Response& response, const Tools& tools, std::string_view name);

}  // namespace offing::console
