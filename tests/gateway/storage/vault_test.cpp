#include "gateway/storage/vault.hpp"

#include <gtest/gtest.h>

#include <string>

namespace offing::storage {
namespace {

const std::string master(32, 'm');

Vault vault_of(const std::string& key) { return Vault::make(key).value(); }

TEST(Vault, RefusesAMasterKeyOfAnotherLength) {
    for (const std::size_t length : {0U, 16U, 31U, 33U, 64U}) {
        const auto vault = Vault::make(std::string(length, 'm'));
        ASSERT_FALSE(vault);
        EXPECT_EQ(vault.error().kind, Error::Kind::invalid_setting);
    }
}

TEST(Vault, FindsANumberAgainAndOnlyWithTheSameMasterKey) {
    const Bytes there = vault_of(master).lookup("+447700900123");
    EXPECT_EQ(there.size(), 32U);
    EXPECT_EQ(there, vault_of(master).lookup("+447700900123"));
    EXPECT_NE(there, vault_of(master).lookup("+447700900124"));
    EXPECT_NE(there, vault_of(std::string(32, 'n')).lookup("+447700900123"));
}

TEST(Vault, UnwrapsItsOwnKeysAndNoOthers) {
    const ContactKey key = vault_of(master).new_key();
    const Bytes sealed = key.seal("see you thurs", "body");
    const auto again = vault_of(master).unwrap(key.wrapped());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->open(sealed, "body"), "see you thurs");

    const auto foreign = vault_of(std::string(32, 'n')).unwrap(key.wrapped());
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().kind, Error::Kind::refused);
    EXPECT_FALSE(vault_of(master).unwrap({}));
}

TEST(Vault, WrapsEveryKeyAnew) {
    const Vault vault = vault_of(master);
    EXPECT_NE(vault.new_key().wrapped(), vault.new_key().wrapped());
}

TEST(ContactKey, DoesNotOpenAnotherContactsWords) {
    const Vault vault = vault_of(master);
    const ContactKey hers = vault.new_key();
    const ContactKey another = vault.new_key();
    EXPECT_FALSE(another.open(hers.seal("see you thurs", "body"), "body"));
}

TEST(ContactKey, DoesNotOpenWhatWasMovedToAnotherColumn) {
    const ContactKey key = vault_of(master).new_key();
    EXPECT_FALSE(key.open(key.seal("see you thurs", "body"), "name"));
}

TEST(ContactKey, NoticesEveryChangedBitAndEveryCut) {
    const ContactKey key = vault_of(master).new_key();
    const Bytes sealed = key.seal("ok", "body");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        Bytes changed = sealed;
        changed[i] ^= 1U;
        EXPECT_FALSE(key.open(changed, "body")) << "byte " << i;
        EXPECT_FALSE(
            key.open(Bytes{sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(i)}, "body"));
    }
}

TEST(ContactKey, KeepsEveryByteOfAText) {
    const ContactKey key = vault_of(master).new_key();
    using namespace std::string_literals;
    for (const std::string& text :
         {""s, "\0a\0"s, "\xff\xfe broken"s, std::string(10'000, 'x'), "\u202eabc \U0001F600"s}) {
        EXPECT_EQ(key.open(key.seal(text, "body"), "body"), text);
    }
}

}  // namespace
}  // namespace offing::storage
