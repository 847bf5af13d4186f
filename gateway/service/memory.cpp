#include "gateway/service/memory.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <optional>
#include <utility>

#include "gateway/storage/columns.hpp"
#include "gateway/storage/json_values.hpp"

namespace offing::service {

namespace json = boost::json;
using conversation::BookedTime;
using conversation::LastSent;
using conversation::MenuChoice;
using conversation::Question;
using scheduler::LocalTime;

namespace {

using About = Question::About;

/// Names, not numbers: a row may outlive the daemon that wrote it.
template <typename Enum, std::size_t size>
struct Names {
    std::array<std::pair<Enum, std::string_view>, size> all;

    std::string_view spell(Enum value) const {
        for (const auto& [each, name] : all)
            if (each == value) return name;
        return {};
    }
    std::optional<Enum> parse(std::string_view text) const {
        for (const auto& [each, name] : all)
            if (name == text) return each;
        return std::nullopt;
    }
};

constexpr Names<LastSent::Type, 5> types{{{{LastSent::Type::reminder, "reminder"},
                                           {LastSent::Type::offer, "offer"},
                                           {LastSent::Type::question, "question"},
                                           {LastSent::Type::knock, "knock"},
                                           {LastSent::Type::other, "other"}}}};
constexpr Names<MenuChoice, 4> choices{{{{MenuChoice::yes, "yes"},
                                         {MenuChoice::other_times, "other_times"},
                                         {MenuChoice::drop_in, "drop_in"},
                                         {MenuChoice::person, "person"}}}};
constexpr Names<About, 8> abouts{{{{About::cancel_which, "cancel_which"},
                                   {About::cancel_sure, "cancel_sure"},
                                   {About::move_which, "move_which"},
                                   {About::which_option, "which_option"},
                                   {About::stop_which, "stop_which"},
                                   {About::talk, "talk"},
                                   {About::say_again, "say_again"},
                                   {About::pocket, "pocket"}}}};

std::string text_of(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

int number_of(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    constexpr std::int64_t most = 1'000'000;
    if (found == nullptr || !found->is_int64()) return 0;
    return static_cast<int>(std::clamp<std::int64_t>(found->get_int64(), 0, most));
}

json::object to_json(const LastSent& sent) {
    json::object out{{"type", types.spell(sent.type)},
                     {"at", scheduler::spell(sent.at)},
                     {"template", sent.template_id},
                     {"version", sent.template_version}};
    if (sent.about) out["about"] = scheduler::spell(*sent.about);
    json::object menu;
    for (const auto& [number, choice] : sent.menu) menu[std::to_string(number)] = choices.spell(choice);
    if (!menu.empty()) out["menu"] = std::move(menu);
    return out;
}

LastSent last_sent_from(const json::object& object) {
    LastSent sent;
    sent.type = types.parse(text_of(object, "type")).value_or(LastSent::Type::other);
    sent.at = scheduler::parse_local(text_of(object, "at")).value_or(LocalTime{});
    sent.about = scheduler::parse_local(text_of(object, "about"));
    sent.template_id = text_of(object, "template");
    sent.template_version = number_of(object, "version");
    const json::value* menu = object.if_contains("menu");
    if (menu == nullptr || !menu->is_object()) return sent;
    for (const auto& [number, name] : menu->get_object())
        if (name.is_string() && number.size() == 1)
            if (const auto choice = choices.parse(name.get_string())) sent.menu[number[0] - '0'] = *choice;
    return sent;
}

json::object to_json(const Question& question) {
    return {{"about", abouts.spell(question.about)},
            {"bookings", json::value_from(question.bookings)},
            {"options", json::value_from(question.options)}};
}

std::optional<Question> question_from(const json::object& object) {
    const auto about = abouts.parse(text_of(object, "about"));
    if (!about) return std::nullopt;
    Question question{.about = *about};
    if (const json::value* bookings = object.if_contains("bookings");
        bookings != nullptr && bookings->is_array())
        for (const json::value& id : bookings->get_array())
            if (id.is_string()) question.bookings.emplace_back(id.get_string());
    if (const json::value* options = object.if_contains("options"); options != nullptr && options->is_array())
        for (const json::value& option : options->get_array())
            if (option.is_int64()) question.options.push_back(static_cast<int>(option.get_int64()));
    return question;
}

json::object to_json(const BookedTime& freed) {
    json::object out{{"start", scheduler::spell(freed.start)}, {"with", freed.with}};
    if (freed.mode) out["mode"] = scheduler::spell(*freed.mode);
    return out;
}

std::optional<BookedTime> freed_from(const json::object& object) {
    const auto start = scheduler::parse_local(text_of(object, "start"));
    if (!start) return std::nullopt;
    BookedTime freed{.id = {}, .start = *start, .end = {}, .with = text_of(object, "with"), .mode = {}};
    freed.mode = scheduler::parse_mode(text_of(object, "mode"));
    return freed;
}

const json::object* object_in(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found != nullptr && found->is_object() ? &found->get_object() : nullptr;
}

}  // namespace

std::string write_memory(const conversation::State& state) {
    json::object out;
    if (state.last_sent) out["last_sent"] = to_json(*state.last_sent);
    if (state.question) out["question"] = to_json(*state.question);
    if (state.freed) out["freed"] = to_json(*state.freed);
    if (state.wish != scheduler::Wish{}) out["wish"] = storage::to_json(state.wish);
    if (state.not_understood != 0) out["not_understood"] = state.not_understood;
    if (state.door.wrong != 0) out["without_word"] = state.door.wrong;
    if (state.door.open_until) out["open_until"] = scheduler::spell(*state.door.open_until);
    return json::serialize(out);
}

void read_memory(std::string_view text, conversation::State& state) {
    const json::value value = storage::read_json(text);
    if (!value.is_object()) return;
    const json::object& object = value.get_object();
    if (const json::object* sent = object_in(object, "last_sent")) state.last_sent = last_sent_from(*sent);
    if (const json::object* question = object_in(object, "question"))
        state.question = question_from(*question);
    if (const json::object* freed = object_in(object, "freed")) state.freed = freed_from(*freed);
    if (const json::object* wish = object_in(object, "wish")) state.wish = storage::wish_from(*wish);
    state.not_understood = number_of(object, "not_understood");
    state.door.wrong = number_of(object, "without_word");
    state.door.open_until = scheduler::parse_local(text_of(object, "open_until"));
}

}  // namespace offing::service
