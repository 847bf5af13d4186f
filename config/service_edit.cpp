#include "config/service_edit.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <sstream>
#include <utility>

#include "config/service_reading.hpp"
#include "config/write_service.hpp"
#include "scheduler/recurrence.hpp"

namespace offing::config {

namespace {

constexpr std::array<std::string_view, 3> parts{"clinic", "site", "worker"};

constexpr std::array<std::string_view, 5> tables{"clinic", "site", "worker", "school", "person"};
constexpr std::array<std::string_view, 2> wholes{"minimum_staff", "places"};
constexpr std::array<std::string_view, 3> switches{"children_welcome", "open_on_bank_holidays", "hidden"};
constexpr std::array<std::string_view, 2> lists{"workers", "parts"};
constexpr std::array<std::string_view, 2> lengths{"length", "run_over"};
/// Kept by other forms: what one that doesn't know them leaves as it was.
constexpr std::array<std::string_view, 3> kept{"exception", "away", "closed"};

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& keys, std::string_view key) {
    return std::ranges::find(keys, key) != keys.end();
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)};
}

/// A service as the table its file would be.
class Table {
public:
    explicit Table(const ServiceFile& file) {
        Mistakes none{"service"};
        if (auto table = parse_toml(write_service(file), none)) table_ = std::move(*table);
    }

    toml::array& all(std::string_view part) {
        if (toml::array* found = table_[part].as_array()) return *found;
        return *table_.insert_or_assign(part, toml::array{}).first->second.as_array();
    }
    /// From 0; the count of all when there is none of that id.
    std::size_t index_of(std::string_view part, std::string_view id) {
        toml::array& found = all(part);
        std::size_t index = 0;
        while (index < found.size() && (*found[index].as_table())["id"].value_or(std::string_view{}) != id)
            ++index;
        return index;
    }
    toml::table* find(std::string_view part, std::string_view id) {
        const std::size_t index = index_of(part, id);
        return index < all(part).size() ? all(part)[index].as_table() : nullptr;
    }
    const toml::table& whole() const { return table_; }

private:
    toml::table table_;
};

toml::array& list_in(toml::table& table, std::string_view key) {
    if (toml::array* found = table[key].as_array()) return *found;
    return *table.insert_or_assign(key, toml::array{}).first->second.as_array();
}

/// Values that can't be what they should are kept as text: the reader of files then says what is wrong.
toml::table table_of(const Typed& typed) {
    toml::table table;
    for (const auto& [key, values] : typed) {
        if (is_one_of(lists, key)) {
            toml::array list;
            for (const std::string& value : values)
                if (const std::string text = trimmed(value); !text.empty()) list.push_back(text);
            if (!list.empty()) table.insert_or_assign(key, std::move(list));
            continue;
        }
        const std::string value = values.empty() ? "" : trimmed(values.front());
        if (value.empty()) continue;
        if (is_one_of(switches, key))
            table.insert_or_assign(key, value == "yes");
        else if (const auto number = whole_number(value); number && is_one_of(wholes, key))
            table.insert_or_assign(key, *number);
        else if (number && is_one_of(lengths, key))
            table.insert_or_assign(key, value + "m");
        else
            table.insert_or_assign(key, value);
    }
    return table;
}

/// "clinic[3].exception[2].opens" is "opens" for the form of that clinic, whatever its number.
std::string field_of(std::string_view key, std::string_view place) {
    if (key.starts_with(place) && key.size() > place.size() && key[place.size()] == '.')
        return std::string{key.substr(key.rfind('.') + 1)};
    return {};
}

/// What rolls the rules out names a clinic by its id: `clinic "evening" workers`.
std::optional<std::string> field_of_rolled_out(std::string_view key) {
    if (!key.starts_with("clinic \"")) return std::nullopt;
    return std::string{key.substr(key.rfind(' ') + 1)};
}

