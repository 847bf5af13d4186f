// What the daemon is put together from, opened and checked one by one at start. Each throws
// std::runtime_error with what is wrong and how to mend it.

#pragma once

#include <memory>

#include "config/service_file.hpp"
#include "config/settings.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/base/signing.hpp"
#include "gateway/conversation/understand.hpp"
#include "gateway/service/diary.hpp"
#include "gateway/service/inbox.hpp"
#include "gateway/service/wording.hpp"
#include "gateway/storage/database.hpp"
#include "gateway/storage/vault.hpp"
#include "templates/catalogue.hpp"

namespace offing::app {

/// Opened and migrated.
std::unique_ptr<storage::Database> open_database(const config::Settings& settings, const Clock& clock);
storage::Vault make_vault(const config::Settings& settings);
/// What heads of the ledger are signed with; made at the first start.
crypto::SigningKey ledger_key(storage::Database& database, const storage::Vault& vault, const Clock& clock);
/// Outside demo mode a text that awaits its review stops the start.
templates::Catalogue load_catalogue(const config::Settings& settings, service::Wording& wording,
                                    const Clock& clock);
conversation::Lexicon load_lexicon(const config::Settings& settings);
/// The service from the store; imported from the settings' service file when the store has none. In demo mode
/// the file's made-up women are added.
std::unique_ptr<service::Diary> load_diary(const config::Settings& settings, storage::Database& database,
                                           const storage::Vault& vault, const Clock& clock);
/// The simulator's, or a fresh one that lives as long as the process.
std::string simulator_secret(const config::Settings& settings);
/// The simulator sends to our own internal listener.
service::Accounts make_accounts(const config::Settings& settings, const std::string& simulator_secret,
                                unsigned short internal_port);
struct DemoStaff {
    std::string account, password;
};
/// The demo's way into the console, with every role. Its password comes from the master key: the same at each
/// start of one demo, another in every other.
DemoStaff add_demo_staff(storage::Database& database, const storage::Vault& vault, Timestamp now);
/// A store that was a demo's and is one no more lets nobody in by it.
void remove_demo_staff(storage::Database& database, const storage::Vault& vault, Timestamp now);
/// The made-up women of the service file; none when it can't be read.
std::vector<config::DemoPerson> demo_women(const config::Settings& settings);

}  // namespace offing::app
