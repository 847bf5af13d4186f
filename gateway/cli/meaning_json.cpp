#include "gateway/cli/meaning_json.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <stdexcept>

#include "gateway/base/clock.hpp"
#include "gateway/conversation/dialogue.hpp"

namespace offing::cli {

namespace {

namespace json = boost::json;
using namespace conversation;
using scheduler::Mode;
using scheduler::Weekdays;

[[noreturn]] void wrong(std::string_view key, std::string_view should) {
    throw std::invalid_argument("'" + std::string{key} + "' " + std::string{should});
}

std::string text_of(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}
std::optional<LocalTime> time_of(const json::object& object, std::string_view key) {
    const std::string text = text_of(object, key);
    if (text.empty()) return std::nullopt;
    const auto time = moment_from(text);
    if (!time) wrong(key, "must be a local time like 2026-03-19T10:00");
    return time;
}
std::optional<Date> date_of(const json::object& object, std::string_view key) {
    const std::string text = text_of(object, key);
    if (text.empty()) return std::nullopt;
    const auto time = moment_from(text.substr(0, 10) + "T00:00");
    if (!time) wrong(key, "must be a date like 2026-03-19");
    return std::chrono::floor<std::chrono::days>(*time);
}

constexpr std::array<std::string_view, 7> day_words{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

Weekdays days_of(const json::object& object) {
    const json::value* days = object.if_contains("days");
    if (days == nullptr || !days->is_array()) return Weekdays::all();
    Weekdays set;
    for (const json::value& day : days->get_array()) {
        const auto found = day.is_string() ? std::find(day_words.begin(), day_words.end(),
                                                       std::string_view{day.get_string()})
                                           : day_words.end();
        if (found == day_words.end()) wrong("days", "must be a list of mon, tue, ... sun");
        set.bits = static_cast<std::uint8_t>(set.bits | (1U << (found - day_words.begin())));
    }
    return set;
}
ClockTime clock_of(const json::object& object, std::string_view key, int otherwise) {
    const std::string text = text_of(object, key);
    if (text.size() != 5 || text[2] != ':') return ClockTime{otherwise};
    const auto digit = [&](std::size_t i) { return text[i] - '0'; };
    return ClockTime{(digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4)};
}

std::optional<Mode> mode_of(const json::object& object) {
    const std::string word = text_of(object, "mode");
    if (word == "phone") return Mode::phone;
    if (word == "video") return Mode::video;
    if (word == "offsite") return Mode::offsite;
    if (word == "in_person") return Mode::in_person;
    return std::nullopt;
}
bool lists(const json::object& object, std::string_view key, std::string_view word) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr || !value->is_array()) return false;
    return std::any_of(value->get_array().begin(), value->get_array().end(),
                       [&](const json::value& one) { return one.is_string() && one.get_string() == word; });
}

template <typename Take>
void each_object(const json::object& object, std::string_view key, Take take) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return;
    if (!value->is_array()) wrong(key, "must be a list");
    for (const json::value& one : value->get_array()) {
        if (!one.is_object()) wrong(key, "must be a list of objects");
        take(one.get_object());
    }
}

void read_times(const json::object& context, State& state) {
    each_object(context, "booked", [&](const json::object& one) {
        BookedTime booked;
        booked.start = time_of(one, "start").value_or(LocalTime{});
        booked.id = text_of(one, "id").empty() ? local_text(booked.start) : text_of(one, "id");
        booked.end = time_of(one, "end");
        booked.with = text_of(one, "with");
        booked.mode = mode_of(one);
        state.booked.push_back(std::move(booked));
    });
    std::sort(state.booked.begin(), state.booked.end(),
              [](const BookedTime& a, const BookedTime& b) { return a.start < b.start; });
    each_object(context, "offered", [&](const json::object& one) {
        OfferedTime offer;
        const json::value* n = one.if_contains("n");
        offer.n = n != nullptr && n->is_int64() ? static_cast<int>(n->get_int64())
                                                : static_cast<int>(state.offered.size()) + 1;
        offer.start = time_of(one, "start").value_or(LocalTime{});
        offer.end = time_of(one, "end");
        offer.with = text_of(one, "with");
        offer.mode = mode_of(one);
        state.offered.push_back(std::move(offer));
    });
    each_object(context, "open_times", [&](const json::object& one) {
        OpenTime open;
        open.kind = text_of(one, "kind");
        open.start = time_of(one, "start").value_or(LocalTime{});
        open.end = time_of(one, "end").value_or(LocalTime{});
        open.women_only = lists(one, "audience", "women_only");
        open.children_welcome = lists(one, "audience", "children_welcome");
        state.open_times.push_back(std::move(open));
    });
}

void read_windows(const json::object& context, State& state) {
    each_object(context, "school_run", [&](const json::object& one) {
        scheduler::BusyWindow window;
        window.days = days_of(one);
        window.from = clock_of(one, "from", 0);
        window.to = clock_of(one, "to", 24 * 60);
        window.school_days_only = true;
        state.school_run.push_back(window);
    });
    each_object(context, "safe", [&](const json::object& one) {
        state.safe.push_back({days_of(one), clock_of(one, "from", 0), clock_of(one, "to", 24 * 60)});
    });
    each_object(context, "staff_away", [&](const json::object& one) {
        if (const auto until = date_of(one, "until"))
            state.staff_away.push_back({text_of(one, "who"), *until});
    });
}

