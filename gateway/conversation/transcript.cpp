#include "gateway/conversation/transcript.hpp"

#include <algorithm>

#include "gateway/conversation/transcript_events.hpp"
#include "gateway/conversation/transcript_turn.hpp"
#include "gateway/conversation/transcript_words.hpp"

namespace offing::conversation {

namespace {

class Player {
public:
    Player(const TranscriptDesk& desk, const std::function<void(const PlayedTurn&)>& see)
        : desk_{desk}, see_{see}, handset_{desk.lexicon, desk.catalogue} {
        handset_.state.known = true;
    }

    TranscriptResult play(std::string_view transcript) {
        std::size_t begin = 0;
        while (begin <= transcript.size()) {
            const auto end = std::min(transcript.find('\n', begin), transcript.size());
            ++line_;
            read(trimmed(transcript.substr(begin, end - begin)));
            begin = end + 1;
        }
        finish_turn();
        if (result_.texts == 0) wrong(line_, "There is no line that begins with her>.");
        return std::move(result_);
    }

private:
    State& state() { return handset_.state; }
    Date today() const { return std::chrono::floor<std::chrono::days>(handset_.now); }

    void wrong(int line, std::string what) { result_.problems.push_back({line, std::move(what)}); }
    void unreadable(std::string_view what) { wrong(line_, "I can't read this line. " + std::string{what}); }

    void read(const std::string& line) {
        if (line.empty() || line.starts_with('#')) return;
        if (line.starts_with("her>")) return her_text(trimmed(std::string_view{line}.substr(4)));
        if (line.starts_with("us>")) return our_text(trimmed(std::string_view{line}.substr(3)));
        Words words{line};
        if (words.take("staff sees")) return staff(words.rest());
        if (words.take("then")) return then(words);
        if (words.take("at")) return at(words);
        finish_turn();
        if (!read_event(words) && !read_setting(words))
            unreadable("docs/transcripts.md lists the lines there are.");
    }

    // What happens

    void at(Words& words) {
        finish_turn();
        const std::string date{words.next()};
        const auto day = scheduler::parse_date(date);
        const auto clock = read_clock(words.next());
        if (!day || !clock) return unreadable("It should be: at 2026-11-18 10:00");
        handset_.now = *day + *clock;
        if (state().last_sent && std::chrono::floor<std::chrono::days>(state().last_sent->at) != today())
            state().quiet_today = false;
    }

    void her_text(const std::string& text) {
        finish_turn();
        if (handset_.now == LocalTime{}) return wrong(line_, "Say first when it is: at 2026-11-18 10:00");
        ++result_.texts;
        turn_ = TranscriptTurn{.line = line_, .hers = true, .before = state(), .now = handset_.now};
        turn_->exchange = handset_.receive(text);
        see_({true, turn_->before, state(), turn_->exchange});
        if (!turn_->exchange.problem.empty())
            wrong(line_, "Its answer has no words: " + turn_->exchange.problem);
    }

    void send(Say say, LastSent::Type type, std::optional<LocalTime> about) {
        turn_ = TranscriptTurn{.line = line_, .before = state(), .now = handset_.now};
        turn_->exchange = handset_.send(std::move(say), type, about);
        see_({false, turn_->before, state(), turn_->exchange});
        if (!turn_->exchange.problem.empty()) wrong(line_, "It has no words: " + turn_->exchange.problem);
    }

    bool read_event(Words& words) {
        if (words.take("reminder")) return remind(words);
        if (words.take("she misses")) return miss(words);
        if (words.take("someone else takes")) return take_away(words);
        if (auto event = read_service_event(words, state(), today())) {
            send(std::move(event->say), event->type, event->about);
            return true;
        }
        if (words.take("staff acknowledge the alert")) {
            state().crisis_open = false;
            return words.empty();
        }
        if (words.take("staff check who texts")) {
            state().door.wrong = 0;
            return words.empty();
        }
        if (words.take("staff check the number")) {
            state().texts = Texts::on;
            return words.empty();
        }
        return false;
    }

    bool remind(Words& words) {
        const auto when = read_when(words, today());
        if (!when) return false;
        const auto booked = std::ranges::find(state().booked, *when, &BookedTime::start);
        if (booked == state().booked.end()) {
            wrong(line_, "Nothing is booked at " + spell_when(*when) + ".");
            return true;
        }
        send({.template_id = booked->with.empty() ? "reminder_plain" : "reminder",
              .arguments = {{"start", *when}, {"worker", booked->with}}},
             LastSent::Type::reminder, when);
        return true;
    }

