// What callers may ask lists for, bounded: a stretch of days, a page, whose sessions.

#pragma once

#include <expected>

#include "gateway/api/answers.hpp"
#include "gateway/api/api.hpp"
#include "gateway/storage/diary_rows.hpp"

namespace offing::api {

constexpr int longest_stretch_days = 62;

template <typename T>
using Asked = std::expected<T, http::Response>;

/// `limit` and `after`. 400 for a limit that is none or a cursor that isn't ours.
Asked<Page> page_asked(const Call& call);

struct Stretch {
    scheduler::Date from{};
    scheduler::Date to{};  ///< inclusive
    scheduler::Interval within;
};
/// `from` and `to`, dates of the service's zone, `to` in it. Without them: seven days from today.
Asked<Stretch> stretch_asked(const Call& call, const scheduler::Service& service);

/// The diary of these days.
Task<Result<storage::DiaryRows>> rows_within(const ApiTools& tools, scheduler::Interval within,
                                             Timestamp now);

}  // namespace offing::api
