// A rig whose texts stand in its store as they shipped, and the acts of a wording panel on them. One for each
// engine.

#pragma once

#include <gtest/gtest.h>

#include <expected>
#include <map>
#include <stdexcept>
#include <string>

#include "gateway/service/wording.hpp"
#include "tests/support/rig.hpp"

namespace offing::service {

inline ShippedWording shipped() { return load_shipped(OFFING_ROOT "/templates/messages"); }

class WordingDesk : public testing::TestWithParam<const char*> {
protected:
    static constexpr std::chrono::local_days today{std::chrono::year{2026} / 11 / 18};
    static constexpr std::chrono::local_days in_spring{std::chrono::year{2027} / 5 / 18};

    void SetUp() override { rig.catalogue = opened(wording); }

    templates::Catalogue opened(Wording& of) {
        auto catalogue = of.open(rig.clock.now());
        catalogue.set_demo(true);
        catalogue.set_today(today);
        return catalogue;
    }
    Actor actor() { return {"command line", rig.clock.now(), today, true}; }
    /// Runs `act` in a transaction of its own; the first closed gate, or the status reached.
    template <typename Act>
    std::string acted(Act act) {
        const auto done =
            rig.database->transact_now([&](storage::Transaction& transaction) { return act(transaction); });
        if (!done) throw std::runtime_error(done.error().what);
        if (!*done) return done->error().front().what;
        return std::string{templates::spell((*done)->status)};
    }
    std::string say(const WordingKey& key, const std::string& role, const std::string& outcome = "ok") {
        return acted([&](storage::Transaction& transaction) {
            return record_review(transaction, key, {.review = {role, "group", "2026-11", outcome, ""}},
                                 actor());
        });
    }
    LintedWords linted(const WordingKey& key) {
        const auto row = rig.database->read_now(
            [&](storage::Transaction& transaction) { return storage::find_wording(transaction, key); });
        return LintedWords::of(release, *rules.lint, **row);
    }
    std::string live(const WordingKey& key, std::chrono::local_days until = in_spring) {
        const auto looked_at = linted(key);
        return acted([&](storage::Transaction& transaction) {
            return go_live(transaction, looked_at, until, actor());
        });
    }
    std::string make_live(const WordingKey& key) {
        for (const auto* role : {"mother-living-experience", "safeguarding-lead", "information-governance"})
            say(key, role);
        return live(key);
    }
    std::string flagged(const WordingKey& key) {
        return acted([&](storage::Transaction& transaction) { return flag(transaction, key, actor()); });
    }
    std::expected<int, std::string> proposed(const std::string& id,
                                             const std::map<templates::Level, std::string>& patterns) {
        const auto words = CheckedWords::of(release, "en-GB", id, patterns);
        if (!words) return std::unexpected(templates::spell(words.error().front()));
        const auto done = rig.database->transact_now(
            [&](storage::Transaction& transaction) { return propose(transaction, *words, actor()); });
        if (!*done) return std::unexpected(done->error().front().what);
        return **done;
    }
    bool refreshed() {
        bool fresh = false;
        rig.run([](Wording& of, templates::Catalogue& catalogue, bool& out) -> Task<void> {
            out = co_await of.refresh(catalogue);
        }(wording, rig.catalogue, fresh));
        return fresh;
    }
    std::string status(const WordingKey& key) {
        return rig
            .column("SELECT status FROM wording WHERE template = '" + key.id + "' AND language = '" +
                    key.language + "' AND version = " + std::to_string(key.version))
            .front();
    }

    support::Rig rig{GetParam()};
    ShippedWording rules = shipped();
    templates::Shipped release = templates::Shipped::read(rules.files).value();
    Wording wording{*rig.database, shipped()};
};

}  // namespace offing::service
