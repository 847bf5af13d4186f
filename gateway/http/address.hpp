// Which addresses are out in the world. A configured URL must not reach into the machine or its network
// unless the operator says so.

#pragma once

#include <boost/asio/ip/address.hpp>

namespace offing::http {

/// False for loopback, private, link-local, shared, documentation, multicast and reserved ranges, also where
/// IPv6 carries such an IPv4 address (mapped, NAT64, 6to4). Source: IANA's special-purpose registries.
bool is_public(const boost::asio::ip::address& address);

}  // namespace offing::http
