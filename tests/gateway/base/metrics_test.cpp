#include "gateway/base/metrics.hpp"

#include <gtest/gtest.h>

namespace offing::metrics {
namespace {

TEST(Metrics, CountsByNameAndLabels) {
    count("offing_test_things_total", {{"outcome", "sent"}});
    count("offing_test_things_total", {{"outcome", "sent"}});
    count("offing_test_things_total", {{"outcome", "failed"}});
    const std::string text = serialise();
    EXPECT_NE(text.find("offing_test_things_total{outcome=\"sent\"} 2"), std::string::npos) << text;
    EXPECT_NE(text.find("offing_test_things_total{outcome=\"failed\"} 1"), std::string::npos) << text;
}

}  // namespace
}  // namespace offing::metrics
