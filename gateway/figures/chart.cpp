#include "gateway/figures/chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "gateway/figures/markup.hpp"

namespace offing::figures {

namespace {

using Point = std::optional<double>;

Point percent_in(const ShownLine* line) {
    if (line == nullptr) return std::nullopt;
    if (line->percent) return static_cast<double>(*line->percent);
    return line->unit == "%" ? line->value : std::nullopt;
}
Point median_in(const ShownLine* line) {
    return line != nullptr && line->median ? Point{static_cast<double>(*line->median)} : std::nullopt;
}
Point high_in(const ShownLine* line) {
    return line != nullptr && line->high ? Point{static_cast<double>(*line->high)} : std::nullopt;
}
Point value_in(const ShownLine* line) { return line != nullptr ? line->value : std::nullopt; }

struct Asked {
    std::string_view name, figure, measure;
    Point (*read)(const ShownLine*);
};

Chart over_time(const std::vector<Published>& row, Chart chart, const std::vector<Asked>& asked) {
    chart.across = "quarter";
    for (const Published& one : row) chart.labels.push_back(spell(one.quarter));
    for (const Asked& each : asked) {
        Series series{std::string{each.name}, {}};
        for (const Published& one : row)
            series.points.push_back(each.read(one.find(each.figure, each.measure)));
        chart.series.push_back(std::move(series));
    }
    return chart;
}

/// One of each year.
std::vector<Published> years_in(const std::vector<Published>& row) {
    std::vector<Published> years;
    for (const Published& one : row)
        if (years.empty() || one.quarter.year_end() != years.back().quarter.year_end()) years.push_back(one);
    return years;
}

Chart wait_curve(const Published& newest) {
    Chart chart{.id = "wait",
                .figure = "K9",
                .title = "First seen within so many weeks, without the time in which the next step was hers",
                .unit = "%",
                .across = "weeks",
                .labels = {},
                .series = {}};
    for (const int weeks : curve_weeks()) chart.labels.push_back(std::to_string(weeks));
    for (const char* group : {"women with a missed time", "women without one"}) {
        Series series{group, {}};
        for (const int weeks : curve_weeks())
            series.points.push_back(percent_in(newest.find("K9", curve_measure(weeks), group)));
        chart.series.push_back(std::move(series));
    }
    return chart;
}

/// A round number at or above `value`: 1, 2, 5, 10, 20, ...
double round_above(double value) {
    if (value <= 1) return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0, 10.0})
        if (step * power >= value) return step * power;
    return 10 * power;
}

struct Frame {
    static constexpr double left = 60, right = 700, top = 16, bottom = 250;
    double highest;
    std::size_t labels;

    double x(std::size_t nth) const {
        return left + (labels < 2 ? 0.5 : static_cast<double>(nth) / static_cast<double>(labels - 1)) *
                          (right - left);
    }
    double y(double value) const { return bottom - value / highest * (bottom - top); }
};

std::string place(double value) { return spell(std::round(10 * value) / 10); }

std::string line_from(double x1, double y1, double x2, double y2) {
    return "<line class=\"chart__rule\" x1=\"" + place(x1) + "\" y1=\"" + place(y1) + "\" x2=\"" + place(x2) +
           "\" y2=\"" + place(y2) + "\"/>\n";
}

std::string words_at(double x, double y, std::string_view anchor, std::string_view text) {
    return "<text x=\"" + place(x) + "\" y=\"" + place(y) + "\" text-anchor=\"" + std::string{anchor} +
           "\">" + escaped(text) + "</text>\n";
}

/// A dot, a square, a diamond, a triangle.
std::string mark(std::size_t series, double x, double y) {
    if (series % 3 == 0) return "<circle cx=\"" + place(x) + "\" cy=\"" + place(y) + "\" r=\"4\"/>";
    const std::string at = "<path d=\"M" + place(x) + ' ' + place(y);
    return series % 3 == 1 ? at + "m-4-4h8v8h-8z\"/>" : at + "m0-6l6 6-6 6-6-6z\"/>";
}

