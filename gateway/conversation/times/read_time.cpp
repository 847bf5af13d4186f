// A text that is about one time, for `offing times`: which of its numbers and times count, and whether what
// stands beside them lets the time be taken for what it says.

#include <algorithm>
#include <iterator>
#include <utility>

#include "gateway/conversation/lexicon.hpp"
#include "gateway/conversation/times/cursor.hpp"
#include "gateway/conversation/times/find_times.hpp"
#include "gateway/conversation/times/said.hpp"
#include "gateway/conversation/times/tell_time.hpp"

namespace offing::conversation {

namespace {

using std::chrono::days;
using std::chrono::minutes;
using Kind = TimeReading::Kind;

TimeReading asked() {
    TimeReading out;
    out.kind = Kind::ask;
    return out;
}

class Phrase {
public:
    Phrase(const Tokens& tokens, LocalTime now, const State& state, const Lexicon::Tables& tables)
        : words_{tokens},
          tables_{tables},
          now_{now},
          state_{state},
          times_{find_times(tokens, now, state.nation)} {
        std::vector<When> meant;
        std::ranges::copy_if(times_, std::back_inserter(meant),
                             [&](const When& when) { return !is_no_time(when); });
        times_ = std::move(meant);
    }

    TimeReading read() const {
        if (times_.empty()) return vague() ? asked() : TimeReading{};
        if (const auto beside = beside_hers()) return *beside;
        if (refuses() || on_an_errand() || repeats() || offers_choice() || bygone() || stray_number() ||
            counts_in() || (has_strange() && !plain_enough()) || unread_day() || points_elsewhere() ||
            vague())
            return asked();
        const auto sides = sides_of(times_, now_);
        return sides ? tell_time(*sides, now_, state_) : asked();
    }

private:
    std::size_t size() const { return words_.all().size(); }
    const WordInfo& info(std::size_t i) const { return tables_.info(words_[i].word); }
    bool inside(std::size_t i) const {
        return std::any_of(times_.begin(), times_.end(),
                           [&](const When& when) { return when.begin <= i && i < when.end; });
    }
    bool day_ends_at(std::size_t i) const {
        return std::any_of(times_.begin(), times_.end(),
                           [&](const When& when) { return when.is_day() && when.end == i; });
    }
    bool day_beside(const When& clock) const {
        return std::any_of(times_.begin(), times_.end(), [&](const When& when) {
            return when.is_day() && (when.end == clock.begin || when.begin == clock.end);
        });
    }
    template <typename Test>
    bool any_outside(Test test) const {
        for (std::size_t i = 0; i < size(); ++i)
            if (!inside(i) && test(i)) return true;
        return false;
    }

