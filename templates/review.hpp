// Who must have looked at a text before it may be sent, and what happens to it afterwards. Pure.

#pragma once

#include <string>
#include <vector>

#include "templates/template.hpp"

namespace offing::templates {

/// Something that keeps a text from being live, and what opens the way.
struct Gate {
    std::string what;
    std::string remedy;
};

/// The gates a text has not passed: a mother with living experience said ok and none of that role objects,
/// safeguarding and information governance said ok, a crisis text also clinical safety; and it has a date by
/// which it is looked at again. Only the last word of each role and way counts. Empty: it may go live.
std::vector<Gate> closed_gates(const Template& shown);

/// What is wrong with a review record: an unknown role, way, month or outcome.
std::vector<Gate> wrong_in(const Review& review);

}  // namespace offing::templates
