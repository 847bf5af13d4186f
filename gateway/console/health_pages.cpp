// How the service stands: accounts with SMS companies and a test text, texts that wait for a person, numbers
// that a company blocks, copies of the store, how long things are kept, and what the doctor finds. No number
// of a woman, no word of a text and no secret is among it.

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/console/deployment.hpp"
#include "gateway/console/pattern.hpp"
#include "gateway/console/visit.hpp"
#include "gateway/service/queue.hpp"
#include "gateway/service/turn.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using service::Decision;
using storage::Transaction;

namespace {

constexpr std::chrono::hours copy_is_old{26};
constexpr int most_shown = 50;

std::string moment(const Tools& tools, Timestamp time) {
    const auto local = tools.desk.diary.zone().to_local(std::chrono::floor<std::chrono::minutes>(time));
    const auto day = scheduler::date_of(local);
    return short_words(day) + ", " + in_words(scheduler::ClockTime{local - std::chrono::local_days{day}});
}

std::string age(Timestamp then, Timestamp now) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now - then).count();
    if (minutes < 1) return "less than a minute";
    if (minutes < 120) return std::to_string(minutes) + (minutes == 1 ? " minute" : " minutes");
    if (minutes < 48 * 60) return std::to_string(minutes / 60) + " hours";
    return std::to_string(minutes / (24 * 60)) + " days";
}

std::string_view kind_of(storage::Priority priority) {
    switch (priority) {
        case storage::Priority::crisis:
            return "Urgent texts";
        case storage::Priority::answer:
            return "Answers";
        case storage::Priority::reminder:
            return "Reminders and offers";
    }
    return "";
}

struct Standing {
    service::QueueView queue;
    std::vector<std::pair<std::string, Timestamp>> reconciled;  ///< by account; the epoch when never
};

Standing standing_of(Transaction& transaction, const std::vector<SeenAccount>& accounts, Timestamp now) {
    Standing standing{service::view_queue(transaction, now, most_shown), {}};
    for (const auto& account : accounts)
        standing.reconciled.emplace_back(account.name, storage::reconciled_until(transaction, account.name));
    return standing;
}

json::array accounts_model(const Tools& tools, const Standing& standing) {
    json::array rows;
    for (const auto& account : tools.deployment->accounts) {
        const auto asked =
            std::ranges::find(standing.reconciled, account.name, &std::pair<std::string, Timestamp>::first);
        const bool never = asked == standing.reconciled.end() || asked->second == Timestamp{};
        rows.push_back(json::object{
            {"name", account.name},
            {"kind", account.kind},
            {"sender", account.sender},
            {"webhook", account.webhook},
            {"rate", std::to_string(static_cast<int>(account.texts_per_second)) +
                         (account.texts_per_second < 1 ? " (slower than one)" : "")},
            {"spare", account.weight <= 0},
            {"reconciled", never ? std::string{"not yet"} : "up to " + moment(tools, asked->second)}});
    }
    return rows;
}

json::array depths_model(const Tools& tools, const Visit& visit, const service::QueueView& queue) {
    json::array rows;
    for (const auto& depth : queue.depths)
        rows.push_back(json::object{
            {"kind", kind_of(depth.priority)},
            {"due", depth.due},
            {"later", depth.later},
            {"oldest", depth.oldest ? "the oldest for " + age(*depth.oldest, visit.now()) : std::string{}}});
    (void)tools;
    return rows;
}

json::array texts_model(const Tools& tools, const Visit& visit,
                        const std::vector<storage::QueuedText>& texts) {
    json::array rows;
    for (const auto& text : texts)
        rows.push_back(json::object{{"id", text.id},
                                    {"template", text.template_id},
                                    {"account", text.account},
                                    {"why", text.why},
                                    {"attempts", text.attempts},
                                    {"due", moment(tools, text.due)},
                                    {"over", text.expires <= visit.now()},
                                    {"expires", moment(tools, text.expires)},
                                    {"person", visit.may(Right::see_people) ? text.contact : std::string{}}});
    return rows;
}

json::array blocks_model(const Tools& tools, const Visit& visit,
                         const std::vector<storage::ProviderBlock>& blocks) {
    json::array rows;
    for (const auto& block : blocks)
        rows.push_back(
            json::object{{"contact", block.contact},
                         {"account", block.account},
                         {"since", moment(tools, block.since)},
                         {"person", visit.may(Right::see_people) ? block.contact : std::string{}}});
    return rows;
}

