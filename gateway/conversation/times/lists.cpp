#include "gateway/conversation/times/lists.hpp"

#include <algorithm>
#include <bit>

#include "gateway/conversation/times/said.hpp"

namespace offing::conversation {

namespace {

using std::chrono::days;

class Neighbours {
public:
    Neighbours(const Words& words, std::vector<When>& times) : words_{words}, times_{times} {}

    void settle() {
        add_the_day_after();
        add_the_week_after_it();
        share_the_month();
        refuse_together();
        share_the_plural();
        name_the_week_at_the_end();
        share_the_week_said_first();
        for (std::size_t k = 0; k < times_.size(); ++k)
            if (is_week(times_[k])) place_in_week(k);
        std::erase_if(times_, [](const When& when) { return when.is_day() && when.minutes == said_closer; });
        name_the_part_before();
        add_the_early_part();
    }

private:
    static constexpr int said_closer = -1;

    bool only_joined(std::size_t from, std::size_t to) const {
        for (std::size_t k = from; k < to; ++k)
            if (!words_.at_any({W::or_, W::and_, W::the, W::on, W::in, W::an}, k)) return false;
        return to - from <= 3;
    }
    bool thought_ends(std::size_t from, std::size_t to) const {
        for (std::size_t k = from; k <= to && words_.have(k); ++k)
            if (words_[k].starts) return true;
        return false;
    }
    bool joined(const When& before, const When& here) const { return only_joined(before.end, here.begin); }

    static bool is_one_day(const When& when) {
        return when.is_day() && when.first && when.first == when.last && !when.past && !when.negated;
    }

    /// "tomorrow or the day after"; "the day" may have become "today", as it is in Scots.
    void add_the_day_after() {
        for (std::size_t k = times_.size(); k-- > 0;) {
            const When& day = times_[k];
            std::size_t i = day.end;
            if (!is_one_day(day) || !words_.at_any({W::or_, W::and_}, i)) continue;
            if (words_.at(W::the, ++i)) ++i;
            if (!words_.at_any({W::day, W::today}, i) || !words_.at(W::after, i + 1)) continue;
            When next = day;
            next.first = next.last = *day.first + days{1};
            next.begin = static_cast<std::uint16_t>(i);
            next.end = static_cast<std::uint16_t>(i + 2);
            std::erase_if(times_, [&](const When& when) { return when.begin >= i && when.begin < i + 2; });
            times_.insert(times_.begin() + static_cast<std::ptrdiff_t>(k) + 1, next);
        }
    }

    /// "21, 22 or 23 september": the month is said once.
    void share_the_month() {
        for (std::size_t k = times_.size(); k-- > 0;) {
            if (!is_one_day(times_[k]) || times_[k].relation != Relation::at || !names_a_month(times_[k]))
                continue;
            When day = times_[k];
            std::size_t before = day.begin;
            while (before > 0) {
                const bool joined = words_.at_any({W::or_, W::and_}, before - 1);
                const std::size_t at = joined ? before - 2 : before - 1;
                if ((joined && before < 2) || !(joined || words_[before].mark == ',') || !bare_day(at)) break;
                const std::chrono::year_month_day last{*day.first};
                const std::chrono::year_month_day first =
                    last.year() / last.month() / std::chrono::day{static_cast<unsigned>(words_[at].value)};
                if (!first.ok() || std::chrono::local_days{first} >= *day.first) break;
                day.first = day.last = std::chrono::local_days{first};
                day.begin = static_cast<std::uint16_t>(at);
                day.end = static_cast<std::uint16_t>(at + 1);
                std::erase_if(times_, [&](const When& when) { return when.begin <= at && at < when.end; });
                const auto place =
                    std::ranges::find_if(times_, [&](const When& when) { return when.begin > at; });
                times_.insert(place, day);
                before = at;
            }
        }
    }
    bool names_a_month(const When& when) const {
        for (std::size_t i = when.begin; i < when.end; ++i)
            if (month_number(words_[i].word) > 0) return true;
        return false;
    }
    bool bare_day(std::size_t at) const {
        const Token& token = words_[at];
        if (token.value < 1 || token.value > 31 || token.digits > 2 || token.digits == 0 || token.glued)
            return false;
        return std::ranges::none_of(times_, [&](const When& when) {
            return when.begin <= at && at < when.end && !(when.is_clock() && when.bare) && !when.of_month;
        });
    }

