#include "gateway/service/test_send.hpp"

#include "gateway/base/ids.hpp"
#include "gateway/provider/number.hpp"
#include "gateway/service/sending.hpp"

namespace offing::service {

namespace {

/// The same whoever reads it over a shoulder.
constexpr std::string_view words = "Test. Please ignore.";

}  // namespace

Task<TestSent> send_test(storage::Database& database, const storage::Vault& vault, const Accounts& accounts,
                         http::Client& client, std::string account, std::string number, Timestamp now) {
    TestSent result;
    const auto found = accounts.find(account);
    if (found == accounts.end()) {
        result.what = TestSent::What::no_such_account;
        co_return result;
    }
    const auto read = provider::read_number(number);
    if (!read || !read->textable) {
        result.what = TestSent::What::refused_number;
        co_return result;
    }
    const std::string e164 = read->e164;
    const auto hers = co_await database.read([&vault, e164](storage::Transaction& transaction) {
        const auto contact = storage::find_by_number(transaction, vault, e164);
        return contact && contact->person;
    });
    if (!hers) {
        result.detail = hers.error().what;
        co_return result;
    }
    if (*hers) {
        result.what = TestSent::What::her_number;
        co_return result;
    }
    const provider::OutboundText text{
        .id = new_id(now), .to = e164, .body = std::string{words}, .valid_for = std::chrono::minutes{10}};
    std::string trouble;
    const auto outcome = co_await post_text(client, found->second, text, now, &trouble);
    result.outcome = word_for(outcome.kind);
    result.provider_id = outcome.provider_id;
    result.detail = trouble.empty() ? outcome.code : trouble;
    if (outcome.kind == provider::SendOutcome::Kind::accepted) result.what = TestSent::What::sent;
    co_return result;
}

}  // namespace offing::service
