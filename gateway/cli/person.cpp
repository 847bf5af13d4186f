// offing person: what only an operator may do about one woman's data.

#include <iostream>
#include <memory>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/installation.hpp"
#include "gateway/conversation/code_word.hpp"
#include "gateway/service/code_word.hpp"
#include "gateway/service/erasure.hpp"
#include "gateway/service/line_edit.hpp"
#include "gateway/service/place_history.hpp"

namespace offing::cli {

namespace {

struct PersonOptions {
    std::string config = "/etc/offing/offing.toml";
    std::string id;
    std::string number;
    bool sure = false;
    std::string since;
    std::string reason;
    bool none = false;
};

std::string id_of(Installation& here, const PersonOptions& options) {
    if (options.number.empty()) return options.id;
    const auto vault = here.vault();
    const auto found = here.transact([&](storage::Transaction& transaction) {
        return service::contact_by_number(transaction, vault, options.number);
    });
    if (!found) give_up("person", "nobody of that number is known; nothing was changed");
    return *found;
}

void erase(const PersonOptions& options) {
    if (options.id.empty() == options.number.empty())
        give_up("person", "say whom: --number \"+447700900123\", or --id as the console shows it");
    if (!options.sure)
        give_up("person",
                "this can't be undone: her key is destroyed. Make sure that it is she who asks, in person, "
                "then add --sure. Nothing was changed");
    Installation here{"person", options.config};
    const std::string id = id_of(here, options), by = this_user();
    const Timestamp now = here.clock().now();
    const auto erased = here.transact(
        [&](storage::Transaction& transaction) { return service::erase_person(transaction, id, by, now); });
    if (!erased) give_up("person", "nobody of that id is there, or she was erased before");
    std::cout << "Erased. " << erased->bookings_freed << " times freed for others, " << erased->texts_dropped
              << " texts that waited dropped, " << erased->tasks_closed << " tasks closed.\n"
              << (erased->at_companies > 0
                      ? std::to_string(erased->at_companies) +
                            " texts are still to be removed where the company offers it: offing queue show\n"
                      : std::string{})
              << "Copies made before today can't show her either: her key is in none that is restored "
                 "after this, but in older ones it is. Let them run out (docs/operating.md).\n";
}

void put_right(const PersonOptions& options) {
    if (options.id.empty() == options.number.empty())
        give_up("person", "say whom: --number \"+447700900123\", or --id as the console shows it");
    const auto reason = service::parse_line_edit_reason(options.reason);
    if (!reason)
        give_up("person",
                "--reason is entered_wrong, asked_before or came_from_elsewhere. Nothing was changed");
    const auto date = scheduler::parse_date(options.since);
    if (!date) give_up("person", "--since is no date like 2026-03-19. Nothing was changed");
    Installation here{"person", options.config};
    const std::string id = id_of(here, options), by = this_user();
    const Timestamp now = here.clock().now();
    const auto before = here.transact([&](storage::Transaction& transaction) {
        const Timestamp since =
            service::zone_of_service(transaction).to_instant_or_later(scheduler::LocalTime{*date});
        return service::put_place_right(transaction, id, since, *reason, by, now);
    });
    if (!before)
        give_up("person",
                before.error() == service::LineEditRefused::nobody
                    ? "nobody of that id is in touch. Nothing was changed"
                    : "her place counts from before that already; it is never put back. Nothing was "
                      "changed");
    std::cout << "Her place counts from " << options.since << " now. It is in the ledger, with the reason.\n";
}

/// The word comes by standard input: arguments stand in the list of processes and in the shell's history.
std::string typed_word(Installation& here, const PersonOptions& options) {
    if (options.none) return {};
    std::string word;
    std::getline(std::cin, word);
    while (!word.empty() && (word.back() == '\r' || word.back() == ' ')) word.pop_back();
    const auto lexicon = conversation::Lexicon::load(here.settings().lexicon_folder);
    if (!lexicon) give_up("person", "the lexicon can't be read. Nothing was changed");
    if (const auto fault = conversation::code_word_fault(word, *lexicon); !fault.empty())
        give_up("person", "that can't be a code word. " + fault + " Nothing was changed");
    return word;
}

void change_code_word(const PersonOptions& options) {
    if (options.id.empty() == options.number.empty())
        give_up("person", "say whom: --number \"+447700900123\", or --id as the console shows it");
    Installation here{"person", options.config};
    const std::string id = id_of(here, options), by = this_user(), word = typed_word(here, options);
    const auto vault = here.vault();
    const Timestamp now = here.clock().now();
    enum class Done { yes, nobody, no_knock };
    const auto done = here.transact([&](storage::Transaction& transaction) {
        const auto contact = storage::find_contact(transaction, vault, id);
        if (!contact || !contact->person) return Done::nobody;
        if (!options.none && contact->person->discreet_level != service::knock_level) return Done::no_knock;
        service::set_code_word(transaction, *contact, word, by, now);
        return Done::yes;
    });
    if (done == Done::nobody) give_up("person", "nobody of that id is in touch. Nothing was changed");
    if (done == Done::no_knock)
        give_up("person",
                "a code word goes with a knock: choose that on her page, under Safe contact. Nothing was "
                "changed");
    std::cout << (options.none ? "She has no code word any more.\n"
                               : "Her code word is set. Nothing of hers is said before a text holds it.\n");
}

void ask_whom(CLI::App& command, PersonOptions& options) {
    command.add_option("--config", options.config, "The settings file")->capture_default_str();
    command.add_option("--number", options.number, "Her number");
    command.add_option("--id", options.id, "Her id, as console and ledger show it");
}

void add_code_word(CLI::App& person, const std::shared_ptr<PersonOptions>& options) {
    CLI::App* word =
        person.add_subcommand("code-word",
                              "Sets the word she agreed on with you in person, read from standard input; a "
                              "text of hers has to hold\n"
                              "it before anything is said. It is stored sealed and never shown.\n"
                              "Example: offing person code-word --number \"+447700900123\"");
    ask_whom(*word, *options);
    word->add_flag("--none", options->none, "Takes hers away");
    word->callback([options] { change_code_word(*options); });
}

}  // namespace

void add_person(CLI::App& app) {
    const auto options = std::make_shared<PersonOptions>();
    CLI::App* person = app.add_subcommand("person",
                                          "What only an operator may do about one woman's data.\n"
                                          "Example: offing person erase --number \"+447700900123\" --sure");
    person->require_subcommand(1);
    CLI::App* erased = person->add_subcommand(
        "erase",
        "Destroys her key, so that nothing stored about her can be read by anybody; frees her times; asks\n"
        "companies to remove her texts. The ledger stays whole and speaks of a pseudonym.\n"
        "Example: offing person erase --number \"+447700900123\" --sure");
    ask_whom(*erased, *options);
    erased->add_flag("--sure", options->sure, "She herself has asked for it, in person");
    CLI::App* place = person->add_subcommand(
        "place",
        "Puts her place in line right, to an earlier day, with a reason; missing, moving and giving up are "
        "none.\n"
        "Example: offing person place --number \"+447700900123\" --since 2026-03-19 --reason asked_before");
    ask_whom(*place, *options);
    place->add_option("--since", options->since, "The day her place counts from, 2026-03-19")->required();
    place->add_option("--reason", options->reason, "entered_wrong, asked_before or came_from_elsewhere")
        ->required();
    add_code_word(*person, options);
    place->callback([options] { put_right(*options); });
    erased->callback([options] { erase(*options); });
}

}  // namespace offing::cli
