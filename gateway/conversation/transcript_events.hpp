// Lines of a transcript for what the service does by itself: a worker is away, a session is off or moves, a
// time comes free, a visit runs late.

#pragma once

#include <optional>

#include "gateway/conversation/dialogue.hpp"
#include "gateway/conversation/transcript_words.hpp"

namespace offing::conversation {

/// The text that follows from it.
struct ServiceEvent {
    Say say;
    LastSent::Type type = LastSent::Type::other;
    std::optional<LocalTime> about{};
};

/// Empty when the line is none of them, or can't be read. `state` is as it is after the event.
std::optional<ServiceEvent> read_service_event(Words& words, State& state, Date today);

}  // namespace offing::conversation
