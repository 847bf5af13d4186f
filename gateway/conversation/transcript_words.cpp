#include "gateway/conversation/transcript_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace offing::conversation {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> weekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

template <std::size_t Count>
std::optional<unsigned> place_of(const std::array<std::string_view, Count>& names, std::string_view word) {
    const std::string small = lower(word);
    if (small.size() < 3) return std::nullopt;
    const auto at = std::ranges::find(names, std::string_view{small}.substr(0, 3));
    if (at == names.end()) return std::nullopt;
    return static_cast<unsigned>(at - names.begin());
}

std::optional<int> read_number(std::string_view word) {
    int value = 0;
    const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (failed != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    const auto end = text.find_last_not_of(" \t\r\n");
    return std::string{text.substr(begin, end - begin + 1)};
}

std::vector<std::string> split(std::string_view text, std::string_view at) {
    std::vector<std::string> parts;
    while (true) {
        const auto cut = text.find(at);
        if (const std::string part = trimmed(text.substr(0, cut)); !part.empty()) parts.push_back(part);
        if (cut == std::string_view::npos) return parts;
        text.remove_prefix(cut + at.size());
    }
}

Words::Words(std::string_view line) {
    std::string word;
    for (const char c : line) {
        const bool space = c == ' ' || c == '\t' || c == '\r';
        if (!space) word += c;
        if (space && !word.empty()) words_.push_back(std::exchange(word, {}));
    }
    if (!word.empty()) words_.push_back(word);
}

bool Words::take(std::string_view phrase) {
    const std::size_t before = at_;
    for (const std::string& part : split(phrase, " ")) {
        if (empty() || lower(words_[at_]) != part) {
            at_ = before;
            return false;
        }
        ++at_;
    }
    return true;
}

std::string Words::rest() {
    std::string out;
    while (!empty()) out += (out.empty() ? "" : " ") + std::string{next()};
    return out;
}

std::optional<ClockTime> read_clock(std::string_view word) {
    std::string small = lower(word);
    if (small == "midday") return hours{12};
    if (small == "midnight") return minutes{0};
    const bool am = small.ends_with("am");
    const bool pm = small.ends_with("pm");
    if (am || pm) small.resize(small.size() - 2);
    const auto colon = small.find(':');
    const auto hour = read_number(std::string_view{small}.substr(0, colon));
    const auto minute = colon == std::string::npos ? std::optional{0}
                                                   : read_number(std::string_view{small}.substr(colon + 1));
    if (!hour || !minute || *minute < 0 || *minute > 59) return std::nullopt;
    if (!am && !pm) {
        if (colon == std::string::npos || *hour < 0 || *hour > 24) return std::nullopt;
        return hours{*hour} + minutes{*minute};
    }
    if (*hour < 1 || *hour > 12) return std::nullopt;
    return hours{*hour % 12 + (pm ? 12 : 0)} + minutes{*minute};
}

std::optional<Date> read_day(Words& words, Date near) {
    const std::size_t before = words.mark();
    const auto weekday_named = place_of(weekdays, words.next());
    const auto number = read_number(words.next());
    const auto month_named = place_of(months, words.next());
    if (!weekday_named || !number || !month_named) {
        words.back_to(before);
        return std::nullopt;
    }
    const year_month_day today{near};
    for (const int years : {0, 1, -1}) {
        const year_month_day date{today.year() + std::chrono::years{years}, month{*month_named + 1},
                                  day{static_cast<unsigned>(*number)}};
        if (!date.ok()) continue;
        const Date found{local_days{date}};
        if (found - near > days{183} || near - found > days{183}) continue;
        if (weekday{found}.c_encoding() == *weekday_named) return found;
    }
    words.back_to(before);
    return std::nullopt;
}

std::optional<LocalTime> read_when(Words& words, Date near) {
    const std::size_t before = words.mark();
    const auto day_read = read_day(words, near);
    const auto clock = day_read ? read_clock(words.next()) : std::nullopt;
    if (clock) return *day_read + *clock;
    words.back_to(before);
    return std::nullopt;
}

std::optional<std::pair<ClockTime, ClockTime>> read_stretch(Words& words) {
    const std::size_t before = words.mark();
    const std::string first{words.next()};
    const auto dash = first.find('-');
    const auto from = read_clock(std::string_view{first}.substr(0, dash));
    std::optional<ClockTime> to;
    if (dash != std::string::npos) {
        to = read_clock(std::string_view{first}.substr(dash + 1));
    } else if (words.take("to")) {
        to = read_clock(words.next());
    }
    if (from && to) return std::pair{*from, *to == minutes{0} ? ClockTime{hours{24}} : *to};
    words.back_to(before);
    return std::nullopt;
}

std::optional<scheduler::Weekdays> read_days(Words& words) {
    if (words.take("weekdays")) return scheduler::Weekdays::monday_to_friday();
    if (words.take("every day")) return scheduler::Weekdays::all();
    scheduler::Weekdays read;
    while (!words.empty()) {
        const std::string word{words.peek()};
        const auto dash = word.find('-');
        const auto first = place_of(weekdays, std::string_view{word}.substr(0, dash));
        if (!first) break;
        auto last = first;
        if (dash != std::string::npos) last = place_of(weekdays, std::string_view{word}.substr(dash + 1));
        if (!last) break;
        for (unsigned day_of_week = *first;; day_of_week = (day_of_week + 1) % 7) {
            read = read | scheduler::Weekdays::of(weekday{day_of_week});
            if (day_of_week == *last) break;
        }
        words.next();
    }
    return read.empty() ? std::nullopt : std::optional{read};
}

std::optional<OfferedTime> read_offer(Words& words, Date near) {
    const auto day_read = read_day(words, near);
    if (!day_read) return std::nullopt;
    OfferedTime offer;
    if (const auto stretch = read_stretch(words)) {
        offer.start = *day_read + stretch->first;
        offer.end = *day_read + stretch->second;
    } else if (const auto clock = read_clock(words.next())) {
        offer.start = *day_read + *clock;
        offer.end = offer.start + minutes{30};
    } else {
        return std::nullopt;
    }
    offer.mode = scheduler::Mode::in_person;
    while (!words.empty()) {
        if (words.take("with")) {
            offer.with = words.next();
        } else if (words.take("by phone")) {
            offer.mode = scheduler::Mode::phone;
        } else if (words.take("by video")) {
            offer.mode = scheduler::Mode::video;
        } else if (words.take("drop in")) {
            offer.kind = scheduler::Kind::drop_in;
        } else if (words.take("women only")) {
            offer.audience = scheduler::Audience::women_only;
        } else if (words.take("children welcome")) {
            offer.children_welcome = true;
        } else {
            return std::nullopt;
        }
    }
    return offer;
}

std::string spell_when(LocalTime time) {
    const Date date = floor<days>(time);
    const year_month_day ymd{date};
    const auto clock = time - LocalTime{date};
    const auto capital = [](std::string_view name) {
        std::string out{name};
        out[0] = static_cast<char>(out[0] - 'a' + 'A');
        return out;
    };
    const auto hour = static_cast<int>(clock.count() / 60);
    const auto minute = static_cast<int>(clock.count() % 60);
    std::string out = capital(weekdays[weekday{date}.c_encoding()]) + " " +
                      std::to_string(static_cast<unsigned>(ymd.day())) + " " +
                      capital(months[static_cast<unsigned>(ymd.month()) - 1]) + " ";
    if (clock == hours{12}) return out + "midday";
    out += std::to_string(hour % 12 == 0 ? 12 : hour % 12);
    if (minute != 0) out += (minute < 10 ? ":0" : ":") + std::to_string(minute);
    return out + (hour < 12 ? "am" : "pm");
}

}  // namespace offing::conversation
