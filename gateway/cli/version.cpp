#include <iostream>

#include "gateway/cli/commands.hpp"

namespace offing::cli {

void add_version(CLI::App& app) {
    app.add_subcommand("version", "Says which Offing this is.\nExample: offing version")->callback([] {
        std::cout << "offing " OFFING_VERSION "\n";
    });
}

}  // namespace offing::cli
