// Bytes read and not yet understood. Starts small, so that idle connections cost little, and grows to a
// bound.

#pragma once

#include <algorithm>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace offing::http {

class ReadBuffer {
public:
    /// Holds `most` bytes and a little more, so that a reader can see that a limit is passed.
    explicit ReadBuffer(std::size_t most) : most_{most + least_space} {}

    std::string_view bytes() const { return {storage_.data() + begin_, end_ - begin_}; }
    std::size_t size() const { return end_ - begin_; }
    bool is_empty() const { return begin_ == end_; }

    /// Room to read into; never empty while size() is below the bound. Moves what bytes() showed.
    std::span<char> space() {
        if (is_empty()) begin_ = end_ = 0;
        if (storage_.size() - end_ < least_space && begin_ > 0) {
            std::memmove(storage_.data(), storage_.data() + begin_, size());
            end_ -= begin_;
            begin_ = 0;
        }
        if (storage_.size() - end_ < least_space) {
            storage_.resize(std::min(most_, std::max<std::size_t>(4096, storage_.size() * 2)));
        }
        return {storage_.data() + end_, storage_.size() - end_};
    }
    void add(std::size_t count) { end_ += count; }
    void consume(std::size_t count) { begin_ += count; }

private:
    static constexpr std::size_t least_space = 512;

    std::vector<char> storage_;
    std::size_t most_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace offing::http
