// A service moves to another installation: the same file comes out there as went in, on either engine and
// from one to the other, and a file that isn't whole changes nothing.

#include "gateway/service/handover.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "gateway/ledger/replay.hpp"
#include "gateway/ledger/verify.hpp"
#include "gateway/service/handover_tables.hpp"
#include "gateway/service/replay_material.hpp"
#include "gateway/service/sealing.hpp"
#include "gateway/service/wording.hpp"
#include "gateway/storage/migrations.hpp"
#include "gateway/storage/wording.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/year.hpp"

namespace offing::service {
namespace {

using support::TestStore;
using Lines = std::vector<std::string>;

template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().what);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

Lines lines_of(const std::filesystem::path& file) {
    Lines lines;
    std::ifstream stream{file};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// An installation of its own, with another master key and nothing in it.
struct Empty {
    explicit Empty(const std::string& engine)
        : store{engine},
          database{store.open()},
          vault{must(storage::Vault::make("fedcba9876543210fedcba9876543210"))} {
        must(storage::migrate(*database, Timestamp{}));
    }
    std::int64_t rows_of(const std::string& table) {
        return must(database->read_now([&](storage::Transaction& transaction) {
            return transaction.run("SELECT COUNT(*) FROM " + table).front().integer(0);
        }));
    }
    TestStore store;
    std::unique_ptr<storage::Database> database;
    storage::Vault vault;
};

/// Some weeks of a service, with texts that were reviewed and a woman who was erased.
class Handover : public ::testing::Test {
protected:
    explicit Handover(const std::string& engine = "sqlite") : rig{engine, "2026-09-01T08:00"} {
        support::Year year{rig, {.women = 15, .clinics = 8, .days = 8, .decisions = 60, .seed = 5}};
        year.run();
        Wording{*rig.database, load_shipped(std::string{OFFING_ROOT} + "/templates/messages")}.open(
            rig.clock.now());
        must(rig.database->transact_now([&](storage::Transaction& transaction) {
            const auto erased = transaction.run("SELECT id FROM contact ORDER BY id LIMIT 1").front().text(0);
            storage::erase_contact(transaction, erased, rig.clock.now());
            const auto text = storage::all_wording(transaction).front().key;
            storage::add_review(transaction, {.id = "review-1",
                                              .key = text,
                                              .round = 1,
                                              .role = "peer-mentor",
                                              .how = "group",
                                              .month = "2026-08",
                                              .outcome = "ok",
                                              .what_changed = "",
                                              .people = "3 or more",
                                              .time_was_paid = true,
                                              .recorded_by = "staff-1",
                                              .recorded_at = rig.clock.now()});
            return true;
        }));
        rig.clock.advance(std::chrono::minutes{5});
    }

    std::filesystem::path exported(storage::Database& database, const storage::Vault& vault,
                                   const std::string& name = "a.handover") {
        const auto file = folder / name;
        must(export_service(database, vault, file, rig.clock.now()));
        return file;
    }
    std::filesystem::path changed(Lines lines) {
        const auto file = folder / "changed.handover";
        std::ofstream out{file};
        for (const auto& line : lines) out << line << '\n';
        return file;
    }
    void expect_refused(const std::filesystem::path& file, const std::string& words) {
        Empty other{"sqlite"};
        const auto taken = import_service(*other.database, other.vault, file, rig.clock.now());
        ASSERT_FALSE(taken.has_value()) << words;
        EXPECT_NE(taken.error().what.find(words), std::string::npos)
            << "wanted \"" << words << "\", not: " << taken.error().what;
        for (const std::string table :
             {"contact", "person", "booking", "service_version", "ledger_event", "ledger_key"})
            EXPECT_EQ(other.rows_of(table), 0) << table << " after: " << taken.error().what;
    }
    static std::size_t first_of(const Lines& lines, const std::string& kind) {
        for (std::size_t at = 0; at < lines.size(); ++at)
            if (lines[at].starts_with("{\"kind\":\"" + kind + "\"")) return at;
        throw std::runtime_error("no line of kind " + kind);
    }

    support::Rig rig;
    support::ScratchFolder folder;
};

/// The same but for the day of writing, the event of the taking over and its seal, and the count of lines.
void expect_same(const Lines& before, const Lines& after) {
    ASSERT_EQ(after.size(), before.size() + 2) << "one event and its head more";
    for (std::size_t at = 1; at + 1 < before.size(); ++at) EXPECT_EQ(after[at], before[at]);
    EXPECT_NE(after[after.size() - 3].find("taken_over"), std::string::npos);
}

class HandoverOn : public Handover,
                   public ::testing::WithParamInterface<std::pair<const char*, const char*>> {
protected:
    HandoverOn() : Handover{GetParam().first} {}
};

TEST_P(HandoverOn, ComesOutAsItWentIn) {
    const auto before = exported(*rig.database, rig.vault);
    const auto head = must(rig.database->read_now(ledger::last_head));
    Empty other{GetParam().second};
    const auto taken = must(import_service(*other.database, other.vault, before, rig.clock.now()));
    EXPECT_EQ(taken.women, 14) << "who was erased has nothing to take along";
    EXPECT_GT(taken.bookings, 0);

    ledger::StoreSource source{*other.database};
    StoreMaterial material{*other.database, other.vault};
    ledger::Replay replay{material};
    const auto verified =
        ledger::verify(source, {*head}, [&](const ledger::LedgerEvent& event) { replay.take(event); });
    EXPECT_TRUE(verified.is_whole()) << "a head from before stays good";
    EXPECT_EQ(replay.result().difference_count, 0);
    EXPECT_GT(replay.result().decisions, 20);

    rig.clock.advance(std::chrono::minutes{1});
    expect_same(lines_of(before), lines_of(exported(*other.database, other.vault, "b.handover")));
}
INSTANTIATE_TEST_SUITE_P(Engines, HandoverOn,
                         ::testing::Values(std::pair{"sqlite", "sqlite"}, std::pair{"sqlite", "postgres"},
                                           std::pair{"postgres", "sqlite"}));

TEST_F(Handover, LetsHerGoOnWhereSheWas) {
    must(rig.database->transact_now([&](storage::Transaction& transaction) {
        storage::set_code_word(transaction, *storage::find_by_number(transaction, rig.vault, "+447700900003"),
                               "bluebell");
    }));
    const auto file = exported(*rig.database, rig.vault);
    Empty other{"sqlite"};
    must(import_service(*other.database, other.vault, file, rig.clock.now()));
    const auto found = must(other.database->read_now([&](storage::Transaction& transaction) {
        return storage::find_by_number(transaction, other.vault, "+447700900003");
    }));
    const auto was = must(rig.database->read_now([&](storage::Transaction& transaction) {
        return storage::find_by_number(transaction, rig.vault, "+447700900003");
    }));
    ASSERT_TRUE(found && found->person);
    EXPECT_EQ(found->id, was->id) << "her pseudonym stays";
    EXPECT_EQ(found->person->waiting_since, was->person->waiting_since);
    EXPECT_EQ(found->person->busy, was->person->busy);
    EXPECT_TRUE(storage::is_code_word(*found, "bluebell"));
    EXPECT_FALSE(rig.vault.unwrap(found->key.wrapped()).has_value())
        << "her key is the new installation's own";
}

TEST_F(Handover, IsForThisUserAlone) {
    const auto file = exported(*rig.database, rig.vault);
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Handover, RefusesAStoreThatIsNotEmpty) {
    const auto file = exported(*rig.database, rig.vault);
    const auto taken = import_service(*rig.database, rig.vault, file, rig.clock.now());
    ASSERT_FALSE(taken.has_value());
    EXPECT_NE(taken.error().what.find("isn't empty"), std::string::npos) << taken.error().what;
}

TEST_F(Handover, NamesWhatItDoesNotKnowAndImportsNothing) {
    const Lines whole = lines_of(exported(*rig.database, rig.vault));
    Lines newer = whole;
    newer[0].replace(newer[0].find("\"version\":1"), 11, "\"version\":2");
    expect_refused(changed(newer), "changed.handover:1: version 2 of the handover isn't known here");
    Lines more_in_title = whole;
    more_in_title[0].insert(1, "\"mood\":1,");
    expect_refused(changed(more_in_title), "the field \"mood\" isn't known here");
    const std::size_t person = first_of(whole, "person");
    Lines field = whole;
    field[person].back() = ',';
    field[person] += "\"mood\":1}";
    expect_refused(changed(field), "changed.handover:" + std::to_string(person + 1) + ": the field \"mood\"");
    Lines kind = whole;
    kind.insert(kind.begin() + static_cast<std::ptrdiff_t>(person), R"({"kind":"note","text":"x"})");
    expect_refused(changed(kind), "a line of kind \"note\" isn't known here");
    Lines gone = whole;
    const std::size_t school = gone[person].find(",\"school\":");
    gone[person].erase(school, gone[person].find(",\"travel_min\"") - school);
    expect_refused(changed(gone), "\"school\" is missing");
    expect_refused(changed({"hello"}), "this is no JSON object");
    expect_refused(changed({"{}"}), "this is no handover of a service");
    expect_refused(folder / "nowhere", "can't be read");
}

TEST_F(Handover, NoticesThatItWasCutOffEditedOrPutInAnotherOrder) {
    const Lines whole = lines_of(exported(*rig.database, rig.vault));
    const std::size_t event = first_of(whole, "event");
    expect_refused(changed({whole.begin(), whole.end() - 1}), "its last line is missing");
    Lines edited = whole;
    edited[event + 1].replace(edited[event + 1].find("\\t") + 2, 1, "9");
    expect_refused(changed(edited), "aren't what seal 1 sealed");
    Lines swapped = whole;
    std::swap(swapped[event], swapped[event + 1]);
    expect_refused(changed(swapped), "event 1 stands where event 0 belongs");
    Lines twice = whole;
    const std::size_t contact = first_of(twice, "contact");
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(contact), twice[contact]);
    expect_refused(changed(twice), "the store doesn't take it");
    Lines one_less = whole;
    one_less.erase(one_less.begin() + static_cast<std::ptrdiff_t>(first_of(one_less, "place")));
    expect_refused(changed(one_less), "lines are missing before the end");
    Lines more = whole;
    more.push_back("{}");
    expect_refused(changed(more), "something follows the end");
    std::filesystem::copy_file(changed(whole), folder / "short.handover");
    std::filesystem::resize_file(folder / "short.handover",
                                 std::filesystem::file_size(folder / "short.handover") - 5);
    expect_refused(folder / "short.handover", "in the middle of a line");
}

TEST_F(Handover, RefusesAnotherLedgersHead) {
    const Lines whole = lines_of(exported(*rig.database, rig.vault));
    support::Rig other{"sqlite", "2026-09-01T08:00"};
    other.add_woman("+447700900001");
    const Lines foreign = lines_of(exported(*other.database, other.vault, "foreign.handover"));
    Lines mixed = whole;
    mixed[first_of(mixed, "head")] = foreign[first_of(foreign, "head")];
    expect_refused(changed(mixed), "the head is another ledger's");
    Lines without_key = whole;
    without_key.erase(without_key.begin() + static_cast<std::ptrdiff_t>(first_of(without_key, "ledger_key")));
    expect_refused(changed(without_key), "the head is another ledger's");
}

/// Whoever adds a column decides whether it goes along.
TEST_F(Handover, KnowsEveryColumnOfWhatItCarries) {
    const std::set<std::string> left_out{// kept anew over there: keys, look-ups, the state of a dialogue
                                         "contact.number_lookup", "contact.key_wrapped",
                                         "contact.conversation", "contact.texted_at", "contact.purge_at",
                                         "contact.erased_at", "place.held_until",
                                         // of today alone
                                         "booking.eta", "booking.here_at", "booking.runs_until"};
    for (const HandoverTable& table : handover_tables()) {
        std::set<std::string> known;
        for (const HandoverField& field : table.fields) known.emplace(field.column);
        for (const std::string& column :
             rig.column("SELECT name FROM pragma_table_info('" + std::string{table.table} + "')"))
            EXPECT_TRUE(known.contains(column) || left_out.contains(std::string{table.table} + "." + column))
                << table.table << "." << column << " is neither carried nor left out on purpose";
    }
}

TEST_F(Handover, StandsInItsDocument) {
    std::ifstream stream{std::string{OFFING_ROOT} + "/docs/handover.md"};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    for (const HandoverTable& table : handover_tables()) {
        const auto row = text.find("| `" + std::string{table.kind} + "` |");
        ASSERT_NE(row, std::string::npos) << table.kind;
        const std::string fields = text.substr(row, text.find('\n', row) - row);
        for (const HandoverField& field : table.fields)
            EXPECT_NE(fields.find("`" + std::string{field.name} + "`"), std::string::npos)
                << table.kind << "." << field.name;
    }
}

}  // namespace
}  // namespace offing::service
