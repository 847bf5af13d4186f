// Passwords of staff: Argon2id with libsodium's interactive cost (64 MB, some 0.1 s). Slow on purpose: never
// on a thread that serves.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace offing::staff {

constexpr std::size_t shortest_password = 12;
constexpr std::size_t longest_password = 256;

/// Salt and cost are in it. Throws std::bad_alloc when there is no memory for it.
std::string hash_password(std::string_view password);
/// False for a wrong password and for what is no hash.
bool verify_password(const std::string& hash, std::string_view password);
/// What an unknown account is checked against, so that it takes as long as a known one.
const std::string& nobodys_hash();

/// For somebody else to type once: four groups of four, without letters that look alike.
std::string make_password();
/// What to change about a password that she chose, or empty when it will do. No rules of composition: length,
/// and not what everybody tries first.
std::optional<std::string> password_problem(std::string_view password, std::string_view account);

}  // namespace offing::staff
