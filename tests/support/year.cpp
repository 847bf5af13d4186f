#include "tests/support/year.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "gateway/ledger/event.hpp"
#include "gateway/storage/columns.hpp"
#include "gateway/storage/service_versions.hpp"
#include "tests/support/scratch_folder.hpp"

namespace offing::support {

using namespace std::chrono_literals;
using storage::Transaction;

namespace {

const std::string root = OFFING_ROOT;

const std::vector<std::string_view> asking{"can i come thurs",   "cant do tues, after drop off thurs?",
                                           "any time monday?",   "anything next week",
                                           "women only pls",     "can i just drop in",
                                           "can i come friday",  "mornings are best",
                                           "not before 11",      "anything wed after 1pm",
                                           "can i have a call",  "i want to come back",
                                           "tomorrow?",          "can i come next thursday",
                                           "any evening times?", "cant do mon or tues"};
const std::vector<std::string_view> moving{"cant make it, anything else?", "can we move it to friday",
                                           "need a different time", "can i come another day"};
const std::vector<std::string_view> giving_up{"cant make it", "cancel it please", "cant come"};
const std::vector<std::string_view> late{"running 10 mins late", "ill be 20 mins late"};

template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().what);
    return std::move(*result);
}

std::string clinic_text(int number) {
    static constexpr std::array days{"MO", "TU", "WE", "TH", "FR", "MO,TH", "TU,FR", "WE,SA"};
    const std::string id = std::to_string(number);
    const bool drop_in = number % 5 == 4;
    const bool remote = number % 7 == 3 && !drop_in;
    std::string text = "\n[[clinic]]\nid = \"clinic-" + id + "\"\n";
    if (remote)
        text += "mode = \"phone\"\n";
    else
        text += "site = \"site-" + std::to_string(number % 6) + "\"\n";
    text += "label = \"a chat\"\nkind = \"" + std::string{drop_in ? "drop_in" : "booked"} + "\"\n";
    if (number % 4 == 1) text += "audience = \"women_only\"\n";
    if (number % 6 == 2) text += "children_welcome = true\n";
    text += "workers = [\"worker-" + std::to_string(2 * number) + "\", \"worker-" +
            std::to_string(2 * number + 1) + "\"]\n";
    text += "rrule = \"FREQ=WEEKLY;BYDAY=" +
            std::string{days.at(static_cast<std::size_t>(number) % days.size())} +
            "\"\nfirst_date = \"2025-09-01\"\n";
    text += number % 3 == 0 ? "opens = \"13:00\"\ncloses = \"17:00\"\n"
                            : "opens = \"09:30\"\ncloses = \"13:00\"\n";
    if (!drop_in) text += "length = \"45m\"\nrun_over = \"15m\"\n";
    return text;
}

}  // namespace

std::string year_service(int clinics) {
    const int workers = 2 * clinics;
    std::string text = R"(id = "year"
name = "A made-up year"
zone = "Europe/London"
division = "england-and-wales"
council = "saltmere-council"
school_files = ["schools.toml"]
usual_school_run = [
    { days = ["mon", "tue", "wed", "thu", "fri"], from = "08:15", to = "09:15" },
    { days = ["mon", "tue", "wed", "thu", "fri"], from = "14:45", to = "15:45" },
]
)";
    for (int site = 0; site < 6; ++site)
        text += "\n[[site]]\nid = \"site-" + std::to_string(site) + "\"\nnickname = \"house " +
                std::to_string(site) + "\"\n";
    for (int worker = 0; worker < workers; ++worker)
        text += "\n[[worker]]\nid = \"worker-" + std::to_string(worker) + "\"\nfirst_name = \"Jo" +
                std::string(1, static_cast<char>('a' + worker % 26)) +
                std::string(1, static_cast<char>('a' + worker / 26)) + "\"\n";
    for (int clinic = 0; clinic < clinics; ++clinic) text += clinic_text(clinic);
    return text;
}

Year::Year(Rig& rig, const YearPlan& plan)
    : rig_{rig}, plan_{plan}, random_{plan.seed}, day_{scheduler::LocalTime{scheduler::date_of(rig.now())}} {
    open_service();
    add_women();
}

void Year::open_service() {
    const ScratchFolder folder;
    std::filesystem::copy_file(root + "/config/demo/schools.toml", folder / "schools.toml");
    std::ofstream{folder / "service.toml"} << year_service(plan_.clinics);
    auto loaded = config::load_service(folder / "service.toml");
    if (!loaded) throw std::runtime_error(config::spell(loaded.error().front()));
    const Timestamp now = rig_.clock.now();
    const auto version = must(rig_.database->transact_now([&](Transaction& transaction) {
        const auto added = storage::add_service(transaction, loaded->bundle.text, loaded->bundle.files, now);
        ledger::record(transaction, ledger::Kind::service_imported, "", {{"version", added}}, now);
        return added;
    }));
    rig_.diary->refresh(std::make_shared<const scheduler::Service>(std::move(loaded->file.service)), {}, now,
                        version);
}

