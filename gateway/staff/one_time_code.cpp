#include "gateway/staff/one_time_code.hpp"

#include <liboath/oath.h>
#include <sodium.h>

#include <cstdlib>
#include <memory>

#include "gateway/base/crypto.hpp"
#include "gateway/http/messages.hpp"

namespace offing::staff {

namespace {

constexpr std::int64_t step_seconds = 30;
constexpr unsigned digits = 6;
constexpr std::size_t secret_bytes = 20;

std::int64_t seconds_of(Timestamp now) {
    return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
}

std::string code_of_step(std::string_view secret, std::int64_t step) {
    char* decoded = nullptr;
    std::size_t length = 0;
    if (oath_base32_decode(secret.data(), secret.size(), &decoded, &length) != OATH_OK) return {};
    const std::unique_ptr<char, decltype(&std::free)> owned{decoded, &std::free};
    char code[digits + 1] = {};
    const int made = oath_totp_generate(decoded, length, static_cast<time_t>(step * step_seconds),
                                        static_cast<unsigned>(step_seconds), 0, digits, code);
    sodium_memzero(decoded, length);
    return made == OATH_OK ? code : std::string{};
}

}  // namespace

std::string new_code_secret() {
    const Bytes random = crypto::random_bytes(secret_bytes);
    char* encoded = nullptr;
    std::size_t length = 0;
    if (oath_base32_encode(reinterpret_cast<const char*>(random.data()), random.size(), &encoded, &length) !=
        OATH_OK)
        throw std::bad_alloc{};
    const std::unique_ptr<char, decltype(&std::free)> owned{encoded, &std::free};
    return {encoded, length};
}

std::string code_address(std::string_view secret, std::string_view account, std::string_view service) {
    return "otpauth://totp/" + http::percent_encode(service) + ":" + http::percent_encode(account) +
           "?secret=" + std::string{secret} + "&issuer=" + http::percent_encode(service);
}

std::string plain_code(std::string_view typed) {
    std::string plain;
    for (const char letter : typed) {
        if (letter == ' ' || letter == '-') continue;
        plain += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return plain;
}

std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, Timestamp now) {
    const std::string typed = plain_code(code);
    const std::int64_t current = seconds_of(now) / step_seconds;
    std::optional<std::int64_t> found;
    for (std::int64_t step = current - 1; step <= current + 1; ++step) {
        const std::string expected = code_of_step(secret, step);
        if (!expected.empty() && crypto::equal_in_constant_time(expected, typed)) found = step;
    }
    return found;
}

std::string code_at(std::string_view secret, Timestamp now) {
    return code_of_step(secret, seconds_of(now) / step_seconds);
}

std::vector<std::string> new_recovery_codes() {
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
    std::vector<std::string> codes(8);
    for (std::string& code : codes) {
        for (int letter = 0; letter < 10; ++letter) {
            if (letter == 5) code += '-';
            code += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
        }
    }
    return codes;
}

}  // namespace offing::staff
