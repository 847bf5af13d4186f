// What the demo needs to know of the service to move time along: when her next text comes, and that she did
// not come. A port, so that the handset page can be tested without a service behind it.

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/base/task.hpp"

namespace offing::storage {
class Database;
}
namespace offing::service {
struct Desk;
}

namespace offing::console {

class DemoStory {
public:
    virtual ~DemoStory() = default;

    /// When the next text will go to her without her texting first; empty when none is in sight.
    virtual Task<std::optional<Timestamp>> next_text(std::string number) = 0;
    /// When her next booked time ends; empty when she has none.
    virtual Task<std::optional<Timestamp>> end_of_next_time(std::string number) = 0;
    /// Staff say that she did not come to her next booked time. False when she has none.
    virtual Task<bool> miss_next_time(std::string number) = 0;
    /// The clock was moved: everything that came due is done before this returns.
    virtual Task<void> catch_up() = 0;
};

/// `catch_up` runs one round of each service. All outlive the story.
std::unique_ptr<DemoStory> make_demo_story(storage::Database& database, const service::Desk& desk,
                                           std::vector<std::chrono::minutes> reminders_ahead,
                                           const Clock& clock, std::function<Task<void>()> catch_up);

}  // namespace offing::console
