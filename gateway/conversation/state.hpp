// What stands between us and one woman at the moment her text arrives: the only thing, beside the text and
// the clock, that understanding and dialogue may look at. All times are local wall-clock times of the
// service.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/offer.hpp"

namespace offing::conversation {

using scheduler::ClockTime;
using scheduler::Date;
using scheduler::LocalTime;

struct BookedTime {
    std::string id;
    LocalTime start;
    std::optional<LocalTime> end;
    std::string with;  ///< first name
    std::optional<scheduler::Mode> mode;
    bool confirmed = false;
    bool off = false;  ///< it can't go ahead, by our doing; hers until it is settled what comes instead
};

/// A time on offer, under the number she was shown.
struct OfferedTime {
    int n = 0;
    LocalTime start;
    std::optional<LocalTime> end;
    std::string with;
    std::optional<scheduler::Mode> mode;
    scheduler::Kind kind = scheduler::Kind::booked;
    scheduler::Audience audience = scheduler::Audience::everyone;
    bool children_welcome = false;
    std::string label{};
    bool gone =
        false;  ///< the hold ran out and somebody else has it: a late reply gets new times and our apology
};

/// A published window that needs no booking.
struct OpenTime {
    std::string kind;  ///< "drop_in", "van", "pack", ...
    LocalTime start;
    LocalTime end;
    bool women_only = false;
    bool children_welcome = false;
    struct Wait {
        std::chrono::minutes from;
        std::chrono::minutes to;
    };
    std::optional<Wait> wait{};  ///< for whoever comes now, when it runs and somebody counts
};

enum class MenuChoice { yes, other_times, drop_in, person };

struct LastSent {
    enum class Type { reminder, offer, question, knock, other } type = Type::other;
    LocalTime at;
    std::optional<LocalTime> about{};  ///< the booked time a reminder is for
    std::map<int, MenuChoice> menu{};  ///< what each number meant
    std::string template_id{};
    int template_version = 0;
};

enum class Texts { on, off, pending_check, suspended };

/// A question of ours that waits for her answer. Acted on only if she answers it plainly.
struct Question {
    /// talk: 1 a person. say_again: 1 a time, 2 drop in, 3 a person. cancel_sure: 1 free it, 2 keep it.
    /// stop_which: 1 quiet today, 2 no reminders, 3 no texts at all. cancel_which, move_which: the number of
    /// one of `bookings`. say_again and pocket ask for her words anew.
    enum class About {
        cancel_which,
        cancel_sure,
        move_which,
        which_option,
        stop_which,
        talk,
        say_again,
        pocket
    } about = About::say_again;
    std::vector<std::string> bookings{};  ///< ids, in the order of the numbers shown
    std::vector<int> options{};           ///< for which_option
};

struct ContactWindow {
    scheduler::Weekdays days;
    ClockTime from{};
    ClockTime to{};
    friend bool operator==(const ContactWindow&, const ContactWindow&) = default;
};

/// Where she has set a code word, nothing of hers is said or done before a text held it.
struct Door {
    static constexpr int wrong_told = 2;  ///< so many texts in a row without it: a person is told
    static constexpr int wrong_most = 4;  ///< from then on it doesn't open before a person has looked

    bool has_word = false;
    bool said = false;  ///< this text holds her word; set by whoever can tell (code_word.hpp)
    bool open = false;  ///< at this moment, because of an earlier text
    std::optional<LocalTime> open_until{};
    std::chrono::minutes stays_open{30};
    int wrong = 0;

    bool is_locked() const { return wrong >= wrong_most; }
    bool is_shut() const { return has_word && !open && (!said || is_locked()); }
};

struct State {
    bool known = false;
    std::vector<BookedTime> booked;  ///< in order of time
    std::vector<OfferedTime> offered;
    std::optional<LocalTime> offers_held_until;
    std::optional<LocalTime> moving;  ///< the booked time these offers would replace
    std::optional<LastSent> last_sent;
    std::optional<Question> question;
    scheduler::Wish wish;                           ///< what the offers on the table were looked for by
    std::vector<scheduler::BusyWindow> school_run;  ///< her busy windows
    std::string school{};                           ///< the calendar its terms follow; empty: the service's
    bool school_holiday = false;
    scheduler::Division nation = scheduler::Division::england_and_wales;
    std::vector<OpenTime> open_times;
    std::vector<ContactWindow> safe;
    Texts texts = Texts::on;
    std::vector<LocalTime> missed;
    std::optional<Date> last_seen;
    std::string last_with;
    struct Away {
        std::string who;
        Date until;
    };
    std::vector<Away> staff_away;
    std::optional<Date> number_checked;
    std::vector<std::string> worker_names;  ///< first names that a text may mention
    /// Texts in a row; after one, the next goes to a person without another question.
    int not_understood = 0;
    bool quiet_today = false;         ///< no unprompted text before tomorrow
    bool crisis_open = false;         ///< an alert that nobody has acknowledged: only a person answers her
    std::optional<BookedTime> freed;  ///< the time she gave up with her last text, so that "undo" can find it
    std::string language = "en-GB";
    Door door;
};

}  // namespace offing::conversation
