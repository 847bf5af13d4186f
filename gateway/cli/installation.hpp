// The store, the key and the accounts of an installation, for commands that work beside its daemon. Each
// throws CLI::RuntimeError(1) after saying on stderr what is wrong and how to mend it.

#pragma once

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "config/settings.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/cli/give_up.hpp"
#include "gateway/http/client.hpp"
#include "gateway/service/accounts.hpp"
#include "gateway/storage/database.hpp"
#include "gateway/storage/vault.hpp"

namespace offing::cli {

class Installation {
public:
    /// `command` stands before what is wrong: "offing queue: ...". The store must be there already.
    Installation(std::string command, const std::string& config);

    const config::Settings& settings() const { return settings_; }
    storage::Database& database() { return *database_; }
    storage::Vault vault() const;
    service::Accounts accounts() const;
    std::unique_ptr<http::Client> client();
    const Clock& clock() const { return clock_; }

    /// One unit of work, now.
    template <typename Work>
    auto transact(Work work) {
        auto done = database_->transact_now(std::move(work));
        if (!done) give_up(command_, "the store can't take it: " + done.error().what);
        return std::move(*done);
    }
    /// Runs a task of the daemon's to its end.
    template <typename T>
    T run(Task<T> task) {
        std::exception_ptr failed;
        std::optional<T> answer;
        boost::asio::co_spawn(io_, std::move(task), [&](const std::exception_ptr& error, T value) {
            failed = error;
            answer.emplace(std::move(value));
        });
        io_.restart();
        io_.run();
        if (!failed) return std::move(*answer);
        try {
            std::rethrow_exception(failed);
        } catch (const std::exception& error) {
            give_up(command_, error.what());
        }
    }

private:
    std::string command_;
    config::Settings settings_;
    SystemClock clock_;
    boost::asio::io_context io_;
    std::unique_ptr<storage::Database> database_;
};

/// Who decides, for the ledger: the user of this machine.
std::string this_user();

}  // namespace offing::cli
