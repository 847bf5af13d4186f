#include "gateway/storage/backup.hpp"

#include <date/date.h>

#include <algorithm>

#include "gateway/storage/backup_files.hpp"
#include "gateway/storage/migrations.hpp"
#include "gateway/storage/postgres_backup.hpp"
#include "gateway/storage/postgres_database.hpp"
#include "gateway/storage/sqlite_backup.hpp"
#include "gateway/storage/sqlite_database.hpp"
#include "gateway/storage/store_check.hpp"

namespace offing::storage {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view manifest_ending = ".json";

bool is_postgres(const StoreAddress& store) { return store.engine == "postgres"; }

/// A file that is gone unless it was kept.
class Unfinished {
public:
    explicit Unfinished(fs::path file) : file_{std::move(file)} {}
    ~Unfinished() {
        std::error_code ignored;
        if (!file_.empty()) fs::remove(file_, ignored);
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    const fs::path& path() const { return file_; }
    Result<void> keep_as(const fs::path& final_name) {
        auto moved = move_durably(file_, final_name);
        if (moved) file_.clear();
        return moved;
    }

private:
    fs::path file_;
};

Result<void> check_sqlite_copy(const fs::path& file, int schema) {
    const auto opened = open_sqlite(file, {.readers = 1});
    if (!opened) return std::unexpected(opened.error());
    const auto checked = check_store(**opened, nullptr);
    if (!checked) return std::unexpected(checked.error());
    // A copy from before this Offing's newest migrations is a good copy all the same.
    for (const std::string& finding : checked->findings) {
        if (finding.starts_with("the schema is older")) continue;
        return fail(Error::Kind::refused, "the copy isn't sound: " + finding);
    }
    if (checked->schema != schema)
        return fail(Error::Kind::refused, "the copy has another schema than its store");
    return {};
}

/// Opens a copy of the copy, since opening may write beside it.
Result<void> check_copy(const fs::path& data, const Manifest& manifest) {
    if (manifest.engine == "postgres") return read_postgres_dump(data);
    const Unfinished trial{data.string() + ".trial"};
    const auto copied = copy_sqlite(data, trial.path());
    if (!copied) return copied;
    const auto checked = check_sqlite_copy(trial.path(), manifest.schema);
    for (const char* ending : {"-wal", "-shm"}) {
        std::error_code ignored;
        fs::remove(trial.path().string() + ending, ignored);
    }
    return checked;
}

Result<int> schema_of(const StoreAddress& store) {
    const auto opened = open_store(store);
    if (!opened) return std::unexpected(opened.error());
    return schema_version(**opened);
}

Result<void> copy_out(const StoreAddress& store, const fs::path& to) {
    return is_postgres(store) ? dump_postgres(store.file_or_url, to) : copy_sqlite(store.file_or_url, to);
}

Result<void> put_back_sqlite(const fs::path& data, const fs::path& target, bool replace) {
    std::error_code failed;
    const bool is_there = fs::exists(target, failed);
    if (is_there && !replace) {
        return fail(Error::Kind::refused, target.string() + " is there already; --force replaces it");
    }
    if (is_there && !is_unused_sqlite(target).value_or(false)) {
        return fail(Error::Kind::refused, target.string() + " is in use: stop Offing first");
    }
    Unfinished fresh{target.string() + ".restoring"};
    if (const auto copied = copy_sqlite(data, fresh.path()); !copied) return copied;
    if (const auto synced = sync_file(fresh.path()); !synced) return synced;
    for (const char* ending : {"", "-wal", "-shm"}) {
        const fs::path old = target.string() + ending;
        if (!fs::exists(old, failed)) continue;
        if (const auto moved = move_durably(old, target.string() + ".replaced" + ending); !moved)
            return moved;
    }
    return fresh.keep_as(target);
}

Result<void> put_back_postgres(const fs::path& data, const StoreAddress& store, bool replace) {
    const auto there = schema_of(store);
    const bool is_empty = there && *there == 0;
    if (!there && there.error().kind != Error::Kind::refused) return std::unexpected(there.error());
    if (!is_empty && !replace) {
        return fail(Error::Kind::refused,
                    "the PostgreSQL database holds a store already; --force replaces it");
    }
    return restore_postgres(data, store.file_or_url);
}

}  // namespace

Result<std::unique_ptr<Database>> open_store(const StoreAddress& address) {
    return is_postgres(address) ? open_postgres(address.file_or_url) : open_sqlite(address.file_or_url);
}

Result<fs::path> back_up(const StoreAddress& store, const fs::path& folder, Timestamp now) {
    std::error_code failed;
    if (!is_postgres(store) && !fs::exists(store.file_or_url, failed)) {
        return fail(Error::Kind::not_found, store.file_or_url + " isn't there");
    }
    fs::create_directories(folder, failed);
    const auto schema = schema_of(store);
    if (!schema) return std::unexpected(schema.error());
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    const std::string name = "offing-" + date::format("%Y%m%dT%H%M%SZ", second);
    Manifest manifest{.engine = store.engine,
                      .data = name + (is_postgres(store) ? ".dump" : ".db"),
                      .sha256 = {},
                      .bytes = 0,
                      .schema = *schema,
                      .made_at = date::format("%FT%TZ", second)};
    fs::path manifest_file = folder / (name + std::string{manifest_ending});
    if (fs::exists(manifest_file, failed)) {
        return fail(Error::Kind::conflict, manifest_file.string() + " is there already");
    }
    Unfinished data{folder / (manifest.data + ".partial")};
    fs::remove(data.path(), failed);
    if (const auto copied = copy_out(store, data.path()); !copied) return std::unexpected(copied.error());
    if (const auto synced = sync_file(data.path()); !synced) return std::unexpected(synced.error());
    if (const auto sound = check_copy(data.path(), manifest); !sound) return std::unexpected(sound.error());
    const auto digest = sha256_of_file(data.path());
    if (!digest) return std::unexpected(digest.error());
    manifest.sha256 = *digest;
    manifest.bytes = fs::file_size(data.path(), failed);
    if (const auto kept = data.keep_as(folder / manifest.data); !kept) return std::unexpected(kept.error());
    if (const auto written = write_manifest(manifest_file, manifest); !written)
        return std::unexpected(written.error());
    return manifest_file;
}

Result<Manifest> verify_backup(const fs::path& copy) {
    const auto manifest = read_manifest(fs::path{copy}.replace_extension(manifest_ending));
    if (!manifest) return manifest;
    const fs::path data = copy.parent_path() / manifest->data;
    const auto digest = sha256_of_file(data);
    if (!digest) return std::unexpected(digest.error());
    if (*digest != manifest->sha256) {
        return fail(Error::Kind::refused, data.string() + " isn't what was written: its SHA-256 differs");
    }
    if (const auto sound = check_copy(data, *manifest); !sound) return std::unexpected(sound.error());
    return manifest;
}

Result<Manifest> restore(const fs::path& copy, const StoreAddress& store, bool replace) {
    auto manifest = verify_backup(copy);
    if (!manifest) return manifest;
    if (manifest->engine != store.engine) {
        return fail(Error::Kind::refused,
                    "the copy is of " + manifest->engine + ", the store is " + store.engine);
    }
    const fs::path data = copy.parent_path() / manifest->data;
    const auto put = is_postgres(store) ? put_back_postgres(data, store, replace)
                                        : put_back_sqlite(data, store.file_or_url, replace);
    if (!put) return std::unexpected(put.error());
    const auto schema = schema_of(store);
    if (!schema) return std::unexpected(schema.error());
    if (*schema != manifest->schema)
        return fail(Error::Kind::io, "the restored store has another schema than its copy");
    return manifest;
}

Result<int> remove_old_backups(const fs::path& folder, std::size_t kept) {
    std::vector<fs::path> manifests;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator{folder, failed}) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("offing-") && name.ends_with(manifest_ending)) manifests.push_back(entry.path());
    }
    // Names carry the time, so they sort by age.
    std::sort(manifests.begin(), manifests.end(), std::greater<>{});
    int removed = 0;
    for (std::size_t i = kept; i < manifests.size(); ++i) {
        const auto manifest = read_manifest(manifests[i]);
        if (!manifest) continue;
        fs::remove(manifests[i], failed);
        fs::remove(folder / manifest->data, failed);
        ++removed;
    }
    return removed;
}

}  // namespace offing::storage
