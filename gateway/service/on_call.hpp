// Who is told when somebody may be in danger, and how an alert opens and ends. Everything here is one step of
// a transaction; telling itself is alerts.hpp.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/provider/provider.hpp"
#include "gateway/storage/alerts.hpp"

namespace offing::service {

/// One way to reach whoever is on call.
struct Route {
    enum class Kind { console, text, webhook } kind = Kind::console;
    std::string target{};  ///< a number or an address; never logged, never stored
    std::string name{};    ///< "text 1": what logs and the ledger may say
};

/// The routes of each step; later steps tell the earlier ones too.
struct OnCall {
    std::vector<Route> at_once;
    std::vector<Route> after_5m;
    std::vector<Route> after_15m;

    /// From settings' spelling: "console", "text:+447...", "webhook:https://...".
    static OnCall from(const std::vector<std::string>& at_once, const std::vector<std::string>& after_5m,
                       const std::vector<std::string>& after_15m);
    /// Those told at a step, which counts from 1.
    std::vector<Route> told_at(int step) const;
    /// Null when nobody on call has this number.
    const Route* by_number(std::string_view number) const;
    const Route* by_name(std::string_view name) const;
};

/// When a step is due: at once, after 5 minutes, after 15, and every quarter of an hour from then on.
Timestamp due_of_step(int step, Timestamp opened);

/// One alert for each woman: while hers is open, another urgent text only has it told again at once. Its id.
std::string open_alert(storage::Transaction& transaction, std::string_view kind, std::string_view contact,
                       std::string_view task, Timestamp now);
/// An alert about nobody, to see that everybody is reached. Its id.
std::string open_test_alert(storage::Transaction& transaction, Timestamp now);

/// A person has it: nothing more is told. `by` is a member of staff or a route, never a number. Her task
/// stays open until it is done. False when somebody had it before, or there is no such alert.
bool acknowledge(storage::Transaction& transaction, std::string_view id, std::string_view by, Timestamp now);

/// A text from a number on call: the code in it takes an alert, and it is answered. False when it has nothing
/// to do with alerts; then it is read as any other text. Nothing of it is kept.
bool take_on_call_text(storage::Transaction& transaction, const OnCall& on_call, std::string_view number,
                       std::string_view provider, const provider::InboundText& text, Timestamp now);

}  // namespace offing::service
