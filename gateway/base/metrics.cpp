#include "gateway/base/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>

namespace offing::metrics {

namespace {

prometheus::Registry& registry() {
    static prometheus::Registry made;
    return made;
}

/// Metrics made so far, by name and labels, so that the hot path is one look-up.
template <typename Metric>
class Known {
public:
    template <typename Make>
    Metric& get(const std::string& name, const Labels& labels, Make make) {
        const std::scoped_lock lock{mutex_};
        auto& by_labels = metrics_[name];
        const auto found = by_labels.find(labels);
        if (found != by_labels.end()) return *found->second;
        Metric& made = make();
        by_labels.emplace(labels, &made);
        return made;
    }

private:
    std::mutex mutex_;
    std::map<std::string, std::map<Labels, Metric*>> metrics_;
};

const prometheus::Histogram::BucketBoundaries buckets{0.001, 0.002, 0.005, 0.01, 0.02, 0.05,
                                                      0.1,   0.5,   1,     5,    10};

}  // namespace

void count(const std::string& name, const Labels& labels, double by) {
    static Known<prometheus::Counter> known;
    known
        .get(
            name, labels,
            [&]() -> auto& { return prometheus::BuildCounter().Name(name).Register(registry()).Add(labels); })
        .Increment(by);
}

void set(const std::string& name, const Labels& labels, double value) {
    static Known<prometheus::Gauge> known;
    known
        .get(name, labels,
             [&]() -> auto& { return prometheus::BuildGauge().Name(name).Register(registry()).Add(labels); })
        .Set(value);
}

void observe(const std::string& name, const Labels& labels, double seconds) {
    static Known<prometheus::Histogram> known;
    known
        .get(name, labels,
             [&]() -> auto& {
                 return prometheus::BuildHistogram().Name(name).Register(registry()).Add(labels, buckets);
             })
        .Observe(seconds);
}

std::string serialise() { return prometheus::TextSerializer{}.Serialize(registry().Collect()); }

}  // namespace offing::metrics
