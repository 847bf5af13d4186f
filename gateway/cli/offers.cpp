// offing offers: what a woman would be offered, against a service file, with the reasons.

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>

#include "config/service_file.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/jsonl.hpp"
#include "gateway/cli/question_json.hpp"
#include "scheduler/offer.hpp"

namespace offing::cli {

namespace {

namespace json = boost::json;
using namespace scheduler;

constexpr std::chrono::days looked_ahead{42};

Service read_file(const std::string& name) {
    std::ifstream file{name, std::ios::binary};
    if (!file) throw std::invalid_argument(name + ": can't be read");
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    auto read = config::read_service(text, name, std::filesystem::path{name}.parent_path());
    if (read) return std::move(read->service);
    std::string mistakes;
    for (const config::Mistake& mistake : read.error())
        mistakes += (mistakes.empty() ? "" : "\n") + config::spell(mistake);
    throw std::invalid_argument(mistakes);
}

/// The service on its timelines, from the day of the question on.
class Desk {
public:
    explicit Desk(Service service) : service_{std::move(service)}, zone_{Zone::find(service_.zone).value()} {}

    json::object answer(const json::object& question) {
        const AskedOffers asked = read_question(question, service_, zone_);
        const Date today = date_of(zone_.to_local(asked.now));
        if (today < Date{std::chrono::year{2000} / 1 / 1} || today > Date{std::chrono::year{2100} / 1 / 1})
            throw std::invalid_argument("now is not within the years 2000 to 2100");
        const json::value* taken = question.if_contains("taken");
        if (!availability_ || today_ != today || taken_ || taken != nullptr) lay_out(today);
        if (taken != nullptr) take(*taken);
        const OfferAnswer found =
            find_offers(*availability_, asked.woman, asked.wish, asked.now, asked.limit);
        json::array offers;
        for (const Offer& offer : found.offers) offers.push_back(spell_offer(offer));
        json::array relaxations;
        for (const Relaxation& one : found.relaxations) {
            json::object spelt{{"loosen", spell(one.what)}, {"opens", one.opens}};
            if (one.together_with) spelt["together_with"] = spell(*one.together_with);
            relaxations.push_back(std::move(spelt));
        }
        return {{"offers", std::move(offers)}, {"relaxations", std::move(relaxations)}};
    }

private:
    void lay_out(Date today) {
        const Instant from = zone_.to_instant_or_later(LocalTime{today});
        const Instant to = zone_.to_instant_or_later(LocalTime{today + looked_ahead});
        availability_.emplace(service_, Interval::make(from, to).value());
        today_ = today;
        taken_ = false;
    }

    void take(const json::value& places) {
        taken_ = true;
        if (!places.is_array()) throw std::invalid_argument("taken is not a list");
        for (const json::value& one : places.get_array()) {
            const auto* object = one.if_object();
            const auto* clinic = object ? object->if_contains("session") : nullptr;
            const auto* date = object ? object->if_contains("date") : nullptr;
            const auto* place = object ? object->if_contains("place") : nullptr;
            const auto day = date && date->is_string() ? parse_date(date->get_string()) : std::nullopt;
            if (!clinic || !clinic->is_string() || !day || !place || !place->is_int64() ||
                place->get_int64() < -1 || place->get_int64() > 100'000)
                throw std::invalid_argument("taken is not a list of {session, date, place}");
            availability_->take({std::string{std::string_view{clinic->get_string()}}, *day,
                                 static_cast<int>(place->get_int64())});
        }
    }

    json::object spell_offer(const Offer& offer) const {
        json::array reasons;
        for (const Reason reason : offer.reasons) reasons.emplace_back(spell(reason));
        const Worker* worker = service_.find_worker(offer.worker);
        json::object spelt{{"start", spell(zone_.to_local(offer.time.begin()))},
                           {"end", spell(zone_.to_local(offer.time.end()))},
                           {"session", offer.key.clinic},
                           {"date", spell(offer.key.date)},
                           {"place", offer.key.place},
                           {"kind", spell(offer.kind)},
                           {"mode", spell(offer.mode)},
                           {"audience", spell(offer.audience)},
                           {"children_welcome", offer.children_welcome},
                           {"reasons", std::move(reasons)}};
        if (worker != nullptr) spelt["with"] = worker->first_name;
        return spelt;
    }

    Service service_;
    Zone zone_;
    std::optional<Availability> availability_;
    Date today_{};
    bool taken_ = false;
};

struct Options {
    bool jsonl = false;
    std::string service;
    std::string question;
};

void run(const Options& options) {
    try {
        Desk desk{read_file(options.service)};
        if (options.jsonl)
            return each_line([&](const json::object& question) { return desk.answer(question); });
        boost::system::error_code failed;
        const json::value question = json::parse(options.question, failed);
        if (failed || !question.is_object()) throw std::invalid_argument("the question is not a JSON object");
        std::cout << json::serialize(desk.answer(question.get_object())) << '\n';
    } catch (const std::invalid_argument& error) {
        std::cerr << "offing offers: " << error.what() << '\n';
        throw CLI::RuntimeError(1);
    }
}

}  // namespace

void add_offers(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "offers",
        "Finds the times a woman would be offered, with the reasons.\n"
        "Example: offing offers --service config/demo/service.toml '{\"now\":\"2026-11-16T09:00\",\"person\":"
        "{\"school\":\"saltmere-primary\",\"travel\":15,\"wish\":{\"days_not\":[\"tue\"]}}}'\n\n"
        "A question: {now, person, limit?, taken?}. Times are on the wall unless they carry an offset.\n"
        "person: {waiting_since, busy: [{days, from, to, date_from, date_to, school_days_only}], travel "
        "(minutes), school,\n  engaged: [{start, end}], sites, notice (minutes), usual_worker, workers_not, "
        "women_only, not_before,\n  taken_before: [times of day], wish}. With a school and no busy windows, "
        "the "
        "service's usual school run counts.\n"
        "wish: {dates_ok, days_ok, days_not, after, before, around, not_windows: [{days, dates, date_from, "
        "date_to, from, to}],\n  mode, audience: [women_only, children_welcome], kind (drop_in, booked, "
        "group, van, "
        "pack, womens_health, prep),\n  worker: {prefer, not, also}}. Each is a limit, save around, prefer "
        "and "
        "the order of dates_ok.\n"
        "taken: [{session, date, place}], the places that are gone.\n"
        "An answer: {offers: [{start, end, session, date, place, kind, mode, audience, children_welcome, "
        "with, "
        "reasons}],\n  relaxations: [{loosen, opens, together_with?}]} or {error}.");
    command->add_option("--service", options->service, "The service file")->required();
    command->add_flag("--jsonl", options->jsonl, "Answer each line of standard input");
    command->add_option("question", options->question, "One question, without --jsonl");
    command->callback([options] { run(*options); });
}

}  // namespace offing::cli
