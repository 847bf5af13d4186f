#include "config/settings.hpp"

#include <string.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "config/provider_settings.hpp"
#include "config/secrets.hpp"
#include "config/section.hpp"
#include "config/settings_checks.hpp"

namespace offing::config {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_file = 1 << 20;

class Reader {
public:
    Reader(const fs::path& file, Mistakes& mistakes) : folder_{file.parent_path()}, mistakes_{mistakes} {}

    Settings read(const toml::table& table);

private:
    void read_top(Section& top);
    void read_listener(Section& top, std::string_view key, ListenSettings& listener);
    void read_database(Section& top);
    void read_times(Section& top);
    void read_on_call(Section& top);
    void read_ledger(Section& top);
    void check_whole(Section& top);
    void duration(Section& section, std::string_view key, std::chrono::minutes least,
                  std::chrono::minutes most, std::chrono::minutes& into);
    void path(Section& section, std::string_view key, fs::path& into);
    void existing_folder(Section& section, std::string_view key, fs::path& into);
    SecretSource secrets(Section& section) { return {section, folder_, allow_inline_}; }

    fs::path folder_;
    Mistakes& mistakes_;
    bool allow_inline_ = false;
    Settings settings_;
};

void Reader::path(Section& section, std::string_view key, fs::path& into) {
    const auto value = section.text(key);
    if (!value) return;
    if (value->empty())
        section.mistake(key, "is empty", "write a path, or leave the key out for the default");
    else
        into = (folder_ / *value).lexically_normal();
}

void Reader::existing_folder(Section& section, std::string_view key, fs::path& into) {
    path(section, key, into);
    std::error_code failed;
    if (!fs::is_directory(into, failed))
        section.mistake(key, shown(into.string()) + " is no folder",
                        "write the folder's path; a relative one counts from the settings file");
}

void Reader::duration(Section& section, std::string_view key, std::chrono::minutes least,
                      std::chrono::minutes most, std::chrono::minutes& into) {
    const auto text = section.text(key);
    if (!text) return;
    const auto value = parse_duration(*text);
    if (value && *value >= least && *value <= most)
        into = *value;
    else
        section.mistake(key, shown(*text) + (value ? " is out of range" : " is no length of time"),
                        "write one from " + spell_duration(least) + " to " + spell_duration(most) +
                            ", such as \"90m\", \"4h\" or \"7d\"");
}

void Reader::read_top(Section& top) {
    settings_.demo = top.yes_or_no("demo").value_or(settings_.demo);
    allow_inline_ = top.yes_or_no("allow_inline_secrets").value_or(false);
    path(top, "data_folder", settings_.data_folder);
    settings_.templates_folder = OFFING_INSTALLED_SHARE "/messages";
    settings_.lexicon_folder = OFFING_INSTALLED_SHARE "/lexicon";
    existing_folder(top, "templates_folder", settings_.templates_folder);
    existing_folder(top, "lexicon_folder", settings_.lexicon_folder);
    path(top, "service_file", settings_.service_file);
    std::error_code failed;
    if (!settings_.service_file.empty() && !fs::is_regular_file(settings_.service_file, failed))
        top.mistake("service_file", shown(settings_.service_file.string()) + " is no file",
                    "write the path of a service file; `offing service import FILE --dry-run` checks one");
    if (const auto level = top.text("log_level")) {
        if (is_log_level(*level))
            settings_.log_level = *level;
        else
            top.mistake("log_level", shown(*level) + " is no level",
                        "write trace, debug, info, warn, error or off");
    }
    if (auto key = secrets(top).one("master_key"); key && is_master_key(*key))
        settings_.master_key = *std::move(key);
    else if (key)
        top.mistake("master_key_file", "holds no key of 32 bytes in base64",
                    "make one: head -c 32 /dev/urandom | base64 > master.key; chmod 600 master.key");
    else if (!secrets(top).named("master_key"))
        top.mistake("master_key_file", "is missing: personal data is sealed with it",
                    "write master_key_file = \"path\" or master_key_credential = \"name\"");
}

void Reader::read_listener(Section& top, std::string_view key, ListenSettings& listener) {
    auto section = top.section(key);
    if (!section) return;
    if (const auto address = section->text("address")) {
        if (is_address(*address))
            listener.address = *address;
        else
            section->mistake("address", shown(*address) + " is no address",
                             "write one of this machine's: \"127.0.0.1\", \"::1\", \"0.0.0.0\" for all");
    }
    listener.port = static_cast<std::uint16_t>(section->whole("port", 0, 65535).value_or(listener.port));
    listener.connections = static_cast<std::size_t>(
        section->whole("connections", 1, 100'000).value_or(static_cast<std::int64_t>(listener.connections)));
    listener.body_bytes =
        static_cast<std::size_t>(section->whole("body_bytes", 1024, 16 * 1024 * 1024)
                                     .value_or(static_cast<std::int64_t>(listener.body_bytes)));
    path(*section, "tls_certificate", listener.tls_certificate);
    path(*section, "tls_key", listener.tls_key);
    if (listener.tls_certificate.empty() != listener.tls_key.empty())
        section->mistake(listener.tls_key.empty() ? "tls_certificate" : "tls_key", "stands alone",
                         "write both tls_certificate and tls_key, or neither");
    for (const auto* file : {&listener.tls_certificate, &listener.tls_key}) {
        std::error_code failed;
        if (!file->empty() && !fs::is_regular_file(*file, failed))
            section->mistake(file == &listener.tls_key ? "tls_key" : "tls_certificate",
                             shown(file->string()) + " is no file", "write the path of a PEM file");
    }
    if (!listener.tls_key.empty()) check_readers(*section, "tls_key", listener.tls_key);
    section->refuse_unknown_keys();
}

void Reader::read_database(Section& top) {
    auto& database = settings_.database;
    database.file = settings_.data_folder / database.file;
    auto section = top.section("database");
    if (!section) return;
    const std::string kind = section->text("kind").value_or("sqlite");
    if (kind == "postgres")
        database.kind = DatabaseSettings::Kind::postgres;
    else if (kind != "sqlite")
        section->mistake("kind", shown(kind) + " is no kind of database", "write \"sqlite\" or \"postgres\"");
    path(*section, "file", database.file);
    database.postgres_connections = static_cast<int>(
        section->whole("postgres_connections", 1, 256).value_or(database.postgres_connections));
    if (auto url = secrets(*section).one("postgres_url")) database.postgres_url = *std::move(url);
    if (database.kind == DatabaseSettings::Kind::postgres && !secrets(*section).named("postgres_url"))
        section->mistake(
            "postgres_url_file", "is missing",
            "write postgres_url_file = \"path\" of a file that holds postgresql://user@host/name");
    section->refuse_unknown_keys();
}

void Reader::read_times(Section& top) {
    using namespace std::chrono;
    if (auto offers = top.section("offers")) {
        duration(*offers, "hold", minutes{10}, hours{48}, settings_.hold);
        offers->refuse_unknown_keys();
    }
    if (auto code_word = top.section("code_word")) {
        duration(*code_word, "opens", minutes{5}, hours{4}, settings_.code_word_opens);
        code_word->refuse_unknown_keys();
    }
    if (auto keep = top.section("keep")) {
        minutes bodies = settings_.keep_bodies, enquiries = settings_.keep_enquiries;
        duration(*keep, "bodies", days{1}, days{90}, bodies);
        duration(*keep, "enquiries", days{1}, days{365}, enquiries);
        settings_.keep_bodies = ceil<days>(bodies);
        settings_.keep_enquiries = ceil<days>(enquiries);
        keep->refuse_unknown_keys();
    }
    auto reminders = top.section("reminders");
    if (!reminders) return;
    if (const auto texts = reminders->texts("ahead")) {
        std::set<minutes, std::greater<>> ahead;
        for (const std::string& text : *texts) {
            const auto value = parse_duration(text);
            if (!value || *value < minutes{15} || *value > days{60} || !ahead.insert(*value).second)
                reminders->mistake(
                    "ahead", shown(text) + " can't be used",
                    "write different lengths from \"15m\" to \"60d\": [\"7d\", \"48h\", \"3h\"]");
        }
        if (texts->size() > 6)
            reminders->mistake("ahead", "more than six reminders", "keep the three that help most");
        settings_.reminders.ahead.assign(ahead.begin(), ahead.end());
    }
    reminders->refuse_unknown_keys();
}

void Reader::read_on_call(Section& top) {
    if (settings_.demo) settings_.crisis_cover = "now";
    auto section = top.section("on_call");
    if (section) {
        if (const auto cover = section->text("cover")) {
            settings_.crisis_cover = *cover;
            if (cover->size() > 40 || !is_plain_words(*cover))
                section->mistake("cover", shown(*cover) + " doesn't fit in the text",
                                 "write up to 40 plain letters, as in \"now\" or \"from 9am\"");
        }
        for (const auto& [key, routes] : {std::pair{"routes", &settings_.on_call_routes},
                                          std::pair{"after_5m", &settings_.on_call_after_5m},
                                          std::pair{"after_15m", &settings_.on_call_after_15m}}) {
            *routes = section->texts(key).value_or(std::vector<std::string>{});
            if (!std::ranges::all_of(*routes, is_route))
                section->mistake(key, "holds one that leads nowhere",
                                 "write \"console\", \"text:+447700900000\" or \"webhook:https://...\"");
        }
        section->refuse_unknown_keys();
    }
    if (settings_.demo) return;
    Section& where = section ? *section : top;
    if (settings_.crisis_cover.empty())
        where.mistake(
            section ? "cover" : "on_call.cover",
            "is missing: the text to a woman in danger says when a person will see hers",
            "write [on_call] cover = \"now\" if somebody is there day and night, else \"from 9am\"");
    if (settings_.on_call_routes.empty())
        where.mistake(section ? "routes" : "on_call.routes",
                      "is missing: nobody would be told that a woman is in danger",
                      "write routes = [\"console\", \"text:+447700900000\"] with a number of your own");
}

void Reader::read_ledger(Section& top) {
    auto section = top.section("ledger");
    if (!section) return;
    settings_.anchor_url = section->text("anchor_url").value_or("");
    if (const auto what = public_base_mistake(settings_.anchor_url); what && !settings_.anchor_url.empty())
        section->mistake("anchor_url", shown(settings_.anchor_url) + " leads nowhere",
                         "write the https address of whoever keeps the heads");
    duration(*section, "anchor_every", std::chrono::minutes{10}, std::chrono::days{31},
             settings_.anchor_every);
    section->refuse_unknown_keys();
}

void Reader::check_whole(Section& top) {
    const auto& outside = settings_.public_listener;
    const auto& inside = settings_.internal_listener;
    if (outside.port != 0 && outside.port == inside.port)
        top.mistake("internal", "listens on the public port " + std::to_string(inside.port),
                    "give [internal] a port of its own: it serves the console");
    if (!is_loopback(inside.address) && inside.tls_key.empty())
        top.mistake(
            "internal", "serves the console beyond this machine without TLS",
            "write tls_certificate and tls_key, or address = \"127.0.0.1\" behind a proxy that has them");
    if (settings_.providers.empty())
        top.mistake("provider", "is missing: no text could come or go",
                    settings_.demo ? "write [[provider]] with kind = \"simulator\""
                                   : "write a [[provider]] section; the example has one for each company");
}

Settings Reader::read(const toml::table& table) {
    Section top{table, "", mistakes_};
    read_top(top);
    read_listener(top, "public", settings_.public_listener);
    read_listener(top, "internal", settings_.internal_listener);
    read_database(top);
    settings_.providers = read_providers(top, {folder_, settings_.demo, allow_inline_});
    read_times(top);
    read_on_call(top);
    read_ledger(top);
    check_whole(top);
    top.refuse_unknown_keys();
    return std::move(settings_);
}

std::string spell_all(const std::vector<Mistake>& mistakes) {
    std::string text;
    for (const Mistake& mistake : mistakes) text += (text.empty() ? "" : "\n") + spell(mistake);
    return text;
}

}  // namespace

Secret::~Secret() { ::explicit_bzero(value_.data(), value_.size()); }

BadConfiguration::BadConfiguration(std::vector<Mistake> mistakes)
    : std::runtime_error{spell_all(mistakes)}, mistakes_{std::move(mistakes)} {}

std::string spell(const Mistake& mistake) {
    std::string text = mistake.file;
    if (mistake.line > 0) text += ":" + std::to_string(mistake.line);
    text += ": ";
    if (!mistake.key.empty()) text += mistake.key + " ";
    return text + mistake.what + "; " + mistake.remedy;
}

std::optional<std::chrono::minutes> parse_duration(std::string_view text) {
    int count = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (failed != std::errc{} || count < 0 || count > 1'000'000 || end + 1 != text.data() + text.size())
        return std::nullopt;
    if (*end == 'm') return std::chrono::minutes{count};
    if (*end == 'h') return std::chrono::hours{count};
    if (*end == 'd') return std::chrono::days{count};
    return std::nullopt;
}

Settings load_settings(const fs::path& file) {
    Mistakes mistakes{file.string()};
    const auto text = read_file(file, largest_file);
    if (!text) {
        mistakes.add(
            0, "", "can't be read",
            "name a settings file: --config /etc/offing/offing.toml; `offing.example.toml` is a start");
        throw BadConfiguration{std::move(mistakes).in_order()};
    }
    const auto table = parse_toml(*text, mistakes);
    Settings settings;
    if (table) settings = Reader{fs::absolute(file), mistakes}.read(*table);
    if (!mistakes.empty()) throw BadConfiguration{std::move(mistakes).in_order()};
    return settings;
}

}  // namespace offing::config
