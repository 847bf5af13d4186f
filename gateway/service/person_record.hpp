// What staff do about one woman, with her: putting her in touch, another number, other times. Each in one
// transaction with its events; nothing of it changes her place in line.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/service/turn.hpp"

namespace offing::service {

struct NewWoman {
    std::string e164;
    std::string name;       ///< the first name she agreed to; may be empty
    std::string code_word;  ///< that can be one; may be empty
    storage::Person person;
    std::string by;
};
struct AddedWoman {
    std::string contact;  ///< hers, also when she was in touch before
    bool done = false;    ///< false: that number is in touch already
    explicit operator bool() const { return done; }
};
/// She has said yes in person, with the preview on the screen. The first text goes at her next safe moment.
AddedWoman add_woman(storage::Transaction& transaction, const Desk& desk, const NewWoman& woman,
                     Timestamp now);

/// Of a number that somebody typed.
struct NumberInUse {
    std::string contact;  ///< empty: never seen
    bool in_touch = false;
};
NumberInUse who_has(storage::Transaction& transaction, const storage::Vault& vault, std::string_view e164);

/// A person has made sure that both numbers are hers. Questions that came from the new one are hers, too, and
/// texts go to it unless she has turned them off. False when another woman in touch has it.
bool change_number(storage::Transaction& transaction, const Desk& desk, std::string_view contact,
                   std::string_view e164, std::string_view by, Timestamp now);

/// Times that fit her now, of what she asked for; with `moving`, instead of that booked time.
std::vector<scheduler::Offer> free_times(const Desk& desk, const storage::Contact& contact,
                                         const std::vector<storage::Booking>& ahead,
                                         const std::optional<std::string>& moving,
                                         const scheduler::Wish& wish, Timestamp now);

struct OfferedToHer {
    enum class How { done, not_to_be_texted, no_words, gone } how = How::done;
    Timestamp due{};
    Timestamp held_until{};
    std::vector<scheduler::Offer> offers{};  ///< held for her
    std::vector<scheduler::PlaceKey> released{};
    explicit operator bool() const { return how == How::done; }
};
/// Puts up to three times to her by text, at once while she has the phone in her hand, else at her next safe
/// moment. What she has stays hers until she takes one.
OfferedToHer offer_times(storage::Transaction& transaction, const Desk& desk, const storage::Contact& contact,
                         std::vector<scheduler::Offer> offers, const std::optional<std::string>& moving,
                         std::string_view by, Timestamp now);

}  // namespace offing::service
