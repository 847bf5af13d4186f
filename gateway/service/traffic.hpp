// Which account a text goes by, and how fast: a bucket of tokens for each sender and for each company, a
// share of the texts for each account that shrinks by steps when it fails in bursts and grows back in quiet
// time. Knows no store and no network; one Outbox has one, and everything on it happens on that outbox's
// executor.

#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "gateway/base/clock.hpp"
#include "gateway/service/accounts.hpp"
#include "gateway/storage/texts.hpp"

namespace offing::service {

/// Fills at `rate` a second up to `most`. A clock that is set back costs nothing but the time until it
/// catches up.
class TokenBucket {
public:
    TokenBucket(double rate, double most) : rate_{rate}, most_{most}, tokens_{most} {}
    double tokens(Timestamp now);
    void take(Timestamp now) { tokens_ = tokens(now) - 1; }
    /// How long until there is a whole token.
    std::chrono::milliseconds next_token(Timestamp now);

private:
    double rate_, most_, tokens_;
    Timestamp filled_{};
};

/// How well an account does: full, and down by quarters. Bursts of trouble step it down; a minute without any
/// steps it up.
class Health {
public:
    void note(bool trouble, Timestamp now);
    /// 1, 0.75, 0.5, 0.25 or 0.
    double share(Timestamp now);

private:
    void rise(Timestamp now);
    int quarters_ = 4;
    std::deque<bool> last_;  ///< trouble or not, newest last, since the last step
    Timestamp changed_{};    ///< of the last trouble or step
};

class Traffic {
public:
    explicit Traffic(const Accounts& accounts);

    struct Room {
        int urgent = 0;     ///< crisis texts and answers that may leave now
        int reminders = 0;  ///< of the rest; a token and some lanes are kept back for answers
    };
    Room room(std::string_view account, Timestamp now);
    /// When to look again, if there was no room.
    std::chrono::milliseconds next_room(std::string_view account, Timestamp now);

    void posted(std::string_view account, storage::Priority priority, Timestamp now);
    void answered(std::string_view account, storage::Priority priority, const provider::SendOutcome& outcome,
                  std::chrono::milliseconds took, Timestamp now);

    /// The account for texts to `contact`: the one she texted while that does well, else by share, and the
    /// same for her each time. `without` is left out while any other does at all.
    std::string choose(std::string_view contact, std::string_view she_texted, std::string_view without,
                       Timestamp now);

    double share(std::string_view account, Timestamp now);
    int in_flight() const;

private:
    struct Company {
        TokenBucket bucket;
    };
    struct Road {
        TokenBucket bucket;
        Health health{};
        Company* company = nullptr;
        Timestamp paused_until{};
        int throttled_in_a_row = 0;
        int in_flight = 0;
        int reminders_in_flight = 0;
    };
    Road& road(std::string_view account) { return roads_.find(account)->second; }

    const Accounts& accounts_;
    std::map<std::string, Company, std::less<>> companies_;
    std::map<std::string, Road, std::less<>> roads_;
};

}  // namespace offing::service
