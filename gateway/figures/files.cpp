#include "gateway/figures/files.hpp"

#include <boost/json.hpp>

#include "gateway/figures/chart.hpp"

namespace offing::figures {

namespace json = boost::json;

namespace {

constexpr std::string_view columns[] = {"quarter", "from",         "to",    "figure", "title",   "measure",
                                        "group",   "unit",         "count", "of",     "percent", "median",
                                        "high",    "high_percent", "value", "fact"};

/// What would be read as a formula by a spreadsheet begins with a space; quotes where they are needed (RFC
/// 4180).
std::string cell(std::string text) {
    if (!text.empty() && std::string_view{"=+-@\t\r"}.contains(text.front())) text.insert(text.begin(), ' ');
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
    return quoted + '"';
}

template <typename Number>
std::string or_empty(const std::optional<Number>& number) {
    return number ? std::to_string(*number) : std::string{};
}

std::string or_empty(const std::optional<Shown>& number) { return number ? number->text() : std::string{}; }

json::value value_of(const std::optional<Shown>& number) {
    if (!number) return nullptr;
    if (number->what() == Shown::What::number) return number->number();
    return json::string{number->text()};
}

template <typename Number>
json::value value_of(const std::optional<Number>& number) {
    return number ? json::value(*number) : json::value(nullptr);
}

std::string last_day(Quarter quarter) { return scheduler::spell(quarter.end() - std::chrono::days{1}); }

json::object line_of(const ShownLine& line) {
    json::object object{{"measure", line.measure}, {"group", line.group}, {"unit", line.unit}};
    if (line.count) object["count"] = value_of(line.count);
    if (line.of) object["of"] = value_of(line.of);
    if (line.percent) object["percent"] = *line.percent;
    if (line.median) object["median"] = *line.median;
    if (line.high) object["high"] = *line.high;
    if (line.high) object["high_percent"] = line.high_percent;
    if (line.value) object["value"] = *line.value;
    if (!line.fact.empty()) object["fact"] = line.fact;
    return object;
}

std::string unit_after(const ShownLine& line) { return line.unit.empty() ? "" : " " + line.unit; }

}  // namespace

std::string csv_of(const Published& published) {
    std::string csv;
    for (const auto column : columns) csv += (csv.empty() ? "" : ",") + std::string{column};
    csv += "\r\n";
    const std::string period = spell(published.quarter) + ',' + scheduler::spell(published.quarter.first()) +
                               ',' + last_day(published.quarter);
    for (const ShownFigure& figure : published.figures)
        for (const ShownLine& line : figure.lines) {
            csv += period;
            for (const std::string& text :
                 {figure.id, std::string{words_of(figure.id).title}, line.measure, line.group, line.unit,
                  or_empty(line.count), or_empty(line.of), or_empty(line.percent), or_empty(line.median),
                  or_empty(line.high), line.high ? std::to_string(line.high_percent) : std::string{},
                  line.value ? spell(*line.value) : std::string{}, line.fact})
                csv += ',' + cell(text);
            csv += "\r\n";
        }
    return csv;
}

std::string json_of(const Published& published) {
    json::array figures;
    for (const ShownFigure& figure : published.figures) {
        const FigureWords& words = words_of(figure.id);
        json::array lines;
        for (const ShownLine& line : figure.lines) lines.push_back(line_of(line));
        figures.push_back(json::object{{"id", figure.id},
                                       {"title", words.title},
                                       {"means", words.means},
                                       {"period", words.period},
                                       {"aim", words.aim},
                                       {"cannot_say", words.cannot_say},
                                       {"lines", std::move(lines)}});
    }
    const json::object all{{"format", "offing-figures-1"},
                           {"quarter", spell(published.quarter)},
                           {"from", scheduler::spell(published.quarter.first())},
                           {"to", last_day(published.quarter)},
                           {"rule", rule_in_words(published.rule)},
                           {"figures", std::move(figures)}};
    return json::serialize(all) + "\n";
}

std::string rule_in_words(const Rule& rule) {
    const std::string small = std::to_string(rule.small());
    return std::string{rule.whom == Rule::For::anybody ? "For anybody. "
                                                       : "Within the service; not to be passed on. "} +
           "* stands for 1 to " + small +
           ", .. for parts that would give a small number away. Other numbers of people are rounded to 5, "
           "and "
           "percentages are of the rounded numbers, from 20 on. Medians are of 8 or more.";
}

std::string in_words(const ShownLine& line) {
    if (!line.fact.empty()) return line.fact;
    if (line.value) return spell(*line.value) + (line.unit == "%" ? " %" : unit_after(line));
    if (!line.count) return "nothing to count";
    if (line.count->what() == Shown::What::withheld) return "..";
    if (line.of) {
        std::string words = line.count->text() + " of " + line.of->text();
        if (line.percent) words += " (" + std::to_string(*line.percent) + " %)";
        return words;
    }
    if (line.unit.empty()) return line.count->text();
    if (!line.median) return "of " + line.count->text() + ": too few for a median";
    std::string words = "half within " + std::to_string(*line.median) + unit_after(line);
    if (line.high)
        words += ", " + std::to_string(line.high_percent) + " in 100 within " + std::to_string(*line.high);
    return words + " (of " + line.count->text() + ")";
}

std::string dictionary() {
    std::string text;
    for (const FigureWords& words : all_words()) {
        text += "### " + std::string{words.id} + " " + std::string{words.title} + "\n\n" +
                std::string{words.means} + "\n\n";
        text += "- Period: " + std::string{words.period} + ".\n";
        if (!words.aim.empty()) text += "- Aim: " + std::string{words.aim} + ".\n";
        text += "- It can't say: " + std::string{words.cannot_say} + "\n\n";
    }
    return text;
}

}  // namespace offing::figures
