#include "gateway/figures/quarter.hpp"

#include <array>
#include <charconv>

namespace offing::figures {

using scheduler::Date;
using std::chrono::days;

namespace {

Date first_of(int year, int month) {
    return Date{std::chrono::local_days{std::chrono::year{year} / month / 1}};
}

}  // namespace

Date Quarter::first() const { return first_of(year, 3 * number - 2); }

Date Quarter::end() const { return next().first(); }

Quarter Quarter::next() const { return number == 4 ? Quarter{year + 1, 1} : Quarter{year, number + 1}; }

Quarter Quarter::back(int quarters) const {
    const int nth = 4 * year + number - 1 - quarters;
    return {nth / 4, nth % 4 + 1};
}

std::string spell(Quarter quarter) {
    return std::to_string(quarter.year) + "-Q" + std::to_string(quarter.number);
}

std::optional<Quarter> parse_quarter(std::string_view text) {
    if (text.size() != 7 || text.substr(4, 2) != "-Q" || text[6] < '1' || text[6] > '4') return std::nullopt;
    Quarter quarter{0, text[6] - '0'};
    const auto read = std::from_chars(text.data(), text.data() + 4, quarter.year);
    if (read.ec != std::errc{} || read.ptr != text.data() + 4 || quarter.year < 1970) return std::nullopt;
    return quarter;
}

std::string in_words(Quarter quarter) {
    static constexpr std::array months{"January to March ", "April to June ", "July to September ",
                                       "October to December "};
    return months.at(static_cast<std::size_t>(quarter.number - 1)) + std::to_string(quarter.year);
}

Quarter quarter_of(Date date) {
    const std::chrono::year_month_day day{date};
    return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month()) + 2) / 3};
}

bool is_out(Quarter quarter, Date today) { return quarter.end() + settling <= today; }

Quarter newest_out(Date today) { return quarter_of(today - settling).back(1); }

}  // namespace offing::figures
