#include "gateway/conversation/times/leads.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace offing::conversation {

namespace {

struct Leading {
    W word;
    Relation relation;
    bool Lead::* also = nullptr;
};
constexpr std::array leading{Leading{W::after, Relation::after},
                             Leading{W::since, Relation::after, &Lead::since},
                             Leading{W::gone, Relation::after},
                             Leading{W::from, Relation::after, &Lead::from},
                             Leading{W::before, Relation::before},
                             Leading{W::until, Relation::until},
                             Leading{W::by, Relation::by},
                             Leading{W::with_in, Relation::by, &Lead::within},
                             Leading{W::between, Relation::at, &Lead::between},
                             Leading{W::outwith, Relation::outwith, &Lead::between},
                             Leading{W::around, Relation::around},
                             Leading{W::about, Relation::around}};

/// "a week", "a couple": the article belongs to a length, and is no part of the lead.
bool begins_length(const Words& words, std::size_t i) {
    return words.at(W::an, i) &&
           words.at_any({W::week, W::day, W::fortnight, W::month, W::couple, W::few, W::quarter, W::hour},
                        i + 1);
}

/// "before my shift at 3", "after college finishes at 2": the hour is what she must be clear of.
std::size_t past_errand(const Words& words, std::size_t i) {
    std::size_t k = words.at_any({W::my, W::the, W::an}, i) ? i + 1 : i;
    const auto no_time = [](const Token& token) {
        return token.value < 0 && (token.word == 0 || token.word >= id_of(W::count_));
    };
    if (!words.have(k) || words[k].starts || !no_time(words[k])) return i;
    ++k;
    if (words.text("starts", k) || words.text("finishes", k) || words.text("ends", k)) ++k;
    const bool hour = words.at(W::at, k) && words.have(k + 1) && !words[k + 1].starts &&
                      (words[k + 1].value > 0 || words.at_any({W::half, W::quarter, W::midday}, k + 1));
    return hour ? k + 1 : i;
}

/// "Just after 11", "a bit past 2".
bool not_long_after(const Words& words, std::size_t at) {
    return at > 0 && words.have(at) && !words[at].starts &&
           words.all().says(at - 1, {"just", "jist", "bit", "straight", "shortly", "right", "soon"});
}

/// "Away by 3", "all done for half 2", "gotta go at 2": when she has to be gone.
bool has_to_go(const Words& words, std::size_t at) {
    if (at == 0 || !words.at_any({W::by, W::for_, W::at, W::before}, at) || words[at].starts) return false;
    const bool done =
        words.all().says(at - 1, {"done", "finished", "finishing", "away", "out", "off", "up", "home", "back",
                                  "over", "gone", "leave", "leaving", "go", "shoot", "clear", "sorted"});
    if (!done || words.at(W::by, at) || words.at(W::before, at)) return done;
    if (words.at(W::for_, at)) {  // not "go for two", "up for tues", "home for dinner"
        const bool over = words.all().says(at - 1, {"done", "finished", "finishing", "away", "out", "home",
                                                    "back", "over", "gone", "clear", "sorted"});
        const bool wrapped = at > 1 && words.all().says(at - 1, {"up"}) &&
                             words.all().says(at - 2, {"wrapped", "finished", "done", "all"});
        const bool hour =
            words.have(at + 1) && (words[at + 1].value > 0 || words.at_any({W::half, W::quarter}, at + 1));
        return hour && (over || wrapped);
    }
    // "I finish at 1" is when she begins to be free, "i have to go at 1" is when she ends.
    const bool leaves = words.all().says(at - 1, {"go", "leave", "shoot", "off", "away", "gone", "out"});
    for (std::size_t back = 2; leaves && back <= 4 && back <= at; ++back)
        if (words.all().says(at - back, {"to", "must", "gotta", "tae", "gonna"})) return true;
    return false;
}

/// "Cant stop past 12", "cant stay after 2".
bool cannot_stay(const Words& words, std::size_t at) {
    return at > 1 && words.have(at) && !words[at].starts && words.at_any({W::past, W::after, W::until}, at) &&
           words.all().says(at - 1, {"stop", "stay", "be", "wait", "hang", "go", "run", "later"}) &&
           (words.all().says(at - 2, {"cant", "cannot", "wont", "couldnt", "no", "dont", "cannae"}) ||
            words.at_any({W::not_, W::never}, at - 2));
}

Lead with(const Words& words, Lead lead, std::size_t next, Relation relation) {
    lead.any = true;
    lead.relation = relation;
    lead.next = next;
    while (words.at_any({W::the, W::around, W::about, W::an, W::at, W::s_}, lead.next) &&
           !begins_length(words, lead.next))
        ++lead.next;
    if (words.text("when", lead.next)) ++lead.next;
    if (words.text("hour", lead.next) && words.have(lead.next + 1) && words[lead.next + 1].value > 0)
        ++lead.next;
    if (relation == Relation::before || relation == Relation::after)
        lead.next = past_errand(words, lead.next);
    return lead;
}

/// "Is there nothing after 2", "got nothing before 10": asks for what "nothing after 2" turns down.
bool asks_whether(const Words& words, std::size_t i) {
    return words.at_any({W::you, W::is}, i) || words.text("there", i) || words.text("got", i) ||
           words.text("have", i) || words.text("has", i);
}

/// "Not up before 10", "im not human b4 11": the no stands a word or two before.
bool denied_before(const Words& words, std::size_t i) {
    for (std::size_t back = 1; back <= 2 && back < i; ++back) {
        if (words[i - back + 1].starts || words[i - back + 1].mark != 0) return false;
        const Token& token = words[i - back];
        if (token.value >= 0 || weekday_index(token.word) >= 0 || token.text.starts_with("work") ||
            token.text == "busy")
            return false;
        if (back == 2 && (token.is(W::not_) || token.is(W::never)))
            return !(i > 2 && (words.text("why", i - 3) || words.at(W::if_, i - 3)));
    }
    return false;
}

/// "Any day but", "any time next week but".
bool any_day_before(const Words& words, std::size_t but) {
    std::size_t k = but;
    while (k > 0 && !words[k].starts &&
           words.at_any({W::week, W::next, W::this_, W::that, W::the, W::of, W::in, W::coming}, k - 1))
        --k;
    if (k == 0 || words[k].starts) return false;
    return words.at_any({W::day, W::time, W::any}, k - 1) || words[k - 1].text.starts_with("any");
}

/// "not on the", "except", "any day but".
Lead refusing(const Words& words, std::size_t i) {
    Lead lead{i};
    const bool counts = words.at(W::no, i) && words.have(i + 1) && words[i + 1].value >= 0;
    const bool if_not = i > 0 && words.at(W::if_, i - 1) && !words[i].starts;
    const bool isnt = (words.text("isnt", i) || words.text("isnae", i) || words.text("aint", i)) &&
                      words.at(W::between, i + 1);
    if ((words.at_any({W::not_, W::never, W::except, W::no}, i) || isnt) && !counts && !if_not) {
        lead.negated = lead.any = true;
        lead.next = ++i;
        while (words.at_any({W::on, W::an, W::the, W::any, W::at, W::of}, i) || words.text("over", i))
            lead.next = ++i;
        if (words.have(i) && words[i].mark != 0 && words[i].mark != '-')
            return Lead{i - 1};  // "if not, tuesday"
    } else if (words.at(W::nothing, i) && words.at_any({W::before, W::after, W::until}, i + 1) &&
               !(i > 0 && !words[i].starts && asks_whether(words, i - 1))) {
        lead.negated = lead.any = true;
        lead.next = i + 1;
    } else if (words.at(W::but, i) && i > 0 && any_day_before(words, i)) {
        lead.negated = lead.any = true;
        lead.next = i + 1;
    } else if ((words.at(W::before, i) && denied_before(words, i)) || cannot_stay(words, i)) {
        lead.negated = lead.any = true;
    }
    return lead;
}

}  // namespace

