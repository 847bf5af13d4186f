#include "gateway/console/password_work.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/staff/password.hpp"

namespace offing::console {

namespace asio = boost::asio;

namespace {

constexpr int most_waiting = 16;

struct Place {
    explicit Place(int& waiting) : waiting_{waiting} { ++waiting_; }
    ~Place() { --waiting_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    int& waiting_;
};

}  // namespace

Task<bool> PasswordWork::verify_here(std::string hash, std::string password) {
    co_return staff::verify_password(hash.empty() ? staff::nobodys_hash() : hash, password) && !hash.empty();
}

Task<std::string> PasswordWork::hash_here(std::string password) { co_return staff::hash_password(password); }

Task<std::optional<bool>> PasswordWork::verify(std::string hash, std::string password) {
    if (waiting_ >= most_waiting) co_return std::nullopt;
    const Place place{waiting_};
    co_return co_await asio::co_spawn(pool_, verify_here(std::move(hash), std::move(password)),
                                      asio::use_awaitable);
}

Task<std::optional<std::string>> PasswordWork::hash(std::string password) {
    if (waiting_ >= most_waiting) co_return std::nullopt;
    const Place place{waiting_};
    co_return co_await asio::co_spawn(pool_, hash_here(std::move(password)), asio::use_awaitable);
}

}  // namespace offing::console
