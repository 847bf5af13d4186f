// How often each whole number came: enough for a median, and no larger however much is counted.

#pragma once

#include <cstdint>
#include <map>

namespace offing::figures {

class Tally {
public:
    /// What is more than `most` counts as `most`; what is less than 0, as 0.
    void add(std::int64_t number, std::int64_t most);
    void add(const Tally& other);

    std::int64_t size() const { return size_; }
    std::int64_t up_to(std::int64_t number) const;
    /// The smallest number that `percent` of them don't exceed; 0 of none.
    std::int64_t at(int percent) const;

private:
    std::map<std::int64_t, std::int64_t> counts_;
    std::int64_t size_ = 0;
};

}  // namespace offing::figures
