// What both engines hold to alike: which text they take and how a failed statement reads as an Error.

#pragma once

#include <string_view>

#include "gateway/storage/database.hpp"

namespace offing::storage {

/// UTF-8 as RFC 3629 has it, and no NUL. PostgreSQL takes nothing else, so SQLite isn't given it either.
bool is_storable_text(std::string_view text);

Error as_error(const StatementFailed& failed);
/// For any other exception out of a unit of work; its text may hold anything, so it isn't repeated.
Error broken_off();

}  // namespace offing::storage
