// offing drop-in, ran-over and series: what staff do on the day, for whoever works without the console. No
// name and no number is asked for or shown.

#include <iostream>
#include <memory>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/desk_here.hpp"
#include "gateway/cli/installation.hpp"
#include "gateway/service/drop_ins.hpp"
#include "gateway/service/ran_over.hpp"
#include "gateway/service/series.hpp"
#include "gateway/storage/bookings.hpp"

namespace offing::cli {

namespace {

using storage::Transaction;

constexpr const char* usual_config = "/etc/offing/offing.toml";

std::string clock_of(const scheduler::Zone& zone, scheduler::Instant instant) {
    return scheduler::spell_clock(scheduler::clock_of(zone.to_local(instant)));
}

void show_drop_ins(const DeskHere& here, const std::vector<service::LiveDropIn>& live) {
    const auto zone = here.desk().diary.zone();
    for (const auto& one : live) {
        std::cout << one.session.clinic << ", " << clock_of(zone, one.open.begin()) << " to "
                  << clock_of(zone, one.open.end()) << ": " << scheduler::spell(one.now.state) << ", "
                  << one.waiting << " waiting, " << one.running << " with " << one.workers
                  << (one.workers == 1 ? " worker" : " workers");
        if (one.now.wait)
            std::cout << ", a wait of " << one.now.wait->from.count() << " to " << one.now.wait->to.count()
                      << " minutes for whoever comes now";
        std::cout << '\n';
    }
    if (live.empty()) std::cout << "No open session today\n";
}

void drop_in(const std::string& config, const std::string& clinic, const std::string& word) {
    DeskHere here{"drop-in", config};
    const auto service = here.desk().diary.service();
    const Timestamp now = here.now();
    if (!clinic.empty()) {
        const auto act = *service::parse_act(word);
        const std::string by = this_user();
        const auto refused = here.transact([&](Transaction& transaction) {
            const auto why = service::note_drop_in(transaction, *service, clinic, act, by, now);
            return why ? std::string{*why} : std::string{};
        });
        if (!refused.empty()) here.give_up(clinic + ": " + refused);
    }
    show_drop_ins(here, here.read([&](Transaction& transaction) {
        return service::live_drop_ins(transaction, *service, now);
    }));
}

void ran_over(const std::string& config, const std::string& booking, int minutes) {
    DeskHere here{"ran-over", config};
    const Timestamp now = here.now();
    const auto late = here.transact([&](Transaction& transaction) {
        const auto over = storage::find_booking(transaction, booking);
        if (!over) return std::optional<std::vector<service::LateVisit>>{};
        return std::optional{service::ran_over(transaction, here.desk(), booking,
                                               over->ends + std::chrono::minutes{minutes}, now)};
    });
    if (!late) here.give_up("there is no booked time " + booking.substr(0, 60));
    for (const auto& one : *late)
        std::cout << one.booking << " begins " << one.late.count()
                  << " minutes late: " << (one.told ? "she is told, with our apology" : one.why) << '\n';
    if (late->empty()) std::cout << "Nobody after it begins late\n";
}

struct SeriesOptions {
    std::string config = usual_config;
    std::string contact;
    std::string worker;
    scheduler::SeriesWish wish;
    int every = 7;
    int book = 0;
};

void print(const DeskHere& here, const scheduler::Series& series, std::size_t number) {
    const auto zone = here.desk().diary.zone();
    std::cout << number << "  with " << here.desk().diary.first_name(series.worker) << ':';
    for (const auto& offer : series.times)
        std::cout << "  " << scheduler::spell(zone.to_local(offer.time.begin()));
    std::cout << '\n';
}

void series(SeriesOptions options) {
    options.wish.every = std::chrono::days{options.every};
    DeskHere here{"series", options.config};
    const Timestamp now = here.now();
    scheduler::Wish wish;
    if (!options.worker.empty()) wish.prefer_worker = options.worker;
    const std::string by = this_user();
    std::vector<scheduler::Series> found;
    const auto booked = here.transact([&](Transaction& transaction) {
        found = service::propose_series(transaction, here.desk(), options.contact, wish, options.wish, now);
        if (options.book < 1 || std::cmp_greater(options.book, found.size())) return std::size_t{0};
        return service::book_series(transaction, here.desk(), options.contact,
                                    found[static_cast<std::size_t>(options.book) - 1], by, now)
            .size();
    });
    if (found.empty()) here.give_up("no such series fits her, or she is not in touch");
    if (options.book > 0 && booked == 0)
        here.give_up("there are " + std::to_string(found.size()) + " series to choose from");
    if (booked > 0) {
        std::cout << "Booked: ";
        return print(here, found[static_cast<std::size_t>(options.book) - 1], booked);
    }
    for (std::size_t number = 0; number < found.size(); ++number) print(here, found[number], number + 1);
    std::cout << "Nothing is booked yet; --book and a number books one, and tells her\n";
}

void add_drop_in(CLI::App& app) {
    const auto config = std::make_shared<std::string>(usual_config);
    const auto clinic = std::make_shared<std::string>();
    const auto act = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "drop-in",
        "Today's open sessions as they stand; with a clinic and a word, notes what happened there.\n"
        "Example: offing drop-in open-door came");
    command->add_option("--config", *config, "The settings file")->capture_default_str();
    CLI::Option* which = command->add_option("clinic", *clinic, "The clinic's id");
    CLI::Option* what = command->add_option("what", *act, "came, began, ended, left, closed, opened_again");
    what->check([](const std::string& word) {
        return service::parse_act(word)
                   ? std::string{}
                   : std::string{"is none of came, began, ended, left, closed, opened_again"};
    });
    which->needs(what);
    command->callback([=] { drop_in(*config, *clinic, *act); });
}

void add_ran_over(CLI::App& app) {
    const auto config = std::make_shared<std::string>(usual_config);
    const auto booking = std::make_shared<std::string>();
    const auto minutes = std::make_shared<int>(0);
    CLI::App* command = app.add_subcommand(
        "ran-over",
        "A visit runs over: tells whoever is next with the same worker, with our apology.\n"
        "Example: offing ran-over 019AB... 25");
    command->add_option("--config", *config, "The settings file")->capture_default_str();
    command->add_option("booking", *booking, "The booked time's id, as the diary shows it")->required();
    command->add_option("minutes", *minutes, "How long after its end it will end")
        ->required()
        ->check(CLI::Range(1, 480));
    command->callback([=] { ran_over(*config, *booking, *minutes); });
}

void add_series(CLI::App& app) {
    const auto options = std::make_shared<SeriesOptions>();
    CLI::App* command =
        app.add_subcommand("series",
                           "Finds several times with one worker, a regular distance apart, and books them.\n"
                           "Example: offing series 019AB... --times 6 --every 7 --worker jo");
    command->add_option("--config", options->config, "The settings file")->capture_default_str();
    command->add_option("contact", options->contact, "Whose they are: her id, as tasks show it")->required();
    command->add_option("--times", options->wish.times, "How many")
        ->check(CLI::Range(2, 12))
        ->capture_default_str();
    command->add_option("--every", options->every, "Days from one to the next")
        ->check(CLI::Range(1, 28))
        ->capture_default_str();
    command->add_option("--worker", options->worker, "Whom she asked for: an id");
    command->add_flag("--term-time", options->wish.term_time_only, "Only on days when her school is open");
    command->add_option("--book", options->book, "Book the series of this number, and tell her")
        ->check(CLI::Range(1, 3));
    command->callback([options] { series(*options); });
}

}  // namespace

void add_visits(CLI::App& app) {
    add_drop_in(app);
    add_ran_over(app);
    add_series(app);
}

}  // namespace offing::cli
