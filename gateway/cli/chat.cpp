// offing chat: the handset in a terminal. Nothing is sent and nothing is kept; it answers as the daemon
// would.

#include <algorithm>
#include <array>
#include <chrono>
#include <iostream>

#include "gateway/base/clock.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/core.hpp"
#include "gateway/conversation/handset.hpp"
#include "gateway/conversation/transcript_turn.hpp"
#include "gateway/conversation/transcript_words.hpp"
#include "scheduler/calendar.hpp"

namespace offing::cli {

namespace {

using conversation::Handset;
using conversation::LocalTime;

struct Options {
    CoreFolders folders;
    std::string now;
    int level = 0;
    bool unknown = false;
    bool explain = false;
};

constexpr std::string_view help =
    "Type a text and press Enter. Lines that begin with / are for you:\n"
    "/at 2026-11-18 10:00   moves the clock      /later 3h   or 2d, 30m\n"
    "/state                 what is booked       /remind     sends the reminder for her next time\n"
    "/explain               shows how each text was read (again to hide it)\n"
    "/bye                   ends\n";

class Chat {
public:
    Chat(const Core& core, const Options& options)
        : handset_{core.lexicon, core.catalogue}, explain_{options.explain} {
        handset_.diary = conversation::diary_of(*core.service);
        handset_.level = static_cast<templates::Level>(options.level);
        handset_.state.known = !options.unknown;
        for (const scheduler::Worker& worker : core.service->workers)
            handset_.state.worker_names.push_back(worker.first_name);
        handset_.now = start(options.now, core.service->zone);
        handset_.state.school_run = core.service->usual_school_run;
    }

    void run() {
        std::cout << help << '\n';
        std::string line;
        while (prompt() && std::getline(std::cin, line)) {
            if (line == "/bye") break;
            if (line.starts_with('/')) {
                command(line);
            } else if (!line.empty()) {
                receive(line);
            }
        }
        std::cout << '\n';
    }

private:
    static LocalTime start(const std::string& given, const std::string& zone) {
        if (!given.empty()) {
            const auto read = scheduler::parse_local(given);
            if (!read) {
                std::cerr << "offing chat: --now should be as 2026-11-18T10:00\n";
                throw CLI::RuntimeError(1);
            }
            return *read;
        }
        const auto now = to_minutes(SystemClock{}.now());
        return scheduler::Zone::find(zone).value().to_local(now);
    }

    bool prompt() const {
        std::cout << conversation::spell_when(handset_.now) << "  her> " << std::flush;
        return true;
    }

    void receive(const std::string& line) {
        conversation::TranscriptTurn turn{.hers = true, .before = handset_.state, .now = handset_.now};
        turn.exchange = handset_.receive(line);
        if (explain_) explain(turn.exchange.meaning);
        if (turn.exchange.answer) {
            std::cout << "us>  " << indented(*turn.exchange.answer) << '\n';
        } else if (!turn.exchange.problem.empty()) {
            std::cout << "(no words for it: " << turn.exchange.problem << ")\n";
        } else {
            std::cout << "(nothing is sent)\n";
        }
        for (const std::string& change : turn.changes()) std::cout << "     [" << change << "]\n";
        for (const std::string& seen : turn.staff()) std::cout << "     [staff see: " << seen << "]\n";
        handset_.now += std::chrono::minutes{1};
    }

    static std::string indented(std::string_view answer) {
        std::string out;
        for (const char c : answer) {
            out += c;
            if (c == '\n') out += "     ";
        }
        return out;
    }

    static void explain(const conversation::Meaning& meaning) {
        std::cout << "     [read as:";
        for (const auto intent : meaning.intents) std::cout << ' ' << conversation::spell(intent);
        std::cout << (meaning.sure ? "" : ", not sure") << "; by";
        for (const std::string& rule : meaning.because) std::cout << ' ' << rule;
        std::cout << "]\n";
    }

    void command(const std::string& line) {
        conversation::Words words{line};
        if (words.take("/explain")) {
            explain_ = !explain_;
        } else if (words.take("/at")) {
            const std::string date{words.next()};
            const auto day = scheduler::parse_date(date);
            const auto clock = conversation::read_clock(words.next());
            if (!day || !clock) return void(std::cout << "It should be: /at 2026-11-18 10:00\n");
            handset_.now = *day + *clock;
        } else if (words.take("/later")) {
            later(std::string{words.next()});
        } else if (words.take("/state")) {
            show_state();
        } else if (words.take("/remind")) {
            remind();
        } else {
            std::cout << help;
        }
    }

    void later(const std::string& much) {
        char unit = 'm';
        int number = 0;
        for (const char c : much) {
            if (c >= '0' && c <= '9' && number < 10'000) number = number * 10 + (c - '0');
            if (c == 'h' || c == 'd' || c == 'm') unit = c;
        }
        if (number == 0) return void(std::cout << "It should be: /later 3h\n");
        const int minutes = unit == 'd' ? 24 * 60 : unit == 'h' ? 60 : 1;
        handset_.now += std::chrono::minutes{number * minutes};
    }

    void show_state() const {
        for (const auto& booked : handset_.state.booked)
            std::cout << "     booked " << conversation::spell_when(booked.start)
                      << (booked.with.empty() ? "" : " with " + booked.with)
                      << (booked.confirmed ? ", confirmed" : "") << '\n';
        for (const auto& offer : handset_.state.offered)
            std::cout << "     on offer " << offer.n << ' ' << conversation::spell_when(offer.start) << '\n';
        if (handset_.state.booked.empty() && handset_.state.offered.empty()) std::cout << "     nothing\n";
    }

    void remind() {
        const auto& booked = handset_.state.booked;
        const auto next =
            std::ranges::find_if(booked, [&](const auto& one) { return one.start > handset_.now; });
        if (next == booked.end()) return void(std::cout << "     nothing is booked\n");
        const LocalTime start_of_it = next->start;
        const auto exchange =
            handset_.send({.template_id = next->with.empty() ? "reminder_plain" : "reminder",
                           .arguments = {{"start", start_of_it}, {"worker", next->with}}},
                          conversation::LastSent::Type::reminder, start_of_it);
        std::cout << "us>  " << indented(exchange.answer.value_or(exchange.problem)) << '\n';
    }

    Handset handset_;
    bool explain_;
};

}  // namespace

void add_chat(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("chat",
                           "The handset in a terminal: text as she would, see what she is sent.\n"
                           "Example: offing chat --now 2026-11-18T10:00 --explain\n\n"
                           "Works on the service file alone; nothing is sent or kept.");
    options->folders.add_to(*command, true);
    command->add_option("--now", options->now,
                        "When it begins, as 2026-11-18T10:00; the real time otherwise");
    command->add_option("--level", options->level, "How discreet her texts are: 0, 1 or 2")
        ->check(CLI::Range(0, 2));
    command->add_flag("--unknown", options->unknown, "Text from a number that is not in touch yet");
    command->add_flag("--explain", options->explain, "Show how each text was read");
    command->callback([options] {
        const Core core = read_core(options->folders, "chat");
        if (!core.service) {
            std::cerr << "offing chat: give a service file with --service\n";
            throw CLI::RuntimeError(1);
        }
        Chat{core, *options}.run();
    });
}

}  // namespace offing::cli
