#include "config/secrets.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace offing::config {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t largest_secret = 64 * 1024;

std::string trimmed(std::string text) {
    while (!text.empty() &&
           (text.back() == '\n' || text.back() == '\r' || text.back() == ' ' || text.back() == '\t'))
        text.pop_back();
    return text;
}

std::string with(std::string_view name, std::string_view ending) {
    return std::string{name} + std::string{ending};
}

}  // namespace

void check_readers(Section& section, std::string_view key, const fs::path& file) {
    std::error_code failed;
    const fs::perms mode = fs::status(file, failed).permissions();
    const bool open_to_others = (mode & (fs::perms::others_all | fs::perms::group_write)) != fs::perms::none;
    if (!failed && open_to_others)
        section.mistake(key, shown(file.string()) + " can be read or changed by others",
                        "close it: chmod 600 " + file.string());
}

std::optional<Secret> SecretSource::content(std::string_view key, const fs::path& file) {
    auto text = read_file(file, largest_secret);
    if (!text) {
        section_.mistake(key, shown(file.string()) + " can't be read",
                         key.starts_with("master_key")
                             ? "bring back this store's key; for a new store make one: (umask 077; head -c "
                               "32 /dev/urandom "
                               "| base64 > " +
                                   file.string() + ")"
                             : "make the file, and let the user that runs offing read it");
        return std::nullopt;
    }
    Secret secret{trimmed(*std::move(text))};
    if (!secret.empty()) return secret;
    section_.mistake(key, shown(file.string()) + " is empty", "write the secret into it, and nothing else");
    return std::nullopt;
}

std::optional<Secret> SecretSource::from_file(std::string_view key, const std::string& path) {
    const fs::path file = (folder_ / path).lexically_normal();
    check_readers(section_, key, file);
    return content(key, file);
}

std::optional<Secret> SecretSource::from_credential(std::string_view key, const std::string& name) {
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr) {
        section_.mistake(
            key, "names a systemd credential, but there are none here",
            "start offing by its unit, with a file " + name + " in /etc/offing/secrets, or use a _file key");
        return std::nullopt;
    }
    if (name.empty() || name.find('/') != std::string::npos) {
        section_.mistake(key, shown(name) + " can't be a credential's name",
                         "write the name of a file in /etc/offing/secrets");
        return std::nullopt;
    }
    // Our units hand over a whole folder of secrets, and systemd then puts "offing_" before each name.
    const fs::path prefixed = fs::path{folder} / ("offing_" + name);
    std::error_code failed;
    return content(key, fs::exists(prefixed, failed) ? prefixed : fs::path{folder} / name);
}

std::optional<Secret> SecretSource::inline_value(std::string_view key) {
    if (!allow_inline_) {
        section_.expect(key);
        section_.mistake(key, "is a secret written in the settings file itself",
                         "put it into a file of its own and write " + with(key, "_file = \"path\""));
        return std::nullopt;
    }
    const auto value = section_.text(key);
    return value ? std::optional{Secret{*value}} : std::nullopt;
}

bool SecretSource::named(std::string_view name) const {
    const std::array<std::string_view, 6> endings{"", "s", "_file", "_files", "_credential", "_credentials"};
    return std::ranges::any_of(endings,
                               [&](std::string_view ending) { return section_.has(with(name, ending)); });
}

std::optional<Secret> SecretSource::one(std::string_view name) {
    const std::string file_key = with(name, "_file"), credential_key = with(name, "_credential");
    const int ways = static_cast<int>(section_.has(file_key)) +
                     static_cast<int>(section_.has(credential_key)) + static_cast<int>(section_.has(name));
    if (ways > 1)
        section_.mistake(
            section_.has(file_key) ? std::string_view{file_key} : std::string_view{credential_key},
            "is named in more than one way", "keep one of them");
    std::optional<Secret> secret;
    if (section_.has(name)) secret = inline_value(name);
    if (const auto credential = section_.text(credential_key))
        secret = from_credential(credential_key, *credential);
    if (const auto file = section_.text(file_key)) secret = from_file(file_key, *file);
    return secret;
}

std::vector<Secret> SecretSource::several(std::string_view name) {
    std::vector<Secret> found;
    const auto keep = [&found](std::optional<Secret> secret) {
        if (secret) found.push_back(*std::move(secret));
    };
    keep(one(name));
    const std::string files_key = with(name, "_files"), credentials_key = with(name, "_credentials");
    for (const std::string& file : section_.texts(files_key).value_or(std::vector<std::string>{}))
        keep(from_file(files_key, file));
    for (const std::string& credential : section_.texts(credentials_key).value_or(std::vector<std::string>{}))
        keep(from_credential(credentials_key, credential));
    const std::string inline_key = with(name, "s");
    if (!section_.has(inline_key)) return found;
    if (!allow_inline_)
        keep(inline_value(inline_key));
    else
        for (const std::string& value : section_.texts(inline_key).value_or(std::vector<std::string>{}))
            keep(Secret{value});
    return found;
}

std::optional<std::string> secret_name(std::string_view key) {
    for (const std::string_view ending : {"_file", "_credential"})
        if (key.ends_with(ending) && key.size() > ending.size())
            return std::string{key.substr(0, key.size() - ending.size())};
    return std::nullopt;
}

bool is_secretive(std::string_view key) {
    for (const std::string_view part : {"token", "password", "secret", "private_key", "passphrase"})
        if (key.find(part) != std::string_view::npos) return true;
    return false;
}

bool is_master_key(const Secret& key) {
    std::array<unsigned char, 33> bytes{};
    std::size_t length = 0;
    const char* end = nullptr;
    const std::string& text = key.reveal();
    const int failed = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr,
                                         &length, &end, sodium_base64_VARIANT_ORIGINAL);
    sodium_memzero(bytes.data(), bytes.size());
    return failed == 0 && length == 32 && end == text.data() + text.size();
}

}  // namespace offing::config
