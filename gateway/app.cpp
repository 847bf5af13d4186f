#include "gateway/app.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>

#include "gateway/api/api.hpp"
#include "gateway/app_health.hpp"
#include "gateway/app_parts.hpp"
#include "gateway/base/log.hpp"
#include "gateway/console/console.hpp"
#include "gateway/console/handset.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/router.hpp"
#include "gateway/http/server.hpp"
#include "gateway/service/alerts.hpp"
#include "gateway/service/anchoring.hpp"
#include "gateway/service/counts.hpp"
#include "gateway/service/earlier.hpp"
#include "gateway/service/inbox.hpp"
#include "gateway/service/keeper.hpp"
#include "gateway/service/outbox.hpp"
#include "gateway/service/rebooking.hpp"
#include "gateway/service/reconcile.hpp"
#include "gateway/service/reminders.hpp"
#include "gateway/service/round.hpp"
#include "gateway/service/sealing.hpp"
#include "gateway/service/service_book.hpp"
#include "gateway/service/upstream.hpp"

namespace offing {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

namespace {

constexpr auto grace = 10s;

http::ListenOptions listen_options(std::string name, const config::ListenSettings& settings) {
    http::ListenOptions options;
    options.name = std::move(name);
    options.address = settings.address;
    options.port = settings.port;
    options.limits.connections = settings.connections;
    options.limits.body_bytes = settings.body_bytes;
    if (!settings.tls_certificate.empty())
        options.tls = http::TlsFiles{settings.tls_certificate.string(), settings.tls_key.string()};
    return options;
}

http::ClientOptions client_options(const config::Settings& settings) {
    http::ClientOptions options;
    options.allow_private_addresses = settings.demo;
    return options;
}

std::unique_ptr<http::Server> listen(asio::any_io_executor executor, http::ListenOptions options,
                                     http::Handler handler) {
    auto server = http::Server::listen(executor, std::move(options), std::move(handler));
    if (!server) throw std::runtime_error(server.error().what);
    return std::move(*server);
}

}  // namespace

/// Built in the order in which the parts need each other, and taken apart in the other.
struct App::Parts {
    explicit Parts(config::Settings given);

    Task<void> serve();
    /// This round and all after it, side by side.
    Task<void> run_rounds(std::size_t from);
    Task<void> wait_for_signal();
    Task<http::Response> answer_internal(http::Request request);
    /// Somebody signed in at the console, for the API.
    Task<std::optional<api::Caller>> reader_at_console(http::Request request);
    Task<std::vector<std::string>> what_is_wrong();
    Task<void> catch_up();
    Task<void> refresh();
    void add_handset();
    void add_round(std::string name, std::chrono::milliseconds every, std::function<Task<void>()> work);
    void stop();

