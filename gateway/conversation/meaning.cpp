#include "gateway/conversation/meaning.hpp"

#include <algorithm>
#include <array>

namespace offing::conversation {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Intent::unknown) + 1> names{
    "crisis_overdose",
    "crisis_suicide",
    "danger_now",
    "third_party",
    "wrong_number",
    "who_is_this",
    "safe_contact_change",
    "opt_out",
    "opt_in",
    "erasure_request",
    "human_please",
    "confirm",
    "cancel",
    "cannot_attend",
    "conditional_cannot_attend",
    "reschedule",
    "request_slots",
    "choose_option",
    "reject_options",
    "undo",
    "drop_in_query",
    "women_only_query",
    "bring_children",
    "bring_supporter",
    "remote_request",
    "offsite_request",
    "running_late",
    "missed_reentry",
    "keyworker_same",
    "keyworker_change",
    "waiting_room",
    "pack_pickup",
    "health_clinic_query",
    "pharmacy_issue",
    "ask_time",
    "ask_info",
    "ask_info_no_commitment",
    "safeguarding_question",
    "channel_change",
    "language_feedback",
    "frustration",
    "arrived",
    "ask",
    "unknown"};
static_assert(!names.back().empty());

}  // namespace

std::string_view spell(Intent intent) { return names.at(static_cast<std::size_t>(intent)); }

std::optional<Intent> parse_intent(std::string_view text) {
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return std::nullopt;
    return static_cast<Intent>(found - names.begin());
}

bool Meaning::has(Intent intent) const {
    return std::find(intents.begin(), intents.end(), intent) != intents.end();
}

}  // namespace offing::conversation
