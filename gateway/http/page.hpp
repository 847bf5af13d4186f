// What every page of ours says to the browser: nothing from elsewhere, no script but our files, no framing,
// no guessing of types, nothing kept.

#pragma once

#include "gateway/http/messages.hpp"

namespace offing::http {

inline Response as_page(Response response) {
    response.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace offing::http
