#include "gateway/app_health.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/storage/backup_files.hpp"

namespace offing::app {

namespace fs = std::filesystem;
using console::SeenCopy;
using console::SeenFinding;

namespace {

constexpr std::size_t most_copies = 31;

/// Where the timer puts them.
fs::path folder_of(const config::Settings& settings) { return settings.data_folder / "backups"; }

std::vector<SeenFinding> findings_of(const cli::Findings& found) {
    using Level = cli::Finding::Level;
    std::vector<SeenFinding> seen;
    for (const auto& finding : found) {
        const auto level = finding.level == Level::wrong  ? SeenFinding::Level::wrong
                           : finding.level == Level::soon ? SeenFinding::Level::soon
                                                          : SeenFinding::Level::well;
        seen.push_back({level, finding.check, finding.what, finding.mend});
    }
    return seen;
}

std::vector<SeenCopy> copies_in(const fs::path& folder) {
    std::vector<SeenCopy> copies;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator{folder, failed}) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with("offing-") || entry.path().extension() != ".json") continue;
        if (const auto manifest = storage::read_manifest(entry.path()))
            copies.push_back({name, manifest->made_at, manifest->bytes});
    }
    std::ranges::sort(copies, std::greater{}, &SeenCopy::made_at);
    if (copies.size() > most_copies) copies.resize(most_copies);
    return copies;
}

std::string wrong_with_newest(const fs::path& folder) {
    const auto copies = copies_in(folder);
    if (copies.empty()) return "there is no copy in " + folder.string();
    const auto verified = storage::verify_backup(folder / copies.front().name);
    return verified ? std::string{} : verified.error().what;
}

template <typename T>
Task<T> on(std::function<T()> work) {
    co_return work();
}

}  // namespace

HealthWork::HealthWork(const config::Settings& settings, storage::Database& database,
                       const storage::Vault& vault, const service::Accounts& accounts, http::Client& client,
                       const Clock& clock)
    : settings_{settings}, clock_{clock}, lexicon_{settings, true} {
    deployment_.engine = database.engine();
    for (const auto& given : settings.providers)
        deployment_.accounts.push_back({.name = given.name,
                                        .kind = given.kind,
                                        .sender = given.sender,
                                        .webhook = given.public_base.empty()
                                                       ? std::string{}
                                                       : given.public_base + "/webhooks/" + given.name,
                                        .texts_per_second = given.texts_per_second,
                                        .weight = given.weight});
    deployment_.keep_bodies = settings.keep_bodies;
    deployment_.keep_enquiries = settings.keep_enquiries;
    deployment_.on_call_routes = settings.on_call_routes.size();
    deployment_.examine = [this] { return examine(); };
    deployment_.copies = [this] { return copies(); };
    deployment_.check_newest_copy = [this] { return check_newest_copy(); };
    deployment_.send_test = [&](std::string account, std::string number) {
        return service::send_test(database, vault, accounts, client, std::move(account), std::move(number),
                                  clock.now());
    };
}

Task<std::vector<SeenFinding>> HealthWork::examine() {
    std::function<std::vector<SeenFinding>()> work = [this] {
        return findings_of(cli::examine(settings_, clock_, lexicon_));
    };
    co_return co_await boost::asio::co_spawn(pool_, on(std::move(work)), boost::asio::use_awaitable);
}

Task<std::vector<SeenCopy>> HealthWork::copies() {
    std::function<std::vector<SeenCopy>()> work = [this] { return copies_in(folder_of(settings_)); };
    co_return co_await boost::asio::co_spawn(pool_, on(std::move(work)), boost::asio::use_awaitable);
}

Task<std::string> HealthWork::check_newest_copy() {
    std::function<std::string()> work = [this] { return wrong_with_newest(folder_of(settings_)); };
    co_return co_await boost::asio::co_spawn(pool_, on(std::move(work)), boost::asio::use_awaitable);
}

}  // namespace offing::app
