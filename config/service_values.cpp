#include <algorithm>
#include <cctype>

#include "config/service_reading.hpp"
#include "config/telling_words.hpp"

namespace offing::config {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::minutes grid{5};
constexpr std::size_t longest_id = 40;
constexpr std::size_t longest_texted_name = 30;

std::string lower(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return result;
}

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= longest_id && std::ranges::all_of(text, [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
    });
}

std::optional<scheduler::Date> to_date(Section& section, std::string_view key, const std::string& text) {
    const auto date = scheduler::parse_date(text);
    if (!date) section.mistake(key, shown(text) + " is no date", "write year, month and day: \"2026-03-19\"");
    return date;
}

}  // namespace

std::optional<scheduler::Date> read_date(Section& section, std::string_view key) {
    const auto text = section.text(key);
    return text ? to_date(section, key, *text) : std::nullopt;
}

std::vector<scheduler::Date> read_dates(Section& section, std::string_view key) {
    std::vector<scheduler::Date> dates;
    for (const std::string& text : section.texts(key).value_or(std::vector<std::string>{}))
        if (const auto date = to_date(section, key, text)) dates.push_back(*date);
    return dates;
}

std::optional<scheduler::ClockTime> read_clock(Section& section, std::string_view key) {
    const auto text = section.text(key);
    if (!text) return std::nullopt;
    const auto clock = scheduler::parse_clock(*text);
    if (!clock) {
        section.mistake(key, shown(*text) + " is no time of day",
                        "write hours and minutes: \"09:30\", \"17:00\"");
        return std::nullopt;
    }
    if (*clock % grid == 0min) return clock;
    section.mistake(key, shown(*text) + " lies between two steps of five minutes",
                    "write \"" + scheduler::spell_clock(*clock - *clock % grid) + "\"");
    return std::nullopt;
}

std::optional<scheduler::Weekdays> read_weekdays(Section& section, std::string_view key) {
    const auto texts = section.texts(key);
    if (!texts) return std::nullopt;
    scheduler::Weekdays days;
    for (const std::string& text : *texts) {
        if (const auto day = scheduler::parse_weekday(text))
            days = days | scheduler::Weekdays::of(*day);
        else
            section.mistake(key, shown(text) + " is no day of the week", "write \"mon\" to \"sun\"");
    }
    return days.empty() ? std::nullopt : std::optional{days};
}

std::optional<scheduler::DateRange> read_range(Section& section) {
    const auto first = read_date(section, "first");
    const auto last = read_date(section, "last");
    for (const char* key : {"first", "last"})
        if (!section.has(key))
            section.mistake(key, "is missing", "write first = \"2026-01-05\", last = \"2026-04-02\"");
    if (!first || !last) return std::nullopt;
    if (*first <= *last) return scheduler::DateRange{*first, *last};
    section.mistake("last", "lies before the first day, " + scheduler::spell(*first),
                    "write the last day, inclusive");
    return std::nullopt;
}

std::vector<scheduler::DateRange> read_ranges(Section& section, std::string_view key) {
    std::vector<scheduler::DateRange> ranges;
    for (Section& each : section.sections(key)) {
        const auto range = read_range(each);
        each.refuse_unknown_keys();
        if (!range) continue;
        const auto other = std::ranges::find_if(ranges, [&](const scheduler::DateRange& earlier) {
            return earlier.first <= range->last && range->first <= earlier.last;
        });
        if (other == ranges.end())
            ranges.push_back(*range);
        else
            each.mistake("first", "overlaps the one that starts on " + scheduler::spell(other->first),
                         "write each day once");
    }
    std::ranges::sort(ranges);
    return ranges;
}

std::optional<std::chrono::minutes> read_length(Section& section, std::string_view key,
                                                std::chrono::minutes least, std::chrono::minutes most) {
    const auto text = section.text(key);
    if (!text) return std::nullopt;
    const auto length = parse_duration(*text);
    if (length && *length >= least && *length <= most && *length % grid == 0min) return length;
    section.mistake(key,
                    shown(*text) + (length ? " is out of range or off the grid" : " is no length of time"),
                    "write one from \"" + std::to_string(least.count()) + "m\" to \"" +
                        std::to_string(most.count()) + "m\" in steps of five minutes");
    return std::nullopt;
}

std::string read_id(Section& section, Names& taken) {
    const std::string id = section.text("id").value_or("");
    if (!section.has("id"))
        section.mistake("id", "is missing", "write a short name of small letters, digits and hyphens");
    else if (!is_id(id))
        section.mistake("id", shown(id) + " can't be an id",
                        "write up to 40 small letters, digits and hyphens");
    else if (!taken.insert(id).second)
        section.mistake("id", shown(id) + " is the id of another one above", "give each an id of its own");
    return id;
}

std::string read_texted_name(Section& section, std::string_view key) {
    const std::string name = section.text(key).value_or("");
    if (name.size() > longest_texted_name)
        section.mistake(key, shown(name) + " is too long for a text", "write up to 30 letters");
    const std::string small = lower(name);
    const auto telling = std::ranges::find_if(
        telling_words, [&](std::string_view word) { return small.find(word) != std::string::npos; });
    if (telling != telling_words.end())
        section.mistake(
            key,
            shown(name) + " tells whoever sees her phone what it is about: \"" + std::string{*telling} + "\"",
            "write a nickname that the women chose and that says nothing");
    return name;
}

void check_known(Section& section, std::string_view key, std::string_view id, const Names& known,
                 std::string_view what) {
    if (known.contains(id)) return;
    const auto meant = nearest(id, known);
    section.mistake(
        key, shown(id) + " is no " + std::string{what} + " of this file",
        meant ? "did you mean " + shown(*meant) + "?" : "write the id of a [[" + std::string{what} + "]]");
}

}  // namespace offing::config
