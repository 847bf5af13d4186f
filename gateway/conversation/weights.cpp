#include "gateway/conversation/weights.hpp"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <cmath>
#include <fstream>
#include <ranges>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

constexpr std::size_t most_symbols = 120;
constexpr std::size_t letters_in_row = 4;
constexpr std::int32_t never = -30'000;  ///< what no text was about

constexpr std::uint64_t hash_begin = 14695981039346656037U;
constexpr std::uint64_t hash_on(std::uint64_t hash, std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return hash;
}
std::uint64_t hash_of(const Sign& sign) {
    std::uint64_t hash = hash_on(hash_begin, {&sign.kind, 1});
    hash = hash_on(hash, ":");
    for (std::size_t k = 0; k < sign.parts.size() && !sign.parts[k].empty(); ++k) {
        if (k > 0) hash = hash_on(hash, " ");
        hash = hash_on(hash, sign.parts[k]);
    }
    return hash;
}

/// What stands between us and her, as far as words are read with it.
std::vector<std::string_view> circumstances(const Reading& reading) {
    const State& state = reading.state;
    std::vector<std::string_view> around;
    if (!state.known) around.emplace_back("stranger");
    if (!state.booked.empty()) around.emplace_back("booked");
    if (state.booked.size() > 1) around.emplace_back("several");
    if (!state.offered.empty()) around.emplace_back("offered");
    if (state.moving) around.emplace_back("moving");
    if (reading.reminded()) around.emplace_back("reminded");
    if (!state.missed.empty()) around.emplace_back("missed");
    if (state.texts != Texts::on) around.emplace_back("off");
    if (state.booked.empty() && state.offered.empty()) around.emplace_back("nothing");
    if (std::ranges::any_of(
            state.booked, [&](const BookedTime& booked) { return day_of(booked.start) == reading.today(); }))
        around.emplace_back("today");
    return around;
}

std::string_view symbol_of(const When& when, const Reading& reading) {
    if (when.past) return "#past";
    if (when.is_day()) return booked_on(reading, when) ? "#held" : when.plural ? "#days" : "#day";
    if (when.kind == When::Kind::length) return when.later || when.earlier ? "#shift" : "#length";
    if (when.kind == When::Kind::unclear) return "#unclear";
    return when.from < 0 ? "#part" : when.bare ? "#number" : "#clock";
}

/// The text in symbols: words by what they stand for, times, numbers and names by their kind.
std::vector<std::string_view> symbols_of(const Reading& reading) {
    std::vector<std::string_view> symbols{"^"};
    const Tokens& tokens = reading.tokens;
    for (std::size_t i = 0; i < tokens.size() && symbols.size() < most_symbols;) {
        const Token& token = tokens[i];
        if (i > 0 && token.starts) symbols.emplace_back(tokens[i - 1].asked ? "?" : ".");
        const auto when = std::ranges::find(reading.times, i, &When::begin);
        if (when != reading.times.end() && when->end > i) {
            symbols.push_back(symbol_of(*when, reading));
            i = when->end;
            continue;
        }
        ++i;
        const bool small = token.is(W::x) || token.is(W::please) || token.is(W::thanks) ||
                           reading.tables.name(token.word) == "hello" ||
                           reading.tables.name(token.word) == "babe" || token.text == "lol" ||
                           token.text == "haha";
        if (small) continue;
        if (reading.is_name[i - 1])
            symbols.emplace_back("#name");
        else if (token.value >= 0)
            symbols.emplace_back(token.ordinal ? "#ordinal" : "#number");
        else
            symbols.push_back(token.word != 0 ? reading.tables.name(token.word) : token.text);
    }
    if (tokens.size() > 0 && tokens.all.back().asked) symbols.emplace_back("?");
    symbols.emplace_back("$");
    return symbols;
}

std::string_view rough_length(std::size_t symbols) {
    constexpr std::array<std::string_view, 7> lengths{"0", "1", "2", "3", "4", "8", "16"};
    return symbols < 4 ? lengths[symbols] : symbols < 8 ? lengths[4] : symbols < 16 ? lengths[5] : lengths[6];
}

}  // namespace

std::string spell(const Sign& sign) {
    std::string spelt{sign.kind, ':'};
    for (std::size_t k = 0; k < sign.parts.size() && !sign.parts[k].empty(); ++k) {
        if (k > 0) spelt += ' ';
        spelt += sign.parts[k];
    }
    return spelt;
}

