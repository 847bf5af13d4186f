// What needs a person: one list, crisis first; and one of them with the texts it came from, which are opened
// here alone, each time on record. Answering sends reviewed words, or words of one's own that pass lint.

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/console/moments.hpp"
#include "gateway/console/task_words.hpp"
#include "gateway/console/visit.hpp"
#include "gateway/service/person_tasks.hpp"
#include "templates/lint.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using service::Answered;
using storage::TaskRow;
using storage::Transaction;
using Kind = Question::Kind;

namespace {

constexpr int most_tasks = 500;
constexpr int most_texts = 40;
constexpr std::string_view own_words = "own";

json::object row_of(const TaskRow& row, const Moments& moments, Timestamp now) {
    const bool overdue = row.task.due < now;
    return {{"id", row.task.id},
            {"title", words_for_task(row.task.kind, row.alert_kind).title},
            {"understood", understood_words(row.task.meaning)},
            {"opened", "Since " + moments.day(row.task.opened) + ", " + moments.clock(row.task.opened)},
            {"due", (overdue ? "was due " : "due ") + moments.moment(row.task.due)},
            {"overdue", overdue},
            {"is_crisis", row.task.kind == "crisis"},
            {"alert", row.alert},
            {"may_take", !row.alert.empty() && row.alert_taken_by.empty()},
            {"is_taken", !row.alert.empty() && !row.alert_taken_by.empty()}};
}

Task<Response> list(const Tools& tools, Visit& visit) {
    const auto rows = co_await tools.database.read(
        [](Transaction& transaction) { return storage::open_task_rows(transaction, {}, most_tasks + 1); });
    if (!rows) co_return visit.failed(rows.error());
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    json::array crisis, others;
    for (const TaskRow& row : *rows) {
        if (crisis.size() + others.size() == most_tasks) break;
        (row.task.kind == "crisis" ? crisis : others).push_back(row_of(row, moments, visit.now()));
    }
    const bool is_cut_off = std::cmp_greater(rows->size(), most_tasks);
    co_return visit.page("tasks", "Needs a person",
                         {{"any", !rows->empty()},
                          {"has_crisis", !crisis.empty()},
                          {"crisis", std::move(crisis)},
                          {"has_others", !others.empty()},
                          {"others", std::move(others)},
                          {"is_cut_off", is_cut_off},
                          {"at", moments.clock(visit.now())},
                          {"may_answer", visit.may(Right::answer_tasks)}});
}

/// A task with all that its page shows, read in one transaction.
struct Opened {
    std::optional<TaskRow> row;
    std::optional<storage::Contact> contact;
    std::vector<storage::ThreadText> thread;
    std::vector<TaskRow> others;  ///< of the same woman
    std::string done_by{};        ///< a name
    explicit operator bool() const { return row.has_value(); }
};

std::string name_of_staff(Transaction& transaction, const std::string& id) {
    const auto account = storage::find_staff(transaction, id);
    return account ? account->name : std::string{};
}

Opened open(Transaction& transaction, const service::Desk& desk, const std::string& id) {
    Opened opened{.row = storage::find_task_row(transaction, id), .contact = {}, .thread = {}, .others = {}};
    if (!opened.row) return opened;
    if (opened.row->done) opened.done_by = name_of_staff(transaction, opened.row->done_by);
    const auto& contact = opened.row->task.contact;
    if (!contact) return opened;
    opened.contact = storage::find_contact(transaction, desk.vault, *contact);
    opened.thread = storage::thread_with(transaction, *contact, most_texts);
    opened.others = storage::open_task_rows(transaction, *contact, most_tasks);
    std::erase_if(opened.others, [&](const TaskRow& other) { return other.task.id == id; });
    return opened;
}

/// Reading her words is an act of its own.
Task<Result<Opened>> read_task(const Tools& tools, const Visit& visit) {
    const auto contact = co_await tools.database.read([id = visit.id()](Transaction& transaction) {
        const auto row = storage::find_task_row(transaction, id);
        return row ? row->task.contact.value_or("") : std::string{};
    });
    if (!contact) co_return std::unexpected(contact.error());
    auto opened = co_await visit.act(
        "read_texts", *contact,
        [&tools, id = visit.id()](Transaction& transaction) { return open(transaction, tools.desk, id); });
    if (!opened) co_return std::unexpected(std::move(opened.error()));
    if (!opened->row) co_return fail(Error::Kind::not_found, "no such task");
    co_return std::move(*opened);
}

std::string_view state_words(const storage::ThreadText& text) {
    if (text.is_hers) return "";
    if (text.status == "waiting" || text.status == "sending") return "not sent yet";
    if (text.status == "sent") return "";
    if (text.status == "unknown") return "may not have gone out";
    return "not sent";
}

json::array thread_of(const Opened& opened, const Moments& moments) {
    json::array thread;
    for (const auto& text : opened.thread) {
        std::string words;
        if (opened.contact && !text.body_sealed.empty())
            words = opened.contact->key.open(text.body_sealed, "body").value_or("");
        thread.push_back(json::object{{"is_hers", text.is_hers},
                                      {"words", words},
                                      {"when", moments.day(text.at) + ", " + moments.clock(text.at)},
                                      {"state", state_words(text)},
                                      {"is_this", opened.row->task.inbound == text.id}});
    }
    return thread;
}

std::string latest_of(const Opened& opened) {
    for (auto text = opened.thread.rbegin(); text != opened.thread.rend(); ++text)
        if (text->is_hers) return text->id;
    return {};
}

bool may_write(const Tools& tools) { return tools.desk.catalogue.find("by_hand", "en-GB") != nullptr; }

Sheet answer_sheet(const Tools& tools, const Opened& opened) {
    Question which{.kind = Kind::radios, .name = "answer", .label = "What she is sent"};
    for (const auto& ready : service::ready_answers(tools.desk, *opened.contact, opened.row->task.kind))
        which.choices.push_back({ready.template_id, ready.words, ready.suits ? "Suits what she wrote" : ""});
    if (may_write(tools))
        which.choices.push_back({std::string{own_words}, "Words of your own", "Write them below."});
    return Sheet{
        {std::move(which),
         {.kind = Kind::textarea,
          .name = "words",
          .label = "Words of your own",
          .hint =
              "Plain and short, at most 160 letters. Nothing that says who we are, what for, or where."}}};
}

Sheet outcome_sheet(const Opened& opened) {
    return Sheet{{{.kind = Kind::radios,
                   .name = "outcome",
                   .label = "How it ended",
                   .choices = outcomes_of(opened.row->task.kind)}}};
}

std::string reach_words(const Tools& tools, const Visit& visit, const storage::Contact& contact,
                        const Moments& moments) {
    const auto due = service::answer_due(tools.desk, contact, visit.now());
    if (due && *due <= visit.now()) return "It reaches her now: she has just texted.";
    if (due) return "It goes to her " + moments.moment(*due) + ", her next safe moment.";
    if (contact.texts != storage::TextsState::on)
        return "Nothing can be texted to her: her texts are off, or wait for somebody to check the number.";
    return "Nothing can be texted to her: she has no safe time in the next weeks.";
}

json::object task_model(const Tools& tools, const Visit& visit, const Opened& opened) {
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    const TaskRow& row = *opened.row;
    const bool is_open = !row.done;
    json::object model = row_of(row, moments, visit.now());
    model["advice"] = words_for_task(row.task.kind, row.alert_kind).advice;
    model["is_open"] = is_open;
    json::array thread = thread_of(opened, moments);
    model["has_thread"] = !thread.empty();
    model["thread"] = std::move(thread);
    json::array others;
    for (const TaskRow& other : opened.others)
        others.push_back(json::object{{"id", other.task.id},
                                      {"title", words_for_task(other.task.kind, other.alert_kind).title}});
    model["has_other_tasks"] = !others.empty();
    model["other_tasks"] = std::move(others);
    if (!is_open)
        model["ended"] = outcome_words(row.outcome) + ", " + moments.day(*row.done) + " at " +
                         moments.clock(*row.done) +
                         (opened.done_by.empty() ? std::string{} : ", by " + opened.done_by) + ".";
    model["may_answer"] = visit.may(Right::answer_tasks) && is_open;
    model["may_see_people"] = visit.may(Right::see_people) && opened.contact.has_value();
    model["is_erased"] = row.task.contact.has_value() && !opened.contact;
    if (!opened.contact) return model;
    model["person"] = opened.contact->id;
    model["is_in_touch"] = opened.contact->person.has_value();
    const bool has_words =
        may_write(tools) || !service::ready_answers(tools.desk, *opened.contact, row.task.kind).empty();
    model["has_words"] = has_words;
    model["may_text"] =
        has_words && service::answer_due(tools.desk, *opened.contact, visit.now()).has_value();
    model["may_write"] = may_write(tools);
    model["reach"] = reach_words(tools, visit, *opened.contact, moments);
    model["read_until"] = latest_of(opened);
    return model;
}

/// Both forms of the page; the one that came back keeps what was typed.
json::object with_sheets(json::object model, const Sheet* answer, const Sheet* outcome) {
    json::object fields;
    json::array wrong;
    for (const Sheet* sheet : {answer, outcome}) {
        if (sheet == nullptr) continue;
        json::object one = sheet->model();
        for (auto& [name, question] : one["f"].as_object()) fields[name] = question;
        for (auto& each : one["wrong"].as_array()) wrong.push_back(each);
    }
    model["f"] = std::move(fields);
    model["wrong"] = std::move(wrong);
    return model;
}

Response task_page(const Tools& tools, const Visit& visit, const Opened& opened,
                   const Sheet* answer = nullptr, const Sheet* outcome = nullptr,
                   std::string_view notice = {}) {
    std::optional<Sheet> fresh_answer, fresh_outcome;
    if (opened.contact && answer == nullptr) answer = &fresh_answer.emplace(answer_sheet(tools, opened));
    if (outcome == nullptr) outcome = &fresh_outcome.emplace(outcome_sheet(opened));
    json::object model = with_sheets(task_model(tools, visit, opened), answer, outcome);
    model["notice"] = notice;
    const int status = !notice.empty() ? 409 : model["wrong"].as_array().empty() ? 200 : 422;
    return visit.page("task", "Needs a person", std::move(model), status);
}

Task<Response> show(const Tools& tools, Visit& visit) {
    const auto opened = co_await read_task(tools, visit);
    if (!opened) co_return visit.failed(opened.error());
    co_return task_page(tools, visit, *opened);
}

constexpr std::string_view second_one =
    "Somebody else was first: see below how it ended. Nothing of yours was sent or saved.";

std::string_view notice_for(Answered::How how) {
    switch (how) {
        case Answered::How::done:
        case Answered::How::no_such_task:
            return "";
        case Answered::How::somebody_was_first:
            return second_one;
        case Answered::How::she_texted:
            return "She has texted since you opened this. Read it first; nothing was sent, and what you "
                   "chose "
                   "is still below.";
        case Answered::How::not_to_be_texted:
            return "Nothing can be texted to her now: her texts are off, or she has to be knocked for first. "
                   "Ring her "
                   "instead. Nothing was sent.";
    }
    return "";
}

/// Each thing that is wrong with words of one's own, at their field.
void refuse_words(const Tools& tools, Sheet& sheet, const templates::Problem& problem) {
    std::string all;
    if (const auto lint = tools.desk.catalogue.lint())
        for (const auto& finding : lint->check(sheet.get("words"), {}))
            all.append(all.empty() ? "" : " ")
                .append("\"" + finding.found + "\": " + finding.why +
                        (finding.better.empty() ? "" : " Better: " + finding.better));
    sheet.refuse("words", all.empty() ? problem.what + " " + problem.remedy : all);
}

Task<Response> answer(const Tools& tools, Visit& visit) {
    const auto opened = co_await read_task(tools, visit);
    if (!opened) co_return visit.failed(opened.error());
    if (!opened->contact) co_return visit.not_found();
    Sheet sheet = answer_sheet(tools, *opened);
    sheet.read(visit.form());
    if (opened->row->done) co_return task_page(tools, visit, *opened, &sheet, nullptr, second_one);
    const std::string chosen = sheet.chosen("answer", "Choose what she is sent");
    if (chosen.empty()) co_return task_page(tools, visit, *opened, &sheet);
    const service::StaffAnswer wanted{.task = visit.id(),
                                      .template_id = chosen == own_words ? "" : chosen,
                                      .words = sheet.get("words"),
                                      .read_until = visit.form().get("read_until"),
                                      .by = visit.who().account.id};
    const auto text = service::text_of(tools.desk, *opened->contact, wanted);
    if (!text) {
        refuse_words(tools, sheet, text.error());
        co_return task_page(tools, visit, *opened, &sheet);
    }
    const auto answered =
        co_await visit.act("task_answered", opened->contact->id,
                           [&tools, wanted, text = *text, now = visit.now()](Transaction& transaction) {
                               return service::answer_task(transaction, tools.desk, wanted, text, now);
                           });
    if (!answered) co_return visit.failed(answered.error());
    if (answered->how != Answered::How::done) {
        const auto again = co_await read_task(tools, visit);
        if (!again) co_return visit.failed(again.error());
        co_return task_page(tools, visit, *again, &sheet, nullptr, notice_for(answered->how));
    }
    tools.wake();
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    co_return visit.see_other("/tasks", "Answered: it goes to her " + moments.moment(answered->due) + ".");
}

Task<Response> close(const Tools& tools, Visit& visit) {
    const auto opened = co_await read_task(tools, visit);
    if (!opened) co_return visit.failed(opened.error());
    Sheet sheet = outcome_sheet(*opened);
    sheet.read(visit.form());
    if (opened->row->done) co_return task_page(tools, visit, *opened, nullptr, &sheet, second_one);
    const std::string outcome = sheet.chosen("outcome", "Choose how it ended");
    if (outcome.empty()) co_return task_page(tools, visit, *opened, nullptr, &sheet);
    const auto done = co_await visit.act(
        "task_closed", opened->row->task.contact.value_or(""),
        [&tools, id = visit.id(), outcome, by = visit.who().account.id,
         now = visit.now()](Transaction& transaction) {
            const auto row = storage::find_task_row(transaction, id);
            if (!row || !service::close_with(transaction, *row, outcome, by, now)) return false;
            if (outcome == checked_texts_on && row->task.contact)
                service::texts_on_after_check(transaction, tools.desk, *row->task.contact, now);
            return true;
        });
    if (!done) co_return visit.failed(done.error());
    if (*done) co_return visit.see_other("/tasks", "Closed. It is on record how it ended.");
    const auto again = co_await read_task(tools, visit);
    if (!again) co_return visit.failed(again.error());
    co_return task_page(tools, visit, *again, nullptr, &sheet, second_one);
}

Task<Response> take_alert(const Tools& tools, Visit& visit) {
    const auto alert = co_await tools.database.read(
        [id = visit.id()](Transaction& transaction) { return storage::find_alert(transaction, id); });
    if (!alert) co_return visit.failed(alert.error());
    if (!*alert) co_return visit.not_found();
    const auto taken = co_await visit.act(
        "alert_acknowledged", (*alert)->contact,
        [id = visit.id(), by = visit.who().account.id, now = visit.now()](Transaction& transaction) {
            return service::acknowledge(transaction, id, by, now);
        });
    if (!taken) co_return visit.failed(taken.error());
    const std::string back = (*alert)->task.empty() ? "/tasks" : "/tasks/" + (*alert)->task;
    co_return visit.see_other(
        back, *taken ? "You have it: nobody else is told any more." : "Somebody has it already.");
}

}  // namespace

std::span<const Route> task_routes() {
    static constexpr Route routes[] = {{"GET", "/tasks", Right::see_tasks, list},
                                       {"GET", "/tasks/:id", Right::see_tasks, show},
                                       {"POST", "/tasks/:id/answer", Right::answer_tasks, answer},
                                       {"POST", "/tasks/:id/close", Right::answer_tasks, close},
                                       {"POST", "/tasks/alerts/:id", Right::answer_tasks, take_alert}};
    return routes;
}

}  // namespace offing::console
