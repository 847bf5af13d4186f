// What a daemon sits at, for commands that do a turn's work beside it: the store, the words and the diary of
// an installation. Throws CLI::RuntimeError(1) after saying on stderr what is wrong.

#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "config/settings.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/service/wording.hpp"
#include "gateway/storage/database.hpp"

namespace offing::cli {

class DeskHere {
public:
    /// `command` stands before what is wrong: "offing replan: ...". A service must be imported.
    DeskHere(std::string command, const std::string& config);

    const config::Settings& settings() const { return settings_; }
    const service::Desk& desk() const { return *desk_; }
    Timestamp now() const { return now_; }
    [[noreturn]] void give_up(const std::string& what) const;

    /// One unit of work, whole or not at all.
    template <typename Work>
    auto transact(Work work) {
        return value(database_->transact_now(std::move(work)));
    }
    template <typename Work>
    auto read(Work work) {
        return value(database_->read_now(std::move(work)));
    }

private:
    template <typename T>
    T value(Result<T> result) const {
        if (!result) give_up("the store refused it, nothing has changed: " + result.error().what);
        return std::move(*result);
    }
    void open_diary();

    std::string command_;
    config::Settings settings_;
    Timestamp now_;
    std::unique_ptr<storage::Database> database_;
    std::optional<storage::Vault> vault_;
    std::unique_ptr<service::Wording> wording_;
    std::optional<templates::Catalogue> catalogue_;
    std::optional<conversation::Lexicon> lexicon_;
    std::unique_ptr<service::Diary> diary_;
    std::optional<service::Desk> desk_;
};

}  // namespace offing::cli
