#include "config/section.hpp"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <ranges>
#include <sstream>
#include <tuple>

namespace offing::config {

namespace {

constexpr std::size_t longest_spelt_value = 60;

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

std::string_view spell_type(toml::node_type type) {
    switch (type) {
        case toml::node_type::table:
            return "a section";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::string:
            return "text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::date:
            return "a bare date";
        case toml::node_type::time:
            return "a bare time";
        case toml::node_type::date_time:
            return "a bare date and time";
        case toml::node_type::none:
            break;
    }
    return "nothing";
}

template <typename Number>
std::string spell_number(Number number) {
    std::ostringstream out;
    out << number;
    return out.str();
}

}  // namespace

void Mistakes::add(int line, std::string key, std::string what, std::string remedy) {
    found_.push_back({file_, line, std::move(key), std::move(what), std::move(remedy)});
}

std::vector<Mistake> Mistakes::in_order() && {
    std::ranges::sort(found_, {}, [](const Mistake& mistake) { return std::tie(mistake.line, mistake.key); });
    return std::move(found_);
}

const toml::node* Section::find(std::string_view key) {
    known_.emplace(key);
    return table_->get(key);
}

std::string Section::path_of(std::string_view key) const {
    return path_.empty() ? std::string{key} : path_ + "." + std::string{key};
}

int Section::line_of(std::string_view key) const {
    const auto found = table_->find(key);
    return found == table_->cend() ? line() : static_cast<int>(found->first.source().begin.line);
}

void Section::mistake(std::string_view key, std::string what, std::string remedy) {
    mistakes_->add(line_of(key), path_of(key), std::move(what), std::move(remedy));
}

void Section::wrong_type(std::string_view key, const toml::node& node, std::string_view wanted) {
    mistake(key, "is " + std::string{spell_type(node.type())}, "write " + std::string{wanted});
}

std::optional<std::string> Section::text(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* value = node->as_string()) return value->get();
    wrong_type(key, *node, "text, in double quotes");
    return std::nullopt;
}

std::optional<bool> Section::yes_or_no(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* value = node->as_boolean()) return value->get();
    wrong_type(key, *node, "true or false, without quotes");
    return std::nullopt;
}

std::optional<std::int64_t> Section::whole(std::string_view key, std::int64_t least, std::int64_t most) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_integer();
    if (value == nullptr) {
        wrong_type(key, *node, "a whole number, without quotes");
        return std::nullopt;
    }
    if (value->get() < least || value->get() > most) {
        mistake(key, spell_number(value->get()) + " is out of range",
                "write a number from " + spell_number(least) + " to " + spell_number(most));
        return std::nullopt;
    }
    return value->get();
}

std::optional<double> Section::number(std::string_view key, double least, double most) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_number()) {
        wrong_type(key, *node, "a number, without quotes");
        return std::nullopt;
    }
    const double value = *node->value<double>();
    if (!(value >= least && value <= most)) {
        mistake(key, spell_number(value) + " is out of range",
                "write a number from " + spell_number(least) + " to " + spell_number(most));
        return std::nullopt;
    }
    return value;
}

std::optional<std::vector<std::string>> Section::texts(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    const auto* list = node->as_array();
    if (list == nullptr) {
        wrong_type(key, *node, "a list of texts: [\"one\", \"two\"]");
        return std::nullopt;
    }
    std::vector<std::string> values;
    for (const toml::node& element : *list) {
        const auto* value = element.as_string();
        if (value == nullptr) {
            mistake(key, "holds " + std::string{spell_type(element.type())},
                    "write a list of texts: [\"one\", \"two\"]");
            return std::nullopt;
        }
        values.push_back(value->get());
    }
    return values;
}

std::optional<Section> Section::section(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* table = node->as_table()) return Section{*table, path_of(key), *mistakes_};
    wrong_type(key, *node, "a section: [" + path_of(key) + "]");
    return std::nullopt;
}

std::vector<Section> Section::sections(std::string_view key) {
    std::vector<Section> found;
    const toml::node* node = find(key);
    if (node == nullptr) return found;
    const auto* list = node->as_array();
    const bool all_tables =
        list != nullptr && std::ranges::all_of(*list, [](const toml::node& each) { return each.is_table(); });
    if (!all_tables) {
        wrong_type(key, *node, "one section for each: [[" + path_of(key) + "]]");
        return found;
    }
    std::size_t number = 0;
    for (const toml::node& element : *list)
        found.emplace_back(*element.as_table(), path_of(key) + "[" + std::to_string(++number) + "]",
                           *mistakes_);
    return found;
}

void Section::refuse_unknown_keys() {
    for (const auto& [key, node] : *table_) {
        if (known_.contains(key.str())) continue;
        const auto meant = nearest(key.str(), known_);
        mistake(key.str(), "is no key that is known here",
                meant ? "did you mean " + *meant + "?" : "take it out, or look it up in the example");
    }
}

std::optional<std::string> nearest(std::string_view word, const std::set<std::string, std::less<>>& known) {
    const std::string_view start = word.substr(0, 64);
    const auto distance = [&](const std::string& candidate) { return edit_distance(start, candidate); };
    const auto best = std::ranges::min_element(known, {}, distance);
    if (best == known.end()) return std::nullopt;
    if (distance(*best) > std::max<std::size_t>(2, best->size() / 3)) return std::nullopt;
    return *best;
}

std::optional<toml::table> parse_toml(std::string_view text, Mistakes& mistakes) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    try {
        return toml::parse(text, std::string_view{});
    } catch (const toml::parse_error& error) {
        std::string what{error.description()};
        if (const auto saw = what.find(", saw "); saw != std::string::npos) what.resize(saw);
        mistakes.add(static_cast<int>(error.source().begin.line), "", what,
                     "write TOML: key = \"text\", numbers and true/false without quotes");
        return std::nullopt;
    }
}

std::optional<std::string> read_file(const std::filesystem::path& file, std::size_t most) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file, failed)) return std::nullopt;
    std::ifstream in{file, std::ios::binary};
    if (!in) return std::nullopt;
    std::string content(most + 1, '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<std::size_t>(in.gcount()));
    if (in.bad() || content.size() > most) return std::nullopt;
    return content;
}

std::string shown(std::string_view value) {
    std::string spelt = "\"";
    for (const char letter : value.substr(0, longest_spelt_value))
        spelt += static_cast<unsigned char>(letter) < 0x20 ? '?' : letter;
    return spelt + (value.size() > longest_spelt_value ? "...\"" : "\"");
}

}  // namespace offing::config
