#include "gateway/staff/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <new>

namespace offing::staff {

namespace {

constexpr std::string_view easy_letters = "abcdefghjkmnpqrstuvwxyz23456789";
constexpr std::string_view tried_first[] = {"password", "passw0rd", "qwerty",    "123456",
                                            "letmein",  "welcome",  "liverpool", "arsenal",
                                            "offing",   "111111",   "abc123",    "iloveyou"};

bool is_one_letter(std::string_view text) {
    return std::ranges::all_of(text, [&](char letter) { return letter == text.front(); });
}

/// What is left of it without the words and rows that are tried first.
std::size_t letters_beyond_the_obvious(std::string lower) {
    for (const std::string_view word : tried_first) {
        for (auto at = lower.find(word); at != std::string::npos; at = lower.find(word))
            lower.erase(at, word.size());
    }
    return lower.size();
}

}  // namespace

std::string hash_password(std::string_view password) {
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(hash, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc{};
    }
    return hash;
}

bool verify_password(const std::string& hash, std::string_view password) {
    if (hash.size() >= crypto_pwhash_STRBYTES) return false;
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& nobodys_hash() {
    static const std::string hash = hash_password(make_password());
    return hash;
}

std::string make_password() {
    std::string made;
    for (int letter = 0; letter < 16; ++letter) {
        if (letter > 0 && letter % 4 == 0) made += '-';
        made += easy_letters[randombytes_uniform(static_cast<std::uint32_t>(easy_letters.size()))];
    }
    return made;
}

std::optional<std::string> password_problem(std::string_view password, std::string_view account) {
    if (password.size() < shortest_password)
        return "Choose a password of 12 letters or more. Three words that don't belong together are easy to "
               "keep.";
    if (password.size() > longest_password) return "Choose a password of at most 256 letters.";
    std::string lower{password};
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    if (!account.empty()) {
        for (auto at = lower.find(account); at != std::string::npos; at = lower.find(account))
            lower.erase(at, account.size());
    }
    if (lower.empty() || is_one_letter(lower) || letters_beyond_the_obvious(lower) < 6)
        return "That password is one of the first that are tried. Choose three words that don't belong "
               "together.";
    return std::nullopt;
}

}  // namespace offing::staff
