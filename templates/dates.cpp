#include "templates/dates.hpp"

#include <string_view>

namespace offing::templates {

namespace {

constexpr std::chrono::minutes one_day{24 * 60};

void append_number(std::string& out, unsigned number) {
    if (number >= 10) append_number(out, number / 10);
    out += static_cast<char>('0' + number % 10);
}

/// Copies `form`, calling `fill` with each {name} in it.
template <typename Fill>
void expand(std::string& out, std::string_view form, Fill fill) {
    while (!form.empty()) {
        const auto open = form.find('{');
        out += form.substr(0, open);
        if (open == std::string_view::npos) return;
        const auto close = form.find('}', open);
        if (close == std::string_view::npos) return;
        fill(form.substr(open + 1, close - open - 1));
        form.remove_prefix(close + 1);
    }
}

}  // namespace

void append_day(std::string& out, std::chrono::local_days day, const DateWords& words) {
    const std::chrono::year_month_day date{day};
    expand(out, words.day, [&](std::string_view part) {
        if (part == "weekday") out += words.days[std::chrono::weekday{day}.c_encoding()];
        if (part == "date") append_number(out, static_cast<unsigned>(date.day()));
        if (part == "month") out += words.months[static_cast<unsigned>(date.month()) - 1];
    });
}

void append_clock(std::string& out, std::chrono::minutes clock, const DateWords& words) {
    clock = (clock % one_day + one_day) % one_day;
    if (clock == std::chrono::hours{12}) {
        out += words.midday;
        return;
    }
    if (clock == std::chrono::minutes{0}) {
        out += words.midnight;
        return;
    }
    const auto minutes = static_cast<unsigned>(clock.count());
    for (const auto& span : words.spans) {
        if (clock >= span.until) continue;
        expand(out, span.form, [&](std::string_view) {
            const unsigned hour = minutes / 60 % 12;
            append_number(out, hour == 0 ? 12 : hour);
            if (minutes % 60 == 0) return;
            out += ':';
            if (minutes % 60 < 10) out += '0';
            append_number(out, minutes % 60);
        });
        return;
    }
}

void append_when(std::string& out, When when, const DateWords& words) {
    const auto day = std::chrono::floor<std::chrono::days>(when);
    expand(out, words.when, [&](std::string_view part) {
        if (part == "day") append_day(out, day, words);
        if (part == "clock") append_clock(out, when - day, words);
    });
}

}  // namespace offing::templates
