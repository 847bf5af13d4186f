// Figures for operators, in Prometheus' text form. Ask for a counter once, at start; adding to it is then one
// atomic operation. Labels are words of ours, never a number, a name or anything a request brings.

#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace offing::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;

/// Small and copied freely; lives as long as its Registry. Safe from any thread, as are the others.
class Counter {
public:
    void add(double amount = 1) const;

private:
    friend class Registry;
    explicit Counter(prometheus::Counter& counter) : counter_{&counter} {}
    prometheus::Counter* counter_;
};

class Gauge {
public:
    void set(double value) const;
    void add(double amount) const;

private:
    friend class Registry;
    explicit Gauge(prometheus::Gauge& gauge) : gauge_{&gauge} {}
    prometheus::Gauge* gauge_;
};

class Histogram {
public:
    void observe(double value) const;

private:
    friend class Registry;
    explicit Histogram(prometheus::Histogram& histogram) : histogram_{&histogram} {}
    prometheus::Histogram* histogram_;
};

/// Seconds, from a tenth of a millisecond to ten seconds.
std::vector<double> duration_buckets();

class Registry {
public:
    Registry();
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    /// The same name and labels give the same counter. Throws std::invalid_argument for a name or label that
    /// Prometheus doesn't allow, or a name used for another kind of figure.
    Counter counter(const std::string& name, const std::string& help, const Labels& labels = {});
    Gauge gauge(const std::string& name, const std::string& help, const Labels& labels = {});
    Histogram histogram(const std::string& name, const std::string& help, const Labels& labels = {},
                        const std::vector<double>& buckets = duration_buckets());

    /// What GET /metrics answers.
    std::string exposition() const;
    static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace offing::metrics
