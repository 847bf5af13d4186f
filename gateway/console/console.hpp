// The pages of staff on the internal listener: finds the page, who asks, whether she may, and answers. Every
// page is in all_routes() with its right; a form is taken only from a page of ours.

#pragma once

#include <optional>

#include "gateway/console/password_work.hpp"
#include "gateway/console/route.hpp"
#include "gateway/figures/book.hpp"
#include "gateway/staff/sign_in.hpp"

namespace offing::console {

class Console {
public:
    /// What `tools` refers to outlives the console; the console outlives its answers.
    explicit Console(Tools tools);

    /// The answer for a path of ours; empty for any other, and then the request is untouched.
    std::optional<Task<http::Response>> route(http::Request& request);
    /// A page for whoever follows a link that leads nowhere.
    Task<http::Response> answer_unknown(http::Request request);
    /// Who is signed in by this request's cookie and may work, for others who answer on this listener; it
    /// reads only, and keeps no session awake.
    Task<std::optional<staff::Signed>> signed_in(const http::Request& request);
    /// Sessions that ended a day ago are forgotten. Hourly.
    Task<void> forget();

private:
    Task<http::Response> answer(http::Request request);
    Task<http::Response> answer_page(http::Request request, Match match);

    PasswordWork passwords_;
    figures::Shelf figures_;
    Tools tools_;
};

/// What a form was sent with when nobody was signed in any more: sealed, for the same person to send again
/// after signing in. `carried` comes from carry().
std::string carry(const Tools& tools, const Visit& visit);
/// The answer of the page it was sent to, now that `who` is signed in with `token`; empty when it was
/// somebody else's, is too old, or goes nowhere.
Task<std::optional<http::Response>> carry_on(const Tools& tools, const Visit& visit, std::string_view carried,
                                             std::string token);

/// Where a link of ours led before signing in: a path that is a page, else empty.
std::string safe_path(std::string_view path);
/// The first page that she may see.
std::string first_page(const staff::Roles& roles);

}  // namespace offing::console
