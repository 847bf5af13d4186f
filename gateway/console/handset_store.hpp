// What the made-up phones hold: the texts to and from each number, in memory, a bounded number of each.

#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "templates/segments.hpp"

namespace offing::console {

enum class PhoneState { sending, taken, refused, received, receipted };
std::string_view spell(PhoneState state);

struct PhoneText {
    std::string id;
    bool is_hers = false;  ///< typed on the handset; else a text of ours
    std::string body;
    Timestamp at{};
    int parts = 0;
    templates::Encoding encoding = templates::Encoding::gsm7;
    PhoneState state = PhoneState::sending;
    std::uint64_t revision = 0;  ///< rises with every change of any text
};

class HandsetStore {
public:
    static constexpr std::size_t most_numbers = 200;
    static constexpr std::size_t most_texts = 200;

    void add(const std::string& number, PhoneText text);
    /// Nothing when the text has made way for newer ones.
    void set_state(const std::string& number, std::string_view id, PhoneState state);
    bool has(const std::string& number, std::string_view id) const;
    /// Every text of that number that is new or changed after `revision`, in order of arrival.
    std::vector<PhoneText> changed_since(const std::string& number, std::uint64_t revision) const;

private:
    struct Phone {
        std::deque<PhoneText> texts;
        std::uint64_t used = 0;
    };
    void make_room();

    std::map<std::string, Phone, std::less<>> phones_;
    std::uint64_t revision_ = 0;
};

}  // namespace offing::console
