// An event with its body read. A field that an older version of its kind didn't have reads as empty.

#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gateway/ledger/records.hpp"

namespace offing::figures {

struct Entry {
    std::string_view kind;
    const std::string& subject;
    Timestamp at;
    const boost::json::object& body;

    std::string text(std::string_view key) const {
        const auto* value = body.if_contains(key);
        return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
    }
    std::int64_t number(std::string_view key) const {
        const auto* value = body.if_contains(key);
        return value != nullptr && value->is_int64() ? value->get_int64() : 0;
    }
    const boost::json::array* list(std::string_view key) const {
        const auto* value = body.if_contains(key);
        return value == nullptr ? nullptr : value->if_array();
    }
};

/// Of the texts that a woman was last written: "en-GB".
using Languages = std::unordered_map<std::string, std::string>;

}  // namespace offing::figures
