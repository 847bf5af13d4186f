#include "gateway/http/client.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <map>
#include <stdexcept>

#include "gateway/http/address.hpp"
#include "gateway/http/peer.hpp"
#include "gateway/http/serialise.hpp"
#include "gateway/http/tls.hpp"

namespace offing::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds longest_idle{30};

/// The pieces of a URL that a request needs.
struct Destination {
    bool is_tls = false;
    std::string host;  ///< without brackets
    unsigned short port = 0;
    std::string authority;  ///< as it stands in Host
    std::string target;
    bool may_be_private = false;
    std::string key() const {
        return (is_tls ? "s " : "p ") + host + " " + std::to_string(port) +
               (may_be_private ? " private" : "");
    }
};

std::optional<Destination> read_url(std::string_view text) {
    const auto url = boost::urls::parse_uri(boost::core::string_view{text.data(), text.size()});
    if (!url || url->has_userinfo() || url->has_fragment() || url->host().empty()) return std::nullopt;
    Destination found;
    found.is_tls = url->scheme_id() == boost::urls::scheme::https;
    if (!found.is_tls && url->scheme_id() != boost::urls::scheme::http) return std::nullopt;
    found.host = url->host_address();
    found.port = found.is_tls ? 443 : 80;
    // Not url->port_number(): Boost 1.81 lets 99999 wrap round to another port.
    const auto port = url->port();
    const auto parsed = std::from_chars(port.data(), port.data() + port.size(), found.port);
    if (url->has_port() && (parsed.ec != std::errc{} || found.port == 0)) return std::nullopt;
    found.authority = std::string{url->encoded_host_and_port()};
    found.target = std::string{url->encoded_target()};
    if (!found.target.starts_with('/')) found.target.insert(0, "/");
    return found;
}

Exchange not_sent(std::string what) { return {Exchange::Outcome::not_sent, {}, std::move(what)}; }
Exchange unknown(std::string what) { return {Exchange::Outcome::unknown, {}, std::move(what)}; }

/// A lookup that can be left behind: the system's resolver can't be stopped.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : resolver{executor}, waiting{executor} {}
    tcp::resolver resolver;
    asio::steady_timer waiting;
    std::optional<std::vector<tcp::endpoint>> found;
};

class PooledClient final : public Client {
public:
    PooledClient(asio::any_io_executor executor, ClientOptions options, asio::ssl::context tls)
        : executor_{std::move(executor)}, options_{std::move(options)}, tls_{std::move(tls)} {}

    Task<Exchange> send(Request request) override {
        auto destination = read_url(request.target);
        if (!destination) co_return not_sent("the URL isn't a plain http or https one");
        destination->may_be_private = request.to_private;
        std::string bytes;
        if (!append_request(bytes, request, destination->target, destination->authority)) {
            co_return not_sent("a header holds a control byte");
        }
        std::shared_ptr<Peer> peer = take_idle(destination->key());
        if (!peer) {
            std::string failed;
            peer = co_await connect(*destination, failed);
            if (!peer) co_return not_sent(std::move(failed));
        }
        co_return co_await exchange(std::move(peer), *destination, std::move(bytes),
                                    request.method == "HEAD");
    }

private:
    Task<Exchange> exchange(std::shared_ptr<Peer> peer, const Destination& destination, std::string bytes,
                            bool is_head) {
        peer->expect_within(options_.answer_deadline);
        const auto written = co_await peer->write(bytes);
        if (!written.may_have_gone_out) co_return not_sent("the connection was gone before the request");
        if (!written.is_whole) co_return unknown("the connection ended within the request");
        Exchange exchange{Exchange::Outcome::answered, {}, {}};
        auto failed = co_await peer->read(exchange.response, options_.answer_bytes, is_head);
        peer->no_deadline();
        if (failed) co_return unknown(std::move(*failed));
        if (peer->may_be_kept()) keep(destination.key(), std::move(peer));
        co_return exchange;
    }

    Task<std::shared_ptr<Peer>> connect(const Destination& destination, std::string& failed) {
        auto endpoints = co_await resolve(destination);
        if (!endpoints) {
            failed = "the host's name can't be resolved";
            co_return nullptr;
        }
        if (!options_.allow_private_addresses && !destination.may_be_private) {
            std::erase_if(*endpoints, [](const auto& endpoint) { return !is_public(endpoint.address()); });
        }
        if (endpoints->empty()) {
            failed = "the host has private addresses only, and this setting doesn't allow them";
            co_return nullptr;
        }
        auto peer = std::make_shared<Peer>(executor_, destination.is_tls ? &tls_ : nullptr);
        peer->expect_within(options_.connect_deadline);
        auto refused = co_await peer->connect(std::move(*endpoints), destination.host);
        peer->no_deadline();
        if (refused) {
            failed = std::move(*refused);
            co_return nullptr;
        }
        co_return peer;
    }

    Task<std::optional<std::vector<tcp::endpoint>>> resolve(const Destination& destination) {
        boost::system::error_code is_name;
        const auto address = asio::ip::make_address(destination.host, is_name);
        if (!is_name) {
            co_return std::vector{tcp::endpoint{address, destination.port}};
        }
        auto lookup = std::make_shared<Lookup>(executor_);
        lookup->waiting.expires_after(options_.connect_deadline);
        lookup->resolver.async_resolve(
            destination.host, std::to_string(destination.port),
            [lookup](const boost::system::error_code& failed, const tcp::resolver::results_type& results) {
                if (!failed) {
                    auto& found = lookup->found.emplace();
                    for (const auto& result : results) found.push_back(result.endpoint());
                }
                lookup->waiting.cancel();
            });
        co_await lookup->waiting.async_wait(as_result);
        co_return std::move(lookup->found);
    }

    std::shared_ptr<Peer> take_idle(const std::string& key) {
        auto& peers = idle_[key];
        while (!peers.empty()) {
            auto peer = std::move(peers.back());
            peers.pop_back();
            const bool is_young = std::chrono::steady_clock::now() - peer->idle_since < longest_idle;
            if (is_young && peer->is_fresh()) return peer;
        }
        return nullptr;
    }

    void keep(const std::string& key, std::shared_ptr<Peer> peer) {
        auto& peers = idle_[key];
        if (peers.size() >= options_.idle_per_host) return;
        peer->idle_since = std::chrono::steady_clock::now();
        peers.push_back(std::move(peer));
    }

    asio::any_io_executor executor_;
    ClientOptions options_;
    asio::ssl::context tls_;
    std::map<std::string, std::vector<std::shared_ptr<Peer>>> idle_;  ///< hosts come from the settings: few
};

}  // namespace

std::unique_ptr<Client> Client::make(asio::any_io_executor executor, ClientOptions options) {
    auto tls = make_client_context(options.extra_ca_file);
    if (!tls) throw std::runtime_error{tls.error().what};
    return std::make_unique<PooledClient>(std::move(executor), std::move(options), std::move(*tls));
}

}  // namespace offing::http