std::string drawn(const Series& series, std::size_t nth, const Frame& frame) {
    std::string path, marks;
    bool is_drawing = false;
    for (std::size_t at = 0; at < series.points.size(); ++at) {
        if (!series.points[at]) {
            is_drawing = false;
            continue;
        }
        const double x = frame.x(at), y = frame.y(*series.points[at]);
        path += (is_drawing ? "L" : "M") + place(x) + ' ' + place(y);
        marks += mark(nth, x, y);
        is_drawing = true;
    }
    const std::string number = std::to_string(nth + 1);
    static constexpr std::array dashes{"none", "8 4", "2 4"};
    return "<g class=\"chart__series chart__series--" + number + "\"><path class=\"chart__line\" d=\"" +
           path + "\" fill=\"none\" stroke-width=\"2\" stroke-dasharray=\"" + dashes.at(nth % 3) + "\"/>" +
           marks + "</g>\n";
}

}  // namespace

std::string spell(double value) {
    const auto hundredths = std::llround(std::abs(value) * 100);
    std::string text =
        std::to_string(hundredths / 100) + '.' + std::to_string(100 + hundredths % 100).substr(1);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return value < 0 && hundredths > 0 ? '-' + text : text;
}

bool Chart::has_points() const {
    return std::ranges::any_of(series, [](const Series& one) {
        return std::ranges::any_of(one.points, [](const Point& point) { return point.has_value(); });
    });
}

std::string Chart::in_words() const {
    std::string words = title + ", in " + (unit == "%" ? "per cent" : unit) + ", by " + across + ".";
    for (const Series& one : series) {
        std::string points;
        for (std::size_t at = 0; at < one.points.size(); ++at)
            if (one.points[at])
                points += (points.empty() ? "" : ", ") + labels[at] + ": " + spell(*one.points[at]);
        words += " " + one.name + ": " + (points.empty() ? "nothing to show" : points) + ".";
    }
    return words;
}

std::vector<Chart> charts_of(const std::vector<Published>& row) {
    if (row.empty()) return {};
    std::vector<Chart> charts{wait_curve(row.back())};
    charts.push_back(over_time(
        row,
        {.id = "re-entry",
         .figure = "K5",
         .title = "From a missed time until new times went out",
         .unit = "hours"},
        {{"half within", "K5", "From the missed time being marked until times went out", median_in},
         {"nine in ten within", "K5", "From the missed time being marked until times went out", high_in}}));
    charts.push_back(
        over_time(row,
                  {.id = "supply",
                   .figure = "K10",
                   .title = "Women-only times, and children welcome",
                   .unit = "hours a week"},
                  {{"women-only", "K10", "Women-only hours a week", value_in},
                   {"children welcome, holidays", "K11", "Hours a week in school holidays", value_in},
                   {"children welcome, term", "K11", "Hours a week in term", value_in}}));
    charts.push_back(over_time(
        years_in(row),
        {.id = "continuity", .figure = "K14", .title = "Contacts with the worker she saw most", .unit = "%"},
        {{"of all contacts", "K14", "Contacts with the worker she saw most", percent_in}}));
    charts.push_back(over_time(
        row, {.id = "safety", .figure = "K17", .title = "Texts sent inside her safe times", .unit = "%"},
        {{"of texts sent", "K17",
          "Sent inside her safe times, or as an answer while she had the phone in her hand", percent_in}}));
    return charts;
}

std::string svg_of(const Chart& chart) {
    double highest = chart.unit == "%" ? 100 : 1;
    for (const Series& one : chart.series)
        for (const Point& point : one.points)
            if (point) highest = std::max(highest, *point);
    const Frame frame{round_above(highest), chart.labels.size()};
    std::string svg = "<svg class=\"chart__drawing\" viewBox=\"0 0 720 300\" role=\"img\" aria-label=\"" +
                      escaped(chart.in_words()) + "\" font-size=\"13\">\n";
    for (int step = 0; step <= 4; ++step) {
        const double value = frame.highest * step / 4;
        svg += line_from(Frame::left, frame.y(value), Frame::right, frame.y(value));
        svg += words_at(Frame::left - 8, frame.y(value) + 4, "end", spell(value));
    }
    for (std::size_t at = 0; at < chart.labels.size(); ++at)
        svg += words_at(frame.x(at), Frame::bottom + 20, "middle", chart.labels[at]);
    svg += words_at(Frame::left, Frame::bottom + 42, "start",
                    (chart.unit == "%" ? "per cent" : chart.unit) + " by " + chart.across);
    for (std::size_t nth = 0; nth < chart.series.size(); ++nth) svg += drawn(chart.series[nth], nth, frame);
    return svg + "</svg>\n";
}

}  // namespace offing::figures
