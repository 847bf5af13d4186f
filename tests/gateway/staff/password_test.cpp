#include "gateway/staff/password.hpp"

#include <gtest/gtest.h>

namespace offing::staff {
namespace {

TEST(Password, IsKnownAgainByItsHashAndNoOtherIs) {
    const auto hash = hash_password("sea tide lantern");
    EXPECT_TRUE(hash.starts_with("$argon2id$")) << "with its own salt and cost";
    EXPECT_TRUE(verify_password(hash, "sea tide lantern"));
    EXPECT_FALSE(verify_password(hash, "sea tide lanterns"));
    EXPECT_FALSE(verify_password(hash, ""));
    EXPECT_NE(hash, hash_password("sea tide lantern")) << "salted";
}

TEST(Password, OfNobodyAndOfNoHashIsNeverRight) {
    EXPECT_FALSE(verify_password(nobodys_hash(), ""));
    EXPECT_FALSE(verify_password("", ""));
    EXPECT_FALSE(verify_password("no hash", "no hash"));
}

TEST(Password, ThatSheChoseIsLongAndNotWhatIsTriedFirst) {
    EXPECT_FALSE(password_problem("sea tide lantern", "sam.okoye"));
    EXPECT_TRUE(password_problem("short", "sam.okoye"));
    EXPECT_TRUE(password_problem(std::string(longest_password + 1, 'x'), "sam.okoye"));
    EXPECT_TRUE(password_problem("aaaaaaaaaaaa", "sam.okoye"));
    EXPECT_TRUE(password_problem("password1234", "sam.okoye"));
}

TEST(Password, ThatIsGivenCanBeReadOut) {
    const auto given = make_password();
    EXPECT_NE(given, make_password());
    EXPECT_FALSE(password_problem(given, "sam.okoye"));
    EXPECT_EQ(given.find_first_of("0O1lI"), std::string::npos) << given;
}

}  // namespace
}  // namespace offing::staff
