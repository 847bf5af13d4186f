#include "gateway/console/form.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cassert>

#include "gateway/http/multipart.hpp"

namespace offing::console {

namespace json = boost::json;
using Kind = Question::Kind;

namespace {

constexpr std::size_t most_fields = 512;
constexpr std::size_t longest_answer = 4000;

std::string trimmed(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    const auto first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(spaces) - first + 1)};
}

bool has_choices(Kind kind) {
    return kind == Kind::select || kind == Kind::radios || kind == Kind::checkboxes;
}

std::string_view type_of(Kind kind) {
    switch (kind) {
        case Kind::password:
            return "password";
        case Kind::tel:
            return "tel";
        case Kind::date:
            return "date";
        case Kind::time:
            return "time";
        default:
            // A number field that scrolls away what was typed helps nobody: text with a number keyboard.
            return "text";
    }
}

json::array choices_of(const Question& question, const std::vector<std::string>& answers) {
    json::array choices;
    int number = 0;
    for (const Choice& choice : question.choices) {
        // The first has the question's own id, so that "go to what is wrong" lands on it.
        const std::string id = question.name + (number == 0 ? "" : "-" + std::to_string(number + 1));
        choices.push_back(
            json::object{{"id", id},
                         {"name", question.name},
                         {"value", choice.value},
                         {"label", choice.label},
                         {"hint", choice.hint},
                         {"chosen", std::ranges::find(answers, choice.value) != answers.end()}});
        ++number;
    }
    return choices;
}

}  // namespace

std::optional<Form> Form::read(std::string_view encoded) {
    auto fields = http::parse_form(encoded, most_fields);
    if (!fields) return std::nullopt;
    return Form{std::move(*fields)};
}

std::optional<Form> Form::read(const http::Request& request) {
    const auto type = request.header("Content-Type");
    if (!type || !http::is_multipart(*type)) return read(request.body);
    auto fields = http::parse_multipart(*type, request.body, most_fields);
    if (!fields) return std::nullopt;
    return Form{std::move(*fields)};
}

std::string Form::raw(std::string_view name) const {
    const auto found = std::ranges::find(fields_, name, &http::Header::first);
    return found == fields_.end() ? std::string{} : found->second;
}

std::string Form::get(std::string_view name) const { return trimmed(raw(name)); }

std::vector<std::string> Form::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [field, value] : fields_)
        if (field == name) values.push_back(trimmed(value));
    return values;
}

bool Form::has(std::string_view name) const {
    return std::ranges::find(fields_, name, &http::Header::first) != fields_.end();
}

Sheet::Sheet(std::vector<Question> questions) : questions_{std::move(questions)} {
    for (const Question& question : questions_) answers_[question.name] = {};
}

Sheet& Sheet::fill(std::string_view name, std::string value) {
    return fill(name, std::vector<std::string>{std::move(value)});
}

Sheet& Sheet::fill(std::string_view name, std::vector<std::string> values) {
    assert(answers_.contains(name));
    answers_.find(name)->second = std::move(values);
    return *this;
}

Sheet& Sheet::read(const Form& form) {
    for (auto& [name, values] : answers_) {
        values = form.all(name);
        for (std::string& value : values) {
            if (value.size() <= longest_answer) continue;
            value.resize(longest_answer);
            refuse(name, "This is too long: at most 4,000 letters.");
        }
    }
    return *this;
}

std::string Sheet::get(std::string_view name) const {
    const auto& values = all(name);
    return values.empty() ? std::string{} : values.front();
}

const std::vector<std::string>& Sheet::all(std::string_view name) const {
    const auto found = answers_.find(name);
    assert(found != answers_.end());
    return found->second;
}

std::string Sheet::required(std::string_view name, std::string_view otherwise) {
    std::string value = get(name);
    if (value.empty()) refuse(name, std::string{otherwise});
    return value;
}

std::string Sheet::chosen(std::string_view name, std::string_view otherwise) {
    std::string value = get(name);
    const Question* question = find(name);
    const bool is_one =
        std::ranges::find(question->choices, value, &Choice::value) != question->choices.end();
    if (!is_one) refuse(name, std::string{otherwise});
    return is_one ? value : std::string{};
}

void Sheet::refuse(std::string_view name, std::string why) {
    // One thing by each question: the first that was found.
    if (!name.empty() &&
        std::ranges::find(wrong_, name, &std::pair<std::string, std::string>::first) != wrong_.end())
        return;
    wrong_.emplace_back(name, std::move(why));
}

const Question* Sheet::find(std::string_view name) const {
    const auto found = std::ranges::find(questions_, name, &Question::name);
    return found == questions_.end() ? nullptr : &*found;
}

json::object Sheet::model() const {
    json::object fields;
    for (const Question& question : questions_) {
        const auto& answers = all(question.name);
        const auto wrong =
            std::ranges::find(wrong_, question.name, &std::pair<std::string, std::string>::first);
        const std::string why = wrong == wrong_.end() ? "" : wrong->second;
        std::string described = question.hint.empty() ? "" : question.name + "-hint";
        if (!why.empty()) described.append(described.empty() ? "" : " ").append(question.name + "-error");
        const Kind kind = question.kind;
        fields[question.name] =
            json::object{{"name", question.name},
                         {"label", question.label},
                         {"hint", question.hint},
                         {"error", why},
                         {"described", described},
                         // A password is not sent back to a screen that others may see.
                         {"value", kind == Kind::password || answers.empty() ? "" : answers.front()},
                         {"autocomplete", question.autocomplete},
                         {"width", question.width == 0 ? "" : std::to_string(question.width)},
                         {"type", type_of(kind)},
                         {"numeric", kind == Kind::number || kind == Kind::code},
                         {"is_input", !has_choices(kind) && kind != Kind::textarea},
                         {"is_textarea", kind == Kind::textarea},
                         {"is_select", kind == Kind::select},
                         {"is_radios", kind == Kind::radios},
                         {"is_checkboxes", kind == Kind::checkboxes},
                         {"choices", choices_of(question, answers)}};
    }
    json::array wrong;
    for (const auto& [name, why] : wrong_) wrong.push_back(json::object{{"name", name}, {"why", why}});
    return {{"f", std::move(fields)}, {"wrong", std::move(wrong)}};
}

std::string Sheet::spelled(const Question& question) const {
    std::string text;
    for (const std::string& answer : all(question.name)) {
        const auto choice = std::ranges::find(question.choices, answer, &Choice::value);
        text.append(text.empty() ? "" : ", ")
            .append(choice == question.choices.end() ? answer : choice->label);
    }
    return text.empty() ? "(nothing)" : text;
}

json::array Sheet::differences(const Sheet& theirs) const {
    json::array differing;
    for (const Question& question : questions_) {
        const std::string mine = spelled(question), other = theirs.spelled(question);
        if (mine != other)
            differing.push_back(json::object{{"label", question.label}, {"mine", mine}, {"theirs", other}});
    }
    return differing;
}

}  // namespace offing::console
