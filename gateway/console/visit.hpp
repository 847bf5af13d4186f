// One request of somebody at a page: who she is, what she sent, and the ways to answer.

#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/error.hpp"
#include "gateway/console/form.hpp"
#include "gateway/console/route.hpp"
#include "gateway/staff/accounts.hpp"
#include "gateway/staff/sign_in.hpp"
#include "gateway/storage/database.hpp"

namespace offing::console {

class Visit {
public:
    Visit(const Tools& tools, http::Request request, staff::Signed who, Match match);

    const http::Request& request() const { return request_; }
    const staff::Signed& who() const { return who_; }
    bool may(Right right) const { return who_.roles.may(right); }
    /// The service's time at the beginning of this request; and the real one.
    Timestamp now() const { return now_; }
    Timestamp real_now() const { return real_now_; }

    const std::string& id(std::size_t number = 0) const { return ids_.at(number); }
    bool has_id(std::size_t number) const { return number < ids_.size(); }
    const Form& query() const { return query_; }
    const Form& form() const { return form_; }
    /// Of what the form was filled from: a hidden field of that name. 0 when it isn't there.
    std::int64_t edit_version() const;
    void take_form(Form form) { form_ = std::move(form); }
    /// htmx asks: it takes what it needs out of the page.
    bool is_lively() const { return request_.header("HX-Request").has_value(); }

    /// A page in the layout. `title` names nobody: it stands in the window's bar.
    http::Response page(std::string_view view, std::string_view title, boost::json::object model,
                        int status = 200) const;
    /// A page with a form on it: the sheet's questions are added to `model`.
    http::Response ask(std::string_view view, std::string_view title, boost::json::object model,
                       const Sheet& sheet, int status = 200) const;
    /// The sheet comes back with what is wrong: 422.
    http::Response sent_back(std::string_view view, std::string_view title, boost::json::object model,
                             const Sheet& sheet) const;
    /// Somebody else was first: shows what differs and changes nothing: 409. The sheet stays as typed.
    http::Response overtaken(std::string_view view, std::string_view title, boost::json::object model,
                             const Sheet& mine, const Sheet& theirs) const;
    /// After something was done. `said` is shown at the top of the next page; it names nobody.
    http::Response see_other(std::string_view path, std::string_view said = {}) const;
    http::Response not_found() const;
    http::Response forbidden() const;
    /// For what the store answered: 404, 409 or 503 in words.
    http::Response failed(const Error& error) const;
    /// One message on a page of its own.
    http::Response message(int status, std::string_view title, std::string_view text) const;

    /// Changes something, and puts on record who did it by which right, in the same transaction. `work`
    /// returns something that is false when nothing was done (bool, optional, Result); then nothing is on
    /// record.
    template <typename Work>
    auto act(std::string_view what, std::string_view subject, Work work) const
        -> Task<Result<std::invoke_result_t<Work&, storage::Transaction&>>>;
    staff::Act act_named(std::string_view what) const { return {who_.account.id, right_, std::string{what}}; }

    /// What a form of hers carries, so that no other site can send it.
    std::string form_token() const;

private:
    boost::json::object frame(std::string_view title) const;

    const Tools& tools_;
    http::Request request_;
    staff::Signed who_;
    Right right_;
    std::vector<std::string> ids_;
    Form query_, form_;
    Timestamp now_, real_now_;
    std::string said_;
    std::string door_;  ///< what forms carry before anybody is signed in
    bool is_door_new_ = false;
};

template <typename Work>
auto Visit::act(std::string_view what, std::string_view subject, Work work) const
    -> Task<Result<std::invoke_result_t<Work&, storage::Transaction&>>> {
    return tools_.database.transact([work = std::move(work), act = act_named(what),
                                     subject = std::string{subject},
                                     now = now_](storage::Transaction& transaction) mutable {
        auto answer = work(transaction);
        if (static_cast<bool>(answer)) staff::record_act(transaction, act, subject, now);
        return answer;
    });
}

/// A link of the navigation: shown to whoever has its right, once a page answers at its path.
struct Place {
    std::string_view label, path;
    Right right;
};
std::span<const Place> places();

}  // namespace offing::console
