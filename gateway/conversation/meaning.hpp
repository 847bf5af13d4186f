// What a text means, as far as it matters to us: intents and the limits she gave, never her reasons.
// The words and forms are those of the worked examples (tests/messages/README.md).

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/conversation/state.hpp"

namespace offing::conversation {

enum class Intent {
    crisis_overdose,
    crisis_suicide,
    danger_now,  // urgent: stand alone, come first
    third_party,
    wrong_number,
    who_is_this,
    safe_contact_change,
    opt_out,
    opt_in,
    erasure_request,
    human_please,
    confirm,
    cancel,
    cannot_attend,
    conditional_cannot_attend,
    reschedule,
    request_slots,
    choose_option,
    reject_options,
    undo,
    drop_in_query,
    women_only_query,
    bring_children,
    bring_supporter,
    remote_request,
    offsite_request,
    running_late,
    missed_reentry,
    keyworker_same,
    keyworker_change,
    waiting_room,
    pack_pickup,
    health_clinic_query,
    pharmacy_issue,
    ask_time,
    ask_info,
    ask_info_no_commitment,
    safeguarding_question,
    channel_change,
    language_feedback,
    frustration,
    arrived,
    ask,     // can't be settled from the text: one short question
    unknown  // nothing read
};
std::string_view spell(Intent intent);
std::optional<Intent> parse_intent(std::string_view text);

struct SafeContactWish {
    std::vector<ContactWindow> send_ok;
    std::string sign_off;
};

struct Constraints {
    scheduler::Wish wish;
    std::optional<std::vector<int>> options;  ///< the offers she means; empty list: none of them
    std::optional<int> shift_min;             ///< negative is earlier
    std::optional<int> eta_min;
    std::optional<SafeContactWish> safe_contact;
    bool in_a_row = false;  ///< she asks for several times at regular distances
    std::vector<std::string> ambiguous;
};

struct Meaning {
    std::vector<Intent> intents;  ///< a set, in order of precedence
    Constraints constraints;
    /// Booked times she means (ids of State::booked), for cancel, confirm, cannot_attend and reschedule.
    std::vector<std::string> bookings;
    bool sure = true;                  ///< false: never act on it, ask once or hand over
    std::string language = "en";       ///< as recognised: en, cy, pl, ur
    bool english_enough = true;        ///< false: answer in an approved language or by a person
    std::vector<std::string> because;  ///< rule names, for the explanation staff can read; no words of hers

    bool has(Intent intent) const;
};

}  // namespace offing::conversation
