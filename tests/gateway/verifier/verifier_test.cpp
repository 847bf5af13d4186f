// The small program that knows nothing of ours, against what we write: it takes what is whole, and says of
// what was touched where. Each row is a hand in the file.

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "gateway/base/crypto.hpp"
#include "gateway/ledger/export.hpp"
#include "tests/gateway/ledger/sealed_store.hpp"
#include "tests/support/scratch_folder.hpp"

namespace offing::ledger {
namespace {

using Lines = std::vector<std::string>;

struct Said {
    int exit = 0;
    std::string words;
};

Said verify_by_other_program(const std::string& arguments) {
    const std::string command = std::string{OFFING_VERIFY} + " " + arguments + " 2>&1";
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("no shell");
    Said said;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) said.words += static_cast<char>(c);
    said.exit = WEXITSTATUS(::pclose(pipe));
    return said;
}

Lines lines_of(const std::string& text) {
    Lines lines;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// Two women, decisions on both, 700 events under three seals.
class OtherProgram : public ::testing::Test {
protected:
    OtherProgram() {
        add(Kind::person_added, "ann", {{"waiting_since", 1'000}});
        add(Kind::person_added, "bea", {{"waiting_since", 2'000}});
        store.add_events(696);
        add(Kind::offered, "ann", {{"offers", boost::json::array{}}, {"decision", {{"since", 1'000}}}});
        add(Kind::offered, "bea", {{"offers", boost::json::array{}}, {"decision", {{"since", 2'000}}}});
        seal();
    }

    void add(Kind kind, const std::string& her, const boost::json::object& body) {
        SealedStore::must(store.database->transact_now([&](storage::Transaction& transaction) {
            record(transaction, kind, her, body, store.now);
            return true;
        }));
        store.now += std::chrono::seconds{1};
    }
    void seal() {
        store.now += std::chrono::minutes{2};
        store.seal_all();
    }

    Lines exported() {
        StoreSource source{*store.database};
        ExportedMaterial material;
        material.services.push_back({1, R"({"body":"id = 1","files":{}})"});
        material.each_preferences = [](const auto& write) {
            const std::string salt(32, 'a'), text = R"({"travel":15})";
            write(ExportedPreferences{crypto::to_hex(crypto::sha256(salt + text)), salt, text});
        };
        std::ostringstream out;
        SealedStore::must(write_export(source, material, out));
        return lines_of(out.str());
    }
    std::string write(const Lines& lines, bool ended = true) {
        const auto file = folder / "ledger.export";
        std::ofstream out{file, std::ios::binary};
        for (std::size_t at = 0; at < lines.size(); ++at)
            out << lines[at] << (at + 1 < lines.size() || ended ? "\n" : "");
        return file;
    }
    Said verify(const Lines& lines, const std::string& more = "") {
        return verify_by_other_program("export " + write(lines) + " " + more);
    }
    void expect_broken(const Lines& lines, const std::string& words) {
        const Said said = verify(lines);
        EXPECT_EQ(said.exit, 1) << said.words;
        EXPECT_NE(said.words.find(words), std::string::npos)
            << "wanted \"" << words << "\", not: " << said.words;
    }
    static std::size_t line_of_event(const Lines& lines, int seq) {
        const std::string start = "e\t" + std::to_string(seq) + "\t";
        for (std::size_t at = 0; at < lines.size(); ++at)
            if (lines[at].starts_with(start)) return at;
        throw std::runtime_error("no such event");
    }
    static std::size_t line_of_seal(const Lines& lines, int seal) {
        for (std::size_t at = 0; at < lines.size(); ++at)
            if (lines[at].starts_with("h\t") && --seal == 0) return at;
        throw std::runtime_error("no such seal");
    }
    std::string head_file(const Head& head) {
        const auto file = folder / ("head-" + std::to_string(head.number));
        std::ofstream{file} << write_head(head);
        return file;
    }
    Head last() { return *SealedStore::must(store.database->read_now(last_head)); }

    SealedStore store{"sqlite"};
    support::ScratchFolder folder;
};

TEST_F(OtherProgram, TakesAnExportThatIsAsItWasSealed) {
    const Said said =
        verify(exported(), "--key " + crypto::to_hex(last().key) + " --head " + head_file(last()));
    EXPECT_EQ(said.exit, 0) << said.words;
    EXPECT_NE(said.words.find("700 events under 3 seals"), std::string::npos) << said.words;
    EXPECT_NE(said.words.find("2 decisions went by the places in line of 2 women"), std::string::npos);
    EXPECT_NE(said.words.find(crypto::to_hex(digest(last()))), std::string::npos)
        << "the head, as we digest it";
}

TEST_F(OtherProgram, NamesTheEventWhoseBodyWasChanged) {
    for (const int seq : {0, 255, 256, 699}) {
        Lines lines = exported();
        lines[line_of_event(lines, seq)].back() = ' ';
        expect_broken(lines, "event " + std::to_string(seq) + " isn't what its hash is of");
    }
}

TEST_F(OtherProgram, NamesTheSealWhenTheHashWasChangedWithTheEvent) {
    Lines lines = exported();
    std::string& line = lines[line_of_event(lines, 300)];
    const std::size_t content = line.find('\t', 6) + 1;
    line.back() = ' ';
    line = "e\t300\t" + crypto::to_hex(leaf_hash(line.substr(content))) + "\t" + line.substr(content);
    expect_broken(lines, "between events 256 and 511 something isn't what seal 2 sealed");
}

TEST_F(OtherProgram, NamesWhereAnEventIsMissingOrStandsTwiceOrElsewhere) {
    Lines removed = exported();
    const auto at = static_cast<std::ptrdiff_t>(line_of_event(removed, 300));
    removed.erase(removed.begin() + at);
    expect_broken(removed, "event 301 stands where event 300 belongs");
    Lines twice = exported();
    twice.insert(twice.begin() + at, twice[static_cast<std::size_t>(at)]);
    expect_broken(twice, "event 300 stands where event 301 belongs");
    Lines swapped = exported();
    std::swap(swapped[static_cast<std::size_t>(at)], swapped[static_cast<std::size_t>(at) + 1]);
    expect_broken(swapped, "event 301 stands where event 300 belongs");
}

TEST_F(OtherProgram, NamesTheSealThatWasChangedOrRemovedOrMoved) {
    Lines changed = exported();
    std::string& seal = changed[line_of_seal(changed, 2)];
    seal.replace(seal.find("size 512"), 8, "size 511");
    expect_broken(changed, "seal 2 was changed");
    Lines removed = exported();
    removed.erase(removed.begin() + static_cast<std::ptrdiff_t>(line_of_seal(removed, 2)));
    expect_broken(removed, "seal 3 stands where another one belongs");
    Lines swapped = exported();
    std::swap(swapped[line_of_seal(swapped, 1)], swapped[line_of_seal(swapped, 2)]);
    expect_broken(swapped, "seal 2 stands where another one belongs");
}

TEST_F(OtherProgram, NoticesThatItWasCutOff) {
    const Lines whole = exported();
    for (const std::size_t kept : {whole.size() - 1, whole.size() - 2, line_of_seal(whole, 3)}) {
        const Said said = verify({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(kept)});
        EXPECT_EQ(said.exit, 1) << said.words;
        EXPECT_NE(said.words.find("cut off"), std::string::npos) << said.words;
    }
    const Said in_a_line = verify_by_other_program("export " + write(whole, false));
    EXPECT_EQ(in_a_line.exit, 1);
    EXPECT_NE(in_a_line.words.find("in the middle of a line"), std::string::npos) << in_a_line.words;
    Lines last_event_gone = whole;
    last_event_gone.erase(last_event_gone.end() - 2);
    expect_broken(last_event_gone, "699 events are here");
}

TEST_F(OtherProgram, TellsAnotherLedgerFromThisOne) {
    SealedStore other{"sqlite"};
    other.add_events(10);
    other.seal_all();
    const Head foreign = *SealedStore::must(other.database->read_now(last_head));
    const Said by_key = verify(exported(), "--key " + crypto::to_hex(foreign.key));
    EXPECT_EQ(by_key.exit, 1);
    EXPECT_NE(by_key.words.find("this is another ledger"), std::string::npos) << by_key.words;
    EXPECT_EQ(verify(exported(), "--head " + head_file(foreign)).exit, 1);
    Lines mixed = exported();
    std::string text = write_head(foreign);
    std::ranges::replace(text, '\n', '\t');
    text.pop_back();
    mixed[line_of_seal(mixed, 1)] = "h\t" + text;
    expect_broken(mixed, "the seal is another ledger's");
}

TEST_F(OtherProgram, HoldsALedgerAgainstHeadsThatWereKeptElsewhere) {
    const Lines before = exported();
    const std::string kept = head_file(last());
    store.add_events(40);
    seal();
    EXPECT_EQ(verify(exported(), "--head " + kept).exit, 0);
    const Said older = verify(before, "--head " + head_file(last()));
    EXPECT_EQ(older.exit, 1);
    EXPECT_NE(older.words.find("seal 4, kept elsewhere, is missing"), std::string::npos) << older.words;
}

TEST_F(OtherProgram, NoticesPreferencesThatAreNotWhatWasNoted) {
    Lines lines = exported();
    for (std::string& line : lines)
        if (line.starts_with("p\t")) line.back() = ' ';
    expect_broken(lines, "preferences aren't what their digest is of");
}

TEST_F(OtherProgram, RefusesWhatItDoesNotKnow) {
    Lines newer = exported();
    newer.front() = "offing-ledger-export\t2";
    EXPECT_EQ(verify(newer).exit, 2);
    EXPECT_EQ(verify({"hello"}).exit, 2);
    EXPECT_EQ(verify_by_other_program("export /nowhere/at/all").exit, 2);
    EXPECT_EQ(verify_by_other_program("").exit, 2);
    Lines unknown = exported();
    unknown.insert(unknown.begin() + 2, "x\twhat is this");
    expect_broken(unknown, "a line \"x\" isn't known");
}

TEST_F(OtherProgram, NamesADecisionThatWentByAnotherPlaceInLine) {
    add(Kind::missed, "ann", {{"booking", "b"}});
    add(Kind::nothing_found, "ann", {{"decision", {{"wish", {{"since", 1'000}}}, {"since", 5'000}}}});
    seal();
    expect_broken(exported(), "event 701: the decision went by another place in line than ann's");
}

}  // namespace
}  // namespace offing::ledger
