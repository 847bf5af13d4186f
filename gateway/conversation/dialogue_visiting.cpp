// On the day: late, at the door, perhaps, still coming, with whom, by which way in.

#include <algorithm>

#include "gateway/conversation/dialogue_turn.hpp"

namespace offing::conversation {

bool answer_on_the_way(Turn& turn) {
    if (turn.has(Intent::arrived)) {
        turn.effects.emplace_back(NoteArrived{});
        turn.say("arrived");
        return true;
    }
    if (!turn.has(Intent::running_late) || turn.has(Intent::reschedule)) return false;
    turn.effects.emplace_back(NoteEta{turn.meaning.constraints.eta_min});
    const auto meant = turn.meant_bookings();
    if (turn.has_any({Intent::conditional_cannot_attend, Intent::cannot_attend}) && meant.size() == 1) {
        turn.say("late_or_not", {{"when", meant.front().start}});
        return true;
    }
    std::string also = turn.has(Intent::bring_children)    ? "anyone"
                       : turn.has(Intent::bring_supporter) ? "bring"
                                                           : "none";
    turn.say("late", {{"also", std::move(also)}});
    return true;
}

bool answer_offsite(Turn& turn) {
    if (!turn.has(Intent::offsite_request)) return false;
    turn.hand_over(TaskKind::offsite, "person_will_check");
    return true;
}

bool answer_maybe(Turn& turn) {
    if (!turn.has(Intent::conditional_cannot_attend)) return false;
    const auto meant = turn.meant_bookings();
    if (meant.size() == 1) {
        turn.say("maybe", {{"when", meant.front().start}});
    } else {
        turn.say("maybe_any");
    }
    return true;
}

namespace {

/// A time that can't go ahead is neither confirmed nor told as hers: what there is instead is said again.
bool answer_about_off(Turn& turn, const std::vector<BookedTime>& shown) {
    const auto off = std::ranges::find(shown, true, &BookedTime::off);
    if (off == shown.end()) return false;
    if (turn.before.offered.empty())
        turn.hand_over(TaskKind::question);
    else
        turn.say("changed_times", {{"start", off->start}}, turn.before.offered);
    return true;
}

}  // namespace

bool answer_confirm(Turn& turn) {
    if (!turn.has_any({Intent::confirm, Intent::ask_time})) return false;
    const auto meant = turn.meant_bookings();
    const auto coming = turn.upcoming();
    if (answer_about_off(turn, meant.size() == 1 ? meant : coming)) return true;
    if (turn.has(Intent::confirm) && meant.size() == 1 && turn.meaning.sure &&
        turn.meaning.constraints.ambiguous.empty()) {
        turn.effects.emplace_back(Confirm{meant.front().id});
        for (BookedTime& booked : turn.state.booked)
            if (booked.id == meant.front().id) booked.confirmed = true;
        std::string also = turn.has(Intent::bring_children)    ? "anyone"
                           : turn.has(Intent::bring_supporter) ? "bring"
                           : turn.has(Intent::waiting_room)    ? "quiet"
                                                               : "none";
        turn.say(turn.has(Intent::ask_time) ? "time_is" : "confirmed",
                 {{"when", meant.front().start}, {"also", std::move(also)}});
        return true;
    }
    const auto& shown = meant.size() == 1 ? meant : coming;
    if (shown.empty()) {
        turn.say("nothing_booked");
    } else if (shown.size() == 1) {
        turn.say("time_is", {{"when", shown.front().start}});
    } else {
        turn.say("times_are", {}, as_choices(shown));
        turn.state.last_sent->type = LastSent::Type::other;
    }
    return true;
}

bool answer_company(Turn& turn) {
    if (turn.has(Intent::waiting_room)) {
        turn.say(turn.has(Intent::missed_reentry) ? "quiet_way_back" : "quiet_way");
        return true;
    }
    if (turn.has(Intent::bring_supporter)) {
        if (turn.meaning.constraints.wish.also_worker) {
            turn.hand_over(TaskKind::worker, "person_finds_time");
        } else {
            turn.say("bring_someone");
        }
        return true;
    }
    if (turn.has(Intent::bring_children)) {
        turn.say("bring_anyone");
        return true;
    }
    return false;
}

}  // namespace offing::conversation