    bool miss(Words& words) {
        const auto when = read_when(words, today());
        if (!when) return false;
        if (std::erase_if(state().booked, [&](const auto& booked) { return booked.start == *when; }) == 0)
            wrong(line_, "Nothing is booked at " + spell_when(*when) + ".");
        state().missed.push_back(*when);
        const Found found = handset_.diary(state(), {}, handset_.now);
        state().offered = found.offers;
        if (found.offers.empty()) {
            send({.template_id = "missed_open"}, LastSent::Type::other, {});
        } else {
            send({.template_id = "missed", .choices = found.offers}, LastSent::Type::offer, {});
        }
        return true;
    }

    bool take_away(Words& words) {
        const auto when = read_when(words, today());
        if (!when) return false;
        for (OfferedTime& offer : state().offered)
            if (offer.start == *when) offer.gone = true;
        return true;
    }

    // What is the case

    bool read_setting(Words& words) {
        if (words.take("unknown number")) return state().known = false, words.empty();
        if (words.take("booked")) return add_booked(words);
        if (words.take("offered")) return offers(words, state().offered);
        if (words.take("held until")) return set(state().offers_held_until, read_when(words, today()));
        if (words.take("moving")) return set(state().moving, read_when(words, today()));
        if (words.take("times from the service")) return times_from_service();
        if (words.take("times")) return times(words);
        if (words.take("school run")) return school_run(words);
        if (words.take("school holiday")) return state().school_holiday = true, words.empty();
        if (words.take("open")) return open(words);
        if (words.take("safe")) return safe(words);
        if (words.take("away")) return away(words);
        if (words.take("missed")) return add_missed(words);
        if (words.take("last seen")) return last_seen(words);
        return read_small_setting(words);
    }

    bool read_small_setting(Words& words) {
        if (words.take("scotland"))
            state().nation = scheduler::Division::scotland;
        else if (words.take("northern ireland"))
            state().nation = scheduler::Division::northern_ireland;
        else if (words.take("texts off"))
            state().texts = Texts::off;
        else if (words.take("level plain"))
            handset_.level = templates::Level::plain;
        else if (words.take("level discreet"))
            handset_.level = templates::Level::discreet;
        else if (words.take("level very discreet"))
            handset_.level = templates::Level::very_discreet;
        else if (words.take("level knock"))
            handset_.level = templates::Level::knock;
        else if (words.take("code word"))
            handset_.code_word = words.next();
        else if (words.take("alerts are seen"))
            handset_.cover = words.rest();
        else
            return false;
        return words.empty();
    }

    template <typename Value>
    static bool set(std::optional<Value>& into, std::optional<Value> value) {
        into = value;
        return value.has_value();
    }

    bool add_booked(Words& words) {
        const auto offer = read_offer(words, today());
        if (!offer) return false;
        handset_.book(
            {.id = {}, .start = offer->start, .end = offer->end, .with = offer->with, .mode = offer->mode});
        know(offer->with);
        return true;
    }

    bool offers(Words& words, std::vector<OfferedTime>& into) {
        into.clear();
        for (const std::string& one : split(words.rest(), ",")) {
            Words offer_words{one};
            auto offer = read_offer(offer_words, today());
            if (!offer) return false;
            offer->n = static_cast<int>(into.size()) + 1;
            know(offer->with);
            into.push_back(*offer);
        }
        return true;
    }

    void know(const std::string& worker) {
        auto& names = state().worker_names;
        if (!worker.empty() && std::ranges::find(names, worker) == names.end()) names.push_back(worker);
    }

    bool times(Words& words) {
        std::vector<OfferedTime> given;
        if (!words.take("none") && !offers(words, given)) return false;
        handset_.diary = diary_of(std::move(given));
        return true;
    }

    bool times_from_service() {
        if (desk_.service == nullptr) {
            wrong(line_, "No service file was given to search.");
            return true;
        }
        handset_.diary = diary_of(*desk_.service);
        for (const scheduler::Worker& worker : desk_.service->workers) know(worker.first_name);
        return true;
    }

    bool school_run(Words& words) {
        std::vector<std::pair<ClockTime, ClockTime>> stretches;
        do {
            const auto stretch = read_stretch(words);
            if (!stretch) return false;
            stretches.push_back(*stretch);
        } while (words.take("and"));
        const auto days = read_days(words).value_or(scheduler::Weekdays::monday_to_friday());
        const bool in_term = words.take("in term");
        for (const auto& [from, to] : stretches)
            state().school_run.push_back(
                {.days = days, .from = from, .to = to, .school_days_only = in_term, .dates = {}});
        if (words.take("at")) state().school = words.rest();
        return words.empty();
    }

    bool open(Words& words) {
        OpenTime window;
        window.kind = words.take("van") ? "van" : words.take("pack") ? "pack" : "drop_in";
        const auto offer = read_offer(words, today());
        if (!offer || !offer->end) return false;
        window.start = offer->start;
        window.end = *offer->end;
        window.women_only = offer->audience != scheduler::Audience::everyone;
        window.children_welcome = offer->children_welcome;
        state().open_times.push_back(std::move(window));
        return true;
    }

