// Looks at the deployment for the health pages: the doctor's findings, copies of the store, a test text. What
// blocks is done on a thread of its own, one thing at a time.

#pragma once

#include <boost/asio/thread_pool.hpp>

#include "config/settings.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/cli/findings.hpp"
#include "gateway/console/deployment.hpp"
#include "gateway/storage/vault.hpp"

namespace offing::app {

class HealthWork {
public:
    /// Everything outlives it.
    HealthWork(const config::Settings& settings, storage::Database& database, const storage::Vault& vault,
               const service::Accounts& accounts, http::Client& client, const Clock& clock);
    ~HealthWork() { pool_.join(); }
    HealthWork(const HealthWork&) = delete;
    HealthWork& operator=(const HealthWork&) = delete;

    const console::Deployment& deployment() const { return deployment_; }

private:
    Task<std::vector<console::SeenFinding>> examine();
    Task<std::vector<console::SeenCopy>> copies();
    Task<std::string> check_newest_copy();

    const config::Settings& settings_;
    const Clock& clock_;
    cli::LexiconWatch lexicon_;  ///< only on the pool's thread
    boost::asio::thread_pool pool_{1};
    console::Deployment deployment_;
};

}  // namespace offing::app
