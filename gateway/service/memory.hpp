// The part of a conversation's state that lives between two texts, as JSON in the contact's row. Bookings,
// offers and preferences are not in it: they have tables of their own.

#pragma once

#include <string>
#include <string_view>

#include "gateway/conversation/state.hpp"

namespace offing::service {

std::string write_memory(const conversation::State& state);
/// Fills the remembered fields of `state`. What can't be read is left at its default.
void read_memory(std::string_view json, conversation::State& state);

}  // namespace offing::service
