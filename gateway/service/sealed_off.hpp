// A key that can't be opened (a damaged row, or one that came from beside another master key) shuts out one
// woman. Whoever stands behind her in the same round is looked after all the same.

#pragma once

#include <string_view>

#include "gateway/base/log.hpp"
#include "gateway/storage/database.hpp"

namespace offing::service {

/// False when `work` found that her key can't be opened: the operator is told, and what `work` did until then
/// stands, so it opens her key before it writes. `whose` is her pseudonym, or the id of a text of hers.
template <typename Work>
bool unless_sealed_off(std::string_view whose, Work work) {
    try {
        work();
        return true;
    } catch (const storage::StatementFailed& failed) {
        if (failed.why() != storage::StatementFailed::Why::sealed) throw;
        log::error("key_not_opened", {{"of", log::id(whose)}});
        return false;
    }
}

}  // namespace offing::service
