// The texts that ship: lint finds nothing, and whatever they are given they stay within their limits.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/msgfmt.h>

#include <algorithm>

#include "templates/lint.hpp"
#include "templates/po.hpp"
#include "templates/preview.hpp"
#include "templates/review.hpp"
#include "templates/samples.hpp"

namespace offing::templates {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::array levels{Level::plain, Level::discreet, Level::very_discreet, Level::knock};

const Catalogue& shipped() {
    static const auto loaded = [] {
        auto catalogue = Catalogue::load(OFFING_ROOT "/templates/messages");
        if (!catalogue) throw std::runtime_error(spell(catalogue.error().front()));
        catalogue->set_demo(true);
        return std::move(*catalogue);
    }();
    return loaded;
}

const Lint& lint() {
    static const auto loaded = Lint::load(OFFING_ROOT "/templates/lint/words.toml");
    if (!loaded) throw std::runtime_error(spell(loaded.error().front()));
    return *loaded;
}

TEST(ShippedTexts, PassLint) {
    for (const auto* shown : shipped().all()) {
        for (const auto& finding : lint().check(shipped(), *shown)) {
            ADD_FAILURE() << shown->language << " " << shown->id << " at level " << spell(finding.level)
                          << ": " << finding.rule << " " << finding.found << "; instead: " << finding.better;
        }
    }
}

TEST(ShippedTexts, AwaitTheirReviewAndClaimNone) {
    for (const auto* shown : shipped().all()) {
        EXPECT_TRUE(shown->reviews.empty()) << shown->id;
        const auto expected = shown->language == "en-GB" ? Status::in_review : Status::draft;
        EXPECT_EQ(shown->status, expected) << shown->language << " " << shown->id;
    }
    auto production = Catalogue::load(OFFING_ROOT "/templates/messages").value();
    EXPECT_THAT(refusal_to_start(production), HasSubstr("What to do"));
}

TEST(ShippedTexts, AskFirstBeforeAnythingUnpromptedAtTheKnock) {
    for (const auto* shown : shipped().all()) {
        if (shown->unprompted) EXPECT_TRUE(shown->patterns.contains(Level::knock)) << shown->id;
    }
}

TEST(ShippedTexts, FitTwoPartsAtWorstInEveryForm) {
    for (const auto* shown : shipped().all()) {
        if (shown->fragment) continue;
        for (const auto level : levels) {
            for (const auto samples : {Samples::ordinary, Samples::longest, Samples::shortest}) {
                for (const auto& body : sample_bodies(shipped(), *shown, level, samples)) {
                    EXPECT_LE(count_segments(body).parts, 2) << shown->language << " " << shown->id << "\n"
                                                             << body;
                    EXPECT_EQ(first_broken_line(body), 0);
                }
            }
        }
    }
}

TEST(ShippedTexts, ReadOnAPhoneAndOnPaper) {
    for (const auto* shown : shipped().all()) {
        const auto seen = preview(shipped(), *shown, Level::discreet);
        EXPECT_FALSE(seen.body.empty()) << shown->id;
        std::string joined;
        for (const auto& part : seen.parts) joined += part;
        EXPECT_EQ(joined, count_segments(seen.body).text);
    }
    const auto pack = printed_pack(shipped(), "en-GB");
    for (const auto* shown : shipped().all()) {
        if (shown->language == "en-GB") EXPECT_THAT(pack, HasSubstr(shown->id + ", version"));
    }
}

std::string some_name() {
    const auto letters = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ '-"}));
    const auto foreign =
        *rc::gen::elementOf(std::vector<std::string>{"", "\xC5\x82", "\xC5\xB5", "\xD8\xB1", "\xC3\xA9"});
    return letters.substr(0, 30) + foreign;
}

Value some_value(ArgumentType type, Level level) {
    const When when{std::chrono::minutes{*rc::gen::inRange<std::int64_t>(0, 60LL * 24 * 365 * 60)}};
    switch (type) {
        case ArgumentType::text:
            return std::string{*rc::gen::elementOf(std::vector<std::string>{"now", "from 9am", "yes"})};
        case ArgumentType::name:
            return some_name();
        case ArgumentType::number:
            return *rc::gen::inRange<std::int64_t>(-5, 1000);
        case ArgumentType::when:
            return when;
        case ArgumentType::day:
            return std::chrono::floor<std::chrono::days>(when);
        case ArgumentType::clock:
            return std::chrono::minutes{*rc::gen::inRange(-5000, 5000)};
        case ArgumentType::choices:
            break;
    }
    std::vector<Fragment> choices;
    const int count = *rc::gen::inRange(1, 4);
    for (int i = 0; i < count; ++i) {
        const Arguments arguments{{"start", when + i * 61min}, {"worker", some_name()}};
        choices.push_back(shipped().render_fragment("choice_with", "en-GB", level, arguments).value());
    }
    return choices;
}

RC_GTEST_PROP(ShippedTexts, KeepTheirLimitsWhateverTheyAreGiven, ()) {
    const auto all = shipped().all();
    const auto& shown = **rc::gen::elementOf(all);
    const auto level = *rc::gen::elementOf(std::vector<Level>{levels.begin(), levels.end()});
    Arguments arguments;
    for (const auto& [name, type] : shown.arguments) arguments[name] = some_value(type, level);
    for (const auto& [name, keys] : shipped().selections(shown)) {
        arguments[name] = *rc::gen::elementOf(std::vector<std::string>{keys.begin(), keys.end()});
    }
    if (shown.fragment || shown.id == "by_hand") return;
    const auto text = shipped().render(shown.id, "en-GB", level, arguments);
    RC_ASSERT(text.has_value());
    RC_ASSERT(text->parts() >= 1 && text->parts() <= 2);
    RC_ASSERT(text->parts() == count_segments(text->body()).parts);
    RC_ASSERT(first_broken_line(text->body()) == 0);
    RC_ASSERT(!text->body().contains('{'));
    const LintContext context{.level = level, .unprompted = text->unprompted(), .crisis = text->crisis()};
    for (const auto& finding : lint().check(text->body(), context)) RC_ASSERT(finding.rule != "D2");
}

/// Our compiled patterns say what ICU's own formatter says.
RC_GTEST_PROP(ShippedTexts, ReadAsIcuReadsThem, ()) {
    const auto all = shipped().all();
    const auto& shown = **rc::gen::elementOf(all);
    Arguments arguments;
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    const auto give = [&](const std::string& name, const icu::Formattable& value) {
        names.push_back(icu::UnicodeString::fromUTF8(name));
        values.push_back(value);
    };
    const auto selections = shipped().selections(shown);
    for (const auto& [name, type] : shown.arguments) {
        if (type == ArgumentType::choices) return;
        if (type == ArgumentType::number) {
            const auto number = *rc::gen::inRange<std::int64_t>(0, 200);
            arguments[name] = number;
            give(name, icu::Formattable(static_cast<int64_t>(number)));
            continue;
        }
        std::string words;
        if (type == ArgumentType::text || type == ArgumentType::name) {
            const auto chosen = selections.find(name);
            words = chosen == selections.end() ? some_name()
                                               : *rc::gen::elementOf(std::vector<std::string>{
                                                     chosen->second.begin(), chosen->second.end()});
            arguments[name] = words;
        } else {
            arguments[name] = some_value(type, Level::plain);
            const auto& dates = shipped().date_words(shown.language);
            if (const auto* when = std::get_if<When>(&arguments[name])) append_when(words, *when, dates);
            if (const auto* day = std::get_if<std::chrono::local_days>(&arguments[name]))
                append_day(words, *day, dates);
            if (const auto* clock = std::get_if<std::chrono::minutes>(&arguments[name]))
                append_clock(words, *clock, dates);
        }
        give(name, icu::Formattable(icu::UnicodeString::fromUTF8(words)));
    }
    for (const auto& [level, pattern] : shown.patterns) {
        UErrorCode status = U_ZERO_ERROR;
        const icu::MessageFormat format{icu::UnicodeString::fromUTF8(pattern),
                                        icu::Locale::forLanguageTag(shown.language, status), status};
        icu::UnicodeString said;
        format.format(names.data(), values.data(), static_cast<int32_t>(names.size()), said, status);
        RC_ASSERT(U_SUCCESS(status) != 0);
        std::string expected;
        said.toUTF8String(expected);
        RC_ASSERT(shipped().preview(shown, level, arguments).value() == expected);
    }
}

}  // namespace
}  // namespace offing::templates
