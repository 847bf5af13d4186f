#include "gateway/api/query.hpp"

#include <charconv>

namespace offing::api {

namespace {

using std::chrono::days;

std::unexpected<http::Response> bad_request(std::string_view detail) {
    return std::unexpected(problem(400, "Can't be read", detail));
}

}  // namespace

Asked<Page> page_asked(const Call& call) {
    Page page;
    if (const auto limit = call.parameter("limit")) {
        const auto [end, broken] = std::from_chars(limit->data(), limit->data() + limit->size(), page.limit);
        if (broken != std::errc{} || end != limit->data() + limit->size() || page.limit < 1 ||
            page.limit > largest_page)
            return bad_request("limit is a number from 1 to " + std::to_string(largest_page));
    }
    if (const auto after = call.parameter("after")) {
        auto key = key_of(*after);
        if (!key) return bad_request("after is what \"next\" of an earlier page said");
        page.after = std::move(*key);
    }
    return page;
}

Asked<Stretch> stretch_asked(const Call& call, const scheduler::Service& service) {
    const auto zone = scheduler::Zone::find(service.zone);
    if (!zone) return bad_request("the service's zone isn't known here");
    const auto today = scheduler::date_of(zone->to_local(to_minutes(call.now)));
    const auto date_asked = [&](std::string_view name,
                                scheduler::Date usual) -> std::optional<scheduler::Date> {
        const auto given = call.parameter(name);
        return given ? scheduler::parse_date(*given) : usual;
    };
    const auto from = date_asked("from", today);
    const auto to = from ? date_asked("to", *from + days{6}) : std::nullopt;
    if (!from || !to) return bad_request("from and to are dates: 2026-03-19");
    if (*to < *from || *to - *from >= days{longest_stretch_days})
        return bad_request("to is a date from `from` on, and at most " +
                           std::to_string(longest_stretch_days) + " days are answered at a time");
    const auto within =
        scheduler::Interval::make(zone->to_instant_or_later(*from), zone->to_instant_or_later(*to + days{1}));
    if (!within) return bad_request("from and to are dates: 2026-03-19");
    return Stretch{*from, *to, *within};
}

Task<Result<storage::DiaryRows>> rows_within(const ApiTools& tools, scheduler::Interval within,
                                             Timestamp now) {
    co_return co_await tools.database.read([within, now](storage::Transaction& transaction) {
        return storage::diary_rows(transaction, within.begin(), within.end(), now);
    });
}

}  // namespace offing::api
