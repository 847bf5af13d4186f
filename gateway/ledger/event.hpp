// What happened, for good: written in the transaction of what it describes, with pseudonyms only.
// docs/ledger.md lists the kinds and their fields. A kind's meaning never changes: a new version gets a new
// number.

#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::ledger {

enum class Kind {
    person_added,       ///< with her place in line
    place_changed,      ///< her place in line, with a reason from scheduler::LineEditReason
    asked,              ///< a text was understood: intents, what was wished for
    preferences_noted,  ///< a digest of her windows and wishes; they lie beside the ledger, sealed
    offered,            ///< the offers, their reasons, and what they were found from
    nothing_found,      ///< a decision as well: nothing fitted
    offers_closed,      ///< she took none, or one that needs no place
    booked,
    moved,
    confirmed,
    freed,
    missed,
    arrived,
    late,             ///< she told us that she is on her way, or there
    mark_taken_back,  ///< staff had marked the wrong visit: it stands as before
    re_placed,        ///< moved by the service because it changed something; her place in line as it was
    worker_away,      ///< her worker can't be there: a choice was put to her, or a person calls
    session_off,      ///< what she booked can't go ahead: a choice was put to her, or a person calls
    stands_again,     ///< a booked time that couldn't be held can be, after all
    ran_over,         ///< a visit began late because the one before it took its time
    drop_in_changed,  ///< staff closed an open session early, or opened it again
    place_kept,       ///< her place in line, unchanged after something that elsewhere would cost it
    text_decided,     ///< which template, which version, why, due when
    text_settled,     ///< sent, failed, unknown, expired, dropped
    texts_changed,    ///< off, on, paused, suspended
    code_word,        ///< set, taken away, said in a text, or missing where it is needed; never the word
    task_opened,
    task_done,
    crisis_alert,
    alert_opened,        ///< those on call are told, step by step
    alert_told,          ///< by which route, and whether it was reached
    alert_acknowledged,  ///< a person has it
    wording_flagged,
    wording_changed,  ///< a step of a text's review, with the role that took it and a digest of the words
    diary_noted,      ///< every booked time and every hold as they are: where a replay can begin
    taken_over,       ///< the service came from another installation, whole
    service_imported,
    service_changed,  ///< in the console or by the API: which parts, from which version to which
    staff_act,        ///< who, by which right, what: every act in the console
    erased
};
std::string_view spell(Kind kind);

/// `subject` is a contact's id, or empty for the service itself. `body` holds ids, times and codes: never a
/// number, a name or a word of a text.
void record(storage::Transaction& transaction, Kind kind, std::string_view subject,
            const boost::json::object& body, Timestamp now);

}  // namespace offing::ledger
