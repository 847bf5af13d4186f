// The store and the service in it.

#include <algorithm>
#include <filesystem>

#include "config/service_file.hpp"
#include "gateway/base/crypto.hpp"
#include "gateway/cli/findings.hpp"
#include "gateway/cli/open_store.hpp"
#include "gateway/service/wording.hpp"
#include "gateway/storage/migrations.hpp"
#include "gateway/storage/service_versions.hpp"
#include "gateway/storage/vault.hpp"

namespace offing::cli {

namespace {

namespace fs = std::filesystem;
using Level = Finding::Level;
using storage::Transaction;

constexpr std::chrono::days must_reach{42};

class Visit {
public:
    explicit Visit(const config::Settings& settings) : settings_{settings} {}

    StoreVisit make() && {
        if (!is_there()) {
            read_service_file();
            return std::move(visit_);
        }
        auto opened = open_store(settings_);
        if (!opened) {
            wrong("can't be reached: " + opened.error().what, remedy_for_reach());
            return std::move(visit_);
        }
        database_ = std::move(*opened);
        if (!check_schema()) {
            read_service_file();
            return std::move(visit_);
        }
        check_writing();
        check_master_key();
        read_last_event();
        read_service();
        read_wording();
        return std::move(visit_);
    }

private:
    void note(Level level, std::string check, std::string what, std::string mend) {
        visit_.findings.push_back({level, std::move(check), std::move(what), std::move(mend)});
    }
    void wrong(std::string what, std::string mend) {
        note(Level::wrong, "database", std::move(what), std::move(mend));
    }

    bool is_there() {
        std::error_code failed;
        if (settings_.database.kind != config::DatabaseSettings::Kind::sqlite) return true;
        if (fs::exists(settings_.database.file, failed)) return true;
        const fs::path folder = settings_.database.file.parent_path();
        if (fs::is_directory(folder, failed))
            note(Level::well, "database",
                 "there is none yet: the first start makes " + settings_.database.file.string(), "");
        else
            wrong("the folder " + folder.string() + " isn't there",
                  "make it, or write another file in [database]");
        return false;
    }

    std::string remedy_for_reach() const {
        if (settings_.database.kind == config::DatabaseSettings::Kind::sqlite)
            return "see that " + settings_.database.file.string() +
                   " is a store of Offing that this user may read and write; `offing db restore` brings back "
                   "a copy";
        return "see that the server runs and that the address in postgres_url is right: psql \"$(cat "
               "POSTGRES_URL_FILE)\" -c 'SELECT 1'";
    }

    bool check_schema() {
        const auto version = storage::schema_version(*database_);
        const int wanted =
            storage::known_migrations().empty() ? 0 : storage::known_migrations().back().version;
        if (!version) {
            wrong(version.error().what,
                  "use the program that shaped this store, or a newer one; or `offing db restore` a copy");
            return false;
        }
        if (*version < wanted) {
            note(*version == 0 ? Level::well : Level::soon, "database",
                 "has schema " + std::to_string(*version) + " of " + std::to_string(wanted) +
                     ": the next start brings it forward",
                 *version == 0 ? "" : "make a copy first: offing db backup");
            return false;
        }
        note(Level::well, "database",
             std::string{database_->engine()} + " has schema " + std::to_string(*version), "");
        return true;
    }

    void check_writing() {
        // Takes the writer's place and changes no row.
        const auto written = database_->transact_now([](Transaction& transaction) {
            transaction.run("UPDATE service_version SET imported_at = imported_at WHERE version = -1");
        });
        if (!written)
            wrong("can't be written: " + written.error().what,
                  "see its owner, its disk, and that no other program locks it");
    }

