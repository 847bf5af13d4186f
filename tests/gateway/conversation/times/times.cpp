#include "times.hpp"

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace offing::conversation::test {

namespace {

using namespace std::chrono;
using Kind = TimeReading::Kind;

Date date_part(LocalTime time) { return floor<days>(time); }

/// "day 2026-03-19", "interval A B", "from A", "until B", "none", ...
TimeReading label(const std::string& words) {
    std::istringstream in{words};
    std::string kind, first, second;
    in >> kind >> first >> second;
    TimeReading out;
    const auto span = [&](days length) {
        out.kind = Kind::instant;
        out.from = moment(first);
        out.to = *out.from + length;
    };
    if (kind == "none") {
        out.kind = Kind::none;
    } else if (kind == "ask") {
        out.kind = Kind::ask;
    } else if (kind == "day") {
        span(days{1});
    } else if (kind == "week") {
        span(days{7});
    } else if (kind == "month") {
        const year_month_day begins{date_part(moment(first))};
        span(local_days{(begins.year() / begins.month() + months{1}) / 1} - local_days{begins});
    } else if (kind == "instant") {
        out.kind = Kind::instant;
        out.from = moment(first);
    } else if (kind == "interval") {
        out.kind = Kind::interval;
        out.from = moment(first);
        out.to = moment(second);
    } else if (kind == "from" || kind == "until") {
        out.kind = Kind::open;
        (kind == "from" ? out.from : out.to) = moment(first);
    } else {
        throw std::invalid_argument("no such label: " + words);
    }
    return out;
}

}  // namespace

const Lexicon& lexicon() {
    static const Lexicon loaded = [] {
        auto read = Lexicon::load(OFFING_ROOT "/gateway/conversation/lexicon");
        if (!read) throw std::runtime_error(read.error().front());
        return std::move(read.value());
    }();
    return loaded;
}

LocalTime moment(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t digits) {
        return text.size() < at + digits ? 0 : std::stoi(std::string{text.substr(at, digits)});
    };
    const auto part = [&](std::size_t at) { return static_cast<unsigned>(number(at, 2)); };
    const Date date = local_days{year{number(0, 4)} / month{part(5)} / day{part(8)}};
    return LocalTime{date} + hours{number(11, 2)} + minutes{number(14, 2)};
}

std::vector<Phrase> phrases() {
    std::ifstream file{OFFING_ROOT "/tests/messages/times.txt"};
    if (!file) throw std::runtime_error("tests/messages/times.txt is missing");
    std::vector<Phrase> all;
    LocalTime now{};
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        if (line.empty() || line.front() == '#') continue;
        if (line.starts_with("@20")) {
            now = moment(std::string_view{line}.substr(1));
            continue;
        }
        const std::size_t arrow = line.rfind(" => ");
        if (arrow == std::string::npos) throw std::invalid_argument("times.txt:" + std::to_string(number));
        Phrase phrase{line.substr(0, arrow), now, {}, number};
        std::istringstream labels{line.substr(arrow + 4)};
        for (std::string one; std::getline(labels, one, '|');) phrase.right.push_back(label(one));
        all.push_back(std::move(phrase));
    }
    return all;
}

bool same(const TimeReading& told, const TimeReading& right) {
    if (told.kind != right.kind || told.from != right.from) return false;
    return told.to == right.to || (right.kind == Kind::instant && (!right.to || !told.to));
}

std::string shown(const TimeReading& reading) {
    const auto at = [](const std::optional<LocalTime>& time) {
        if (!time) return std::string{"-"};
        const Date date = date_part(*time);
        const year_month_day day{date};
        std::ostringstream out;
        out << static_cast<int>(day.year()) << '-' << static_cast<unsigned>(day.month()) << '-'
            << static_cast<unsigned>(day.day()) << ' ' << (*time - date).count() / 60 << ':'
            << (*time - date).count() % 60;
        return out.str();
    };
    const char* kinds[] = {"instant", "interval", "open", "none", "ask"};
    return std::string{kinds[static_cast<int>(reading.kind)]} + " " + at(reading.from) + " to " +
           at(reading.to) + " \"" + reading.said_back + '"';
}

}  // namespace offing::conversation::test
