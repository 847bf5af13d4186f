#include "config/calendar_import.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <map>

#include "config/calendar_reading.hpp"
#include "config/ics_events.hpp"

namespace offing::config {

namespace {

namespace json = boost::json;
using scheduler::Date;
using scheduler::DateRange;
using std::chrono::days;

constexpr std::size_t most_mistakes = 50;
constexpr days longest_term{150};
constexpr days longest_holiday{70};

std::string_view division_key(scheduler::Division division) {
    switch (division) {
        case scheduler::Division::england_and_wales:
            return "england-and-wales";
        case scheduler::Division::scotland:
            return "scotland";
        case scheduler::Division::northern_ireland:
            return "northern-ireland";
    }
    return "";
}

template <typename Visit>
void each_line(std::string_view text, Visit visit) {
    int number = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        visit(++number, line);
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

/// Fields of one CSV line; quotes may hold commas and doubled quotes.
std::vector<std::string> fields_of(std::string_view line, char between) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == '"' && quoted && at + 1 < line.size() && line[at + 1] == '"')
            fields.back() += line[++at];
        else if (line[at] == '"')
            quoted = !quoted;
        else if (line[at] == between && !quoted)
            fields.emplace_back();
        else
            fields.back() += line[at];
    }
    return fields;
}

struct Columns {
    int first = -1;
    int last = -1;
    std::vector<int> words{};
};

Columns columns_of(const std::vector<std::string>& header) {
    Columns columns;
    for (int at = 0; at < static_cast<int>(header.size()); ++at) {
        std::string name;
        for (const char letter : header[static_cast<std::size_t>(at)])
            if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'))
                name += static_cast<char>(letter | 0x20);
        if (columns.first < 0 && (name == "date" || name.starts_with("first") || name.starts_with("start") ||
                                  name.starts_with("from")))
            columns.first = at;
        else if (name.starts_with("last") || name.starts_with("end") || name == "to" ||
                 name.starts_with("until"))
            columns.last = at;
        else
            columns.words.push_back(at);
    }
    return columns;
}

}  // namespace

std::optional<CalendarForm> parse_form(std::string_view text) {
    if (text == "ics") return CalendarForm::ics;
    if (text == "csv") return CalendarForm::csv;
    if (text == "json") return CalendarForm::govuk_json;
    if (text == "text") return CalendarForm::pasted;
    return std::nullopt;
}

CalendarForm guess_form(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return CalendarForm::pasted;
    text.remove_prefix(start);
    if (text.starts_with("BEGIN:VCALENDAR")) return CalendarForm::ics;
    if (text.starts_with('{')) return CalendarForm::govuk_json;
    const std::string_view first = text.substr(0, text.find('\n'));
    const bool has_columns = first.contains(',') || first.contains(';') || first.contains('\t');
    return has_columns && dates_in(first).empty() ? CalendarForm::csv : CalendarForm::pasted;
}

void CalendarNotes::mistake(int line, std::string what, std::string remedy) {
    if (mistakes_.size() < most_mistakes)
        mistakes_.push_back({name_, line, "", std::move(what), std::move(remedy)});
}

void CalendarNotes::add(int line, std::string_view words, Date first, Date last) {
    if (const auto meaning = words_of(words))
        add(line, *meaning, first, last);
    else
        leave_out();
}

void CalendarNotes::add(int line, const DayWords& words, Date first, Date last) {
    const auto year = std::chrono::year_month_day{first}.year();
    if (last < first)
        return mistake(line, scheduler::spell(last) + " lies before " + scheduler::spell(first),
                       "let the last day follow the first");
    if (year < std::chrono::year{2000} || year > std::chrono::year{2100})
        return mistake(line, scheduler::spell(first) + " is not within the years 2000 to 2100",
                       "check the year");
    if (words.edge != Edge::none && first == last) return markers_.push_back({line, first, words});
    if (last - first > (words.what == DayWord::term ? longest_term : longest_holiday))
        return mistake(line, "it lasts " + std::to_string((last - first).count() + 1) + " days",
                       "check its dates");
    switch (words.what) {
        case DayWord::term:
            days_.terms.push_back({first, last});
            break;
        case DayWord::holiday:
            days_.holidays.push_back({first, last});
            break;
        case DayWord::inset_day:
            for (Date date = first; date <= last; date += days{1}) days_.inset_days.insert(date);
            break;
    }
}

