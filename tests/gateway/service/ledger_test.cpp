// What the daemon does with its ledger beside writing it: a woman's own proof, a place put right, the head
// kept elsewhere, a clock that is behind, and what stays provable when women are erased.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "gateway/base/crypto.hpp"
#include "gateway/base/log.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/ledger/head_code.hpp"
#include "gateway/ledger/proof.hpp"
#include "gateway/ledger/verify.hpp"
#include "gateway/service/anchoring.hpp"
#include "gateway/service/erasure.hpp"
#include "gateway/service/line_edit.hpp"
#include "gateway/service/place_history.hpp"
#include "gateway/service/sealing.hpp"
#include "tests/support/rig.hpp"
#include "tests/support/scratch_folder.hpp"

namespace offing::service {
namespace {

using namespace std::chrono_literals;
using ledger::Kind;
using scheduler::LineEditReason;
using storage::Transaction;

template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().what);
    return std::move(*result);
}

class OfTheLedger : public ::testing::TestWithParam<const char*> {
protected:
    OfTheLedger() : ann{rig.add_woman("+447700900001")}, bea{rig.add_woman("+447700900002")} {}

    void seal() {
        rig.clock.advance(2min);
        rig.run(sealing.round());
    }
    std::optional<ledger::Head> head() { return must(rig.database->read_now(ledger::last_head)); }
    ledger::PlaceProof proof_of(const std::string& woman) {
        return must(rig.database->read_now(
                        [&](Transaction& transaction) { return ledger::prove_place(transaction, woman); }))
            .value();
    }
    template <typename Work>
    auto store(Work work) {
        return must(rig.database->transact_now(std::move(work)));
    }
    /// A whole story: asked, took a time, was missed, came back, gave the next one up.
    void live_through_it() {
        rig.text("+447700900001", "can i come thurs");
        rig.text("+447700900001", "1");
        rig.clock.advance(72h);
        store([&](Transaction& transaction) {
            for (const auto& row : transaction.run("SELECT id FROM booking WHERE status = 'booked'"))
                mark_missed(transaction, rig.desk, row.text(0), rig.clock.now());
            return true;
        });
        rig.text("+447700900001", "i want to come back");
        rig.text("+447700900001", "1");
        rig.text("+447700900001", "cancel it please");
        seal();
    }
    /// The verifier's exit code, for what is in `file`.
    int verify_by_other_program(const std::filesystem::path& file, const std::string& more = "") {
        const std::string command = std::string{OFFING_VERIFY} + " proof " + file.string() + " " + more +
                                    " >" + (folder / "said").string() + " 2>&1";
        return WEXITSTATUS(std::system(command.c_str()));  // NOLINT(cert-env33-c)
    }
    std::string said() {
        std::ifstream stream{folder / "said"};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }
    std::filesystem::path write(const std::string& text) {
        std::ofstream{folder / "hers.txt", std::ios::binary} << text;
        return folder / "hers.txt";
    }

    support::Rig rig{GetParam()};
    service::Sealing sealing{
        *rig.database, must(ledger::signing_key(*rig.database, rig.vault, rig.clock.now())), {}, rig.clock};
    std::string ann, bea;
    support::ScratchFolder folder;
};
INSTANTIATE_TEST_SUITE_P(Engines, OfTheLedger, ::testing::Values("sqlite", "postgres"));

TEST_P(OfTheLedger, HerHistoryHoldsWhatBearsOnHerPlaceAndNothingOfOthers) {
    live_through_it();
    rig.text("+447700900002", "can i come thurs");
    seal();
    const auto proof = proof_of(ann);
    for (const auto& [event, path] : proof.events) EXPECT_EQ(event.subject, ann);
    const auto kinds = [&](std::string_view kind) {
        return std::ranges::count_if(proof.events, [&](const auto& one) { return one.event.kind == kind; });
    };
    EXPECT_EQ(kinds("person_added"), 1);
    EXPECT_EQ(kinds("missed"), 1);
    EXPECT_GE(kinds("booked"), 2);
    EXPECT_EQ(kinds("freed"), 1);
    EXPECT_EQ(kinds("text_decided"), 0) << "texts bear on no place";
    EXPECT_FALSE(must(rig.database->read_now([](Transaction& transaction) {
                     return ledger::prove_place(transaction, "nobody");
                 })).has_value());
}

