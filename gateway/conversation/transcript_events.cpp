#include "gateway/conversation/transcript_events.hpp"

#include <algorithm>
#include <charconv>

namespace offing::conversation {

namespace {

BookedTime* booked_at(State& state, std::optional<LocalTime> start) {
    const auto found =
        std::ranges::find_if(state.booked, [&](const auto& one) { return one.start == start; });
    return found == state.booked.end() ? nullptr : &*found;
}

bool put_on_offer(Words& words, State& state, Date today) {
    state.offered.clear();
    for (const std::string& one : split(words.rest(), ",")) {
        Words offer_words{one};
        auto offer = read_offer(offer_words, today);
        if (!offer) return false;
        offer->n = static_cast<int>(state.offered.size()) + 1;
        if (!offer->with.empty()) state.worker_names.push_back(offer->with);
        state.offered.push_back(*offer);
    }
    return !state.offered.empty();
}

/// "Tue 24 Nov 11am: Tue 24 Nov 11am with Sam, Mon 30 Nov 10am with Jo": what can't be, and what can.
std::optional<ServiceEvent> choice(Words& words, State& state, Date today, std::string template_id) {
    const std::string line = words.rest();
    const auto colon = line.find(": ");
    if (colon == std::string::npos) return std::nullopt;
    Words which{line.substr(0, colon)};
    Words choices{line.substr(colon + 2)};
    BookedTime* booked = booked_at(state, read_when(which, today));
    if (booked == nullptr || !put_on_offer(choices, state, today)) return std::nullopt;
    booked->off = true;
    state.moving = booked->start;
    return ServiceEvent{.say = {.template_id = std::move(template_id),
                                .arguments = {{"start", booked->start}},
                                .choices = state.offered},
                        .type = LastSent::Type::offer,
                        .about = booked->start};
}

std::optional<ServiceEvent> moved(Words& words, State& state, Date today) {
    const auto from = read_when(words, today);
    const auto to = words.take("to") ? read_when(words, today) : std::nullopt;
    BookedTime* booked = booked_at(state, from);
    if (booked == nullptr || !to) return std::nullopt;
    booked->start = *to;
    booked->end.reset();
    std::ranges::sort(state.booked, {}, &BookedTime::start);
    return ServiceEvent{
        .say = {.template_id = "session_moved", .arguments = {{"start", *from}, {"to", *to}}, .choices = {}},
        .type = LastSent::Type::reminder,
        .about = to};
}

std::optional<ServiceEvent> sooner(Words& words, State& state, Date today) {
    if (!put_on_offer(words, state, today) || state.offered.size() != 1) return std::nullopt;
    const bool kept = !state.booked.empty();
    const LocalTime when = kept ? state.booked.front().start : state.offered.front().start;
    state.moving = kept ? std::optional{when} : std::nullopt;
    return ServiceEvent{.say = {.template_id = "earlier",
                                .arguments = {{"kept", std::string{kept ? "yes" : "no"}}, {"when", when}},
                                .choices = state.offered},
                        .type = LastSent::Type::offer,
                        .about = state.moving};
}

std::optional<ServiceEvent> late(Words& words) {
    const std::string_view word = words.next();
    int minutes = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), minutes);
    if (read.ec != std::errc{} || !words.take("minutes")) return std::nullopt;
    return ServiceEvent{
        .say = {.template_id = "ran_over", .arguments = {{"minutes", std::int64_t{minutes}}}, .choices = {}},
        .type = LastSent::Type::other};
}

/// "Jo: Tue 24 Nov 10am, Tue 1 Dec 10am": all of them hers from now on.
std::optional<ServiceEvent> series(Words& words, State& state, Date today) {
    const std::string line = words.rest();
    const auto colon = line.find(": ");
    if (colon == std::string::npos) return std::nullopt;
    const std::string worker = line.substr(0, colon);
    std::vector<LocalTime> starts;
    for (const std::string& one : split(std::string_view{line}.substr(colon + 2), ",")) {
        Words time{one};
        const auto start = read_when(time, today);
        if (!start) return std::nullopt;
        starts.push_back(*start);
        state.booked.push_back({.id = "s" + std::to_string(starts.size()),
                                .start = *start,
                                .end = std::nullopt,
                                .with = worker,
                                .mode = std::nullopt});
    }
    if (starts.empty()) return std::nullopt;
    state.worker_names.push_back(worker);
    std::ranges::sort(state.booked, {}, &BookedTime::start);
    return ServiceEvent{.say = {.template_id = "series_booked",
                                .arguments = {{"count", static_cast<std::int64_t>(starts.size())},
                                              {"start", starts.front()},
                                              {"last", starts.back()},
                                              {"worker", worker}},
                                .choices = {}},
                        .type = LastSent::Type::other};
}

}  // namespace

std::optional<ServiceEvent> read_service_event(Words& words, State& state, Date today) {
    if (words.take("worker away")) return choice(words, state, today, "worker_away");
    if (words.take("session off")) return choice(words, state, today, "session_off");
    if (words.take("session moves")) return moved(words, state, today);
    if (words.take("comes free")) return sooner(words, state, today);
    if (words.take("staff book a series with")) return series(words, state, today);
    if (words.take("runs late by")) return late(words);
    return std::nullopt;
}

}  // namespace offing::conversation
