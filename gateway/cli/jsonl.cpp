#include "gateway/cli/jsonl.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <string>

namespace offing::cli {

namespace {

namespace json = boost::json;

constexpr std::size_t longest_line = 1 << 20;

json::object answer_line(const std::string& line,
                         const std::function<json::object(const json::object&)>& answer) {
    if (line.size() > longest_line) return {{"error", "the line is longer than 1 MiB"}};
    boost::system::error_code failed;
    const json::value value = json::parse(line, failed);
    if (failed || !value.is_object()) return {{"error", "the line is not a JSON object"}};
    const json::object& question = value.get_object();
    json::object said;
    try {
        said = answer(question);
    } catch (const std::exception& error) {
        said = {{"error", error.what()}};
    }
    if (const json::value* id = question.if_contains("id")) said["id"] = *id;
    return said;
}

}  // namespace

void each_line(const std::function<json::object(const json::object&)>& answer) {
    std::ios::sync_with_stdio(false);
    std::string line;
    while (std::getline(std::cin, line)) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        std::cout << json::serialize(answer_line(line, answer)) << '\n';
        if (std::cin.rdbuf()->in_avail() <= 0) std::cout.flush();
    }
    std::cout.flush();
}

}  // namespace offing::cli
