#include "gateway/base/log.hpp"

#include <gtest/gtest.h>

namespace offing::log {
namespace {

TEST(Log, MasksATelephoneNumberThatShouldNeverHaveComeThisWay) {
    const std::string written =
        line(Severity::warn, "webhook_not_taken", {{"why", code("from +447700900123 late")}});
    EXPECT_EQ(written.find("7700900"), std::string::npos) << written;
    EXPECT_NE(written.find("webhook_not_taken"), std::string::npos);
}

TEST(Log, LeavesShortFiguresAlone) {
    EXPECT_NE(line(Severity::info, "x", {{"why", code("status 503 after 20000 ms")}}).find("20000"),
              std::string::npos);
}

TEST(Log, PrintsAnIdOnlyWhenItIsOne) {
    EXPECT_NE(line(Severity::info, "x", {{"request", id("01jd-abc_9")}}).find("01jd-abc_9"),
              std::string::npos);
    EXPECT_EQ(line(Severity::info, "x", {{"request", id("cant do tues")}}).find("tues"), std::string::npos);
}

}  // namespace
}  // namespace offing::log