    /// "Not this week or next"
    void add_the_week_after_it() {
        for (std::size_t k = times_.size(); k-- > 0;) {
            const std::size_t i = times_[k].end;
            if (!is_week(times_[k]) || times_[k].past || !words_.at_any({W::or_, W::and_}, i)) continue;
            const bool next = words_.at(W::next, i + 1) && !words_.at_any({W::week, W::month}, i + 2);
            if (!next || (k + 1 < times_.size() && times_[k + 1].begin <= i + 2)) continue;
            When week = times_[k];
            week.first = *week.first + days{7};
            week.last = *week.last + days{7};
            week.begin = static_cast<std::uint16_t>(i + 1);
            week.end = static_cast<std::uint16_t>(i + 2);
            times_.insert(times_.begin() + static_cast<std::ptrdiff_t>(k) + 1, week);
        }
    }

    /// "early friday", "friday early doors": first thing, where no hour says otherwise. Not "too early
    /// friday" and not "i'll be early friday".
    void add_the_early_part() {
        const bool hours =
            std::any_of(times_.begin(), times_.end(), [](const When& when) { return when.is_clock(); });
        if (hours || times_.size() != 1 || !(is_one_day(times_[0]) || is_one_weekday(times_[0]))) return;
        const When& day = times_[0];
        const bool before =
            day.begin > 0 && words_.at(W::early, day.begin - 1U) &&
            !(day.begin > 1 && words_.at_any({W::too, W::be, W::is, W::so}, day.begin - 2U)) &&
            !(day.begin > 1 && words_.text("bit", day.begin - 2U));
        if (!before && !words_.at(W::early, day.end)) return;
        When part;
        part.kind = When::Kind::clock;
        part.grain = When::Grain::part;
        part.part = Part::first_thing;
        part.begin = before ? static_cast<std::uint16_t>(day.begin - 1) : day.end;
        part.end = static_cast<std::uint16_t>(part.begin + 1);
        times_.insert(before ? times_.begin() : times_.end(), part);
    }
    static bool is_one_weekday(const When& when) {
        return when.is_weekday() && std::popcount(when.weekdays.bits) == 1 && !when.plural && !when.negated &&
               !when.past;
    }

    /// "not mon or tues", "not mon and not tues".
    void refuse_together() {
        for (std::size_t k = 1; k < times_.size(); ++k) {
            const When& before = times_[k - 1];
            When& here = times_[k];
            if (before.turned && joined(before, here)) turn_with(before, here);
            if (!before.negated || !joined(before, here)) continue;
            const bool and_joins = words_.at(W::and_, before.end);
            if (and_joins && before.is_weekday() && here.is_weekday()) here.negated = true;
            if (!and_joins && before.is_day() && here.is_day() && here.begin > before.end &&
                !words_[here.begin].starts)
                here.negated = true;
        }
    }

    /// "Not before 11 or after 3": the no goes for both.
    void turn_with(const When& before, When& here) const {
        const bool opens = before.relation == Relation::after && here.relation == Relation::after;
        const bool closes = before.relation == Relation::by && here.relation == Relation::before;
        if (!before.is_clock() || !here.is_clock() || here.turned || !words_.at(W::or_, before.end)) return;
        if (!opens && !closes) return;
        here.relation = opens ? Relation::by : Relation::after;
        here.turned = true;
    }

    /// "a weds or fri", "a tues weds or thurs": any of either.
    void share_the_plural() {
        for (std::size_t begin = 0; begin < times_.size();) {
            std::size_t end = begin + 1;
            bool any_joined = false;
            while (end < times_.size() && goes_on(times_[end - 1], times_[end])) {
                any_joined = any_joined || times_[end].begin > times_[end - 1].end;
                ++end;
            }
            const auto plural = [](const When& when) { return when.plural; };
            if (any_joined && std::any_of(times_.begin() + static_cast<std::ptrdiff_t>(begin),
                                          times_.begin() + static_cast<std::ptrdiff_t>(end), plural))
                for (std::size_t k = begin; k < end; ++k) times_[k].plural = true;
            begin = end;
        }
    }
    bool goes_on(const When& before, const When& here) const {
        return before.is_weekday() && here.is_weekday() && !before.ranged && !here.ranged &&
               before.negated == here.negated && joined(before, here) &&
               !thought_ends(before.end, here.begin);
    }

    /// "tues, weds or thurs next week", where the last is read with its week.
    void name_the_week_at_the_end() {
        for (std::size_t k = times_.size(); k-- > 0;) {
            if (times_[k].of_week && week_begins(times_[k])) continue;
            if (!times_[k].of_week && times_[k].after != After::week && times_[k].after != After::same_week)
                continue;
            const Date monday = monday_of(*times_[k].first);
            for (std::size_t j = k; j-- > 0;) {
                if (!times_[j].is_weekday() || !joined(times_[j], times_[j + 1]) ||
                    thought_ends(times_[j].end, times_[j + 1].begin))
                    break;
                if (place(times_[j], monday)) times_[j].after = times_[k].after;
            }
        }
    }

