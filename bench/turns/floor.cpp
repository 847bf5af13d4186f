// The two floors that a durable turn is measured against, on the daemon's own HTTP server:
//   turn_floor bare            answers and does nothing else
//   turn_floor insert FILE     checks a signature and stores two rows, one fsync for all that wait
// Prints its port, then serves until SIGTERM.

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <iostream>

#include "gateway/base/crypto.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/http/server.hpp"
#include "gateway/storage/postgres_database.hpp"
#include "gateway/storage/sqlite_database.hpp"

namespace {

using namespace offing;

constexpr std::string_view secret = "bench secret";

Task<http::Response> bare(http::Request) { co_return http::Response::json(200, "{}"); }

class Inserter {
public:
    explicit Inserter(const std::string& address) {
        auto opened = address.find("host=") == std::string::npos ? storage::open_sqlite(address)
                                                                 : storage::open_postgres(address);
        if (!opened) throw std::runtime_error(opened.error().what);
        database_ = std::move(*opened);
        const auto made = database_->transact_now([](storage::Transaction& transaction) {
            transaction.run("CREATE TABLE IF NOT EXISTS text_in (id TEXT PRIMARY KEY, at BIGINT, body TEXT)");
            transaction.run(
                "CREATE TABLE IF NOT EXISTS text_out (id TEXT PRIMARY KEY, at BIGINT, body TEXT)");
        });
        if (!made) throw std::runtime_error(made.error().what);
    }

    Task<http::Response> answer(http::Request request) {
        const auto given = request.header("X-Simulator-Signature");
        if (!given || !crypto::equal_in_constant_time(
                          *given, crypto::to_hex(crypto::hmac_sha256(secret, request.body))))
            co_return http::Response::text(403, "");
        const Timestamp now = SystemClock{}.now();
        auto body = std::make_shared<const std::string>(std::move(request.body));
        const auto done = co_await database_->transact([body, now](storage::Transaction& transaction) {
            const std::int64_t at = now.time_since_epoch().count();
            transaction.run("INSERT INTO text_in (id, at, body) VALUES ($1, $2, $3)",
                            {new_id(now), at, *body});
            transaction.run("INSERT INTO text_out (id, at, body) VALUES ($1, $2, $3)",
                            {new_id(now), at, *body});
        });
        co_return http::Response::json(done ? 200 : 503, "{}");
    }

private:
    std::unique_ptr<storage::Database> database_;
};

}  // namespace

int main(int argc, char** argv) {
    const std::string mode = argc > 1 ? argv[1] : "";
    if (mode != "bare" && (mode != "insert" || argc < 3)) {
        std::cerr << "usage: turn_floor bare | insert DATABASE\n";
        return 2;
    }
    std::unique_ptr<Inserter> inserter;
    if (mode == "insert") inserter = std::make_unique<Inserter>(argv[2]);
    http::Handler handler = bare;
    if (inserter) handler = [&](http::Request request) { return inserter->answer(std::move(request)); };

    boost::asio::io_context io{1};
    http::ListenOptions options;
    options.name = "bench";
    options.limits.requests_per_connection = 100'000'000;
    auto server = http::Server::listen(io.get_executor(), options, std::move(handler));
    if (!server) {
        std::cerr << server.error().what << '\n';
        return 1;
    }
    std::cout << (*server)->port() << std::endl;
    boost::asio::signal_set signals{io, SIGTERM, SIGINT};
    signals.async_wait([&](boost::system::error_code, int) { (*server)->stop(std::chrono::seconds{2}); });
    boost::asio::co_spawn(io, (*server)->run(), boost::asio::detached);
    io.run();
}
