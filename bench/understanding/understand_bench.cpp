// How long a text takes to understand, and whether that grows with its length: the middle and the slowest of
// a hundred, over everyday chat joined to texts of the length asked for.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "gateway/conversation/understand.hpp"
#include "tests/gateway/conversation/chatter.hpp"

namespace {

using namespace offing::conversation;
using Clock = std::chrono::steady_clock;

State busy_state() {
    const LocalTime soon = std::chrono::local_days{std::chrono::year{2026} / 6 / 12} + std::chrono::hours{10};
    State state;
    state.known = true;
    BookedTime booked;
    booked.start = soon;
    booked.with = "Tess";
    state.booked.push_back(booked);
    state.worker_names = {"Tess", "Jo", "Sam", "Nell", "Priya"};
    return state;
}

std::vector<std::string> texts_of(std::size_t length, int count) {
    Chatter chatter{20260608};
    std::vector<std::string> texts;
    for (int n = 0; n < count; ++n) {
        std::string text;
        while (text.size() < length) text += chatter.next() + " ";
        text.resize(length);
        texts.push_back(std::move(text));
    }
    return texts;
}

void measure(const Lexicon& lexicon, std::size_t length, int count) {
    const State state = busy_state();
    const LocalTime now = std::chrono::local_days{std::chrono::year{2026} / 6 / 8} + std::chrono::hours{9};
    std::vector<double> took;
    std::size_t read = 0;
    for (const std::string& text : texts_of(length, count)) {
        const auto begin = Clock::now();
        read += understand(text, state, now, lexicon).intents.size();
        took.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
    }
    std::ranges::sort(took);
    const auto at = [&](double share) {
        return took[static_cast<std::size_t>(share * static_cast<double>(took.size() - 1))];
    };
    std::printf("%5zu characters: p50 %7.1f us  p99 %7.1f us  most %7.1f us  (%d texts, %zu intents)\n",
                length, at(0.5), at(0.99), took.back(), count, read);
}

}  // namespace

int main() {
    const auto lexicon = Lexicon::load(OFFING_ROOT "/gateway/conversation/lexicon");
    if (!lexicon) return 1;
    measure(*lexicon, 160, 2000);  // warms up
    for (const std::size_t length : {40U, 160U, 320U, 640U, 1600U}) measure(*lexicon, length, 5000);
    return 0;
}