    /// "the week after that", "so after that": after which?
    bool points_elsewhere() const {
        for (std::size_t i = 0; i < size(); ++i)
            if (!inside(i) && words_.at_any({W::after, W::before}, i) &&
                words_.at_any({W::that, W::then}, i + 1))
                return true;
        return std::any_of(times_.begin(), times_.end(), [&](const When& when) {
            return when.is_day() && words_.at(W::that, when.end - 1U);
        });
    }
    /// "2 kids", "3 bags", "2 of us": a plain number before a word that is no small talk.
    bool counts(std::size_t next) const {
        if (words_.at(W::of, next) && words_.have(next + 1) && words_[next + 1].value < 0 &&
            month_number(words_[next + 1].word) < 0)
            return true;
        if (words_.text("more", next)) return true;
        return words_.have(next) && !words_[next].starts && words_[next].mark == 0 &&
               words_[next].shape == Token::Shape::word && words_[next].value < 0 && !info(next).common;
    }
    /// "room 3", "she's 4", "£10", "LS7", a phone's number.
    bool labelled(std::size_t i) const {
        const Token& token = words_[i];
        if (token.mark == '$' || token.mark == '#' || token.digits >= 5 || in_phone_number(i)) return true;
        if (i == 0) return false;
        const Token& before = words_[i - 1];
        if (token.glued && before.value >= 0 && token.mark == '.') return labelled(i - 1);
        if (token.glued && token.mark == 0 && before.shape == Token::Shape::word && before.word == 0)
            return true;
        if (info(i - 1).label || words_.at(W::of, i - 1)) return true;
        const std::size_t who = words_.at(W::is, i - 1) && i > 1 ? i - 2 : i - 1;
        return words_.at_any({W::he, W::she}, who);
    }
    /// Groups of three digits or more, the first of which begins with 0.
    bool in_phone_number(std::size_t i) const {
        const auto group = [&](std::size_t k) { return words_.have(k) && words_[k].digits >= 3; };
        if (!group(i)) return false;
        std::size_t first = i, digits = 0;
        while (first > 0 && group(first - 1) && i - first < 4) --first;
        for (std::size_t k = first; group(k) && k < first + 5; ++k) digits += words_[k].digits;
        return digits >= 9 && words_[first].text.starts_with('0');
    }
    bool is_no_time(const When& when) const {
        if (when.is_clock() && when.end == when.begin + 1U && in_phone_number(when.begin)) return true;
        if (when.is_clock() && when.from >= 0 && when.bare && when.to < 0) {
            if (when.pronoun) return !day_ends_at(when.begin);
            return labelled(when.begin) || (counts(when.end) && !day_beside(when));
        }
        if (when.is_clock() && when.relation == Relation::around && when.plain >= 0 && counts(when.end) &&
            !day_beside(when))
            return true;  // "about 20 people"
        // "my 2nd go", "3rd floor"
        if (when.of_month && when.end == when.begin + 1U)
            return counts(when.end) || (when.begin > 0 && words_.at(W::my, when.begin - 1U));
        if (when.kind != When::Kind::length) return false;
        const bool led = when.begin > 0 && words_.at(W::for_, when.begin - 1U);
        return !when.ahead && !when.later && !when.earlier && when.relation == Relation::at && !led;
    }

    /// A number that no rule here explains: then the phrase isn't understood.
    bool stray_number() const {
        return any_outside([&](std::size_t i) {
            const Token& token = words_[i];
            if (token.value < 0 || labelled(i) || counts(i + 1)) return false;
            if (token.ordinal && words_.at_any({W::time, W::one, W::option}, i + 1)) return false;
            return token.digits > 0 || token.value > 1 + (token.ordinal ? 1 : 0);
        });
    }
    /// "work til 2", "the dentist's at 3": the hour of something else.
    bool on_an_errand() const {
        return std::any_of(times_.begin(), times_.end(), [&](const When& when) {
            for (std::size_t back = 1; back <= 2 && back <= when.begin; ++back) {
                if (words_[when.begin - back + 1].starts || words_[when.begin - back + 1].mark != 0)
                    return false;
                if (words_.at_any({W::so, W::and_, W::but, W::then}, when.begin - back)) return false;
                if (info(when.begin - back).errand) return true;
            }
            return false;
        });
    }
    bool refuses() const {
        return any_outside([&](std::size_t i) { return info(i).refusal; });
    }
    /// "I was there on tuesday", and not "I was thinking tuesday".
    bool bygone() const {
        return any_outside([&](std::size_t i) {
            return info(i).bygone && !(words_.have(i + 1) && words_[i + 1].text.ends_with("in")) &&
                   !(words_.have(i + 1) && words_[i + 1].text.ends_with("ing"));
        });
    }
    /// "mornings", "every monday", "any weekday": no time to book.
    bool repeats() const {
        if (any_outside([&](std::size_t i) {
                return words_.at(W::every, i) || (words_.at(W::any, i) && words_.at(W::day, i + 1));
            }))
            return true;
        return std::any_of(times_.begin(), times_.end(), [&](const When& when) {
            const bool part = when.is_clock() && when.part != Part::none;
            if (part && words_[when.end - 1U].text.ends_with('s')) return true;
            return when.begin > 0 && words_.at_any({W::any, W::all, W::most}, when.begin - 1U);
        });
    }
    bool offers_choice() const {
        for (std::size_t k = 1; k < times_.size(); ++k)
            for (std::size_t i = times_[k - 1].end; i < times_[k].begin; ++i)
                if (words_.at(W::or_, i)) return true;
        return false;
    }
    /// "in 1": no hour of the clock.
    bool counts_in() const {
        return std::any_of(times_.begin(), times_.end(), [&](const When& when) {
            return when.is_clock() && when.bare && when.begin > 0 && words_.at(W::in, when.begin - 1U);
        });
    }
    /// "later on", "later on tuesday"; not "see you later".
    bool vague() const {
        for (std::size_t i = 0; i < size(); ++i) {
            if (!words_.at(W::later, i) || inside(i)) continue;
            const std::size_t next = words_.at(W::on, i + 1) ? i + 2 : i + 1;
            if (next == i + 2 || size() == 1) return true;
            if (std::any_of(times_.begin(), times_.end(),
                            [&](const When& when) { return when.begin == next; }))
                return true;
        }
        return false;
    }

