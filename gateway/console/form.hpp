// What a form sends, and the sheet of questions it was sent from: a form that can't be taken comes back with
// what was typed, and by each question what is wrong and what would be right.

#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/messages.hpp"

namespace offing::console {

class Form {
public:
    Form() = default;
    explicit Form(std::vector<http::Header> fields) : fields_{std::move(fields)} {}
    /// Of a query or a body. Empty when it isn't a form, or has too many fields.
    static std::optional<Form> read(std::string_view encoded);
    /// Of a body, with the content of files where it has some.
    static std::optional<Form> read(const http::Request& request);

    /// The first of that name, without spaces around it; empty when there is none.
    std::string get(std::string_view name) const;
    /// As it was typed, for passwords.
    std::string raw(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;
    bool has(std::string_view name) const;
    const std::vector<http::Header>& fields() const { return fields_; }

private:
    std::vector<http::Header> fields_;
};

struct Choice {
    std::string value, label;
    std::string hint{};
};

struct Question {
    enum class Kind { text, password, tel, number, date, time, code, textarea, select, radios, checkboxes };
    Kind kind = Kind::text;
    std::string name, label;
    std::string hint{};
    std::vector<Choice> choices{};
    std::string autocomplete = "off";  ///< as HTML spells it: "username", "current-password", ...
    int width = 0;                     ///< letters: 2, 3, 4, 5, 10, 20; 0: as wide as there is room
};

/// Questions with their answers and what is wrong with them.
class Sheet {
public:
    explicit Sheet(std::vector<Question> questions);

    /// As the store has it.
    Sheet& fill(std::string_view name, std::string value);
    Sheet& fill(std::string_view name, std::vector<std::string> values);
    /// As it was typed. Fields that aren't questions are left out; an unticked question is empty.
    Sheet& read(const Form& form);

    std::string get(std::string_view name) const;
    const std::vector<std::string>& all(std::string_view name) const;
    /// Empty: the answer is refused with `otherwise`.
    std::string required(std::string_view name, std::string_view otherwise);
    /// One of the question's choices, else refused. Empty when nothing was chosen and none is asked for.
    std::string chosen(std::string_view name, std::string_view otherwise);

    bool asks(std::string_view name) const { return find(name) != nullptr; }
    /// `name` may be empty: then it concerns the whole sheet.
    void refuse(std::string_view name, std::string why);
    bool is_sound() const { return wrong_.empty(); }

    /// {"f": {name: question as views/question.html draws it}, "wrong": [{"name", "why"}]}
    boost::json::object model() const;
    /// Where two sheets of the same questions differ: [{"label", "mine", "theirs"}].
    boost::json::array differences(const Sheet& theirs) const;

private:
    const Question* find(std::string_view name) const;
    std::string spelled(const Question& question) const;

    std::vector<Question> questions_;
    std::map<std::string, std::vector<std::string>, std::less<>> answers_;
    std::vector<std::pair<std::string, std::string>> wrong_;
};

}  // namespace offing::console
