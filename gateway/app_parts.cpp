#include "gateway/app_parts.hpp"

#include "config/service_file.hpp"
#include "gateway/base/crypto.hpp"
#include "gateway/base/log.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/ledger/noted_diary.hpp"
#include "gateway/ledger/seal.hpp"
#include "gateway/provider/number.hpp"
#include "gateway/provider/registry.hpp"
#include "gateway/staff/accounts.hpp"
#include "gateway/staff/password.hpp"
#include "gateway/storage/bookings.hpp"
#include "gateway/storage/migrations.hpp"
#include "gateway/storage/postgres_database.hpp"
#include "gateway/storage/service_versions.hpp"
#include "gateway/storage/sqlite_database.hpp"

namespace offing::app {

using storage::Transaction;

namespace {

[[noreturn]] void refuse(const std::string& what) { throw std::runtime_error(what); }

template <typename T>
T take(Result<T> result, std::string_view doing) {
    if (!result) refuse(std::string{doing} + ": " + result.error().what);
    return std::move(*result);
}

std::string spell_all(const std::vector<config::Mistake>& mistakes) {
    std::string all;
    for (const auto& mistake : mistakes) all += "\n  " + config::spell(mistake);
    return all;
}

config::ServiceFile import_service(const config::Settings& settings, storage::Database& database,
                                   const Clock& clock) {
    if (settings.service_file.empty())
        refuse("the store holds no service yet. Import one: offing service import FILE --config offing.toml");
    auto loaded = config::load_service(settings.service_file);
    if (!loaded) refuse("the service file can't be taken:" + spell_all(loaded.error()));
    const auto bundle = std::make_shared<const config::ServiceBundle>(loaded->bundle);
    const Timestamp now = clock.now();
    take(database.transact_now([bundle, now](Transaction& transaction) {
        const auto version = storage::add_service(transaction, bundle->text, bundle->files, now);
        ledger::record(transaction, ledger::Kind::service_imported, "", {{"version", version}}, now);
        return version;
    }),
         "the service can't be stored");
    return std::move(loaded->file);
}

void add_demo_person(Transaction& transaction, const storage::Vault& vault, const config::DemoPerson& woman,
                     Timestamp now) {
    const auto number = provider::read_number(woman.number);
    if (!number || storage::find_by_number(transaction, vault, number->e164)) return;
    const auto contact = storage::add_enquirer(transaction, vault, number->e164, now, now);
    storage::Person person;
    person.waiting_since = now;
    person.language = woman.language;
    person.discreet_level = woman.discreet_level;
    if (!woman.usual_worker.empty()) person.usual_worker = woman.usual_worker;
    person.school = woman.school;
    person.busy = woman.busy;
    person.number_checked = scheduler::Date{std::chrono::floor<std::chrono::days>(now.time_since_epoch())};
    storage::add_person(transaction, contact, person, woman.name, now);
    ledger::record(transaction, ledger::Kind::person_added, contact.id,
                   {{"waiting_since", person.waiting_since.time_since_epoch().count()}}, now);
}

DemoStaff demo_staff_of(const storage::Vault& vault) {
    return {"demo", crypto::to_hex(vault.lookup("the demo's password")).substr(0, 16)};
}

}  // namespace

std::unique_ptr<storage::Database> open_database(const config::Settings& settings, const Clock& clock) {
    const auto& chosen = settings.database;
    auto opened =
        chosen.kind == config::DatabaseSettings::Kind::sqlite
            ? storage::open_sqlite(chosen.file)
            : storage::open_postgres(chosen.postgres_url.reveal(),
                                     {.connections = static_cast<std::size_t>(chosen.postgres_connections)});
    auto database = take(std::move(opened), "the database can't be opened");
    take(storage::migrate(*database, clock.now()), "the database can't be brought to this version");
    return database;
}

storage::Vault make_vault(const config::Settings& settings) {
    const auto master = crypto::from_base64(settings.master_key.reveal());
    if (!master) refuse("master_key is not base64: make one with  head -c 32 /dev/urandom | base64");
    return take(storage::Vault::make(as_text(*master)), "the master key can't be used");
}

crypto::SigningKey ledger_key(storage::Database& database, const storage::Vault& vault, const Clock& clock) {
    return take(ledger::signing_key(database, vault, clock.now()), "the ledger's key can't be used");
}

templates::Catalogue load_catalogue(const config::Settings& settings, service::Wording& wording,
                                    const Clock& clock) {
    auto catalogue = wording.open(clock.now());
    const auto today =
        std::chrono::local_days{std::chrono::floor<std::chrono::days>(clock.now().time_since_epoch())};
    catalogue.set_demo(settings.demo);
    catalogue.set_today(today);
    if (settings.demo) return catalogue;
    if (const std::string why = templates::refusal_to_start(catalogue); !why.empty()) refuse(why);
    // A restart must not silence the service: what is past its date is held for staff, and said.
    for (const auto* shown : catalogue.held_back(today))
        log::error("wording_held_back", {{"text", log::code(shown->id)}});
    return catalogue;
}

conversation::Lexicon load_lexicon(const config::Settings& settings) {
    auto loaded = conversation::Lexicon::load(settings.lexicon_folder);
    if (!loaded) {
        std::string all;
        for (const auto& mistake : loaded.error()) all += "\n  " + mistake;
        refuse("the lexicon can't be used:" + all);
    }
    return std::move(*loaded);
}

std::unique_ptr<service::Diary> load_diary(const config::Settings& settings, storage::Database& database,
                                           const storage::Vault& vault, const Clock& clock) {
    const auto stored = take(
        database.transact_now([](Transaction& transaction) { return storage::latest_service(transaction); }),
        "the service can't be read from the store");
    config::ServiceFile file;
    std::int64_t version = 1;
    if (stored) {
        version = stored->version;
        auto read = config::read_bundle({stored->body, stored->files});
        if (!read) refuse("the imported service can't be read by this version:" + spell_all(read.error()));
        file = std::move(*read);
    } else {
        file = import_service(settings, database, clock);
    }
    const Timestamp now = clock.now();
    const auto people = std::make_shared<const std::vector<config::DemoPerson>>(file.demo_people);
    if (settings.demo)
        take(database.transact_now([&vault, people, now](Transaction& transaction) {
            for (const auto& woman : *people) add_demo_person(transaction, vault, woman, now);
            return true;
        }),
             "the demo's women can't be stored");
    const auto taken = take(database.transact_now([now](Transaction& transaction) {
        const auto yesterday =
            scheduler::Date{std::chrono::floor<std::chrono::days>(now.time_since_epoch())} -
            std::chrono::days{1};
        ledger::note_diary(transaction, now);
        return storage::taken_places(transaction, yesterday, now);
    }),
                            "the places can't be read");
    return std::make_unique<service::Diary>(
        std::make_shared<const scheduler::Service>(std::move(file.service)), taken, now, version);
}

service::Accounts make_accounts(const config::Settings& settings, const std::string& simulator_secret,
                                unsigned short internal_port) {
    service::Accounts accounts;
    for (const auto& given : settings.providers) {
        provider::ProviderOptions options{.name = given.name,
                                          .kind = given.kind,
                                          .sender = given.sender,
                                          .public_base = given.public_base,
                                          .secrets = {},
                                          .options = given.options};
        for (const auto& secret : given.secrets) options.secrets.push_back(secret.reveal());
        for (const auto& [name, secret] : given.secret_options) options.options[name] = secret.reveal();
        if (given.kind == "simulator") {
            options.secrets = {simulator_secret};
            options.options.emplace("url", "http://127.0.0.1:" + std::to_string(internal_port));
        }
        auto made = provider::make_provider(options);
        if (!made) {
            std::string all;
            for (const auto& problem : made.error())
                all += "\n  " + problem.key + " " + problem.what + ": " + problem.remedy;
            refuse("provider " + given.name + " can't be used:" + all);
        }
        accounts.emplace(given.name, service::Account{.name = given.name,
                                                      .provider = std::move(*made),
                                                      .texts_per_second = given.texts_per_second,
                                                      .kind = given.kind,
                                                      .weight = given.weight,
                                                      .to_private = given.private_network});
    }
    if (accounts.empty()) refuse("no [[provider]] is set: texts could neither come nor go");
    return accounts;
}

std::string simulator_secret(const config::Settings& settings) {
    for (const auto& given : settings.providers)
        if (given.kind == "simulator" && !given.secrets.empty()) return given.secrets.front().reveal();
    return crypto::to_hex(crypto::random_bytes(32));
}

DemoStaff add_demo_staff(storage::Database& database, const storage::Vault& vault, Timestamp now) {
    const DemoStaff demo = demo_staff_of(vault);
    const auto found = take(database.read_now([&](Transaction& transaction) {
        return storage::find_staff_by_account(transaction, demo.account);
    }),
                            "the demo's account can't be read");
    if (found && staff::verify_password(found->password, demo.password)) return demo;
    const std::string hash = staff::hash_password(demo.password);
    take(database.transact_now([&](Transaction& transaction) {
        const staff::NewStaff wanted{demo.account, "Demo", staff::Roles{staff::all_roles()}};
        const auto id = found ? found->id : staff::add(transaction, wanted, hash, now).value();
        storage::set_staff_password(transaction, id, hash, std::nullopt);
        storage::set_code_secret(transaction, id, {}, {});
        return true;
    }),
         "the demo's account can't be stored");
    return demo;
}

void remove_demo_staff(storage::Database& database, const storage::Vault& vault, Timestamp now) {
    const DemoStaff demo = demo_staff_of(vault);
    take(database.transact_now([&](Transaction& transaction) {
        const auto found = storage::find_staff_by_account(transaction, demo.account);
        return found && staff::verify_password(found->password, demo.password) &&
               staff::remove(transaction, found->id, now);
    }),
         "the demo's account can't be removed");
}

std::vector<config::DemoPerson> demo_women(const config::Settings& settings) {
    auto loaded = config::load_service(settings.service_file);
    return loaded ? std::move(loaded->file.demo_people) : std::vector<config::DemoPerson>{};
}

}  // namespace offing::app
