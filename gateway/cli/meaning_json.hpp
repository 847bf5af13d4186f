// JSON forms of a text's context and meaning, as the inspection commands speak them.

#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "gateway/conversation/understand.hpp"

namespace offing::cli {

/// Throws std::invalid_argument, saying which key is wrong.
conversation::State state_from(const boost::json::object& question);
boost::json::object to_json(const conversation::Constraints& constraints);
/// The words of what step() would do, with nothing in the diary to offer.
boost::json::array effects_of(const conversation::State& state, const conversation::Meaning& meaning,
                              conversation::LocalTime now);

/// A moment with or without an offset; the offset is dropped, for the clock on the wall is meant.
std::optional<conversation::LocalTime> moment_from(std::string_view text);
std::string local_text(conversation::LocalTime time);
std::string local_now();

/// The folder given, else the one beside the installed program, else the source's. Throws when it is faulty.
conversation::Lexicon load_lexicon(const std::string& folder);

}  // namespace offing::cli
