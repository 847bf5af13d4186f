#include "gateway/cli/question_json.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <stdexcept>

namespace offing::cli {

namespace {

namespace json = boost::json;
using namespace scheduler;
using std::chrono::minutes;

constexpr std::size_t longest_list = 400;

[[noreturn]] void refuse(std::string_view key, std::string_view right) {
    throw std::invalid_argument(std::string{key} + " is not " + std::string{right});
}

std::string_view text_of(const json::value& value, std::string_view key) {
    if (!value.is_string()) refuse(key, "a string");
    return value.get_string();
}

bool yes_or_no(const json::value& value, std::string_view key) {
    if (!value.is_bool()) refuse(key, "true or false");
    return value.get_bool();
}

int whole(const json::value& value, std::string_view key, int least, int most) {
    if (!value.is_int64() || value.get_int64() < least || value.get_int64() > most)
        refuse(key, "a number from " + std::to_string(least) + " to " + std::to_string(most));
    return static_cast<int>(value.get_int64());
}

const json::object& object_of(const json::value& value, std::string_view key) {
    if (!value.is_object()) refuse(key, "an object");
    return value.get_object();
}

template <typename Read>
auto list_of(const json::value& value, std::string_view key, Read read) {
    std::vector<decltype(read(value, key))> items;
    if (!value.is_array()) {
        items.push_back(read(value, key));
        return items;
    }
    if (value.get_array().size() > longest_list) refuse(key, "a list of at most 400");
    for (const json::value& one : value.get_array()) items.push_back(read(one, key));
    return items;
}

Date date_from(const json::value& value, std::string_view key) {
    const auto date = parse_date(text_of(value, key));
    if (!date) refuse(key, "a date (2026-03-19)");
    return *date;
}

ClockTime clock_from(const json::value& value, std::string_view key) {
    const auto time = parse_clock(text_of(value, key));
    if (!time) refuse(key, "a clock time (09:45)");
    return *time;
}

std::string string_from(const json::value& value, std::string_view key) {
    return std::string{text_of(value, key)};
}

Weekdays weekdays_from(const json::value& value, std::string_view key) {
    Weekdays days;
    for (const std::string& name : list_of(value, key, string_from)) {
        const auto day = parse_weekday(name);
        if (!day) refuse(key, "made of mon, tue, wed, thu, fri, sat, sun");
        days = days | Weekdays::of(*day);
    }
    return days;
}

using Readers =
    std::vector<std::pair<std::string_view, std::function<void(const json::value&, std::string_view)>>>;

/// Each key to its reader; null counts as absent.
void read_keys(const json::object& object, const std::string& path, const Readers& readers) {
    for (const auto& [name, value] : object) {
        const std::string key = path + std::string{std::string_view{name}.substr(0, 40)};
        const auto reader =
            std::ranges::find(readers, std::string_view{name}, [](const auto& one) { return one.first; });
        if (reader == readers.end()) throw std::invalid_argument(key + " is not a known key");
        if (!value.is_null()) reader->second(value, key);
    }
}

BusyWindow busy_from(const json::value& value, std::string_view key) {
    BusyWindow window{.to = ClockTime{24 * 60}};
    DateRange dates{Date{std::chrono::year{1970} / 1 / 1}, Date{std::chrono::year{9999} / 12 / 31}};
    read_keys(
        object_of(value, key), std::string{key} + '.',
        {{"days", [&](auto& v, auto k) { window.days = weekdays_from(v, k); }},
         {"from", [&](auto& v, auto k) { window.from = clock_from(v, k); }},
         {"to", [&](auto& v, auto k) { window.to = clock_from(v, k); }},
         {"date_from",
          [&](auto& v, auto k) {
              window.dates = dates, window.dates->first = dates.first = date_from(v, k);
          }},
         {"date_to",
          [&](auto& v, auto k) { window.dates = dates, window.dates->last = dates.last = date_from(v, k); }},
         {"school_days_only", [&](auto& v, auto k) { window.school_days_only = yes_or_no(v, k); }}});
    return window;
}

OutWindow out_window_from(const json::value& value, std::string_view key) {
    OutWindow window;
    read_keys(object_of(value, key), std::string{key} + '.',
              {{"days", [&](auto& v, auto k) { window.days = weekdays_from(v, k); }},
               {"dates", [&](auto& v, auto k) { window.dates = list_of(v, k, date_from); }},
               {"date_from", [&](auto& v, auto k) { window.date_from = date_from(v, k); }},
               {"date_to", [&](auto& v, auto k) { window.date_to = date_from(v, k); }},
               {"from", [&](auto& v, auto k) { window.from = clock_from(v, k); }},
               {"to", [&](auto& v, auto k) { window.to = clock_from(v, k); }}});
    return window;
}

void read_kind(Wish& wish, std::string_view word, std::string_view key) {
    wish.kind = parse_kind(word);
    if (!wish.kind) wish.purpose = parse_purpose(word);
    if (!wish.kind && !wish.purpose)
        refuse(key, "one of drop_in, booked, group, van, pack, womens_health, prep");
}

void read_audience(Wish& wish, const std::vector<std::string>& words, std::string_view key) {
    for (const std::string& word : words) {
        if (word == "women_only")
            wish.women_only = true;
        else if (word == "children_welcome")
            wish.children_welcome = true;
        else
            refuse(key, "made of women_only, children_welcome");
    }
}

Wish wish_from(const json::value& value, std::string_view key) {
    Wish wish;
    const auto worker = [&](const json::value& names, std::string_view k) {
        read_keys(object_of(names, k), std::string{k} + '.',
                  {{"prefer", [&](auto& v, auto at) { wish.prefer_worker = string_from(v, at); }},
                   {"not", [&](auto& v, auto at) { wish.not_worker = string_from(v, at); }},
                   {"also", [&](auto& v, auto at) { wish.also_worker = string_from(v, at); }}});
    };
    read_keys(object_of(value, key), std::string{key} + '.',
              {{"dates_ok", [&](auto& v, auto k) { wish.dates_ok = list_of(v, k, date_from); }},
               {"days_ok", [&](auto& v, auto k) { wish.days_ok = weekdays_from(v, k); }},
               {"days_not", [&](auto& v, auto k) { wish.days_not = weekdays_from(v, k); }},
               {"after", [&](auto& v, auto k) { wish.after = clock_from(v, k); }},
               {"before", [&](auto& v, auto k) { wish.before = clock_from(v, k); }},
               {"around", [&](auto& v, auto k) { wish.around = list_of(v, k, clock_from); }},
               {"not_windows", [&](auto& v, auto k) { wish.not_windows = list_of(v, k, out_window_from); }},
               {"mode",
                [&](auto& v, auto k) {
                    wish.mode = parse_mode(text_of(v, k));
                    if (!wish.mode) refuse(k, "one of in_person, phone, video, offsite");
                }},
               {"kind", [&](auto& v, auto k) { read_kind(wish, text_of(v, k), k); }},
               {"audience", [&](auto& v, auto k) { read_audience(wish, list_of(v, k, string_from), k); }},
               {"worker", worker}});
    return wish;
}

Interval engaged_from(const json::value& value, std::string_view key, const Zone& zone) {
    std::string_view start;
    std::string_view end;
    read_keys(object_of(value, key), std::string{key} + '.',
              {{"start", [&](auto& v, auto k) { start = text_of(v, k); }},
               {"end", [&](auto& v, auto k) { end = text_of(v, k); }}});
    const auto interval = Interval::make(read_instant(key, start, zone), read_instant(key, end, zone));
    if (!interval) refuse(key, "a stretch of time: it ends before it starts");
    return *interval;
}

void read_person(const json::value& value, AskedOffers& asked, const Service& service, const Zone& zone) {
    Preferences& woman = asked.woman;
    bool told_busy = false;
    const auto minutes_from = [](const json::value& v, std::string_view k) {
        return minutes{whole(v, k, 0, 60 * 24 * 42)};
    };
    read_keys(object_of(value, "person"), "person.",
              {{"waiting_since",
                [&](auto& v, auto k) { woman.waiting_since = read_instant(k, text_of(v, k), zone); }},
               {"busy", [&](auto& v, auto k) { woman.busy = list_of(v, k, busy_from), told_busy = true; }},
               {"travel", [&](auto& v, auto k) { woman.travel = minutes{whole(v, k, 0, 720)}; }},
               {"school", [&](auto& v, auto k) { woman.school = string_from(v, k); }},
               {"engaged",
                [&](auto& v, auto k) {
                    woman.engaged =
                        list_of(v, k, [&](auto& one, auto at) { return engaged_from(one, at, zone); });
                }},
               {"sites", [&](auto& v, auto k) { woman.sites = list_of(v, k, string_from); }},
               {"notice", [&](auto& v, auto k) { woman.notice = minutes_from(v, k); }},
               {"usual_worker", [&](auto& v, auto k) { woman.usual_worker = string_from(v, k); }},
               {"workers_not", [&](auto& v, auto k) { woman.workers_not = list_of(v, k, string_from); }},
               {"women_only", [&](auto& v, auto k) { woman.women_only = yes_or_no(v, k); }},
               {"not_before", [&](auto& v, auto k) { woman.not_before = clock_from(v, k); }},
               {"taken_before", [&](auto& v, auto k) { woman.taken_before = list_of(v, k, clock_from); }},
               {"wish", [&](auto& v, auto k) { asked.wish = wish_from(v, k); }}});
    if (!told_busy && !woman.school.empty()) woman.busy = service.usual_school_run;
}

}  // namespace

Instant read_instant(std::string_view key, std::string_view text, const Zone& zone) {
    const std::size_t offset_at = text.find_first_of("Z+-", 11);
    const auto wall = parse_local(text.substr(0, offset_at));
    if (!wall) refuse(key, "a time (2026-03-19T10:00, with an offset or without)");
    if (offset_at == std::string_view::npos) return zone.to_instant_or_later(*wall);
    const std::string_view offset = text.substr(offset_at);
    const Instant as_utc{wall->time_since_epoch()};
    if (offset == "Z") return as_utc;
    const auto ahead = parse_clock(offset.substr(1));
    if (!ahead || offset.front() == 'Z') refuse(key, "a time with an offset like +01:00");
    return offset.front() == '+' ? as_utc - *ahead : as_utc + *ahead;
}

AskedOffers read_question(const json::object& question, const Service& service, const Zone& zone) {
    AskedOffers asked;
    const json::value* now = question.if_contains("now");
    if (now == nullptr) throw std::invalid_argument("now is missing");
    asked.now = read_instant("now", text_of(*now, "now"), zone);
    if (const json::value* person = question.if_contains("person"))
        read_person(*person, asked, service, zone);
    if (const json::value* limit = question.if_contains("limit"))
        asked.limit = static_cast<std::size_t>(whole(*limit, "limit", 1, 10));
    return asked;
}

}  // namespace offing::cli