void read_last_sent(const json::object& context, State& state) {
    const json::value* value = context.if_contains("last_sent");
    if (value == nullptr) return;
    if (!value->is_object()) wrong("last_sent", "must be an object");
    const json::object& sent = value->get_object();
    LastSent last;
    const std::string type = text_of(sent, "type");
    using Type = LastSent::Type;
    last.type = type == "reminder"   ? Type::reminder
                : type == "offer"    ? Type::offer
                : type == "question" ? Type::question
                : type == "knock"    ? Type::knock
                                     : Type::other;
    last.at = time_of(sent, "at").value_or(LocalTime{});
    last.about = time_of(sent, "for");
    if (const json::value* menu = sent.if_contains("menu"); menu != nullptr && menu->is_object())
        for (const auto& [key, choice] : menu->get_object()) {
            if (key.size() != 1 || !choice.is_string()) continue;
            const std::string_view word = choice.get_string();
            last.menu[key[0] - '0'] = word == "yes"       ? MenuChoice::yes
                                      : word == "drop_in" ? MenuChoice::drop_in
                                                          : MenuChoice::other_times;
        }
    if (const json::value* used = sent.if_contains("template"); used != nullptr && used->is_object()) {
        last.template_id = text_of(used->get_object(), "id");
        if (const json::value* version = used->get_object().if_contains("version");
            version != nullptr && version->is_int64())
            last.template_version = static_cast<int>(version->get_int64());
    }
    state.last_sent = std::move(last);
}

std::string clock_text(ClockTime clock) {
    const auto minutes = clock.count();
    std::string text = "00:00";
    text[0] = static_cast<char>('0' + minutes / 600);
    text[1] = static_cast<char>('0' + minutes / 60 % 10);
    text[3] = static_cast<char>('0' + minutes % 60 / 10);
    text[4] = static_cast<char>('0' + minutes % 10);
    return text;
}
std::string date_text(Date date) { return local_text(LocalTime{date}).substr(0, 10); }
json::array days_json(Weekdays days) {
    json::array list;
    for (unsigned bit = 0; bit < 7; ++bit)
        if (days.bits & (1U << bit)) list.push_back(json::string{day_words[bit]});
    return list;
}
json::array dates_json(const std::vector<Date>& dates) {
    json::array list;
    for (const Date date : dates) list.push_back(json::string{date_text(date)});
    return list;
}
json::object window_json(const scheduler::OutWindow& window) {
    json::object out;
    if (window.days) out["days"] = days_json(*window.days);
    if (!window.dates.empty()) out["dates"] = dates_json(window.dates);
    if (window.date_from) out["date_from"] = date_text(*window.date_from);
    if (window.date_to) out["date_to"] = date_text(*window.date_to);
    out["from"] = clock_text(window.from);
    out["to"] = clock_text(window.to);
    return out;
}

void add_kinds(const scheduler::Wish& wish, json::object& out) {
    if (wish.mode) {
        constexpr std::array words{"in_person", "phone", "video", "offsite"};
        out["mode"] = words[static_cast<std::size_t>(*wish.mode)];
    }
    json::array audience;
    if (wish.women_only) audience.push_back("women_only");
    if (wish.children_welcome) audience.push_back("children_welcome");
    if (!audience.empty()) out["audience"] = std::move(audience);
    if (wish.purpose) {
        constexpr std::array words{"general", "womens_health", "pack", "van", "prep"};
        out["kind"] = words[static_cast<std::size_t>(*wish.purpose)];
    } else if (wish.kind == scheduler::Kind::drop_in) {
        out["kind"] = "drop_in";
    }
    json::object worker;
    if (wish.prefer_worker) worker["prefer"] = *wish.prefer_worker;
    if (wish.not_worker) worker["not"] = *wish.not_worker;
    if (wish.also_worker) worker["also"] = *wish.also_worker;
    if (!worker.empty()) out["worker"] = std::move(worker);
}

}  // namespace

State state_from(const json::object& question) {
    State state;
    const json::value* value = question.if_contains("context");
    if (value == nullptr) return state;
    if (!value->is_object()) wrong("context", "must be an object");
    const json::object& context = value->get_object();
    const auto flag = [&](std::string_view key) {
        const json::value* found = context.if_contains(key);
        return found != nullptr && found->is_bool() && found->get_bool();
    };
    state.known = flag("known");
    state.school_holiday = flag("school_holiday");
    read_times(context, state);
    read_windows(context, state);
    read_last_sent(context, state);
    state.moving = time_of(context, "moving");
    if (text_of(context, "nation") == "scotland") state.nation = scheduler::Division::scotland;
    if (text_of(context, "texts") == "off") state.texts = Texts::off;
    if (const json::value* missed = context.if_contains("missed"); missed != nullptr && missed->is_array())
        for (const json::value& one : missed->get_array())
            if (one.is_string())
                if (const auto time = moment_from(std::string_view{one.get_string()}))
                    state.missed.push_back(*time);
    state.last_seen = date_of(context, "last_seen");
    state.last_with = text_of(context, "last_with");
    state.number_checked = date_of(context, "number_checked");
    return state;
}

