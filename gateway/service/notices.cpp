#include "gateway/service/notices.hpp"

#include <algorithm>
#include <array>

#include "gateway/base/ids.hpp"
#include "gateway/conversation/phrase.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/people.hpp"
#include "gateway/service/sealer.hpp"

namespace offing::service {

using namespace std::chrono_literals;

namespace {

constexpr int most_a_week = 2;
constexpr std::array<std::string_view, 4> with_offers{"missed", "worker_away", "session_off", "earlier"};
constexpr std::array<std::string_view, 3> with_menu{"reminder", "reminder_plain", "session_moved"};
constexpr std::array<std::string_view, 4> of_a_change{"worker_away", "session_off", "session_moved",
                                                      "ran_over"};

}  // namespace

std::optional<templates::Text> in_words(const Desk& desk, const storage::Contact& contact,
                                        const conversation::Say& say) {
    auto text = conversation::phrase(say, desk.catalogue, contact.person->language, level_of(contact));
    return text ? std::optional{std::move(*text)} : std::nullopt;
}

void queue_notice(storage::Transaction& transaction, const storage::Contact& contact, const Notice& notice,
                  Timestamp now) {
    const storage::NewOutbound out{.id = new_id(now),
                                   .contact = contact.id,
                                   .offers = notice.offers,
                                   .booking = notice.booking,
                                   .template_id = notice.text.template_id(),
                                   .template_version = notice.text.version(),
                                   .language = notice.text.language(),
                                   .priority = notice.priority,
                                   .unprompted = true,
                                   .body = Sealer::seal(contact.key, notice.text),
                                   .due = notice.due,
                                   .expires = notice.expires};
    storage::queue_text(transaction, out, now);
    ledger::record(transaction, ledger::Kind::text_decided, contact.id,
                   {{"text", out.id},
                    {"template", out.template_id},
                    {"version", out.template_version},
                    {"language", out.language},
                    {"booking", notice.booking.value_or("")},
                    {"due", out.due.time_since_epoch().count()}},
                   now);
}

bool texted_enough(storage::Transaction& transaction, std::string_view contact, Timestamp at) {
    return storage::unprompted_between(transaction, contact, at - 24h, at + 24h) > 0 ||
           storage::unprompted_between(transaction, contact, at - 7 * 24h, at + 24h) >= most_a_week;
}

bool shows_offers(std::string_view template_id) {
    return std::ranges::find(with_offers, template_id) != with_offers.end();
}

bool shows_menu(std::string_view template_id) {
    return std::ranges::find(with_menu, template_id) != with_menu.end();
}

bool must_reach_her(std::string_view template_id) {
    return std::ranges::find(of_a_change, template_id) != of_a_change.end();
}

}  // namespace offing::service
