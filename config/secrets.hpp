// Secrets as a settings file names them: <name>_file = "path" or <name>_credential = "name" (systemd's, read
// from $CREDENTIALS_DIRECTORY). No mistake ever repeats one.

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/section.hpp"
#include "config/settings.hpp"

namespace offing::config {

/// Reads the secrets of one section. Written in the file itself (`<name> = "..."`) they are refused unless
/// the file says allow_inline_secrets = true.
class SecretSource {
public:
    SecretSource(Section& section, std::filesystem::path folder, bool allow_inline)
        : section_{section}, folder_{std::move(folder)}, allow_inline_{allow_inline} {}

    std::optional<Secret> one(std::string_view name);
    /// Also <name>_files and <name>_credentials, which are lists.
    std::vector<Secret> several(std::string_view name);
    /// Whether the section speaks of this secret at all, rightly or wrongly.
    bool named(std::string_view name) const;

private:
    std::optional<Secret> from_file(std::string_view key, const std::string& path);
    std::optional<Secret> from_credential(std::string_view key, const std::string& name);
    std::optional<Secret> inline_value(std::string_view key);
    std::optional<Secret> content(std::string_view key, const std::filesystem::path& file);

    Section& section_;
    std::filesystem::path folder_;
    bool allow_inline_;
};

/// Notes a mistake when others than its owner and group may read or change `file`.
void check_readers(Section& section, std::string_view key, const std::filesystem::path& file);

/// "auth" for "auth_file" and "auth_credential"; empty for any other key.
std::optional<std::string> secret_name(std::string_view key);
/// Whether a key looks as if its value were a secret: token, password, secret, private key.
bool is_secretive(std::string_view key);
/// 32 bytes in base64.
bool is_master_key(const Secret& key);

}  // namespace offing::config
