// Changing clinics: with If-Match, so that nothing is overwritten unseen, and only while nobody's time is
// touched. Whoever changes a time that a woman has does it in the console, which shows the plan first.

#include <boost/json/serialize.hpp>

#include "gateway/api/query.hpp"
#include "gateway/api/service_json.hpp"
#include "gateway/service/stranded.hpp"

namespace offing::api {

namespace json = boost::json;
using storage::Transaction;

namespace {

using enum staff::Right;
using Change = std::function<config::Edited(const config::ServiceFile&)>;

constexpr std::chrono::days furthest_look{400};

std::string etag_of_clinic(const scheduler::Clinic& clinic) {
    return etag_of(json::serialize(clinic_json(clinic)));
}

/// Empty when the caller has seen what it is about to change.
std::optional<http::Response> unseen(const Call& call, const scheduler::Clinic* clinic) {
    const auto expected = call.request.header("If-Match");
    if (clinic == nullptr) {
        if (!expected) return std::nullopt;
        return problem(412, "Not as you know it", "there is no clinic of that id; send it without If-Match");
    }
    if (!expected)
        return problem(428, "Say which version you change", "send If-Match with the ETag of what you read");
    if (*expected == etag_of_clinic(*clinic)) return std::nullopt;
    return problem(412, "Not as you know it", "somebody else changed it; read it again");
}

Task<Result<storage::DiaryRows>> rows_ahead(const ApiTools& tools, Timestamp now) {
    co_return co_await tools.database.read([now](Transaction& transaction) {
        return storage::diary_rows(transaction, to_minutes(now), to_minutes(now) + furthest_look, now);
    });
}

/// The guard and the saving that every change has. `clinic` is what the answer shows afterwards.
Task<http::Response> save(const ApiTools& tools, const Call& call, service::ServiceVersion base,
                          config::ServiceFile changed, std::string clinic, int status) {
    const auto rows = co_await rows_ahead(tools, call.now);
    if (!rows) co_return failed(rows.error());
    const auto stranded = service::stranded_by(base.file->service, changed.service, *rows);
    if (!stranded.empty() || rows->is_cut_off)
        co_return problem(
            409, "Somebody has a time there",
            std::to_string(stranded.size()) +
                " booked times would go. Change it in the console: it shows who is affected, and how "
                "they get other times");
    const auto saved = co_await tools.book.save(std::move(base), std::move(changed), call.caller.id);
    if (!saved) co_return failed(saved.error());
    if (tools.service_changed) co_await tools.service_changed();
    const auto* found = saved->file->service.find_clinic(clinic);
    if (found == nullptr) co_return problem(404, "Not here", "the clinic is gone");
    http::Response response = answer(call.request, clinic_json(*found));
    response.status = status;
    co_return response;
}

Task<http::Response> put_clinic(const ApiTools& tools, Call call) {
    auto base = co_await tools.book.latest();
    if (!base) co_return failed(base.error());
    const auto* clinic = base->file->service.find_clinic(call.ids[0]);
    if (auto refusal = unseen(call, clinic)) co_return std::move(*refusal);
    auto typed = typed_from(call.request.body);
    if (!typed) co_return refused(typed.error());
    // They have operations of their own; what was read may be sent back whole.
    typed->erase("exceptions");
    (*typed)["id"] = {call.ids[0]};
    if (const auto kind = typed->find("kind");
        kind != typed->end() && kind->second != std::vector<std::string>{"group"})
        typed->erase("places");
    auto changed =
        config::put(*base->file, config::Part::clinic, clinic == nullptr ? "" : call.ids[0], *typed);
    if (!changed) co_return refused(changed.error());
    co_return co_await save(tools, call, std::move(*base), std::move(*changed), call.ids[0],
                            clinic == nullptr ? 201 : 200);
}

Task<http::Response> change_exception(const ApiTools& tools, const Call& call, Change change) {
    auto base = co_await tools.book.latest();
    if (!base) co_return failed(base.error());
    const auto* clinic = base->file->service.find_clinic(call.ids[0]);
    if (clinic == nullptr) co_return problem(404, "Not here", "there is no clinic of that id");
    if (auto refusal = unseen(call, clinic)) co_return std::move(*refusal);
    auto changed = change(*base->file);
    if (!changed) co_return refused(changed.error());
    co_return co_await save(tools, call, std::move(*base), std::move(*changed), call.ids[0], 200);
}

Task<http::Response> put_exception(const ApiTools& tools, Call call) {
    auto typed = typed_from(call.request.body);
    if (!typed) co_return refused(typed.error());
    (*typed)["date"] = {call.ids[1]};
    co_return co_await change_exception(tools, call, [&](const config::ServiceFile& file) {
        return config::put_exception(file, call.ids[0], *typed);
    });
}

Task<http::Response> delete_exception(const ApiTools& tools, Call call) {
    const auto date = scheduler::parse_date(call.ids[1]);
    if (!date) co_return problem(404, "Not here", "the last part of the path is a date: 2026-03-19");
    co_return co_await change_exception(tools, call, [&](const config::ServiceFile& file) {
        return config::drop_exception(file, call.ids[0], *date);
    });
}

constexpr Operation operations[] = {
    {"PUT", "/api/v1/clinics/{id}", edit_clinics, put_clinic},
    {"PUT", "/api/v1/clinics/{id}/exceptions/{date}", edit_clinics, put_exception},
    {"DELETE", "/api/v1/clinics/{id}/exceptions/{date}", edit_clinics, delete_exception},
};

}  // namespace

std::span<const Operation> change_operations() { return operations; }

}  // namespace offing::api
