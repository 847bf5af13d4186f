// One time expression by itself, for `offing times`: what it means from now on, and how it is said back.

#include <algorithm>
#include <array>

#include "gateway/conversation/days.hpp"
#include "gateway/conversation/lexicon.hpp"

namespace offing::conversation {

namespace {

using std::chrono::days;
using std::chrono::minutes;
using Kind = TimeReading::Kind;
using Grain = TimeReading::Grain;

/// Hours of a part of the day, as a stretch on the clock.
std::pair<int, int> hours_of(Part part) {
    switch (part) {
        case Part::early_morning:
            return {0, 9 * 60};
        case Part::morning:
            return {0, 12 * 60};
        case Part::late_morning:
            return {10 * 60 + 30, 12 * 60};
        case Part::lunch:
            return {12 * 60, 14 * 60};
        case Part::after_lunch:
            return {13 * 60, 17 * 60};
        case Part::early_afternoon:
            return {12 * 60, 15 * 60};
        case Part::afternoon:
            return {12 * 60, 19 * 60};
        case Part::late_afternoon:
            return {15 * 60, 19 * 60};
        case Part::after_school:
            return {15 * 60, 21 * 60};
        case Part::evening:
        case Part::night:
            return {18 * 60, 24 * 60};
        case Part::late_evening:
            return {21 * 60, 24 * 60};
        case Part::first_thing:
            return {9 * 60, 10 * 60};
        case Part::last_thing:
            return {16 * 60, 17 * 60};
        case Part::after_drop_off:
            return {9 * 60, 12 * 60};
        case Part::before_pick_up:
            return {9 * 60, 15 * 60};
        case Part::none:
        case Part::all_day:
            break;
    }
    return {0, 24 * 60};
}

class Teller {
public:
    Teller(LocalTime now, const std::vector<When>& times) : now_{now} {
        for (const When& when : times) {
            if (when.is_day() && day_ == nullptr)
                day_ = &when;
            else if (when.is_clock() && when.from >= 0 && clock_ == nullptr)
                clock_ = &when;
            else if (when.is_clock() && when.from < 0 && part_ == nullptr)
                part_ = &when;
            else if (when.kind == When::Kind::length && length_ == nullptr)
                length_ = &when;
            else
                extra_ = true;
        }
    }

    TimeReading run() {
        if (length_ != nullptr && length_->ahead && day_ != nullptr && clock_ == nullptr &&
            part_ == nullptr && day_->first == today())
            return from_length();
        if (extra_ || (clock_ != nullptr && clock_->zoned)) return asked();
        if (day_ == nullptr && clock_ == nullptr && part_ == nullptr) return from_length();
        if (clock_ != nullptr) return at_clock();
        if (part_ != nullptr) return at_part();
        return on_day();
    }

private:
    static TimeReading asked() {
        TimeReading out;
        out.kind = Kind::ask;
        return out;
    }
    Date today() const { return day_of(now_); }

    TimeReading from_length() const {
        TimeReading out;
        if (length_ == nullptr) return out;
        if (length_->relation == Relation::after && length_->grain == When::Grain::day) {
            out.kind = Kind::open;  // "after 5 days"
            out.grain = Grain::minute;
            out.from = std::chrono::floor<std::chrono::hours>(now_) + minutes{length_->minutes};
            out.said_back = "after " + say(*out.from);
            return out;
        }
        if (!length_->ahead) return asked();
        out.grain = Grain::minute;
        if (length_->next) return next_stretch();
        if (length_->relation == Relation::by) {
            out.kind = Kind::interval;
            out.from = now_;
            out.to = LocalTime{day_of(now_ + minutes{length_->minutes})};
            if (length_->grain == When::Grain::minute) out.to = now_ + minutes{length_->minutes};
            out.said_back = "by " + say(*out.to);
            return out;
        }
        out.kind = Kind::instant;
        out.from = now_ + minutes{length_->minutes};
        out.said_back = say(*out.from);
        return out;
    }

    /// "The next 3 hours": whole ones, from the next full one on.
    TimeReading next_stretch() const {
        TimeReading out;
        out.kind = Kind::interval;
        out.grain = Grain::minute;
        const bool hours = length_->minutes % 60 == 0;
        out.from = hours ? std::chrono::floor<std::chrono::hours>(now_) + minutes{60} : now_ + minutes{1};
        out.to = *out.from + minutes{length_->minutes};
        out.said_back = say(*out.from) + " to " + say(*out.to);
        return out;
    }

