// offing.toml, typed. Every setting has a default that is safe; secrets are names of files or of
// systemd credentials, never values.

#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace offing::config {

/// One mistake in a file: where, what, and what would be right.
struct Mistake {
    std::string file;
    int line = 0;
    std::string key;
    std::string what;
    std::string remedy;
};
std::string spell(const Mistake& mistake);

/// Thrown at start; what() lists every mistake, one to a line.
class BadConfiguration : public std::runtime_error {
public:
    explicit BadConfiguration(std::vector<Mistake> mistakes);
    const std::vector<Mistake>& mistakes() const { return mistakes_; }

private:
    std::vector<Mistake> mistakes_;
};

/// A secret that prints as "(secret)" and is wiped when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_{std::move(value)} {}
    ~Secret();
    Secret(const Secret&) = default;
    Secret(Secret&&) noexcept = default;
    Secret& operator=(const Secret&) = default;
    Secret& operator=(Secret&&) noexcept = default;
    const std::string& reveal() const { return value_; }
    bool empty() const { return value_.empty(); }
    friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "(secret)"; }

private:
    std::string value_;
};

struct ListenSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::filesystem::path tls_certificate{};  ///< PEM chain; both or neither
    std::filesystem::path tls_key{};
    std::size_t connections = 2048;
    std::size_t body_bytes = 64 * 1024;
};

struct DatabaseSettings {
    enum class Kind { sqlite, postgres } kind = Kind::sqlite;
    std::filesystem::path file = "offing.db";
    Secret postgres_url;  ///< from a file: it may hold a password
    int postgres_connections = 4;
};

struct ProviderSettings {
    std::string name;         ///< as in the webhook's path: /webhooks/<name>
    std::string kind;         ///< twilio, simulator, ...
    std::string sender;       ///< E.164 number or short code texts come from
    std::string public_base;  ///< "https://texts.example.org": what webhook URLs are signed with, never the
                              ///< Host header
    std::vector<Secret> secrets;                   ///< two at once while one is being changed
    std::map<std::string, std::string> options;    ///< the company's own, checked by its file
    std::map<std::string, Secret> secret_options;  ///< options written as <name>_file or <name>_credential
    double texts_per_second = 1.0;
    double weight = 1.0;           ///< its share beside other providers; 0: only while no other does
    bool private_network = false;  ///< its company is reached inside our own network
};

struct ReminderSettings {
    std::vector<std::chrono::minutes> ahead{std::chrono::hours{7 * 24}, std::chrono::hours{48},
                                            std::chrono::hours{3}};
};

struct Settings {
    bool demo = false;  ///< the handset page, a movable clock, texts that await review
    std::filesystem::path data_folder = "/var/lib/offing";
    std::filesystem::path templates_folder;  ///< the messages, *.toml
    std::filesystem::path lexicon_folder;    ///< the words that texts are understood by
    std::filesystem::path service_file;      ///< imported at start when the store holds no service yet
    ListenSettings public_listener{.port = 8080};
    ListenSettings internal_listener{.port = 8081,
                                     .body_bytes = 1024 * 1024};  ///< room for a school's calendar
    DatabaseSettings database;
    Secret master_key;  ///< 32 bytes as base64, checked; crypto::from_base64 gives what Vault::make wants
    std::vector<ProviderSettings> providers;
    ReminderSettings reminders;
    std::chrono::minutes hold{240};
    std::chrono::minutes code_word_opens{30};
    std::chrono::days keep_bodies{14};
    std::chrono::days keep_enquiries{30};
    std::string crisis_cover = "";            ///< when a person sees alerts, as wording: "now" or "from 9am"
    std::vector<std::string> on_call_routes;  ///< "console", "text:+447...", "webhook:https://..."
    std::vector<std::string> on_call_after_5m;  ///< told too while nobody has it
    std::vector<std::string> on_call_after_15m;
    std::string anchor_url;  ///< who keeps the ledger's heads for us: https; empty: nobody
    std::chrono::minutes anchor_every{1440};
    std::string log_level = "info";
};

/// "7d", "48h", "90m"; empty for anything else.
std::optional<std::chrono::minutes> parse_duration(std::string_view text);

/// Reads and checks a file. Relative paths count from the file's folder. Throws BadConfiguration.
Settings load_settings(const std::filesystem::path& file);

}  // namespace offing::config
