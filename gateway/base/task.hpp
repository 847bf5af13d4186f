// A coroutine that may wait for the world. Pure code never returns one.

#pragma once

#include <boost/asio/awaitable.hpp>

namespace offing {

template <typename T>
using Task = boost::asio::awaitable<T>;

}  // namespace offing
