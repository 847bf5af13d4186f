#include "gateway/cli/core.hpp"

#include <iostream>

#include "config/service_file.hpp"

namespace offing::cli {

namespace {

std::filesystem::path here_or_installed(const std::string& here, const std::string& installed) {
    std::error_code failed;
    if (std::filesystem::exists(here, failed)) return here;
    return std::filesystem::path{OFFING_INSTALLED_SHARE} / installed;
}

[[noreturn]] void give_up(const std::string& command, const std::string& mistakes) {
    std::cerr << "offing " << command << ":\n" << mistakes;
    throw CLI::RuntimeError(1);
}

}  // namespace

void CoreFolders::add_to(CLI::App& command, bool with_service) {
    lexicon = here_or_installed("gateway/conversation/lexicon", "lexicon");
    messages = here_or_installed("templates/messages", "messages");
    command.add_option("--lexicon", lexicon, "The folder of words")->capture_default_str();
    command.add_option("--messages", messages, "The folder of texts")->capture_default_str();
    if (!with_service) return;
    service = here_or_installed("config/demo/service.toml", "demo/service.toml");
    command.add_option("--service", service, "The service file whose times are offered")
        ->capture_default_str();
}

Core read_core(const CoreFolders& folders, const std::string& command) {
    std::string mistakes;
    auto lexicon = conversation::Lexicon::load(folders.lexicon);
    if (!lexicon)
        for (const std::string& mistake : lexicon.error()) mistakes += mistake + '\n';
    auto catalogue = templates::Catalogue::load(folders.messages.string());
    if (!catalogue)
        for (const templates::Problem& problem : catalogue.error())
            mistakes += templates::spell(problem) + '\n';
    std::optional<scheduler::Service> service;
    if (!folders.service.empty()) {
        auto read = config::load_service(folders.service);
        if (read) {
            service = std::move(read->file.service);
        } else {
            for (const config::Mistake& mistake : read.error()) mistakes += config::spell(mistake) + '\n';
        }
    }
    if (!mistakes.empty()) give_up(command, mistakes);
    catalogue->set_demo(true);
    return {std::move(*lexicon), std::move(*catalogue), std::move(service)};
}

}  // namespace offing::cli
