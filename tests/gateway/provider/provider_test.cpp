#include "gateway/provider/provider.hpp"

#include <gtest/gtest.h>

namespace offing::provider {
namespace {

constexpr Delivery all[] = {Delivery::submitted,      Delivery::sent,     Delivery::unknown,
                            Delivery::failed_for_now, Delivery::failed,   Delivery::expired,
                            Delivery::delivered,      Delivery::opted_out};

TEST(Delivery, IsReadAsItIsSpelt) {
    for (const Delivery delivery : all) EXPECT_EQ(parse_delivery(spell(delivery)), delivery);
    EXPECT_FALSE(parse_delivery(""));
    EXPECT_FALSE(parse_delivery("Delivered"));
}

TEST(Delivery, RanksAsTheTableOfProvidersSays) {
    const int expected[] = {1, 2, 2, 3, 3, 3, 4, 4};
    for (std::size_t at = 0; at < std::size(all); ++at) EXPECT_EQ(rank_of(all[at]), expected[at]) << at;
}

}  // namespace
}  // namespace offing::provider