void CalendarNotes::pair_edges(DayWord what, std::vector<DateRange>& into) {
    std::vector<Marker> markers;
    std::ranges::copy_if(markers_, std::back_inserter(markers),
                         [&](const Marker& one) { return one.words.what == what; });
    std::ranges::sort(markers, {}, [](const Marker& one) { return std::pair{one.date, one.line}; });
    const Marker* open = nullptr;
    const auto alone = [&](const Marker& one) {
        mistake(one.line,
                scheduler::spell(one.date) + (one.words.edge == Edge::starts
                                                  ? " starts something that doesn't end"
                                                  : " ends something that doesn't start"),
                "give both days, or the stretch from first to last");
    };
    for (const Marker& one : markers) {
        if (one.words.edge == Edge::starts) {
            if (open != nullptr) alone(*open);
            open = &one;
        } else if (open == nullptr || one.date - open->date > longest_term) {
            alone(one);
        } else {
            into.push_back({open->date, one.date});
            open = nullptr;
        }
    }
    if (open != nullptr) alone(*open);
}

void CalendarNotes::check_terms() {
    for (auto* ranges : {&days_.terms, &days_.holidays}) {
        std::ranges::sort(*ranges);
        const auto same = std::ranges::unique(*ranges);
        ranges->erase(same.begin(), same.end());
    }
    for (std::size_t i = 1; i < days_.terms.size(); ++i)
        if (days_.terms[i].first <= days_.terms[i - 1].last)
            mistake(0,
                    "the terms that begin on " + scheduler::spell(days_.terms[i - 1].first) + " and " +
                        scheduler::spell(days_.terms[i].first) + " overlap",
                    "let one end before the next begins");
}

std::expected<ImportedDays, std::vector<Mistake>> CalendarNotes::finish() && {
    pair_edges(DayWord::term, days_.terms);
    pair_edges(DayWord::holiday, days_.holidays);
    check_terms();
    if (mistakes_.empty() && days_.empty())
        mistake(0, "no school dates were found", "name terms, holidays or INSET days with their dates");
    if (!mistakes_.empty()) return std::unexpected(std::move(mistakes_));
    return std::move(days_);
}

void read_csv(std::string_view text, CalendarNotes& notes) {
    std::optional<Columns> columns;
    char between = ',';
    each_line(text, [&](int number, std::string_view line) {
        if (line.find_first_not_of(" \t,;") == std::string_view::npos) return;
        if (!columns) {
            between = line.contains(';') ? ';' : line.contains('\t') ? '\t' : ',';
            columns = columns_of(fields_of(line, between));
            if (columns->first < 0)
                notes.mistake(number, "no column is named date, first, start or from",
                              "write a first line like: first,last,what");
            return;
        }
        if (columns->first < 0) return;
        const std::vector<std::string> fields = fields_of(line, between);
        const auto field = [&](int at) {
            return at >= 0 && at < static_cast<int>(fields.size()) ? fields[static_cast<std::size_t>(at)]
                                                                   : std::string{};
        };
        std::string words;
        for (const int at : columns->words) words += field(at) + ' ';
        const auto meaning = words_of(words);
        if (!meaning) return notes.leave_out();
        const auto first = dates_in(field(columns->first));
        const std::string until = field(columns->last);
        const auto last = until.find_first_not_of(" \t") == std::string::npos ? first : dates_in(until);
        if (first.empty() || last.empty() || !first[0].date() || !last[0].date())
            return notes.mistake(number, "it has no date that is one",
                                 "write dates as 2026-10-22 or 22/10/2026");
        notes.add(number, *meaning, *first[0].date(), *last[0].date());
    });
}

void read_pasted(std::string_view text, CalendarNotes& notes) {
    std::optional<DayWords> heading;
    each_line(text, [&](int number, std::string_view line) {
        const auto meaning = words_of(line);
        const auto dates = dates_in(line);
        if (dates.empty()) {
            if (line.find_first_not_of(" \t") != std::string_view::npos) heading = meaning;
            return;
        }
        const auto what = meaning ? meaning : heading;
        if (!what) return notes.leave_out();
        for (const WrittenDate& written : dates)
            if (!written.date())
                return notes.mistake(number,
                                     written.year ? "it holds a day that isn't" : "a date has no year",
                                     "write dates like 22 October 2026");
        // INSET days come as lists; everything else as from and to.
        if (what->what == DayWord::inset_day)
            for (const WrittenDate& written : dates)
                notes.add(number, *what, *written.date(), *written.date());
        else if (dates.size() > 2)
            notes.mistake(number, "it holds more than two dates", "write one stretch a line");
        else
            notes.add(number, *what, *dates.front().date(), *dates.back().date());
    });
}

