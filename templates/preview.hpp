// A text as a phone shows it: its parts, the line on the lock screen, the worst case. And the printed pack
// for a session in which women go through the texts.

#pragma once

#include <string>
#include <vector>

#include "templates/catalogue.hpp"
#include "templates/segments.hpp"

namespace offing::templates {

struct Preview {
    Level level = Level::plain;
    std::string body;
    std::vector<std::string> parts;  ///< as they travel
    Encoding encoding = Encoding::gsm7;
    int units = 0;            ///< letters as the network counts them
    std::string lock_screen;  ///< the first 40 letters, on one line
    std::string worst_body;   ///< with the arguments that take the most room
    int worst_parts = 0;
};

/// At `level`, or what stands in for it.
Preview preview(const Catalogue& catalogue, const Template& shown, Level level);

/// The bytes of each part of a text.
std::vector<std::string> split_parts(const std::string& body);
std::string lock_screen_line(const std::string& body);

/// HTML that prints on A4: every text of a language on a card, with its purpose and room for notes.
std::string printed_pack(const Catalogue& catalogue, const std::string& language);

}  // namespace offing::templates
