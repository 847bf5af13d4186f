#include "gateway/figures/figure.hpp"

namespace offing::figures {

namespace {

constexpr std::string_view quarter = "the quarter";
constexpr std::string_view year = "the year, April to March, that ended with it or before";

}  // namespace

const std::vector<FigureWords>& all_words() {
    static const std::vector<FigureWords> all{
        {"K1", "Times that fit",
         "Times we offered, and how many of them lie clear of every hour that the woman had said she can't "
         "do, with her way there and back. Of all offers of a booked time; each was checked when it was "
         "made, apart from the search that found it.",
         quarter, "100 %, none inside",
         "Whether she had told us all her hours. Offers from before this was checked, and those that were "
         "part of a plan for many, are among the times offered and not among those checked."},
        {"K2", "A choice, not a verdict",
         "First answers to a change (she can't come, wants another time, or her worker can't be there) that "
         "held at least two times. Of all changes.",
         quarter, "",
         "Whether either time suited her. An answer that first asked what she meant counts as one without a "
         "choice."},
        {"K3", "The first time offered",
         "How long from asking for a time until times were found, and until the text with them went out. The "
         "first clock stops there; the second also counts the hours in which we may not text her. Of all "
         "asks, those offered a time within 33 days.",
         quarter, "",
         "Whether the time could work for her: K4 and K9 come closer. A text that the phone got later than "
         "the company took it counts as there."},
        {"K4", "Kept a place",
         "Times that couldn't be (she said so, or missed it) after which she moved, booked again, came to an "
         "open session or had a call, within 33 days. Of all such times.",
         quarter, "",
         "It rises when missed times go unmarked: read it beside K12 and K18. Women who asked for an open "
         "session are counted as going; nobody notes who comes."},
        {"K5", "Back after a missed time",
         "Of missed times after which she had no other time and wasn't in touch already: how many were "
         "offered new times within one working day, how long that took, and how long until she was here "
         "again.",
         quarter, "all within one working day",
         "The clock starts when staff mark the time as missed. It waits for hours in which we may text her, "
         "so a weekend or her safe times can lie in between."},
        {"K6", "No penalty",
         "Every decision is made again from the ledger with missed, late and given-up times struck out. "
         "Nobody's rank and nobody's earliest offer may differ.",
         quarter, "0 differences",
         "What a person decided on the phone, outside the ledger. The head proves the ledger only to who "
         "kept an older one."},
        {"K7", "Still there after a missed time",
         "Women whose texts the service itself turned off within 33 days after a missed time.", quarter, "0",
         "A number that nobody has answered from for very long is checked by a person first; that is counted "
         "here too."},
        {"K8", "Places in line that were changed",
         "Changes of a place in line by staff: all, by the reason given, by the role that made them, and "
         "those within 30 days of a missed time.",
         quarter, "none after a missed time",
         "Why a reason was chosen. A place that nobody changed isn't here."},
        {"K9", "The same wait for all",
         "Days from her place in line until she was first here, and days to the earliest time offered, for "
         "women who missed a time before and women who didn't. Once in full, and once without the time in "
         "which the next step was hers.",
         year, "the two medians within 5 % of each other",
         "A woman who missed her first time is here later than one who didn't, whatever we do: the days to "
         "the next time offered are hers, those we took to offer it are ours. Long gaps are in it. K6 proves "
         "what this can only suggest. Women who were never here aren't counted."},
        {"K10", "Women-only times",
         "Hours a week at which women-only sessions were open, and asks for one that were offered one within "
         "7 days.",
         quarter, "",
         "How many would rather have one and didn't ask. Open sessions named in a text aren't offers."},
        {"K11", "Children welcome in the holidays",
         "Hours a week of sessions to which children may come, in weeks of school holidays and in weeks of "
         "term.",
         year, "at least as many in the holidays", "Whether the hours were those she needed."},
        {"K12", "Open doors",
         "Open sessions that ran to their end as they were announced. Of all that were announced.", quarter,
         "100 %", "Whether somebody was turned away at a full one."},
        {"K13", "By phone, by video, elsewhere",
         "Asks for a call, a video call or a meeting elsewhere that were offered one within 33 days. Of all "
         "such asks.",
         quarter, "", "What a person arranged with her outside the diary."},
        {"K14", "The same face",
         "Contacts with the worker she saw most, of all contacts of women who were here twice or more; and "
         "how many workers a woman saw.",
         year, "", "Whether she wanted that worker. It must never force one on her."},
        {"K15", "Told when her worker is away",
         "Booked times whose worker couldn't be there, where she was told before the time and could choose. "
         "Of all such times.",
         quarter, "100 %", "Those whom a person rang instead count as not told by text."},
        {"K16", "Room to run over",
         "Sessions that keep time free after each visit, of all sessions with booked times; and visits that "
         "began more than 10 minutes late because the one before took its time.",
         quarter, "", "Late visits that nobody noted."},
        {"K17", "Safe texts",
         "Texts that went out; how many inside her safe times or as an answer while she had the phone in her "
         "hand; how many from words that weren't live; what the last check held back; wrong numbers and "
         "blocks.",
         quarter, "100 % in safe times, none from words that weren't live",
         "Who read it over her shoulder. Words that are banned never reach a live text: the lint refuses "
         "them, and no count is needed. In the demo words go out before their review."},
        {"K18", "Understood",
         "Texts that came in: understood and answered, asked back, taken to a person, or met with silence "
         "where an answer was due; and what she undid.",
         quarter, "nothing met with silence",
         "Whether we understood rightly, beyond what she undid or told us."},
        {"K19", "In danger",
         "Seconds until the fixed text went out, minutes until a person had the alarm, and alarms that "
         "nobody had after 15 minutes.",
         quarter, "none after 15 minutes", "What became of her."},
        {"K20", "Words that drive away",
         "Texts turned off within 24 hours of a text, by the version of its words; texts flagged; and days "
         "until flagged words were written anew or retired.",
         year, "", "Why she turned them off. The newest text before it is named, rightly or not."},
        {"K21", "Questions without commitment",
         "People who asked something from a number we didn't know, and how many of them we forgot by "
         "ourselves within 32 days.",
         quarter, "all in time", "A longer period in the settings shows here as late."},
        {"K22", "Somebody with her",
         "Texts that asked to bring somebody, and were answered yes. Of all such texts.", quarter, "100 %",
         "Who came."},
        {"K23", "What a change of provider carries over", "Preferences and places in line after an import.",
         quarter, "all of them", "It is proved where it happens."},
        {"K24", "The same in every language",
         "K2 to K5 by the language of her texts. By nothing else, and never by child, partner or anything we "
         "don't store. All answers here go by text, so there is no other channel to compare.",
         quarter, "", "Women whom texts don't reach at all."},
    };
    return all;
}

}  // namespace offing::figures
