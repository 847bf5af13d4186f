#include "gateway/cli/desk_here.hpp"

#include "config/service_file.hpp"
#include "gateway/app_parts.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/cli/give_up.hpp"
#include "gateway/storage/bookings.hpp"
#include "gateway/storage/service_versions.hpp"

namespace offing::cli {

void DeskHere::give_up(const std::string& what) const { cli::give_up(command_, what); }

DeskHere::DeskHere(std::string command, const std::string& config) : command_{std::move(command)} {
    try {
        const SystemClock clock;
        settings_ = config::load_settings(config);
        database_ = app::open_database(settings_, clock);
        now_ = clock.now();
        vault_.emplace(app::make_vault(settings_));
        wording_ = std::make_unique<service::Wording>(
            *database_, service::load_shipped(settings_.templates_folder.string()));
        catalogue_.emplace(app::load_catalogue(settings_, *wording_, clock));
        lexicon_.emplace(app::load_lexicon(settings_));
    } catch (const std::runtime_error& wrong) {
        give_up(wrong.what());
    }
    open_diary();
    desk_.emplace(service::Desk{
        *vault_, *catalogue_, *lexicon_, *diary_, {.hold = settings_.hold, .crisis_cover = {}}});
}

void DeskHere::open_diary() {
    const auto latest = read(storage::latest_service);
    if (!latest) give_up("no service is imported yet; offing service import FILE does it");
    auto before = config::read_bundle({latest->body, latest->files});
    if (!before)
        give_up("the imported service can't be read by this program: " +
                config::spell(before.error().front()));
    auto service = std::make_shared<const scheduler::Service>(std::move(before->service));
    const auto zone = scheduler::Zone::find(service->zone);
    const auto today = scheduler::date_of(zone->to_local(to_minutes(now_)));
    const auto taken = read(
        [&](storage::Transaction& transaction) { return storage::taken_places(transaction, today, now_); });
    diary_ = std::make_unique<service::Diary>(std::move(service), taken, now_);
}

}  // namespace offing::cli