Edited read_again(const Table& table, std::string_view place) {
    auto read = read_service(table.whole(), "service",
                             [](const std::string&) -> std::optional<std::string> { return std::nullopt; });
    if (read) return std::move(*read);
    std::vector<FieldMistake> mistakes;
    for (Mistake& mistake : read.error()) {
        if (const auto field = field_of_rolled_out(mistake.key)) {
            const auto from = mistake.key.find('"') + 1;
            mistake.what = "the clinic " + mistake.key.substr(from, mistake.key.find('"', from) - from) +
                           ": " + mistake.what;
            mistakes.push_back({*field, std::move(mistake.what), std::move(mistake.remedy)});
        } else {
            mistakes.push_back(
                {field_of(mistake.key, place), std::move(mistake.what), std::move(mistake.remedy)});
        }
    }
    return std::unexpected(std::move(mistakes));
}

std::string place_of(std::string_view part, std::size_t index) {
    return std::string{part} + "[" + std::to_string(index + 1) + "]";
}

Edited not_here(std::string_view part, std::string_view id) {
    return std::unexpected(std::vector{FieldMistake{"", "there is no " + std::string{part} + ' ' + shown(id),
                                                    "it may have been removed; look at the list"}});
}

template <typename Predicate>
void erase_if(toml::array& tables_of_list, Predicate is_unwanted) {
    for (auto each = tables_of_list.cbegin(); each != tables_of_list.cend();)
        each = is_unwanted(*each->as_table()) ? tables_of_list.erase(each) : std::next(each);
}

/// Exceptions that the clinic's pattern no longer meets would only be mistakes.
void drop_lost_exceptions(toml::table& clinic) {
    toml::array* exceptions = clinic["exception"].as_array();
    const auto rule = scheduler::parse_rule(clinic["rrule"].value_or(std::string_view{}));
    const auto first = scheduler::parse_date(clinic["first_date"].value_or(std::string_view{}));
    if (exceptions == nullptr || !rule || !first) return;
    erase_if(*exceptions, [&](const toml::table& each) {
        const auto date = scheduler::parse_date(each["date"].value_or(std::string_view{}));
        if (!date) return false;
        const bool runs = *date >= *first &&
                          !scheduler::dates_of(*rule, *first, *date, *date + std::chrono::days{1}).empty();
        return runs == (each["change"].value_or(std::string_view{}) == "added");
    });
    if (exceptions->empty()) clinic.erase("exception");
}

template <typename Change>
Edited change_part(const ServiceFile& file, std::string_view part, std::string_view id, Change change) {
    Table table{file};
    toml::table* found = table.find(part, id);
    if (found == nullptr) return not_here(part, id);
    change(*found);
    return read_again(table, place_of(part, table.index_of(part, id)));
}

std::string shown_value(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* flag = node.as_boolean()) return flag->get() ? "yes" : "no";
    if (const auto* list = node.as_array()) {
        std::string all;
        for (const toml::node& each : *list) all += (all.empty() ? "" : ", ") + shown_value(each);
        return all;
    }
    if (const auto* table = node.as_table()) {
        std::string all;
        for (const std::string_view key :
             {"date", "change", "days", "first", "last", "from", "to", "opens", "closes"})
            if (const auto value = (*table)[key])
                all += (all.empty() ? "" : " ") + shown_value(*value.node());
        return all;
    }
    std::ostringstream out;
    node.visit([&](const auto& value) {
        if constexpr (toml::is_value<decltype(value)>) out << value.get();
    });
    return out.str();
}

void compare(std::string_view part, const toml::table& before, const toml::table& after,
             std::vector<Difference>& found) {
    std::set<std::string_view> keys;
    for (const auto& [key, value] : before) keys.insert(key.str());
    for (const auto& [key, value] : after) keys.insert(key.str());
    const std::string id = after["id"].value_or(std::string{});
    for (const std::string_view key : keys) {
        if (part == "service" && is_one_of(tables, key)) continue;
        const auto was = before[key], is = after[key];
        std::string old_value = was ? shown_value(*was.node()) : "",
                    new_value = is ? shown_value(*is.node()) : "";
        if (old_value != new_value)
            found.push_back(
                {std::string{part}, id, std::string{key}, std::move(old_value), std::move(new_value)});
    }
}

}  // namespace

