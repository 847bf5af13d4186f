#include "gateway/provider/twilio_signature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace offing::provider {
namespace {

using testing::ElementsAre;

// The example of Twilio's security page.
TEST(TwilioSignature, GivesTheDocumentedVector) {
    const std::string fields = twilio_signed_fields({{"Digits", "1234"},
                                                     {"To", "+18005551212"},
                                                     {"From", "+14158675309"},
                                                     {"Caller", "+14158675309"},
                                                     {"CallSid", "CA1234567890ABCDE"}});
    EXPECT_EQ(twilio_signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", fields),
              "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
}

TEST(TwilioSignature, TriesAUrlWithAndWithoutItsPort) {
    EXPECT_THAT(twilio_url_spellings("https://a.example/x"),
                ElementsAre("https://a.example/x", "https://a.example:443/x"));
    EXPECT_THAT(twilio_url_spellings("http://a.example/x"),
                ElementsAre("http://a.example/x", "http://a.example:80/x"));
    EXPECT_THAT(twilio_url_spellings("https://a.example:8443/x"),
                ElementsAre("https://a.example/x", "https://a.example:8443/x"));
}

TEST(TwilioSignature, FindsThePortBesideUsersAndBrackets) {
    EXPECT_THAT(twilio_url_spellings("https://u:p@a.example/x:1"),
                ElementsAre("https://u:p@a.example/x:1", "https://u:p@a.example:443/x:1"));
    EXPECT_THAT(twilio_url_spellings("http://[::1]:8080/x"),
                ElementsAre("http://[::1]/x", "http://[::1]:8080/x"));
    EXPECT_THAT(twilio_url_spellings("http://[::1]/x"), ElementsAre("http://[::1]/x", "http://[::1]:80/x"));
}

TEST(TwilioSignature, TriesAQueryRawEncodedAndWrittenAgain) {
    EXPECT_THAT(twilio_url_spellings("https://a.example/x?q=It's+a&b"),
                ElementsAre("https://a.example/x?q=It's+a&b", "https://a.example:443/x?q=It's+a&b",
                            "https://a.example/x?q=It%27s+a&b", "https://a.example:443/x?q=It%27s+a&b",
                            "https://a.example/x?q=It's%20a&b=", "https://a.example:443/x?q=It's%20a&b="));
}

TEST(TwilioSignature, SurvivesAnythingThatIsNotAUrl) {
    for (const auto url : {"", "?", "@", "https://", "::", "https://@:", "x]y:z", "%", "https://a?%zz"})
        EXPECT_FALSE(twilio_url_spellings(url).empty());
}

TEST(TwilioSignature, TakesEveryDifferentValueOnce) {
    EXPECT_EQ(twilio_signed_fields({{"D", "2"}, {"C", "x"}, {"D", "1"}, {"D", "1"}}), "CxD1D2");
}

}  // namespace
}  // namespace offing::provider
