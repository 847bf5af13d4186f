#include "gateway/base/log.hpp"

#include <gtest/gtest.h>

#include "gateway/base/ids.hpp"

namespace offing::log {
namespace {

const std::string withheld = "\"a\":\"(withheld)\"";

std::string field(const Field& made) { return made.json(); }

template <typename Value>
concept Loggable = requires(Value value) { Field{"key", value}; };

// Free text has no way in.
static_assert(!Loggable<std::string>);
static_assert(!Loggable<std::string_view>);
static_assert(!Loggable<const char*>);
static_assert(!Loggable<char>);
static_assert(Loggable<int> && Loggable<std::size_t> && Loggable<bool> && Loggable<Word> && Loggable<Id>);

TEST(Log, IsALineOfJson) {
    EXPECT_EQ(
        spell(Level::info, "http.listening",
              {{"listener", Word{"public"}},
               {"port", 8080},
               {"tls", false},
               {"took", std::chrono::milliseconds{12}},
               {"file", std::filesystem::path{"/etc/a\"b"}}}),
        R"("level":"info","event":"http.listening","listener":"public","port":8080,"tls":false,"took":12,)"
        R"("file":"/etc/a\"b"})");
}

TEST(Log, WithholdsWhatIsNoWordOfOurs) {
    EXPECT_EQ(field({"a", Word{"not_sent"}}), R"("a":"not_sent")");
    for (const char* other :
         {"can't do tues", "Amy", "07700900123", "447700900123", "", "a\nb", "x77009001"}) {
        EXPECT_EQ(field({"a", Word{other}}), withheld) << other;
    }
}

TEST(Log, WithholdsNumbersAsLongAsATelephones) {
    EXPECT_EQ(field({"a", 65535}), R"("a":65535)");
    EXPECT_EQ(field({"a", std::size_t{100'000'000}}), R"("a":100000000)");
    EXPECT_EQ(field({"a", 447'700'900'123L}), withheld);
    EXPECT_EQ(field({"a", 7'700'900'123L}), withheld);
    EXPECT_EQ(field({"a", -7'700'900'123L}), withheld);
    EXPECT_EQ(field({"a", 7'700'900'123.0}), withheld);
}

TEST(Log, KnowsAnIdByItsShape) {
    const std::string id = new_id(Timestamp{std::chrono::milliseconds{1'790'000'000'000}});
    EXPECT_EQ(field({"a", Id{id}}), "\"a\":\"" + id + "\"");
    EXPECT_EQ(field({"a", Id{"k3v9qx-17"}}), R"("a":"k3v9qx-17")");
    for (const char* other : {"+447700900123", "07700900123", "hello there", "k3v9qx-17a"}) {
        EXPECT_EQ(field({"a", Id{other}}), withheld) << other;
    }
}

TEST(Log, TakesANumberOutOfAnErrorThatBrokeItsPromise) {
    const auto said = [](const char* what) { return field(Error{Error::Kind::io, what}); };
    EXPECT_EQ(said("the public listener can't use port 8080"),
              R"("error":"io","what":"the public listener can't use port 8080")");
    EXPECT_EQ(said("to +447700900123 failed").find("7700900123"), std::string::npos);
    EXPECT_EQ(said("to 07700 900 123 failed").find("900"), std::string::npos);
}

}  // namespace
}  // namespace offing::log
