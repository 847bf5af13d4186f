// TLS as this daemon speaks it: 1.2 or later, HTTP/1.1 only, peers named and checked.

#pragma once

#include <boost/asio/ssl/context.hpp>
#include <string>

#include "gateway/base/error.hpp"
#include "gateway/http/server.hpp"

namespace offing::http {

/// Fails with Error::invalid_setting, naming the file that can't be read or doesn't match.
Result<boost::asio::ssl::context> make_server_context(const TlsFiles& files);

/// Trusts the system's authorities, and those of `extra_ca_file` (PEM) beside them when it isn't empty.
Result<boost::asio::ssl::context> make_client_context(const std::string& extra_ca_file);

}  // namespace offing::http
