// The daemon: the only place that names concrete databases, providers and listeners, and puts them together.

#pragma once

#include <memory>

#include "config/settings.hpp"
#include "gateway/base/clock.hpp"

namespace offing {

class App {
public:
    /// Opens and checks everything that a start needs. Throws config::BadConfiguration or std::runtime_error,
    /// saying what is wrong and how to mend it.
    explicit App(config::Settings settings);
    ~App();

    /// Serves until SIGTERM, SIGINT or stop(): then no new request, everything begun is finished, nothing
    /// dropped.
    void run();
    /// From any thread.
    void stop();

    /// In demo mode: who may sign in to the console, in words to print.
    std::string demo_sign_in() const;
    unsigned short public_port() const;
    unsigned short internal_port() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace offing
