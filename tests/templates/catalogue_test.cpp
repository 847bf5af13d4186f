#include "templates/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace offing::templates {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Field;
using testing::HasSubstr;

constexpr std::chrono::local_days tuesday{2026y / 3 / 17};

const std::string head = R"(
language = "en-GB"
status = "in_review"
[dates]
days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
day = "{weekday} {date} {month}"
when = "{day} {clock}"
clock = [{ until = 12, form = "{clock}am" }, { until = 24, form = "{clock}pm" }]
midday = "midday"
midnight = "midnight"
)";

std::expected<Catalogue, std::vector<Problem>> read(const std::string& texts) {
    const MessageFile file{"en-GB.toml", head + texts};
    return Catalogue::read({&file, 1});
}

Catalogue demo(const std::string& texts) {
    auto catalogue = read(texts);
    if (!catalogue) throw std::runtime_error(spell(catalogue.error().front()));
    catalogue->set_demo(true);
    return std::move(*catalogue);
}

std::string body(const Catalogue& catalogue, std::string_view id, const Arguments& arguments,
                 Level level = Level::plain) {
    const auto text = catalogue.render(id, "en-GB", level, arguments);
    return text ? text->body() : "refused: " + text.error().what;
}

std::vector<Problem> problems(const std::string& texts) {
    auto catalogue = read(texts);
    return catalogue ? std::vector<Problem>{} : catalogue.error();
}

TEST(Catalogue, LoadsWhatShips) {
    const auto catalogue = Catalogue::load(OFFING_ROOT "/templates/messages");
    if (!catalogue) {
        for (const auto& problem : catalogue.error()) ADD_FAILURE() << spell(problem);
    }
}

TEST(Catalogue, WritesTimesAsPeopleDo) {
    const auto catalogue = demo(R"(
[text.when]
purpose = "p"
arguments = { a = "when", b = "day", c = "clock" }
plain = "{a} / {b} / {c}")");
    const auto say = [&](std::chrono::minutes clock) {
        return body(catalogue, "when", {{"a", tuesday + clock}, {"b", tuesday}, {"c", clock}});
    };
    EXPECT_EQ(say(10h), "Tue 17 Mar 10am / Tue 17 Mar / 10am");
    EXPECT_EQ(say(10h + 30min), "Tue 17 Mar 10:30am / Tue 17 Mar / 10:30am");
    EXPECT_EQ(say(15h + 5min), "Tue 17 Mar 3:05pm / Tue 17 Mar / 3:05pm");
    EXPECT_EQ(say(12h), "Tue 17 Mar midday / Tue 17 Mar / midday");
    EXPECT_EQ(say(12h + 15min), "Tue 17 Mar 12:15pm / Tue 17 Mar / 12:15pm");
    EXPECT_EQ(say(15min), "Tue 17 Mar 12:15am / Tue 17 Mar / 12:15am");
}

const std::string offer = R"(
[text.one]
purpose = "p"
fragment = true
arguments = { start = "when", worker = "name" }
plain = "{start} with {worker}"
discreet = "{start}"
[text.offer]
purpose = "p"
arguments = { choices = "choices" }
plain = "These fit:\n{choices}\nText the number."
)";

std::vector<Fragment> choices(const Catalogue& catalogue, const std::string& worker, Level level) {
    std::vector<Fragment> list;
    for (const auto clock : {9h + 45min, 10h + 30min, 13h + 0min}) {
        list.push_back(
            catalogue.render_fragment("one", "en-GB", level, {{"start", tuesday + clock}, {"worker", worker}})
                .value());
    }
    return list;
}

TEST(Catalogue, NumbersTheChoices) {
    const auto catalogue = demo(offer);
    EXPECT_EQ(body(catalogue, "offer", {{"choices", choices(catalogue, "Jo", Level::plain)}}),
              "These fit:\n1 Tue 17 Mar 9:45am with Jo\n2 Tue 17 Mar 10:30am with Jo\n"
              "3 Tue 17 Mar 1pm with Jo\nText the number.");
    EXPECT_EQ(
        body(catalogue, "offer", {{"choices", choices(catalogue, "Jo", Level::discreet)}}, Level::discreet),
        "These fit:\n1 Tue 17 Mar 9:45am\n2 Tue 17 Mar 10:30am\n3 Tue 17 Mar 1pm\nText the number.");
}

