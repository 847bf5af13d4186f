// Whether the transcripts go everywhere: each intent, each state between two texts, each effect, each kind of
// task and each text of ours stands in one of them, and docs/transcripts.md lists them as they are.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "config/service_file.hpp"
#include "gateway/conversation/transcript.hpp"
#include "transcript_files.hpp"

namespace offing::conversation {

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// What stands between two texts, as words.
void add_states(const State& state, std::set<std::string>& seen) {
    static const std::map<Question::About, std::string> questions{
        {Question::About::cancel_which, "asked cancel_which"},
        {Question::About::cancel_sure, "asked cancel_sure"},
        {Question::About::move_which, "asked move_which"},
        {Question::About::which_option, "asked which_option"},
        {Question::About::stop_which, "asked stop_which"},
        {Question::About::talk, "asked talk"},
        {Question::About::say_again, "asked say_again"},
        {Question::About::pocket, "asked pocket"}};
    static const std::map<LastSent::Type, std::string> last{{LastSent::Type::reminder, "after a reminder"},
                                                            {LastSent::Type::offer, "after offers"},
                                                            {LastSent::Type::question, "after a question"},
                                                            {LastSent::Type::knock, "after a knock"},
                                                            {LastSent::Type::other, "after another text"}};
    static const std::map<Texts, std::string> texts{{Texts::on, "texts on"},
                                                    {Texts::off, "texts off"},
                                                    {Texts::pending_check, "texts wait for a check"},
                                                    {Texts::suspended, "number suspended"}};
    if (state.question) seen.insert(questions.at(state.question->about));
    seen.insert(state.last_sent ? last.at(state.last_sent->type) : "nothing sent yet");
    seen.insert(texts.at(state.texts));
    seen.insert(state.known ? "in touch" : "unknown number");
    seen.insert(state.booked.empty()       ? "nothing booked"
                : state.booked.size() == 1 ? "one booked"
                                           : "several booked");
    if (!state.offered.empty()) seen.insert(state.moving ? "offers that replace" : "offers");
    if (std::ranges::any_of(state.offered, &OfferedTime::gone)) seen.insert("an offer is gone");
    if (std::ranges::any_of(state.booked, &BookedTime::off)) seen.insert("a booked time is off");
    if (!state.missed.empty()) seen.insert("missed");
    if (!state.staff_away.empty()) seen.insert("a worker away");
    if (!state.open_times.empty()) seen.insert("open times");
    if (!state.safe.empty()) seen.insert("safe times");
    if (state.freed) seen.insert("freed a moment ago");
    if (state.not_understood == 1) seen.insert("not understood once");
    if (state.not_understood > 1) seen.insert("not understood again");
    if (state.quiet_today) seen.insert("quiet today");
    if (state.crisis_open) seen.insert("alert open");
    if (state.door.has_word)
        seen.insert(state.door.is_locked() ? "code word locked"
                    : state.door.open      ? "code word open"
                                           : "code word shut");
}

/// Everything the transcripts went through.
struct Covered {
    std::set<std::string> intents, states, effects, tasks, texts;
    std::set<std::string> levels;
};

template <std::size_t... each>
std::vector<std::string> effect_names(std::index_sequence<each...>) {
    // The alternatives have no names of their own: their order in the variant is what is told.
    return {("effect " + std::to_string(each))...};
}

const Covered& covered() {
    static const Covered all = [] {
        const auto service = config::load_service(OFFING_ROOT "/config/demo/service.toml").value();
        const Lexicon lexicon = Lexicon::load(OFFING_ROOT "/gateway/conversation/lexicon").value();
        const TranscriptDesk desk{lexicon, catalogue(), &service.file.service};
        Covered found;
        const auto see = [&](const PlayedTurn& turn) {
            add_states(turn.before, found.states);
            add_states(turn.after, found.states);
            for (const Intent intent : turn.exchange.meaning.intents)
                found.intents.insert(std::string{spell(intent)});
            for (const Effect& effect : turn.exchange.effects) {
                found.effects.insert("effect " + std::to_string(effect.index()));
                if (const auto* say = std::get_if<Say>(&effect)) found.texts.insert(say->template_id);
                if (const auto* task = std::get_if<OpenTask>(&effect))
                    found.tasks.insert(std::string{spell(task->kind)});
            }
        };
        for (const auto& file : transcripts()) play(read_file(file), desk, see);
        return found;
    }();
    return all;
}

std::vector<std::string> missing(const std::vector<std::string>& wanted, const std::set<std::string>& there) {
    std::vector<std::string> out;
    std::ranges::copy_if(wanted, std::back_inserter(out),
                         [&](const std::string& one) { return !there.contains(one); });
    return out;
}

std::string listed(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

TEST(TranscriptCoverage, EachIntentStandsInOne) {
    std::vector<std::string> wanted;
    for (int i = 0; i <= static_cast<int>(Intent::unknown); ++i)
        wanted.emplace_back(spell(static_cast<Intent>(i)));
    EXPECT_EQ(listed(missing(wanted, covered().intents)), "");
}

TEST(TranscriptCoverage, EachStateBetweenTwoTextsStandsInOne) {
    const std::vector<std::string> wanted{"asked cancel_which",
                                          "asked cancel_sure",
                                          "asked move_which",
                                          "asked which_option",
                                          "asked stop_which",
                                          "asked talk",
                                          "asked say_again",
                                          "asked pocket",
                                          "after a reminder",
                                          "after offers",
                                          "after a question",
                                          "after a knock",
                                          "after another text",
                                          "nothing sent yet",
                                          "texts on",
                                          "texts off",
                                          "texts wait for a check",
                                          "number suspended",
                                          "in touch",
                                          "unknown number",
                                          "nothing booked",
                                          "one booked",
                                          "several booked",
                                          "offers",
                                          "offers that replace",
                                          "an offer is gone",
                                          "a booked time is off",
                                          "missed",
                                          "a worker away",
                                          "open times",
                                          "safe times",
                                          "freed a moment ago",
                                          "not understood once",
                                          "not understood again",
                                          "quiet today",
                                          "alert open",
                                          "code word shut",
                                          "code word open",
                                          "code word locked"};
    EXPECT_EQ(listed(missing(wanted, covered().states)), "");
}

TEST(TranscriptCoverage, EachEffectHappensInOne) {
    const auto wanted = effect_names(std::make_index_sequence<std::variant_size_v<Effect>>{});
    EXPECT_EQ(listed(missing(wanted, covered().effects)), "") << "counted from 0 in dialogue.hpp's Effect";
}

TEST(TranscriptCoverage, EachKindOfTaskIsSeenInOne) {
    std::vector<std::string> wanted;
    for (int i = 0; i <= static_cast<int>(TaskKind::code_word); ++i)
        wanted.emplace_back(spell(static_cast<TaskKind>(i)));
    // The service opens these by itself: a company's block, and words that are not live.
    std::erase_if(wanted,
                  [](const std::string& kind) { return kind == "provider_block" || kind == "wording"; });
    EXPECT_EQ(listed(missing(wanted, covered().tasks)), "");
}

/// Each rule of the dialogue ends in a text of its own or in none.
TEST(TranscriptCoverage, EachTextOfOursIsSaidInOne) {
    std::vector<std::string> wanted;
    for (const templates::Template* shown : catalogue().all())
        if (shown->language == "en-GB" && !shown->fragment) wanted.push_back(shown->id);
    // What a person chooses to write, and the first text of all. Whether there is room for others on that day
    // is for a person to say ("bring_anyone"): what is published is offered, and no text promises more.
    const std::set<std::string> by_staff{"by_hand", "question_answer", "more_answer", "welcome",
                                         "bring_anyone"};
    std::erase_if(wanted, [&](const std::string& id) { return by_staff.contains(id); });
    // Follows when two of her times are meant; a text that moves several is asked back ("which_to_move") as
    // long as reading names none of them. step() is tested with it all the same.
    std::erase(wanted, "offers_series");
    EXPECT_EQ(listed(missing(wanted, covered().texts)), "");
}

/// "| `knock_not_free` | Not free to talk: ... |" of docs/transcripts.md.
TEST(TranscriptCoverage, TheDocsListThemAsTheyAre) {
    const std::string docs = read_file(OFFING_ROOT "/docs/transcripts.md");
    for (const auto& file : transcripts()) {
        const std::string text = read_file(file);
        ASSERT_TRUE(text.starts_with("# "))
            << file.filename() << " begins with no note that says what it shows";
        std::string note = text.substr(2, text.find('\n') - 2);
        const std::string row = "| `" + file.stem().string() + "` | " + note + " |\n";
        EXPECT_TRUE(docs.contains(row)) << "docs/transcripts.md should say: " << row;
    }
    for (auto at = docs.find("\n| `"); at != std::string::npos; at = docs.find("\n| `", at + 1)) {
        const auto name = docs.substr(at + 4, docs.find('`', at + 4) - at - 4);
        if (name.contains(' ') || !name.contains('_')) continue;  // a line of the format, not a file
        EXPECT_TRUE(std::filesystem::exists(OFFING_ROOT "/tests/transcripts/" + name + ".txt")) << name;
    }
}

}  // namespace

}  // namespace offing::conversation
