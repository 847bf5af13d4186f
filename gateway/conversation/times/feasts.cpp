#include "gateway/conversation/times/feasts.hpp"

#include <algorithm>
#include <array>

namespace offing::conversation {

namespace {

using namespace std::chrono;
using scheduler::Date;

/// Easter Sunday of the Gregorian calendar: the Anonymous algorithm, as in Meeus, Astronomical Algorithms, 8.
Date easter(year y) {
    const int n = static_cast<int>(y);
    const int a = n % 19, b = n / 100, c = n % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
    const int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    const int month_number = (h + l - 7 * m + 114) / 31, number = (h + l - 7 * m + 114) % 31 + 1;
    return local_days{y / month{static_cast<unsigned>(month_number)} / day{static_cast<unsigned>(number)}};
}

weekday weekday_of(Date date) { return weekday{sys_days{date.time_since_epoch()}}; }

/// A day that is the same in every year.
struct Fixed {
    W word;
    unsigned month_number, number;
};
constexpr std::array fixed_days{
    Fixed{W::valentines, 2, 14},   Fixed{W::stdavids, 3, 1},    Fixed{W::stpatricks, 3, 17},
    Fixed{W::stgeorges, 4, 23},    Fixed{W::mayday, 5, 1},      Fixed{W::halloween, 10, 31},
    Fixed{W::bonfirenight, 11, 5}, Fixed{W::standrews, 11, 30}, Fixed{W::burnsnight, 1, 25}};

/// A day that is counted from Easter Sunday.
struct Moving {
    W word;
    int from_easter;
};
constexpr std::array moving_days{Moving{W::goodfriday, -2}, Moving{W::eastersunday, 0},
                                 Moving{W::eastermonday, 1}, Moving{W::shrovetuesday, -47},
                                 Moving{W::mothersday, -21}};

class FeastReader : Cursor {
public:
    FeastReader(const Tokens& tokens, std::size_t at, Date today, scheduler::Division division)
        : Cursor{tokens, at}, today_{today}, division_{division} {}

    std::optional<Feast> read() const {
        if (!have()) return std::nullopt;
        if (auto bank = bank_holiday()) return bank;
        for (const Fixed& one : fixed_days)
            if (at(one.word)) return single(next_of(one.month_number, one.number));
        for (const Moving& one : moving_days)
            if (at(one.word)) return single(next_from_easter(one.from_easter));
        if (at(W::fathersday)) return single(next_sunday(6, 15));
        if (at(W::remembrance)) return single(next_sunday(11, 8));
        if (at(W::easter)) return around_easter();
        return around_christmas();
    }

private:
    Feast single(Date date, std::size_t words = 1) const { return {date, date, i_ + words}; }

    template <typename Of>
    Date next_by_year(Of of) const {
        const year now = year_month_day{today_}.year();
        const Date here = of(now);
        return here >= today_ ? here : of(now + years{1});
    }
    Date next_of(unsigned month_number, unsigned number) const {
        return next_by_year([&](year y) { return Date{local_days{y / month{month_number} / day{number}}}; });
    }
    Date next_from_easter(int days_after) const {
        return next_by_year([&](year y) { return easter(y) + days{days_after}; });
    }
    /// The first Sunday from this date on: "third Sunday of June" is the first from the 15th.
    Date next_sunday(unsigned month_number, unsigned from) const {
        return next_by_year([&](year y) {
            const Date first = local_days{y / month{month_number} / day{from}};
            return first + days{(7 - static_cast<int>(weekday_of(first).c_encoding())) % 7};
        });
    }

    /// "bank holiday monday", "the august bank holiday", "bank holiday": the next one that fits the words.
    std::optional<Feast> bank_holiday() const {
        std::size_t k = 0;
        int month_number = 0;
        if (have(0) && tokens_[i_].word >= id_of(W::january) && tokens_[i_].word <= id_of(W::december)) {
            month_number = tokens_[i_].word - id_of(W::january) + 1;
            k = 1;
        }
        const bool at_easter = at(W::easter);
        if (at_easter) k = 1;
        if (!at(W::bankholiday, k)) return std::nullopt;
        int named = -1;
        std::size_t words = k + 1;
        if (have(words) && tokens_[i_ + words].word >= id_of(W::mon) &&
            tokens_[i_ + words].word <= id_of(W::sun))
            named = tokens_[i_ + words++].word - id_of(W::mon) + 1;
        if (named < 0 && k == 0) return std::nullopt;  // which one is not said
        for (Date date = today_; date < today_ + days{400}; date += days{1}) {
            if (!scheduler::bank_holiday(division_, date)) continue;
            const unsigned month_here = static_cast<unsigned>(year_month_day{date}.month());
            if (month_number > 0 && static_cast<int>(month_here) != month_number) continue;
            if (named > 0 && static_cast<int>(weekday_of(date).iso_encoding()) != named) continue;
            if (at_easter && date != next_from_easter(1)) continue;
            return single(date, words);
        }
        return std::nullopt;
    }

    /// "Over easter", "easter weekend": Good Friday to Easter Monday.
    std::optional<Feast> around_easter() const {
        if (at_any({W::week, W::day, W::time}, 1)) return std::nullopt;
        const Date monday = next_from_easter(1);
        return Feast{monday - days{3}, monday, i_ + (at(W::weekend, 1) ? 2U : 1U)};
    }

    std::optional<Feast> around_christmas() const {
        if (at(W::christmas)) {
            const bool eve = at(W::evening, 1) || at(W::night, 1);
            if (eve) return single(next_of(12, 24), 2);
            if (at(W::day, 1)) return single(next_of(12, 25), 2);
            const Date first = next_of(12, 24);
            return Feast{first, first + days{7}, i_ + 1};
        }
        if (at(W::boxing) && at(W::day, 1)) return single(next_of(12, 26), 2);
        if (!at(W::newyear)) return std::nullopt;
        const Date first = next_of(1, 1);
        if (at(W::day, 1)) return single(first, 2);
        if (at(W::evening, 1)) return single(next_of(12, 31), 2);
        return Feast{first + days{1}, first + days{42}, i_ + 1, true};
    }

    Date today_;
    scheduler::Division division_;
};

}  // namespace

std::optional<Feast> read_feast(const Tokens& tokens, std::size_t at, Date today,
                                scheduler::Division division) {
    return FeastReader{tokens, at, today, division}.read();
}

}  // namespace offing::conversation