json::object to_json(const Constraints& constraints) {
    json::object out;
    const scheduler::Wish& wish = constraints.wish;
    if (!wish.dates_ok.empty()) out["dates_ok"] = dates_json(wish.dates_ok);
    if (wish.days_ok) out["days_ok"] = days_json(*wish.days_ok);
    if (!wish.days_not.empty()) out["days_not"] = days_json(wish.days_not);
    if (wish.after) out["after"] = clock_text(*wish.after);
    if (wish.before) out["before"] = clock_text(*wish.before);
    if (wish.around.size() == 1) {
        out["around"] = clock_text(wish.around.front());
    } else if (!wish.around.empty()) {
        json::array around;
        for (const ClockTime clock : wish.around) around.push_back(json::string{clock_text(clock)});
        out["around"] = std::move(around);
    }
    if (!wish.not_windows.empty()) {
        json::array windows;
        for (const scheduler::OutWindow& window : wish.not_windows) windows.push_back(window_json(window));
        out["not_windows"] = std::move(windows);
    }
    add_kinds(wish, out);
    if (constraints.options) {
        json::array options;
        for (const int n : *constraints.options) options.push_back(n);
        out["options"] = std::move(options);
    }
    if (constraints.shift_min) out["shift_min"] = *constraints.shift_min;
    if (constraints.in_a_row) out["in_a_row"] = true;
    if (constraints.eta_min) out["eta_min"] = *constraints.eta_min;
    if (constraints.safe_contact) {
        json::object safe;
        json::array windows;
        for (const ContactWindow& window : constraints.safe_contact->send_ok)
            windows.push_back({{"days", days_json(window.days)},
                               {"from", clock_text(window.from)},
                               {"to", clock_text(window.to)}});
        if (!windows.empty()) safe["send_ok"] = std::move(windows);
        if (!constraints.safe_contact->sign_off.empty())
            safe["sign_off"] = constraints.safe_contact->sign_off;
        out["safe_contact"] = std::move(safe);
    }
    if (!constraints.ambiguous.empty()) {
        json::array notes;
        for (const std::string& note : constraints.ambiguous) notes.push_back(json::string{note});
        out["ambiguous"] = std::move(notes);
    }
    return out;
}

json::array effects_of(const State& state, const Meaning& meaning, LocalTime now) {
    json::array effects;
    const auto add = [&](std::string_view word) {
        const auto same = [&](const json::value& one) { return one.get_string() == word; };
        if (std::none_of(effects.begin(), effects.end(), same)) effects.push_back(json::string{word});
    };
    Found found;
    found.looked = wanted(state, meaning).has_value();
    if (found.looked && (meaning.has(Intent::reschedule) || meaning.has(Intent::request_slots))) add("offer");
    for (const Effect& effect : step(state, meaning, found, now).effects) add(word_for(effect));
    return effects;
}

std::optional<LocalTime> moment_from(std::string_view text) {
    const auto number = [&](std::size_t from, std::size_t count) {
        int value = 0;
        for (std::size_t i = from; i < from + count; ++i) {
            if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
            value = value * 10 + (text[i] - '0');
        }
        return value;
    };
    if (text.size() < 16 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':')
        return std::nullopt;
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2), hour = number(11, 2),
              minute = number(14, 2);
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (year < 0 || month < 0 || day < 0 || !date.ok() || hour < 0 || hour > 24 || minute < 0 || minute > 59)
        return std::nullopt;
    return LocalTime{std::chrono::local_days{date}} + std::chrono::minutes{hour * 60 + minute};
}

std::string local_text(LocalTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    std::array<char, 24> room{};
    std::snprintf(room.data(), room.size(), "%04d-%02u-%02uT", static_cast<int>(date.year()) % 10000,
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return room.data() + clock_text(std::chrono::duration_cast<ClockTime>(time - day));
}

std::string local_now() {
    const auto zone = scheduler::Zone::find("Europe/London");
    const auto instant = to_minutes(SystemClock{}.now());
    return local_text(zone ? zone->to_local(instant) : LocalTime{instant.time_since_epoch()});
}

Lexicon load_lexicon(const std::string& folder) {
    std::filesystem::path path = folder;
    std::error_code failed;
    if (path.empty()) {
        path =
            std::filesystem::read_symlink("/proc/self/exe", failed).parent_path() / "../share/offing/lexicon";
        if (failed || !std::filesystem::exists(path, failed)) path = OFFING_LEXICON_FOLDER;
    }
    auto lexicon = Lexicon::load(path);
    if (lexicon) return std::move(*lexicon);
    std::string all = "the lexicon can't be read:";
    for (const std::string& mistake : lexicon.error()) all += "\n  " + mistake;
    throw std::runtime_error(all);
}

}  // namespace offing::cli
