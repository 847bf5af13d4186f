#include "gateway/figures/report.hpp"

#include <algorithm>

#include "gateway/figures/chart.hpp"
#include "gateway/figures/files.hpp"
#include "gateway/figures/markup.hpp"

namespace offing::figures {

namespace {

std::string paragraph(std::string_view text) { return "<p>" + escaped(text) + "</p>\n"; }

std::string heading_of(const FigureWords& words) {
    return "<h2 class=\"nhsuk-heading-m\" id=\"" + std::string{words.id} + "\">" + std::string{words.id} +
           " " + escaped(words.title) + "</h2>\n";
}

std::string row_of(const ShownLine& line) {
    const std::string name = line.group.empty() ? line.measure : line.measure + ": " + line.group;
    return "<tr><th scope=\"row\">" + escaped(name) + "</th><td>" + escaped(in_words(line)) + "</td></tr>\n";
}

bool is_of_curve(const ShownLine& line) {
    return std::ranges::any_of(curve_weeks(),
                               [&](int weeks) { return line.measure == curve_measure(weeks); });
}

std::string table_of(const ShownFigure& figure, const FigureWords& words) {
    std::string table =
        "<table class=\"nhsuk-table\"><caption class=\"nhsuk-u-visually-hidden\">" + escaped(words.title) +
        "</caption><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Figure</th></tr></thead><tbody>\n";
    // The curve has a table of its own, beside its drawing.
    for (const ShownLine& line : figure.lines)
        if (!is_of_curve(line)) table += row_of(line);
    return table + "</tbody></table>\n";
}

std::string key_of(const Chart& chart) {
    std::string key = "<p class=\"chart__key\">";
    static constexpr std::string_view looks[] = {"full line, dots", "dashes, squares", "points, diamonds"};
    for (std::size_t nth = 0; nth < chart.series.size(); ++nth)
        key += (nth == 0 ? "" : "; ") + escaped(chart.series[nth].name) + " (" + std::string{looks[nth % 3]} +
               ")";
    return key + "</p>\n";
}

/// The drawing's points: what a script draws from, and what is read where nothing is drawn.
std::string points_of(const Chart& chart) {
    std::string table =
        "<details><summary>As a table</summary><div class=\"scrolls\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"" +
        escaped(chart.title) + "\"><table class=\"nhsuk-table chart__data\" data-unit=\"" +
        escaped(chart.unit) + "\"><thead><tr><th scope=\"col\">" + escaped(chart.across) + "</th>";
    const std::string unit = chart.unit == "%" ? " (%)" : " (" + chart.unit + ")";
    for (const Series& one : chart.series) table += "<th scope=\"col\">" + escaped(one.name + unit) + "</th>";
    table += "</tr></thead><tbody>\n";
    for (std::size_t at = 0; at < chart.labels.size(); ++at) {
        table += "<tr><th scope=\"row\">" + escaped(chart.labels[at]) + "</th>";
        for (const Series& one : chart.series)
            table += "<td>" + (one.points[at] ? spell(*one.points[at]) : std::string{"–"}) + "</td>";
        table += "</tr>\n";
    }
    return table + "</tbody></table></div></details>\n";
}

std::string drawing_of(const Chart& chart) {
    std::string figure = "<figure class=\"chart\"><figcaption>" + escaped(chart.title) + "</figcaption>\n";
    figure += chart.has_points()
                  ? svg_of(chart) + key_of(chart) + points_of(chart)
                  : paragraph("There is nothing to draw: the numbers are too small to be shown.");
    return figure + "</figure>\n";
}

std::string section_of(const ShownFigure& figure, const std::vector<Chart>& charts) {
    const FigureWords& words = words_of(figure.id);
    std::string section = "<section class=\"kpi\">\n" + heading_of(words) + paragraph(words.means);
    section += "<p>It is about " + escaped(words.period) + ".";
    if (!words.aim.empty()) section += " The aim: " + escaped(words.aim) + ".";
    section += "</p>\n" + table_of(figure, words);
    for (const Chart& chart : charts)
        if (chart.figure == figure.id) section += drawing_of(chart);
    return section + "<p><strong>What it can't say:</strong> " + escaped(words.cannot_say) +
           "</p>\n</section>\n";
}

constexpr std::string_view style = R"(
body { color: #212b32; font: 16px/1.5 Arial, sans-serif; margin: 0 auto; max-width: 800px; padding: 24px; background: #fff; }
h1 { font-size: 28px; } h2 { font-size: 20px; margin-top: 32px; }
table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid #d8dde0; padding: 6px 8px 6px 0; text-align: left; vertical-align: top; }
tbody th { font-weight: normal; width: 60%; } td { overflow-wrap: anywhere; }
.nhsuk-u-visually-hidden { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }
.chart { margin: 16px 0; } figcaption { font-weight: bold; } .chart__drawing { height: auto; width: 100%; }
.chart__rule { stroke: #d8dde0; } .chart__series { fill: #005eb8; stroke: #005eb8; }
.chart__series--2 { fill: #7c2855; stroke: #7c2855; } .chart__series--3 { fill: #00703c; stroke: #00703c; }
.chart__line { fill: none; } .chart, tr { break-inside: avoid; } h2 { break-after: avoid; }
@page { margin: 18mm; } @media print { body { font-size: 11pt; max-width: none; padding: 0; } }
)";

}  // namespace

std::string report_body(const std::vector<Published>& row) {
    if (row.empty()) return paragraph("No quarter is out yet.");
    const Published& newest = row.back();
    std::string body = "<h1 class=\"nhsuk-heading-l\">Figures for " + in_words(newest.quarter) + "</h1>\n";
    if (!newest.service.empty()) body += paragraph(newest.service + ".");
    body += paragraph(
        "These figures say how the service treats people, and nothing about any one of them. They are "
        "counted from the "
        "ledger, in which every offer, change and text is written down when it happens. A quarter is out 35 "
        "days after "
        "its end and doesn't change any more, and it is the same for everybody who asks.");
    body += paragraph(rule_in_words(newest.rule));
    if (newest.began > newest.quarter.first())
        body += paragraph("The ledger began on " + scheduler::spell(newest.began) +
                          ": what came before it isn't in these figures.");
    body += paragraph(
        "Not counted, by anybody, ever: how often one woman missed a time, workers against each other, "
        "anything about "
        "children, partners, health or the law, what somebody might do next, and the tone of a text.");
    const auto charts = charts_of(row);
    for (const ShownFigure& figure : newest.figures) body += section_of(figure, charts);
    return body;
}

std::string report_page(const std::vector<Published>& row) {
    const std::string title = row.empty() ? "Figures" : "Figures for " + in_words(row.back().quarter);
    return "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
           "content=\"width=device-width, initial-scale=1\"><title>" +
           escaped(title) + "</title><style>" + std::string{style} + "</style></head><body><main>\n" +
           report_body(row) + "</main></body></html>\n";
}

}  // namespace offing::figures
