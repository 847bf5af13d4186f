// What libical is handed has been looked through first, so that it never works on what is too much.

#include "config/ics_events.hpp"

#include <libical/ical.h>

#include <memory>

namespace offing::config {

namespace {

using scheduler::Date;

constexpr std::size_t largest_file = 4U << 20;
constexpr int deepest_nesting = 4;
constexpr std::size_t most_events = 20'000;
constexpr std::size_t longest_line = 32'768;
constexpr std::size_t most_times = 2'000;  // of one event's exceptions or additions

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};

/// The line of the first byte that is no UTF-8 text, or 0.
int line_of_bad_text(std::string_view text) {
    int line = 1;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        if (lead == '\n') ++line;
        const std::size_t more = lead < 0x80         ? 0
                                 : lead >> 5 == 0x6  ? 1
                                 : lead >> 4 == 0xE  ? 2
                                 : lead >> 3 == 0x1E ? 3
                                                     : 9;
        if (lead == 0 || more == 9 || lead == 0xC0 || lead == 0xC1 || at + more >= text.size()) return line;
        for (std::size_t i = 1; i <= more; ++i)
            if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return line;
        at += more + 1;
    }
    return 0;
}

/// What stands in the file before anything is parsed: where each event begins, or what makes it unfit.
class Outline {
public:
    explicit Outline(std::string_view text) {
        while (!text.empty() && !mistake_) {
            const std::size_t end = text.find('\n');
            std::string_view line = text.substr(0, end);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
            if (line.ends_with('\r')) line.remove_suffix(1);
            take(line);
        }
        if (!mistake_ && !open_.empty())
            note("the file stops inside " + open_.back().substr(0, 20), "download it again");
    }

    const std::optional<Mistake>& mistake() const { return mistake_; }
    int line_of(std::size_t event) const { return event < events_.size() ? events_[event] : 0; }

private:
    void note(std::string what, std::string remedy) {
        mistake_ = Mistake{"", number_, "", std::move(what), std::move(remedy)};
    }

    void take(std::string_view line) {
        ++number_;
        const bool continues = line.starts_with(' ') || line.starts_with('\t');
        unfolded_ = continues ? unfolded_ + line.size() : line.size();
        if (unfolded_ > longest_line)
            note("the line is longer than 32768 characters", "export the calendar again");
        else if (line.starts_with("BEGIN:"))
            begin(line.substr(6));
        else if (line.starts_with("END:"))
            end(line.substr(4));
    }

    void begin(std::string_view what) {
        open_.emplace_back(what);
        if (open_.size() > deepest_nesting)
            note("calendars are nested too deep", "export the calendar again");
        if (what == "VEVENT") events_.push_back(number_);
        if (events_.size() > most_events)
            note("it holds more than 20000 events", "export the dates that are wanted alone");
    }

    void end(std::string_view what) {
        if (open_.empty() || open_.back() != what)
            return note("END without its BEGIN", "export the calendar again");
        open_.pop_back();
    }

    std::vector<int> events_;
    std::vector<std::string> open_;
    std::optional<Mistake> mistake_;
    int number_ = 0;
    std::size_t unfolded_ = 0;
};

std::optional<IcsTime> time_from(const icaltimetype& time) {
    const std::chrono::year_month_day ymd{std::chrono::year{time.year},
                                          std::chrono::month{static_cast<unsigned>(time.month)},
                                          std::chrono::day{static_cast<unsigned>(time.day)}};
    if (icaltime_is_null_time(time) || !ymd.ok()) return std::nullopt;
    IcsTime read{.date = Date{ymd}};
    if (time.is_date) return read;
    if (time.hour < 0 || time.hour > 23 || time.minute < 0 || time.minute > 59) return std::nullopt;
    read.clock =
        std::chrono::hours{time.hour} + std::chrono::minutes{time.minute} + std::chrono::seconds{time.second};
    read.is_utc = icaltime_is_utc(time);
    return read;
}

