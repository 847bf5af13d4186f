#include "gateway/cli/give_up.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace offing::cli {

void give_up(std::string_view command, std::string_view why) {
    std::cerr << "offing " << command << ": " << why << '\n';
    throw CLI::RuntimeError(1);
}

}  // namespace offing::cli
