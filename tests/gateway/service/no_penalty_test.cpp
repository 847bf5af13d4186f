// Missed, late, moved and given-up times change no offer of anyone, nor her place in any line: made-up
// histories on both stores, and every answer the same before and after.

#include <gtest/gtest.h>

#include <random>

#include "gateway/service/people.hpp"
#include "gateway/storage/freed_places.hpp"
#include "tests/gateway/service/diary_hand.hpp"

namespace offing::service {
namespace {

using support::Rig;
using namespace std::chrono_literals;

constexpr int women = 6;
constexpr int histories = 40;

class NoPenalty : public ::testing::TestWithParam<const char*> {
protected:
    Rig rig{GetParam()};
    std::mt19937 random{20261118};
    std::vector<std::string> contacts;

    void add_women() {
        for (int woman = 0; woman < women; ++woman) {
            contacts.push_back(
                rig.add_woman("+44770090015" + std::to_string(woman), [&](storage::Person& person) {
                    person.waiting_since -= std::chrono::hours{24 * (woman * 5 % women)};
                    person.travel = std::chrono::minutes{5 * woman};
                    if (woman % 2 == 0) person.usual_worker = "jo";
                }));
            book(rig,
                 booking_at(rig, contacts.back(), "one-to-one-mornings",
                            "2026-12-" + std::string{woman < 3 ? "09" : "10"} + "T" +
                                std::array{"09:30", "10:30", "11:30"}.at(static_cast<std::size_t>(woman % 3)),
                            "jo", 0));
        }
    }

    /// One thing that elsewhere would be held against her.
    void live_a_little(const std::string& contact) {
        const auto statuses = std::array{storage::BookingStatus::missed, storage::BookingStatus::freed,
                                         storage::BookingStatus::moved, storage::BookingStatus::arrived};
        const auto day = std::chrono::days{1 + static_cast<int>(random() % 60)};
        const Timestamp starts = rig.clock.now() - day;
        in_store(rig, [&](storage::Transaction& transaction) {
            storage::Booking past{.id = new_id(rig.clock.now()),
                                  .contact = contact,
                                  .key = {"one-to-one-mornings", scheduler::date_of(rig.now()) - day,
                                          static_cast<int>(random() % 20'000)},
                                  .starts = to_minutes(starts),
                                  .ends = to_minutes(starts) + 45min,
                                  .worker = random() % 2 == 0 ? "jo" : "sam"};
            storage::add_booking(transaction, past, starts - 24h);
            storage::note_eta(transaction, past.id, starts + std::chrono::minutes{random() % 90});
            storage::close_booking(transaction, past.id, statuses.at(random() % statuses.size()));
            return true;
        });
    }

    std::string all_answers() {
        return in_store(rig, [&](storage::Transaction& transaction) {
            std::string all;
            for (const auto& id : contacts) {
                const auto contact = storage::find_contact(transaction, rig.vault, id);
                const auto ahead = storage::bookings_ahead(transaction, id, rig.clock.now());
                const auto woman = preferences_of(*contact->person, *rig.diary->service(), ahead, {});
                for (const auto& offer : rig.diary->find(woman, {}, rig.clock.now(), 3, {}).offers) {
                    all +=
                        offer.key.clinic + scheduler::spell(offer.key.date) + std::to_string(offer.key.place);
                    for (const auto reason : offer.reasons) all += scheduler::spell(reason);
                }
                all += '\n';
            }
            for (const auto& id : storage::line_for_freed(transaction, {"phone", {}, 0},
                                                          rig.clock.now() + 24h, rig.clock.now(), 10))
                all += id + '\n';
            return all;
        });
    }
};

TEST_P(NoPenalty, NoHistoryChangesAnOfferOrAPlaceInLine) {
    add_women();
    const std::string before = all_answers();
    ASSERT_NE(before.find("one-to-one-mornings"), std::string::npos);
    for (int more = 0; more < histories; ++more) {
        live_a_little(contacts.at(random() % contacts.size()));
        ASSERT_EQ(all_answers(), before) << "after " << more + 1;
    }
}

INSTANTIATE_TEST_SUITE_P(Stores, NoPenalty, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return std::string{each.param}; });

}  // namespace
}  // namespace offing::service