TEST_P(OfTheLedger, HerWordsArePlainAndNameNothingThatGivesHerAway) {
    live_through_it();
    const auto history = history_of(proof_of(ann), *scheduler::Zone::find("Europe/London"));
    EXPECT_EQ(history.since, "Wed 18 Nov 2026, 10am");
    std::string all = write_text(history) + write_page(history, "");
    EXPECT_NE(all.find("You are in line. Your place counts from Wed 18 Nov 2026, 10am."), std::string::npos)
        << all;
    EXPECT_NE(all.find("You missed a time. Your place was kept."), std::string::npos);
    EXPECT_NE(all.find("You gave a time up. Your place was kept."), std::string::npos);
    EXPECT_NE(all.find("You took a time: Thu "), std::string::npos);
    for (const auto& clinic : rig.desk.diary.service()->clinics)
        EXPECT_EQ(all.find(clinic.id), std::string::npos) << clinic.id;
    for (const auto& worker : rig.desk.diary.service()->workers)
        EXPECT_EQ(all.find(worker.first_name + " "), std::string::npos) << worker.first_name;
    EXPECT_EQ(all.find(rig.desk.diary.service()->name), std::string::npos);
    EXPECT_EQ(all.find("7700900001"), std::string::npos);
}

TEST_P(OfTheLedger, HerProofHoldsForAProgramThatKnowsNothingOfOurs) {
    live_through_it();
    const auto proof = proof_of(ann);
    const std::string text =
        write_text(history_of(proof, *scheduler::Zone::find("Europe/London"))) + ledger::write_proof(proof);
    std::ofstream{folder / "kept.head"} << ledger::write_head(proof.head);
    const std::string key = crypto::to_hex(proof.head.key);
    EXPECT_EQ(
        verify_by_other_program(write(text), "--key " + key + " --head " + (folder / "kept.head").string()),
        0)
        << said();
    EXPECT_NE(said().find(std::to_string(proof.events.size()) + " events about " + ann), std::string::npos)
        << said();

    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string other = text;
        const auto at = other.find(from, other.find("offing-ledger-proof"));
        EXPECT_NE(at, std::string::npos) << from;
        return other.replace(at, from.size(), to);
    };
    EXPECT_EQ(verify_by_other_program(write(changed("\tmissed\t", "\tarrived\t"))), 1) << said();
    EXPECT_NE(said().find("isn't under the seal"), std::string::npos) << said();
    EXPECT_EQ(verify_by_other_program(write(changed("\nend\t", "\nend\t9"))), 1) << "the count";
    EXPECT_EQ(verify_by_other_program(write(changed("w\t" + ann, "w\t" + bea))), 1)
        << "another woman's name on it";
    EXPECT_EQ(verify_by_other_program(write(changed("size ", "size 1"))), 1) << "the head";
    EXPECT_EQ(verify_by_other_program(write(text.substr(0, text.size() - 20))), 1) << "cut off";
    EXPECT_EQ(verify_by_other_program(write(text), "--key " + std::string(64, '0')), 1)
        << "another ledger's key";
    EXPECT_EQ(verify_by_other_program(write("hello\n")), 2);
}

TEST_P(OfTheLedger, ProofsHoldAfterErasuresAndSayNothingMore) {
    live_through_it();
    const auto before = *head();
    const auto proof = ledger::write_proof(proof_of(ann));
    store([&](Transaction& transaction) {
        return erase_person(transaction, ann, "herself", rig.clock.now()).has_value();
    });
    seal();
    EXPECT_EQ(verify_by_other_program(write(proof)), 0) << "what she was given stays good: " << said();
    EXPECT_EQ(verify_by_other_program(write(ledger::write_proof(proof_of(ann)))), 0) << said();
    ledger::StoreSource source{*rig.database};
    EXPECT_TRUE(ledger::verify(source, {before}).is_whole());
    for (const auto& body : rig.column("SELECT body FROM ledger_event"))
        EXPECT_EQ(body.find("7700900001"), std::string::npos);
}

