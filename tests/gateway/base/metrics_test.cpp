#include "gateway/base/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace offing::metrics {
namespace {

using ::testing::HasSubstr;

TEST(Metrics, AreWrittenAsPrometheusReadsThem) {
    Registry registry;
    registry.counter("offing_texts_total", "Texts", {{"way", "in"}}).add(2);
    registry.counter("offing_texts_total", "Texts", {{"way", "in"}}).add();
    registry.counter("offing_texts_total", "Texts", {{"way", "out"}}).add();
    registry.gauge("offing_waiting", "Waiting").set(7);
    registry.histogram("offing_turn_seconds", "Turns").observe(0.003);
    const std::string text = registry.exposition();
    EXPECT_THAT(text, HasSubstr("# TYPE offing_texts_total counter\n"));
    EXPECT_THAT(text, HasSubstr("offing_texts_total{way=\"in\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("offing_texts_total{way=\"out\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("offing_waiting 7\n"));
    EXPECT_THAT(text, HasSubstr("offing_turn_seconds_bucket{le=\"0.0025\"} 0\n"));
    EXPECT_THAT(text, HasSubstr("offing_turn_seconds_bucket{le=\"0.005\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("offing_turn_seconds_count 1\n"));
}

TEST(Metrics, RefuseANameThatIsTaken) {
    Registry registry;
    registry.counter("offing_a", "A");
    EXPECT_THROW(registry.gauge("offing_a", "A"), std::invalid_argument);
    EXPECT_THROW(registry.counter("not a name", "A"), std::invalid_argument);
}

TEST(Metrics, CountFromManyThreads) {
    Registry registry;
    const Counter counter = registry.counter("offing_a_total", "A");
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([counter] {
                for (int i = 0; i < 1000; ++i) counter.add();
            });
        }
    }
    EXPECT_THAT(registry.exposition(), HasSubstr("offing_a_total 4000\n"));
}

}  // namespace
}  // namespace offing::metrics
