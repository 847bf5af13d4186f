#include "gateway/storage/postgres_backup.hpp"

#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <vector>

#include "gateway/storage/private_file.hpp"

namespace offing::storage {

namespace {

struct Free {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

/// This process's environment, with `url` as the variables that PostgreSQL's programs read.
Result<std::vector<std::string>> environment_for(const std::string& url) {
    const std::unique_ptr<PQconninfoOption, Free> parsed{PQconninfoParse(url.c_str(), nullptr)};
    if (!parsed) return fail(Error::Kind::invalid_setting, "the PostgreSQL address can't be read");
    std::vector<std::string> environment;
    for (char** variable = environ; *variable != nullptr; ++variable) environment.emplace_back(*variable);
    for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr || option->envvar == nullptr) continue;
        const std::string name = std::string{option->envvar} + "=";
        std::erase_if(environment, [&](const std::string& variable) { return variable.starts_with(name); });
        environment.push_back(name + option->val);
    }
    return environment;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

Result<void> run_program(std::vector<std::string> command, std::vector<std::string> environment) {
    const std::string program = command.front();
    auto arguments = pointers_to(command);
    auto variables = pointers_to(environment);
    pid_t child = 0;
    if (::posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments.data(), variables.data()) != 0) {
        return fail(Error::Kind::io, program + " can't be run (Debian: postgresql-client)");
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
        return fail(Error::Kind::io, program + " can't be run (Debian: postgresql-client)");
    }
    if (status != 0) return fail(Error::Kind::io, program + " failed");
    return {};
}

}  // namespace

Result<void> dump_postgres(const std::string& url, const std::filesystem::path& to) {
    auto environment = environment_for(url);
    if (!environment) return std::unexpected(environment.error());
    make_private_file(to);
    return run_program({"pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-password",
                        "--lock-wait-timeout=30s", "--file=" + to.string()},
                       *environment);
}

Result<void> read_postgres_dump(const std::filesystem::path& dump) {
    auto environment = environment_for("");
    if (!environment) return std::unexpected(environment.error());
    return run_program({"pg_restore", "--file=/dev/null", dump.string()}, *environment);
}

Result<void> restore_postgres(const std::filesystem::path& dump, const std::string& url) {
    auto environment = environment_for(url);
    if (!environment) return std::unexpected(environment.error());
    std::string database;
    for (const std::string& variable : *environment) {
        if (variable.starts_with("PGDATABASE=")) database = variable.substr(11);
    }
    return run_program(
        {"pg_restore", "--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner",
         "--no-privileges", "--no-password", "--dbname=" + database, dump.string()},
        *environment);
}

}  // namespace offing::storage