    /// The day a clock time falls on: the one named, else today, or tomorrow when the hour is over.
    std::optional<Date> clock_day(int from) const {
        if (day_ != nullptr) {
            if (day_->is_weekday()) return weekday_ahead(*day_);
            if (!day_->first || day_->last != day_->first) return std::nullopt;
            return *day_->first;
        }
        const bool over = from < clock_minutes(now_);
        return today() + days{over ? 1 : 0};
    }
    Date weekday_ahead(const When& when) const {
        const int index = std::countr_zero(when.weekdays.bits);
        const int now = static_cast<int>(weekday_on(today()).iso_encoding()) - 1;
        const int ahead = (index - now + 7) % 7;
        return today() + days{ahead == 0 ? 7 : ahead};
    }

    TimeReading at_clock() const {
        TimeReading out;
        out.grain = Grain::minute;
        int from = clock_->from, to = clock_->to;
        if (clock_->no_hour) return asked();
        if (part_ != nullptr && clock_->guessed) {
            const auto [begin, end] = hours_of(part_->part);
            const bool evening = begin >= 12 * 60;
            if (evening && from < 12 * 60 && from + 720 < 24 * 60) from += 720, to += to > 0 ? 720 : 0;
            if (!evening && end <= 12 * 60 && from >= 13 * 60) from -= 720;
        }
        const auto day = clock_day(from % (24 * 60));
        if (!day) return asked();
        const LocalTime start = LocalTime{*day} + minutes{from};
        if (clock_->negated) return asked();
        if (to > 0) {
            out.kind = Kind::interval;
            out.from = start;
            out.to = LocalTime{*day} + minutes{to};
            out.said_back = say(start) + " to " + say(*out.to);
        } else if (length_ != nullptr && !length_->ahead) {
            out.kind = Kind::interval;
            out.from = start;
            out.to = start + minutes{length_->minutes};
            out.said_back = say(start) + " to " + say(*out.to);
        } else if (clock_->relation == Relation::after) {
            out.kind = Kind::open;
            out.from = start;
            out.said_back = "after " + say(start);
        } else if (clock_->relation == Relation::before || clock_->relation == Relation::until) {
            out.kind = Kind::open;
            out.to = start;
            out.said_back = "before " + say(start);
        } else if (clock_->relation == Relation::by) {
            out.kind = Kind::interval;
            out.from = day_ == nullptr || *day == today() ? now_ : LocalTime{*day};
            out.to = start;
            out.said_back = "by " + say(start);
        } else {
            out.kind = Kind::instant;
            out.from = start;
            out.said_back = say(start);
        }
        return out;
    }

    TimeReading at_part() const {
        TimeReading out;
        Date day = today();
        if (day_ != nullptr) {
            if (day_->is_weekday())
                day = weekday_ahead(*day_);
            else if (day_->first && day_->first == day_->last)
                day = *day_->first;
            else
                return asked();
        }
        if (part_->negated) return asked();
        const auto [begin, end] = hours_of(part_->part);
        out.kind = Kind::interval;
        out.grain = Grain::part;
        out.from = LocalTime{day} + minutes{begin};
        out.to = LocalTime{day} + minutes{end};
        if (part_->relation == Relation::before || part_->relation == Relation::until) {
            out.kind = Kind::open;
            out.to = out.from;
            out.from.reset();
        } else if (part_->relation == Relation::after && part_->part == Part::lunch) {
            out.from = LocalTime{day} + minutes{13 * 60};
            out.to = LocalTime{day} + minutes{17 * 60};
        } else if (part_->relation == Relation::after) {
            out.kind = Kind::open;
            out.from = out.to;
            out.to.reset();
        }
        out.said_back = say(LocalTime{day} + minutes{begin}) + " on";
        return out;
    }

