#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gateway/cli/commands.hpp"
#include "tests/gateway/cli/command_line.hpp"

namespace offing::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

const std::string shipped = OFFING_ROOT "/templates/messages";

Ran run(std::vector<std::string> words) {
    words.insert(words.begin(), "templates");
    return run_command(add_templates, std::move(words));
}

std::string read(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// A copy of the texts that a test may change.
class TemplatesCommand : public testing::Test {
protected:
    void SetUp() override {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = fs::path{testing::TempDir()} / (std::string{"offing_texts_"} + test->name());
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "messages");
        fs::copy(shipped, folder_ / "messages", fs::copy_options::recursive);
        fs::create_directories(folder_ / "lint");
        fs::copy(OFFING_ROOT "/templates/lint/words.toml", folder_ / "lint");
    }
    void TearDown() override { fs::remove_all(folder_); }
    std::string messages() const { return (folder_ / "messages").string(); }
    std::string write(const std::string& name, const std::string& content) const {
        std::ofstream{folder_ / name, std::ios::binary} << content;
        return (folder_ / name).string();
    }

    fs::path folder_;
};

TEST_F(TemplatesCommand, ListsShowsAndPreviewsAText) {
    EXPECT_THAT(run({"list", "--folder", messages()}).out, HasSubstr("reminder  v1  in_review  unprompted"));
    EXPECT_THAT(run({"show", "reminder", "--folder", messages()}).out,
                AllOf(HasSubstr("{start} when"),
                      HasSubstr("to go live: nobody in the role mother-living-experience")));
    const auto seen = run({"preview", "reminder", "--level", "discreet", "--folder", messages()});
    EXPECT_EQ(seen.code, 0);
    EXPECT_THAT(seen.out, AllOf(HasSubstr("on a locked phone: Still ok for Tue 17 Mar 10am?"),
                                HasSubstr("| Still ok for Tue 17 Mar 10am?      |"),
                                HasSubstr("1 part, GSM-7"), HasSubstr("at worst 1 part")));
}

TEST_F(TemplatesCommand, NamesWhatIsNotThere) {
    const auto ran = run({"show", "nothing_like_it", "--folder", messages()});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("`offing templates list` shows what there is"));
    EXPECT_EQ(run({"list", "--folder", "/nonexistent"}).code, 1);
}

TEST_F(TemplatesCommand, LintsWhatShipsAndWordsOfYours) {
    const auto clean = run({"lint", "--folder", messages()});
    EXPECT_EQ(clean.code, 0) << clean.out;
    EXPECT_THAT(clean.out, HasSubstr(" texts, 0 findings"));
    const auto found = run({"lint", "--text", "You missed your slot.", "--folder", messages()});
    EXPECT_EQ(found.code, 1);
    EXPECT_THAT(found.out,
                AllOf(HasSubstr("T2-blame: You missed"), HasSubstr("W50: slot"), HasSubstr("instead:")));
    const auto page = write("page.md", "One\nShe is a frequent flyer\n");
    EXPECT_THAT(run({"lint", "--document", page, "--folder", messages()}).out, HasSubstr("page.md:2"));
}

TEST_F(TemplatesCommand, TakesBackWhatItExported) {
    for (const std::string form : {"po", "toml"}) {
        const auto before = read(folder_ / "messages" / "pl.toml");
        const auto exported = run({"export", "--language", "pl", "--format", form, "--folder", messages()});
        ASSERT_EQ(exported.code, 0) << exported.err;
        const auto back = run({"import", write("back." + form, exported.out), "--folder", messages()});
        EXPECT_EQ(back.code, 0) << back.err;
        EXPECT_THAT(back.out, AllOf(HasSubstr("0 new, 0 changed"), HasSubstr("Wrote pl.toml")));
        const auto again = run({"export", "--language", "pl", "--format", form, "--folder", messages()});
        EXPECT_EQ(again.out, exported.out);
    }
}

TEST_F(TemplatesCommand, ImportsNothingOfABadFile) {
    const auto before = read(folder_ / "messages" / "pl.toml");
    auto po = run({"export", "--language", "pl", "--folder", messages()}).out;
    po += "\nmsgctxt \"no_such_text|plain\"\nmsgid \"x\"\nmsgstr \"y\"\n";
    const auto refused = run({"import", write("bad.po", po), "--folder", messages()});
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, AllOf(HasSubstr("Nothing was imported"), HasSubstr("bad.po:"),
                                   HasSubstr("no_such_text: en-GB has no such text")));
    EXPECT_EQ(read(folder_ / "messages" / "pl.toml"), before);
}

TEST_F(TemplatesCommand, SaysWhatChangedAgainstAnotherFolder) {
    auto words = read(folder_ / "messages" / "en-GB.toml");
    const std::string thanks = "Thanks, they know you are here.";
    ASSERT_THAT(words, HasSubstr(thanks));
    words.replace(words.find(thanks), thanks.size(), "Thanks, see you in a bit.");
    write("messages/en-GB.toml", words);
    const auto changed = run({"diff", "--with", shipped, "--folder", messages()});
    EXPECT_THAT(changed.out, AllOf(HasSubstr("- " + thanks), HasSubstr("+ Thanks, see you in a bit."),
                                   HasSubstr("1 differences")));
}

TEST_F(TemplatesCommand, PrintsThePackWithEveryText) {
    const auto pack = run({"pack", "--folder", messages()});
    EXPECT_EQ(pack.code, 0);
    EXPECT_THAT(pack.out, AllOf(HasSubstr("<!doctype html>"), HasSubstr("What would you say instead?"),
                                HasSubstr("crisis_overdose, version 1")));
    EXPECT_EQ(pack.out.find("<script"), std::string::npos);
    EXPECT_EQ(pack.out.find("http"), std::string::npos);
}

}  // namespace
}  // namespace offing::cli