void read_govuk(std::string_view text, scheduler::Division division, CalendarNotes& notes) {
    boost::system::error_code failed;
    json::parse_options options;
    options.max_depth = 16;
    const json::value whole = json::parse(json::string_view{text.data(), text.size()}, failed, {}, options);
    const auto key = division_key(division);
    const auto* part = failed || !whole.is_object() ? nullptr : whole.get_object().if_contains(key);
    const auto* events = part && part->is_object() ? part->get_object().if_contains("events") : nullptr;
    if (events == nullptr || !events->is_array())
        return notes.mistake(failed ? 1 : 0,
                             failed ? "it is no JSON" : "it has no list " + std::string{key} + ".events",
                             "take the file from GOV.UK's bank holidays page");
    int number = 0;
    for (const json::value& event : events->get_array()) {
        ++number;
        const auto* date = event.is_object() ? event.get_object().if_contains("date") : nullptr;
        const auto day = date && date->is_string()
                             ? scheduler::parse_date(std::string_view{date->get_string()})
                             : std::nullopt;
        if (!day)
            notes.mistake(0, "event " + std::to_string(number) + " of " + std::string{key} + " has no date",
                          "write dates as 2026-12-25");
        else
            notes.add(0, DayWords{DayWord::holiday}, *day, *day);
    }
}

std::expected<ImportedDays, std::vector<Mistake>> read_calendar(std::string_view text, CalendarForm form,
                                                                const std::string& name,
                                                                scheduler::Division division) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    CalendarNotes notes{name};
    if (const auto unfit = unfit_text(text, name))
        notes.mistake(unfit->line, unfit->what, unfit->remedy);
    else if (form == CalendarForm::ics)
        read_ics(text, notes);
    else if (form == CalendarForm::csv)
        read_csv(text, notes);
    else if (form == CalendarForm::govuk_json)
        read_govuk(text, division, notes);
    else
        read_pasted(text, notes);
    return std::move(notes).finish();
}

scheduler::SchoolCalendar merge(const scheduler::SchoolCalendar& calendar, const ImportedDays& imported) {
    std::optional<DateRange> span;
    const auto widen = [&](Date first, Date last) {
        if (!span) span = DateRange{first, last};
        span->first = std::min(span->first, first);
        span->last = std::max(span->last, last);
    };
    for (const auto* ranges : {&imported.terms, &imported.holidays})
        for (const DateRange& range : *ranges) widen(range.first, range.last);
    for (const Date date : imported.inset_days) widen(date, date);
    scheduler::SchoolCalendar merged = calendar;
    if (!span) return merged;
    // A list of INSET days alone says nothing of the terms around them, nor one of holidays.
    const auto replace = [&](std::vector<DateRange>& ranges, const std::vector<DateRange>& with) {
        if (with.empty()) return;
        std::erase_if(ranges, [&](const DateRange& range) {
            return range.first <= span->last && span->first <= range.last;
        });
        ranges.insert(ranges.end(), with.begin(), with.end());
        std::ranges::sort(ranges);
    };
    replace(merged.terms, imported.terms);
    replace(merged.holidays, imported.holidays);
    if (!imported.inset_days.empty()) {
        std::erase_if(merged.inset_days,
                      [&](Date date) { return span->first <= date && date <= span->last; });
        merged.inset_days.insert(imported.inset_days.begin(), imported.inset_days.end());
    }
    return merged;
}

std::vector<std::string> changes_between(const scheduler::SchoolCalendar& before,
                                         const scheduler::SchoolCalendar& after) {
    std::map<std::pair<DateRange, std::string>, char> entries;
    const auto note = [&](const scheduler::SchoolCalendar& calendar, char sign) {
        const auto enter = [&](DateRange range, std::string what) {
            const auto [found, is_new] = entries.try_emplace({range, std::move(what)}, sign);
            if (!is_new) entries.erase(found);
        };
        for (const DateRange& term : std::set<DateRange>(calendar.terms.begin(), calendar.terms.end()))
            enter(term, "term");
        for (const DateRange& holiday :
             std::set<DateRange>(calendar.holidays.begin(), calendar.holidays.end()))
            enter(holiday, "holiday");
        for (const Date date : calendar.inset_days) enter({date, date}, "INSET day");
    };
    note(before, '-');
    note(after, '+');
    std::vector<std::string> lines;
    for (const auto& [entry, sign] : entries) {
        const auto& [range, what] = entry;
        lines.push_back(sign + (' ' + what) + ' ' + scheduler::spell(range.first) +
                        (range.first == range.last ? "" : " to " + scheduler::spell(range.last)));
    }
    return lines;
}

}  // namespace offing::config
