// offing-learn LEXICON FILE... : teaches the linear reader of gateway/conversation/weights.hpp with example
// texts (lines of {text, now, context, intents}) and writes its weights to the standard output. One way
// through with fixed order: the same texts give the same weights.

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <span>

#include "gateway/cli/meaning_json.hpp"
#include "gateway/conversation/reading.hpp"
#include "gateway/conversation/weights.hpp"

namespace {

using namespace offing::conversation;
namespace json = boost::json;

struct Example {
    std::vector<std::uint32_t> signs;
    std::array<bool, Weights::intents> is{};
};

constexpr int rounds = 12, least_seen = 2;
constexpr double step = 0.5, decay = 3e-5, near_enough = 0.003;
constexpr double least_weight = 0.8;

class Teacher {
public:
    explicit Teacher(const Lexicon& lexicon) : lexicon_{lexicon} {}

    void read(const std::string& path) {
        std::ifstream file{path};
        if (!file) throw std::runtime_error{path + ": can't be read"};
        int number = 0;
        for (std::string line; std::getline(file, line);) {
            ++number;
            if (line.empty()) continue;
            try {
                add(json::parse(line).as_object());
            } catch (const std::exception& fault) {
                throw std::runtime_error{path + ":" + std::to_string(number) + ": " + fault.what()};
            }
        }
    }

    void learn() {
        keep_what_comes_again();
        const std::size_t size = signs_.size();
        weights_.assign(Weights::intents * size, 0);
        spread_.assign(Weights::intents * size, 1e-6F);
        std::vector<std::size_t> order(examples_.size());
        std::iota(order.begin(), order.end(), 0);
        std::mt19937 random{1};
        for (int round = 0; round < rounds; ++round) {
            for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random() % k]);
            for (const std::size_t one : order) learn_from(examples_[one]);
        }
    }

    void write(std::ostream& out) const {
        out << "# What words weigh for each intent, in 1/16 of its log odds. Made by script/learn of "
            << examples_.size() << " texts.\nintents\t";
        std::vector<std::size_t> taught;
        for (std::size_t k = 0; k < Weights::intents; ++k)
            if (taught_[k]) taught.push_back(k);
        for (std::size_t place = 0; place < taught.size(); ++place)
            out << (place > 0 ? " " : "") << spell(static_cast<Intent>(taught[place]));
        out << '\n' << "bias\t" << row(taught, [&](std::size_t k) { return bias_[k]; }, 0) << '\n';
        for (std::size_t sign = 0; sign < signs_.size(); ++sign) {
            const std::string weights =
                row(taught, [&](std::size_t k) { return weights_[k * signs_.size() + sign]; }, least_weight);
            if (!weights.empty()) out << signs_[sign] << '\t' << weights << '\n';
        }
    }

private:
    template <typename Weight>
    static std::string row(const std::vector<std::size_t>& intents, Weight weight, double least) {
        std::string row;
        for (std::size_t place = 0; place < intents.size(); ++place) {
            const double one = weight(intents[place]);
            if (std::abs(one) < least) continue;
            row += (row.empty() ? "" : " ") + std::to_string(place) + ':' +
                   std::to_string(std::lround(one / Weights::unit));
        }
        return row;
    }

    void add(const json::object& row) {
        const auto now = offing::cli::moment_from(row.at("now").as_string());
        if (!now) throw std::runtime_error{"'now' can't be read"};
        const State state = offing::cli::state_from(row);
        const std::string text{row.at("text").as_string()};
        const Reading reading = make_reading(text, state, *now, lexicon_.tables());
        Example example;
        std::set<std::string> spelt;
        for (const Sign& sign : signs_of(reading)) spelt.insert(spell(sign));
        for (const std::string& sign : spelt) {
            auto& [place, seen] = known_[sign];
            if (seen++ == 0) place = static_cast<std::uint32_t>(known_.size() - 1);
            example.signs.push_back(place);
        }
        for (const json::value& word : row.at("intents").as_array()) {
            const auto intent = parse_intent(word.as_string());
            if (!intent)
                throw std::runtime_error{"there is no intent '" + std::string{word.as_string()} + "'"};
            example.is[static_cast<std::size_t>(*intent)] = true;
            taught_[static_cast<std::size_t>(*intent)] = true;
        }
        examples_.push_back(std::move(example));
    }

    /// In the order of their spelling, so that a new text changes few lines.
    void keep_what_comes_again() {
        std::map<std::uint32_t, std::uint32_t> place_of;
        for (const auto& [spelt, sign] : known_) {
            if (sign.seen < least_seen) continue;
            place_of[sign.place] = static_cast<std::uint32_t>(signs_.size());
            signs_.push_back(spelt);
        }
        for (Example& example : examples_) {
            std::vector<std::uint32_t> kept;
            for (const std::uint32_t place : example.signs)
                if (const auto found = place_of.find(place); found != place_of.end())
                    kept.push_back(found->second);
            example.signs = std::move(kept);
        }
    }

    void learn_from(const Example& example) {
        const double share =
            1 / std::sqrt(static_cast<double>(std::max<std::size_t>(example.signs.size(), 1)));
        for (std::size_t k = 0; k < Weights::intents; ++k) {
            if (!taught_[k]) continue;
            const std::span<float> weights{&weights_[k * signs_.size()], signs_.size()};
            const std::span<float> spread{&spread_[k * signs_.size()], signs_.size()};
            double odds = bias_[k];
            for (const std::uint32_t sign : example.signs) odds += weights[sign] * share;
            const double off = 1 / (1 + std::exp(-odds)) - (example.is[k] ? 1 : 0);
            if (std::abs(off) < near_enough) continue;
            for (const std::uint32_t sign : example.signs) {
                const double slope = off * share + decay * weights[sign];
                spread[sign] += static_cast<float>(slope * slope);
                weights[sign] -= static_cast<float>(step * slope / std::sqrt(spread[sign]));
            }
            bias_spread_[k] += off * off;
            bias_[k] -= step * off / std::sqrt(bias_spread_[k]);
        }
    }

    struct Known {
        std::uint32_t place = 0;
        int seen = 0;
    };

    const Lexicon& lexicon_;
    std::map<std::string, Known> known_;
    std::vector<std::string> signs_;
    std::vector<Example> examples_;
    std::array<bool, Weights::intents> taught_{};
    std::vector<float> weights_, spread_;
    std::array<double, Weights::intents> bias_{}, bias_spread_{};
};

}  // namespace

int main(int count, char** words) {
    const std::span<char*> arguments{words, static_cast<std::size_t>(count)};
    if (arguments.size() < 3) {
        std::cerr << "Teaches the reader of weights, and writes them to the standard output.\n"
                     "Usage: offing-learn LEXICON_FOLDER FILE...\n";
        return 2;
    }
    try {
        const Lexicon lexicon = offing::cli::load_lexicon(arguments[1]);
        Teacher teacher{lexicon};
        for (const char* path : arguments.subspan(2)) teacher.read(path);
        teacher.learn();
        teacher.write(std::cout);
    } catch (const std::exception& fault) {
        std::cerr << "offing-learn: " << fault.what() << '\n';
        return 1;
    }
    return 0;
}