TEST(Catalogue, LeavesNamesOutBeforeATextGrowsBeyondTwoParts) {
    const auto catalogue = demo(offer);
    const auto text = catalogue.render("offer", "en-GB", Level::plain,
                                       {{"choices", choices(catalogue, std::string(90, 'x'), Level::plain)}});
    ASSERT_TRUE(text);
    EXPECT_EQ(text->parts(), 1);
    EXPECT_THAT(text->body(), HasSubstr("1 Tue 17 Mar 9:45am\n2 "));
}

TEST(Catalogue, NeverSendsAFragmentAloneOrATextAsAFragment) {
    const auto catalogue = demo(offer);
    EXPECT_THAT(body(catalogue, "one", {{"start", When{tuesday}}, {"worker", "Jo"}}),
                HasSubstr("never sent alone"));
    EXPECT_FALSE(catalogue.render_fragment("offer", "en-GB", Level::plain, {}));
}

TEST(Catalogue, RefusesMoreThanThreeChoicesAndNone) {
    const auto catalogue = demo(offer);
    auto many = choices(catalogue, "Jo", Level::plain);
    many.push_back(many.front());
    EXPECT_THAT(body(catalogue, "offer", {{"choices", many}}), HasSubstr("one to three choices"));
    EXPECT_THAT(body(catalogue, "offer", {{"choices", std::vector<Fragment>{}}}),
                HasSubstr("one to three choices"));
}

const std::string words = R"(
[text.words]
purpose = "p"
arguments = { place = "text", count = "number" }
plain = "{count, plural, one {# time} other {# times}} at {place}, that''s '{'ok'}'"
)";

TEST(Catalogue, CountsInTheFormsOfTheLanguage) {
    const auto catalogue = demo(words);
    EXPECT_EQ(body(catalogue, "words", {{"place", "the hub"}, {"count", std::int64_t{1}}}),
              "1 time at the hub, that's {ok}");
    EXPECT_EQ(body(catalogue, "words", {{"place", "the hub"}, {"count", std::int64_t{4}}}),
              "4 times at the hub, that's {ok}");
}

TEST(Catalogue, RefusesAMissingArgumentAWrongTypeAndControlCharacters) {
    const auto catalogue = demo(words);
    EXPECT_THAT(body(catalogue, "words", {{"place", "x"}}), HasSubstr("{count} was not given"));
    EXPECT_THAT(body(catalogue, "words", {{"place", "x"}, {"count", "4"}}), HasSubstr("not a number"));
    EXPECT_THAT(body(catalogue, "words", {{"place", "x\ny"}, {"count", std::int64_t{1}}}),
                HasSubstr("words on one line"));
}

TEST(Catalogue, RefusesATextThatTakesMoreThanTwoPartsAtWorst) {
    const auto told = [](const std::string& pattern) {
        return problems("[text.long]\npurpose = \"p\"\nplain = \"" + pattern + "\"");
    };
    EXPECT_THAT(told(std::string(307, 'a')), testing::Contains(Field(&Problem::what, HasSubstr("3 parts"))));
    EXPECT_THAT(told(std::string(500, 'a')), testing::Contains(Field(&Problem::what, HasSubstr("4 parts"))));
    EXPECT_THAT(told(std::string(500, 'a')), testing::Contains(Field(&Problem::line, testing::Gt(0))));
    EXPECT_THAT(told(std::string(306, 'a')), testing::IsEmpty());
}

