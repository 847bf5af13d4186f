// Any bytes as a text, beside a booked time and times on offer: no crash, no hang.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "gateway/conversation/understand.hpp"

using namespace offing::conversation;

namespace {

const Lexicon& lexicon() {
    static const Lexicon loaded = [] {
        auto read = Lexicon::load(OFFING_ROOT "/gateway/conversation/lexicon");
        if (!read) std::abort();
        return std::move(*read);
    }();
    return loaded;
}

}  // namespace

/// Reading the lexicon takes longer here than a text may.
extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*words*/) {
    (void)lexicon();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const LocalTime now =
        LocalTime{std::chrono::local_days{std::chrono::year{2026} / 6 / 8}} + std::chrono::hours{10};
    State state;
    state.known = true;
    BookedTime booked;
    booked.id = "b";
    booked.start = now + std::chrono::days{3};
    state.booked.push_back(booked);
    for (int n = 1; n <= 3; ++n) {
        OfferedTime offered;
        offered.n = n;
        offered.start = now + std::chrono::days{n};
        state.offered.push_back(offered);
    }
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    (void)understand(text, state, now, lexicon());
    (void)read_time(text, now, lexicon());
    return 0;
}
