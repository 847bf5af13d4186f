// Questions that more than one form about a woman asks, and how their answers are read.

#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/console/people_model.hpp"
#include "gateway/conversation/code_word.hpp"

namespace offing::console {

/// Whoever is in the diary; `none` is what choosing nobody is called, empty when that can't be chosen.
std::vector<Choice> worker_choices(const scheduler::Service& service, std::string_view none);

/// Her name, when a text is safe, and what it may say.
std::vector<Question> contact_questions(const templates::Catalogue& catalogue);
/// Puts the answers into `person`; the name stays in the sheet. What can't be read is refused there.
void take_contact(Sheet& sheet, storage::Person& person);

/// Refuses a code word that does not go with her level, or that others would guess. Asked for by
/// contact_questions; empty is no word, or as it was.
void take_code_word(Sheet& sheet, const storage::Person& person, const conversation::Lexicon& lexicon);

/// Nothing about her contact changes by a text alone.
Question how_known(std::string label);

/// Whose form it is, and of which version of her record it was filled.
boost::json::object person_form_model(const SeenPerson& seen);

/// Only of whoever is in touch: Error::not_found else.
Task<Result<SeenPerson>> see_woman(const Tools& tools, const Visit& visit);

}  // namespace offing::console