    TimeReading on_day() const {
        TimeReading out;
        if (day_->negated) return asked();
        if (day_->is_weekday() && std::popcount(day_->weekdays.bits) > 1) return asked();
        Date first = today(), last = today();
        if (day_->is_weekday()) {
            first = last = weekday_ahead(*day_);
        } else {
            first = *day_->first;
            last = *day_->last;
        }
        if (length_ != nullptr && length_->grain != When::Grain::minute) {
            last = first + days{length_->minutes / (24 * 60)};
        }
        out.grain = grain_of(day_->grain);
        const bool single = first == last || out.grain == Grain::week || out.grain == Grain::month;
        const bool several = out.grain == Grain::week    ? last - first > days{6}
                             : out.grain == Grain::month ? last - first > days{31}
                                                         : first != last;
        out.from = LocalTime{first};
        out.to = LocalTime{last + days{1}};
        out.said_back = say(first) + (first == last ? "" : " to " + say(last));
        if (day_->grain == When::Grain::part) {  // a weekend begins on Friday evening
            out.from = LocalTime{first - days{1}} + minutes{18 * 60};
            out.grain = Grain::part;
            out.kind = Kind::interval;
            return out;
        }
        if (day_->grain == When::Grain::year) return asked();
        if (day_->counted)
            out.from =
                LocalTime{first} + minutes{day_->ahead ? clock_minutes(now_) : clock_minutes(now_) / 60 * 60};
        if (day_->months_in) {  // "in the new year"
            out.kind = Kind::open;
            out.from = LocalTime{first - days{1}};
            out.to.reset();
            out.said_back = "from " + say(first);
            return out;
        }
        out.kind = single && !several ? Kind::instant : Kind::interval;
        if (length_ != nullptr) {
            out.kind = Kind::interval;
        } else if (day_->relation == Relation::after) {
            out.kind = Kind::open;
            out.from = LocalTime{day_->inclusive ? first : last + days{1}};
            if (day_->counted) out.from = LocalTime{first} + minutes{clock_minutes(now_) / 60 * 60};
            out.to.reset();
        } else if (day_->relation == Relation::before || day_->relation == Relation::until) {
            out.kind = Kind::open;
            out.to = LocalTime{day_->relation == Relation::before ? first : last + days{1}};
            out.from.reset();
        } else if (day_->relation == Relation::by) {
            out.kind = Kind::interval;
            out.grain = Grain::minute;
            out.from = now_;
        }
        return out;
    }
    static Grain grain_of(When::Grain grain) {
        switch (grain) {
            case When::Grain::minute:
                return Grain::minute;
            case When::Grain::part:
                return Grain::part;
            case When::Grain::week:
                return Grain::week;
            case When::Grain::month:
            case When::Grain::year:
                return Grain::month;
            case When::Grain::day:
                break;
        }
        return Grain::day;
    }

    LocalTime now_;
    const When* day_ = nullptr;
    const When* clock_ = nullptr;
    const When* part_ = nullptr;
    const When* length_ = nullptr;
    bool extra_ = false;
};

/// "This time next week" is now, a week on. "Same time" is the hour of something we don't know here: asked.
std::optional<TimeReading> this_time(const Tokens& tokens, const std::vector<When>& times, LocalTime now) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (!tokens[i + 1].is(W::time)) continue;
        TimeReading out;
        out.kind = Kind::ask;
        if (tokens[i].is(W::same)) return out;
        if (!tokens[i].is(W::this_) || times.size() != 1 || !times[0].is_day() || !times[0].first) continue;
        const bool week = times[0].grain == When::Grain::week;
        if (!week && times[0].first != times[0].last) return out;
        const Date day = week ? *times[0].first + (day_of(now) - monday_of(day_of(now))) : *times[0].first;
        out.kind = Kind::instant;
        out.grain = Grain::minute;
        out.from = LocalTime{day} + minutes{clock_minutes(now)};
        out.said_back = say(*out.from);
        return out;
    }
    return std::nullopt;
}

/// "mornings": every one of them, which is no time to book.
bool every_part(const Tokens& tokens, const std::vector<When>& times) {
    return std::any_of(times.begin(), times.end(), [&](const When& when) {
        return when.is_clock() && when.part != Part::none && tokens[when.end - 1U].text.ends_with("s");
    });
}

/// "in 1": no hour of the clock.
bool counts_in(const Tokens& tokens, const std::vector<When>& times) {
    return std::any_of(times.begin(), times.end(), [&](const When& when) {
        return when.is_clock() && when.bare && when.begin > 0 && tokens[when.begin - 1U].is(W::in);
    });
}

/// Everything beside the times must be a word that changes nothing.
bool all_read(const Tokens& tokens, const std::vector<When>& times, const Lexicon::Tables& tables) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool inside = std::any_of(times.begin(), times.end(),
                                        [&](const When& when) { return when.begin <= i && i < when.end; });
        if (inside) continue;
        const Token& token = tokens[i];
        if (token.value >= 0 || token.word == 0) return false;
        if (!tables.info(token.word).common) return false;
    }
    return true;
}

}  // namespace

TimeReading read_time(std::string_view text, LocalTime now, const Lexicon& lexicon) {
    const Tokens tokens = tokenise(text, lexicon.tables());
    const std::vector<When> times = find_times(tokens, now);
    if (times.empty()) return {};
    if (const auto same = this_time(tokens, times, now)) return *same;
    if (!all_read(tokens, times, lexicon.tables()) || counts_in(tokens, times) || every_part(tokens, times)) {
        TimeReading asked;
        asked.kind = Kind::ask;
        return asked;
    }
    return Teller{now, times}.run();
}

}  // namespace offing::conversation
