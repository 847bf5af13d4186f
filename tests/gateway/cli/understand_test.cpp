// `offing understand` as one of its readers would run it: a question a line in, an answer a line out.

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>
#include <sstream>

#include "gateway/cli/commands.hpp"
#include "tests/gateway/cli/command_line.hpp"

namespace offing::cli {
namespace {

namespace json = boost::json;

json::object understood(const std::string& question, std::vector<std::string> options = {}) {
    std::ios::sync_with_stdio(false);  // it gives std::cin its first buffer back, so before ours
    std::istringstream in{question + "\n"};
    auto* const before = std::cin.rdbuf(in.rdbuf());
    const std::string root{OFFING_ROOT};
    std::vector<std::string> words{"understand", "--jsonl",
                                   "--lexicon",  root + "/gateway/conversation/lexicon",
                                   "--messages", root + "/templates/messages",
                                   "--service",  root + "/config/demo/service.toml"};
    words.insert(words.end(), options.begin(), options.end());
    const Ran ran = run_command(add_understand, words);
    std::cin.rdbuf(before);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return json::parse(ran.out).as_object();
}

std::string reply_to(const std::string& question, std::vector<std::string> options = {}) {
    const auto answer = understood(question, std::move(options));
    return answer.at("reply").is_string() ? std::string{answer.at("reply").as_string()} : "(none)";
}

TEST(Understand, AnswersWithTheWordsSheWouldBeSent) {
    const auto answer = understood(
        R"({"id":"q1","now":"2026-03-17T10:00","text":"can i come thurs","context":{"known":true}})");
    EXPECT_EQ(answer.at("id").as_string(), "q1");
    const std::string reply{answer.at("reply").as_string()};
    EXPECT_NE(reply.find("Thu 19 Mar"), std::string::npos) << reply;
    EXPECT_NE(reply.find("\n1 "), std::string::npos) << reply;
}

TEST(Understand, RepeatsTheTimeSheTook) {
    const std::string reply =
        reply_to(R"({"now":"2026-03-17T10:00","text":"2","context":{"known":true,"offered":[)"
                 R"({"n":1,"start":"2026-03-19T09:30"},{"n":2,"start":"2026-03-20T11:00"}],)"
                 R"("last_sent":{"type":"offer","at":"2026-03-17T09:59"}}})");
    EXPECT_NE(reply.find("Fri 20 Mar"), std::string::npos) << reply;
}

TEST(Understand, SaysLessAboutHerTimeWhenTextsAreToBeDiscreet) {
    const std::string question =
        R"({"now":"2026-03-17T10:00","text":"can i come thurs","context":{"known":true}})";
    EXPECT_NE(reply_to(question, {"--level", "0"}), reply_to(question, {"--level", "2"}));
}

TEST(Understand, SaysNothingWhereNothingWouldBeSent) {
    const auto answer =
        understood(R"({"now":"2026-03-17T10:00","text":"stop","context":{"known":true,"texts":"off"}})");
    EXPECT_TRUE(answer.at("reply").is_null()) << json::serialize(answer);
}

}  // namespace
}  // namespace offing::cli
