// A phone in the browser, for the demo only, on the internal listener: it texts as she would, by signed
// webhooks through the public door, and shows what comes back. It also plays the company that the
// `simulator` provider sends to.

#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/console/demo_story.hpp"
#include "gateway/console/handset_store.hpp"
#include "gateway/http/client.hpp"
#include "scheduler/calendar.hpp"

namespace offing::console {

struct HandsetOptions {
    struct Woman {
        std::string name;
        std::string number;  ///< E.164, one of Ofcom's fictional ones
    };
    std::string webhook_url;     ///< of our own public listener
    std::string secret;          ///< the simulator provider's
    std::string service_number;  ///< what she texts to
    std::string zone = "Europe/London";
    std::vector<Woman> women;
};

class Handset {
public:
    /// All references outlive the handset; the handset outlives its answers.
    Handset(boost::asio::any_io_executor executor, HandsetOptions options, http::Client& client,
            MovableClock& clock, DemoStory& story);

    /// The answer for a path of ours (/handset, /handset/..., /simulator/messages); empty for any other, and
    /// then the request is untouched.
    std::optional<Task<http::Response>> route(http::Request& request);
    /// Ends the waiting of pages for news, so that a graceful stop needn't.
    void stop();

private:
    Task<http::Response> page_state() const;
    Task<http::Response> take_text(http::Request request);
    Task<http::Response> wait_for_texts(http::Request request);
    Task<http::Response> move_clock(http::Request request);
    Task<http::Response> take_from_provider(http::Request request);

    Task<bool> post_webhook(std::string body);
    Task<void> post_receipt(std::string number, std::string id, std::string provider_id);
    Task<std::optional<std::string>> move_to(std::string_view moment, std::string number);
    void tell();

    boost::asio::any_io_executor executor_;
    HandsetOptions options_;
    http::Client& client_;
    MovableClock& clock_;
    DemoStory& story_;
    HandsetStore store_;
    scheduler::Zone zone_;
    std::list<boost::asio::steady_timer*> waiting_;  ///< pages that wait for news
    std::uint64_t texts_made_ = 0;
    std::string run_;  ///< tells this process's texts from an earlier one's
    bool is_stopping_ = false;
};

}  // namespace offing::console
