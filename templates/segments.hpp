// How many parts a text takes on the wire and in which alphabet: GSM 03.38 (3GPP TS 23.038) or UCS-2.

#pragma once

#include <string>
#include <string_view>

namespace offing::templates {

enum class Encoding { gsm7, ucs2 };
/// "GSM-7" or "UCS-2".
std::string_view spell(Encoding encoding);

struct Segments {
    Encoding encoding = Encoding::gsm7;
    int parts = 0;
    int units = 0;     ///< septets, or UTF-16 code units
    std::string text;  ///< NFC, with typographic characters made plain where GSM 7 has them
};

/// `text` is UTF-8; broken bytes count as U+FFFD. Never drops or replaces a letter of a name: what GSM 7
/// lacks makes the text UCS-2. An empty text takes one part of no units. Safe from any thread.
Segments count_segments(std::string_view text, bool smart_encoding = true);

}  // namespace offing::templates
