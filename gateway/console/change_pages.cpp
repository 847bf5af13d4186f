#include "gateway/console/change_pages.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "config/write_service.hpp"
#include "gateway/console/pattern.hpp"
#include "gateway/service/replan.hpp"
#include "gateway/service/service_warnings.hpp"
#include "gateway/storage/service_versions.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using service::Plan;
using service::PlannedChange;
using storage::Transaction;

namespace {

constexpr int weeks_of_warnings = 6;
constexpr std::size_t most_shown = 200;

std::string_view in_words(service::Cause cause) {
    switch (cause) {
        case service::Cause::worker_away:
            return "her worker is away";
        case service::Cause::session_off:
            return "the session doesn't run";
        case service::Cause::session_changed:
            return "the session runs at other hours";
        case service::Cause::site_closed:
            return "the site is closed";
        case service::Cause::clinic_ended:
            return "the clinic has ended";
    }
    return "";
}

class PlanWords {
public:
    PlanWords(const scheduler::Service& before, const scheduler::Service& after, const scheduler::Zone& zone)
        : before_{before}, after_{after}, zone_{zone} {}

    std::string time(scheduler::Instant instant) const {
        const auto local = zone_.to_local(instant);
        return short_words(scheduler::date_of(local)) + ", " + console::in_words(scheduler::clock_of(local));
    }
    std::string offer(const scheduler::Offer& offer) const {
        std::string words = time(offer.time.begin());
        if (!offer.label.empty()) words += ", " + offer.label;
        if (const auto* worker = after_.find_worker(offer.worker)) words += ", with " + worker->first_name;
        if (offer.kind == scheduler::Kind::drop_in) words += ", dropping in";
        return words;
    }
    std::string booked(const storage::Booking& booking) const {
        std::string words = time(booking.starts);
        if (const auto* clinic = before_.find_clinic(booking.key.clinic);
            clinic != nullptr && !clinic->label.empty())
            words += ", " + clinic->label;
        if (const auto* worker = before_.find_worker(booking.worker)) words += ", with " + worker->first_name;
        return words;
    }

private:
    const scheduler::Service& before_;
    const scheduler::Service& after_;
    const scheduler::Zone& zone_;
};

json::object row_of(const PlannedChange& change, const PlanWords& words) {
    json::array choices;
    for (const auto& choice : change.choices) choices.emplace_back(words.offer(choice));
    using Outcome = PlannedChange::Outcome;
    json::object row{{"person", change.booking.contact},
                     {"booked", words.booked(change.booking)},
                     {"cause", in_words(change.cause)},
                     {"moved", change.outcome == Outcome::moved},
                     {"choice", change.outcome == Outcome::choice},
                     {"call", change.outcome == Outcome::call},
                     {"to", change.to ? words.offer(*change.to) : ""},
                     {"has_choices", !change.choices.empty()},
                     {"choices", std::move(choices)},
                     {"why", change.why}};
    if (change.told) {
        row["told"] = change.told->body;
        row["told_at"] = words.time(to_minutes(change.told->due));
    }
    if (change.outcome != Outcome::moved) row["decide_by"] = words.time(to_minutes(change.decide_by));
    return row;
}

json::array new_warnings(const scheduler::Service& before, const scheduler::Service& after,
                         scheduler::Date today) {
    std::vector<std::string> known;
    for (const auto& each : service::warnings_of(before, today, weeks_of_warnings))
        known.push_back(short_words(each.date) + ": " + each.words);
    json::array fresh;
    for (const auto& each : service::warnings_of(after, today, weeks_of_warnings)) {
        std::string words = short_words(each.date) + ": " + each.words;
        if (std::ranges::find(known, words) == known.end()) fresh.emplace_back(std::move(words));
    }
    return fresh;
}

json::array differences_of(const WantedChange& wanted) {
    json::array rows;
    for (const auto& each : config::differences(*wanted.base.file, wanted.changed)) {
        const std::string what = each.field.empty() ? std::string{each.before.empty() ? "new" : "gone"}
                                                    : std::string{label_of(each.field)};
        rows.push_back(json::object{{"part", each.part + ' ' + each.id},
                                    {"what", what},
                                    {"before", each.before.empty() ? "–" : each.before},
                                    {"after", each.after.empty() ? "–" : each.after}});
    }
    return rows;
}

Response plan_page(const Visit& visit, const WantedChange& wanted, const Plan& plan, json::array warnings,
                   bool is_overtaken) {
    const auto& after = wanted.changed.service;
    const auto zone = scheduler::Zone::find(after.zone);
    const PlanWords words{wanted.base.file->service, after, *zone};
    json::array rows;
    int moved = 0, choices = 0, calls = 0;
    for (const PlannedChange& change : plan.changes) {
        if (rows.size() < most_shown) rows.push_back(row_of(change, words));
        moved += change.outcome == PlannedChange::Outcome::moved ? 1 : 0;
        choices += change.outcome == PlannedChange::Outcome::choice ? 1 : 0;
        calls += change.outcome == PlannedChange::Outcome::call ? 1 : 0;
    }
    json::array fields;
    for (const auto& [name, value] : visit.form().fields())
        if (name != "csrf" && name != "digest" && name != "again")
            fields.push_back(json::object{{"name", name}, {"value", value}});
    return visit.page("change_plan", wanted.title,
                      {{"heading", wanted.title},
                       {"action", visit.request().path()},
                       {"fields", std::move(fields)},
                       {"digest", plan.digest},
                       {"rows", std::move(rows)},
                       {"any", !plan.changes.empty()},
                       {"moved", std::to_string(moved)},
                       {"choices", std::to_string(choices)},
                       {"calls", std::to_string(calls)},
                       {"stays", std::to_string(plan.stays)},
                       {"has_lines", !wanted.lines.empty()},
                       {"lines", json::array(wanted.lines.begin(), wanted.lines.end())},
                       {"differences", wanted.lines.empty() ? differences_of(wanted) : json::array{}},
                       {"has_warnings", !warnings.empty()},
                       {"warnings", std::move(warnings)},
                       {"overtaken_plan", is_overtaken},
                       {"back", wanted.back}},
                      is_overtaken ? 409 : 200);
}

std::string said_of(const service::Applied& applied) {
    if (applied.moved + applied.choices + applied.calls == 0) return "Saved. Nobody's time changes.";
    return "Saved. Moved and told: " + std::to_string(applied.moved) +
           ". Given a choice: " + std::to_string(applied.choices) +
           ". To be called: " + std::to_string(applied.calls) + ".";
}

/// Nothing of the transaction is written when somebody saved another version since `base` was read.
void check_base(Transaction& transaction, std::int64_t base) {
    if (storage::service_version(transaction) != base)
        throw storage::StatementFailed{storage::StatementFailed::Why::conflict,
                                       "another version of the service came in between"};
}

}  // namespace