/// "2026-11-23T01:30:00Z"; the epoch for anything else.
Timestamp time_of(const std::string& made_at) {
    const auto date = scheduler::parse_date(std::string_view{made_at}.substr(0, 10));
    if (!date || made_at.size() < 16) return {};
    const auto two = [&](std::size_t at) { return (made_at[at] - '0') * 10 + (made_at[at + 1] - '0'); };
    return Timestamp{std::chrono::sys_days{date->time_since_epoch()}} + std::chrono::hours{two(11)} +
           std::chrono::minutes{two(14)};
}

void add_copies(json::object& model, const Tools& tools, const Visit& visit,
                const std::vector<SeenCopy>& copies) {
    model["copies"] = copies.size();
    model["has_copies"] = !copies.empty();
    if (copies.empty()) return;
    const Timestamp made = time_of(copies.front().made_at);
    model["newest_copy"] = moment(tools, made);
    model["copy_is_old"] = visit.real_now() - made > copy_is_old;
    model["copy_size"] = std::to_string(std::max<std::uintmax_t>(copies.front().bytes >> 10U, 1)) + " KiB";
}

Sheet test_sheet(const Tools& tools) {
    using Kind = Question::Kind;
    std::vector<Choice> accounts;
    for (const auto& account : tools.deployment->accounts) accounts.push_back({account.name, account.name});
    return Sheet{
        {{.kind = Kind::select,
          .name = "account",
          .label = "By which account",
          .choices = std::move(accounts)},
         {.kind = Kind::tel,
          .name = "number",
          .label = "To which number of your own",
          .hint = "It says \"Test. Please ignore.\" and is kept nowhere. A woman's number is refused.",
          .width = 20}}};
}

Task<Response> health_page(const Tools& tools, const Visit& visit, const Sheet& sheet, int status) {
    const auto& deployment = *tools.deployment;
    const auto standing = co_await tools.database.read(
        [&accounts = deployment.accounts, now = visit.now()](Transaction& transaction) {
            return standing_of(transaction, accounts, now);
        });
    if (!standing) co_return visit.failed(standing.error());
    const auto copies = co_await deployment.copies();
    const auto& queue = standing->queue;
    json::object model{{"engine", deployment.engine == "postgres" ? "PostgreSQL" : "SQLite"},
                       {"accounts", accounts_model(tools, *standing)},
                       {"depths", depths_model(tools, visit, queue)},
                       {"unknown", texts_model(tools, visit, queue.unknown)},
                       {"failed", texts_model(tools, visit, queue.failed)},
                       {"waits_for_a_person", !queue.unknown.empty() || !queue.failed.empty()},
                       {"blocked", blocks_model(tools, visit, queue.blocked)},
                       {"has_blocked", !queue.blocked.empty()},
                       {"without_receipt", queue.without_receipt},
                       {"to_remove", queue.to_remove},
                       {"keep_bodies", deployment.keep_bodies.count()},
                       {"keep_enquiries", deployment.keep_enquiries.count()},
                       {"on_call_routes", deployment.on_call_routes},
                       {"may_test", visit.may(Right::edit_settings)},
                       {"may_decide", visit.may(Right::decide_texts)},
                       {"may_manage_staff", visit.may(Right::manage_staff)}};
    add_copies(model, tools, visit, copies);
    co_return visit.ask("health", "Health", std::move(model), sheet, status);
}

Task<Response> show(const Tools& tools, Visit& visit) {
    co_return co_await health_page(tools, visit, test_sheet(tools), 200);
}

Task<Response> findings(const Tools& tools, Visit& visit) {
    const auto found = co_await tools.deployment->examine();
    json::array rows;
    std::size_t wrong = 0;
    for (const auto& finding : found) {
        const bool is_wrong = finding.level == SeenFinding::Level::wrong;
        const bool is_soon = finding.level == SeenFinding::Level::soon;
        wrong += is_wrong ? 1 : 0;
        rows.push_back(json::object{{"check", finding.check},
                                    {"what", finding.what},
                                    {"mend", finding.mend},
                                    {"level", is_wrong  ? "To mend"
                                              : is_soon ? "Soon"
                                                        : "Well"},
                                    {"colour", is_wrong  ? "red"
                                               : is_soon ? "yellow"
                                                         : "green"}});
    }
    const std::string summary = wrong == 0   ? "Nothing stands in the way of serving."
                                : wrong == 1 ? "One thing to mend."
                                             : std::to_string(wrong) + " things to mend.";
    co_return visit.page("health_findings", "The deployment",
                         {{"findings", std::move(rows)}, {"summary", summary}});
}