std::optional<IcsTime> with_zone(std::optional<IcsTime> time, icalproperty* property) {
    icalparameter* zone =
        property == nullptr ? nullptr : icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    const char* name = zone == nullptr ? nullptr : icalparameter_get_tzid(zone);
    if (time && name != nullptr) time->zone = name;
    return time;
}

icalproperty* first(icalcomponent* event, icalproperty_kind kind) {
    return icalcomponent_get_first_property(event, kind);
}

std::string value_of(icalproperty* property) {
    const char* value = property == nullptr ? nullptr : icalproperty_get_value_as_string(property);
    return value == nullptr ? std::string{} : std::string{value};
}

template <typename Visit>
void each_property(icalcomponent* event, icalproperty_kind kind, Visit visit) {
    std::size_t seen = 0;
    for (icalproperty* property = first(event, kind); property != nullptr && seen < most_times;
         property = icalcomponent_get_next_property(event, kind), ++seen)
        visit(property);
}

IcsEvent event_from(icalcomponent* event, int line) {
    IcsEvent read{
        .line = line,
        .uid = value_of(first(event, ICAL_UID_PROPERTY)),
        .summary = value_of(first(event, ICAL_SUMMARY_PROPERTY)),
        .start = with_zone(time_from(icalcomponent_get_dtstart(event)), first(event, ICAL_DTSTART_PROPERTY)),
        .end = with_zone(time_from(icalcomponent_get_dtend(event)), first(event, ICAL_DTEND_PROPERTY)),
        .is_cancelled = icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED};
    each_property(event, ICAL_RRULE_PROPERTY,
                  [&](icalproperty* one) { read.rules.push_back(value_of(one)); });
    each_property(event, ICAL_EXDATE_PROPERTY, [&](icalproperty* one) {
        if (auto time = with_zone(time_from(icalproperty_get_exdate(one)), one))
            read.except.push_back(*std::move(time));
    });
    each_property(event, ICAL_RDATE_PROPERTY, [&](icalproperty* one) {
        if (auto time = with_zone(time_from(icalproperty_get_rdate(one).time), one))
            read.also.push_back(*std::move(time));
    });
    if (icalproperty* of = first(event, ICAL_RECURRENCEID_PROPERTY))
        read.instead_of = with_zone(time_from(icalproperty_get_recurrenceid(of)), of);
    return read;
}

}  // namespace

std::optional<Mistake> unfit_text(std::string_view text, const std::string& name) {
    if (text.size() > largest_file)
        return Mistake{name, 0, "", "it is larger than 4 MiB", "export the dates that are wanted alone"};
    if (const int line = line_of_bad_text(text))
        return Mistake{name, line, "", "it is not UTF-8 text", "save it as UTF-8"};
    return std::nullopt;
}

std::expected<std::vector<IcsEvent>, Mistake> read_events(std::string_view text, const std::string& name) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (auto unfit = unfit_text(text, name)) return std::unexpected(*std::move(unfit));
    const Outline outline{text};
    if (auto mistake = outline.mistake()) {
        mistake->file = name;
        return std::unexpected(*std::move(mistake));
    }
    icalerror_set_errors_are_fatal(0);
    const std::string whole{text};
    const std::unique_ptr<icalcomponent, FreeComponent> parsed{icalparser_parse_string(whole.c_str())};
    if (!parsed) return std::unexpected(Mistake{name, 1, "", "it is no calendar", "export it as .ics"});
    std::vector<IcsEvent> events;
    const bool is_several = icalcomponent_isa(parsed.get()) == ICAL_XROOT_COMPONENT;
    icalcomponent* calendar =
        is_several ? icalcomponent_get_first_component(parsed.get(), ICAL_VCALENDAR_COMPONENT) : parsed.get();
    while (calendar != nullptr) {
        for (icalcomponent* event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
             event != nullptr; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
            events.push_back(event_from(event, outline.line_of(events.size())));
        calendar =
            is_several ? icalcomponent_get_next_component(parsed.get(), ICAL_VCALENDAR_COMPONENT) : nullptr;
    }
    return events;
}

}  // namespace offing::config
