// offing replace: new places for many at once, with proofs; and the checker for such answers.

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/jsonl.hpp"
#include "gateway/cli/question_json.hpp"
#include "scheduler/replacement.hpp"

namespace offing::cli {

namespace {

namespace json = boost::json;
using namespace scheduler;

/// Costs may have three decimals; inside they are whole numbers, so that proofs are exact.
constexpr double cost_unit = 1000.0;

using Numbers = std::map<std::string, int, std::less<>>;

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

const json::value& required(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) refuse(std::string{key} + " is missing");
    return *value;
}

const json::array& list(const json::object& object, std::string_view key) {
    const json::value& value = required(object, key);
    if (!value.is_array()) refuse(std::string{key} + " is not a list");
    return value.get_array();
}

const json::object& object_of(const json::value& value, std::string_view key) {
    if (!value.is_object()) refuse(std::string{key} + " is not made of objects");
    return value.get_object();
}

/// Ids are strings or whole numbers.
std::string id_of(const json::value& value) {
    if (value.is_string()) return std::string{std::string_view{value.get_string()}};
    if (value.is_int64()) return std::to_string(value.get_int64());
    refuse("id is not a string");
}

std::int64_t cost_from(const json::value& value, const std::string& whose) {
    double cost = -1;
    if (value.is_int64()) cost = static_cast<double>(value.get_int64());
    if (value.is_double()) cost = value.get_double();
    if (!(cost >= 0 && cost <= 1e9)) refuse(whose + ": cost is not a number from 0 to 1000000000");
    return std::llround(cost * cost_unit);
}

std::int64_t unit_number(const json::value& value, std::string_view key) {
    double number = NAN;
    if (value.is_int64()) number = static_cast<double>(value.get_int64());
    if (value.is_double()) number = value.get_double();
    if (!(std::abs(number) < 9e15)) refuse(std::string{key} + " is not a number");
    return std::llround(number * cost_unit);
}

json::value number_of(std::int64_t units) {
    if (units % static_cast<std::int64_t>(cost_unit) == 0)
        return units / static_cast<std::int64_t>(cost_unit);
    return static_cast<double>(units) / cost_unit;
}

PersonToPlace read_person(const json::object& object, const Numbers& places, const Zone& zone) {
    PersonToPlace person{.id = id_of(required(object, "id"))};
    const json::value& since = required(object, "waiting_since");
    if (!since.is_string()) refuse("person " + person.id + ": waiting_since is not a string");
    const std::string_view text = since.get_string();
    person.waiting_since = read_instant(
        "waiting_since", text.size() == 10 ? std::string{text} + "T00:00" : std::string{text}, zone);
    for (const json::value& one : list(object, "places")) {
        const json::object& choice = object_of(one, "places");
        const std::string place = id_of(required(choice, "id"));
        const auto found = places.find(place);
        if (found == places.end())
            refuse("person " + person.id + ": place " + place + " is not among the places");
        const json::value* cost = choice.if_contains("cost");
        const json::value* harm = choice.if_contains("harm");
        if (harm != nullptr && (!harm->is_int64() || harm->get_int64() < 0 || harm->get_int64() > 3))
            refuse("person " + person.id + ": harm is not 0, 1, 2 or 3");
        person.choices.push_back({found->second, cost ? cost_from(*cost, "person " + person.id) : 0,
                                  harm ? static_cast<int>(harm->get_int64()) : 0});
    }
    return person;
}

struct Asked {
    ReplacementProblem problem;
    Numbers people;
    Numbers places;
};

Asked read_problem(const json::object& question) {
    static const Zone zone = Zone::find("Europe/London").value();
    Asked asked;
    for (const json::value& one : list(question, "places")) {
        const json::object& object = object_of(one, "places");
        PlaceToFill place{.id = id_of(required(object, "id"))};
        if (const json::value* capacity = object.if_contains("capacity")) {
            if (!capacity->is_int64() || capacity->get_int64() < 1 || capacity->get_int64() > 1'000'000)
                refuse("place " + place.id + ": capacity is not a number from 1 to 1000000");
            place.capacity = static_cast<int>(capacity->get_int64());
        }
        if (!asked.places.emplace(place.id, static_cast<int>(asked.problem.places.size())).second)
            refuse("place " + place.id + " stands there twice");
        asked.problem.places.push_back(std::move(place));
    }
    for (const json::value& one : list(question, "people")) {
        PersonToPlace person = read_person(object_of(one, "people"), asked.places, zone);
        if (!asked.people.emplace(person.id, static_cast<int>(asked.problem.people.size())).second)
            refuse("person " + person.id + " stands there twice");
        asked.problem.people.push_back(std::move(person));
    }
    return asked;
}

json::object spell_certificates(const ReplacementProblem& problem, const Placement& placement) {
    json::array reasons;
    for (const TooFewPlaces& reason : placement.too_few) {
        json::array women;
        for (const int woman : reason.women)
            women.emplace_back(problem.people[static_cast<std::size_t>(woman)].id);
        reasons.push_back(json::object{{"id", problem.people[static_cast<std::size_t>(reason.person)].id},
                                       {"women", std::move(women)}});
    }
    json::object worth;
    json::object price;
    for (std::size_t person = 0; person < problem.people.size(); ++person)
        if (placement.place_of[person] >= 0)
            worth[problem.people[person].id] = number_of(placement.prices.worth[person]);
    for (std::size_t place = 0; place < problem.places.size(); ++place)
        if (placement.prices.price[place] != 0)
            price[problem.places[place].id] = number_of(placement.prices.price[place]);
    return {{"too_few_places", std::move(reasons)}, {"worth", std::move(worth)}, {"price", std::move(price)}};
}

json::object answer(const json::object& question) {
    const Asked asked = read_problem(question);
    const auto solved = solve(asked.problem);
    if (!solved) refuse(solved.error());
    json::array with_place;
    json::array without;
    for (std::size_t person = 0; person < asked.problem.people.size(); ++person) {
        const std::string& id = asked.problem.people[person].id;
        const int place = solved->place_of[person];
        if (place < 0)
            without.emplace_back(id);
        else
            with_place.push_back(json::object{
                {"id", id}, {"place", asked.problem.places[static_cast<std::size_t>(place)].id}});
    }
    return {{"placed", std::move(with_place)},
            {"unplaced", std::move(without)},
            {"cost", number_of(cost_of(asked.problem, *solved))},
            {"certificates", spell_certificates(asked.problem, *solved)}};
}

int number_in(const Numbers& known, const std::string& id, std::string_view what) {
    const auto found = known.find(id);
    if (found == known.end()) refuse(std::string{what} + ' ' + id + " is not in the question");
    return found->second;
}

void read_placed(const Asked& asked, const json::object& answer, Placement& placement) {
    placement.place_of.assign(asked.problem.people.size(), -1);
    std::vector<bool> named(asked.problem.people.size(), false);
    const auto name = [&](int person) {
        if (named[static_cast<std::size_t>(person)])
            refuse("person " + asked.problem.people[static_cast<std::size_t>(person)].id +
                   " is answered twice");
        named[static_cast<std::size_t>(person)] = true;
        return static_cast<std::size_t>(person);
    };
    for (const json::value& one : list(answer, "placed")) {
        const json::object& object = object_of(one, "placed");
        const std::size_t person = name(number_in(asked.people, id_of(required(object, "id")), "person"));
        placement.place_of[person] = number_in(asked.places, id_of(required(object, "place")), "place");
    }
    for (const json::value& one : list(answer, "unplaced"))
        name(number_in(asked.people, id_of(one), "person"));
    if (std::ranges::find(named, false) != named.end()) refuse("somebody is neither placed nor unplaced");
}

Placement read_answer(const Asked& asked, const json::object& answer) {
    Placement placement;
    read_placed(asked, answer, placement);
    const json::object& certificates = object_of(required(answer, "certificates"), "certificates");
    for (const json::value& one : list(certificates, "too_few_places")) {
        const json::object& object = object_of(one, "too_few_places");
        TooFewPlaces reason{number_in(asked.people, id_of(required(object, "id")), "person")};
        for (const json::value& woman : list(object, "women"))
            reason.women.push_back(number_in(asked.people, id_of(woman), "person"));
        placement.too_few.push_back(std::move(reason));
    }
    placement.prices.worth.assign(asked.problem.people.size(), 0);
    placement.prices.price.assign(asked.problem.places.size(), 0);
    for (const auto& [id, value] : object_of(required(certificates, "worth"), "worth"))
        placement.prices.worth[static_cast<std::size_t>(number_in(asked.people, std::string{id}, "person"))] =
            unit_number(value, "worth");
    for (const auto& [id, value] : object_of(required(certificates, "price"), "price"))
        placement.prices.price[static_cast<std::size_t>(number_in(asked.places, std::string{id}, "place"))] =
            unit_number(value, "price");
    return placement;
}

json::object verdict(const json::object& line) {
    const Asked asked = read_problem(line);
    const json::value* apart = line.if_contains("answer");
    const Placement placement = read_answer(asked, apart ? object_of(*apart, "answer") : line);
    json::array wrong;
    for (const std::string& what : check(asked.problem, placement)) wrong.emplace_back(what);
    const bool valid = wrong.empty();
    return {{"valid", valid}, {"wrong", std::move(wrong)}};
}

}  // namespace

void add_replace(CLI::App& app) {
    const auto checks = std::make_shared<bool>(false);
    const auto jsonl = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand(
        "replace",
        "Gives many women new places at once: as many as can be, the longest wait first, at the least cost.\n"
        "Example: echo "
        "'{\"people\":[{\"id\":\"a\",\"waiting_since\":\"2026-01-05\",\"places\":[{\"id\":\"p\","
        "\"cost\":3}]}],\"places\":[{\"id\":\"p\"}]}' | offing replace --jsonl\n\n"
        "A line: {people: [{id, waiting_since, places: [{id, cost, harm?}]}], places: [{id, capacity?}]}; "
        "harm is 0 to 3, "
        "and one of 3 outweighs any number of 2.\n"
        "Its answer: {placed: [{id, place}], unplaced: [id], cost, certificates: {too_few_places, worth, "
        "price}}.\n"
        "With --check a line holds question and answer, side by side or the answer under \"answer\": {valid, "
        "wrong}.");
    command->add_flag("--jsonl", *jsonl, "Lines of JSON on standard input (the only form there is)");
    command->add_flag("--check", *checks, "Verify answers, by their certificates alone");
    command->callback([checks, jsonl] { each_line(*checks ? verdict : answer); });
}

}  // namespace offing::cli
