#include "gateway/base/ids.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <thread>
#include <vector>

namespace offing {
namespace {

using namespace std::chrono_literals;

// The example of the ULID specification: 1469918176385 ms is 01ARYZ6S41.
TEST(Ids, BeginWithTheClockInUlidSpelling) {
    const std::string id = new_id(Timestamp{1469918176385ms});
    EXPECT_EQ(id.size(), 26u);
    EXPECT_EQ(id.substr(0, 10), "01aryz6s41");
    EXPECT_EQ(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz"), std::string::npos);
}

TEST(Ids, SortByTime) {
    EXPECT_LT(new_id(Timestamp{1'700'000'000'000ms}), new_id(Timestamp{1'700'000'000'001ms}));
}

TEST(Ids, NeverRepeatOnAnyThread) {
    constexpr std::size_t threads = 4, each = 20'000;
    std::vector<std::vector<std::string>> made(threads);
    {
        std::vector<std::jthread> running;
        running.reserve(threads);
        for (auto& mine : made)
            running.emplace_back([&mine] {
                for (std::size_t i = 0; i < each; ++i) mine.push_back(new_id(Timestamp{1ms}));
            });
    }
    std::set<std::string> all;
    for (const auto& mine : made) all.insert(mine.begin(), mine.end());
    EXPECT_EQ(all.size(), threads * each);
}

TEST(Ids, AForkedChildDoesNotRepeatItsParent) {
    new_id(Timestamp{1ms});
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const std::string id = new_id(Timestamp{1ms});
        _exit(write(ends[1], id.data(), id.size()) == 26 ? 0 : 1);
    }
    std::string theirs(26, ' ');
    EXPECT_EQ(read(ends[0], theirs.data(), theirs.size()), 26);
    waitpid(child, nullptr, 0);
    close(ends[0]);
    close(ends[1]);
    EXPECT_NE(theirs, new_id(Timestamp{1ms}));
}

TEST(Ids, UseEveryCharacterInEveryRandomPlace) {
    std::vector<std::set<char>> seen(16);
    for (int i = 0; i < 5'000; ++i) {
        const std::string id = new_id(Timestamp{1ms});
        for (std::size_t at = 0; at < 16; ++at) seen[at].insert(id[at + 10]);
    }
    for (const auto& characters : seen) EXPECT_EQ(characters.size(), 32u);
}

}  // namespace
}  // namespace offing