std::string_view spell(Part part) { return parts.at(static_cast<std::size_t>(part)); }

Typed typed_of(const ServiceFile& file, Part part, std::string_view id) {
    Table table{file};
    Typed typed;
    const toml::table* found = table.find(spell(part), id);
    if (found == nullptr) return typed;
    for (const auto& [key, node] : *found) {
        if (is_one_of(kept, key.str())) continue;
        std::vector<std::string>& values = typed[std::string{key.str()}];
        if (const toml::array* list = node.as_array())
            for (const toml::node& each : *list) values.push_back(shown_value(each));
        else
            values.push_back(shown_value(node));
        if (is_one_of(lengths, key.str()) && values.front().ends_with('m')) values.front().pop_back();
    }
    return typed;
}

Edited put(const ServiceFile& file, Part part, std::string_view id, const Typed& typed) {
    Table table{file};
    toml::table written = table_of(typed);
    toml::array& all = table.all(spell(part));
    const std::size_t index = id.empty() ? all.size() : table.index_of(spell(part), id);
    if (!id.empty() && index == all.size()) return not_here(spell(part), id);
    if (index < all.size()) {
        const toml::table& before = *all[index].as_table();
        for (const std::string_view key : kept)
            if (const auto value = before[key]) written.insert_or_assign(key, *value.node());
        if (part == Part::clinic) drop_lost_exceptions(written);
        // A name by which bookings are kept doesn't change.
        written.insert_or_assign("id", id);
        all.replace(all.cbegin() + static_cast<std::ptrdiff_t>(index), std::move(written));
    } else {
        all.push_back(std::move(written));
    }
    return read_again(table, place_of(spell(part), index));
}

Edited put_exception(const ServiceFile& file, std::string_view clinic, const Typed& typed) {
    toml::table exception = table_of(typed);
    if (exception["change"].value_or(std::string_view{}) == "cancelled")
        for (const std::string_view hours : {"opens", "closes"}) exception.erase(hours);
    return change_part(file, "clinic", clinic, [&](toml::table& found) {
        toml::array& exceptions = list_in(found, "exception");
        const auto date = exception["date"].value<std::string>();
        erase_if(exceptions,
                 [&](const toml::table& each) { return each["date"].value<std::string>() == date; });
        exceptions.push_back(std::move(exception));
    });
}

Edited drop_exception(const ServiceFile& file, std::string_view clinic, scheduler::Date date) {
    ServiceFile edited = file;
    const auto found = std::ranges::find(edited.service.clinics, clinic, &scheduler::Clinic::id);
    if (found == edited.service.clinics.end()) return not_here("clinic", clinic);
    std::erase_if(found->exceptions, [&](const auto& each) { return each.date == date; });
    return read_again(Table{edited}, "clinic");
}

namespace {

bool is_added(const ServiceFile& file, std::string_view clinic, scheduler::Date date) {
    const scheduler::Clinic* found = file.service.find_clinic(clinic);
    return found != nullptr && std::ranges::any_of(found->exceptions, [&](const auto& each) {
               return each.date == date && each.change == scheduler::ClinicException::Change::added;
           });
}

}  // namespace

Edited cancel_session(const ServiceFile& file, std::string_view clinic, scheduler::Date date) {
    if (is_added(file, clinic, date)) return drop_exception(file, clinic, date);
    return put_exception(file, clinic, {{"date", {scheduler::spell(date)}}, {"change", {"cancelled"}}});
}

Edited move_session(const ServiceFile& file, std::string_view clinic, scheduler::Date from,
                    const Typed& typed) {
    Typed moved = typed;
    const auto date = typed.find("date");
    const bool stays = date != typed.end() && date->second == std::vector{scheduler::spell(from)};
    moved["change"] = {stays && !is_added(file, clinic, from) ? "changed" : "added"};
    if (stays) return put_exception(file, clinic, moved);
    auto without = cancel_session(file, clinic, from);
    if (!without) return without;
    return put_exception(*without, clinic, moved);
}