    /// "Next week thursday morning or friday morning": the week was said first, and is that of both.
    void share_the_week_said_first() {
        for (std::size_t k = 0; k + 1 < times_.size(); ++k) {
            if (!times_[k].of_week || !week_begins(times_[k])) continue;
            const Date monday = monday_of(*times_[k].first);
            std::size_t from = times_[k].end;
            for (std::size_t j = k + 1; j < times_.size(); ++j) {
                When& here = times_[j];
                if (thought_ends(from, here.begin) || !only_joined(from, here.begin)) break;
                from = here.end;
                if (here.is_clock()) continue;
                if (!here.is_weekday() || here.plural || here.negated) break;
                place(here, monday);
            }
        }
    }
    bool week_begins(const When& when) const {
        for (std::size_t i = when.begin; i < when.end; ++i) {
            if (weekday_index(words_[i].word) >= 0) return false;
            if (words_.at(W::week, i)) return true;
        }
        return false;
    }

    /// "mon or tues next week" and "next week, tues or weds": the weekdays say it closer than the week.
    void place_in_week(std::size_t k) {
        const Date monday = *times_[k].first;
        bool took = false;
        for (std::size_t j = k; j-- > 0;) {
            When& before = times_[j];
            if (!before.is_day() || !joined(before, times_[j + 1])) break;
            if (before.is_weekday())
                took = place_with(before, times_[k]) || took;
            else if (before.first && before.next)
                before.first = before.last = monday + (*before.first - monday_of(*before.first));
            else
                break;
            if (thought_ends(before.end, times_[j + 1].begin)) break;
        }
        for (std::size_t j = k + 1; j < times_.size(); ++j) {
            When& after = times_[j];
            if (after.is_clock() && !words_.at_any({W::or_, W::and_, W::but}, after.end)) continue;
            if (!after.is_weekday() || (after.begin > times_[j - 1].end + 4 && !said_of_it(j))) break;
            if (after.plural && !after.ranged && !after.negated) break;
            if (times_[k].negated && thought_ends(times_[j - 1].end, after.begin)) break;
            took = place_with(after, times_[k]) || took;
        }
        if (took && !times_[k].negated) times_[k].minutes = said_closer;
    }
    /// "The week of the 1st would be best. tues or thurs in it"
    bool said_of_it(std::size_t first) const {
        std::size_t last = first;
        while (last + 1 < times_.size() && times_[last + 1].is_weekday() &&
               joined(times_[last], times_[last + 1]))
            ++last;
        const std::size_t end = times_[last].end;
        return words_.at_any({W::in, W::of}, end) &&
               (words_.text("it", end + 1) || words_.text("that", end + 1));
    }
    static bool is_week(const When& when) {
        return when.is_day() && when.first && when.last && when.grain == When::Grain::week &&
               *when.last - *when.first == days{6} && when.relation == Relation::at;
    }
    /// In the week that `week` is, or will be once it is known what that is counted from.
    static bool place_with(When& when, const When& week) {
        if (!when.negated) when.after = week.after;
        return place(when, *week.first);
    }
    /// A weekday, or a run of them, in the week of `monday`.
    static bool place(When& when, Date monday) {
        const unsigned bits = when.weekdays.bits;
        const int first = std::countr_zero(bits), count = std::popcount(bits);
        if (count == 0 || (bits >> static_cast<unsigned>(first)) != (1U << static_cast<unsigned>(count)) - 1)
            return false;
        when.first = monday + days{first};
        when.last = *when.first + days{count - 1};
        when.weekdays = {};
        when.plural = false;
        return !when.negated;
    }

    /// "early thursday morning": what stands before the day says which part of it.
    void name_the_part_before() {
        for (std::size_t k = 1; k < times_.size(); ++k) {
            const When& day = times_[k - 1];
            When& part = times_[k];
            if (!day.is_day() || part.part == Part::none || part.begin != day.end || day.begin == 0) continue;
            const bool early = words_.at(W::early, day.begin - 1U), late = words_.at(W::late, day.begin - 1U);
            if (!early && !late) continue;
            if (part.part == Part::morning) part.part = early ? Part::early_morning : Part::late_morning;
            if (part.part == Part::afternoon)
                part.part = early ? Part::early_afternoon : Part::late_afternoon;
        }
    }

    const Words& words_;
    std::vector<When>& times_;
};

}  // namespace

void settle_neighbours(const Words& words, std::vector<When>& times) { Neighbours{words, times}.settle(); }

}  // namespace offing::conversation
