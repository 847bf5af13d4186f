// A change of a service as a form makes it: values as they were typed, put in place of a part, and the whole
// checked as a file would be. Mistakes name the form's field. Nothing here changes what it is given.

#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/service_file.hpp"

namespace offing::config {

/// By the service file's own keys ("opens", "workers"); a key that has one value has one element.
using Typed = std::map<std::string, std::vector<std::string>, std::less<>>;

/// `field` is the key in Typed, or empty when no single field is at fault.
struct FieldMistake {
    std::string field;
    std::string what;
    std::string remedy;
    friend bool operator==(const FieldMistake&, const FieldMistake&) = default;
};
using Edited = std::expected<ServiceFile, std::vector<FieldMistake>>;

enum class Part { clinic, site, worker };
std::string_view spell(Part part);

/// The part as a form shows it; empty when there is none of that id.
Typed typed_of(const ServiceFile& file, Part part, std::string_view id);
/// In place of the part `id`, or as a new one when `id` is empty. Exceptions of a clinic stay, but for those
/// whose date its new pattern no longer meets; absences and closed days stay.
Edited put(const ServiceFile& file, Part part, std::string_view id, const Typed& typed);

/// "date", "change", "opens", "closes". An exception of the same date gives way.
Edited put_exception(const ServiceFile& file, std::string_view clinic, const Typed& typed);
Edited drop_exception(const ServiceFile& file, std::string_view clinic, scheduler::Date date);
/// That date doesn't run: by an exception, or by taking away the one that added it.
Edited cancel_session(const ServiceFile& file, std::string_view clinic, scheduler::Date date);
/// To "date", "opens", "closes"; the same date means other hours.
Edited move_session(const ServiceFile& file, std::string_view clinic, scheduler::Date from,
                    const Typed& typed);
/// "first", "last", and perhaps "from", "to".
Edited add_absence(const ServiceFile& file, std::string_view worker, const Typed& typed);
Edited drop_absence(const ServiceFile& file, std::string_view worker, scheduler::Interval away);
/// "date"
Edited add_closed_day(const ServiceFile& file, std::string_view site, const Typed& typed);
Edited drop_closed_day(const ServiceFile& file, std::string_view site, scheduler::Date date);
/// The clinic runs on `last` for the last time; one that hasn't begun by then is gone.
Edited end_clinic(const ServiceFile& file, std::string_view clinic, scheduler::Date last);
Edited put_school(const ServiceFile& file, const scheduler::SchoolCalendar& school);

/// What differs, for people: {"clinic", "evening", "opens", "17:00", "17:30"}. A part that one of them lacks
/// has an empty `field`, and `before` or `after` is empty.
struct Difference {
    std::string part, id, field, before, after;
    friend bool operator==(const Difference&, const Difference&) = default;
};
std::vector<Difference> differences(const ServiceFile& before, const ServiceFile& after);

}  // namespace offing::config
