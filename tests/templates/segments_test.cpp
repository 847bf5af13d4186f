#include "templates/segments.hpp"

#include <gtest/gtest.h>

#include <string>

namespace offing::templates {
namespace {

std::string times(int count, std::string_view text) {
    std::string out;
    for (int i = 0; i < count; ++i) out += text;
    return out;
}

struct Row {
    std::string text;
    Encoding encoding;
    int parts, units;
};

void expect(const Row& row, bool smart = true) {
    const Segments counted = count_segments(row.text, smart);
    EXPECT_EQ(spell(counted.encoding), spell(row.encoding)) << row.text;
    EXPECT_EQ(counted.parts, row.parts) << row.text;
    EXPECT_EQ(counted.units, row.units) << row.text;
}

TEST(Segments, FillPartsOf160And153Septets) {
    for (const auto& [length, parts] :
         {std::pair{0, 1}, {1, 1}, {160, 1}, {161, 2}, {306, 2}, {307, 3}, {459, 3}})
        expect({times(length, "a"), Encoding::gsm7, parts, length});
}

TEST(Segments, FillPartsOf70And67Units) {
    for (const auto& [length, parts] : {std::pair{1, 1}, {70, 1}, {71, 2}, {134, 2}, {135, 3}})
        expect({times(length, "ŵ"), Encoding::ucs2, parts, length});
}

TEST(Segments, CountTheExtensionTableTwice) {
    for (const auto text : {"^", "{", "}", "\\", "[", "]", "~", "|", "€", "\f"})
        expect({text, Encoding::gsm7, 1, 2});
}

TEST(Segments, NeverCutAnEscapedCharacter) {
    expect({times(152, "a") + "€" + times(10, "a"), Encoding::gsm7, 2, 164});
    expect({times(152, "a") + "€" + times(152, "a"), Encoding::gsm7, 3, 306});
    expect({times(153, "a") + "€" + times(151, "a"), Encoding::gsm7, 2, 306});
}

TEST(Segments, KnowEveryCharacterOfTheAlphabet) {
    expect({"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?", Encoding::gsm7, 1, 63});
    expect({"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà", Encoding::gsm7, 1, 64});
    for (const auto text : {"ç", "á", "ê", "â", "Á", "Ì", "α", "π", "°", "\x7f", "\x01"})
        expect({text, Encoding::ucs2, 1, 1});
}

TEST(Segments, NeverCutASurrogatePairOrACluster) {
    expect({times(66, "ŵ") + "🙂" + times(66, "ŵ"), Encoding::ucs2, 3, 134});
    const std::string family = "👩‍👧‍👦";  // eight units
    expect({times(60, "ŵ") + family + times(7, "ŵ"), Encoding::ucs2, 2, 75});
    expect({times(60, "ŵ") + family + times(60, "ŵ"), Encoding::ucs2, 3, 128});
    expect({times(66, "ŵ") + "🇬🇧" + "ab", Encoding::ucs2, 2, 72});
}

TEST(Segments, CutAClusterThatNoPartCanHold) { expect({"a" + times(150, "\u0316"), Encoding::ucs2, 3, 151}); }

TEST(Segments, ComposeFirst) {
    const Segments counted = count_segments("cafe\u0301 e\u0300");
    EXPECT_EQ(counted.text, "café è");
    EXPECT_EQ(spell(counted.encoding), "GSM-7");
}

TEST(Segments, MakeTypographyPlain) {
    const Segments counted =
        count_segments("\u201cTue\u00a017\u201d \u2013 10am\u2026 it\u2019s\u200b ok\ufeff");
    EXPECT_EQ(counted.text, "\"Tue 17\" - 10am... it's ok");
    EXPECT_EQ(spell(counted.encoding), "GSM-7");
}

TEST(Segments, LeaveTypographyAloneWhenTold) {
    EXPECT_EQ(count_segments("it\u2019s", false).text, "it\u2019s");
    EXPECT_EQ(spell(count_segments("it\u2019s", false).encoding), "UCS-2");
}

TEST(Segments, KeepLettersOfNamesAndOtherLanguages) {
    for (const std::string text :
         {"Llŷr a Siôn yn y tŷ", "Zoë Šárka Ąžuolė", "Ọlá ẹ̀kọ́", "می‌خواهم", "ʻOkina ŵ",
          "Dzień dobry, środa", "شكرا", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "e\u0302\u0323x\u0302"}) {
        const Segments counted = count_segments(text);
        EXPECT_EQ(spell(counted.encoding), "UCS-2") << text;
        EXPECT_EQ(counted.text, count_segments(text, false).text);
        EXPECT_EQ(counted.text.find('?'), std::string::npos);
    }
}

TEST(Segments, GiveWayOnlyWhenTheWholeTextThenFits) {
    EXPECT_EQ(count_segments("it\u02bcs\u200d").text, "it's");
    EXPECT_EQ(count_segments("👩\u200d👧").text, "👩\u200d👧");
}

TEST(Segments, SurviveBytesThatAreNotUtf8) {
    EXPECT_EQ(count_segments("a\xff\xfe").text, "a\ufffd\ufffd");
    EXPECT_EQ(count_segments(std::string("a\0b", 3)).units, 3);
    expect({times(10'000, "a"), Encoding::gsm7, 66, 10'000});
}

}  // namespace
}  // namespace offing::templates
