#include "gateway/storage/database.hpp"

#include "gateway/storage/database_text.hpp"

namespace offing::storage {

namespace {

template <typename T>
const T& column_as(const Value& value, const char* expected) {
    if (const T* held = std::get_if<T>(&value)) return *held;
    throw StatementFailed{StatementFailed::Why::other, std::string{"a column is not "} + expected};
}

bool is_continuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// Length of the UTF-8 sequence that `rest` begins with (RFC 3629, section 4); 0 when it is none.
std::size_t sequence_length(std::string_view rest) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length == 0 || lead > 0xF4 || rest.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(byte(i))) return 0;
    }
    if (length < 3) return length;
    const unsigned char second = byte(1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second > 0x9F;
    const bool beyond = lead == 0xF4 && second > 0x8F;
    return overlong || surrogate || beyond ? 0 : length;
}

}  // namespace

std::int64_t Row::integer(std::size_t column) const {
    return column_as<std::int64_t>(values_.at(column), "an integer");
}

const std::string& Row::text(std::size_t column) const {
    return column_as<std::string>(values_.at(column), "text");
}

const Bytes& Row::bytes(std::size_t column) const { return column_as<Bytes>(values_.at(column), "bytes"); }

std::optional<std::int64_t> Row::maybe_integer(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Row::maybe_text(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

bool is_storable_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '\0') return false;
        const std::size_t length = sequence_length(text.substr(i));
        if (length == 0) return false;
        i += length;
    }
    return true;
}

Error broken_off() { return Error::make(Error::Kind::io, "a unit of work broke off and was taken back"); }

Error as_error(const StatementFailed& failed) {
    using Why = StatementFailed::Why;
    switch (failed.why()) {
        case Why::conflict:
        case Why::unique:
            return Error::make(Error::Kind::conflict, failed.what());
        case Why::unavailable:
        case Why::full:
            return Error::make(Error::Kind::unavailable, failed.what());
        case Why::sealed:
        case Why::other:
            break;
    }
    return Error::make(Error::Kind::io, failed.what());
}

}  // namespace offing::storage
