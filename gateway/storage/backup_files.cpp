#include "gateway/storage/backup_files.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "gateway/base/crypto.hpp"

namespace offing::storage {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t longest_manifest = 64 * 1024;

std::string string_in(const json::object& object, const char* key) {
    return std::string{object.at(key).as_string()};
}

}  // namespace

Result<std::string> sha256_of_file(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in) return fail(Error::Kind::not_found, file.string() + " can't be read");
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    std::vector<char> block(1 << 20);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0) {
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(block.data()),
                                  static_cast<unsigned long long>(in.gcount()));
    }
    if (in.bad()) return fail(Error::Kind::io, file.string() + " can't be read to its end");
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(&state, digest.data());
    return crypto::to_hex(digest);
}

Result<void> sync_file(const fs::path& file_or_folder) {
    const int file = ::open(file_or_folder.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (!synced) return fail(Error::Kind::io, file_or_folder.string() + " can't be made durable");
    return {};
}

Result<void> move_durably(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::rename(from, to, failed);
    if (failed) return fail(Error::Kind::io, to.string() + " can't be written: " + failed.message());
    return sync_file(fs::absolute(to).parent_path());
}

Result<void> write_manifest(const fs::path& file, const Manifest& manifest) {
    const json::object object{{"engine", manifest.engine}, {"data", manifest.data},
                              {"sha256", manifest.sha256}, {"bytes", manifest.bytes},
                              {"schema", manifest.schema}, {"made_at", manifest.made_at}};
    const fs::path partial = file.string() + ".partial";
    {
        std::ofstream out{partial, std::ios::binary | std::ios::trunc};
        out << json::serialize(object) << '\n';
        if (!out.flush()) return fail(Error::Kind::io, partial.string() + " can't be written");
    }
    if (const auto synced = sync_file(partial); !synced) return synced;
    return move_durably(partial, file);
}

Result<Manifest> read_manifest(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in) return fail(Error::Kind::not_found, file.string() + ": no manifest there, so no finished copy");
    std::string text(longest_manifest, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    try {
        const json::object object = json::parse(text).as_object();
        Manifest manifest{.engine = string_in(object, "engine"),
                          .data = string_in(object, "data"),
                          .sha256 = string_in(object, "sha256"),
                          .bytes = object.at("bytes").to_number<std::uintmax_t>(),
                          .schema = object.at("schema").to_number<int>(),
                          .made_at = string_in(object, "made_at")};
        if (fs::path{manifest.data}.filename() != manifest.data) {
            return fail(Error::Kind::refused, file.string() + " names a file outside its folder");
        }
        return manifest;
    } catch (const std::exception&) {
        return fail(Error::Kind::malformed, file.string() + " isn't a manifest");
    }
}

}  // namespace offing::storage
