#include "gateway/ledger/places.hpp"

#include <algorithm>

namespace offing::ledger {

using scheduler::PlaceKey;
using Use = scheduler::Availability::Use;

namespace {

/// FNV-1a: not against anybody who means harm, the ledger's hashes are; only to notice a difference.
std::uint64_t mix(std::uint64_t hash, std::string_view text) {
    for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
    return hash;
}

std::uint64_t hash_of(const PlaceKey& key, Use use) {
    std::uint64_t hash = mix(0xcbf29ce484222325ULL, key.clinic);
    hash = mix(hash, scheduler::spell(key.date));
    return mix(hash, std::to_string(key.place) + (use == Use::held ? "h" : "b"));
}

std::string in_words(std::uint64_t digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t at = 0; at < text.size(); ++at) text[at] = digits[digest >> (60 - 4 * at) & 15U];
    return text;
}

}  // namespace

scheduler::Interval horizon_from(const scheduler::Zone& zone, scheduler::Date day) {
    constexpr std::chrono::days length{42};
    return *scheduler::Interval::make(zone.to_instant_or_later(scheduler::LocalTime{day}),
                                      zone.to_instant_or_later(scheduler::LocalTime{day + length}));
}

Places::Places(scheduler::Availability availability, scheduler::Date first)
    : availability_{std::move(availability)}, first_{first} {}

void Places::toggle(const PlaceKey& key, Use use) { digest_ ^= hash_of(key, use); }

void Places::hold(const PlaceKey& key, Timestamp until) {
    if (key.place < 0 || key.date < first_ || booked_.contains(key)) return;
    const auto [hold, fresh] = holds_.emplace(key, until);
    hold->second = std::max(hold->second, until);
    earliest_end_ = std::min(earliest_end_, until);
    if (!fresh) return;
    availability_.take(key, Use::held);
    toggle(key, Use::held);
}

void Places::book(const PlaceKey& key) {
    if (key.place < 0 || key.date < first_ || booked_.contains(key)) return;
    if (holds_.erase(key) > 0) toggle(key, Use::held);
    booked_.insert(key);
    availability_.take(key, Use::booked);
    toggle(key, Use::booked);
}

void Places::release(const PlaceKey& key) {
    if (const auto hold = holds_.find(key); hold != holds_.end()) {
        end_hold(hold);
        return;
    }
    if (booked_.erase(key) == 0) return;
    availability_.release(key);
    toggle(key, Use::booked);
}

void Places::release_hold(const PlaceKey& key, Timestamp until) {
    const auto hold = holds_.find(key);
    if (hold != holds_.end() && hold->second == until) end_hold(hold);
}

Places::Holds::iterator Places::end_hold(Holds::iterator hold) {
    availability_.release(hold->first);
    toggle(hold->first, Use::held);
    return holds_.erase(hold);
}

void Places::copy_to(Places& other) const {
    for (const auto& [key, until] : holds_) other.hold(key, until);
    for (const auto& key : booked_) other.book(key);
}

void Places::lapse(Timestamp now) {
    if (now < earliest_end_) return;
    earliest_end_ = Timestamp::max();
    for (auto hold = holds_.begin(); hold != holds_.end();) {
        if (hold->second <= now) {
            hold = end_hold(hold);
            continue;
        }
        earliest_end_ = std::min(earliest_end_, hold->second);
        ++hold;
    }
}

std::string Places::digest() const { return in_words(digest_); }

std::string digest_of(const std::vector<std::pair<PlaceKey, Use>>& used, scheduler::Date first) {
    std::uint64_t digest = 0;
    for (const auto& [key, use] : used)
        if (key.place >= 0 && key.date >= first) digest ^= hash_of(key, use);
    return in_words(digest);
}

}  // namespace offing::ledger
