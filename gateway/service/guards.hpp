// What keeps a text back although it is due: signs that somebody else may hold the phone, a company's block,
// too many texts to one number, and the same words again and again.

#pragma once

#include <optional>

#include "gateway/service/last_check.hpp"

namespace offing::service {

/// Nothing from her, and nobody has checked the number, for half a year: numbers are given to other people
/// after less. Her texts pause until a person has checked; the contact is changed likewise. False when all is
/// well.
bool suspect_long_silence(storage::Transaction& transaction, storage::Contact& contact, Timestamp now);

/// For texts she did not ask for: the company blocks her number, or she has had one today, or two this week.
/// What we change about a time of hers goes whatever she has had.
std::optional<Verdict> check_limits(storage::Transaction& transaction, const storage::Contact& contact,
                                    const storage::NewOutbound& text, Timestamp now);

/// Networks block a number that gets more than 20 texts of the same words, or 100 of any, within an hour.
/// Ours stop well below, crisis texts excepted.
std::optional<Verdict> check_hour(storage::Transaction& transaction, const storage::Contact& contact,
                                  const std::string& body, Timestamp now);

}  // namespace offing::service
