// The example of the settings speaks of every provider, in sections that work once their secrets are there.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "gateway/cli/findings.hpp"
#include "gateway/provider/registry.hpp"
#include "tests/config/scratch_folder.hpp"

namespace offing::cli {
namespace {

// Made for this test with: openssl genrsa 2048. Opens nothing.
std::string made_key(const std::filesystem::path& folder) {
    const auto file = folder / "vonage.private.key";
    const std::string command = "openssl genrsa -out " + file.string() + " 2048 2>/dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::filesystem::permissions(file, std::filesystem::perms{0600});
    return file.string();
}

/// The example's sections that are commented out, made live.
std::string sections_of_the_example() {
    std::ifstream in{OFFING_ROOT "/config/offing.example.toml"};
    std::string line, text;
    while (std::getline(in, line) && !line.starts_with("# The other companies")) continue;
    while (std::getline(in, line))
        if (line.starts_with("#   ")) text += line.substr(4) + "\n";
    return text;
}

TEST(Example, HasASectionForEveryProviderThatWorks) {
    ScratchFolder folder;
    made_key(folder.path());
    folder.write("master.key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    folder.write("vonage.secret", "signature-secret-for-tests");
    folder.write("notify.token", "callback-token-for-tests");
    folder.write("notify.api_key",
                 "key-00000000-0000-0000-0000-000000000000-00000000-0000-0000-0000-000000000000");
    folder.write("kannel.secret", "long-secret-for-tests");
    folder.write("kannel.password", "password-for-tests");
    folder.write("bridge.secret", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    const auto file = folder.write("offing.toml", R"(templates_folder = "."
lexicon_folder = "."
master_key_file = "master.key"
[on_call]
cover = "now"
routes = ["console"]
)" + sections_of_the_example());
    const config::Settings settings = config::load_settings(file);
    for (const Finding& each : check_providers(settings))
        EXPECT_EQ(each.level, Finding::Level::well) << each.what << " -> " << each.mend;
    std::vector<std::string> kinds{"simulator",
                                   "twilio"};  // one is for demos, the other is the example's own
    for (const auto& provider : settings.providers) kinds.push_back(provider.kind);
    const auto known = provider::provider_kinds();
    EXPECT_THAT(kinds,
                testing::UnorderedElementsAreArray(std::vector<std::string>(known.begin(), known.end())));
}

}  // namespace
}  // namespace offing::cli