Lead read_lead(const Words& words, std::size_t at) {
    Lead lead = refusing(words, at);
    const std::size_t i = lead.next;
    if (words.at(W::than, i + 1)) {
        if (words.at(W::later, i))
            return with(words, lead, i + 2, lead.negated ? Relation::by : Relation::after);
        if (words.at(W::earlier, i) || words.text("sooner", i) || words.text("quicker", i))
            return with(words, lead, i + 2, Relation::before);
    }
    if (words.at(W::past, i) && i > 0) {
        lead.soon = not_long_after(words, i);
        return with(words, lead, i + 1, Relation::after);
    }
    if (is_while(words, i)) return with(words, lead, i + 1, Relation::until);
    if (words.at(W::back, i) &&
        (words.at(W::of, i + 1) || words.text("o", i + 1) || words.text("ae", i + 1))) {
        lead.back_of = true;
        return with(words, lead, i + 2, Relation::after);
    }
    if (words.at(W::until, i) && words.at(W::after, i + 1)) {  // "not till after 11"
        lead.negated = false;
        return with(words, lead, i + 2, Relation::after);
    }
    const std::size_t k = words.at(W::in, i) && words.at(W::between, i + 1) ? i + 1 : i;
    lead.leaves = has_to_go(words, k);
    if (lead.leaves && words.at_any({W::for_, W::at}, k)) return with(words, lead, k + 1, Relation::by);
    lead.soon = not_long_after(words, k) && words.at_any({W::after, W::gone, W::past}, k);
    for (const Leading& one : leading) {
        if (!words.at(one.word, k)) continue;
        if (k == i && words.have(k + 1) && words[k + 1].mark == ',') continue;  // "after, 1 or half 1"
        if (one.also != nullptr) lead.*one.also = true;
        return with(words, lead, k + 1, one.relation);
    }
    return lead;
}

