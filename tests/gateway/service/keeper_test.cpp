// The diary's view of the store, when another daemon writes to it and when nobody does.

#include <gtest/gtest.h>

#include "gateway/ledger/places.hpp"
#include "gateway/storage/bookings.hpp"
#include "tests/support/rig.hpp"

namespace offing::service {
namespace {

using Use = scheduler::Availability::Use;
using support::Rig;

constexpr std::string_view her = "+447700900123";

class Keeping : public ::testing::TestWithParam<const char*> {
protected:
    Rig rig{GetParam()};

    std::string digest() { return rig.diary->sight(rig.clock.now()).digest; }
    std::string digest_of_store() {
        const auto first = rig.diary->sight(rig.clock.now()).first;
        return rig.database
            ->transact_now([&](storage::Transaction& transaction) {
                std::vector<std::pair<scheduler::PlaceKey, Use>> used;
                for (const auto& [key, held, until] :
                     storage::taken_places(transaction, first, rig.clock.now()))
                    used.emplace_back(key, held ? Use::held : Use::booked);
                return ledger::digest_of(used, first);
            })
            .value();
    }
};

TEST_P(Keeping, TellsFromTheStoreThatTheViewHoldsWhatItHolds) {
    rig.add_woman(her);
    EXPECT_EQ(digest(), digest_of_store());
    rig.say(her, "can i come thurs");
    EXPECT_EQ(digest(), digest_of_store()) << "places on hold";
    rig.say(her, "1");
    EXPECT_EQ(digest(), digest_of_store()) << "one booked, the others let go";
    const std::string before = digest();
    rig.run(rig.keeper.refresh_diary());
    EXPECT_EQ(digest(), before);
}

TEST_P(Keeping, SeesWhatAnotherDaemonDid) {
    rig.add_woman(her);
    rig.say(her, "can i come thurs");
    rig.say(her, "1");
    const std::string booked = digest();
    ASSERT_TRUE(rig.database->transact_now([](storage::Transaction& transaction) {
        transaction.run("UPDATE booking SET status = 'freed'");
        transaction.run("DELETE FROM place");
        return true;
    }));
    rig.run(rig.keeper.refresh_diary());
    EXPECT_NE(digest(), booked);
    EXPECT_EQ(digest(), digest_of_store());
}

INSTANTIATE_TEST_SUITE_P(Stores, Keeping, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return std::string{info.param}; });

}  // namespace
}  // namespace offing::service
