#include "gateway/storage/staff.hpp"

#include "gateway/storage/columns.hpp"

namespace offing::storage {

namespace {

#define OFFING_STAFF_COLUMNS                                                                                \
    "id, account, name, roles, worker, password, password_until, code_secret_enc, code_used, version FROM " \
    "staff "

StaffAccount staff_from(const Row& row) {
    StaffAccount staff{.id = row.text(0),
                       .account = row.text(1),
                       .name = row.text(2),
                       .roles = row.text(3),
                       .worker = row.maybe_text(4),
                       .password = row.text(5),
                       .password_until = std::nullopt,
                       .code_secret_sealed = row.is_null(7) ? Bytes{} : row.bytes(7),
                       .code_used = row.integer(8),
                       .version = row.integer(9)};
    if (const auto until = row.maybe_integer(6)) staff.password_until = timestamp(*until);
    return staff;
}

std::optional<StaffAccount> first_of(const Rows& rows) {
    if (rows.empty()) return std::nullopt;
    return staff_from(rows.front());
}

Value text_or_null(const std::optional<std::string>& text) { return text ? Value{*text} : Value{}; }
Value time_or_null(const std::optional<Timestamp>& time) { return time ? Value{millis(*time)} : Value{}; }

}  // namespace

std::optional<StaffAccount> find_staff(Transaction& transaction, std::string_view id) {
    return first_of(transaction.run("SELECT " OFFING_STAFF_COLUMNS "WHERE id = $1 AND removed_at IS NULL",
                                    {std::string{id}}));
}

std::optional<StaffAccount> find_staff_by_account(Transaction& transaction, std::string_view account) {
    return first_of(transaction.run(
        "SELECT " OFFING_STAFF_COLUMNS "WHERE account = $1 AND removed_at IS NULL", {std::string{account}}));
}

std::vector<StaffAccount> all_staff(Transaction& transaction, int most) {
    std::vector<StaffAccount> all;
    for (const Row& row :
         transaction.run("SELECT " OFFING_STAFF_COLUMNS "WHERE removed_at IS NULL ORDER BY name, id LIMIT $1",
                         {std::int64_t{most}}))
        all.push_back(staff_from(row));
    return all;
}

bool add_staff(Transaction& transaction, const StaffAccount& staff, Timestamp now) {
    if (find_staff_by_account(transaction, staff.account)) return false;
    transaction.run(
        "INSERT INTO staff (id, account, name, roles, worker, password, password_until, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {staff.id, staff.account, staff.name, staff.roles, text_or_null(staff.worker), staff.password,
         time_or_null(staff.password_until), millis(now)});
    return true;
}

bool change_staff(Transaction& transaction, const StaffAccount& staff) {
    return !transaction
                .run(
                    "UPDATE staff SET name = $3, roles = $4, worker = $5, version = version + 1 "
                    "WHERE id = $1 AND version = $2 AND removed_at IS NULL RETURNING id",
                    {staff.id, staff.version, staff.name, staff.roles, text_or_null(staff.worker)})
                .empty();
}

bool remove_staff(Transaction& transaction, std::string_view id, Timestamp now) {
    set_code_secret(transaction, id, {}, {});
    return !transaction
                .run(
                    "UPDATE staff SET removed_at = $2, password = '' WHERE id = $1 AND removed_at IS NULL "
                    "RETURNING id",
                    {std::string{id}, millis(now)})
                .empty();
}

void set_staff_password(Transaction& transaction, std::string_view id, std::string_view password,
                        std::optional<Timestamp> until) {
    transaction.run(
        "UPDATE staff SET password = $2, password_until = $3, version = version + 1 WHERE id = $1",
        {std::string{id}, std::string{password}, time_or_null(until)});
}

void set_code_secret(Transaction& transaction, std::string_view id, const Bytes& sealed,
                     const std::vector<Bytes>& recovery_lookups) {
    transaction.run(
        "UPDATE staff SET code_secret_enc = $2, code_used = 0, version = version + 1 WHERE id = $1",
        {std::string{id}, sealed.empty() ? Value{} : Value{sealed}});
    transaction.run("DELETE FROM staff_recovery WHERE staff = $1", {std::string{id}});
    for (const Bytes& lookup : recovery_lookups)
        transaction.run("INSERT INTO staff_recovery (staff, code_lookup) VALUES ($1, $2)",
                        {std::string{id}, lookup});
}

bool use_code_step(Transaction& transaction, std::string_view id, std::int64_t step) {
    return !transaction
                .run("UPDATE staff SET code_used = $2 WHERE id = $1 AND code_used < $2 RETURNING id",
                     {std::string{id}, step})
                .empty();
}

bool use_recovery_code(Transaction& transaction, std::string_view id, const Bytes& lookup) {
    return !transaction
                .run("DELETE FROM staff_recovery WHERE staff = $1 AND code_lookup = $2 RETURNING staff",
                     {std::string{id}, lookup})
                .empty();
}

int recovery_codes_left(Transaction& transaction, std::string_view id) {
    return static_cast<int>(
        transaction.run("SELECT COUNT(*) FROM staff_recovery WHERE staff = $1", {std::string{id}})
            .front()
            .integer(0));
}

}  // namespace offing::storage
