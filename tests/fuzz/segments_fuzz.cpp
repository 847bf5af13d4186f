// Counting once more what was counted changes nothing, and parts are as few as units need, or a few more.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "templates/segments.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace offing::templates;
    for (const bool smart : {false, true}) {
        const Segments counted = count_segments({reinterpret_cast<const char*>(data), size}, smart);
        const Segments again = count_segments(counted.text, smart);
        if (again.text != counted.text || again.parts != counted.parts || again.units != counted.units)
            std::abort();
        const int least =
            counted.encoding == Encoding::gsm7 ? (counted.units + 159) / 160 : (counted.units + 69) / 70;
        if (counted.parts < least || counted.parts > 2 * least + 1) std::abort();
    }
    return 0;
}