std::vector<Sign> signs_of(const Reading& reading) {
    std::vector<Sign> signs;
    const auto around = circumstances(reading);
    for (const std::string_view one : around) signs.push_back({'c', {one}});
    const auto symbols = symbols_of(reading);
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        const std::string_view word = symbols[i];
        const bool edge = word == "^" || word == "$";
        if (!edge) {
            signs.push_back({'w', {word}});
            for (const std::string_view one : around) signs.push_back({'x', {one, word}});
        }
        if (i + 1 < symbols.size()) signs.push_back({'b', {word, symbols[i + 1]}});
        if (i + 2 < symbols.size()) {
            signs.push_back({'t', {word, symbols[i + 1], symbols[i + 2]}});
            signs.push_back({'s', {word, symbols[i + 2]}});
        }
        if (word.size() < letters_in_row || word.front() == '#') continue;
        for (std::size_t k = 0; k + letters_in_row <= word.size(); ++k)
            signs.push_back({'l', {word.substr(k, letters_in_row)}});
    }
    signs.push_back({'n', {rough_length(symbols.size() - 2)}});
    std::bitset<static_cast<std::size_t>(Cue::count_)> seen;
    for (const CueHit& hit : reading.cues.hits) {
        const auto cue = static_cast<std::size_t>(hit.cue);
        if (seen[cue]) continue;
        seen.set(cue);
        signs.push_back({'q', {cue_names[cue]}});
    }
    return signs;
}

namespace {

/// "12:-7 3:40": pairs of whole numbers; false where it is anything else.
template <typename Take>
bool each_pair(std::string_view text, Take take) {
    const char *at = text.data(), *end = at + text.size();
    while (at != end) {
        unsigned place = 0;
        int units = 0;
        const auto first = std::from_chars(at, end, place);
        if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ':') return false;
        const auto second = std::from_chars(first.ptr + 1, end, units);
        if (second.ec != std::errc{} || std::abs(units) > 32'000 || !take(place, units)) return false;
        at = second.ptr;
        if (at == end) return true;
        if (*at++ != ' ' || at == end) return false;
    }
    return false;
}

}  // namespace

std::expected<Weights, std::string> Weights::load(const std::filesystem::path& file) {
    Weights weights;
    std::ifstream in{file};
    if (!in) return weights;
    int number = 0;
    const auto wrong = [&](std::string_view what) {
        return std::unexpected(file.string() + ":" + std::to_string(number) + ": " + std::string{what} +
                               "; script/learn makes this file anew");
    };
    std::vector<Intent> order;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.starts_with('#')) continue;
        const std::size_t tab = line.find('\t');  // a sign may hold blanks
        if (tab == std::string::npos) return wrong("no tab after the first word");
        const std::string_view sign = std::string_view{line}.substr(0, tab);
        const std::string_view rest = std::string_view{line}.substr(tab + 1);
        if (sign == "intents") {
            for (const auto word : std::views::split(rest, ' ')) {
                const auto intent = parse_intent(std::string_view{word});
                if (!intent) return wrong("'" + std::string{std::string_view{word}} + "' is no intent");
                order.push_back(*intent);
            }
            continue;
        }
        Row row;
        row.begin = static_cast<std::uint32_t>(weights.weights_.size());
        const bool bias = sign == "bias";
        const bool read = each_pair(rest, [&](unsigned place, int units) {
            if (place >= order.size()) return false;
            const auto intent = static_cast<std::size_t>(order[place]);
            if (bias)
                weights.bias_[intent] = units;
            else
                weights.weights_.push_back(
                    {static_cast<std::uint8_t>(intent), static_cast<std::int16_t>(units)});
            return true;
        });
        if (!read) return wrong("weights are written 'place:weight', place by place in 'intents'");
        row.end = static_cast<std::uint32_t>(weights.weights_.size());
        if (!bias) weights.rows_.emplace(hash_on(hash_begin, sign), row);
    }
    for (std::size_t k = 0; k < intents; ++k)
        if (std::ranges::find(order, static_cast<Intent>(k)) == order.end()) weights.bias_[k] = never;
    return weights;
}

std::array<double, Weights::intents> Weights::weigh(const Reading& reading) const {
    std::array<std::int64_t, intents> sums{};
    int known = 0;
    std::vector<std::uint64_t> seen;
    for (const Sign& sign : signs_of(reading)) seen.push_back(hash_of(sign));
    std::ranges::sort(seen);  // a sign counts once
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    for (const std::uint64_t hash : seen) {
        const auto row = rows_.find(hash);
        if (row == rows_.end()) continue;
        ++known;
        for (std::uint32_t k = row->second.begin; k < row->second.end; ++k)
            sums[weights_[k].intent] += weights_[k].units;
    }
    const double share = 1 / std::sqrt(static_cast<double>(std::max(known, 1)));
    std::array<double, intents> odds{};
    for (std::size_t k = 0; k < intents; ++k)
        odds[k] = (bias_[k] + static_cast<double>(sums[k]) * share) * unit;
    return odds;
}

}  // namespace offing::conversation
