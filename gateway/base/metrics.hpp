// Counts for operators, served at /metrics in Prometheus' text form. Labels come from small fixed sets: never
// a number, a name, an id.

#pragma once

#include <map>
#include <string>

namespace offing::metrics {

using Labels = std::map<std::string, std::string>;

void count(const std::string& name, const Labels& labels = {}, double by = 1);
void set(const std::string& name, const Labels& labels, double value);
/// Seconds, in buckets from 1 ms to 10 s.
void observe(const std::string& name, const Labels& labels, double seconds);

/// Prometheus text format 0.0.4.
std::string serialise();

}  // namespace offing::metrics
