// Which cues of a text stand, where several lie over the same words.

#include <algorithm>
#include <string_view>

#include "gateway/conversation/reading.hpp"

namespace offing::conversation {

namespace {

/// "I won't be there fri": the words about being there belong to the no.
void hide_late_within_a_no(Cues& cues) {
    const std::vector<CueHit> hits = cues.hits;
    const auto within_a_no = [&](const CueHit& late) {
        return late.cue == Cue::late && std::ranges::any_of(hits, [&](const CueHit& no) {
                   return no.cue == Cue::cannot && no.begin < late.begin && late.begin < no.end;
               });
    };
    cues.erase(within_a_no);
}

/// What covers a saying, another errand or a joke isn't meant for us.
void hide_the_covered(Cues& cues, bool offers) {
    for (const Cue hidden : {Cue::overdose, Cue::suicide, Cue::danger}) cues.hide(hidden, Cue::harmless);
    cues.hide(Cue::overdose, Cue::suicide);
    cues.hide(Cue::ask_cancel, Cue::elsewhere);
    // "Can i have a think" asks for no time, "need to see somebody" does.
    cues.hide_within(Cue::want, Cue::hold);
    cues.hide_within(Cue::hold, Cue::want);
    cues.hide(Cue::move, Cue::same_worker);
    cues.hide(Cue::conditional, Cue::late);
    for (const Cue hidden : {Cue::cancel, Cue::cancel_bare}) {
        cues.hide(hidden, Cue::undo);
        cues.hide(hidden, Cue::not_cancel);
        cues.hide(hidden, Cue::ask_cancel);
        cues.hide(hidden, Cue::elsewhere);
    }
    // "Stop the reminders" says more than "stop the ...".
    const std::vector<CueHit> before = cues.hits;
    cues.erase([&](const CueHit& hit) {
        return hit.cue == Cue::not_stop && std::ranges::any_of(before, [&](const CueHit& more) {
                   return more.cue == Cue::opt_out && more.begin == hit.begin && more.end > hit.end;
               });
    });
    // "Cancel these messages" is about texts.
    for (const Cue hidden : {Cue::cancel, Cue::cancel_bare, Cue::undo, Cue::opt_in})
        cues.hide(hidden, Cue::stop_maybe);
    for (const Cue hidden : {Cue::opt_out, Cue::opt_out_bare}) {
        cues.hide(hidden, Cue::not_stop);
        cues.hide(hidden, Cue::wording);
        cues.hide(hidden, Cue::elsewhere);
        cues.hide(hidden, Cue::joke);
    }
    // "Wouldn't miss it", "might have to miss it": nothing was missed.
    for (const Cue hidden : {Cue::missed, Cue::missed_no_time})
        for (const Cue cover : {Cue::yes, Cue::coming, Cue::conditional}) cues.hide(hidden, cover);
    for (const Cue hidden : {Cue::missed, Cue::missed_no_time}) cues.hide_within(hidden, Cue::polite);
    cues.hide(Cue::no, Cue::polite);
    cues.hide(Cue::no, Cue::opt_out);  // "no more of these texts"
    cues.hide(Cue::yes, Cue::greeting);
    cues.hide(Cue::yes_weak, Cue::greeting);
    for (const Cue hidden : {Cue::yes, Cue::suits, Cue::want}) cues.hide(hidden, Cue::no);
    cues.hide(Cue::yes, Cue::cannot);
    cues.hide(Cue::yes_weak, Cue::cannot);
    cues.hide(Cue::coming, Cue::cannot);
    hide_late_within_a_no(cues);
    cues.hide(Cue::cannot, Cue::late);
    cues.hide(Cue::reject, Cue::still_on);
    cues.hide(Cue::cannot_day, Cue::late);
    for (const Cue hidden : {Cue::move, Cue::want, Cue::suits}) cues.hide(hidden, Cue::cannot);
    cues.hide(Cue::suits, Cue::cannot_day);
    cues.hide(Cue::want, Cue::yes);
    cues.hide(Cue::move, Cue::keep);
    cues.hide_within(Cue::same_worker, Cue::keep);
    cues.hide(Cue::cannot_day, Cue::move);
    for (const Cue cover : {Cue::van, Cue::still_on}) cues.hide(Cue::cannot_day, cover);
    for (const Cue hidden : {Cue::late, Cue::too_soon, Cue::missed, Cue::missed_no_time})
        cues.hide_within(hidden, Cue::still_on);
    cues.hide_within(Cue::children, Cue::move);  // "bringing mine forward"
    for (const Cue hidden : {Cue::either, Cue::suits}) cues.hide_within(hidden, Cue::reject);
    cues.hide(Cue::conditional, Cue::want);
    cues.hide_within(Cue::conditional, Cue::coming);
    cues.hide_within(Cue::coming, Cue::polite);
    for (const Cue cover : {Cue::cannot, Cue::cannot_day}) cues.hide_within(Cue::frustration, cover);
    cues.hide(Cue::back_again, Cue::hold);
    cues.hide(Cue::conditional, Cue::harmless);
    cues.hide(Cue::wording, Cue::safe_contact);
    cues.hide(Cue::wording, Cue::change_worker);
    for (const Cue hidden : {Cue::coming, Cue::yes, Cue::yes_weak}) cues.hide(hidden, Cue::still_on);
    cues.hide(Cue::change_worker, Cue::give_away);
    for (const Cue hidden : {Cue::move, Cue::instead}) cues.hide(hidden, Cue::conditional);
    cues.hide(Cue::same_worker, Cue::channel);
    for (const Cue hidden : {Cue::channel, Cue::instead}) cues.hide(hidden, Cue::sign_off);
    for (const Cue hidden : {Cue::coming, Cue::yes, Cue::ask_when, Cue::still_on})
        cues.hide(hidden, Cue::same_worker);
    cues.hide_within(Cue::change_worker, Cue::same_worker);
    cues.hide(Cue::change_worker, Cue::women_only);
    cues.hide(Cue::supporter, Cue::change_worker);
    cues.hide(Cue::supporter, Cue::human);
    cues.hide_within(Cue::conditional, Cue::supporter);
    for (const Cue cover : {Cue::children, Cue::offsite, Cue::conditional, Cue::cannot, Cue::cannot_day})
        cues.hide(Cue::supporter, cover);
    cues.hide_within(Cue::safe_contact, Cue::human);
    cues.hide(Cue::human, Cue::health);
    cues.hide(Cue::women_only, Cue::health);
    cues.hide_within(Cue::human, Cue::want);
    for (const Cue cover : {Cue::supporter, Cue::ask_info}) cues.hide_within(Cue::want, cover);
    cues.hide_within(Cue::cannot, Cue::offsite);
    for (const Cue cover : {Cue::offsite, Cue::women_only}) cues.hide_within(Cue::waiting_room, cover);
    cues.hide_within(Cue::offsite, Cue::waiting_room);
    for (const Cue cover : {Cue::children, Cue::waiting_room}) cues.hide_within(Cue::conditional, cover);
    cues.hide(Cue::wrong_number, Cue::undo);
    cues.hide(Cue::conditional, Cue::here);
    cues.hide(Cue::safeguarding, Cue::waiting_room);
    cues.hide(Cue::who_is_this, Cue::ask_info);
    cues.hide(Cue::human, Cue::phone);
    cues.hide(Cue::instead, Cue::phone);
    cues.hide(Cue::ask_when, Cue::ask_info);
    if (offers) {
        cues.hide_within(Cue::children, Cue::choose);  // "i'll have the 2nd"
        cues.hide(Cue::want, Cue::reject);
        cues.hide(Cue::suits, Cue::reject);
    } else {
        cues.hide_within(Cue::want, Cue::reject);
    }
    cues.hide(Cue::want, Cue::erasure);
    cues.hide(Cue::want, Cue::back_again);
    for (const Cue hidden : {Cue::want, Cue::move, Cue::conditional}) cues.hide(hidden, Cue::polite);
}

/// "Can I have another go": to come back is all she asks.
void hide_wish_to_return(Cues& cues) {
    const std::vector<CueHit> hits = cues.hits;
    cues.erase([&](const CueHit& want) {
        return want.cue == Cue::want && std::ranges::any_of(hits, [&](const CueHit& hit) {
                   return hit.cue == Cue::missed_no_time && want.begin < hit.end &&
                          want.end + 1U >= hit.begin;
               });
    });
}

/// "Don't give my slot away", "not cancelling": what follows a no is not done.
void keep_what_is_denied(Reading& reading) {
    const auto denied = [&](const CueHit& hit) {
        if (hit.cue != Cue::cancel && hit.cue != Cue::cancel_bare && hit.cue != Cue::give_away) return false;
        for (std::size_t back = 1; back <= 3 && back <= hit.begin; ++back) {
            const Token& token = reading.tokens[hit.begin - back];
            if (reading.tokens[hit.begin - back + 1].starts) return false;
            const std::string_view word = reading.tables.name(token.word);
            if (token.is(W::not_) || token.is(W::never) || word == "dont" || word == "didnt" ||
                word == "wont" || word == "not_going" || token.text == "without")
                return true;
            if (token.is(W::and_) || token.is(W::but)) return false;
        }
        return false;
    };
    Cues& cues = reading.cues;
    if (cues.erase(denied)) cues.seen.set(static_cast<std::size_t>(Cue::not_cancel));
}

/// "Weds, no earlier than 10", "thurs, out by 2": the last word begins what is said of an hour.
void free_the_words_of_hours(Reading& reading) {
    reading.cues.erase([&](const CueHit& hit) {
        const bool refuses = hit.cue == Cue::cannot_day || hit.cue == Cue::cannot || hit.cue == Cue::reject ||
                             hit.cue == Cue::no;
        if (!refuses) return false;
        // "If not the 1st" falls back on it.
        if (hit.begin > 0 && reading.tokens[hit.begin].is(W::not_) &&
            reading.tokens[hit.begin - 1].is(W::if_))
            return true;
        // "Tomorrow, no appointment": the no belongs to what follows.
        const Token& last = reading.tokens[hit.end - 1U];
        if (hit.end - hit.begin > 1 && last.is(W::no) && (last.mark == ',' || last.starts) &&
            hit.end < reading.tokens.size() && !reading.tokens[hit.end].starts)
            return true;
        return std::ranges::any_of(reading.times, [&](const When& when) {
            if (!when.is_clock() || when.from < 0) return false;
            if (when.turned && hit.begin < when.end && hit.end > when.begin && hit.end < when.end)
                return true;
            return when.leaves && hit.begin <= when.begin && hit.end >= when.begin &&
                   hit.begin + 8U > when.begin;
        });
    });
}

/// "Bring my one on thurs forward", "my nan's coming with me, she won't be any bother".
void leave_what_only_sounds_so(Reading& reading) {
    const auto text_near = [&](std::size_t from, std::string_view text) {
        for (std::size_t i = from;
             i < reading.tokens.size() && i < from + 8 && (i == from || !reading.tokens[i].starts); ++i)
            if (reading.tokens[i].text == text) return true;
        return false;
    };
    const bool with_me = reading.cues.has(Cue::supporter);
    reading.cues.erase([&](const CueHit& hit) {
        if (hit.cue == Cue::children) return text_near(hit.begin, "forward");
        if (hit.cue == Cue::stop_maybe && hit.end < reading.tokens.size())  // "scrap the text i just sent"
            return reading.tokens[hit.end].is(W::i) || reading.tokens[hit.end].is(W::that) ||
                   reading.tokens[hit.end].text == "ive";
        if (hit.cue == Cue::safe_contact)
            return reading.tokens[hit.begin].is(W::no) && text_near(hit.begin, "bother");
        if (hit.cue == Cue::supporter && hit.begin > 0 &&
            reading.tokens[hit.begin].is(W::with))  // "check with my mam"
            for (const std::string_view verb :
                 {"check", "speak", "talk", "chat", "sort", "discuss", "word", "stay", "lives"})
                if (reading.tokens[hit.begin - 1].text == verb) return true;
        if (hit.cue != Cue::third_party || !with_me) return false;
        const std::string_view who = reading.tokens[hit.begin].text;
        return who == "she" || who == "he" || who == "they" || who == "shes" || who == "hes";
    });
}

/// "If you cant do either": what we can't.
void leave_what_we_cannot(Reading& reading) {
    reading.cues.erase([&](const CueHit& hit) {
        return (hit.cue == Cue::cannot || hit.cue == Cue::cannot_day) && hit.begin > 0 &&
               !reading.tokens[hit.begin].starts && reading.tokens[hit.begin - 1].is(W::you);
    });
}

bool is_alarm(Cue cue) { return cue == Cue::overdose || cue == Cue::suicide || cue == Cue::danger; }

/// "Not suicidal", "he doesnt hit me", "he used to hit me", "kids wont wake up for school": the words are
/// there, and the danger isn't. Where anything tells of fear, it stays an alarm.
void hear_no_alarm(Reading& reading) {
    Cues& cues = reading.cues;
    if (!cues.any(Cue::overdose, Cue::suicide, Cue::danger)) return;
    // "Me mam will kill me" is a saying, "he says he's gonna kill me" is none.
    const bool laughs = cues.has(Cue::calm);
    cues.erase([&](const CueHit& hit) {
        if (hit.cue != Cue::harmless || laughs) return false;
        bool kill = false, he = false;
        for (std::size_t i = hit.begin; i < hit.end; ++i)
            kill = kill || reading.tables.name(reading.tokens[i].word) == "kill";
        for (std::size_t i = hit.begin > 3 ? hit.begin - 3U : 0; kill && i < hit.end; ++i)
            for (const std::string_view who : {"he", "hes", "ex", "partner", "husband", "boyfriend", "hell"})
                he = he || reading.tokens[i].text == who;
        return he;
    });
    const auto denied = [&](const CueHit& hit) {
        std::size_t at = hit.begin;
        while (at > 0 && !reading.tokens[at].starts &&
               (reading.tokens[at - 1].text == "going" || reading.tokens[at - 1].text == "gonna" ||
                reading.tokens[at - 1].is(W::to) || reading.tokens[at - 1].text == "having" ||
                reading.tokens[at - 1].is(W::an) || reading.tokens[at - 1].text == "really"))
            --at;
        if (at == 0 || reading.tokens[at].starts) return false;
        const Token& before = reading.tokens[at - 1];
        return before.is(W::not_) || before.is(W::never) || before.text == "dont" ||
               before.text == "doesnt" || before.text == "isnt" || before.text == "not_going";
    };
    const auto never_did = [&](const CueHit& hit) {  // "he doesnt hit me"
        for (std::size_t i = hit.begin; hit.cue == Cue::danger && i < hit.end; ++i)
            if (reading.tokens[i].text == "doesnt" || reading.tokens[i].text == "never" ||
                reading.tokens[i].text == "didnt")
                return true;
        return false;
    };
    const auto only_there = [&](const CueHit& hit) {  // "hes here so cant talk", and more than that said
        return hit.cue == Cue::danger && hit.end - hit.begin <= 4 && reading.tokens.size() > 5 &&
               (reading.tokens[hit.begin].text == "hes" || reading.tokens[hit.begin].text == "he") &&
               (reading.tokens[hit.end - 1U].text == "here" || reading.tokens[hit.end - 1U].text == "house");
    };
    const bool feared = cues.has(Cue::fear), calm = cues.has(Cue::calm) && !feared;
    cues.erase([&](const CueHit& hit) {
        return is_alarm(hit.cue) && (calm || (!feared && (denied(hit) || never_did(hit) || only_there(hit))));
    });
}

/// "Dont delete my number", "did you wipe my records", "delete his number": asked or told of, or of another.
void leave_what_is_not_to_go(Reading& reading) {
    reading.cues.erase([&](const CueHit& hit) {
        if (hit.cue != Cue::erasure) return false;
        std::size_t begin = hit.begin, end = hit.end;
        while (begin > 0 && !reading.tokens[begin].starts) --begin;
        while (end < reading.tokens.size() && !reading.tokens[end].starts) ++end;
        const bool no =
            reading.tokens.any_says(begin, hit.begin,
                                    {"dont", "didnt", "not", "never", "do", "did", "does", "will", "when",
                                     "why", "how", "if", "he", "ex", "daughter", "wish", "said", "what"});
        return no || reading.tokens[hit.begin].text == "dont" ||
               reading.tokens.any_says(
                   hit.begin, end,
                   {"tears", "nose", "face", "bum", "his", "her", "exs", "ex", "ex's", "mums", "old", "other",
                    "address", "last", "voicemail", "partner", "today", "weeks", "flowers"}) ||
               (reading.tokens.any_says(hit.begin, hit.end, {"text", "message", "msg", "appointment"}) &&
                !reading.tokens.any_says(hit.begin, hit.end, {"texts", "messages", "msgs", "all"}));
    });
}

}  // namespace

void settle_cues(Reading& reading) {
    const State& state = reading.state;
    // "Cancel the phone" is another errand, "cancel the phone one" is not.
    reading.cues.erase([&](const CueHit& hit) {
        return hit.cue == Cue::elsewhere && hit.end < reading.tokens.size() &&
               !reading.tokens[hit.end].starts &&
               (reading.tokens[hit.end].is(W::one) || reading.tokens[hit.end].text == "appointment") &&
               reading.cues.any(Cue::cancel, Cue::cancel_bare);
    });
    hear_no_alarm(reading);
    hide_the_covered(reading.cues, !state.offered.empty());
    keep_what_is_denied(reading);
    free_the_words_of_hours(reading);
    leave_what_we_cannot(reading);
    leave_what_only_sounds_so(reading);
    leave_what_is_not_to_go(reading);
    const bool names_a_day =
        std::ranges::any_of(reading.times, [](const When& when) { return when.is_day() && !when.past; });
    if (!state.missed.empty() && !names_a_day) hide_wish_to_return(reading.cues);
}

}  // namespace offing::conversation