TEST(Catalogue, SendsNothingThatAwaitsReviewOutsideDemoMode) {
    auto catalogue = read(words).value();
    const Arguments arguments{{"place", "x"}, {"count", std::int64_t{1}}};
    EXPECT_THAT(body(catalogue, "words", arguments), HasSubstr("no version of it is live"));
    EXPECT_FALSE(catalogue.still_live("words", "en-GB", 1, tuesday));
    EXPECT_THAT(refusal_to_start(catalogue),
                AllOf(HasSubstr("words (in_review)"), HasSubstr("mother-living-experience"),
                      HasSubstr("offing templates pack")));
    catalogue.set_demo(true);
    EXPECT_TRUE(catalogue.still_live("words", "en-GB", 1, tuesday));
    EXPECT_FALSE(catalogue.still_live("words", "en-GB", 2, tuesday));
}

std::string live(const std::string& words_of_it, const std::string& table, const std::string& review_by,
                 int version) {
    std::string toml = "[" + table +
                       "]\npurpose = \"p\"\nstatus = \"live\"\nversion = " + std::to_string(version) +
                       "\nreview_by = " + review_by + "\nplain = \"" + words_of_it + "\"\nreview = [\n";
    for (const std::string role :
         {"mother-living-experience", "safeguarding-lead", "information-governance"}) {
        toml += "{ role = \"" + role + "\", how = \"group\", month = \"2026-01\", outcome = \"ok\" },\n";
    }
    return toml + "]\n";
}

TEST(Catalogue, FallsBackToTheLastLiveVersionPastReviewBy) {
    auto newest = live("new words", "text.hello", "2026-03-16", 2);
    auto older = live("old words", "[text.hello.earlier]", "2026-04-30", 1);
    const auto catalogue = read(newest + older).value();
    EXPECT_EQ(body(catalogue, "hello", {}), "new words");
    catalogue.set_today(tuesday);
    EXPECT_EQ(body(catalogue, "hello", {}), "old words");
    EXPECT_FALSE(catalogue.still_live("hello", "en-GB", 2, tuesday));
    EXPECT_TRUE(catalogue.still_live("hello", "en-GB", 1, tuesday));
    EXPECT_EQ(refusal_to_start(catalogue), "");
    catalogue.set_today(tuesday + std::chrono::days{60});
    EXPECT_THAT(body(catalogue, "hello", {}), HasSubstr("no version of it is live"));
    // A restart does not silence the service: what is past its date is held for staff, and named.
    EXPECT_EQ(refusal_to_start(catalogue), "");
    EXPECT_TRUE(catalogue.held_back(tuesday).empty());
    ASSERT_EQ(catalogue.held_back(tuesday + std::chrono::days{60}).size(), 1U);
}

TEST(Catalogue, HasNoLiveTextAroundAGate) {
    EXPECT_THAT(problems("[text.a]\npurpose = \"p\"\nstatus = \"live\"\nplain = \"ok\""),
                testing::Contains(Field(&Problem::what, HasSubstr("mother-living-experience"))));
}

TEST(Catalogue, RendersFromManyThreadsWhileTheDayTurns) {
    const auto catalogue = demo(offer);
    std::atomic<int> whole{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int turn = 0; turn < 300; ++turn) {
                const Arguments arguments{{"choices", choices(catalogue, "Jo", Level::plain)}};
                if (body(catalogue, "offer", arguments).ends_with("Text the number.")) ++whole;
                catalogue.set_today(tuesday + std::chrono::days{turn});
            }
        });
    }
    threads.clear();
    EXPECT_EQ(whole, 1200);
}

TEST(Catalogue, FallsBackToEnglish) {
    std::string polish = head + "[text.hi]\npurpose = \"p\"\nstatus = \"draft\"\nplain = \"czesc\"";
    polish.replace(polish.find("en-GB"), 5, "pl");
    const std::vector<MessageFile> files{{"en-GB.toml", head + "[text.hi]\npurpose = \"p\"\nplain = \"hi\""},
                                         {"pl.toml", polish}};
    auto catalogue = Catalogue::read(files).value();
    catalogue.set_demo(true);
    const auto text = catalogue.render("hi", "pl", Level::plain, {}).value();
    EXPECT_EQ(text.body(), "hi");
    EXPECT_EQ(text.language(), "en-GB");
}

