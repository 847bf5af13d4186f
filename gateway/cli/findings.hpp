// What `offing doctor` finds, check by check. Each check is a function of the settings and looks at one
// thing; none changes anything but the file clock of a scratch file that it removes again.

#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/base/error.hpp"
#include "gateway/storage/database.hpp"
#include "scheduler/service.hpp"
#include "templates/stored.hpp"

namespace offing::cli {

struct Finding {
    enum class Level {
        well,
        soon,  ///< it runs today; this will stop it or hurt later
        wrong  ///< it won't run, or not safely
    } level;
    std::string check;  ///< "database", "ports", ...
    std::string what;
    std::string mend;  ///< empty when all is well
};
using Findings = std::vector<Finding>;

Findings check_ports(const config::Settings& settings);
Findings check_data_folder(const config::Settings& settings);
Findings check_time_zone(const std::string& zone);
/// `built_on` is the day this program was made; `last_event` the newest thing in the store.
Findings check_clock(Timestamp now, scheduler::Date built_on, std::optional<Timestamp> last_event);
/// `stored`: what the store knows of the texts' review; empty before the first start.
Findings check_texts(const config::Settings& settings, const std::vector<templates::StoredVersion>& stored,
                     scheduler::Date today);
Findings check_lexicon(const config::Settings& settings);

/// check_lexicon() for who looks often: the words are read again only once one of their files is another. Not
/// for several threads at once.
class LexiconWatch {
public:
    /// `read_by_now`: the caller has just read the words of this folder and found them well.
    explicit LexiconWatch(const config::Settings& settings, bool read_by_now);
    Findings look();

private:
    using Stamp = std::map<std::filesystem::path, std::pair<std::filesystem::file_time_type, std::uintmax_t>>;
    Stamp stamp() const;

    const config::Settings& settings_;
    std::optional<Stamp> seen_;
    Findings findings_;
};
Findings check_providers(const config::Settings& settings);
Findings check_on_call(const config::Settings& settings);

/// What the store says, in one visit. Empty parts are those that could not be read.
struct StoreVisit {
    Findings findings;
    std::optional<Timestamp> last_event;
    std::optional<scheduler::Service> service;
    std::vector<templates::StoredVersion> wording;
};
/// Reaches the store, its schema, whether it can be written, whether the master key opens what is in it, and
/// the service. Creates no store: one that isn't there yet is no fault before the first start.
StoreVisit visit_store(const config::Settings& settings);
/// Schools whose dates are known for less than six weeks from `today`.
Findings check_schools(const scheduler::Service& service, scheduler::Date today);

/// Everything, in the order an operator would mend it.
Findings examine(const config::Settings& settings, const Clock& clock);
Findings examine(const config::Settings& settings, const Clock& clock, LexiconWatch& lexicon);
bool is_fit(const Findings& findings);

}  // namespace offing::cli
