// People: somebody is found by her number or her first name, which stand in no address; her page; and erasing
// her. What hides her is lifted on request, and that is on record.

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/console/people_model.hpp"
#include "gateway/provider/number.hpp"
#include "gateway/service/erasure.hpp"
#include "gateway/service/person_record.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using storage::Transaction;
using Kind = Question::Kind;

namespace {

constexpr int most_people = 100'000;
constexpr std::size_t most_found = 30;

Sheet find_sheet() {
    return Sheet{{{.kind = Kind::text,
                   .name = "who",
                   .label = "Her number, or the first name she gave",
                   .hint = "The whole number, or the name as she says it.",
                   .width = 20}}};
}

Response find_page(const Visit& visit, const Sheet& sheet, json::object model, int status = 200) {
    model["may_edit"] = visit.may(Right::edit_people);
    return visit.ask("people", "People", std::move(model), sheet, status);
}

Task<Response> show_find(const Tools&, Visit& visit) { co_return find_page(visit, find_sheet(), {}); }

bool is_number(std::string_view typed) {
    return std::ranges::count_if(typed, [](char letter) { return letter >= '0' && letter <= '9'; }) >= 5;
}

std::string lowered(std::string_view text) {
    std::string small{text};
    std::ranges::transform(small, small.begin(), [](unsigned char letter) {
        return static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    });
    return small;
}

/// Names are sealed one by one, so each is opened and looked at; none is kept.
std::vector<std::string> with_name(Transaction& transaction, const storage::Vault& vault,
                                   std::string_view name) {
    const std::string wanted = lowered(name);
    std::vector<std::string> found;
    for (const auto& each : storage::sealed_names(transaction, most_people)) {
        const auto key = vault.unwrap(each.key_wrapped);
        if (!key || found.size() == most_found) continue;
        const auto opened = key->open(each.name_sealed, "name");
        if (opened && lowered(*opened).starts_with(wanted)) found.push_back(each.contact);
    }
    return found;
}

struct Found {
    std::vector<SeenPerson> people;
    explicit operator bool() const { return true; }
};

json::object row_of(const Tools& tools, const Visit& visit, const SeenPerson& person) {
    const auto service = tools.desk.diary.service();
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    const auto* worker = person.contact.person && person.contact.person->usual_worker
                             ? service->find_worker(*person.contact.person->usual_worker)
                             : nullptr;
    std::string next;
    if (!person.ahead.empty()) {
        const auto& booking = person.ahead.front();
        next = time_words(*service, moments, booking.starts, booking.key.clinic, booking.worker);
    }
    return {{"id", person.contact.id},
            {"number", masked(number_of(person.contact))},
            {"worker", worker == nullptr ? "" : worker->first_name},
            {"next", next},
            {"is_in_touch", person.contact.person.has_value()}};
}

Task<Response> find(const Tools& tools, Visit& visit) {
    Sheet sheet = find_sheet();
    sheet.read(visit.form());
    const std::string typed = sheet.required("who", "Enter a number or a first name");
    if (typed.size() > 40) sheet.refuse("who", "That is too long for a number or a first name.");
    if (!sheet.is_sound()) co_return find_page(visit, sheet, {}, 422);
    const auto found = co_await visit.act(
        "people_searched", "", [&tools, typed, now = visit.now()](Transaction& transaction) {
            Found all;
            std::vector<std::string> ids;
            if (!is_number(typed)) {
                ids = with_name(transaction, tools.desk.vault, typed);
            } else if (auto id = service::contact_by_number(transaction, tools.desk.vault, typed)) {
                ids.push_back(std::move(*id));
            }
            for (const auto& id : ids)
                if (auto seen = see_person_in(transaction, tools.desk, id, now))
                    all.people.push_back(std::move(*seen));
            return all;
        });
    if (!found) co_return visit.failed(found.error());
    if (is_number(typed) && found->people.size() == 1)
        co_return visit.see_other("/people/" + found->people.front().contact.id);
    json::array rows;
    for (const auto& person : found->people) rows.push_back(row_of(tools, visit, person));
    const bool any = !rows.empty();
    const bool is_cut_off = rows.size() >= most_found;
    co_return find_page(
        visit, sheet,
        {{"searched", true}, {"any", any}, {"is_cut_off", is_cut_off}, {"found", std::move(rows)}});
}

Task<Response> show(const Tools& tools, Visit& visit) {
    const auto person = co_await see_person(tools, visit);
    if (!person) co_return visit.failed(person.error());
    co_return visit.page("person", "Her page", person_model(tools, visit, *person, false));
}

Task<Response> reveal(const Tools& tools, Visit& visit) {
    const auto person =
        co_await visit.act("number_and_name_shown", visit.id(),
                           [&tools, id = visit.id(), now = visit.now()](Transaction& transaction) {
                               return see_person_in(transaction, tools.desk, id, now);
                           });
    if (!person) co_return visit.failed(person.error());
    if (!*person) co_return visit.not_found();
    co_return visit.page("person", "Her page", person_model(tools, visit, **person, true));
}

Sheet erase_sheet() {
    return Sheet{{{.kind = Kind::radios,
                   .name = "sure",
                   .label = "How you know that it is she who asks",
                   .choices = {{"in_person", "She is here, and asked for it herself"},
                               {"by_phone", "She rang, and answered what only she knows"}}}}};
}

Response erase_page(const Tools& tools, const Visit& visit, const SeenPerson& person, const Sheet& sheet,
                    int status = 200) {
    json::object model = person_model(tools, visit, person, false);
    return visit.ask("person_erase", "Erase everything about her", std::move(model), sheet, status);
}

Task<Response> ask_erase(const Tools& tools, Visit& visit) {
    const auto person = co_await see_person(tools, visit);
    if (!person) co_return visit.failed(person.error());
    co_return erase_page(tools, visit, *person, erase_sheet());
}

Task<Response> erase(const Tools& tools, Visit& visit) {
    const auto person = co_await see_person(tools, visit);
    if (!person) co_return visit.failed(person.error());
    Sheet sheet = erase_sheet();
    sheet.read(visit.form());
    sheet.chosen("sure", "Say how you know that it is she who asks");
    if (!sheet.is_sound()) co_return erase_page(tools, visit, *person, sheet, 422);
    const auto erased = co_await visit.act(
        "erased", visit.id(),
        [id = visit.id(), by = visit.who().account.id, now = visit.now()](Transaction& transaction) {
            return service::erase_person(transaction, id, by, now);
        });
    if (!erased) co_return visit.failed(erased.error());
    if (!*erased) co_return visit.not_found();
    for (const auto& key : (*erased)->places) tools.desk.diary.release(key);
    std::string said = "She is erased: her key is destroyed, and nothing stored about her can be read.";
    if ((*erased)->at_companies > 0)
        said +=
            " The companies are asked to remove their copies: " + std::to_string((*erased)->at_companies) +
            " to go.";
    co_return visit.see_other("/people", said);
}

}  // namespace

std::span<const Route> people_routes() {
    static constexpr Route routes[] = {{"GET", "/people", Right::see_people, show_find},
                                       {"POST", "/people", Right::see_people, find},
                                       {"GET", "/people/:id", Right::see_people, show},
                                       {"POST", "/people/:id/reveal", Right::reveal_people, reveal},
                                       {"GET", "/people/:id/erase", Right::erase_people, ask_erase},
                                       {"POST", "/people/:id/erase", Right::erase_people, erase}};
    return routes;
}

}  // namespace offing::console
