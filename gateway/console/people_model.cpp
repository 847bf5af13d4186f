#include "gateway/console/people_model.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "gateway/console/pattern.hpp"
#include "gateway/console/task_words.hpp"
#include "gateway/console/window_words.hpp"
#include "gateway/service/people.hpp"
#include "gateway/storage/companies.hpp"

namespace offing::console {

namespace json = boost::json;
using storage::Transaction;

namespace {

constexpr int most_shown = 50;

std::string texts_words(storage::TextsState texts) {
    switch (texts) {
        case storage::TextsState::on:
            return "on";
        case storage::TextsState::off:
            return "off: she asked for none";
        case storage::TextsState::pending_check:
            return "waiting until somebody has checked the number with her";
        case storage::TextsState::suspended:
            return "stopped: somebody else may hold the phone";
    }
    return "";
}

json::array windows_words(const std::vector<scheduler::BusyWindow>& windows) {
    json::array words;
    for (const auto& window : windows) words.emplace_back(in_words(window));
    return words;
}

json::array bookings_of(const scheduler::Service& service, const Moments& moments, const SeenPerson& person) {
    json::array rows;
    for (const auto& booking : person.ahead)
        rows.push_back(json::object{
            {"id", booking.id},
            {"words", time_words(service, moments, booking.starts, booking.key.clinic, booking.worker)},
            {"confirmed", booking.confirmed}});
    return rows;
}

json::array offers_of(const scheduler::Service& service, const Moments& moments, const SeenPerson& person) {
    json::array rows;
    if (!person.offers) return rows;
    for (const auto& offer : person.offers->offers)
        rows.emplace_back(time_words(service, moments, offer.time.begin(), offer.key.clinic, offer.worker));
    return rows;
}

json::array line_of(const Moments& moments, const SeenPerson& person) {
    json::array rows;
    for (const auto& event : person.line) {
        const bool is_first = event.kind == "person_added";
        rows.push_back(json::object{
            {"when", moments.day(event.at)},
            {"what", is_first ? "Her place was set." : "A person changed it. The reason is in the ledger."}});
    }
    return rows;
}

void add_wishes(json::object& model, const scheduler::Service& service, const storage::Person& person) {
    const bool usual = person.busy.empty();
    model["busy"] = windows_words(usual ? service.usual_school_run : person.busy);
    model["is_usual_run"] = usual;
    model["safe"] = windows_words(person.safe);
    model["is_usual_safe"] = person.safe.empty();
    const auto* worker = person.usual_worker ? service.find_worker(*person.usual_worker) : nullptr;
    model["usual_worker"] = worker == nullptr ? "" : worker->first_name;
    std::vector<std::string> not_workers;
    for (const auto& id : person.workers_not)
        if (const auto* not_worker = service.find_worker(id)) not_workers.push_back(not_worker->first_name);
    model["not_workers"] = joined(not_workers);
    model["women_only"] = person.women_only;
    model["not_before"] = person.not_before ? in_words(*person.not_before) : "";
    model["travel"] = person.travel.count() == 0 ? "" : std::to_string(person.travel.count()) + " minutes";
    model["school"] = person.school;
    model["language"] = language_words(person.language);
    model["level"] = level_words(person.discreet_level);
    model["has_code_word"] = !person.code_word_sealed.empty();
    model["answers"] = person.answer_at_once ? "at once, when she texts" : "only in her safe times";
    model["checked"] = person.number_checked ? short_words(*person.number_checked) : "never";
}

}  // namespace

std::string level_words(int level) {
    switch (level) {
        case 0:
            return "Day, time and her worker's first name";
        case 1:
            return "Day and time";
        case 2:
            return "First whether a text is ok now: nothing else before she answers";
        default:
            return "A knock first: nothing is said before she answers, with her code word if she has one";
    }
}

std::string language_words(std::string_view language) {
    static constexpr std::pair<std::string_view, std::string_view> known[] = {
        {"en-GB", "English"}, {"cy", "Welsh"}, {"pl", "Polish"}, {"ur", "Urdu"}};
    for (const auto& [code, words] : known)
        if (code == language) return std::string{words};
    return std::string{language};
}

std::string number_of(const storage::Contact& contact) {
    return contact.key.open(contact.number_sealed, "number").value_or("");
}

std::string name_of(const SeenPerson& person) {
    if (person.card.name_sealed.empty()) return {};
    return person.contact.key.open(person.card.name_sealed, "name").value_or("");
}

std::string masked(std::string_view number) {
    return number.size() < 6 ? "hidden" : "ends in " + std::string{number.substr(number.size() - 3)};
}

std::string time_words(const scheduler::Service& service, const Moments& moments, Timestamp starts,
                       std::string_view clinic, std::string_view worker) {
    std::string words = moments.day(starts) + " at " + moments.clock(starts);
    words[0] = words[0] == 't' ? 'T' : words[0];
    if (const auto* found = service.find_clinic(clinic); found != nullptr && !found->label.empty())
        words += ", " + found->label;
    if (const auto* with = service.find_worker(worker)) words += ", with " + with->first_name;
    return words;
}

std::optional<SeenPerson> see_person_in(Transaction& transaction, const service::Desk& desk,
                                        std::string_view id, Timestamp now) {
    auto contact = storage::find_contact(transaction, desk.vault, id);
    if (!contact) return std::nullopt;
    return SeenPerson{.contact = std::move(*contact),
                      .card = storage::person_card(transaction, id).value_or(storage::PersonCard{}),
                      .ahead = storage::bookings_ahead(transaction, id, now),
                      .offers = storage::open_offers(transaction, id),
                      .tasks = storage::open_task_rows(transaction, id, most_shown),
                      .line = storage::line_events(transaction, id, most_shown),
                      .is_blocked = storage::is_blocked(transaction, id)};
}

Task<Result<SeenPerson>> see_person(const Tools& tools, const Visit& visit) {
    auto seen =
        co_await tools.database.read([&tools, id = visit.id(), now = visit.now()](Transaction& transaction) {
            return see_person_in(transaction, tools.desk, id, now);
        });
    if (!seen) co_return std::unexpected(std::move(seen.error()));
    if (!*seen) co_return fail(Error::Kind::not_found, "nobody of that id");
    co_return std::move(**seen);
}

json::object person_model(const Tools& tools, const Visit& visit, const SeenPerson& person, bool revealed) {
    const auto service = tools.desk.diary.service();
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    const std::string number = number_of(person.contact);
    const std::string name = name_of(person);
    json::array tasks;
    if (visit.may(Right::see_tasks))
        for (const auto& row : person.tasks)
            tasks.push_back(json::object{{"id", row.task.id},
                                         {"title", words_for_task(row.task.kind, row.alert_kind).title}});
    json::object model{{"id", person.contact.id},
                       {"person_id", person.contact.id},
                       {"is_in_touch", person.contact.person.has_value()},
                       {"revealed", revealed},
                       {"number", revealed ? number : masked(number)},
                       {"her_name", revealed       ? name
                                    : name.empty() ? ""
                                                   : "hidden"},
                       {"texts", texts_words(person.contact.texts)},
                       {"is_blocked", person.is_blocked},
                       {"has_tasks", !tasks.empty()},
                       {"tasks", std::move(tasks)},
                       {"bookings", bookings_of(*service, moments, person)},
                       {"offers", offers_of(*service, moments, person)},
                       {"line", line_of(moments, person)},
                       {"version", std::to_string(person.card.version)},
                       {"may_reveal", visit.may(Right::reveal_people) && !revealed},
                       {"may_edit", visit.may(Right::edit_people)},
                       {"may_erase", visit.may(Right::erase_people)}};
    model["has_bookings"] = !person.ahead.empty();
    model["has_offers"] = person.offers && !person.offers->offers.empty();
    if (person.offers) model["held_until"] = moments.moment(person.offers->held_until);
    if (!person.contact.person) return model;
    model["waiting"] = moments.day(person.contact.person->waiting_since);
    model["opted_in"] = person.card.opted_in ? short_words(*person.card.opted_in) : "";
    add_wishes(model, *service, *person.contact.person);
    return model;
}

}  // namespace offing::console
