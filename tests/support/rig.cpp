#include "tests/support/rig.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/json.hpp>
#include <stdexcept>

#include "config/service_file.hpp"
#include "gateway/base/crypto.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/provider/registry.hpp"
#include "gateway/storage/columns.hpp"
#include "gateway/storage/migrations.hpp"

namespace offing::support {

namespace json = boost::json;
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

const std::string root = OFFING_ROOT;

template <typename T, typename E>
T must(std::expected<T, E> result, std::string_view what) {
    if (!result) throw std::runtime_error(std::string{what} + " failed");
    return std::move(*result);
}

Timestamp london(std::string_view local) {
    const auto zone = scheduler::Zone::find("Europe/London");
    return zone->to_instant_or_later(scheduler::parse_local(local).value());
}

std::unique_ptr<storage::Database> open_migrated(const TestStore& store, Timestamp now) {
    auto database = store.open();
    must(storage::migrate(*database, now), "migrating");
    return database;
}

/// The shipped texts, the lexicon and the demo service are read once for all tests of a program.
templates::Catalogue demo_catalogue() {
    static const auto shipped =
        must(templates::Catalogue::load(root + "/templates/messages"), "loading the texts");
    auto catalogue = shipped.snapshot();
    catalogue.set_demo(true);
    return catalogue;
}

const conversation::Lexicon& shipped_lexicon() {
    static const auto lexicon =
        must(conversation::Lexicon::load(root + "/gateway/conversation/lexicon"), "loading the lexicon");
    return lexicon;
}

std::unique_ptr<service::Diary> demo_diary(Timestamp now) {
    static const auto loaded =
        must(config::load_service(root + "/config/demo/service.toml"), "loading the demo service");
    return std::make_unique<service::Diary>(std::make_shared<const scheduler::Service>(loaded.file.service),
                                            std::vector<storage::TakenPlace>{}, now);
}

service::Accounts one_account() {
    service::Accounts accounts;
    auto made = provider::make_provider({.name = "sim",
                                         .kind = "simulator",
                                         .sender = "+447700900000",
                                         .public_base = "http://127.0.0.1",
                                         .secrets = {std::string{Rig::secret}},
                                         .options = {}});
    accounts.emplace("sim", service::Account{.name = "sim",
                                             .provider = must(std::move(made), "making the provider"),
                                             .texts_per_second = 1'000'000,
                                             .kind = "simulator"});
    return accounts;
}

}  // namespace

Task<http::Exchange> FakeNetwork::send(http::Request request) {
    if (!request.target.ends_with("/simulator/messages")) {
        elsewhere.push_back(std::move(request));
        http::Exchange exchange{.outcome = http::Exchange::Outcome::not_sent, .response = {}, .what = {}};
        if (elsewhere_status == 0) co_return exchange;
        exchange.outcome = http::Exchange::Outcome::answered;
        exchange.response = http::Response::text(elsewhere_status, "");
        co_return exchange;
    }
    const json::value value = json::parse(request.body);
    const auto field = [&](std::string_view key) { return std::string{value.at(key).as_string()}; };
    SentText text{field("id"), field("to"), field("body")};
    http::Exchange exchange{.outcome = http::Exchange::Outcome::answered, .response = {}, .what = {}};
    exchange.response = http::Response::json(201, json::serialize(json::object{{"id", "net-" + text.id}}));
    if (answer) exchange = answer(text);
    sent.push_back(std::move(text));
    co_return exchange;
}

Rig::Rig(std::string_view engine, std::string_view at)
    : store{engine},
      clock{london(at)},
      database{open_migrated(store, clock.now())},
      vault{must(storage::Vault::make("0123456789abcdef0123456789abcdef"), "making the vault")},
      catalogue{demo_catalogue()},
      lexicon{shipped_lexicon()},
      diary{demo_diary(clock.now())},
      desk{vault, catalogue, lexicon, *diary, {.crisis_cover = "now"}},
      accounts{one_account()},
      outbox{io.get_executor(), *database, desk, accounts, network, clock},
      inbox{*database, desk, accounts, clock, [] {}},
      reminders{*database, desk, {7 * 24h, 48h, 3h}, clock, [] {}},
      rebooking{*database, desk, clock, [] {}},
      earlier{*database, desk, clock, [] {}},
      keeper{*database, desk, {}, clock},
      alerts{*database, desk.settings.on_call, accounts, network, clock} {}

Rig::~Rig() = default;

