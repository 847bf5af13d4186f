// A person puts a woman's place in line right. Only forwards, and only for a reason on the list, on which
// missing, moving and cancelling don't stand: what costs her a place isn't to be had here.

#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"
#include "scheduler/place_in_line.hpp"

namespace offing::service {

/// entered_wrong, asked_before or came_from_elsewhere; empty for anything else. asked_for_later is hers to
/// say.
std::optional<scheduler::LineEditReason> parse_line_edit_reason(std::string_view text);

enum class LineEditRefused {
    nobody,     ///< no woman of that id is in touch
    not_before  ///< `since` lies after her place, or is it: that would put her back, or change nothing
};

/// With its event, in one transaction. `by` is who decided. The time her place counted from before.
std::expected<Timestamp, LineEditRefused> put_place_right(storage::Transaction& transaction,
                                                          std::string_view person, Timestamp since,
                                                          scheduler::LineEditReason reason,
                                                          std::string_view by, Timestamp now);

}  // namespace offing::service
