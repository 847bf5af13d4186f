// Days and times as people write them in a transcript: "Tue 24 Nov 11am". Not for texts of hers.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/conversation/state.hpp"

namespace offing::conversation {

/// A line cut into words, taken from the front.
class Words {
public:
    explicit Words(std::string_view line);

    bool empty() const { return at_ == words_.size(); }
    std::string_view peek() const { return empty() ? std::string_view{} : words_[at_]; }
    std::string_view next() { return empty() ? std::string_view{} : words_[at_++]; }
    /// Takes these words if they come next.
    bool take(std::string_view phrase);
    /// Gives back all but the first `kept` words that were taken.
    std::size_t mark() const { return at_; }
    void back_to(std::size_t mark) { at_ = mark; }
    std::string rest();

private:
    std::vector<std::string> words_;
    std::size_t at_ = 0;
};

/// "11am", "9:30am", "midday", "14:30".
std::optional<ClockTime> read_clock(std::string_view word);
/// "Tue 24 Nov": the year is the one that puts it nearest to `near`. Empty when the weekday is another.
std::optional<Date> read_day(Words& words, Date near);
std::optional<LocalTime> read_when(Words& words, Date near);
/// "10am to 12pm" or "10am-12pm".
std::optional<std::pair<ClockTime, ClockTime>> read_stretch(Words& words);
/// "mon-fri", "weekdays", "mon tue", "every day".
std::optional<scheduler::Weekdays> read_days(Words& words);
/// "Thu 26 Nov 10am with Jo", "Fri 27 Nov 10am to 12pm drop in", "Mon 30 Nov 1pm by phone".
std::optional<OfferedTime> read_offer(Words& words, Date near);

std::string spell_when(LocalTime time);
std::vector<std::string> split(std::string_view text, std::string_view at);
std::string trimmed(std::string_view text);

}  // namespace offing::conversation
