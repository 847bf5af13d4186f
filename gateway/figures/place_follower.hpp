// What became of asks, booked times and missed times: K2 to K5, K7 to K10, K13 to K16. What it keeps of a
// woman goes when what it waits for has come, or hasn't within the time that figures look ahead.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "gateway/figures/counts.hpp"
#include "gateway/figures/entry.hpp"
#include "gateway/figures/supply_follower.hpp"

namespace offing::figures {

class PlaceFollower {
public:
    PlaceFollower(QuarterBook& book, const SupplyFollower& supply, const Languages& languages);

    void take(const Entry& entry);
    /// A text that shows times went out to her.
    void times_sent(const std::string& woman, Timestamp at);
    /// A text about this booking went out to her.
    void told(const std::string& woman, const std::string& booking, Timestamp at);
    /// Counts who was seen by whom in each year.
    void finish();

private:
    struct Booking {
        std::string worker;
        Timestamp begins;
    };
    struct Missed {
        Timestamp at;
        bool wants_offer = false;
        bool offered = false;
    };
    struct Away {
        Timestamp at;
        std::string booking;
        Timestamp begins;
    };
    struct Woman {
        std::optional<Timestamp> since;
        bool was_here = false;
        int missed = 0;
        std::optional<Timestamp> last_missed, last_asked, hers_since;
        std::chrono::milliseconds hers{0};  ///< in which the next step was hers
        std::unordered_map<std::string, Booking> booked;
        std::string open_set, last_set;
        bool last_set_is_choice = false;
        std::optional<Timestamp> ask, ask_offered;
        std::optional<Timestamp> given_up;
        std::string change;  ///< the text that asked for it, until it is answered
        Timestamp change_at;
        std::optional<Missed> waiting;
        std::optional<Timestamp> women_only, remote;
        std::optional<Away> away;
        std::map<Quarter, std::map<std::string, int>> seen_by;
    };

    void asked(const Entry& entry, Woman& woman);
    void offered(const Entry& entry, Woman& woman);
    void offers_meet(const Entry& entry, Woman& woman, const std::vector<std::string>& clinics,
                     Timestamp earliest);
    void booked(const Entry& entry, Woman& woman);
    void missed(const Entry& entry, Woman& woman);
    void arrived(const Entry& entry, Woman& woman);
    void away(const Entry& entry, Woman& woman);
    void place_edited(const Entry& entry, Woman& woman);
    void offer_reached(const std::string& name, Woman& woman, Timestamp at);
    void keep(const std::string& name, Woman& woman, Timestamp at);
    void her_turn(Woman& woman, Timestamp at);
    void our_turn(Woman& woman, Timestamp at);
    bool is_within_working_day(Timestamp from, Timestamp to) const;
    template <typename Add>
    void add(Timestamp at, const std::string& name, Add add);

    QuarterBook& book_;
    const SupplyFollower& supply_;
    const Languages& languages_;
    std::unordered_map<std::string, Woman> women_;
    /// Kept when she is erased: who was seen by whom, without her.
    struct Seen {
        std::int64_t contacts = 0, most_seen = 0;
        Tally workers;
    };
    static Seen seen_in_year(const std::map<Quarter, std::map<std::string, int>>& seen_by, Quarter last);
    std::vector<std::map<Quarter, std::map<std::string, int>>> erased_;
};

}  // namespace offing::figures
