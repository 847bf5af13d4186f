// What a person does about what needs one: answers her with words that may be sent, or closes it with how it
// ended. Whoever comes second changes nothing.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/service/turn.hpp"
#include "gateway/storage/task_rows.hpp"

namespace offing::service {

/// Live texts without blanks that say something by themselves, those that suit this kind first.
struct ReadyAnswer {
    std::string template_id;
    std::string words;
    bool suits = false;
};
std::vector<ReadyAnswer> ready_answers(const Desk& desk, const storage::Contact& contact,
                                       std::string_view kind);

/// When an answer of staff reaches her: at once while the phone is in her hand, else at her next safe moment.
/// Empty when nothing can be texted to her.
std::optional<Timestamp> answer_due(const Desk& desk, const storage::Contact& contact, Timestamp now);

struct StaffAnswer {
    std::string task;
    std::string template_id;  ///< one of ready_answers(); empty: `words`
    std::string words;
    std::string read_until;  ///< her latest text that was on the screen
    std::string by;          ///< staff's id
};
struct Answered {
    enum class How {
        done,
        no_such_task,
        somebody_was_first,
        she_texted,       ///< since the page was drawn: read it first
        not_to_be_texted  ///< her texts are off or wait for a check, or there is no safe time
    } how = How::done;
    Timestamp due{};
    explicit operator bool() const { return how == How::done; }
};
/// `text` was made by the catalogue from what `answer` asks for.
Answered answer_task(storage::Transaction& transaction, const Desk& desk, const StaffAnswer& answer,
                     const templates::Text& text, Timestamp now);

/// The text an answer asks for, or why not.
std::expected<templates::Text, templates::Problem> text_of(const Desk& desk, const storage::Contact& contact,
                                                           const StaffAnswer& answer);

/// False when somebody was first. An alarm behind it is taken, too.
bool close_with(storage::Transaction& transaction, const storage::TaskRow& task, std::string_view outcome,
                std::string_view by, Timestamp now);

/// A person has made sure that the number is hers: texts are on, and the day is kept.
void texts_on_after_check(storage::Transaction& transaction, const Desk& desk, std::string_view contact,
                          Timestamp now);

}  // namespace offing::service
