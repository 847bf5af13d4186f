// What is counted of one quarter. Times are whole units, in tallies; nothing here is about one woman.

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "gateway/base/clock.hpp"
#include "gateway/figures/quarter.hpp"
#include "gateway/figures/tally.hpp"

namespace offing::figures {

/// K2 to K5: also counted by the language of the texts (K24).
struct Answered {
    std::int64_t changes = 0;         ///< she can't come, wants another time, or her worker can't be there
    std::int64_t with_choice = 0;     ///< the first answer held two times or more
    std::int64_t asks = 0;            ///< for a time
    std::int64_t asks_offered = 0;    ///< were offered one
    Tally ready_min;                  ///< from her ask until times were found
    Tally sent_min;                   ///< until the text with them went out
    std::int64_t given_up = 0;        ///< times that couldn't be: she said so, or missed it
    std::int64_t kept = 0;            ///< ended in another time, an open session or a call
    std::int64_t wanting_offer = 0;   ///< missed, no other time, not in touch
    std::int64_t offered_in_day = 0;  ///< within one working day
    Tally offer_hours;                ///< from "missed" until the text with times went out
    Tally seen_again_days;            ///< from "missed" until she was here
};

/// K9, one of its two groups.
struct Waits {
    Tally full_days;     ///< from her place in line until she was first here
    Tally ours_days;     ///< without the time in which the next step was hers
    Tally offered_days;  ///< from a decision to the earliest time it offered
};

struct SentVersion {
    std::int64_t sent = 0;
    std::int64_t texts_off = 0;  ///< she turned texts off within 24 hours of it
};

/// What was open, by the service as it stood that day. Minutes.
struct Supply {
    std::int64_t days = 0;  ///< that the service ran at all
    std::int64_t women_only = 0;
    std::int64_t children_term = 0, children_holiday = 0;
    std::int64_t term_weeks = 0, holiday_weeks = 0;
    std::int64_t open_sessions = 0, open_sessions_run = 0;     ///< drop-ins: published, run to their end
    std::int64_t booked_sessions = 0, sessions_with_room = 0;  ///< with time kept free after each visit
};

struct QuarterCounts {
    Answered all;
    std::map<std::string, Answered> by_language;

    std::int64_t offers = 0, offers_checked = 0, offers_in_busy = 0;
    std::int64_t decisions = 0;
    std::int64_t missed = 0, missed_had_time = 0, missed_in_touch = 0, off_after_missed = 0;
    std::map<std::string, std::int64_t> place_edits_by_reason, place_edits_by_role;
    std::int64_t place_edits = 0, place_edits_near_missed = 0;
    Waits with_missed, without_missed;
    std::int64_t women_only_asked = 0, women_only_met = 0;
    std::int64_t remote_asked = 0, remote_met = 0;
    std::int64_t contacts = 0, contacts_most_seen = 0;  ///< of a year, in its last quarter
    Tally workers_seen;
    std::int64_t away = 0, away_told = 0;
    std::int64_t late_starts = 0;

    std::int64_t sent = 0, sent_in_hours = 0, sent_hours_known = 0, sent_not_live = 0;
    std::int64_t held_back = 0, wrong_numbers = 0, blocks = 0;
    std::int64_t texts_in = 0, understood = 0, asked_back = 0, to_person = 0, nothing_said = 0, undone = 0;
    Tally crisis_seconds, alert_min;
    std::int64_t alerts = 0, alerts_late = 0;
    std::map<std::string, SentVersion> by_version;
    std::int64_t texts_off = 0, words_flagged = 0;
    Tally changed_days;
    std::int64_t enquirers = 0, enquirers_gone = 0;
    std::int64_t someone_asked = 0, someone_yes = 0;

    Supply supply;
};

class QuarterBook {
public:
    explicit QuarterBook(scheduler::Zone zone) : zone_{zone} {}

    QuarterCounts& at(Timestamp time) { return quarters_[quarter_at(time)]; }
    QuarterCounts& of(Quarter quarter) { return quarters_[quarter]; }
    Quarter quarter_at(Timestamp time);
    const std::map<Quarter, QuarterCounts>& quarters() const { return quarters_; }
    const scheduler::Zone& zone() const { return zone_; }

private:
    scheduler::Zone zone_;
    std::map<Quarter, QuarterCounts> quarters_;
    Quarter last_;
    Timestamp begin_{}, end_{};  ///< of `last_`: most events lie in the quarter of the one before
};

}  // namespace offing::figures