TEST_P(OfTheLedger, APlaceIsPutRightOnlyForwardsAndWithAReason) {
    const Timestamp was = rig.clock.now();
    const auto put = [&](Timestamp since, const std::string& who) {
        return store([&](Transaction& transaction) {
            return put_place_right(transaction, who, since, LineEditReason::asked_before, "operator:x",
                                   rig.clock.now());
        });
    };
    EXPECT_EQ(put(was + 1h, ann).error(), LineEditRefused::not_before);
    EXPECT_EQ(put(was, ann).error(), LineEditRefused::not_before);
    EXPECT_EQ(put(was - 1h, "nobody").error(), LineEditRefused::nobody);
    EXPECT_EQ(put(was - 240h, ann).value(), was);
    EXPECT_EQ(rig.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'place_changed'"), 1);
    EXPECT_EQ(rig.column("SELECT body FROM ledger_event WHERE kind = 'place_changed'").front(),
              R"({"waiting_since":)" + std::to_string((was - 240h).time_since_epoch().count()) +
                  R"(,"before":)" + std::to_string(was.time_since_epoch().count()) +
                  R"(,"reason":"asked_before","by":"operator:x"})");
    rig.text("+447700900001", "can i come thurs");
    seal();
    EXPECT_EQ(verify_by_other_program(write(ledger::write_proof(proof_of(ann)))), 0)
        << "decisions go by the new place: " << said();
    EXPECT_FALSE(parse_line_edit_reason("missed").has_value());
    EXPECT_FALSE(parse_line_edit_reason("asked_for_later").has_value()) << "that is hers to say";
}

TEST_P(OfTheLedger, TheHeadGoesToWhoeverKeepsItOncePerWhile) {
    Anchoring anchoring{*rig.database, rig.network, {"https://heads.example.org/offing", 24h}, rig.clock};
    rig.run(anchoring.round());
    EXPECT_TRUE(rig.network.elsewhere.empty()) << "nothing is sealed yet";
    seal();
    rig.run(anchoring.round());
    ASSERT_EQ(rig.network.elsewhere.size(), 1U);
    EXPECT_EQ(rig.network.elsewhere.front().target, "https://heads.example.org/offing");
    EXPECT_EQ(rig.network.elsewhere.front().body, ledger::write_head(*head()));
    rig.clock.advance(25h);
    rig.run(anchoring.round());
    EXPECT_EQ(rig.network.elsewhere.size(), 1U) << "there is no newer one";
    rig.text("+447700900001", "can i come thurs");
    seal();
    rig.network.elsewhere_status = 500;
    rig.run(anchoring.round());
    rig.run(anchoring.round());
    EXPECT_EQ(rig.network.elsewhere.size(), 2U) << "it rests after a failure";
    rig.network.elsewhere_status = 200;
    rig.clock.advance(6min);
    rig.run(anchoring.round());
    EXPECT_EQ(rig.network.elsewhere.size(), 3U);
    EXPECT_TRUE(ledger::read_head(rig.network.elsewhere.back().body).has_value());
}

TEST_P(OfTheLedger, NobodyIsToldWithoutAnAddress) {
    seal();
    Anchoring anchoring{*rig.database, rig.network, {}, rig.clock};
    rig.run(anchoring.round());
    EXPECT_TRUE(rig.network.elsewhere.empty());
}

TEST_P(OfTheLedger, NothingIsSealedWhileTheClockIsBehindAndTheLogSaysSoOnce) {
    seal();
    const auto before = *head();
    rig.text("+447700900001", "can i come thurs");
    rig.clock.set(rig.clock.now() - 3h);
    testing::internal::CaptureStderr();
    rig.run(sealing.round());
    rig.run(sealing.round());
    const std::string log = testing::internal::GetCapturedStderr();
    EXPECT_EQ(head()->number, before.number);
    const auto first = log.find("clock_behind_ledger");
    ASSERT_NE(first, std::string::npos) << log;
    EXPECT_EQ(log.find("clock_behind_ledger", first + 1), std::string::npos) << log;
    rig.clock.advance(3h);
    seal();
    EXPECT_EQ(head()->number, before.number + 1);
}

TEST(HeadCode, IsAnImageWithATextForWhoCannotSeeIt) {
    const auto key = crypto::SigningKey::make();
    ledger::Head head{.key = key.public_key(), .number = 12, .size = 2890, .at = Timestamp{1795600000000ms}};
    head.signature = key.sign(ledger::signed_text(head));
    const std::string code = ledger::head_code(head);
    EXPECT_TRUE(code.starts_with("<svg ")) << code.substr(0, 80);
    EXPECT_NE(code.find("<title>Seal 12 as a code to scan</title>"), std::string::npos);
    const std::string page = ledger::head_page(head);
    EXPECT_NE(page.find(ledger::write_head(head)), std::string::npos);
    EXPECT_NE(page.find(code), std::string::npos);
}

}  // namespace
}  // namespace offing::service
