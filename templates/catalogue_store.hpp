// What a Catalogue holds. Inside templates/ only.

#pragma once

#include <atomic>
#include <functional>
#include <limits>
#include <mutex>
#include <unordered_map>

#include "templates/catalogue.hpp"
#include "templates/read_messages.hpp"

namespace offing::templates {

inline constexpr std::string_view fallback_language = "en-GB";
inline constexpr int no_day = std::numeric_limits<int>::min();

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

inline int day_number(std::chrono::local_days day) {
    return static_cast<int>(day.time_since_epoch().count());
}
/// The last day a text may be sent; far ahead when it has none.
int last_day(const std::string& review_by);
Problem problem_in(const Template& shown, std::string what, std::string remedy);

struct Catalogue::Store {
    struct Versions {
        std::vector<const Entry*> newest_first;
    };
    struct Spoken {
        Language language;
        std::unordered_map<std::string, Versions, Hash, std::equal_to<>> by_id;
    };
    /// Not changed any more once read: snapshots share them.
    std::vector<std::shared_ptr<Spoken>> languages;
    std::shared_ptr<const Lint> lint;
    bool demo = false;
    mutable std::atomic<int> today{no_day};

    const Spoken* spoken(std::string_view tag) const;
    const Versions* versions(std::string_view id, std::string_view tag) const;
    /// Whether a version of the en-GB text of the same id has its arguments.
    bool gives(const Template& translated) const;
    bool may_be_sent(const Template& shown, int day) const;
    /// The newest version that may be sent today; null when there is none.
    const Entry* sendable(std::string_view id, std::string_view tag) const;
    /// The argument at this level whose value may not be said; null when all may.
    const Pattern::ArgumentUse* unsayable(const Entry& entry, Level level, const Arguments& arguments) const;
};

/// Where the texts in use are held while others may take their place.
struct Catalogue::Slot {
    mutable std::mutex mutex;
    std::shared_ptr<Store> store = std::make_shared<Store>();
};

/// Rendered and counted.
struct Catalogue::Draft {
    std::shared_ptr<const Store> store;
    const Entry* entry;
    std::string body;
    int parts;
};

}  // namespace offing::templates
