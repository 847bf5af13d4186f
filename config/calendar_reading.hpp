// What the readers of calendars share: words that say what a day is, dates as people write them, and the
// notes a reader takes until the file is read whole.

#pragma once

#include "config/calendar_import.hpp"

namespace offing::config {

/// What an entry's words say of its days.
enum class DayWord { term, holiday, inset_day };
enum class Edge { none, starts, ends };  ///< "term starts" names one day of a stretch
struct DayWords {
    DayWord what;
    Edge edge = Edge::none;
};
/// Empty when the words name nothing that opens or closes a school.
std::optional<DayWords> words_of(std::string_view text);

/// A date in a line: "2026-10-22", "22/10/2026", "Thursday 22 October 2026", "22nd Oct". The year may be
/// missing.
struct WrittenDate {
    int day = 0;
    unsigned month = 0;
    std::optional<int> year{};
    std::optional<scheduler::Date> date() const;  ///< empty without a year, or for a day that isn't
};
/// All dates of a line, at most eight, from left to right.
std::vector<WrittenDate> dates_in(std::string_view line);

/// Collects entries, pairs the edges, and finds what contradicts itself.
class CalendarNotes {
public:
    explicit CalendarNotes(std::string name) : name_{std::move(name)} {}

    void mistake(int line, std::string what, std::string remedy);
    /// An entry of the file: days from `first` to `last`, both of them in it.
    void add(int line, std::string_view words, scheduler::Date first, scheduler::Date last);
    void add(int line, const DayWords& words, scheduler::Date first, scheduler::Date last);
    void leave_out() { ++days_.left_out; }
    std::expected<ImportedDays, std::vector<Mistake>> finish() &&;

private:
    struct Marker {
        int line;
        scheduler::Date date;
        DayWords words;
    };
    void pair_edges(DayWord what, std::vector<scheduler::DateRange>& into);
    void check_terms();

    std::string name_;
    ImportedDays days_;
    std::vector<Marker> markers_;
    std::vector<Mistake> mistakes_;
};

void read_ics(std::string_view text, CalendarNotes& notes);
void read_csv(std::string_view text, CalendarNotes& notes);
void read_govuk(std::string_view text, scheduler::Division division, CalendarNotes& notes);
void read_pasted(std::string_view text, CalendarNotes& notes);

}  // namespace offing::config
