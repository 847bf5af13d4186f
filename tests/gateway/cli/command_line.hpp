// Runs one of offing's commands inside the test, and keeps what it prints.

#pragma once

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace offing::cli {

struct Ran {
    int code = 0;
    std::string out;
    std::string err;
};

/// `add` is the command's own add_...(); `words` what stands after "offing".
template <typename Add>
Ran run_command(Add add, std::vector<std::string> words) {
    CLI::App app{"offing"};
    add(app);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Ran ran;
    std::ranges::reverse(words);  // CLI11 takes them from the back
    try {
        app.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
        ran.code = error.get_exit_code();
    }
    ran.out = testing::internal::GetCapturedStdout();
    ran.err = testing::internal::GetCapturedStderr();
    return ran;
}

}  // namespace offing::cli
