// What of the store goes along when a service changes hands, kind by kind: the one table that the writing and
// the reading go by, and docs/handover.md explains. Private to the handover.

#pragma once

#include <span>
#include <string_view>

namespace offing::service {

enum class FieldForm { text, integer, sealed };

struct HandoverField {
    std::string_view name;    ///< in the file
    std::string_view column;  ///< in the store; of a sealed one, where the cipher text lies
    FieldForm form = FieldForm::text;
    bool may_be_null = false;
    std::string_view sealed_as = {};  ///< what is bound into the cipher text
};

/// The first field is the key that lines are ordered by. `owner` is the field that names whose key seals.
struct HandoverTable {
    std::string_view kind;
    std::string_view table;
    std::string_view where;  ///< which rows; "" is all
    std::string_view order;
    std::string_view owner;
    std::span<const HandoverField> fields;
};

/// In the order in which they refer to each other.
std::span<const HandoverTable> handover_tables();

}  // namespace offing::service