struct BadRow {
    std::string texts, what;
};
class BadFile : public testing::TestWithParam<BadRow> {};
TEST_P(BadFile, IsRefusedWithLineTextAndRemedy) {
    const auto found = problems(GetParam().texts);
    ASSERT_FALSE(found.empty());
    EXPECT_THAT(found, testing::Contains(Field(&Problem::what, HasSubstr(GetParam().what))));
    // What can't be read as TOML at all has a line and no text yet.
    const bool is_no_toml = GetParam().what == "string" || GetParam().what == "utf-8";
    for (const auto& problem : found) {
        EXPECT_EQ(problem.template_id.empty(), is_no_toml) << spell(problem);
        EXPECT_GT(problem.line, 11);
        EXPECT_EQ(problem.file, "en-GB.toml");
        EXPECT_FALSE(problem.remedy.empty());
    }
}
const std::string start = "[text.a]\npurpose = \"p\"\n";
INSTANTIATE_TEST_SUITE_P(
    Rows, BadFile,
    testing::Values(
        BadRow{start + "plain = \"{who}\"", "{who} is not among its arguments"},
        BadRow{start + "plain = \"{who\"\narguments = { who = \"text\" }", "no partner"},
        BadRow{start + "plain = \"who}}\"", "no partner"},
        BadRow{start + "plain = \"{0}\"", "a number for a name"},
        BadRow{start + "plain = \"{n, plural, one {x}}\"\narguments = { n = \"number\" }", "\"other\" form"},
        BadRow{start + "plain = \"{n, plural, other {x}}\"\narguments = { n = \"number\" }", "\"one\" form"},
        BadRow{start + "plain = \"{n, plural, one {x} other {y}}\"\narguments = { n = \"text\" }",
               "can't be used like that"},
        BadRow{start + "plain = \"{n, date}\"\narguments = { n = \"when\" }", "a format of its own"},
        BadRow{start + "plain = \"hi\"\narguments = { n = \"wen\" }", "no type this file knows"},
        BadRow{start + "plain = \"hi\"\narguments = { n = \"when\" }", "never used"},
        BadRow{start + "plain = \"{w}\"\narguments = { w = \"name\" }",
               "worker's name stands at level discreet"},
        BadRow{start + "unprompted = true\nplain = \"{w}\"\narguments = { w = \"when\" }",
               "tells a day or time at level very_discreet"},
        BadRow{start + "plain = 4", "is not text"},
        BadRow{start + "text = \"hi\"", "not a key this file knows"},
        BadRow{"[text.a]\nplain = \"hi\"", "`purpose` is missing"}, BadRow{start, "`plain` is missing"},
        BadRow{start + "plain = \"hi\"\nstatus = \"lives\"", "status \"lives\" is unknown"},
        BadRow{start + "plain = \"hi\"\nreview_by = \"soon\"", "is not a date"},
        BadRow{start + "plain = \"hi\"\nreview = [{ role = \"Jane\", how = \"group\", month = \"2026-01\", "
                       "outcome = \"ok\" }]",
               "role \"Jane\" is unknown"},
        BadRow{start + "plain = \"hi\"\n[text.\"A b\"]\nplain = \"x\"", "not a text with an id"},
        BadRow{start + "plain = \"hi", "string"}, BadRow{start + "plain = \"\xff\"", "utf-8"}));

TEST(Catalogue, NamesEveryProblemOfEveryFileAtOnce) {
    const std::vector<MessageFile> files{
        {"en-GB.toml", head + start + "plain = \"{x}\"\n[text.b]\nplain = 1"},
        {"pl.toml", "language = \"pl\""}};
    const auto catalogue = Catalogue::read(files);
    ASSERT_FALSE(catalogue);
    EXPECT_GE(catalogue.error().size(), 4U);
}

TEST(Catalogue, RefusesAFolderWithoutTexts) {
    const auto catalogue = Catalogue::load("/nonexistent");
    ASSERT_FALSE(catalogue);
    EXPECT_THAT(spell(catalogue.error().front()), HasSubstr("templates/messages"));
}

}  // namespace
}  // namespace offing::templates