void Rig::run(Task<void> task) {
    std::exception_ptr failed;
    asio::co_spawn(io, std::move(task), [&failed](const std::exception_ptr& error) { failed = error; });
    io.restart();
    io.run();
    if (failed) std::rethrow_exception(failed);
}

template <typename T>
T Rig::run(Task<T> task) {
    std::exception_ptr failed;
    std::optional<T> answer;
    asio::co_spawn(io, std::move(task), [&](const std::exception_ptr& error, T value) {
        failed = error;
        answer.emplace(std::move(value));
    });
    io.restart();
    io.run();
    if (failed) std::rethrow_exception(failed);
    return std::move(*answer);
}

template bool Rig::run(Task<bool> task);
template http::Response Rig::run(Task<http::Response> task);

std::string Rig::add_woman(std::string_view number, std::function<void(storage::Person&)> change) {
    storage::Person person;
    person.waiting_since = clock.now();
    person.safe = {{.days = scheduler::Weekdays::all(), .from = 0min, .to = 1440min, .dates = {}}};
    if (change) change(person);
    const Timestamp now = clock.now();
    return must(database->transact_now([&](storage::Transaction& transaction) {
        const auto contact = storage::add_enquirer(transaction, vault, number, now, now);
        storage::add_person(transaction, contact, person, "", now);
        ledger::record(transaction, ledger::Kind::person_added, contact.id,
                       {{"waiting_since", storage::millis(person.waiting_since)}}, now);
        return contact.id;
    }),
                "adding a woman");
}

http::Request Rig::webhook(std::string_view number, std::string_view words, std::string_view id) const {
    std::string body = json::serialize(json::object{
        {"type", "text"}, {"id", id}, {"from", number}, {"to", "+447700900000"}, {"body", words}});
    std::string signature = crypto::to_hex(crypto::hmac_sha256(secret, body));
    return {
        .method = "POST",
        .target = "/webhooks/sim",
        .headers = {{"Content-Type", "application/json"}, {"X-Simulator-Signature", std::move(signature)}},
        .body = std::move(body),
        .request_id = "test",
        .peer = {}};
}

int Rig::post(http::Request request) { return run(inbox.handle(std::move(request))).status; }

int Rig::text(std::string_view number, std::string_view words, std::string_view id) {
    const std::string fresh = "in-" + std::to_string(++texts_posted_);
    return post(webhook(number, words, id.empty() ? std::string_view{fresh} : id));
}

void Rig::deliver() {
    for (int pass = 0; pass < 10'000; ++pass)
        if (!run(outbox.send_due())) return;
    throw std::runtime_error("the outbox never came to rest");
}

std::vector<std::string> Rig::texts_to(std::string_view number) const {
    std::vector<std::string> texts;
    for (const auto& text : network.sent)
        if (text.to == number) texts.push_back(text.body);
    return texts;
}

std::string Rig::last_text_to(std::string_view number) const {
    const auto texts = texts_to(number);
    return texts.empty() ? std::string{} : texts.back();
}

std::string Rig::say(std::string_view number, std::string_view words) {
    const std::size_t before = texts_to(number).size();
    if (const int status = text(number, words); status != 200)
        throw std::runtime_error("the webhook was answered " + std::to_string(status));
    deliver();
    std::string answers;
    const auto texts = texts_to(number);
    for (std::size_t at = before; at < texts.size(); ++at)
        answers += (answers.empty() ? "" : " | ") + texts[at];
    return answers;
}

void Rig::set_time(std::string_view local) { clock.set(london(local)); }

scheduler::LocalTime Rig::now() const { return diary->zone().to_local(to_minutes(clock.now())); }

std::vector<std::string> Rig::column(std::string_view sql) {
    const std::string statement{sql};
    return must(database->transact_now([&statement](storage::Transaction& transaction) {
        std::vector<std::string> values;
        for (const auto& row : transaction.run(statement)) values.push_back(row.maybe_text(0).value_or(""));
        return values;
    }),
                "a question to the store");
}

std::int64_t Rig::number_of(std::string_view sql) {
    const std::string statement{sql};
    return must(database->transact_now([&statement](storage::Transaction& transaction) {
        return transaction.run(statement).front().integer(0);
    }),
                "a question to the store");
}

std::vector<std::string> Rig::ledger_kinds() {
    return column("SELECT kind FROM ledger_event ORDER BY at, nth");
}

}  // namespace offing::support
