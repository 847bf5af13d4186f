// Prints every bank holiday the scheduler knows, a line each: division, date.

#include <iostream>

#include "scheduler/school_year.hpp"

int main() {
    using namespace offing::scheduler;
    const Date first = parse_date("2019-01-01").value();
    const Date last = parse_date("2028-12-31").value();
    for (const auto& [division, name] : {std::pair{Division::england_and_wales, "england-and-wales"},
                                         std::pair{Division::scotland, "scotland"},
                                         std::pair{Division::northern_ireland, "northern-ireland"}})
        for (Date date = first; date <= last; date += std::chrono::days{1})
            if (bank_holiday(division, date)) std::cout << name << ' ' << spell(date) << '\n';
    return 0;
}