    void check_master_key() {
        const auto key = crypto::from_base64(settings_.master_key.reveal());
        auto vault =
            key ? storage::Vault::make(as_text(*key)) : fail(Error::Kind::invalid_setting, "is no key");
        if (!vault)
            return note(Level::wrong, "master key", vault.error().what,
                        "write 32 bytes in base64 into its file");
        const auto wrapped = database_->transact_now([](Transaction& transaction) -> std::optional<Bytes> {
            const auto rows =
                transaction.run("SELECT key_wrapped FROM contact WHERE key_wrapped IS NOT NULL LIMIT 1");
            return rows.empty() ? std::nullopt : std::optional{rows[0].bytes(0)};
        });
        if (!wrapped)
            return note(Level::wrong, "master key", wrapped.error().what, "mend the database first");
        if (!*wrapped) return note(Level::well, "master key", "is there; nothing is sealed with it yet", "");
        if (vault->unwrap(**wrapped))
            return note(Level::well, "master key", "opens what is in the store", "");
        note(Level::wrong, "master key", "is not the one that the store was sealed with",
             "bring back the key that belongs to this store: without it nothing personal in it can be read");
    }

    void read_last_event() {
        const auto last = database_->transact_now([](Transaction& transaction) {
            return transaction.run("SELECT MAX(at) FROM ledger_event").at(0).maybe_integer(0);
        });
        if (last && *last) visit_.last_event = Timestamp{std::chrono::milliseconds{**last}};
    }

    void read_service() {
        const auto stored = database_->transact_now(storage::latest_service);
        if (!stored) return note(Level::wrong, "service", stored.error().what, "mend the database first");
        if (!*stored) return read_service_file();
        take_service(config::read_bundle({(*stored)->body, (*stored)->files}),
                     "version " + std::to_string((*stored)->version) + " is imported",
                     "mend the file, then: offing service import FILE");
    }

    void read_wording() {
        auto stored = database_->transact_now(service::stored_wording);
        if (!stored) return note(Level::wrong, "texts", stored.error().what, "mend the database first");
        visit_.wording = std::move(*stored);
    }

    void read_service_file() {
        if (settings_.service_file.empty())
            return note(Level::wrong, "service", "none is imported: there would be no time to offer",
                        "offing service import FILE, or name it in service_file");
        auto loaded = config::load_service(settings_.service_file);
        if (loaded)
            return take_service(std::move(loaded->file), "is imported from service_file at the next start",
                                "");
        take_service(std::unexpected(std::move(loaded.error())), "",
                     "mend " + settings_.service_file.string() + "; the next start imports it");
    }

    void take_service(std::expected<config::ServiceFile, std::vector<config::Mistake>> read, std::string well,
                      const std::string& mend) {
        if (!read) {
            for (const config::Mistake& mistake : read.error())
                note(Level::wrong, "service", config::spell(mistake), mend);
            return;
        }
        note(Level::well, "service", std::move(well), "");
        visit_.service = std::move(read->service);
    }

    const config::Settings& settings_;
    std::unique_ptr<storage::Database> database_;
    StoreVisit visit_;
};

}  // namespace

StoreVisit visit_store(const config::Settings& settings) { return Visit{settings}.make(); }

Findings check_schools(const scheduler::Service& service, scheduler::Date today) {
    using Why = scheduler::SchoolDay::Why;
    Findings findings;
    for (const std::string_view id : service.schools.ids()) {
        for (scheduler::Date day = today; day < today + must_reach; day += std::chrono::days{1}) {
            if (service.schools.on(id, day).why != Why::unknown_counts_as_term) continue;
            findings.push_back({Level::soon, "schools",
                                std::string{id} + " has no dates from " + scheduler::spell(day) +
                                    " on: every weekday counts as a school day",
                                "write its terms into the service file, and offing service import FILE"});
            break;
        }
    }
    if (service.schools.ids().empty())
        findings.push_back({Level::soon, "schools", "none is known: every weekday counts as a school day",
                            "write the council's [[school]] into the service file, and import it"});
    if (findings.empty())
        findings.push_back({Level::well, "schools", "every calendar reaches six weeks ahead", ""});
    return findings;
}

}  // namespace offing::cli
