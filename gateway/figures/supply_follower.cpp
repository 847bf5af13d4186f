#include "gateway/figures/supply_follower.hpp"

#include <algorithm>

namespace offing::figures {

using scheduler::Date;
using scheduler::Session;
using std::chrono::days;

namespace {

constexpr days longest_stretch{800};  ///< between two looks: a ledger of a service that slept isn't filled up

std::int64_t minutes_of(const Session& session) {
    return (session.open.end() - session.open.begin()).count();
}

/// As it was announced: nothing called off, nobody away, nowhere closed.
scheduler::Service as_published(const scheduler::Service& service) {
    scheduler::Service published = service;
    std::erase_if(published.clinics,
                  [](const auto& clinic) { return clinic.kind != scheduler::Kind::drop_in; });
    for (auto& clinic : published.clinics)
        std::erase_if(clinic.exceptions, [](const auto& exception) {
            return exception.change == scheduler::ClinicException::Change::cancelled;
        });
    for (auto& worker : published.workers) worker.away.clear();
    for (auto& site : published.sites) site.closed.clear();
    return published;
}

/// A week of holidays: school runs on two of its five days or fewer.
bool is_term_week(const scheduler::Service& service, Date date) {
    const Date monday = date - (scheduler::weekday_of(date) - std::chrono::Monday);
    int school_days = 0;
    for (int day = 0; day < 5; ++day)
        school_days += service.schools.runs_on(service.council, monday + days{day});
    return school_days > 2;
}

}  // namespace

SupplyFollower::SupplyFollower(QuarterBook& book, ServiceOf service_of)
    : book_{book}, service_of_{std::move(service_of)} {}

Date SupplyFollower::date_at(Timestamp time) const {
    return scheduler::date_of(book_.zone().to_local(to_minutes(time)));
}

bool SupplyFollower::is_working_day(Date date) const {
    const auto day = scheduler::weekday_of(date);
    if (day == std::chrono::Saturday || day == std::chrono::Sunday) return false;
    return !scheduler::bank_holiday(service_ ? service_->division : scheduler::Division::england_and_wales,
                                    date);
}

void SupplyFollower::take(const Entry& entry) {
    if (entry.kind == "service_imported" || entry.kind == "service_changed")
        change_to(entry.number("version"), entry.at);
    if (entry.kind != "drop_in_changed") return;
    const std::pair session{entry.text("clinic"), entry.text("date")};
    if (entry.text("to") == "closed")
        closed_early_.insert(session);
    else
        closed_early_.erase(session);
}

void SupplyFollower::change_to(std::int64_t version, Timestamp at) {
    auto service = service_of_(version);
    if (!service) return;
    if (service_)
        count_days(date_at(at));
    else
        counted_until_ = date_at(at);
    service_ = std::move(service);
    women_only_.clear();
    remote_.clear();
    for (const auto& clinic : service_->clinics) {
        if (clinic.audience != scheduler::Audience::everyone) women_only_.insert(clinic.id);
        if (clinic.mode != scheduler::Mode::in_person) remote_.insert(clinic.id);
    }
}

void SupplyFollower::finish(Timestamp now) {
    if (service_) count_days(date_at(now));
}

void SupplyFollower::count_days(Date until) {
    counted_until_ = std::max(counted_until_, until - longest_stretch);
    if (counted_until_ >= until) return;
    const auto within =
        scheduler::Interval::make(book_.zone().to_instant_or_later(scheduler::LocalTime{counted_until_}),
                                  book_.zone().to_instant_or_later(scheduler::LocalTime{until}));
    if (!within) return;
    const auto begins_within = [&](const Session& session) {
        return session.date >= counted_until_ && session.date < until;
    };
    for (Date date = counted_until_; date < until; date += days{1}) {
        Supply& supply = book_.of(quarter_of(date)).supply;
        ++supply.days;
        if (scheduler::weekday_of(date) == std::chrono::Monday)
            ++(is_term_week(*service_, date) ? supply.term_weeks : supply.holiday_weeks);
    }
    for (const Session& session : scheduler::sessions_of(*service_, *within))
        if (begins_within(session))
            count(book_.of(quarter_of(session.date)).supply, session, is_term_week(*service_, session.date));
    const auto published = as_published(*service_);
    for (const Session& session : scheduler::sessions_of(published, *within))
        if (begins_within(session)) ++book_.of(quarter_of(session.date)).supply.open_sessions;
    counted_until_ = until;
}

void SupplyFollower::count(Supply& supply, const Session& session, bool term_week) const {
    const auto& clinic = *session.clinic;
    const std::int64_t open = minutes_of(session);
    if (clinic.audience != scheduler::Audience::everyone) supply.women_only += open;
    if (clinic.children_welcome) (term_week ? supply.children_term : supply.children_holiday) += open;
    if (clinic.kind == scheduler::Kind::booked) {
        ++supply.booked_sessions;
        if (clinic.run_over > std::chrono::minutes{0}) ++supply.sessions_with_room;
    }
    if (clinic.kind != scheduler::Kind::drop_in) return;
    if (!closed_early_.contains({clinic.id, scheduler::spell(session.date)})) ++supply.open_sessions_run;
}

}  // namespace offing::figures
