// The daemon's services on a store of a test's own, with a clock that stands still and a telephone network in
// memory: everything but sockets.

#pragma once

#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/service/alerts.hpp"
#include "gateway/service/earlier.hpp"
#include "gateway/service/inbox.hpp"
#include "gateway/service/keeper.hpp"
#include "gateway/service/outbox.hpp"
#include "gateway/service/rebooking.hpp"
#include "gateway/service/reminders.hpp"
#include "tests/support/test_store.hpp"

namespace offing::support {

struct SentText {
    std::string id;
    std::string to;
    std::string body;
};

/// Takes what the outbox posts. `answer` may be changed to be slow of mind: throttle, fail, or never answer.
class FakeNetwork final : public http::Client {
public:
    using Answer = std::function<http::Exchange(const SentText&)>;

    Task<http::Exchange> send(http::Request request) override;
    std::vector<SentText> sent;
    /// Requests to anybody but the telephone company, and what they are answered; 0: never.
    std::vector<http::Request> elsewhere;
    int elsewhere_status = 200;
    Answer answer;  ///< empty: every text is accepted
};

class Rig {
public:
    static constexpr std::string_view secret = "a secret of the test's own";

    /// The demo service on `engine` ("sqlite" or "postgres"), at this wall time in London.
    explicit Rig(std::string_view engine, std::string_view at = "2026-11-18T10:00");
    ~Rig();

    /// Adds a woman in touch with the service who can be texted at any time of the day.
    std::string add_woman(std::string_view number, std::function<void(storage::Person&)> change = {});
    /// Posts a signed webhook; the status. The same `id` again is a repeat.
    int text(std::string_view number, std::string_view words, std::string_view id = {});
    int post(http::Request request);
    http::Request webhook(std::string_view number, std::string_view words, std::string_view id) const;

    /// Sends all that is due.
    void deliver();
    /// Texts she was sent so far; the last one.
    std::vector<std::string> texts_to(std::string_view number) const;
    std::string last_text_to(std::string_view number) const;
    /// her > words, then what we answer: posts, delivers and returns the new texts, joined by " | ".
    std::string say(std::string_view number, std::string_view words);

    void set_time(std::string_view local);
    scheduler::LocalTime now() const;
    template <typename T>
    T run(Task<T> task);
    void run(Task<void> task);

    /// The first column of the first row, for looking into the store.
    std::int64_t number_of(std::string_view sql);
    std::vector<std::string> column(std::string_view sql);
    std::vector<std::string> ledger_kinds();

    TestStore store;
    boost::asio::io_context io;
    FixedClock clock;
    std::unique_ptr<storage::Database> database;
    storage::Vault vault;
    templates::Catalogue catalogue;
    const conversation::Lexicon& lexicon;
    std::unique_ptr<service::Diary> diary;
    service::Desk desk;
    service::Accounts accounts;
    FakeNetwork network;
    service::Outbox outbox;
    service::Inbox inbox;
    service::Reminders reminders;
    service::Rebooking rebooking;
    service::Earlier earlier;
    service::Keeper keeper;
    service::Alerts alerts;

private:
    int texts_posted_ = 0;
};

}  // namespace offing::support
