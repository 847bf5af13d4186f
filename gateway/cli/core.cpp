#include "gateway/cli/core.hpp"

#include <iostream>

#include "config/service_file.hpp"

namespace offing::cli {

namespace {

/// In the tree at hand, else what is installed beside the program or where it was configured to be, else in
/// the tree the program was built from: so that a command works from any folder.
std::filesystem::path find_folder(const std::string& in_tree, const std::string& installed) {
    std::error_code failed;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
    std::filesystem::path configured = std::filesystem::path{OFFING_INSTALLED_SHARE} / installed;
    for (const auto& path :
         {std::filesystem::path{in_tree}, program.parent_path() / "share/offing" / installed, configured,
          std::filesystem::path{OFFING_BUILT_FROM} / in_tree})
        if (std::filesystem::exists(path, failed)) return path;
    return configured;
}

[[noreturn]] void give_up(const std::string& command, const std::string& mistakes) {
    std::cerr << "offing " << command << ":\n" << mistakes;
    throw CLI::RuntimeError(1);
}

}  // namespace

void CoreFolders::add_to(CLI::App& command, bool with_service) {
    lexicon = find_folder("gateway/conversation/lexicon", "lexicon");
    messages = find_folder("templates/messages", "messages");
    command.add_option("--lexicon", lexicon, "The folder of words")->capture_default_str();
    command.add_option("--messages", messages, "The folder of texts")->capture_default_str();
    if (!with_service) return;
    service = find_folder("config/demo/service.toml", "demo/service.toml");
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
