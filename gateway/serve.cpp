#include "gateway/serve.hpp"

#include <iostream>

#include "gateway/app.hpp"
#include "gateway/base/log.hpp"

namespace offing {

namespace {

log::Severity severity_of(std::string_view level) {
    if (level == "trace") return log::Severity::debug;  // there is nothing finer
    for (const auto severity : {log::Severity::debug, log::Severity::info, log::Severity::warn})
        if (log::spell(severity) == level) return severity;
    return log::Severity::error;
}

void serve(const std::string& config) {
    config::Settings settings = config::load_settings(config);
    log::set_level(severity_of(settings.log_level));
    const bool demo = settings.demo;
    App app{std::move(settings)};
    if (demo)
        std::cout << "Offing, demo mode: nothing leaves this machine, and no text in it has been reviewed.\n"
                  << "The console:      http://127.0.0.1:" << app.internal_port() << "/  account "
                  << app.demo_sign_in() << '\n'
                  << "The handset page: http://127.0.0.1:" << app.internal_port() << "/handset\n"
                  << std::flush;
    app.run();
}

}  // namespace

void add_serve(CLI::App& app) {
    auto* command = app.add_subcommand(
        "serve", "Runs the daemon.\nExample: offing serve --config /etc/offing/offing.toml");
    auto config = std::make_shared<std::string>("/etc/offing/offing.toml");
    command->add_option("--config", *config, "The settings file")->capture_default_str();
    command->callback([config] { serve(*config); });
}

}  // namespace offing
