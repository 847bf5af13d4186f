#include "gateway/console/task_words.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "gateway/console/pattern.hpp"

namespace offing::console {

namespace json = boost::json;

namespace {

struct Known {
    std::string_view kind, title, advice;
};
constexpr Known known[] = {
    {"third_party", "Somebody else may hold her phone",
     "Nothing is texted to this number. Reach her only by a way she has named safe."},
    {"who_is_this", "Asks who we are",
     "It may not be her. Say nothing of her or the service to whoever has the phone."},
    {"wrong_number", "The number may not be hers any more",
     "Nothing is texted to it. When you meet her, write her new number on her page."},
    {"safe_contact", "Wants texts at other times, or other care with them",
     "Check it with her in person or on a call she makes, then write it on her page. A text alone may be "
     "somebody else's."},
    {"erasure", "Wants everything about her erased",
     "Make sure it is she who asks, in person or on a call she makes; then erase her from her page."},
    {"code_word", "A text without her code word",
     "It may not be her: nothing of hers was said or done. Ask her on a call, in her safe times; done lets "
     "her "
     "word count again."},
    {"opt_in_check", "Wants texts again", "Check with her that the number is hers and texts are safe."},
    {"number_check", "A long silence: is the number still hers?",
     "Her texts wait until somebody has checked it with her."},
    {"pharmacy", "Trouble at the pharmacy",
     "Ring whoever can put it right, now. She was told within the hour."},
    {"call_her", "Needs a call", "Ring within her safe times, from a number that says nothing."},
    {"question", "A question", ""},
    {"offsite", "Would like to meet somewhere else", "It needs your yes, and a safe place."},
    {"worker", "About who sees her", "Her choice of worker is on her page."},
    {"series", "Would like several times in a row", "Offer her times from her page, or book them with her."},
    {"language", "Language",
     "Her language is on her page; texts go out only in words that were reviewed in it."},
    {"not_understood", "A text that was not understood", ""},
    {"channel", "Would like to be in touch another way", "Her safe contact is on her page."},
    {"wording", "No reviewed words for what she was to be told", "Tell her yourself, within her safe times."},
    {"wording_review", "Words of ours were said to be wrong", "Look at them on the page Wording."},
    {"frustration", "Has had enough of our texts",
     "Nothing is held against her. Fewer texts may be what helps."},
    {"nothing_fits", "Nothing in the diary fits her", "Look with her for a time that does."},
    {"provider_block", "A company sends her nothing, or does so again",
     "She may have texted a word that stops all texts. Ask her in person; she lifts it by texting START."},
    {"worker_away", "Her worker is away from a time she has",
     "She was given a choice. Settle it with her by the time below; her time stands until then."},
    {"session_off", "A time she has can't go ahead as agreed",
     "She was given a choice. Settle it with her by the time below; her time stands until then."},
    {"text_failed", "A text to her could not be sent", "Tell her yourself, within her safe times."},
    {"text_unknown", "A text to her may not have gone out",
     "Ask the company or her; it is not sent again by itself."},
};

constexpr std::pair<std::string_view, std::string_view> understood[] = {
    {"unknown", ""},
    {"cancel", "gives up a time"},
    {"cannot_attend", "can't come"},
    {"conditional_cannot_attend", "may not be able to come"},
    {"reschedule", "another time"},
    {"request_slots", "would like a time"},
    {"choose_option", "chooses"},
    {"reject_options", "none of the times"},
    {"confirm", "still ok"},
    {"human_please", "a person, please"},
    {"erasure_request", "erase everything"},
    {"pharmacy_issue", "trouble at the pharmacy"},
    {"keyworker_same", "the same worker"},
    {"keyworker_change", "another worker"},
    {"missed_reentry", "coming back"},
    {"safeguarding_question", "what is passed on"},
    {"ask_info_no_commitment", "a question, without more"},
    {"language_feedback", "our words are wrong"},
    {"frustration", "enough of our texts"},
    {"crisis_overdose", "somebody may have taken too much"},
    {"crisis_suicide", "may want to die"},
    {"danger_now", "in danger now"},
};

constexpr std::pair<std::string_view, std::string_view> outcomes[] = {
    {"spoke_in_person", "Spoke with her in person"},
    {"spoke_by_phone", "Spoke with her by phone"},
    {"arranged", "Arranged what she asked for"},
    {"not_reached", "Could not reach her, tried within her safe times"},
    {"passed_on", "A colleague has it from here"},
    {"nothing_needed", "Nothing was needed"},
};

std::string_view crisis_advice(std::string_view alert_kind) {
    if (alert_kind == "danger_now")
        return "Do not ring her: somebody may be beside her. Nothing is texted by itself. Decide with the "
               "lead "
               "what is safe for her.";
    return "She was sent the urgent text. Nothing more goes out by itself: you decide how she is reached "
           "next, "
           "within her safe times.";
}

bool is_about_the_number(std::string_view kind) {
    constexpr std::string_view kinds[] = {"opt_in_check", "number_check", "third_party", "who_is_this",
                                          "wrong_number"};
    return std::ranges::find(kinds, kind) != std::end(kinds);
}

std::string spaced(std::string_view code) {
    std::string words{code};
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::string words_of_intent(std::string_view intent) {
    for (const auto& [code, words] : understood)
        if (code == intent) return std::string{words};
    return spaced(intent);
}

}  // namespace

TaskWords words_for_task(std::string_view kind, std::string_view alert_kind) {
    if (kind == "crisis") return {"May be in danger", std::string{crisis_advice(alert_kind)}};
    for (const Known& each : known)
        if (each.kind == kind) return {std::string{each.title}, std::string{each.advice}};
    return {spaced(kind), ""};
}

std::string understood_words(std::string_view meaning) {
    boost::system::error_code failed;
    const json::value value = json::parse(meaning, failed);
    if (failed || !value.is_object()) return {};
    const json::value* intents = value.get_object().if_contains("intents");
    if (intents == nullptr || !intents->is_array()) return {};
    std::vector<std::string> words;
    for (const json::value& intent : intents->get_array())
        if (intent.is_string())
            if (auto said = words_of_intent(intent.get_string()); !said.empty())
                words.push_back(std::move(said));
    return joined(words);
}

std::vector<Choice> outcomes_of(std::string_view kind) {
    std::vector<Choice> choices;
    if (is_about_the_number(kind)) {
        choices.push_back({std::string{checked_texts_on}, outcome_words(checked_texts_on)});
        choices.push_back({"texts_stay_off", outcome_words("texts_stay_off")});
    }
    for (const auto& [code, words] : outcomes) choices.push_back({std::string{code}, std::string{words}});
    return choices;
}

std::string outcome_words(std::string_view outcome) {
    if (outcome == "answered") return "Answered by text";
    if (outcome == checked_texts_on) return "Checked with her that the number is hers: texts are on";
    if (outcome == "texts_stay_off") return "Texts stay off";
    for (const auto& [code, words] : outcomes)
        if (code == outcome) return std::string{words};
    return "Closed";
}

}  // namespace offing::console
