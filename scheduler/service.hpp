// What a service runs: sites, workers and clinics, and the sessions they make. Values only;
// config/service_file reads them from a file and has checked them when they arrive here.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/calendar.hpp"
#include "scheduler/school_year.hpp"

namespace offing::scheduler {

enum class Kind { booked, drop_in, group };
enum class Mode { in_person, phone, video, offsite };
enum class Audience { everyone, women_only, mothers };
/// What a clinic is for, as far as she may ask for it by text.
enum class Purpose { general, womens_health, pack, van, prep };

std::string_view spell(Kind kind);
std::string_view spell(Mode mode);
std::string_view spell(Audience audience);
std::string_view spell(Purpose purpose);
std::optional<Kind> parse_kind(std::string_view text);
std::optional<Mode> parse_mode(std::string_view text);
std::optional<Audience> parse_audience(std::string_view text);
std::optional<Purpose> parse_purpose(std::string_view text);

struct Worker {
    std::string id{};
    std::string first_name{};  ///< the name she agreed may stand in texts
    std::vector<Interval> away{};
    friend bool operator==(const Worker&, const Worker&) = default;
};

struct Site {
    std::string id{};
    std::string nickname{};  ///< chosen by the women; the only name of a place that a text may hold
    bool hidden = false;     ///< never rendered anywhere
    std::vector<Date> closed{};
    friend bool operator==(const Site&, const Site&) = default;
};

/// One date of a clinic that differs from its pattern.
struct ClinicException {
    Date date{};
    enum class Change { cancelled, changed, added } change;
    ClockTime opens{};  ///< for changed and added
    ClockTime closes{};
    friend bool operator==(const ClinicException&, const ClinicException&) = default;
};

struct Clinic {
    std::string id{};
    std::string site{};   ///< empty for phone and video
    std::string room{};   ///< two booked times in one room never overlap; empty when rooms are not counted
    std::string label{};  ///< how texts call it, when at all; never the name of a service
    Kind kind = Kind::booked;
    Mode mode = Mode::in_person;
    Audience audience = Audience::everyone;
    Purpose purpose = Purpose::general;
    bool children_welcome = false;
    std::vector<std::string> workers{};
    std::vector<std::string> parts{};  ///< "health check" beside "chat": one booking, several parts
    int minimum_staff = 1;             ///< fewer workers present: the session isn't offered

    std::string rrule{};  ///< RFC 5545, e.g. "FREQ=WEEKLY;BYDAY=TU"
    Date first_date{};
    ClockTime opens{};
    ClockTime closes{};
    enum class Runs { always, term_only, holidays_only } runs = Runs::always;
    std::string school{};  ///< whose terms `runs` follows; empty for the service's council
    bool open_on_bank_holidays = false;
    std::vector<ClinicException> exceptions{};

    std::chrono::minutes length{30};   ///< of one booked time
    std::chrono::minutes run_over{0};  ///< kept free after each booked time
    int places = 1;                    ///< of a group; a booked time has one place for each worker
    friend bool operator==(const Clinic&, const Clinic&) = default;
};

std::string_view spell(Clinic::Runs runs);
std::string_view spell(ClinicException::Change change);
std::optional<Clinic::Runs> parse_runs(std::string_view text);
std::optional<ClinicException::Change> parse_change(std::string_view text);

struct Service {
    std::string id{};
    std::string name{};  ///< for staff; never in a text
    std::string zone = "Europe/London";
    Division division = Division::england_and_wales;
    std::string council{};  ///< the calendar of whoever names no other; empty: every weekday is a school day
    std::vector<Site> sites{};
    std::vector<Worker> workers{};
    std::vector<Clinic> clinics{};
    SchoolCalendars schools{};
    std::vector<BusyWindow> usual_school_run{};  ///< where a woman has not told us hers

    friend bool operator==(const Service&, const Service&) = default;
    const Worker* find_worker(std::string_view id) const;
    const Site* find_site(std::string_view id) const;
    const Clinic* find_clinic(std::string_view id) const;
};

/// One clinic on one date, with what is left of its pattern after exceptions and absences.
struct Session {
    const Clinic* clinic;  ///< lives as long as its Service
    Date date{};
    Interval open;
    std::vector<std::string> workers{};  ///< present from beginning to end
};

/// Every session that is open at some time within `within`, in order of time. Exceptions outrank the pattern;
/// a closed site outranks both. Sessions below their minimum staff are left out.
std::vector<Session> sessions_of(const Service& service, Interval within);

/// The booked times of a session, cut on a five-minute grid from its opening, whoever is there for them. Each
/// leaves room to run over, the last one too.
std::vector<Interval> visits_of(const Session& session);

/// Whether this worker is there from `time`'s beginning to its end.
bool is_present(const Worker& worker, Interval time);

}  // namespace offing::scheduler
