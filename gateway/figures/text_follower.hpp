// What was said and heard: K17 to K22. Knows of a text until it has gone out, or won't.

#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "gateway/figures/counts.hpp"
#include "gateway/figures/entry.hpp"
#include "gateway/figures/place_follower.hpp"

namespace offing::figures {

class TextFollower {
public:
    TextFollower(QuarterBook& book, PlaceFollower& places, Languages& languages);

    void take(const Entry& entry);
    void finish();

private:
    struct Text {
        std::string woman{};
        std::string version{};  ///< "missed 3", as the words' own register calls it
        std::string answers{}, booking{};
        Timestamp decided{};
        bool shows_times = false;
        bool is_live = true;
    };
    /// A text of hers, until the next one: how we dealt with it.
    struct Turn {
        Timestamp at{};
        std::string inbound{};
        bool wants_nothing = false, wants_someone = false;
        bool answered = false, asked_back = false, to_person = false, someone_yes = false;
    };
    struct Woman {
        bool is_person = false;
        std::optional<Timestamp> enquired;  ///< her first text
        std::optional<Turn> turn;
        std::optional<Timestamp> offered, crisis;
        std::string crisis_inbound;
        std::string last_version;
        Timestamp last_sent;
    };

    void asked(const Entry& entry, Woman& woman);
    void decided(const Entry& entry, Woman& woman);
    void settled(const Entry& entry);
    void sent(const Entry& entry, const Text& text);
    void texts_changed(const Entry& entry, Woman& woman);
    void wording(const Entry& entry);
    void alert(const Entry& entry);
    void close_turn(Woman& woman);
    /// Forgets what was waited for too long.
    void sweep(Timestamp now);
    void gone(const std::string& name, Timestamp at);

    QuarterBook& book_;
    PlaceFollower& places_;
    Languages& languages_;
    std::unordered_map<std::string, Woman> women_;
    std::unordered_map<std::string, Text> waiting_;  ///< by the text's id
    std::map<std::string, bool> live_;               ///< by language, template and version
    std::map<std::string, Timestamp> flagged_;       ///< by language and template
    std::unordered_map<std::string, Timestamp> alerts_;
    Timestamp swept_{};
};

}  // namespace offing::figures
