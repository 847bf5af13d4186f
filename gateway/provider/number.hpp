// UK telephone numbers in every spelling people type, and which of them may be texted. The plan is data:
// Ofcom's National Telephone Numbering Plan, see number_plan.cpp.

#pragma once

#include <string>
#include <string_view>

#include "gateway/base/error.hpp"

namespace offing::provider {

enum class NumberKind {
    mobile,
    fixed_line,
    fixed_or_mobile,
    personal,
    pager,
    voip,
    toll_free,
    shared_cost,
    premium_rate,
    uan,
    short_code,
    foreign,
    unknown
};
std::string_view spell(NumberKind kind);

struct Number {
    std::string e164;  ///< "+447700900123"
    NumberKind kind = NumberKind::unknown;
    std::string region;  ///< "GB", "JE", "GG", "IM"; empty when foreign
    /// UK, Jersey, Guernsey and Manx mobiles only: a landline may read a text aloud to whoever picks up.
    bool textable = false;
};

/// Fails with Error::malformed when it can't be a number, Error::refused when no such number is given out;
/// the sentence says which, without repeating the number.
Result<Number> read_number(std::string_view text, std::string_view region = "GB");

}  // namespace offing::provider