std::string_view label_of(std::string_view field) {
    static constexpr std::pair<std::string_view, std::string_view> labels[] = {
        {"label", "nickname"},
        {"rrule", "when it runs"},
        {"first_date", "first date"},
        {"minimum_staff", "fewest workers"},
        {"run_over", "kept free after each"},
        {"children_welcome", "children welcome"},
        {"open_on_bank_holidays", "open on bank holidays"},
        {"exception", "single dates"},
        {"first_name", "first name"},
        {"closed", "closed days"},
        {"inset_days", "INSET days"},
        {"runs", "in which weeks"},
    };
    const auto found =
        std::ranges::find(labels, field, &std::pair<std::string_view, std::string_view>::first);
    return found == std::end(labels) ? field : found->second;
}

Task<Result<EditBase>> edit_base(const Tools& tools, const Visit& visit) {
    auto latest = co_await tools.book->latest();
    if (!latest) co_return std::unexpected(std::move(latest.error()));
    auto seen = co_await tools.book->at(visit.edit_version());
    // A form so old that its version is unknown is compared with nothing, so it can't be taken.
    if (!seen) co_return fail(Error::Kind::conflict, "the form names no version of the service");
    co_return EditBase{std::move(*seen), std::move(*latest)};
}

Task<Response> propose(const Tools& tools, Visit& visit, WantedChange wanted) {
    if (config::differences(*wanted.base.file, wanted.changed).empty())
        co_return visit.see_other(wanted.back, "Nothing was different, so nothing was changed.");
    const auto zone = scheduler::Zone::find(wanted.changed.service.zone);
    const auto today = scheduler::date_of(zone->to_local(to_minutes(visit.now())));
    json::array warnings = new_warnings(wanted.base.file->service, wanted.changed.service, today);
    const auto bundle = std::make_shared<const config::BundledService>(
        config::BundledService{wanted.changed, {config::write_service(wanted.changed), {}}});
    const auto make_plan = [&tools, bundle, base = wanted.base.number,
                            now = visit.now()](Transaction& transaction) {
        check_base(transaction, base);
        return service::plan_change(transaction, tools.desk, *bundle, now);
    };
    std::string digest = visit.form().get("digest");
    const bool was_read = !digest.empty();
    if (!was_read) {
        const auto plan = co_await tools.database.read(make_plan);
        if (!plan) co_return visit.failed(plan.error());
        if (!plan->changes.empty() || !warnings.empty() || !wanted.lines.empty())
            co_return plan_page(visit, wanted, *plan, std::move(warnings), false);
        digest = plan->digest;
    }
    const auto applied = co_await visit.act(
        "service_changed", "",
        [&tools, bundle, digest, base = wanted.base.number, by = visit.who().account.id,
         now = visit.now()](Transaction& transaction) {
            check_base(transaction, base);
            return service::apply_change(transaction, tools.desk, *bundle, digest, by, now);
        });
    if (!applied) co_return visit.failed(applied.error());
    if (!*applied) {
        const auto plan = co_await tools.database.read(make_plan);
        if (!plan) co_return visit.failed(plan.error());
        co_return plan_page(visit, wanted, *plan, std::move(warnings), true);
    }
    if (tools.service_changed) co_await tools.service_changed();
    tools.wake();
    co_return visit.see_other(wanted.back, said_of(**applied));
}

}  // namespace offing::console
