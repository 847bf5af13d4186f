// Alerts at rest: open until a person has them, and what is to be told by which route. No number, name or
// word of hers is in them.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/storage/database.hpp"

namespace offing::storage {

struct Alert {
    std::string id;
    std::string kind;     ///< crisis_overdose, crisis_suicide, danger_now, test
    std::string contact;  ///< her pseudonym; empty for a test
    std::string task;     ///< what a person has to do about it; empty for a test
    std::string code;     ///< four figures, texted back by whoever takes it
    int step = 0;         ///< how often it was told
    Timestamp opened{};
    Timestamp next{};  ///< when it is told again
    std::optional<Timestamp> acknowledged{};
    std::string acknowledged_by{};
};

void add_alert(Transaction& transaction, const Alert& alert);
std::optional<Alert> find_alert(Transaction& transaction, std::string_view id);
/// Not acknowledged yet, the oldest first.
std::vector<Alert> open_alerts(Transaction& transaction, int most);
/// Opened since, the newest first.
std::vector<Alert> alerts_since(Transaction& transaction, Timestamp since, int most);
std::vector<Alert> alerts_due(Transaction& transaction, Timestamp now, int most);
/// False when another daemon was first, or a person has it.
bool advance_alert(Transaction& transaction, std::string_view id, int step, Timestamp next);
/// Told again no later than `at`.
void hasten_alert(Transaction& transaction, std::string_view id, Timestamp at);
/// False when it was acknowledged before or isn't there.
bool acknowledge_alert(Transaction& transaction, std::string_view id, std::string_view by, Timestamp now);
/// Who finished the task behind an alert, if anybody did.
std::optional<std::string> finished_by(Transaction& transaction, std::string_view task);

struct Notice {
    std::string id;
    std::string alert;  ///< empty for an answer that is about none
    std::string words;  ///< alert, test, taken, had, no_such_code
    std::string route;  ///< "text 1": by its place in the settings
    int step = 0;
    int attempts = 0;
};

/// A notice that is there already is left as it is.
void add_notice(Transaction& transaction, const Notice& notice, Timestamp now);
/// Due ones, their attempt counted; due again at `lease_until` unless they are settled.
std::vector<Notice> lease_notices(Transaction& transaction, Timestamp now, Timestamp lease_until, int most);
void settle_notice(Transaction& transaction, std::string_view id, std::string_view outcome);
void retry_notice(Transaction& transaction, std::string_view id, Timestamp due);
/// A person has it: nothing that waits is told any more.
void drop_notices_of(Transaction& transaction, std::string_view alert);
/// Answers to this route since then: a machine may be at the other end.
int answers_by_route(Transaction& transaction, std::string_view route, Timestamp since);

}  // namespace offing::storage
