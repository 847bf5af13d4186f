// What comes between a form and a change of the service: who is affected, how each gets another time, what
// they are told, and what staff are warned of. Then it is applied, whole, or not at all.

#pragma once

#include "config/service_edit.hpp"
#include "gateway/console/visit.hpp"
#include "gateway/service/service_book.hpp"

namespace offing::console {

struct WantedChange {
    service::ServiceVersion base;
    config::ServiceFile changed;
    std::string back;   ///< the page to go on with afterwards
    std::string title;  ///< of the page with the plan: "A late chat"
    std::vector<std::string>
        lines{};  ///< what changes, in words of its own; such a change is always shown first
};

/// Saves at once when it touches nobody and brings no new warning; else shows the plan, from which the same
/// form comes again with the digest of what was read.
Task<http::Response> propose(const Tools& tools, Visit& visit, WantedChange wanted);

/// From the page with the plan back to the form, with everything that was typed.
inline bool wants_form_again(const Visit& visit) { return visit.form().has("again"); }

/// The version that a form was made from, and the latest one. Fails with Error::conflict for a form without
/// one.
struct EditBase {
    service::ServiceVersion seen, latest;
};
Task<Result<EditBase>> edit_base(const Tools& tools, const Visit& visit);

/// "opens" as the form calls it.
std::string_view label_of(std::string_view field);

}  // namespace offing::console
