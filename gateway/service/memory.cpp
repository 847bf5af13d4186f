#include "gateway/service/memory.hpp"

#include <boost/json.hpp>

#include "gateway/storage/columns.hpp"
#include "gateway/storage/json_values.hpp"

namespace offing::service {

namespace json = boost::json;
using conversation::LastSent;
using conversation::MenuChoice;
using conversation::Question;

namespace {

json::object last_sent_to_json(const LastSent& sent) {
    json::object out{{"type", static_cast<int>(sent.type)},
                     {"at", scheduler::spell(sent.at)},
                     {"template", sent.template_id},
                     {"version", sent.template_version}};
    if (sent.about) out["about"] = scheduler::spell(*sent.about);
    if (!sent.menu.empty()) {
        json::object menu;
        for (const auto& [number, choice] : sent.menu)
            menu[std::to_string(number)] = static_cast<int>(choice);
        out["menu"] = std::move(menu);
    }
    return out;
}

int number_of(const json::object& object, std::string_view key, int most) {
    const json::value* found = object.if_contains(key);
    if (found == nullptr || !found->is_int64()) return 0;
    return static_cast<int>(std::clamp<std::int64_t>(found->get_int64(), 0, most));
}

std::string text_of(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

LastSent last_sent_from(const json::object& object) {
    LastSent sent;
    sent.type =
        static_cast<LastSent::Type>(number_of(object, "type", static_cast<int>(LastSent::Type::other)));
    sent.at = scheduler::parse_local(text_of(object, "at")).value_or(scheduler::LocalTime{});
    sent.about = scheduler::parse_local(text_of(object, "about"));
    sent.template_id = text_of(object, "template");
    sent.template_version = number_of(object, "version", 1 << 20);
    if (const json::value* menu = object.if_contains("menu"); menu != nullptr && menu->is_object())
        for (const auto& [number, choice] : menu->get_object())
            if (choice.is_int64() && number.size() == 1 && number[0] >= '1' && number[0] <= '9')
                sent.menu[number[0] - '0'] =
                    static_cast<MenuChoice>(std::clamp<std::int64_t>(choice.get_int64(), 0, 2));
    return sent;
}

json::object question_to_json(const Question& question) {
    json::object out{{"about", static_cast<int>(question.about)}};
    out["bookings"] = json::value_from(question.bookings);
    out["options"] = json::value_from(question.options);
    return out;
}

Question question_from(const json::object& object) {
    Question question{};
    question.about =
        static_cast<Question::About>(number_of(object, "about", static_cast<int>(Question::About::pocket)));
    if (const json::value* bookings = object.if_contains("bookings");
        bookings != nullptr && bookings->is_array())
        for (const json::value& id : bookings->get_array())
            if (id.is_string()) question.bookings.emplace_back(id.get_string());
    if (const json::value* options = object.if_contains("options"); options != nullptr && options->is_array())
        for (const json::value& option : options->get_array())
            if (option.is_int64()) question.options.push_back(static_cast<int>(option.get_int64()));
    return question;
}

}  // namespace

std::string write_memory(const conversation::State& state) {
    json::object out;
    if (state.last_sent) out["last_sent"] = last_sent_to_json(*state.last_sent);
    if (state.question) out["question"] = question_to_json(*state.question);
    if (state.wish != scheduler::Wish{}) out["wish"] = storage::to_json(state.wish);
    if (state.not_understood != 0) out["not_understood"] = state.not_understood;
    return json::serialize(out);
}

void read_memory(std::string_view text, conversation::State& state) {
    const json::value value = storage::read_json(text);
    if (!value.is_object()) return;
    const json::object& object = value.get_object();
    if (const json::value* sent = object.if_contains("last_sent"); sent != nullptr && sent->is_object())
        state.last_sent = last_sent_from(sent->get_object());
    if (const json::value* question = object.if_contains("question");
        question != nullptr && question->is_object())
        state.question = question_from(question->get_object());
    if (const json::value* wish = object.if_contains("wish")) state.wish = storage::wish_from(*wish);
    state.not_understood = number_of(object, "not_understood", 1000);
}

}  // namespace offing::service
