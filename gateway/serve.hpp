// `offing serve`: the only subcommand that needs the whole daemon, so it lives beside it.

#pragma once

#include <CLI/CLI.hpp>

namespace offing {

void add_serve(CLI::App& app);

}  // namespace offing
