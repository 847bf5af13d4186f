// Texts of ours that she did not ask for: put into words, queued for a time that is safe, and in the ledger.

#pragma once

#include <optional>
#include <string_view>

#include "gateway/conversation/dialogue.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

/// Empty when no reviewed wording can carry it; then a person tells her. `contact` is a woman in touch.
std::optional<templates::Text> in_words(const Desk& desk, const storage::Contact& contact,
                                        const conversation::Say& say);

struct Notice {
    templates::Text text;
    std::optional<std::string> booking;  ///< what it is about: checked again before it goes
    std::optional<std::string> offers;   ///< the set whose numbers it shows
    Timestamp due;
    Timestamp expires;
    storage::Priority priority = storage::Priority::answer;
};
void queue_notice(storage::Transaction& transaction, const storage::Contact& contact, const Notice& notice,
                  Timestamp now);

/// She has had one text of ours within a day of `at`, or two within the week. Holds back what can be left
/// out: reminders and earlier times, not what we change about a time of hers.
bool texted_enough(storage::Transaction& transaction, std::string_view contact, Timestamp at);

/// What its numbers mean: offers, the menu of a reminder, or nothing.
bool shows_offers(std::string_view template_id);
bool shows_menu(std::string_view template_id);
/// She plans by it, so a person has to tell her when the text can't go.
bool must_reach_her(std::string_view template_id);

}  // namespace offing::service