Edited add_absence(const ServiceFile& file, std::string_view worker, const Typed& typed) {
    return change_part(file, "worker", worker,
                       [&](toml::table& found) { list_in(found, "away").push_back(table_of(typed)); });
}

Edited drop_absence(const ServiceFile& file, std::string_view worker, scheduler::Interval away) {
    ServiceFile edited = file;
    const auto found = std::ranges::find(edited.service.workers, worker, &scheduler::Worker::id);
    if (found == edited.service.workers.end()) return not_here("worker", worker);
    std::erase(found->away, away);
    return read_again(Table{edited}, "worker");
}

Edited add_closed_day(const ServiceFile& file, std::string_view site, const Typed& typed) {
    const auto date = typed.find("date");
    const std::string text = date == typed.end() || date->second.empty() ? "" : trimmed(date->second.front());
    if (!scheduler::parse_date(text))
        return std::unexpected(
            std::vector{FieldMistake{"date", shown(text) + " is no date", "write year, month and day"}});
    return change_part(file, "site", site, [&](toml::table& found) {
        toml::array& closed = list_in(found, "closed");
        const bool is_there = std::ranges::any_of(
            closed, [&](const toml::node& each) { return each.value<std::string>() == text; });
        if (!is_there) closed.push_back(text);
    });
}

Edited drop_closed_day(const ServiceFile& file, std::string_view site, scheduler::Date date) {
    ServiceFile edited = file;
    const auto found = std::ranges::find(edited.service.sites, site, &scheduler::Site::id);
    if (found == edited.service.sites.end()) return not_here("site", site);
    std::erase(found->closed, date);
    return read_again(Table{edited}, "site");
}

Edited end_clinic(const ServiceFile& file, std::string_view clinic, scheduler::Date last) {
    ServiceFile edited = file;
    auto& clinics = edited.service.clinics;
    const auto found = std::ranges::find(clinics, clinic, &scheduler::Clinic::id);
    if (found == clinics.end()) return not_here("clinic", clinic);
    if (last < found->first_date) {
        clinics.erase(found);
        return read_again(Table{edited}, "clinic");
    }
    std::string rule;
    std::istringstream parts_of_rule{found->rrule};
    for (std::string part; std::getline(parts_of_rule, part, ';');)
        if (!part.starts_with("COUNT=") && !part.starts_with("UNTIL=")) rule += part + ';';
    std::string date = scheduler::spell(last);
    std::erase(date, '-');
    found->rrule = rule + "UNTIL=" + date;
    std::erase_if(found->exceptions, [&](const auto& each) { return each.date > last; });
    return read_again(Table{edited}, "clinic");
}

Edited put_school(const ServiceFile& file, const scheduler::SchoolCalendar& school) {
    ServiceFile edited = file;
    edited.service.schools.add(school);
    return read_again(Table{edited}, "school");
}

std::vector<Difference> differences(const ServiceFile& before, const ServiceFile& after) {
    std::vector<Difference> found;
    Table was{before}, is{after};
    compare("service", was.whole(), is.whole(), found);
    for (const std::string_view part : {"clinic", "site", "worker", "school"}) {
        for (const toml::node& each : is.all(part)) {
            const std::string id = (*each.as_table())["id"].value_or(std::string{});
            if (const toml::table* earlier = was.find(part, id))
                compare(part, *earlier, *each.as_table(), found);
            else
                found.push_back({std::string{part}, id, "", "", id});
        }
        for (const toml::node& each : was.all(part))
            if (const std::string id = (*each.as_table())["id"].value_or(std::string{});
                is.find(part, id) == nullptr)
                found.push_back({std::string{part}, id, "", id, ""});
    }
    return found;
}

}  // namespace offing::config