    config::Settings settings;
    asio::io_context io{1};
    MovableClock clock;  ///< moved in demo mode only
    std::unique_ptr<http::Server> public_server, internal_server;
    std::unique_ptr<storage::Database> database;
    storage::Vault vault;
    service::Wording wording;
    templates::Catalogue catalogue;
    conversation::Lexicon lexicon;
    std::unique_ptr<service::Diary> diary;
    service::Desk desk;
    std::string simulator_secret;
    service::Accounts accounts;
    std::unique_ptr<http::Client> client;
    service::Outbox outbox;
    service::Inbox inbox;
    service::Reminders reminders;
    service::Rebooking rebooking;
    service::Earlier earlier;
    service::Keeper keeper;
    service::Alerts alerts;
    service::Sealing sealing;
    service::Anchoring anchoring;
    service::Reconciler reconciler;
    service::Upstream upstream;
    service::ServiceBook book;
    std::vector<std::unique_ptr<service::Round>> rounds;
    http::Router operations;
    SystemClock real_clock;  ///< staff's sessions and codes keep it, whatever the demo does
    app::HealthWork health;
    console::Console console;
    api::Api api;
    std::unique_ptr<console::DemoStory> story;
    std::unique_ptr<console::Handset> handset;  ///< in demo mode only
    app::DemoStaff demo_staff;                  ///< in demo mode only
    asio::signal_set signals{io, SIGTERM, SIGINT};
    bool stopping = false;
};

App::Parts::Parts(config::Settings given)
    : settings{std::move(given)},
      public_server{listen(io.get_executor(), listen_options("public", settings.public_listener),
                           [this](http::Request request) { return inbox.handle(std::move(request)); })},
      internal_server{listen(io.get_executor(), listen_options("internal", settings.internal_listener),
                             [this](http::Request request) { return answer_internal(std::move(request)); })},
      database{app::open_database(settings, clock)},
      vault{app::make_vault(settings)},
      wording{*database, service::load_shipped(settings.templates_folder.string())},
      catalogue{app::load_catalogue(settings, wording, clock)},
      lexicon{app::load_lexicon(settings)},
      diary{app::load_diary(settings, *database, vault, clock)},
      desk{vault,
           catalogue,
           lexicon,
           *diary,
           {.hold = settings.hold,
            .keep_enquiries = settings.keep_enquiries,
            .crisis_cover = settings.crisis_cover,
            .code_word_opens = settings.code_word_opens,
            .on_call = service::OnCall::from(settings.on_call_routes, settings.on_call_after_5m,
                                             settings.on_call_after_15m)}},
      simulator_secret{app::simulator_secret(settings)},
      accounts{app::make_accounts(settings, simulator_secret, internal_server->port())},
      client{http::Client::make(io.get_executor(), client_options(settings))},
      outbox{io.get_executor(), *database, desk, accounts, *client, clock},
      inbox{*database, desk, accounts, clock, [this] { outbox.wake(); }},
      reminders{*database, desk, settings.reminders.ahead, clock, [this] { outbox.wake(); }},
      rebooking{*database, desk, clock, [this] { outbox.wake(); }},
      earlier{*database, desk, clock, [this] { outbox.wake(); }},
      keeper{*database, desk, {.bodies = settings.keep_bodies}, clock},
      alerts{*database, desk.settings.on_call, accounts, *client, clock},
      sealing{*database, app::ledger_key(*database, vault, clock), {}, clock},
      anchoring{*database, *client, {settings.anchor_url, settings.anchor_every}, clock},
      reconciler{*database, desk, accounts, *client, clock, [this] { outbox.wake(); }},
      upstream{*database, accounts, *client, clock},
      book{*database, clock},
      health{settings, *database, vault, accounts, *client, clock},
      console{{.database = *database,
               .desk = desk,
               .clock = clock,
               .real_clock = real_clock,
               .wake = [this] { outbox.wake(); },
               .demo = settings.demo,
               .tls = !settings.internal_listener.tls_certificate.empty(),
               .book = &book,
               .texts = &wording.release(),
               .deployment = &health.deployment(),
               .service_changed = [this] { return refresh(); }}},
      api{{.database = *database,
           .book = book,
           .clock = clock,
           .signed_in = [this](const http::Request& request) { return reader_at_console(request); },
           .service_changed = [this] { return refresh(); }}} {
    add_round("alerts", 1s, [this] { return alerts.round(); });
    add_round("reminders", 30s, [this] { return reminders.round(); });
    add_round("rebooking", 30s, [this] { return rebooking.round(); });
    add_round("earlier", 30s, [this] { return earlier.round(); });
    add_round("sweep", 10s, [this] { return outbox.sweep(); });
    add_round("holds", 30s, [this] { return keeper.free_holds(); });
    add_round("wording", 5s, [this]() -> Task<void> { co_await wording.refresh(catalogue); });
    add_round("diary", 15s, [this] { return refresh(); });
    add_round("sealing", 5s, [this] { return sealing.round(); });
    add_round("anchoring", 1min, [this] { return anchoring.round(); });
    add_round("forget", 1h, [this] { return keeper.forget(); });
    add_round("reconcile", 5min, [this] { return reconciler.round(); });
    add_round("upstream", 1min, [this] { return upstream.round(); });
    add_round("counts", 5s, [this] { return service::count_queue(*database, accounts, outbox, clock); });
    add_round("sessions", 1h, [this] { return console.forget(); });
    http::add_operations(operations, [this] { return what_is_wrong(); });
    // Browsers ask for it on every page; an empty answer is no fault.
    operations.add("GET", "/favicon.ico",
                   [](http::Request) -> Task<http::Response> { co_return http::Response::text(204, ""); });
    if (settings.demo) {
        add_handset();
        demo_staff = app::add_demo_staff(*database, vault, clock.now());
    } else {
        app::remove_demo_staff(*database, vault, clock.now());
    }
}

void App::Parts::add_round(std::string name, std::chrono::milliseconds every,
                           std::function<Task<void>()> work) {
    rounds.push_back(
        std::make_unique<service::Round>(io.get_executor(), std::move(name), every, std::move(work)));
}

Task<std::vector<std::string>> App::Parts::what_is_wrong() {
    std::vector<std::string> wrong;
    if (stopping) wrong.emplace_back("stopping");
    const auto asked = co_await database->read(
        [](storage::Transaction& transaction) { return transaction.run("SELECT 1").size(); });
    if (!asked) wrong.emplace_back("the database can't be reached");
    co_return wrong;
}

Task<http::Response> App::Parts::answer_internal(http::Request request) {
    if (handset)
        if (auto answer = handset->route(request)) co_return co_await std::move(*answer);
    if (auto answer = console.route(request)) co_return co_await std::move(*answer);
    if (auto answer = api.route(request)) co_return co_await std::move(*answer);
    const bool wants_page = request.header("Accept").value_or("").contains("text/html");
    http::Request asked;
    if (wants_page) asked = request;
    auto answer = co_await operations(std::move(request));
    if (answer.status == 404 && wants_page) co_return co_await console.answer_unknown(std::move(asked));
    co_return answer;
}

Task<std::optional<api::Caller>> App::Parts::reader_at_console(http::Request request) {
    const auto who = co_await console.signed_in(request);
    if (!who) co_return std::nullopt;
    co_return api::Caller{.id = who->account.id, .roles = who->roles};
}

/// Places, service and the day by which wording is reviewed.
Task<void> App::Parts::refresh() {
    catalogue.set_today(scheduler::date_of(diary->zone().to_local(to_minutes(clock.now()))));
    co_await keeper.refresh_diary();
}

/// The demo's clock was moved: one round of everything, until nothing is due.
Task<void> App::Parts::catch_up() {
    co_await keeper.free_holds();
    co_await refresh();
    co_await reminders.round();
    co_await rebooking.round();
    co_await earlier.round();
    co_await alerts.round();
    outbox.wake();
}

void App::Parts::add_handset() {
    const auto simulator =
        std::ranges::find(settings.providers, "simulator", &config::ProviderSettings::kind);
    if (simulator == settings.providers.end()) return;
    story = console::make_demo_story(*database, desk, settings.reminders.ahead, clock,
                                     [this] { return catch_up(); });
    console::HandsetOptions options;
    options.webhook_url =
        "http://127.0.0.1:" + std::to_string(public_server->port()) + "/webhooks/" + simulator->name;
    options.secret = simulator_secret;
    options.service_number = simulator->sender;
    options.zone = std::string{diary->zone().name()};
    for (const auto& woman : app::demo_women(settings)) options.women.push_back({woman.name, woman.number});
    handset =
        std::make_unique<console::Handset>(io.get_executor(), std::move(options), *client, clock, *story);
}

Task<void> App::Parts::run_rounds(std::size_t from) {
    if (from < rounds.size()) co_await (rounds[from]->run() && run_rounds(from + 1));
}

Task<void> App::Parts::wait_for_signal() {
    boost::system::error_code cancelled;
    co_await signals.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    stop();
}

void App::Parts::stop() {
    if (stopping) return;
    stopping = true;
    log::info("stopping");
    public_server->stop(grace);
    internal_server->stop(grace);
    if (handset) handset->stop();
    outbox.stop();
    reminders.stop();
    for (const auto& round : rounds) round->stop();
    boost::system::error_code ignored;
    signals.cancel(ignored);
}

Task<void> App::Parts::serve() {
    log::info("started", {{"public_port", log::number(public_server->port())},
                          {"internal_port", log::number(internal_server->port())},
                          {"database", log::code(database->engine())},
                          {"demo", settings.demo}});
    co_await (public_server->run() && internal_server->run() && outbox.run() && run_rounds(0) &&
              wait_for_signal());
    log::info("stopped");
}

App::App(config::Settings settings) : parts_{std::make_unique<Parts>(std::move(settings))} {}
App::~App() = default;

void App::run() {
    std::exception_ptr failed;
    asio::co_spawn(parts_->io, parts_->serve(), [&failed](std::exception_ptr error) { failed = error; });
    parts_->io.run();
    if (failed) std::rethrow_exception(failed);
}

void App::stop() {
    asio::post(parts_->io, [this] { parts_->stop(); });
}

unsigned short App::public_port() const { return parts_->public_server->port(); }
std::string App::demo_sign_in() const {
    return parts_->demo_staff.account + ", password " + parts_->demo_staff.password;
}

unsigned short App::internal_port() const { return parts_->internal_server->port(); }

}  // namespace offing
