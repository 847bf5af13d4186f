// offing transcript: plays written-down conversations and says where Offing does something else.

#include "gateway/conversation/transcript.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/core.hpp"

namespace offing::cli {

namespace {

struct Options {
    CoreFolders folders;
    std::vector<std::string> files;
};

void run(const Options& options) {
    const Core core = read_core(options.folders, "transcript");
    const conversation::TranscriptDesk desk{core.lexicon, core.catalogue,
                                            core.service ? &*core.service : nullptr};
    int wrong = 0;
    int texts = 0;
    for (const std::string& name : options.files) {
        std::ifstream file{name, std::ios::binary};
        if (!file) {
            std::cerr << name << ": can't be read\n";
            ++wrong;
            continue;
        }
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        const conversation::TranscriptResult result = conversation::play(text, desk);
        texts += result.texts;
        wrong += result.problems.empty() ? 0 : 1;
        for (const auto& problem : result.problems)
            std::cout << name << ':' << problem.line << ": " << problem.what << '\n';
    }
    std::cout << options.files.size() << " transcripts, " << texts << " texts of hers, " << wrong
              << " transcripts that don't hold\n";
    if (wrong > 0) throw CLI::RuntimeError(1);
}

}  // namespace

void add_transcript(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "transcript",
        "Plays conversations that are written down and says where Offing does something else.\n"
        "Example: offing transcript tests/transcripts/*.txt\n\n"
        "How to write one stands in docs/transcripts.md.");
    options->folders.add_to(*command, true);
    command->add_option("files", options->files, "The transcripts")->required();
    command->callback([options] { run(*options); });
}

}  // namespace offing::cli
