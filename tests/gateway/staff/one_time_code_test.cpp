#include "gateway/staff/one_time_code.hpp"

#include <gtest/gtest.h>

#include <set>

namespace offing::staff {
namespace {

using namespace std::chrono_literals;

/// RFC 6238, appendix B: the secret of its SHA-1 rows, as base 32.
constexpr std::string_view rfc_secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

Timestamp at(std::int64_t seconds) { return Timestamp{std::chrono::seconds{seconds}}; }

TEST(OneTimeCode, IsThatOfTheStandard) {
    // The last six of the eight digits that the table shows.
    for (const auto& [seconds, code] : {std::pair{59LL, "287082"},
                                        {1'111'111'109LL, "081804"},
                                        {1'111'111'111LL, "050471"},
                                        {1'234'567'890LL, "005924"},
                                        {2'000'000'000LL, "279037"},
                                        {20'000'000'000LL, "353130"}})
        EXPECT_EQ(code_at(rfc_secret, at(seconds)), code) << seconds;
}

TEST(OneTimeCode, MayBeOneStepEarlyOrLateAndNoMore) {
    const auto now = at(1'234'567'890);
    const auto code = code_at(rfc_secret, now);
    const auto step = step_of_code(rfc_secret, code, now);
    ASSERT_TRUE(step);
    EXPECT_EQ(step_of_code(rfc_secret, code, now + 30s), step) << "the step is the code's own";
    EXPECT_EQ(step_of_code(rfc_secret, code, now - 30s), step);
    EXPECT_FALSE(step_of_code(rfc_secret, code, now + 60s));
    EXPECT_FALSE(step_of_code(rfc_secret, code, now - 60s));
}

TEST(OneTimeCode, IsTakenWithSpacesAndNothingElseIs) {
    const auto now = at(59);
    EXPECT_TRUE(step_of_code(rfc_secret, "287 082", now));
    for (const std::string_view wrong : {"", "287083", "94287082", "28708", "letters"})
        EXPECT_FALSE(step_of_code(rfc_secret, wrong, now)) << wrong;
    EXPECT_FALSE(step_of_code("not base 32!", "287082", now));
    EXPECT_FALSE(step_of_code("not base 32!", "", now)) << "a secret that can't be read opens to nothing";
}

TEST(OneTimeCode, SecretsAndRecoveryCodesAreNeverTheSame) {
    EXPECT_NE(new_code_secret(), new_code_secret());
    std::set<std::string> codes;
    for (int time = 0; time < 20; ++time)
        for (const auto& code : new_recovery_codes()) {
            EXPECT_EQ(plain_code(code).size(), 10U);
            codes.insert(code);
        }
    EXPECT_EQ(codes.size(), 160U);
}

}  // namespace
}  // namespace offing::staff
