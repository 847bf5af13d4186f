// The figures: what each says in words, drawn and as tables, and as files to take away, which is on record.
// Who manages the service sees its own; an auditor sees what anybody may.

#include <boost/json/array.hpp>

#include "gateway/console/visit.hpp"
#include "gateway/figures/files.hpp"
#include "gateway/figures/report.hpp"

namespace offing::console {

namespace json = boost::json;
using figures::Quarter;
using figures::Rule;
using http::Response;

namespace {

constexpr std::string_view for_anybody = "anybody";

/// A manager may ask for what can be passed on.
Rule rule_for(const Visit& visit) {
    const bool is_manager = visit.who().roles.has(staff::Role::manager);
    return Rule{is_manager && visit.query().get("for") != for_anybody ? Rule::For::service
                                                                      : Rule::For::anybody};
}

std::string query_for(const Rule& rule, bool is_manager) {
    return is_manager && rule.whom == Rule::For::anybody ? "?for=" + std::string{for_anybody} : "";
}

/// Every quarter that is out, by its address; those beyond are none.
json::array quarters_of(const figures::Counted& counted, Quarter shown, const std::string& query) {
    json::array all;
    for (const Quarter quarter : counted.out)
        all.push_back(json::object{{"name", figures::in_words(quarter)},
                                   {"path", "/figures/" + figures::spell(quarter) + query},
                                   {"here", quarter == shown}});
    return all;
}

Task<Response> page_of(const Tools& tools, Visit& visit, std::optional<Quarter> wanted) {
    const auto counted = co_await tools.figures->counted(visit.now());
    if (!counted) co_return visit.failed(counted.error());
    const auto& out = (*counted)->out;
    if (out.empty() && !wanted) co_return visit.page("figures", "Figures", {{"none", true}});
    const Quarter quarter = wanted.value_or(out.empty() ? Quarter{} : out.front());
    if (!(*counted)->has(quarter)) co_return visit.not_found();
    const auto proof = co_await tools.figures->proof();
    if (!proof) co_return visit.failed(proof.error());
    const Rule rule = rule_for(visit);
    const bool is_manager = visit.who().roles.has(staff::Role::manager);
    const std::string query = query_for(rule, is_manager);
    const std::string path = "/figures/" + figures::spell(quarter);
    json::object model{
        {"report", figures::report_body(figures::publish_row(**counted, quarter, rule, *proof))},
        {"quarters", quarters_of(**counted, quarter, query)},
        {"csv", path + "/csv" + query},
        {"json", path + "/json" + query},
        {"is_manager", is_manager},
        {"within", rule.whom == Rule::For::service},
        {"path", path}};
    co_return visit.page("figures", "Figures", std::move(model));
}

Task<Response> newest(const Tools& tools, Visit& visit) { co_return co_await page_of(tools, visit, {}); }

Task<Response> one(const Tools& tools, Visit& visit) {
    const auto quarter = figures::parse_quarter(visit.id());
    if (!quarter) co_return visit.not_found();
    co_return co_await page_of(tools, visit, quarter);
}

/// Taking figures away is on record: which, and by whom.
Task<Response> file_of(const Tools& tools, Visit& visit, std::string_view ending, std::string_view type,
                       std::string (*write)(const figures::Published&)) {
    const auto quarter = figures::parse_quarter(visit.id());
    const auto counted = co_await tools.figures->counted(visit.now());
    if (!counted) co_return visit.failed(counted.error());
    if (!quarter || !(*counted)->has(*quarter)) co_return visit.not_found();
    const auto proof = co_await tools.figures->proof();
    if (!proof) co_return visit.failed(proof.error());
    const Rule rule = rule_for(visit);
    const std::string whom = rule.whom == Rule::For::service ? "-within-service" : "";
    const auto noted = co_await visit.act("figures_taken", "", [](storage::Transaction&) { return true; });
    if (!noted) co_return visit.failed(noted.error());
    auto response = Response::text(200, write(figures::publish(**counted, *quarter, rule, *proof)), type);
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"offing-figures-" +
                                                             figures::spell(*quarter) + whom +
                                                             std::string{ending} + "\"");
    co_return response;
}

Task<Response> csv(const Tools& tools, Visit& visit) {
    co_return co_await file_of(tools, visit, ".csv", "text/csv; charset=utf-8", &figures::csv_of);
}

Task<Response> json_file(const Tools& tools, Visit& visit) {
    co_return co_await file_of(tools, visit, ".json", "application/json", &figures::json_of);
}

Task<Response> dictionary(const Tools&, Visit& visit) {
    json::array all;
    for (const auto& words : figures::all_words())
        all.push_back(json::object{{"id", words.id},
                                   {"title", words.title},
                                   {"means", words.means},
                                   {"period", words.period},
                                   {"aim", words.aim},
                                   {"cannot_say", words.cannot_say}});
    co_return visit.page("figures_dictionary", "What the figures mean", {{"words", std::move(all)}});
}

}  // namespace

std::span<const Route> figures_routes() {
    static constexpr Route routes[] = {
        {"GET", "/figures", Right::see_figures, &newest},
        {"GET", "/figures/dictionary", Right::see_figures, &dictionary},
        {"GET", "/figures/:quarter", Right::see_figures, &one},
        {"GET", "/figures/:quarter/csv", Right::see_figures, &csv},
        {"GET", "/figures/:quarter/json", Right::see_figures, &json_file},
    };
    return routes;
}

}  // namespace offing::console
