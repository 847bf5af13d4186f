// Questions: open times, numbers we don't know, what the line is for, how it sounds; and texts nobody can
// read.

#include <algorithm>

#include "gateway/conversation/dialogue_turn.hpp"

namespace offing::conversation {

namespace {

using std::chrono::days;

bool suits(const OpenTime& open, const Turn& turn) {
    const auto& wish = turn.meaning.constraints.wish;
    const Date date = std::chrono::floor<days>(open.start);
    if (open.end <= turn.now) return false;
    if ((wish.women_only || turn.has(Intent::women_only_query)) && !open.women_only) return false;
    if (wish.children_welcome && !open.children_welcome) return false;
    if (wish.days_ok && !wish.days_ok->contains(std::chrono::weekday{date})) return false;
    const bool pack = turn.has(Intent::pack_pickup) || wish.purpose == scheduler::Purpose::pack;
    const bool van = wish.purpose == scheduler::Purpose::van;
    if (pack) return open.kind == "pack";
    if (van) return open.kind == "van";
    return open.kind != "pack" && open.kind != "van";
}

bool is_on_asked_day(const OpenTime& open, const scheduler::Wish& wish) {
    const Date date = std::chrono::floor<days>(open.start);
    return wish.dates_ok.empty() || std::ranges::find(wish.dates_ok, date) != wish.dates_ok.end();
}

/// How the list begins: yes to what she asked, or which day is closed.
std::string open_lead(const Turn& turn, const std::vector<OpenTime>& open) {
    const auto& wish = turn.meaning.constraints.wish;
    if (std::ranges::none_of(open, [&](const auto& one) { return is_on_asked_day(one, wish); }))
        return "closed";
    const auto aimed = [&](const OpenTime& one) {
        const ClockTime from = one.start - std::chrono::floor<days>(one.start);
        const ClockTime to = one.end - std::chrono::floor<days>(one.start);
        return std::ranges::any_of(wish.around, [&](ClockTime aim) { return from <= aim && aim < to; });
    };
    if (!wish.around.empty() && std::ranges::none_of(open, aimed)) return "not_then";
    if (turn.has(Intent::missed_reentry)) return "back";
    if (turn.has(Intent::bring_children) || wish.children_welcome) return "anyone";
    return wish.dates_ok.empty() ? "yes" : "open";
}

void hand_question(Turn& turn) { turn.hand_over(TaskKind::question); }

}  // namespace

std::vector<OpenTime> open_windows(const Turn& turn) {
    std::vector<OpenTime> open;
    for (const auto* source : {&turn.before.open_times, &turn.found.open})
        for (const OpenTime& one : *source) {
            const bool listed = std::ranges::any_of(open, [&](const OpenTime& other) {
                return other.start == one.start && other.end == one.end && other.kind == one.kind;
            });
            if (!listed && suits(one, turn)) open.push_back(one);
        }
    std::ranges::sort(open, {}, &OpenTime::start);
    const auto& wish = turn.meaning.constraints.wish;
    const auto asked = [&](const OpenTime& one) { return is_on_asked_day(one, wish); };
    if (std::ranges::any_of(open, asked)) std::erase_if(open, [&](const auto& one) { return !asked(one); });
    if (open.size() > 3) open.resize(3);
    return open;
}

void say_open(Turn& turn, const std::vector<OpenTime>& open, std::string lead) {
    const auto& wish = turn.meaning.constraints.wish;
    const BookedTime* booked = turn.before.known ? turn.next_booked() : nullptr;
    templates::Arguments arguments{
        {"lead", std::move(lead)},
        {"day", wish.dates_ok.empty() ? std::chrono::floor<days>(turn.now) : wish.dates_ok.front()},
        {"women", std::string{wish.women_only || turn.has(Intent::women_only_query) ? "yes" : "no"}},
        {"kept", std::string{booked != nullptr ? "yes" : "no"}},
        {"when", booked != nullptr ? booked->start : turn.now},
        {"count", std::to_string(std::min<std::size_t>(open.size(), 3))}};
    for (std::size_t i = 0; i < 3; ++i) {
        const OpenTime& one = open[std::min(i, open.size() - 1)];
        const std::string nth = std::to_string(i + 1);
        arguments.emplace("start" + nth, one.start);
        arguments.emplace("until" + nth, one.end - std::chrono::floor<days>(one.start));
    }
    const auto& wait = open.front().wait;
    const bool is_now = wait && open.front().start <= turn.now;
    arguments.emplace("wait", std::string{!is_now ? "unknown" : wait->to.count() == 0 ? "none" : "some"});
    arguments.emplace("from", std::int64_t{is_now ? wait->from.count() : 0});
    arguments.emplace("to", std::int64_t{is_now ? wait->to.count() : 0});
    turn.say("open_times", std::move(arguments));
}

bool answer_open_times(Turn& turn) {
    // "See you Thursday, can I bring the kids" is about the time she has: answer_confirm says so.
    const bool asks_who = turn.has(Intent::women_only_query) ||
                          (turn.has(Intent::bring_children) && !turn.has(Intent::confirm) &&
                           turn.meaning.constraints.wish.children_welcome);
    if (!turn.has_any({Intent::drop_in_query, Intent::pack_pickup}) && !asks_who) return false;
    const auto open = open_windows(turn);
    if (!open.empty()) {
        say_open(turn, open, open_lead(turn, open));
        return true;
    }
    if (turn.before.known && !turn.found.offers.empty() && asks_who) {
        turn.effects.emplace_back(PutOnOffer{});
        turn.state.offered = turn.found.offers;
        for (int n = 1; OfferedTime & offer : turn.state.offered) offer.n = n++;
        turn.state.moving.reset();
        turn.say("offers",
                 {{"lead", std::string{"plain"}},
                  {"day", std::chrono::floor<days>(turn.now)},
                  {"also", std::string{turn.has(Intent::bring_children) ? "anyone" : "none"}}},
                 turn.state.offered);
        return true;
    }
    hand_question(turn);
    return true;
}

bool answer_unknown_number(Turn& turn) {
    if (turn.before.known) return false;
    if (turn.has(Intent::safeguarding_question)) {
        turn.ask({.about = Question::About::talk}, "policy_answer");
    } else if (turn.has(Intent::health_clinic_query)) {
        turn.ask({.about = Question::About::talk}, "more_answer");
    } else if (turn.has_any({Intent::ask_info_no_commitment, Intent::ask_info})) {
        turn.ask({.about = Question::About::talk}, "question_answer");
    } else if (turn.has_any({Intent::drop_in_query, Intent::pack_pickup, Intent::women_only_query})) {
        return answer_open_times(turn);
    } else if (asks_for_times(turn.meaning)) {
        const auto open = open_windows(turn);
        turn.task(TaskKind::question);
        turn.say("first_time", {{"by", turn.by(TaskKind::question)},
                                {"open", std::string{open.empty() ? "no" : "yes"}},
                                {"start", open.empty() ? turn.now : open.front().start}});
    } else if (turn.has_any({Intent::waiting_room, Intent::bring_supporter, Intent::bring_children})) {
        return answer_company(turn);
    } else if (turn.has_any({Intent::language_feedback, Intent::frustration})) {
        return answer_feelings(turn);
    } else if (turn.has_any({Intent::unknown, Intent::ask})) {
        return answer_not_understood(turn);
    } else {
        // Words about a time from a number that has none: nothing is said that tells who is here and who not.
        turn.task(TaskKind::third_party);
        turn.say("neutral");
    }
    return true;
}

bool answer_questions(Turn& turn) {
    if (turn.has(Intent::safeguarding_question)) {
        turn.ask({.about = Question::About::talk}, "policy_answer");
        return true;
    }
    if (!turn.has_any({Intent::ask_info, Intent::ask_info_no_commitment})) return false;
    turn.task(TaskKind::question);
    turn.say("question_person", {{"by", turn.by(TaskKind::question)}});
    return true;
}

bool answer_feelings(Turn& turn) {
    if (turn.has(Intent::language_feedback)) {
        const auto& sent = turn.before.last_sent;
        if (sent && !sent->template_id.empty()) {
            turn.effects.emplace_back(FlagWording{sent->template_id, sent->template_version});
        } else {
            turn.task(TaskKind::wording);
        }
        turn.say("wording_thanks");
        return true;
    }
    if (!turn.has(Intent::frustration)) return false;
    const bool quiet_already = turn.before.quiet_today;
    turn.effects.emplace_back(QuietToday{});
    turn.task(TaskKind::frustration);
    if (!quiet_already) turn.say("quiet_today");
    turn.state.quiet_today = true;
    return true;
}

bool answer_not_understood(Turn& turn) {
    turn.understood = false;
    const auto noted = [&](std::string_view words) {
        return turn.has(Intent::unknown) &&
               std::ranges::any_of(turn.meaning.constraints.ambiguous,
                                   [&](const std::string& note) { return note.contains(words); });
    };
    const bool pocket = noted("pocket");
    if (noted("small talk") && !turn.has_asked()) {
        turn.understood = true;  // "thanks x": nothing to do, nothing to say
        return true;
    }
    if (!turn.has_asked()) {
        const auto about = pocket ? Question::About::pocket : Question::About::say_again;
        turn.ask({.about = about}, pocket ? "pocket" : "not_understood");
        if (!pocket)
            turn.state.last_sent->menu = {
                {1, MenuChoice::other_times}, {2, MenuChoice::drop_in}, {3, MenuChoice::person}};
        return true;
    }
    if (turn.before.not_understood < 2) {
        turn.hand_over(TaskKind::not_understood);
    } else {
        turn.task(TaskKind::not_understood);
    }
    return true;
}

}  // namespace offing::conversation