bool is_while(const Words& words, std::size_t at) {
    return words.text("while", at) && words.have(at + 1) && !words[at + 1].starts &&
           (words[at + 1].value > 0 ||
            words.at_any({W::half, W::quarter, W::midday, W::lunch, W::dinnertime}, at + 1) ||
            words.text("dinner", at + 1));
}

namespace {

/// Parts whose name holds the relation already.
bool settled(Part part) {
    return part == Part::after_school || part == Part::after_drop_off || part == Part::before_pick_up ||
           part == Part::school_hours;
}

/// "Not before 10" is "10 or later", "not after 2" is "by 2", "not until friday" is "from friday on".
void turn_round(When& when) {
    const Relation said = when.relation;
    if (said != Relation::before && said != Relation::after && said != Relation::until &&
        said != Relation::by)
        return;
    when.negated = false;
    when.turned = true;
    when.relation = said == Relation::before || said == Relation::until ? Relation::after : Relation::by;
    if (said == Relation::before || said == Relation::until) when.inclusive = when.is_day();
    if (said == Relation::by) when.inclusive = false;
}

}  // namespace

void apply(const Lead& lead, When& when) {
    if (lead.back_of && when.is_clock() && when.from >= 0) {
        when.approx = when.back_of = true;
        when.bare = false;
    }
    if (lead.since && when.is_day()) {  // it is over, or goes on
        const When told = when;
        when = When{};
        when.kind = When::Kind::unclear;
        when.end = told.end;
        return;
    }
    if (lead.soon && when.is_clock()) {
        when.approx = true;
        when.bare = false;
    }
    when.leaves = lead.leaves && when.is_clock();
    when.negated = when.negated || lead.negated;
    if (when.ranged && lead.relation != Relation::outwith) return;
    if (lead.relation != Relation::at && !settled(when.part)) {
        when.relation = lead.relation;
        when.inclusive = lead.from;
        if (when.is_clock()) when.bare = false;
    }
    if (lead.negated) turn_round(when);
    if (when.relation == Relation::outwith) when.negated = true;
}

}  // namespace offing::conversation