void Year::add_women() {
    for (int i = 0; i < plan_.women; ++i) {
        Woman woman;
        woman.number = std::to_string(447'700'900'000LL + i);
        woman.number.insert(woman.number.begin(), '+');
        woman.id = rig_.add_woman(woman.number, [&](storage::Person& person) {
            if (chance(0.3)) person.travel = 15min;
            if (chance(0.4)) person.school = "saltmere-primary";
            if (chance(0.2)) person.women_only = true;
            if (chance(0.2)) person.not_before = scheduler::ClockTime{10 * 60};
            if (chance(0.3))
                person.busy = {
                    {.days = scheduler::Weekdays::all(), .from = 720min, .to = 780min, .dates = {}}};
            person.waiting_since -= std::chrono::hours{random_() % 4000};
        });
        women_.push_back(std::move(woman));
    }
}

YearDone Year::run(const std::function<void()>& sealing) {
    for (; done_.days < plan_.days && done_.decisions < plan_.decisions; ++done_.days) {
        run_day();
        if (sealing) sealing();
        day_ += 24h;
    }
    return done_;
}

void Year::run_day() {
    const double a_day = static_cast<double>(plan_.decisions) / plan_.days;
    const auto turns = std::poisson_distribution<int>{1.2 * a_day}(random_);
    rig_.clock.set(rig_.diary->zone().to_instant_or_later(day_ + 8h));
    rig_.run(rig_.keeper.refresh_diary());
    auto at = rig_.clock.now();
    for (int turn = 0; turn < turns; ++turn) {
        at += std::chrono::milliseconds{random_() % (36'000'000U / static_cast<unsigned>(turns) * 2)};
        rig_.clock.set(at);
        say_something(women_[random_() % women_.size()]);
        if (turn % 50 == 49) {
            rig_.run(rig_.keeper.free_holds());
            rig_.run(rig_.rebooking.round());
        }
    }
    close_day();
}

std::string_view Year::pick(const std::vector<std::string_view>& phrases) {
    return phrases[random_() % phrases.size()];
}

void Year::look_at(Woman& woman) {
    const auto now = storage::millis(rig_.clock.now());
    must(rig_.database->read_now([&](Transaction& transaction) {
        const auto row =
            transaction
                .run(
                    "SELECT (SELECT COUNT(*) FROM offer_set WHERE contact = $1 AND open = 1), (SELECT "
                    "COUNT(*) FROM booking WHERE contact = $1 AND status = 'booked' AND ends_at > $2)",
                    {woman.id, now})
                .front();
        woman.has_offers = row.integer(0) > 0;
        woman.has_booking = row.integer(1) > 0;
        return true;
    }));
}

void Year::say_something(Woman& woman) {
    look_at(woman);
    if (woman.has_offers) {
        if (chance(0.7)) return text(woman, chance(0.6) ? "1" : chance(0.6) ? "2" : "3");
        if (chance(0.5)) return text(woman, "other times");
        if (chance(0.3)) return text(woman, "none of those");
    }
    if (woman.has_booking && chance(0.6))
        return text(woman, chance(0.5) ? pick(moving) : chance(0.6) ? pick(giving_up) : pick(late));
    text(woman, pick(asking));
}

void Year::text(Woman& woman, std::string_view words) {
    ++done_.texts;
    if (const int status = rig_.text(woman.number, words); status != 200)
        throw std::runtime_error("a text was answered " + std::to_string(status));
}

/// Staff mark who came and who missed; what is due goes out.
void Year::close_day() {
    const Timestamp now = rig_.clock.now();
    done_.missed += must(rig_.database->transact_now([&](Transaction& transaction) {
        std::int64_t missed = 0;
        for (const auto& row : transaction.run(
                 "SELECT id, contact FROM booking WHERE status = 'booked' AND ends_at <= $1 ORDER BY id",
                 {storage::millis(now)})) {
            if (chance(0.3)) {
                service::mark_missed(transaction, rig_.desk, row.text(0), now);
                ++missed;
            } else {
                storage::close_booking(transaction, row.text(0), storage::BookingStatus::arrived);
                ledger::record(transaction, ledger::Kind::arrived, row.text(1), {{"booking", row.text(0)}},
                               now);
            }
        }
        return missed;
    }));
    rig_.run(rig_.rebooking.round());
    rig_.run(rig_.reminders.round());
    rig_.deliver();
    rig_.network.sent.clear();
    done_.decisions =
        rig_.number_of("SELECT COUNT(*) FROM ledger_event WHERE kind = 'offered' OR kind = 'nothing_found'");
}

}  // namespace offing::support
