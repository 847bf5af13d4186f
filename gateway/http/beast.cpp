// Beast's and Asio's TLS one compiled copy; see gateway/base/asio.cpp.

#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
