#include "gateway/provider/number.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "gateway/provider/number_plan.hpp"

namespace offing::provider {
namespace {

TEST(Number, IsReadInEverySpellingPeopleType) {
    for (const std::string text : {"07700 900123",
                                   "07700900123",
                                   "+447700900123",
                                   "+44 7700 900123",
                                   "+44 (0)7700 900 123",
                                   "+4407700900123",
                                   "0044 7700 900123",
                                   "0044(0)7700900123",
                                   "447700900123",
                                   "44 (0) 7700 900123",
                                   "7700900123",
                                   "(07700) 900123",
                                   "07700-900-123",
                                   "07700.900.123",
                                   "07700/900123",
                                   " 07700\u00a0900123 ",
                                   "tel:+447700900123",
                                   "\u202a+44 7700 900123\u202c",
                                   "07700\u2011900123",
                                   "０７７００９００１２３",
                                   "＋４４７７００９００１２３",
                                   "٠٧٧٠٠٩٠٠١٢٣",
                                   "۰۷۷۰۰۹۰۰۱۲۳",
                                   "00 44 7700 900123"}) {
        const auto number = read_number(text);
        ASSERT_TRUE(number) << text << ": " << number.error().what;
        EXPECT_EQ(number->e164, "+447700900123") << text;
        EXPECT_TRUE(number->textable);
    }
}

struct Row {
    std::string_view text, kind, region;
    bool textable;
};

TEST(Number, KnowsWhatANumberIsFor) {
    for (const auto& [text, kind, region, textable] :
         {Row{"07400 123456", "mobile", "GB", true},    {"07797 712345", "mobile", "JE", true},
          {"07781 123456", "mobile", "GG", true},       {"07624 412345", "mobile", "IM", true},
          {"020 7946 0000", "fixed_line", "GB", false}, {"0113 496 0000", "fixed_line", "GB", false},
          {"016977 2345", "fixed_line", "GB", false},   {"01534 712345", "fixed_line", "JE", false},
          {"070 1234 5678", "personal", "GB", false},   {"07640 123456", "pager", "GB", false},
          {"056 1234 5678", "voip", "GB", false},       {"0800 1111", "toll_free", "GB", false},
          {"0808 157 0000", "toll_free", "GB", false},  {"0871 234 5678", "premium_rate", "GB", false},
          {"0345 678 9012", "uan", "GB", false},        {"+353 87 123 4567", "foreign", "", false},
          {"00 1 202 555 0123", "foreign", "", false},  {"64711", "short_code", "GB", false},
          {"999", "short_code", "GB", false},           {"116 123", "short_code", "GB", false}}) {
        const auto number = read_number(text);
        ASSERT_TRUE(number) << text << ": " << number.error().what;
        EXPECT_EQ(spell(number->kind), kind) << text;
        EXPECT_EQ(number->region, region) << text;
        EXPECT_EQ(number->textable, textable) << text;
    }
}

TEST(Number, ReadsLocalNumbersOfTheIslands) {
    EXPECT_EQ(read_number("712345", "JE")->e164, "+441534712345");
    EXPECT_EQ(read_number("712345", "GG")->e164, "+441481712345");
    EXPECT_EQ(read_number("612345", "IM")->e164, "+441624612345");
    EXPECT_EQ(read_number("000389", "JE")->e164, "+441534000389") << "no country's code begins with 0";
    EXPECT_FALSE(read_number("001389", "JE")) << "that dials abroad";
    EXPECT_FALSE(read_number("712345", "GB"));
}

TEST(Number, SaysWhenItCannotBeANumber) {
    for (const std::string text :
         {"", " ", "+", "none", "O7700900123", "07700 900123 or 07700 900124", "12", "0", "+44",
          "07700 9001234", "++447700900123", "07700+900123", "+0447700900123", "\xff\xfe", "0\xe2\x80"}) {
        const auto number = read_number(text);
        ASSERT_FALSE(number) << text;
        EXPECT_EQ(number.error().kind, Error::Kind::malformed) << text;
    }
    EXPECT_FALSE(read_number(std::string(1'000'000, '7')));
    EXPECT_FALSE(read_number("030 123456", "DE")) << "other countries' own spellings are not known here";
    EXPECT_TRUE(read_number("+4930123456", "DE"));
}

TEST(Number, SaysWhenNoSuchNumberIsGivenOut) {
    for (const auto text :
         {"07000", "0600 123 4567", "01000 123456", "07602 345678", "0119 123 4567", "04 1234 5678"}) {
        const auto number = read_number(text);
        if (number) continue;
        EXPECT_EQ(number.error().what.find(text), std::string::npos) << "an error repeats no number";
    }
    EXPECT_EQ(read_number("0600 123 4567").error().kind, Error::Kind::refused);
}

TEST(NumberPlan, HasNoTwoBlocksForOneNumber) {
    const NumberBlock* last = nullptr;
    for (int beginning = 10'000; beginning < 100'000; ++beginning) {
        const std::string national = std::to_string(beginning) + "00000";
        const NumberBlock* block = find_block(national);
        if (block == nullptr) continue;
        EXPECT_LE(block->first, national.substr(0, block->first.size()));
        EXPECT_EQ(block->first.size(), block->last.size());
        EXPECT_LE(block->first, block->last);
        if (last != nullptr && last != block) EXPECT_LT(last->last, block->first);
        last = block;
    }
    EXPECT_NE(last, nullptr);
}

RC_GTEST_PROP(Number, NeverBreaksOnAnyText, (const std::string& text)) {
    const auto number = read_number(text);
    if (!number) return;
    RC_ASSERT(number->e164.size() <= 16u);
    if (number->kind != NumberKind::short_code) {
        const auto again = read_number(number->e164);
        RC_ASSERT(again && again->e164 == number->e164 && again->kind == number->kind);
    }
}

RC_GTEST_PROP(Number, IsTextableOnlyWhenItIsAMobileOfTheseIslands, ()) {
    const auto digits = *rc::gen::container<std::string>(9, rc::gen::inRange<char>('0', '9' + 1));
    for (const char first : {'1', '7'}) {
        const auto number = read_number(std::string{"0"} + first + digits);
        if (!number || !number->textable) continue;
        RC_ASSERT(first == '7');
        RC_ASSERT(number->kind == NumberKind::mobile);
        RC_ASSERT(!number->region.empty());
    }
}

}  // namespace
}  // namespace offing::provider