    bool safe(Words& words) {
        const auto stretch = read_stretch(words);
        if (!stretch) return false;
        state().safe.push_back({read_days(words).value_or(scheduler::Weekdays::monday_to_friday()),
                                stretch->first, stretch->second});
        return words.empty();
    }

    bool away(Words& words) {
        const std::string who{words.next()};
        const auto until = words.take("until") ? read_day(words, today()) : std::nullopt;
        if (!until) return false;
        know(who);
        state().staff_away.push_back({who, *until});
        return true;
    }

    bool add_missed(Words& words) {
        const auto when = read_when(words, today());
        if (when) state().missed.push_back(*when);
        return when.has_value();
    }

    bool last_seen(Words& words) {
        state().last_seen = read_day(words, today());
        if (words.take("with")) state().last_with = words.next();
        know(state().last_with);
        return state().last_seen.has_value();
    }

    // What is claimed

    void our_text(const std::string& claimed) {
        if (!turn_) return wrong(line_, "Nothing was sent that this could be the answer to.");
        turn_->answer_claimed = true;
        const auto& answer = turn_->exchange.answer;
        if (claimed == "nothing") {
            if (answer) wrong(line_, "It did answer: us> " + on_one_line(*answer));
        } else if (!answer) {
            wrong(line_, "It sent nothing.");
        } else if (!answer_fits(*answer, claimed)) {
            wrong(line_, "It said: us> " + on_one_line(*answer));
        }
    }

    void staff(const std::string& claimed) {
        if (!turn_) return wrong(line_, "Nothing has happened yet that staff could see.");
        turn_->staff_claimed.emplace_back("nothing");
        if (claimed == "nothing") return;
        turn_->staff_claimed.pop_back();
        for (const std::string& one : split(claimed, ",")) {
            const auto by = one.find(" by ");
            const bool dated = by != std::string::npos && !one.starts_with("late by");
            const std::string task = dated ? one.substr(0, by) : one;
            turn_->staff_claimed.push_back(task);
            if (!dated) continue;
            Words words{std::string_view{one}.substr(by + 4)};
            const auto claimed_due = read_when(words, today());
            const LocalTime real = turn_->due_of(task);
            if (claimed_due != real) wrong(line_, "A person answers by " + spell_when(real) + ".");
        }
    }

    void then(Words& words) {
        if (!turn_) return wrong(line_, "Nothing has happened yet.");
        if (words.take("nothing changes")) {
            turn_->changes_claimed.emplace_back("nothing");
        } else if (words.take("keeps")) {
            const auto when = read_when(words, today());
            if (!when) return unreadable("It should be: then keeps Tue 24 Nov 11am");
            if (std::ranges::find(state().booked, *when, &BookedTime::start) == state().booked.end())
                wrong(line_, spell_when(*when) + " is not hers any more.");
        } else if (words.take("asked")) {
            if (!state().question) wrong(line_, "No question of ours is open.");
        } else if (words.take("nothing offered")) {
            if (!state().offered.empty()) wrong(line_, "Times are on offer.");
        } else {
            turn_->changes_claimed.push_back(words.rest());
        }
    }

    void finish_turn() {
        if (!turn_) return;
        const TranscriptTurn turn = std::move(*turn_);
        turn_.reset();
        if (!turn.hers) return;
        if (!turn.answer_claimed) {
            const auto& answer = turn.exchange.answer;
            wrong(turn.line, "Its answer is missing: us> " + (answer ? on_one_line(*answer) : "nothing"));
        }
        compare(turn.line, turn.staff_claimed, turn.staff(), "staff sees ");
        compare(turn.line, turn.changes_claimed, turn.changes(), "then ");
    }

    void compare(int line, const std::vector<std::string>& claimed, const std::vector<std::string>& real,
                 const std::string& how) {
        for (const std::string& one : claimed)
            if (one == "nothing" ? !real.empty() : std::ranges::find(real, one) == real.end())
                wrong(line, "It is not so: " + how + one);
        for (const std::string& one : real)
            if (std::ranges::find(claimed, one) == claimed.end())
                wrong(line, "It also happened: " + how + one);
    }

    const TranscriptDesk& desk_;
    const std::function<void(const PlayedTurn&)>& see_;
    Handset handset_;
    TranscriptResult result_;
    std::optional<TranscriptTurn> turn_;
    int line_ = 0;
};

}  // namespace

TranscriptResult play(std::string_view transcript, const TranscriptDesk& desk) {
    return play(transcript, desk, [](const PlayedTurn&) {});
}

TranscriptResult play(std::string_view transcript, const TranscriptDesk& desk,
                      const std::function<void(const PlayedTurn&)>& see) {
    return Player{desk, see}.play(transcript);
}

}  // namespace offing::conversation
