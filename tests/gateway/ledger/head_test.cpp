#include "gateway/ledger/head.hpp"

#include <gtest/gtest.h>

namespace offing::ledger {
namespace {

Head signed_head(const crypto::SigningKey& key) {
    Head head{.key = key.public_key(),
              .number = 7,
              .size = 1234,
              .root = leaf_hash("root"),
              .previous = leaf_hash("previous"),
              .at = Timestamp{std::chrono::milliseconds{1'795'615'380'250}}};
    head.signature = key.sign(signed_text(head));
    return head;
}

TEST(SignedHead, ComesBackFromItsFileAsItWas) {
    const Head head = signed_head(crypto::SigningKey::make());
    const auto read = read_head(write_head(head));
    ASSERT_TRUE(read.has_value()) << read.error().what;
    EXPECT_EQ(write_head(*read), write_head(head));
    EXPECT_EQ(read->at, head.at);
}

TEST(SignedHead, IsRefusedWhenAnyOfItsCharactersIsAnother) {
    const std::string text = write_head(signed_head(crypto::SigningKey::make()));
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        std::string changed = text;
        changed[at] = changed[at] == '1' ? '2' : '1';
        EXPECT_FALSE(read_head(changed).has_value()) << "at " << at;
    }
}

TEST(SignedHead, IsRefusedWhenItIsCutAnywhereOrLonger) {
    const std::string text = write_head(signed_head(crypto::SigningKey::make()));
    for (std::size_t length = 0; length + 1 < text.size(); ++length)
        EXPECT_FALSE(read_head(text.substr(0, length)).has_value()) << length;
    EXPECT_FALSE(read_head(text + "more").has_value());
}

TEST(SignedHead, NamesTheLineThatIsNone) {
    std::string text = write_head(signed_head(crypto::SigningKey::make()));
    text.replace(text.find("\nsize "), 6, "\nseize ");
    const auto read = read_head(text);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().what, "line 4 of the head is not \"size ...\"");
}

TEST(SignedHead, IsNotAnotherLedgers) {
    Head head = signed_head(crypto::SigningKey::make());
    head.key = crypto::SigningKey::make().public_key();
    EXPECT_FALSE(is_signature_right(head));
}

TEST(SigningKey, IsTheSameAgainFromItsSecret) {
    const auto key = crypto::SigningKey::make();
    const auto again = crypto::SigningKey::from_secret(key.secret());
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->public_key(), key.public_key());
    EXPECT_FALSE(crypto::SigningKey::from_secret("too short").has_value());
}

}  // namespace
}  // namespace offing::ledger
