// The console on a store of a test's own, with people signed in by role and a browser that keeps its cookies.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/console/console.hpp"
#include "gateway/console/deployment.hpp"
#include "gateway/service/service_book.hpp"
#include "tests/support/rig.hpp"

namespace offing::support {

struct Answer {
    int status = 0;
    std::string body;
    std::string location;
    std::map<std::string, std::string> headers;  ///< the last of each name

    bool says(std::string_view words) const { return body.contains(words); }
};

/// One browser: cookies come and go as they are set.
class Browser {
public:
    Browser(Rig& rig, console::Console& console) : rig_{rig}, console_{console} {}

    Answer get(std::string_view path);
    /// With the form token that pages of this browser carry, unless `fields` brings one.
    Answer post(std::string_view path, std::vector<http::Header> fields = {});
    Answer send(http::Request request);
    /// What a form of ours carries now.
    std::string form_token();

    std::map<std::string, std::string> cookies;

private:
    Rig& rig_;
    console::Console& console_;
};

class ConsoleRig {
public:
    /// `demo` off: one-time codes are asked for. The clock of sessions is the rig's.
    explicit ConsoleRig(std::string_view engine = "sqlite", bool demo = true,
                        std::string_view at = "2026-11-18T10:00");

    /// The texts that ship, into the store: pages on wording find them there.
    void take_texts();
    /// A member of staff with a password of her own; her id.
    std::string add_staff(std::string_view account, const staff::Roles& roles,
                          std::string_view password = "sea tide lantern");
    Browser browser() { return Browser{rig, console}; }
    /// Signed in without the slow way through the password.
    Browser signed_in(const staff::Roles& roles);
    Browser signed_in(std::string_view staff_id);

    Rig rig;
    service::ServiceBook book;
    console::Deployment deployment;  ///< a test says what is found; test texts go to the rig's network
    console::Console console;

private:
    int added_ = 0;
};

}  // namespace offing::support
