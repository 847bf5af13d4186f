#include "gateway/storage/json_values.hpp"

#include <boost/json.hpp>

namespace offing::storage {

namespace json = boost::json;
namespace sch = offing::scheduler;

namespace {

json::array weekdays_to_json(sch::Weekdays days) {
    json::array names;
    for (unsigned iso = 1; iso <= 7; ++iso) {
        const std::chrono::weekday day{iso % 7};
        if (days.contains(day)) names.emplace_back(sch::spell(day));
    }
    return names;
}

sch::Weekdays weekdays_from(const json::value& value) {
    sch::Weekdays days;
    if (!value.is_array()) return days;
    for (const json::value& name : value.get_array()) {
        if (!name.is_string()) continue;
        if (const auto day = sch::parse_weekday(name.get_string())) days = days | sch::Weekdays::of(*day);
    }
    return days;
}

const json::value* member(const json::value& value, std::string_view key) {
    return value.is_object() ? value.get_object().if_contains(key) : nullptr;
}

std::string text_of(const json::value& value, std::string_view key) {
    const json::value* found = member(value, key);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

std::optional<std::int64_t> integer_of(const json::value& value, std::string_view key) {
    const json::value* found = member(value, key);
    return found != nullptr && found->is_int64() ? std::optional{found->get_int64()} : std::nullopt;
}

bool flag_of(const json::value& value, std::string_view key) {
    const json::value* found = member(value, key);
    return found != nullptr && found->is_bool() && found->get_bool();
}

std::optional<sch::ClockTime> clock_of(const json::value& value, std::string_view key) {
    return sch::parse_clock(text_of(value, key));
}

std::vector<sch::Date> dates_of(const json::value& value, std::string_view key) {
    std::vector<sch::Date> dates;
    const json::value* found = member(value, key);
    if (found == nullptr || !found->is_array()) return dates;
    for (const json::value& date : found->get_array()) {
        if (!date.is_string()) continue;
        if (const auto read = sch::parse_date(date.get_string())) dates.push_back(*read);
    }
    return dates;
}

json::array dates_to_json(const std::vector<sch::Date>& dates) {
    json::array spelt;
    for (const sch::Date date : dates) spelt.emplace_back(sch::spell(date));
    return spelt;
}

json::value to_json(const sch::OutWindow& window) {
    json::object out{{"from", sch::spell_clock(window.from)}, {"to", sch::spell_clock(window.to)}};
    if (window.days) out["days"] = weekdays_to_json(*window.days);
    if (!window.dates.empty()) out["dates"] = dates_to_json(window.dates);
    if (window.date_from) out["date_from"] = sch::spell(*window.date_from);
    if (window.date_to) out["date_to"] = sch::spell(*window.date_to);
    return out;
}

sch::OutWindow out_window_from(const json::value& value) {
    sch::OutWindow window;
    if (member(value, "days") != nullptr) window.days = weekdays_from(*member(value, "days"));
    window.dates = dates_of(value, "dates");
    window.date_from = sch::parse_date(text_of(value, "date_from"));
    window.date_to = sch::parse_date(text_of(value, "date_to"));
    window.from = clock_of(value, "from").value_or(window.from);
    window.to = clock_of(value, "to").value_or(window.to);
    return window;
}

void put(json::object& object, std::string_view key, const std::optional<std::string>& value) {
    if (value) object[key] = *value;
}

std::optional<std::string> maybe_text(const json::value& value, std::string_view key) {
    std::string found = text_of(value, key);
    return found.empty() ? std::nullopt : std::optional{std::move(found)};
}

}  // namespace

json::value to_json(const sch::BusyWindow& window) {
    json::object out{{"days", weekdays_to_json(window.days)},
                     {"from", sch::spell_clock(window.from)},
                     {"to", sch::spell_clock(window.to)}};
    if (window.school_days_only) out["school_days_only"] = true;
    if (window.dates) {
        out["first"] = sch::spell(window.dates->first);
        out["last"] = sch::spell(window.dates->last);
    }
    return out;
}

json::value to_json(const std::vector<sch::BusyWindow>& windows) {
    json::array all;
    for (const auto& window : windows) all.push_back(to_json(window));
    return all;
}

std::vector<sch::BusyWindow> busy_windows_from(const json::value& value) {
    std::vector<sch::BusyWindow> windows;
    if (!value.is_array()) return windows;
    for (const json::value& one : value.get_array()) {
        const auto from = clock_of(one, "from");
        const auto to = clock_of(one, "to");
        if (!from || !to) continue;
        sch::BusyWindow window;
        window.from = *from;
        window.to = *to;
        if (const json::value* days = member(one, "days")) window.days = weekdays_from(*days);
        window.school_days_only = flag_of(one, "school_days_only");
        const auto first = sch::parse_date(text_of(one, "first"));
        const auto last = sch::parse_date(text_of(one, "last"));
        if (first && last) window.dates = sch::DateRange{*first, *last};
        windows.push_back(window);
    }
    return windows;
}

json::value to_json(const sch::Wish& wish) {
    json::object out;
    if (!wish.dates_ok.empty()) out["dates_ok"] = dates_to_json(wish.dates_ok);
    if (wish.days_ok) out["days_ok"] = weekdays_to_json(*wish.days_ok);
    if (!wish.days_not.empty()) out["days_not"] = weekdays_to_json(wish.days_not);
    if (wish.after) out["after"] = sch::spell_clock(*wish.after);
    if (wish.before) out["before"] = sch::spell_clock(*wish.before);
    if (!wish.around.empty()) {
        json::array around;
        for (const auto time : wish.around) around.emplace_back(sch::spell_clock(time));
        out["around"] = std::move(around);
    }
    if (!wish.not_windows.empty()) {
        json::array windows;
        for (const auto& window : wish.not_windows) windows.push_back(to_json(window));
        out["not_windows"] = std::move(windows);
    }
    if (wish.mode) out["mode"] = sch::spell(*wish.mode);
    if (wish.kind) out["kind"] = sch::spell(*wish.kind);
    if (wish.purpose) out["purpose"] = sch::spell(*wish.purpose);
    if (wish.women_only) out["women_only"] = true;
    if (wish.children_welcome) out["children_welcome"] = true;
    put(out, "prefer", wish.prefer_worker);
    put(out, "not", wish.not_worker);
    put(out, "also", wish.also_worker);
    return out;
}

sch::Wish wish_from(const json::value& value) {
    sch::Wish wish;
    wish.dates_ok = dates_of(value, "dates_ok");
    if (const json::value* days = member(value, "days_ok")) wish.days_ok = weekdays_from(*days);
    if (const json::value* days = member(value, "days_not")) wish.days_not = weekdays_from(*days);
    wish.after = clock_of(value, "after");
    wish.before = clock_of(value, "before");
    if (const json::value* around = member(value, "around"); around != nullptr && around->is_array())
        for (const json::value& time : around->get_array())
            if (time.is_string())
                if (const auto read = sch::parse_clock(time.get_string())) wish.around.push_back(*read);
    if (const json::value* windows = member(value, "not_windows"); windows != nullptr && windows->is_array())
        for (const json::value& window : windows->get_array())
            wish.not_windows.push_back(out_window_from(window));
    wish.mode = sch::parse_mode(text_of(value, "mode"));
    wish.kind = sch::parse_kind(text_of(value, "kind"));
    wish.purpose = sch::parse_purpose(text_of(value, "purpose"));
    wish.women_only = flag_of(value, "women_only");
    wish.children_welcome = flag_of(value, "children_welcome");
    wish.prefer_worker = maybe_text(value, "prefer");
    wish.not_worker = maybe_text(value, "not");
    wish.also_worker = maybe_text(value, "also");
    return wish;
}

json::value to_json(const sch::Offer& offer) {
    json::array reasons;
    for (const auto reason : offer.reasons) reasons.emplace_back(sch::spell(reason));
    return json::object{{"clinic", offer.key.clinic},
                        {"date", sch::spell(offer.key.date)},
                        {"place", offer.key.place},
                        {"begin", offer.time.begin().time_since_epoch().count()},
                        {"end", offer.time.end().time_since_epoch().count()},
                        {"kind", sch::spell(offer.kind)},
                        {"mode", sch::spell(offer.mode)},
                        {"audience", sch::spell(offer.audience)},
                        {"purpose", sch::spell(offer.purpose)},
                        {"children", offer.children_welcome},
                        {"worker", offer.worker},
                        {"label", offer.label},
                        {"site", offer.site},
                        {"reasons", std::move(reasons)}};
}

sch::Offer offer_from(const json::value& value) {
    const auto begin = integer_of(value, "begin").value_or(0);
    const auto end = integer_of(value, "end").value_or(begin + 1);
    const auto minutes = [](std::int64_t count) { return sch::Instant{std::chrono::minutes{count}}; };
    sch::Offer offer{
        .key = {text_of(value, "clinic"), sch::parse_date(text_of(value, "date")).value_or(sch::Date{}),
                static_cast<int>(integer_of(value, "place").value_or(-1))},
        .time = *sch::Interval::make(minutes(begin), minutes(std::max(end, begin + 1)))};
    offer.kind = sch::parse_kind(text_of(value, "kind")).value_or(sch::Kind::booked);
    offer.mode = sch::parse_mode(text_of(value, "mode")).value_or(sch::Mode::in_person);
    offer.audience = sch::parse_audience(text_of(value, "audience")).value_or(sch::Audience::everyone);
    offer.purpose = sch::parse_purpose(text_of(value, "purpose")).value_or(sch::Purpose::general);
    offer.children_welcome = flag_of(value, "children");
    offer.worker = text_of(value, "worker");
    offer.label = text_of(value, "label");
    offer.site = text_of(value, "site");
    return offer;
}

}  // namespace offing::storage