    bool has_strange() const {
        return any_outside([&](std::size_t i) {
            return words_[i].shape == Token::Shape::word && words_[i].value < 0 && !info(i).common;
        });
    }
    /// "thusday": a day by its ending, and nobody knows which.
    bool unread_day() const {
        return any_outside([&](std::size_t i) {
            const std::string_view typed = words_[i].text;
            return words_[i].word == 0 &&
                   (typed.ends_with("day") || typed.ends_with("days") || typed.ends_with("sdy"));
        });
    }
    /// Beside words that are not known here, a short name or a bare number may be something else.
    bool plain_enough() const {
        return std::all_of(times_.begin(), times_.end(), [&](const When& when) {
            if (when.is_clock()) return !when.bare || day_ends_at(when.begin);
            if (when.grain == When::Grain::month && words_.have(when.end) && !words_[when.end].starts &&
                !info(when.end).common && words_[when.end].value < 0)
                return false;  // "april fools"
            if (!when.is_day() || when.end > when.begin + 1U || times_.size() > 1) return true;
            return !words_.at_any({W::sat, W::sun, W::mon, W::wed, W::march, W::may, W::january},
                                  when.begin) ||
                   words_[when.begin].text.size() > 4;
        });
    }

    /// "This time next week" is now, a week on. "Same time thursday", "an hour later" and "the same day" hang
    /// on the one time she has.
    std::optional<TimeReading> beside_hers() const {
        for (std::size_t i = 0; i + 1 < size(); ++i) {
            if (!words_.at(W::time, i + 1)) continue;
            if (words_.at(W::this_, i)) return at_hour_of(now_);
            if (words_.at(W::same, i)) return hers() ? at_hour_of(*hers()) : asked();
        }
        if (times_.size() != 1 || times_[0].kind != When::Kind::length) return std::nullopt;
        const When& length = times_[0];
        if (length.later == length.earlier) return std::nullopt;
        if (!hers()) return asked();
        const minutes by{length.earlier ? -length.minutes : length.minutes};
        return instant(*hers() + by);
    }
    std::optional<LocalTime> hers() const {
        if (state_.booked.size() != 1) return std::nullopt;
        return state_.booked.front().start;
    }
    std::optional<TimeReading> at_hour_of(LocalTime hour) const {
        if (times_.size() != 1 || !times_[0].is_day()) return std::nullopt;
        const auto sides = sides_of(times_, now_);
        const TimeReading day = sides ? tell_time(*sides, now_, state_) : asked();
        if (day.kind != Kind::instant || !day.from) return asked();
        const bool week = day.grain == TimeReading::Grain::week;
        if (!week && day.grain != TimeReading::Grain::day) return asked();
        const Date date = day_of(*day.from) + (week ? day_of(hour) - monday_of(day_of(hour)) : days{0});
        return instant(LocalTime{date} + minutes{clock_minutes(hour)});
    }
    TimeReading instant(LocalTime at) const {
        if (at < now_) return asked();
        TimeReading out;
        out.kind = Kind::instant;
        out.grain = TimeReading::Grain::minute;
        out.from = at;
        out.said_back = said_back(out, now_);
        return out;
    }

    Words words_;
    const Lexicon::Tables& tables_;
    LocalTime now_;
    const State& state_;
    std::vector<When> times_;
};

}  // namespace

TimeReading read_time(std::string_view text, LocalTime now, const Lexicon& lexicon, const State& state) {
    const Tokens tokens = tokenise(text, lexicon.tables());
    return Phrase{tokens, now, state, lexicon.tables()}.read();
}

}  // namespace offing::conversation
