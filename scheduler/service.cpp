#include "scheduler/service.hpp"

#include <algorithm>
#include <array>

namespace offing::scheduler {

namespace {

constexpr std::array<std::string_view, 3> kinds{"booked", "drop_in", "group"};
constexpr std::array<std::string_view, 4> modes{"in_person", "phone", "video", "offsite"};
constexpr std::array<std::string_view, 3> audiences{"everyone", "women_only", "mothers"};
constexpr std::array<std::string_view, 5> purposes{"general", "womens_health", "pack", "van", "prep"};
constexpr std::array<std::string_view, 3> runs_words{"always", "term-only", "holidays-only"};
constexpr std::array<std::string_view, 3> changes{"cancelled", "changed", "added"};

template <typename Value, std::size_t size>
std::optional<Value> parse(const std::array<std::string_view, size>& words, std::string_view text) {
    const auto found = std::ranges::find(words, text);
    if (found == words.end()) return std::nullopt;
    return static_cast<Value>(found - words.begin());
}

template <typename Items>
auto by_id(const Items& items, std::string_view id) -> const typename Items::value_type* {
    const auto found = std::ranges::find(items, id, &Items::value_type::id);
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::string_view spell(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }
std::string_view spell(Mode mode) { return modes[static_cast<std::size_t>(mode)]; }
std::string_view spell(Audience audience) { return audiences[static_cast<std::size_t>(audience)]; }
std::string_view spell(Purpose purpose) { return purposes[static_cast<std::size_t>(purpose)]; }

std::string_view spell(Clinic::Runs runs) { return runs_words[static_cast<std::size_t>(runs)]; }
std::string_view spell(ClinicException::Change change) { return changes[static_cast<std::size_t>(change)]; }

std::optional<Clinic::Runs> parse_runs(std::string_view text) {
    return parse<Clinic::Runs>(runs_words, text);
}
std::optional<ClinicException::Change> parse_change(std::string_view text) {
    return parse<ClinicException::Change>(changes, text);
}
std::optional<Kind> parse_kind(std::string_view text) { return parse<Kind>(kinds, text); }
std::optional<Mode> parse_mode(std::string_view text) { return parse<Mode>(modes, text); }
std::optional<Audience> parse_audience(std::string_view text) { return parse<Audience>(audiences, text); }
std::optional<Purpose> parse_purpose(std::string_view text) { return parse<Purpose>(purposes, text); }

const Worker* Service::find_worker(std::string_view worker) const { return by_id(workers, worker); }
const Site* Service::find_site(std::string_view site) const { return by_id(sites, site); }
const Clinic* Service::find_clinic(std::string_view clinic) const { return by_id(clinics, clinic); }

}  // namespace offing::scheduler
