// The ledger as one file that anybody can check with a small program of her own: docs/ledger.md has the
// format. Lines of text: what kind of line, then fields with tabs between them.

#pragma once

#include <filesystem>
#include <functional>
#include <istream>
#include <ostream>

#include "gateway/ledger/source.hpp"

namespace offing::ledger {

struct ExportedService {
    std::int64_t version = 0;
    std::string json;  ///< {"body": ..., "files": {...}}
};
struct ExportedPreferences {
    std::string digest;
    std::string salt;
    std::string text;
};

/// What goes beside the ledger, so that it can be replayed elsewhere.
struct ExportedMaterial {
    std::vector<ExportedService> services;
    std::function<void(const std::function<void(const ExportedPreferences&)>&)> each_preferences;
};

struct Exported {
    std::int64_t events = 0;
    std::int64_t seals = 0;
};
/// The line of a head: its lines, as fields.
std::string head_line(const Head& head);

/// Everything sealed, in one pass with flat memory. Fails when the source can't be read.
Result<Exported> write_export(LedgerSource& source, const ExportedMaterial& material, std::ostream& out);

/// Reads an export as a ledger. Every mistake names its line.
class ExportSource final : public LedgerSource {
public:
    /// Fails with Error::malformed when it is no export, is of a version that isn't known, or ends early.
    static Result<std::unique_ptr<ExportSource>> open(const std::filesystem::path& file);
    ~ExportSource() override;

    Result<std::optional<crypto::PublicKey>> key() override;
    Result<std::vector<Head>> heads(std::int64_t number, int most) override;
    Result<std::vector<LedgerEvent>> events(std::int64_t seq, int most) override;
    Result<std::vector<Hash>> leaf_hashes(std::int64_t first, int most) override;
    bool keeps_rows() const override { return false; }
    Result<std::optional<Bytes>> hash_row(int level, std::int64_t number) override;
    Result<std::vector<std::string>> strays() override;
    Result<std::int64_t> unsealed() override { return 0; }

    const std::vector<ExportedService>& services() const;
    std::optional<ExportedPreferences> preferences(const std::string& digest) const;

private:
    ExportSource();
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace offing::ledger
