// Other times for one woman, from her page or from the diary: what is free and fits her, and which of them
// she is asked by text. What she has stays hers until she takes one.

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/console/people_model.hpp"
#include "gateway/service/person_record.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using scheduler::Offer;
using storage::Transaction;
using Kind = Question::Kind;

namespace {

constexpr std::size_t most_put = 3;

/// What tells one free time from another in a form.
std::string code_of(const Offer& offer) {
    return offer.key.clinic + '_' + scheduler::spell(offer.key.date) + '_' + std::to_string(offer.key.place);
}

struct Looked {
    SeenPerson seen;
    std::optional<storage::Booking> moving;
    std::vector<Offer> free;
};

scheduler::Wish wish_of(const Form& form) {
    scheduler::Wish wish;
    if (const auto mode = scheduler::parse_mode(form.get("mode"))) wish.mode = *mode;
    if (const auto date = scheduler::parse_date(form.get("date"))) wish.dates_ok = {*date};
    return wish;
}

Task<Result<Looked>> look(const Tools& tools, const Visit& visit, const scheduler::Wish& wish) {
    auto seen = co_await see_person(tools, visit);
    if (!seen) co_return std::unexpected(std::move(seen.error()));
    Looked looked{.seen = std::move(*seen), .moving = {}, .free = {}};
    if (!looked.seen.contact.person) co_return fail(Error::Kind::not_found, "not in touch");
    if (visit.has_id(1)) {
        const auto found = std::ranges::find(looked.seen.ahead, visit.id(1), &storage::Booking::id);
        if (found == looked.seen.ahead.end()) co_return fail(Error::Kind::not_found, "no such time of hers");
        looked.moving = *found;
    }
    const auto moving = looked.moving ? std::optional{looked.moving->id} : std::nullopt;
    looked.free =
        service::free_times(tools.desk, looked.seen.contact, looked.seen.ahead, moving, wish, visit.now());
    co_return looked;
}

Sheet sheet_of(const Tools& tools, const Visit& visit, const Looked& looked, const Form& asked) {
    const auto service = tools.desk.diary.service();
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    Question which{.kind = Kind::checkboxes,
                   .name = "times",
                   .label = "Times that fit her",
                   .hint = "Choose one to three. They are kept for her until she has answered."};
    for (const Offer& offer : looked.free)
        which.choices.push_back({code_of(offer), time_words(*service, moments, offer.time.begin(),
                                                            offer.key.clinic, offer.worker)});
    Sheet sheet{
        {std::move(which),
         {.kind = Kind::date, .name = "date", .label = "Only on", .hint = "Empty: any day."},
         {.kind = Kind::select,
          .name = "mode",
          .label = "How",
          .choices = {
              {"", "Any way"}, {"in_person", "In person"}, {"phone", "By phone"}, {"video", "By video"}}}}};
    sheet.fill("date", asked.get("date")).fill("mode", asked.get("mode"));
    return sheet;
}

Response times_page(const Tools& tools, const Visit& visit, const Looked& looked, const Sheet& sheet,
                    std::string_view notice = {}) {
    const auto service = tools.desk.diary.service();
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    json::object model = sheet.model();
    model["id"] = visit.id();
    model["action"] = visit.request().path();
    model["any"] = !looked.free.empty();
    model["notice"] = notice;
    model["chosen_mode"] = sheet.get("mode");
    if (looked.moving)
        model["moving"] = time_words(*service, moments, looked.moving->starts, looked.moving->key.clinic,
                                     looked.moving->worker);
    const int status = !notice.empty() ? 409 : sheet.is_sound() ? 200 : 422;
    return visit.page("person_offer", "Other times", std::move(model), status);
}

Task<Response> ask(const Tools& tools, Visit& visit) {
    const auto looked = co_await look(tools, visit, wish_of(visit.query()));
    if (!looked) co_return visit.failed(looked.error());
    co_return times_page(tools, visit, *looked, sheet_of(tools, visit, *looked, visit.query()));
}

std::string_view notice_for(service::OfferedToHer::How how) {
    using How = service::OfferedToHer::How;
    switch (how) {
        case How::done:
            return "";
        case How::not_to_be_texted:
            return "Nothing can be texted to her: her texts are off, she has no safe time, or she has to be "
                   "knocked for first. Ring her instead.";
        case How::no_words:
            return "There are no reviewed words for it in her language. Ring her instead.";
        case How::gone:
            return "That time of hers has changed meanwhile. Nothing was sent.";
    }
    return "";
}

Task<Response> put(const Tools& tools, Visit& visit) {
    const auto looked = co_await look(tools, visit, wish_of(visit.form()));
    if (!looked) co_return visit.failed(looked.error());
    Sheet sheet = sheet_of(tools, visit, *looked, visit.form());
    sheet.read(visit.form());
    std::vector<Offer> chosen;
    for (const Offer& offer : looked->free)
        if (std::ranges::find(sheet.all("times"), code_of(offer)) != sheet.all("times").end())
            chosen.push_back(offer);
    if (chosen.size() != sheet.all("times").size())
        sheet.refuse("times", "One of these has gone meanwhile: choose among those that are free now.");
    if (chosen.empty()) sheet.refuse("times", "Choose one to three times");
    if (chosen.size() > most_put) sheet.refuse("times", "Three at most: a text has room for no more.");
    if (!sheet.is_sound()) co_return times_page(tools, visit, *looked, sheet);
    const auto moving = looked->moving ? std::optional{looked->moving->id} : std::nullopt;
    const auto offered = co_await visit.act(
        moving ? "offered_other_times" : "offered_times", visit.id(),
        [&tools, contact = looked->seen.contact, chosen, moving, by = visit.who().account.id,
         now = visit.now()](Transaction& transaction) {
            return service::offer_times(transaction, tools.desk, contact, chosen, moving, by, now);
        });
    if (!offered) co_return visit.failed(offered.error());
    if (offered->how != service::OfferedToHer::How::done)
        co_return times_page(tools, visit, *looked, sheet, notice_for(offered->how));
    for (const auto& key : offered->released) tools.desk.diary.release(key);
    for (const Offer& offer : offered->offers)
        if (offer.key.place >= 0) tools.desk.diary.hold(offer.key, offered->held_until);
    tools.wake();
    const Moments moments{tools.desk.diary.zone(), visit.now()};
    co_return visit.see_other("/people/" + visit.id(),
                              "She is asked by text " + moments.moment(offered->due) +
                                  (moving ? ". The time she has stays hers until she takes another."
                                          : ". The times are kept for her until she has answered."));
}

}  // namespace

std::span<const Route> person_offer_routes() {
    static constexpr Route routes[] = {{"GET", "/people/:id/offer", Right::edit_people, ask},
                                       {"POST", "/people/:id/offer", Right::edit_people, put},
                                       {"GET", "/people/:id/move/:booking", Right::edit_people, ask},
                                       {"POST", "/people/:id/move/:booking", Right::edit_people, put}};
    return routes;
}

}  // namespace offing::console
