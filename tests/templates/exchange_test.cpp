#include "templates/exchange.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "templates/catalogue.hpp"
#include "templates/po.hpp"
#include "templates/write_messages.hpp"

namespace offing::templates {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

const std::string dates = R"(
[dates]
days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
day = "{weekday} {date} {month}"
when = "{day} {clock}"
clock = [{ until = 12, form = "{clock}am" }, { until = 24, form = "{clock}pm" }]
midday = "midday"
midnight = "midnight"
)";

const std::string english = "# Kept head\n\nlanguage = \"en-GB\"\nstatus = \"in_review\"\n" + dates + R"(
[text.hello]
purpose = "A greeting, with \"quotes\"."
arguments = { count = "number", start = "when" }
plain = """
Hi. {count, plural, one {# time} other {# times}}
from {start}.\tBack\\slash"""
knock = "Hi"
unprompted = true
very_discreet = "Hi"
[text.bye]
purpose = "p"
version = 2
status = "live"
review_by = 2026-06-30
plain = "Bye"
review = [
  { role = "mother-living-experience", how = "group", month = "2026-01", outcome = "ok", what_changed = "shorter" },
  { role = "safeguarding-lead", how = "phone", month = "2026-01", outcome = "ok" },
  { role = "information-governance", how = "phone", month = "2026-01", outcome = "ok" },
]
[[text.bye.earlier]]
purpose = "p"
plain = "Goodbye"
)";
const std::string polish = "language = \"pl\"\n" + dates + "[text.bye]\npurpose = \"p\"\nplain = \"Czesc\"\n";

std::vector<MessageFile> files() { return {{"en-GB.toml", english}, {"pl.toml", polish}}; }

std::string facts(const Language& language) {
    std::string all = language.tag;
    for (const auto& entry : language.entries) {
        const auto& shown = entry.shown;
        all += "\n" + shown.id + "|" + std::to_string(shown.version) + "|" + shown.purpose + "|" +
               std::string{spell(shown.status)} + "|" + shown.review_by + (shown.fragment ? "F" : "") +
               (shown.unprompted ? "U" : "") + (shown.crisis ? "C" : "");
        for (const auto& [name, type] : shown.arguments) all += "|" + name + ":" + std::string{spell(type)};
        for (const auto& [level, words] : shown.patterns)
            all += "|" + std::string{spell(level)} + "=" + words;
        for (const auto& review : shown.reviews) {
            all += "|" + review.role + review.how + review.month + review.outcome + review.what_changed;
        }
    }
    return all;
}

Language read(const std::string& content) {
    std::vector<Problem> problems;
    auto language = read_messages({"x.toml", content}, problems);
    if (!problems.empty()) throw std::runtime_error(spell(problems.front()));
    return language;
}

TEST(Exchange, WritesTomlThatReadsTheSame) {
    for (const auto& content : {english, polish}) {
        const auto once = read(content);
        EXPECT_EQ(facts(read(write_messages(once))), facts(once));
    }
}

TEST(Exchange, WritesWhatShipsTheSame) {
    std::vector<Problem> problems;
    for (const auto* name : {"en-GB.toml"}) {
        std::ifstream in{std::string{OFFING_ROOT "/templates/messages/"} + name};
        const std::string content{std::istreambuf_iterator<char>{in}, {}};
        const auto once = read(content);
        EXPECT_EQ(facts(read(write_messages(once, head_of(content)))), facts(once));
    }
}

TEST(Exchange, TakesATomlExportBackUnchanged) {
    const auto exported = export_texts(files(), "en-GB", Exchange::toml).value();
    const auto imported = import_texts(files(), {"moved.toml", exported}, Exchange::toml).value();
    EXPECT_THAT(imported.unchanged, ElementsAre("hello", "bye"));
    EXPECT_TRUE(imported.changed.empty());
    EXPECT_EQ(facts(read(imported.file.content)), facts(read(english)));
}

TEST(Exchange, TakesAPoExportBackUnchanged) {
    const auto po = export_texts(files(), "pl", Exchange::po).value();
    EXPECT_THAT(po, HasSubstr("msgctxt \"bye|plain\"\nmsgid \"Bye\"\nmsgstr \"Czesc\""));
    const auto imported = import_texts(files(), {"pl.po", po}, Exchange::po).value();
    EXPECT_THAT(imported.unchanged, ElementsAre("bye"));
    EXPECT_EQ(imported.untranslated, 3);
    EXPECT_EQ(facts(read(imported.file.content)), facts(read(polish)));
}

std::string po_of(const std::string& context, const std::string& original, const std::string& translation) {
    return spell_po("pl",
                    {{.comments = {}, .context = context, .original = original, .translation = translation}});
}

TEST(Exchange, MakesADraftOfChangedWordsAndKeepsTheOldBehind) {
    auto live = files();
    live[1].content += "status = \"in_review\"\n";
    const auto imported =
        import_texts(live, {"pl.po", po_of("bye|plain", "Bye", "Do widzenia")}, Exchange::po).value();
    EXPECT_THAT(imported.changed, ElementsAre("bye"));
    EXPECT_THAT(imported.file.content,
                HasSubstr("version = 2\nstatus = \"draft\"\npurpose = \"p\"\nplain = \"Do widzenia\""));
    EXPECT_THAT(imported.file.content, HasSubstr("[[text.bye.earlier]]"));
}

