// Long conversations of random meanings: what must hold in every one of them, whatever she writes.

#include <gtest/gtest.h>

#include <random>

#include "gateway/conversation/phrase.hpp"
#include "talk.hpp"
#include "templates/segments.hpp"

namespace offing::conversation {

namespace {

using namespace talk;
using std::chrono::minutes;

constexpr std::uint32_t seed = 20261123;
constexpr int steps = 100'000;
constexpr int fewer_steps = 20'000;

bool means(const Meaning& meaning, Intent intent) {
    return std::ranges::find(meaning.intents, intent) != meaning.intents.end();
}

bool means_urgent(const Meaning& meaning) {
    return means(meaning, Intent::crisis_overdose) || means(meaning, Intent::crisis_suicide) ||
           means(meaning, Intent::danger_now);
}

/// A woman, her phone and the diary, all thrown by dice.
class Dice {
public:
    explicit Dice(std::uint32_t from) : random_{from} {}

    int below(int limit) { return std::uniform_int_distribution{0, limit - 1}(random_); }
    bool one_in(int n) { return below(n) == 0; }

    LocalTime time(LocalTime from) { return from + minutes{15 * below(14 * 24 * 4)}; }

    Meaning meaning(const State& state) {
        Meaning said;
        const int intents = 1 + below(3) / 2;
        for (int i = 0; i < intents; ++i) {
            const auto intent = static_cast<Intent>(below(static_cast<int>(Intent::unknown) + 1));
            if (!means(said, intent)) said.intents.push_back(intent);
        }
        for (const BookedTime& booked : state.booked)
            if (one_in(3)) said.bookings.push_back(booked.id);
        if (one_in(12)) said.bookings.push_back("another");
        if (means(said, Intent::choose_option) || one_in(6)) {
            said.constraints.options.emplace();
            for (int n = below(3); n > 0; --n) said.constraints.options->push_back(1 + below(4));
        }
        said.sure = !one_in(4);
        if (one_in(8)) said.constraints.ambiguous.emplace_back("dice");
        said.english_enough = !one_in(15);
        limits(said.constraints);
        return said;
    }

    std::vector<OfferedTime> offers(LocalTime now) {
        std::vector<OfferedTime> offers;
        for (int n = 1; n <= below(4); ++n) {
            OfferedTime one;
            one.n = n;
            one.start = time(now);
            if (!one_in(5)) one.end = one.start + minutes{30};
            if (one_in(2)) one.with = one_in(2) ? "Jo" : "Bartholomea";
            if (one_in(2)) one.mode = static_cast<scheduler::Mode>(below(4));
            if (one_in(4)) one.kind = scheduler::Kind::drop_in;
            one.gone = one_in(6);
            offers.push_back(one);
        }
        return offers;
    }

    std::vector<OpenTime> open(LocalTime now) {
        std::vector<OpenTime> open;
        const std::vector<std::string> kinds{"drop_in", "van", "pack"};
        for (int n = below(4); n > 0; --n) {
            OpenTime one{.kind = kinds[static_cast<std::size_t>(below(3))], .start = time(now), .end = {}};
            one.end = one.start + minutes{120};
            one.women_only = one_in(2);
            one.children_welcome = one_in(2);
            open.push_back(one);
        }
        return open;
    }

private:
    void limits(Constraints& limits) {
        if (one_in(5)) limits.shift_min = 15 * (below(9) - 4);
        if (one_in(5)) limits.eta_min = below(90);
        if (one_in(6)) limits.wish.dates_ok = {on("2026-11-20") + std::chrono::days{below(40)}};
        if (one_in(6)) limits.wish.days_ok = scheduler::Weekdays{static_cast<std::uint8_t>(below(128))};
        if (one_in(6)) limits.wish.after = minutes{60 * below(24)};
        if (one_in(6)) limits.wish.around = {minutes{60 * below(24)}};
        if (one_in(6)) limits.wish.mode = static_cast<scheduler::Mode>(below(4));
        if (one_in(8)) limits.wish.prefer_worker = "Jo";
        if (one_in(10)) limits.wish.also_worker = "mentor";
        if (one_in(6)) limits.wish.children_welcome = true;
        if (one_in(6)) limits.safe_contact = SafeContactWish{};
    }

    std::mt19937 random_;
};

/// The rows of the table in docs/dialogue.md that no state may break.
class Walk : public testing::Test {
protected:
    Dice dice_{seed};
    State state_ = known();
    LocalTime now_ = at("2026-11-18T10:00");
    int next_id_ = 0;

