// Values on their way to a PostgreSQL server and back: text for what has a text form, raw bytes for bytes.

#pragma once

#include <libpq-fe.h>

#include <span>
#include <string>
#include <vector>

#include "gateway/storage/database.hpp"

namespace offing::storage {

/// Points into the values it is made of, so they outlive it. Throws StatementFailed for text no engine takes.
class PostgresParameters {
public:
    explicit PostgresParameters(std::span<const Value> values);
    int count() const { return static_cast<int>(pointers_.size()); }
    const char* const* pointers() const { return pointers_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    std::vector<std::string> spelled_;
    std::vector<const char*> pointers_;
    std::vector<int> lengths_, formats_;
};

/// By the columns' types. Throws StatementFailed for a type that isn't an integer, text or bytes.
Rows read_rows(const PGresult* answer);

/// What a failed answer means to a unit of work. Holds codes and names of the schema, never values.
StatementFailed postgres_failure(const PGresult* answer);

}  // namespace offing::storage
