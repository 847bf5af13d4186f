// Her code word, as staff agree it with her: set and taken away, on record without the word.

#pragma once

#include <string_view>

#include "gateway/storage/contacts.hpp"
#include "scheduler/calendar.hpp"

namespace offing::service {

/// At this level of discretion a knock comes first, and a code word has its place.
constexpr int knock_level = 3;

/// Whoever calls has made sure that the word can be one (conversation::code_word_fault). An empty word takes
/// hers away. What was open because of the old word is shut.
void set_code_word(storage::Transaction& transaction, const storage::Contact& contact, std::string_view typed,
                   std::string_view by, Timestamp now);

/// Whether anything of hers may be said at `at`: always without a code word, else while a conversation is
/// open.
bool may_be_told(const storage::Contact& contact, const scheduler::Zone& zone, Timestamp at);

/// Whether a text by these words tells nobody anything, so that it may go to whoever holds the phone.
bool tells_nothing(std::string_view template_id);

}  // namespace offing::service
