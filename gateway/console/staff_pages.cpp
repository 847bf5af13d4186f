// Accounts of staff: who may sign in, and what for.

#include "gateway/console/password_work.hpp"
#include "gateway/console/visit.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/staff/password.hpp"

namespace offing::console {

namespace json = boost::json;
using http::Response;
using storage::StaffAccount;
using storage::Transaction;
using Kind = Question::Kind;

namespace {

constexpr std::size_t longest_name = 80;

std::vector<Choice> role_choices() {
    static const std::map<staff::Role, std::string_view> hints{
        {staff::Role::front_desk, "Sees who is expected today and marks who came"},
        {staff::Role::worker, "Also answers what needs a person and keeps women's times"},
        {staff::Role::manager, "Also clinics, wording, merging and erasing"},
        {staff::Role::wording_panel, "Reviews the texts"},
        {staff::Role::auditor, "Reads the ledger and its reports; sees no woman"},
        {staff::Role::administrator, "Accounts, providers and health; sees no woman"}};
    std::vector<Choice> choices;
    for (const staff::Role role : staff::all_roles())
        choices.push_back({std::string{staff::spell(role)}, std::string{staff::name_of(role)},
                           std::string{hints.at(role)}});
    return choices;
}

Sheet staff_sheet(const Tools& tools) {
    const auto service = tools.desk.diary.service();
    std::vector<Choice> workers{{"", "Nobody of the diary"}};
    for (const auto& worker : service->workers) workers.push_back({worker.id, worker.first_name});
    return Sheet{{{.kind = Kind::text,
                   .name = "name",
                   .label = "Name",
                   .hint = "As colleagues know her or him",
                   .width = 20},
                  {.kind = Kind::text,
                   .name = "account",
                   .label = "Account name",
                   .hint = "Small letters, digits, dots and dashes, for example sam.okoye",
                   .width = 20},
                  {.kind = Kind::checkboxes, .name = "roles", .label = "Roles", .choices = role_choices()},
                  {.kind = Kind::select,
                   .name = "worker",
                   .label = "In the diary as",
                   .choices = std::move(workers)}}};
}

Sheet filled(const Tools& tools, const StaffAccount& account) {
    Sheet sheet = staff_sheet(tools);
    std::vector<std::string> roles;
    for (const staff::Role role : staff::Roles::parse(account.roles).list())
        roles.emplace_back(staff::spell(role));
    return sheet.fill("name", account.name)
        .fill("account", account.account)
        .fill("roles", std::move(roles))
        .fill("worker", account.worker.value_or(""));
}

staff::NewStaff checked(Sheet& sheet) {
    staff::NewStaff wanted;
    wanted.name = sheet.required("name", "Enter a name");
    if (wanted.name.size() > longest_name) sheet.refuse("name", "A name has at most 80 letters.");
    std::vector<staff::Role> roles;
    for (const std::string& role : sheet.all("roles"))
        if (const auto known = staff::parse_role(role)) roles.push_back(*known);
    if (roles.empty()) sheet.refuse("roles", "Choose at least one role");
    wanted.roles = staff::Roles{roles};
    const std::string worker = sheet.chosen("worker", "Choose somebody of the diary, or nobody");
    if (!worker.empty()) wanted.worker = worker;
    return wanted;
}

json::object form_model(std::string_view heading, std::string_view action, const StaffAccount* account) {
    return {{"heading", heading},
            {"action", action},
            {"is_new", account == nullptr},
            {"id", account == nullptr ? "" : account->id},
            {"version", account == nullptr ? 0 : account->version}};
}

Response form_page(const Visit& visit, json::object model, const Sheet& sheet) {
    return visit.ask("staff_form", "Staff", std::move(model), sheet);
}

std::string_view state_of(const StaffAccount& account, Timestamp now) {
    if (account.password_until)
        return *account.password_until > now ? "Was given a password" : "Password ran out";
    return account.code_secret_sealed.empty() ? "Password" : "Password and one-time codes";
}

Task<Response> list(const Tools& tools, Visit& visit) {
    const auto all = co_await tools.database.read(
        [](Transaction& transaction) { return storage::all_staff(transaction, staff::most_staff); });
    if (!all) co_return visit.failed(all.error());
    json::array rows;
    for (const StaffAccount& account : *all) {
        std::string roles;
        for (const staff::Role role : staff::Roles::parse(account.roles).list())
            roles.append(roles.empty() ? "" : ", ").append(staff::name_of(role));
        rows.push_back(json::object{{"id", account.id},
                                    {"name", account.name},
                                    {"account", account.account},
                                    {"roles", roles},
                                    {"state", state_of(account, visit.real_now())}});
    }
    co_return visit.page("staff_list", "Staff", {{"staff", std::move(rows)}});
}

Task<Response> show_new(const Tools& tools, Visit& visit) {
    co_return form_page(visit, form_model("Add somebody", "/staff/new", nullptr), staff_sheet(tools));
}

Response given_page(const Visit& visit, std::string_view who, std::string_view account,
                    const std::string& password) {
    return visit.page("staff_given", "A password to give",
                      {{"who", who}, {"account", account}, {"password", password}});
}

Task<Response> add(const Tools& tools, Visit& visit) {
    Sheet sheet = staff_sheet(tools);
    staff::NewStaff wanted = checked(sheet.read(visit.form()));
    wanted.account = sheet.required("account", "Enter an account name");
    if (const auto problem = staff::account_problem(wanted.account)) sheet.refuse("account", *problem);
    const json::object model = form_model("Add somebody", "/staff/new", nullptr);
    if (!sheet.is_sound()) co_return visit.sent_back("staff_form", "Staff", model, sheet);
    const std::string password = staff::make_password();
    auto hash = co_await tools.passwords->hash(password);
    if (!hash) co_return visit.message(503, "Try again", "Too many people are signing in at this moment.");
    const auto added = co_await visit.act(
        "staff_added", "",
        [wanted, hash = std::move(*hash), now = visit.real_now()](Transaction& transaction) {
            return staff::add(transaction, wanted, hash, now);
        });
    if (!added) co_return visit.failed(added.error());
    if (!*added) {
        sheet.refuse("account", "Somebody has that account name already. Choose another.");
        co_return visit.sent_back("staff_form", "Staff", model, sheet);
    }
    co_return given_page(visit, wanted.name, wanted.account, password);
}

Task<Result<std::optional<StaffAccount>>> find(const Tools& tools, std::string id) {
    co_return co_await tools.database.read(
        [id = std::move(id)](Transaction& transaction) { return storage::find_staff(transaction, id); });
}

Task<Response> show_one(const Tools& tools, Visit& visit) {
    const auto account = co_await find(tools, visit.id());
    if (!account) co_return visit.failed(account.error());
    if (!*account) co_return visit.not_found();
    co_return form_page(visit, form_model((*account)->name, "/staff/" + visit.id(), &**account),
                        filled(tools, **account));
}

struct Changed {
    enum class How { done, overtaken, last_administrator } how = How::done;
    explicit operator bool() const { return how == How::done; }
};

Task<Response> change(const Tools& tools, Visit& visit) {
    const auto stored = co_await find(tools, visit.id());
    if (!stored) co_return visit.failed(stored.error());
    if (!*stored) co_return visit.not_found();
    Sheet sheet = staff_sheet(tools);
    const staff::NewStaff wanted = checked(sheet.read(visit.form()).fill("account", (*stored)->account));
    const json::object model = form_model((*stored)->name, "/staff/" + visit.id(), &**stored);
    if (!sheet.is_sound()) co_return visit.sent_back("staff_form", "Staff", model, sheet);
    StaffAccount account = **stored;
    account.version = visit.edit_version();
    account.name = wanted.name;
    account.roles = wanted.roles.spelled();
    account.worker = wanted.worker;
    const auto done = co_await visit.act("staff_changed", "", [account](Transaction& transaction) {
        const bool stays = staff::Roles::parse(account.roles).has(staff::Role::administrator);
        if (!stays && staff::is_last_administrator(transaction, account.id))
            return Changed{Changed::How::last_administrator};
        return Changed{storage::change_staff(transaction, account) ? Changed::How::done
                                                                   : Changed::How::overtaken};
    });
    if (!done) co_return visit.failed(done.error());
    if (done->how == Changed::How::last_administrator) {
        sheet.refuse("roles", "This is the only administrator. Make somebody else one first.");
        co_return visit.sent_back("staff_form", "Staff", model, sheet);
    }
    if (done->how == Changed::How::overtaken)
        co_return visit.overtaken("staff_form", "Staff", model, sheet, filled(tools, **stored));
    co_return visit.see_other("/staff", "Saved.");
}

Task<Response> reset(const Tools& tools, Visit& visit) {
    const auto account = co_await find(tools, visit.id());
    if (!account) co_return visit.failed(account.error());
    if (!*account) co_return visit.not_found();
    const std::string password = staff::make_password();
    auto hash = co_await tools.passwords->hash(password);
    if (!hash) co_return visit.message(503, "Try again", "Too many people are signing in at this moment.");
    const auto done = co_await visit.act(
        "staff_password_reset", "",
        [id = visit.id(), hash = std::move(*hash), now = visit.real_now()](Transaction& transaction) {
            if (!storage::find_staff(transaction, id)) return false;
            staff::reset(transaction, id, hash, now);
            return true;
        });
    if (!done) co_return visit.failed(done.error());
    if (!*done) co_return visit.not_found();
    co_return given_page(visit, (*account)->name, (*account)->account, password);
}

Task<Response> remove(const Tools&, Visit& visit) {
    if (visit.id() == visit.who().account.id)
        co_return visit.message(409, "That is your own account", "Somebody else has to remove it.");
    const auto done = co_await visit.act(
        "staff_removed", "", [id = visit.id(), now = visit.real_now()](Transaction& transaction) {
            return !staff::is_last_administrator(transaction, id) && staff::remove(transaction, id, now);
        });
    if (!done) co_return visit.failed(done.error());
    if (!*done) co_return visit.not_found();
    co_return visit.see_other("/staff", "The account is removed. What was done with it stays on record.");
}

}  // namespace

std::span<const Route> staff_routes() {
    static constexpr Route routes[] = {{"GET", "/staff", Right::manage_staff, list},
                                       {"GET", "/staff/new", Right::manage_staff, show_new},
                                       {"POST", "/staff/new", Right::manage_staff, add},
                                       {"GET", "/staff/:id", Right::manage_staff, show_one},
                                       {"POST", "/staff/:id", Right::manage_staff, change},
                                       {"POST", "/staff/:id/reset", Right::manage_staff, reset},
                                       {"POST", "/staff/:id/remove", Right::manage_staff, remove}};
    return routes;
}

}  // namespace offing::console
