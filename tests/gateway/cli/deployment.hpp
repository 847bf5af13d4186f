// A deployment in a scratch folder: sound as it is made, broken by the test.

#pragma once

#include <string>

#include "config/settings.hpp"
#include "tests/config/scratch_folder.hpp"

namespace offing::cli {

class Deployment {
public:
    Deployment() {
        folder.write("master.key", zero_key());
        std::filesystem::create_directory(folder.path() / "data");
        std::filesystem::permissions(folder.path() / "data", std::filesystem::perms{0700});
        write_settings("");
    }

    /// 32 bytes of zeros.
    static std::string zero_key() { return "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="; }

    std::string config() const { return (folder.path() / "offing.toml").string(); }
    std::string file(const std::string& name) const { return (folder.path() / name).string(); }

    /// `more` goes to the end of the settings.
    void write_settings(const std::string& more) {
        folder.write("offing.toml", R"(demo = true
data_folder = "data"
templates_folder = ")" OFFING_ROOT R"(/templates/messages"
lexicon_folder = ")" OFFING_ROOT R"(/gateway/conversation/lexicon"
service_file = ")" OFFING_ROOT R"(/config/demo/service.toml"
master_key_file = "master.key"
[on_call]
cover = "now"
routes = ["console"]
[[provider]]
name = "handset"
kind = "simulator"
sender = "+447700900000"
)" + more);
    }
    config::Settings settings() const {
        config::Settings settings = config::load_settings(config());
        settings.public_listener.port = 0;  // any free port
        settings.internal_listener.port = 0;
        return settings;
    }

    ScratchFolder folder;
};

}  // namespace offing::cli
