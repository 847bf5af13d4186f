// Every page with every role, and with nobody, somebody gone, and somebody locked: exactly those may whose
// role has the page's right.

#include <gtest/gtest.h>

#include "gateway/staff/sign_in.hpp"
#include "tests/support/console.hpp"

namespace offing::console {
namespace {

using staff::Role;
using staff::Roles;
using support::Answer;
using support::Browser;
using support::ConsoleRig;

/// A path of the route with ids that lead nowhere: "other's id" is one that isn't hers to see, or isn't
/// there.
std::string path_of(const Route& route) {
    std::string path;
    std::string_view rest = route.path;
    while (!rest.empty()) {
        const auto slash = rest.find('/', 1);
        const std::string_view part = rest.substr(0, slash);
        path += part.starts_with("/:") ? std::string{"/00aaaaaaaaaaaaaaaaaaaaaaaa"} : std::string{part};
        rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash);
    }
    return path;
}

Answer ask(Browser& browser, const Route& route) {
    return route.method == "GET" ? browser.get(path_of(route)) : browser.post(path_of(route));
}

bool is_open(const Route& route) { return route.right == Right::anyone; }

std::string named(const Route& route, std::string_view who) {
    return std::string{route.method} + " " + std::string{route.path} + " as " + std::string{who};
}

bool leads_to_the_door(const Answer& answer) {
    return answer.status == 401 || (answer.status == 303 && (answer.location.starts_with("/sign-in") ||
                                                             answer.location.starts_with("/locked")));
}

TEST(Walk, EachRoleReachesExactlyThePagesOfItsRights) {
    for (const Role role : staff::all_roles()) {
        ConsoleRig rig;
        const Roles roles{std::vector{role}};
        const std::string staff = rig.add_staff("somebody", roles);
        for (const Route& route : all_routes()) {
            if (is_open(route)) continue;
            Browser browser = rig.signed_in(staff);
            const Answer answer = ask(browser, route);
            const std::string who = named(route, staff::spell(role));
            if (roles.may(route.right)) {
                EXPECT_NE(answer.status, 403) << who;
                // Locking leads to the lock: that is what it is for.
                EXPECT_EQ(leads_to_the_door(answer), route.path == "/lock") << who;
                EXPECT_LT(answer.status, 500) << who << answer.body;
            } else {
                EXPECT_EQ(answer.status, 403) << who;
            }
        }
    }
}

TEST(Walk, NobodyReachesAnythingButTheDoor) {
    ConsoleRig rig;
    for (const Route& route : all_routes()) {
        Browser browser = rig.browser();
        const Answer answer = ask(browser, route);
        if (is_open(route)) {
            EXPECT_LT(answer.status, 500) << named(route, "nobody");
        } else {
            EXPECT_TRUE(leads_to_the_door(answer)) << named(route, "nobody") << answer.status;
        }
    }
}

TEST(Walk, WhoWasSignedOutReachesAsLittleAsNobody) {
    ConsoleRig rig;
    const std::string staff = rig.add_staff("gone", Roles{staff::all_roles()});
    for (const Route& route : all_routes()) {
        if (is_open(route)) continue;
        Browser browser = rig.signed_in(staff);
        const std::string token = browser.form_token();
        rig.rig.clock.advance(staff::longest_session);
        http::Request request;
        request.method = route.method;
        request.target = path_of(route);
        request.body = "csrf=" + http::percent_encode(token);
        EXPECT_TRUE(leads_to_the_door(browser.send(request))) << named(route, "somebody gone");
    }
}

TEST(Walk, AnIdleScreenIsLockedWhateverIsAsked) {
    ConsoleRig rig;
    const std::string staff = rig.add_staff("idle", Roles{staff::all_roles()});
    for (const Route& route : all_routes()) {
        if (is_open(route)) continue;
        Browser browser = rig.signed_in(staff);
        const std::string token = browser.form_token();
        rig.rig.clock.advance(staff::idle_until_locked);
        http::Request request;
        request.method = route.method;
        request.target = path_of(route);
        request.body = "csrf=" + http::percent_encode(token);
        const Answer answer = browser.send(request);
        EXPECT_TRUE(answer.status == 401 || answer.location.starts_with("/locked"))
            << named(route, "somebody idle");
    }
}

TEST(Walk, AFormOfAnotherSiteIsRefusedEverywhere) {
    ConsoleRig rig;
    Browser browser = rig.signed_in(Roles{staff::all_roles()});
    for (const Route& route : all_routes()) {
        if (route.method != "POST") continue;
        EXPECT_EQ(browser.post(path_of(route), {{"csrf", "made up"}}).status, 403) << route.path;
    }
}

TEST(Walk, EveryPageForbidsScriptsFromElsewhereGuessingFramingAndKeeping) {
    ConsoleRig rig;
    Browser browser = rig.signed_in(Roles{staff::all_roles()});
    for (const Route& route : all_routes()) {
        if (route.method != "GET") continue;
        const Answer answer = browser.get(path_of(route));
        const auto header = [&](const char* name) {
            const auto found = answer.headers.find(name);
            return found == answer.headers.end() ? std::string{} : found->second;
        };
        EXPECT_TRUE(header("Content-Security-Policy").starts_with("default-src 'none'; script-src 'self';"))
            << route.path;
        EXPECT_FALSE(header("Content-Security-Policy").contains("unsafe")) << route.path;
        EXPECT_TRUE(header("Content-Security-Policy").contains("frame-ancestors 'none'")) << route.path;
        EXPECT_EQ(header("X-Content-Type-Options"), "nosniff") << route.path;
        EXPECT_EQ(header("Referrer-Policy"), "no-referrer") << route.path;
        EXPECT_EQ(header("Cache-Control"), "no-store") << route.path;
        EXPECT_FALSE(answer.body.contains("<script>")) << route.path;
        EXPECT_FALSE(answer.body.contains(" style=")) << route.path;
        EXPECT_FALSE(answer.body.contains(" onclick=")) << route.path;
    }
}

TEST(Walk, NoPathIsThereTwice) {
    std::vector<std::pair<std::string_view, std::string_view>> seen;
    for (const Route& route : all_routes()) {
        const std::pair here{route.method, route.path};
        EXPECT_EQ(std::ranges::count(seen, here), 0) << route.path;
        seen.push_back(here);
    }
}

}  // namespace
}  // namespace offing::console
