#include "gateway/storage/postgres_values.hpp"

#include <charconv>

#include "gateway/storage/database_text.hpp"

namespace offing::storage {

namespace {

// pg_type.dat of PostgreSQL; these numbers never change.
enum TypeNumber : Oid {
    type_bool = 16,
    type_bytea = 17,
    type_name = 19,
    type_int8 = 20,
    type_int2 = 21,
    type_int4 = 23,
    type_text = 25,
    type_bpchar = 1042,
    type_varchar = 1043,
    type_numeric = 1700
};

constexpr int as_text_format = 0;
constexpr int as_binary_format = 1;

Value read_integer(std::string_view spelled) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(spelled.data(), spelled.data() + spelled.size(), number);
    if (error != std::errc{} || end != spelled.data() + spelled.size()) {
        throw StatementFailed{StatementFailed::Why::other, "a column's number isn't a 64-bit integer"};
    }
    return number;
}

std::uint8_t hex_digit(char digit) {
    return static_cast<std::uint8_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/// bytea_output = hex: \x and two lower-case digits a byte.
Value read_bytea(std::string_view spelled) {
    Bytes bytes;
    bytes.reserve(spelled.size() / 2);
    for (std::size_t i = 2; i + 1 < spelled.size(); i += 2) {
        bytes.push_back(static_cast<std::uint8_t>(hex_digit(spelled[i]) << 4U | hex_digit(spelled[i + 1])));
    }
    return bytes;
}

Value read_value(Oid type, std::string_view spelled) {
    switch (type) {
        case type_bool:
            return std::int64_t{spelled == "t"};
        case type_int2:
        case type_int4:
        case type_int8:
        case type_numeric:
            return read_integer(spelled);
        case type_text:
        case type_name:
        case type_bpchar:
        case type_varchar:
            return std::string{spelled};
        case type_bytea:
            return read_bytea(spelled);
        default:
            throw StatementFailed{StatementFailed::Why::other,
                                  "a column is neither an integer nor text nor bytes"};
    }
}

bool begins_with_any(std::string_view state, std::initializer_list<std::string_view> classes) {
    for (const std::string_view one : classes) {
        if (state.starts_with(one)) return true;
    }
    return false;
}

std::string_view field(const PGresult* answer, int code) {
    const char* found = PQresultErrorField(answer, code);
    return found == nullptr ? std::string_view{} : std::string_view{found};
}

}  // namespace

PostgresParameters::PostgresParameters(std::span<const Value> values) {
    spelled_.reserve(values.size());
    const auto add = [this](const char* data, std::size_t length, int format) {
        pointers_.push_back(data);
        lengths_.push_back(static_cast<int>(length));
        formats_.push_back(format);
    };
    for (const Value& value : values) {
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            spelled_.push_back(std::to_string(*integer));
            add(spelled_.back().c_str(), spelled_.back().size(), as_text_format);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            if (!is_storable_text(*text)) {
                throw StatementFailed{StatementFailed::Why::other, "text isn't UTF-8 without NULs"};
            }
            add(text->c_str(), text->size(), as_text_format);
        } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
            // A null pointer would mean NULL.
            add(bytes->empty() ? "" : reinterpret_cast<const char*>(bytes->data()), bytes->size(),
                as_binary_format);
        } else {
            add(nullptr, 0, as_text_format);
        }
    }
}

Rows read_rows(const PGresult* answer) {
    const int count = PQntuples(answer);
    const int columns = PQnfields(answer);
    Rows rows;
    rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) {
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) {
            if (PQgetisnull(answer, row, i) != 0) {
                values.emplace_back();
                continue;
            }
            const auto length = static_cast<std::size_t>(PQgetlength(answer, row, i));
            values.push_back(read_value(PQftype(answer, i), {PQgetvalue(answer, row, i), length}));
        }
        rows.emplace_back(std::move(values));
    }
    return rows;
}

StatementFailed postgres_failure(const PGresult* answer) {
    using Why = StatementFailed::Why;
    const std::string_view state = field(answer, PG_DIAG_SQLSTATE);
    std::string said = "PostgreSQL " + std::string{state};
    if (const auto constraint = field(answer, PG_DIAG_CONSTRAINT_NAME); !constraint.empty()) {
        said += ", constraint " + std::string{constraint};
    }
    // Class 42 speaks of the statement's text alone; other classes may repeat values.
    if (state.starts_with("42")) said += ": " + std::string{field(answer, PG_DIAG_MESSAGE_PRIMARY)};
    // https://www.postgresql.org/docs/15/errcodes-appendix.html
    if (state == "23505") return {Why::unique, "it is there already (" + said + ")"};
    if (begins_with_any(state, {"40001", "40P01"})) {
        return {Why::conflict, "another transaction was first (" + said + ")"};
    }
    if (state == "53100") return {Why::full, "the store is full (" + said + ")"};
    const bool is_unusable =
        state != "08P01" && begins_with_any(state, {"08", "25P03", "53", "55P03", "57", "58", "XX"});
    if (is_unusable || state.empty()) return {Why::unavailable, "the store can't be used (" + said + ")"};
    return {Why::other, "a statement was refused (" + said + ")"};
}

}  // namespace offing::storage
