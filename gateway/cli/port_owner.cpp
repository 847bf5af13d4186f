#include "gateway/cli/port_owner.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <vector>

namespace offing::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view listening = "0A";  // TCP_LISTEN, as proc(5) has it

/// "socket:[12345]" for everything that listens on the port, in one of the kernel's tables.
void add_sockets(const char* table, std::uint16_t port, std::set<std::string>& sockets) {
    std::ifstream in{table};
    std::string line;
    std::getline(in, line);  // the heading
    while (std::getline(in, line)) {
        std::istringstream fields{line};
        std::vector<std::string> words;
        for (std::string word; words.size() < 10 && fields >> word;) words.push_back(word);
        if (words.size() < 10 || words[3] != listening) continue;
        const std::string hex = words[1].substr(words[1].rfind(':') + 1);
        unsigned found = 0;
        std::from_chars(hex.data(), hex.data() + hex.size(), found, 16);
        if (found == port) sockets.insert("socket:[" + words[9] + "]");
    }
}

bool holds_one(const fs::path& process, const std::set<std::string>& sockets) {
    std::error_code failed;
    for (fs::directory_iterator each{process / "fd", failed}, end; !failed && each != end;
         each.increment(failed)) {
        std::error_code gone;
        if (sockets.contains(fs::read_symlink(each->path(), gone).string())) return true;
    }
    return false;
}

}  // namespace

std::optional<std::string> program_on_port(std::uint16_t port) {
    std::set<std::string> sockets;
    add_sockets("/proc/net/tcp", port, sockets);
    add_sockets("/proc/net/tcp6", port, sockets);
    if (sockets.empty()) return std::nullopt;
    std::error_code failed;
    for (fs::directory_iterator each{"/proc", failed}, end; !failed && each != end; each.increment(failed)) {
        const std::string name = each->path().filename().string();
        if (!std::ranges::all_of(name, [](char letter) { return letter >= '0' && letter <= '9'; })) continue;
        if (!holds_one(each->path(), sockets)) continue;
        std::error_code hidden;
        std::string program = fs::read_symlink(each->path() / "exe", hidden).filename().string();
        // An upgrade takes the file away from under the program that still runs.
        if (const auto deleted = program.find(" (deleted)"); deleted != std::string::npos)
            program.resize(deleted);
        if (!program.empty()) return program;
    }
    return std::nullopt;
}

}  // namespace offing::cli