TEST(Exchange, KeepsTheHeadOfTheFile) {
    const auto imported =
        import_texts(files(),
                     {"en.po",
                      "msgid \"\"\nmsgstr \"Language: en-GB\\nContent-Type: text/plain; "
                      "charset=UTF-8\\n\"\n\nmsgctxt \"bye|plain\"\nmsgid \"Bye\"\nmsgstr \"Bye now\"\n"},
                     Exchange::po)
            .value();
    EXPECT_TRUE(imported.file.content.starts_with("# Kept head\n"));
    EXPECT_THAT(imported.file.content,
                HasSubstr("version = 3\nstatus = \"draft\"\npurpose = \"p\"\nplain = \"Bye now\""));
}

struct BadImport {
    std::string content, what;
    Exchange form = Exchange::po;
};
class Refused : public testing::TestWithParam<BadImport> {};
TEST_P(Refused, WholeWithFileLineAndRemedy) {
    const auto imported = import_texts(files(), {"in.po", GetParam().content}, GetParam().form);
    ASSERT_FALSE(imported);
    EXPECT_THAT(imported.error(), Contains(Field(&Problem::what, HasSubstr(GetParam().what))));
    for (const auto& problem : imported.error()) {
        EXPECT_FALSE(problem.file.empty());
        EXPECT_GT(problem.line, 0);
        EXPECT_FALSE(problem.remedy.empty());
    }
}
INSTANTIATE_TEST_SUITE_P(
    Imports, Refused,
    testing::Values(
        BadImport{po_of("nobody|plain", "Bye", "x"), "en-GB has no such text"},
        BadImport{po_of("bye|loud", "Bye", "x"), "en-GB has no such text"},
        BadImport{po_of("bye|plain", "Bye then", "x"), "English has changed"},
        BadImport{po_of("bye|plain", "Bye", "{x"), "no partner"},
        BadImport{po_of("bye|plain", "Bye", "{who}"), "not among its arguments"},
        BadImport{po_of("bye|plain", "Bye", "x") + "\nmsgctxt \"bye|plain\"\nmsgid \"Bye\"\nmsgstr \"y\"\n",
                  "twice"},
        BadImport{po_of("bye|plain", "Bye", "\xC4\x85 \xB1"), "mixed with another encoding"},
        BadImport{"msgid \"\"\nmsgstr \"Language: pl\\nContent-Type: text/plain; charset=ISO-8859-2\\n\"\n",
                  "charset=UTF-8"},
        BadImport{po_of("bye|plain", "Bye", "x") + "\nmsgid_plural \"x\"\n", "not a line of a PO file"},
        BadImport{po_of("bye|plain", "Bye", "x") + "\nmsgid \"x\n", "not closed"},
        BadImport{spell_po("de", {}), "no file for language"},
        BadImport{polish + "[text.unknown]\npurpose = \"p\"\nplain = \"x\"\n", "no text of this id",
                  Exchange::toml},
        BadImport{polish + "[text.hello]\npurpose = \"p\"\nplain = \"x\"\n", "arguments differ",
                  Exchange::toml},
        BadImport{"language = \"pl", "string", Exchange::toml}));

TEST(Exchange, SaysWhatDiffers) {
    auto after = files();
    after[1].content.replace(after[1].content.find("Czesc"), 5, "Hej");
    const auto changes = differences(files(), after, "pl");
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].before, "Czesc");
    EXPECT_EQ(changes[0].after, "Hej");
}

TEST(Po, SurvivesAnyLines) {
    const std::vector<std::string> pieces{
        "msgid \"a\"\n",       "msgstr \"b\"\n", "\"c\"\n", "#, fuzzy\n", "\n",
        "msgctxt \"d\\\"\"\n", "msgstr\n",       "\"\\\n",  "x\n",        "\"\\q\"\n"};
    unsigned state = 3;
    for (int round = 0; round < 3000; ++round) {
        std::string content;
        for (unsigned i = 0; i < 12; ++i) {
            state = state * 1664525U + 1013904223U;
            content += pieces[(state >> 16U) % pieces.size()];
        }
        std::vector<Problem> problems;
        EXPECT_LE(read_po({"x.po", content}, problems).entries.size(), 12U);
    }
}

TEST(Po, FindsTheFirstBrokenLine) {
    EXPECT_EQ(first_broken_line("a\nb\xC4\x85\n"), 0);
    EXPECT_EQ(first_broken_line("a\nb\xFF\n"), 2);
    EXPECT_EQ(first_broken_line("\xC0\x80"), 1);
    EXPECT_EQ(first_broken_line("\xED\xA0\x80"), 1);
    EXPECT_EQ(first_broken_line(std::string{"a\0b", 3}), 1);
}

}  // namespace
}  // namespace offing::templates
