// Plays every transcript of tests/transcripts, and checks that a transcript which lies is found out.

#include "gateway/conversation/transcript.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "config/service_file.hpp"
#include "gateway/conversation/transcript_turn.hpp"
#include "gateway/conversation/transcript_words.hpp"
#include "talk.hpp"
#include "transcript_files.hpp"

namespace offing::conversation {

namespace {

using namespace talk;

const TranscriptDesk& desk() {
    static const auto service = config::load_service(OFFING_ROOT "/config/demo/service.toml").value();
    static const Lexicon lexicon = Lexicon::load(OFFING_ROOT "/gateway/conversation/lexicon").value();
    static const TranscriptDesk desk{lexicon, catalogue(), &service.file.service};
    return desk;
}

class Transcripts : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Transcripts, Hold) {
    std::ifstream file{GetParam(), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    for (const TranscriptProblem& problem : play(text, desk()).problems)
        ADD_FAILURE() << GetParam().filename().string() << ':' << problem.line << ": " << problem.what;
}

INSTANTIATE_TEST_SUITE_P(All, Transcripts, testing::ValuesIn(transcripts()), [](const auto& info) {
    std::string name = info.param.stem().string();
    std::ranges::replace_if(
        name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return name;
});

TEST(TranscriptSet, HasEighty) { EXPECT_GE(transcripts().size(), 80U); }

std::vector<TranscriptProblem> problems(const std::string& text) { return play(text, desk()).problems; }

TEST(Transcript, TellsTheLineThatItCannotRead) {
    const auto found = problems("at 2026-11-18 10:00\nbokked Tue 24 Nov 11am\nher> thanks\nus> nothing\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().line, 2);
}

TEST(Transcript, SaysWhatWasAnsweredInstead) {
    const auto found = problems("at 2026-11-18 10:00\nher> stop\nus> Fine.\nthen texts off\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().line, 3);
    EXPECT_TRUE(found.front().what.contains("It said: us>")) << found.front().what;
}

TEST(Transcript, NothingThatChangesGoesUnsaid) {
    const auto found = problems("at 2026-11-18 10:00\nher> stop\nus> ...\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().what, "It also happened: then texts off");
}

TEST(Transcript, AClaimThatIsNotSoIsFoundOut) {
    const auto found =
        problems("at 2026-11-18 10:00\nher> stop\nus> ...\nthen texts off\nthen freed Tue 24 Nov 11am\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().what, "It is not so: then freed Tue 24 Nov 11am");
}

TEST(Transcript, WithoutATextOfHersItProvesNothing) {
    EXPECT_EQ(problems("at 2026-11-18 10:00\nbooked Tue 24 Nov 11am\n").size(), 1U);
}

TEST(Transcript, AnyBytesAreReadWithoutHarm) {
    std::string noise;
    for (int i = 0; i < 4000; ++i) noise += static_cast<char>(i * 7919 % 256);
    EXPECT_FALSE(problems(noise).empty());
    EXPECT_FALSE(problems("at\nthen\nstaff sees\nus>\nher>\nopen\nreminder\nbooked\n").empty());
}

TEST(TranscriptAnswer, ThreeDotsStandForAnything) {
    EXPECT_TRUE(answer_fits("These fit:\n1 Thu 19 Nov 10am\nText the number.",
                            "These fit: / 1 ... / Text the number."));
    EXPECT_TRUE(answer_fits("One. Two.", "... Two."));
    EXPECT_TRUE(answer_fits("One. Two.", "One. ..."));
    EXPECT_FALSE(answer_fits("One. Two.", "One."));
    EXPECT_FALSE(answer_fits("One. Two.", "Two."));
    EXPECT_FALSE(answer_fits("One. Two.", "... Three ..."));
}

TEST(TranscriptWords, ReadsDaysAndTimesAsPeopleWriteThem) {
    const auto when = [](std::string_view text) {
        Words words{text};
        return read_when(words, on("2026-12-20"));
    };
    EXPECT_EQ(when("Tue 5 Jan 9:30am"), at("2027-01-05T09:30"));
    EXPECT_EQ(when("Thu 24 Dec midday"), at("2026-12-24T12:00"));
    EXPECT_EQ(when("Fri 24 Dec midday"), std::nullopt) << "24 December is a Thursday that year";
    EXPECT_EQ(when("Thu 24 Dec 13am"), std::nullopt);
    EXPECT_EQ(spell_when(at("2026-11-24T00:05")), "Tue 24 Nov 12:05am");
}

}  // namespace

}  // namespace offing::conversation
