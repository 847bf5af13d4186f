// Whatever is read as a number reads the same once it is spelt out.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "gateway/provider/number.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace offing::provider;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const auto region : {"GB", "JE", "GG", "IM", "FR"}) {
        const auto number = read_number(text, region);
        if (!number || number->kind == NumberKind::short_code) continue;
        const auto again = read_number(number->e164, region);
        if (!again || again->e164 != number->e164 || again->textable != number->textable) std::abort();
    }
    return 0;
}
