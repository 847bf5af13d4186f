// One system call buys the randomness of many ids: each thread draws 4 KB at a time.

#include "gateway/base/ids.hpp"

#include <openssl/rand.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string_view>

namespace offing {

namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

std::atomic<unsigned> forks{0};

class Randomness {
public:
    std::array<std::uint8_t, 10> draw() {
        // A forked child must not repeat its parent's ids.
        if (next_ + 10 > pool_.size() || filled_after_ != forks.load(std::memory_order_relaxed)) refill();
        std::array<std::uint8_t, 10> out;
        for (std::uint8_t& byte : out) {
            byte = pool_[next_];
            pool_[next_++] = 0;
        }
        return out;
    }

private:
    void refill() {
        if (RAND_bytes(pool_.data(), static_cast<int>(pool_.size())) != 1)
            throw std::runtime_error("the machine gives no randomness");
        static const int watching = pthread_atfork(nullptr, nullptr, [] { ++forks; });
        if (watching != 0) throw std::runtime_error("the machine can't watch for forks");
        next_ = 0;
        filled_after_ = forks.load(std::memory_order_relaxed);
    }

    std::array<std::uint8_t, 4000> pool_{};
    std::size_t next_ = 4000;
    unsigned filled_after_ = 0;
};

}  // namespace

std::string new_id(Timestamp now) {
    thread_local Randomness randomness;
    std::string id(26, '0');
    auto clock = static_cast<std::uint64_t>(now.time_since_epoch().count()) & 0xFFFF'FFFF'FFFFULL;
    for (std::size_t at = 10; at-- > 0; clock >>= 5) id[at] = alphabet[clock & 31];
    std::uint64_t bits = 0;
    int held = 0;
    std::size_t at = 10;
    for (const std::uint8_t byte : randomness.draw()) {
        bits = (bits << 8) | byte;
        for (held += 8; held >= 5; held -= 5) id[at++] = alphabet[(bits >> (held - 5)) & 31];
    }
    return id;
}

}  // namespace offing