std::string why_not(const service::TestSent& sent) {
    using What = service::TestSent::What;
    switch (sent.what) {
        case What::refused_number:
            return "That is no UK mobile number that texts can go to. Write it as 07700 900999.";
        case What::her_number:
            return "That number belongs to a woman in touch with the service. Use one of your own.";
        case What::no_such_account:
            return "There is no account of that name.";
        default:
            return "It didn't go: " + (sent.outcome.empty() ? sent.detail : sent.outcome) +
                   (sent.detail.empty() || sent.outcome.empty() ? "" : " (" + sent.detail + ")") + ".";
    }
}

Task<Response> test_text(const Tools& tools, Visit& visit) {
    Sheet sheet = test_sheet(tools);
    sheet.read(visit.form());
    const std::string account = sheet.chosen("account", "Choose one of the accounts.");
    const std::string number = sheet.required("number", "Write a number of your own.");
    if (!sheet.is_sound()) co_return co_await health_page(tools, visit, sheet, 422);
    // On record before it goes: that it was tried, and by which account.
    const auto noted = co_await visit.act("test_text_sent", "", [](Transaction&) { return true; });
    if (!noted) co_return visit.failed(noted.error());
    const auto sent = co_await tools.deployment->send_test(account, number);
    if (sent.what == service::TestSent::What::sent)
        co_return visit.see_other("/health", "The company took it. Look whether it arrives.");
    const bool is_about_number = sent.what == service::TestSent::What::refused_number ||
                                 sent.what == service::TestSent::What::her_number;
    sheet.refuse(is_about_number ? "number" : "account", why_not(sent));
    co_return co_await health_page(tools, visit, sheet, 422);
}

using Decide = Decision (*)(Transaction&, std::string_view, std::string_view, Timestamp);

Task<Response> decide(const Tools& tools, Visit& visit, std::string_view act, Decide how, std::string said) {
    struct Done {
        Decision decision;
        explicit operator bool() const { return decision == Decision::done; }
    };
    const auto done =
        co_await visit.act(act, "",
                           [id = visit.id(), by = visit.who().account.id, now = visit.now(),
                            how](Transaction& transaction) { return Done{how(transaction, id, by, now)}; });
    if (!done) co_return visit.failed(done.error());
    if (done->decision == Decision::no_such_text) co_return visit.not_found();
    if (done->decision != Decision::done)
        co_return visit.message(409, "That can't be done now",
                                "Nothing was changed: " + std::string{spell(done->decision)} + ".");
    tools.wake();
    co_return visit.see_other("/health", said);
}

Task<Response> retry(const Tools& tools, Visit& visit) {
    return decide(tools, visit, "text_retried", service::retry_text,
                  "It is sent once more. If it had gone out before, she gets it twice.");
}

Task<Response> park(const Tools& tools, Visit& visit) {
    return decide(tools, visit, "text_parked", service::park_text, "It will never be sent.");
}

Task<Response> lift(const Tools&, Visit& visit) {
    const std::string contact = visit.form().get("contact"), account = visit.form().get("account");
    const auto done = co_await visit.act(
        "block_lifted", "",
        [contact, account, by = visit.who().account.id, now = visit.now()](Transaction& transaction) {
            return service::lift_block(transaction, contact, account, by, now);
        });
    if (!done) co_return visit.failed(done.error());
    if (!*done) co_return visit.not_found();
    co_return visit.see_other("/health", "Texts may go to that number again, until the company refuses one.");
}

Task<Response> check_copy(const Tools& tools, Visit& visit) {
    const auto noted = co_await visit.act("copy_checked", "", [](Transaction&) { return true; });
    if (!noted) co_return visit.failed(noted.error());
    const std::string wrong = co_await tools.deployment->check_newest_copy();
    if (wrong.empty()) co_return visit.see_other("/health", "The newest copy was read back, and is whole.");
    co_return visit.message(409, "The newest copy is not whole",
                            "Make another one now: offing db backup. What is wrong: " + wrong + ".");
}

}  // namespace

std::span<const Route> health_routes() {
    static constexpr Route routes[] = {{"GET", "/health", Right::see_health, show},
                                       {"GET", "/health/findings", Right::see_health, findings},
                                       {"POST", "/health/test", Right::edit_settings, test_text},
                                       {"POST", "/health/copy/check", Right::edit_settings, check_copy},
                                       {"POST", "/health/blocks/lift", Right::decide_texts, lift},
                                       {"POST", "/health/texts/:id/retry", Right::decide_texts, retry},
                                       {"POST", "/health/texts/:id/park", Right::decide_texts, park}};
    return routes;
}

}  // namespace offing::console