    void begin_again() {
        state_ = known();
        state_.known = !dice_.one_in(6);
        now_ = at("2026-11-18T10:00") + minutes{dice_.below(30 * 24 * 60)};
        if (!state_.known) return;
        for (int n = dice_.below(4); n > 0; --n) state_.booked.push_back(new_booking());
        if (dice_.one_in(4)) state_.missed = {now_ - std::chrono::days{7}};
        if (dice_.one_in(4)) state_.open_times = dice_.open(now_);
        if (dice_.one_in(5)) state_.staff_away = {{"Jo", on("2026-12-20")}};
        if (dice_.one_in(4)) state_.door.has_word = true;
        if (dice_.one_in(5))
            state_.safe = {{scheduler::Weekdays::monday_to_friday(), minutes{570}, minutes{870}}};
    }

    BookedTime new_booking() {
        BookedTime booked = booking("b" + std::to_string(++next_id_), "2026-11-18T10:00");
        booked.start = dice_.time(now_) - minutes{dice_.below(600)};
        booked.end = booked.start + minutes{30};
        return booked;
    }

    /// What the service does with a step: bookings get their ids; sometimes a reminder goes out.
    void settle_down(State after) {
        state_ = std::move(after);
        for (BookedTime& booked : state_.booked)
            if (booked.id.empty()) booked.id = "b" + std::to_string(++next_id_);
        now_ += minutes{1 + dice_.below(300)};
        if (dice_.one_in(10) && !state_.booked.empty())
            state_.last_sent = LastSent{.type = LastSent::Type::reminder,
                                        .at = now_,
                                        .about = state_.booked.front().start,
                                        .menu = {},
                                        .template_id = "reminder"};
        if (dice_.one_in(10)) state_.crisis_open = false;
        state_.door.said = state_.door.has_word && dice_.one_in(4);
        state_.door.open = state_.door.open_until && now_ < *state_.door.open_until;
        if (dice_.one_in(10)) state_.door.wrong = 0;
    }
};

bool says_nothing_of_her(const std::string& id) {
    return id == "person_neutral" || id == "neutral" || id == "wrong_number" || id == "code_word_first";
}

bool reminded(const State& state) {
    return state.last_sent && (state.last_sent->type == LastSent::Type::reminder ||
                               state.last_sent->type == LastSent::Type::knock);
}

bool may_cancel(const State& state, const Meaning& said, const std::string& id) {
    const bool named = std::ranges::find(said.bookings, id) != said.bookings.end();
    const bool only_one = said.bookings.empty() && state.booked.size() == 1;
    if (means(said, Intent::cancel) && said.sure && said.constraints.ambiguous.empty() && (named || only_one))
        return true;
    if (!state.question || reminded(state)) return false;
    const auto& ids = state.question->bookings;
    const bool asked = state.question->about == Question::About::cancel_sure ||
                       state.question->about == Question::About::cancel_which;
    return asked && std::ranges::find(ids, id) != ids.end();
}

TEST_F(Walk, FreesNothingWithoutATakenReplacementOrAPlainCancel) {
    begin_again();
    for (int i = 0; i < steps; ++i) {
        if (i % 25 == 0) begin_again();
        const Meaning said = dice_.meaning(state_);
        const Next next = step(state_, said, found(dice_.offers(now_), dice_.open(now_)), now_);
        for (const BookedTime& booked : state_.booked) {
            if (holds(next.state, booked.id)) continue;
            const bool gone = std::ranges::any_of(next.effects, [&](const Effect& effect) {
                if (const auto* cancel = std::get_if<Cancel>(&effect))
                    return cancel->booking == booked.id && may_cancel(state_, said, booked.id) &&
                           booked.start > now_;
                const auto* move = std::get_if<Move>(&effect);
                if (move == nullptr || move->booking != booked.id) return false;
                return std::ranges::any_of(state_.offered, [&](const OfferedTime& offer) {
                    return offer.n == move->option && !offer.gone && said.constraints.options &&
                           *said.constraints.options == std::vector{offer.n};
                });
            });
            ASSERT_TRUE(gone) << "step " << i << " freed a time";
        }
        for (const Effect& effect : next.effects)
            if (const auto* cancel = std::get_if<Cancel>(&effect)) {
                ASSERT_TRUE(may_cancel(state_, said, cancel->booking)) << "step " << i;
            }
        settle_down(next.state);
    }
}

TEST_F(Walk, AnswersOnceAndNeverFailsToUnderstandTwiceInARow) {
    begin_again();
    bool lost_before = false;
    const std::vector<std::string> lost_texts{"not_understood", "pocket",      "which_of_1",
                                              "which_of_2",     "which_of_3",  "which_to_move",
                                              "cancel_sure",    "cancel_which"};
    for (int i = 0; i < steps; ++i) {
        if (i % 25 == 0) begin_again(), lost_before = false;
        const Next next =
            step(state_, dice_.meaning(state_), found(dice_.offers(now_), dice_.open(now_)), now_);
        int said_count = 0;
        for (const Effect& effect : next.effects) said_count += std::holds_alternative<Say>(effect) ? 1 : 0;
        ASSERT_LE(said_count, 1);
        ASSERT_FALSE(next.effects.empty() && state_.texts == Texts::on) << "step " << i << " dropped a text";
        const bool lost = std::ranges::find(lost_texts, said_id(next)) != lost_texts.end();
        ASSERT_FALSE(lost && lost_before) << "step " << i << ": " << said_id(next);
        settle_down(next.state);
        lost_before = lost && !reminded(state_);
    }
}

TEST_F(Walk, DoesNothingButAlertWhenSomebodyIsInDanger) {
    begin_again();
    int urgent = 0;
    for (int i = 0; i < fewer_steps; ++i) {
        if (i % 25 == 0) begin_again();
        const Meaning said = dice_.meaning(state_);
        const Next next = step(state_, said, found(dice_.offers(now_), dice_.open(now_)), now_);
        if (means_urgent(said)) {
            ++urgent;
            ASSERT_EQ(words(next), (std::vector<std::string>{"crisis_alert", "info"}));
            ASSERT_TRUE(said_id(next).starts_with("crisis_")) << said_id(next);
            ASSERT_EQ(next.state.texts, state_.texts);
        } else if (state_.crisis_open) {
            ASSERT_EQ(talk::said(next), nullptr) << "an automated text while an alert is open";
            ASSERT_FALSE(does(next, "book") || does(next, "move") || does(next, "cancel"));
        }
        settle_down(next.state);
    }
    EXPECT_GT(urgent, 200);
}

TEST_F(Walk, TellsAndDoesNothingOnAPhoneThatMayNotBeHers) {
    begin_again();
    for (int i = 0; i < fewer_steps; ++i) {
        if (i % 25 == 0) begin_again();
        const Meaning said = dice_.meaning(state_);
        const Next next = step(state_, said, found(dice_.offers(now_), dice_.open(now_)), now_);
        const bool other = means(said, Intent::third_party) || means(said, Intent::wrong_number) ||
                           means(said, Intent::who_is_this) || state_.texts != Texts::on || !state_.known;
        if (other && !means_urgent(said)) {
            for (const std::string_view act : {"offer", "book", "move", "cancel", "confirm"})
                ASSERT_FALSE(does(next, act)) << "step " << i << " did " << act;
            if (const Say* say = talk::said(next);
                say != nullptr && state_.known && state_.texts != Texts::on)
                ASSERT_TRUE(says_nothing_of_her(say->template_id)) << say->template_id;
        }
        ASSERT_FALSE(next.state.texts == Texts::off && state_.texts == Texts::on &&
                     !means(said, Intent::opt_out) &&
                     !(state_.question && state_.question->about == Question::About::stop_which));
        settle_down(next.state);
    }
}

TEST_F(Walk, TellsAndDoesNothingBeforeHerCodeWord) {
    begin_again();
    int shut = 0;
    for (int i = 0; i < steps; ++i) {
        if (i % 25 == 0) begin_again();
        const Meaning said = dice_.meaning(state_);
        const Next next = step(state_, said, found(dice_.offers(now_), dice_.open(now_)), now_);
        if (state_.door.is_shut() && !means_urgent(said) && !state_.crisis_open) {
            ++shut;
            for (const std::string_view act : {"offer", "book", "move", "cancel", "confirm"})
                ASSERT_FALSE(does(next, act)) << "step " << i << " did " << act;
            const Say* say = talk::said(next);
            ASSERT_TRUE(say == nullptr || says_nothing_of_her(say->template_id) ||
                        say->template_id == "code_word_first" || say->template_id == "texts_off" ||
                        state_.texts != Texts::on)
                << say->template_id;
            ASSERT_FALSE(wanted(state_, said)) << "a search would hold times for whoever texts";
        }
        settle_down(next.state);
    }
    EXPECT_GT(shut, 5000);
}

TEST_F(Walk, LetsHerComeBackFromEveryState) {
    begin_again();
    for (int i = 0; i < fewer_steps; ++i) {
        if (i % 25 == 0) begin_again();
        state_.door = {};
        const Meaning back = meaning({Intent::missed_reentry, Intent::request_slots});
        const auto offers = dice_.offers(now_);
        const Next answer = step(state_, back, found(offers, dice_.open(now_)), now_);
        const bool way_in =
            does(answer, "offer") || does(answer, "person_task") || said_id(answer) == "open_times";
        ASSERT_TRUE(way_in) << "step " << i << " said " << said_id(answer);

        State never_missed = state_;
        never_missed.missed.clear();
        const Next other = step(never_missed, back, found(offers, {}), now_);
        const Next same = step(state_, back, found(offers, {}), now_);
        ASSERT_EQ(words(other), words(same)) << "a missed time changed what she is offered";
        ASSERT_EQ(said_id(other), said_id(same));
        ASSERT_EQ(wanted(never_missed, back), wanted(state_, back));
        settle_down(step(state_, dice_.meaning(state_), found(offers, dice_.open(now_)), now_).state);
    }
}

/// Words that never stand in a text of ours (whole words, small letters).
const std::vector<std::string>& never_words() {
    static const std::vector<std::string> words{
        "clinic",        "service",    "drug",     "drugs",     "treatment",   "methadone", "script",
        "prescription",  "addict",     "user",     "users",     "client",      "patient",   "appointment",
        "attend",        "attendance", "missed",   "dna",       "fail",        "failed",    "must",
        "should",        "required",   "warning",  "discharge", "discharged",  "children",  "child",
        "kids",          "baby",       "mum",      "mother",    "partner",     "worker",    "keyworker",
        "counsellor",    "nurse",      "doctor",   "chemist",   "pharmacy",    "needle",    "pins",
        "smear",         "urine",      "recovery", "relapse",   "clean",       "sober",     "cancel",
        "end",           "quit",       "stop",     "start",     "unsubscribe", "http",      "https",
        "www",           "why",        "slot",     "penalty",   "fault",       "blame",     "eligible",
        "unfortunately", "police",     "court",    "social",    "probation",   "list",      "referral",
        "confirm",       "reschedule"};
    return words;
}

std::vector<std::string> words_of(const std::string& body) {
    std::vector<std::string> words{""};
    for (const char c : body) {
        if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
            words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

TEST_F(Walk, SaysNothingThatMayNotStandInAText) {
    auto catalogue = templates::Catalogue::load(OFFING_ROOT "/templates/messages");
    ASSERT_TRUE(catalogue);
    catalogue->set_demo(true);
    std::map<std::string, int> seen;
    begin_again();
    for (int i = 0; i < fewer_steps; ++i) {
        if (i % 25 == 0) begin_again();
        const Next next =
            step(state_, dice_.meaning(state_), found(dice_.offers(now_), dice_.open(now_)), now_);
        if (const Say* say = talk::said(next)) {
            const auto level = static_cast<templates::Level>(dice_.below(4));
            const auto text = phrase(*say, *catalogue, "en-GB", level);
            ASSERT_TRUE(text) << say->template_id << ": " << text.error().what;
            const int so_far = ++seen[say->template_id];
            if (so_far > 300) {
                settle_down(next.state);
                continue;
            }
            ASSERT_LE(text->parts(), 2) << text->body();
            ASSERT_EQ(templates::count_segments(text->body()).encoding, templates::Encoding::gsm7)
                << text->body();
            ASSERT_EQ(text->body().find("://"), std::string::npos) << text->body();
            ASSERT_EQ(
                text->body().find("Bartholomea") != std::string::npos && level != templates::Level::plain,
                false)
                << text->body();
            ASSERT_EQ(text->body().find("  "), std::string::npos) << text->body();
            for (const std::string& word : words_of(text->body()))
                ASSERT_EQ(std::ranges::count(never_words(), word), 0) << word << " in: " << text->body();
        }
        settle_down(next.state);
    }
    EXPECT_GT(seen.size(), 50U);
}

}  // namespace

}  // namespace offing::conversation
