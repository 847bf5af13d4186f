#include "templates/samples.hpp"

#include <algorithm>

#include "templates/segments.hpp"

namespace offing::templates {

namespace {

using namespace std::chrono_literals;

constexpr int most_parts = 2;
constexpr std::size_t most_forms = 300;

/// A first name as long as names get, with a letter that no GSM alphabet has.
constexpr std::string_view longest_name = "Wilhelmina-Ma\xC5\x82gorzata";
/// What stands for a person's own words, where a text is made of nothing else.
constexpr std::string_view own_words = "Yes, that is fine. See you then.";
/// As long as words from outside get: a place's nickname, or when a person reads.
constexpr std::string_view longest_text = "the blue house by the river";

std::size_t letters(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Every weekday of every month has a two-digit date between the 20th and the 26th.
When longest_when(const DateWords& words) {
    When longest{};
    std::size_t size = 0;
    for (unsigned month = 1; month <= 12; ++month) {
        for (unsigned date = 20; date <= 26; ++date) {
            const std::chrono::local_days day{2026y / std::chrono::month{month} / std::chrono::day{date}};
            for (const auto clock : {10h + 45min, 12h + 0min, 22h + 45min}) {
                std::string written;
                append_when(written, day + clock, words);
                if (letters(written) <= size) continue;
                size = letters(written);
                longest = day + clock;
            }
        }
    }
    return longest;
}

When sample_when(const DateWords& words, Samples samples) {
    switch (samples) {
        case Samples::longest:
            return longest_when(words);
        case Samples::shortest:
            return std::chrono::local_days{2026y / 5 / 1} + 9h;
        case Samples::ordinary:
            break;
    }
    return std::chrono::local_days{2026y / 3 / 17} + 10h;
}

Value sample(const Catalogue& catalogue, const Template& shown, ArgumentType type, Level level,
             Samples samples) {
    const When when = sample_when(catalogue.date_words(shown.language), samples);
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const auto pick = [&](auto ordinary, auto longest, auto shortest) {
        return samples == Samples::ordinary ? ordinary : samples == Samples::longest ? longest : shortest;
    };
    switch (type) {
        case ArgumentType::text:
            return std::string{pick("from 9am", longest_text, "x")};
        case ArgumentType::name:
            return std::string{pick("Rosa", longest_name, "Jo")};
        case ArgumentType::number:
            return pick(std::int64_t{3}, std::int64_t{120}, std::int64_t{1});
        case ArgumentType::when:
            return when;
        case ArgumentType::day:
            return day;
        case ArgumentType::clock:
            return when - day + std::chrono::hours{2};
        case ArgumentType::choices:
            break;
    }
    const std::string name{pick("Rosa", longest_name, "Jo")};
    std::vector<When> times{when};
    if (samples == Samples::ordinary) times.insert(times.end(), {when + 49h + 30min, when + 147h});
    if (samples == Samples::longest) times.insert(times.end(), {when, when});
    return catalogue.sample_choices(shown.language, level, times, name, samples == Samples::longest);
}

}  // namespace

std::vector<Arguments> sample_arguments(const Catalogue& catalogue, const Template& shown, Level level,
                                        Samples samples) {
    std::vector<Arguments> all(1);
    for (const auto& [name, type] : shown.arguments) {
        all.front()[name] = sample(catalogue, shown, type, level, samples);
        if (name == "words") all.front()[name] = std::string{own_words};
    }
    for (const auto& [name, keys] : catalogue.selections(shown)) {
        std::vector<Arguments> more;
        for (const auto& arguments : all) {
            for (const auto& key : keys) {
                if (more.size() == most_forms) break;
                more.push_back(arguments);
                more.back()[name] = key;
            }
        }
        all = std::move(more);
    }
    return all;
}

std::vector<std::string> sample_wordings(const Catalogue& catalogue, const Template& shown, Level level) {
    const auto selections = catalogue.selections(shown);
    Arguments usual = sample_arguments(catalogue, shown, level, Samples::ordinary).front();
    for (const auto& [name, keys] : selections) usual[name] = std::string{"other"};
    std::vector<std::string> wordings;
    const auto add = [&](const Arguments& arguments) {
        auto body = catalogue.preview(shown, level, arguments);
        const bool fresh = body && std::ranges::find(wordings, *body) == wordings.end();
        if (fresh) wordings.push_back(std::move(*body));
    };
    add(usual);
    for (const auto& [name, keys] : selections) {
        for (const auto& key : keys) {
            Arguments other = usual;
            other[name] = key;
            add(other);
        }
    }
    return wordings;
}

std::set<std::string> sample_bodies(const Catalogue& catalogue, const Template& shown, Level level,
                                    Samples samples) {
    std::set<std::string> bodies;
    const auto here = sample_arguments(catalogue, shown, level, samples);
    const auto next =
        level == Level::plain ? sample_arguments(catalogue, shown, Level::discreet, samples) : here;
    for (std::size_t i = 0; i < here.size(); ++i) {
        auto body = catalogue.preview(shown, level, here[i]);
        if (!body) continue;
        const bool too_long = !shown.fragment && count_segments(*body).parts > most_parts;
        if (too_long && level == Level::plain) body = catalogue.preview(shown, Level::discreet, next[i]);
        if (body) bodies.insert(std::move(*body));
    }
    return bodies;
}

std::string sample_body(const Catalogue& catalogue, const Template& shown, Level level, Samples samples) {
    if (samples == Samples::ordinary) return sample_wordings(catalogue, shown, level).front();
    const auto bodies = sample_bodies(catalogue, shown, level, samples);
    if (bodies.empty()) return {};
    if (samples == Samples::shortest) return *bodies.begin();
    return *std::ranges::max_element(bodies, {}, [](const std::string& body) {
        const auto counted = count_segments(body);
        return counted.parts * 1000 + counted.units;
    });
}

}  // namespace offing::templates
