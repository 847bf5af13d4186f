// What an operator or staff may see and decide of texts on their way out. The command line and the console
// call the same functions.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/storage/companies.hpp"
#include "gateway/storage/queue.hpp"

namespace offing::service {

struct QueueView {
    std::vector<storage::QueueDepth> depths;
    std::vector<storage::QueuedText> unknown;  ///< may have gone out; a person decides
    std::vector<storage::QueuedText> failed;   ///< will not go by itself
    std::vector<storage::ProviderBlock> blocked;
    std::int64_t without_receipt = 0;  ///< taken by a company a day ago or more, and nothing heard since
    std::int64_t to_remove = 0;        ///< texts of women who were erased that a company still holds
};
QueueView view_queue(storage::Transaction& transaction, Timestamp now, int most = 50);

/// What came of a person's decision about one text.
enum class Decision {
    done,
    no_such_text,
    not_waiting_for_anybody,  ///< it is sent, dropped, or still on its way by itself
    too_late                  ///< its time is over: it says something that is no longer so
};
std::string_view spell(Decision decision);

/// Sends it after all, once: the last check still decides whether it makes sense. `by` is who decided.
Decision retry_text(storage::Transaction& transaction, std::string_view id, std::string_view by,
                    Timestamp now);
/// It will never be sent.
Decision park_text(storage::Transaction& transaction, std::string_view id, std::string_view by,
                   Timestamp now);

/// She is free to be texted again as far as a person knows; the company's next refusal brings the block back.
bool lift_block(storage::Transaction& transaction, std::string_view contact, std::string_view account,
                std::string_view by, Timestamp now);

}  // namespace offing::service
