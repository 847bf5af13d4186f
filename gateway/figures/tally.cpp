#include "gateway/figures/tally.hpp"

#include <algorithm>

namespace offing::figures {

void Tally::add(std::int64_t number, std::int64_t most) {
    ++counts_[std::clamp<std::int64_t>(number, 0, most)];
    ++size_;
}

void Tally::add(const Tally& other) {
    for (const auto& [number, count] : other.counts_) counts_[number] += count;
    size_ += other.size_;
}

std::int64_t Tally::up_to(std::int64_t number) const {
    std::int64_t count = 0;
    for (auto at = counts_.begin(); at != counts_.end() && at->first <= number; ++at) count += at->second;
    return count;
}

std::int64_t Tally::at(int percent) const {
    const std::int64_t wanted = (size_ * percent + 99) / 100;
    std::int64_t seen = 0;
    for (const auto& [number, count] : counts_) {
        seen += count;
        if (seen >= wanted) return number;
    }
    return 0;
}

}  // namespace offing::figures
