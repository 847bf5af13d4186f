// A template shown: with ordinary arguments, with those that take the most room, in every form its words
// choose between.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "templates/catalogue.hpp"

namespace offing::templates {

enum class Samples { ordinary, longest, shortest };

/// One set of arguments for each form the words choose between; at least one, at most 300.
std::vector<Arguments> sample_arguments(const Catalogue& catalogue, const Template& shown, Level level,
                                        Samples samples);

/// Its usual form first, then each other wording once, with everything else as usual.
std::vector<std::string> sample_wordings(const Catalogue& catalogue, const Template& shown, Level level);

/// Every body it can come out as, as it would be sent: names are left out where it would not fit otherwise.
std::set<std::string> sample_bodies(const Catalogue& catalogue, const Template& shown, Level level,
                                    Samples samples);

/// One of them to show: the first form, or of the longest samples the one that takes the most room.
std::string sample_body(const Catalogue& catalogue, const Template& shown, Level level, Samples samples);

}  // namespace offing::templates
