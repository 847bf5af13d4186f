// Where a ledger is read from when it is checked: a store, or an export. Read in pages, so that memory stays
// flat however long the ledger is.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/ledger/records.hpp"

namespace offing::ledger {

/// Every call fails with what the medium says: a page that can't be read, a line that is none.
class LedgerSource {
public:
    virtual ~LedgerSource() = default;

    virtual Result<std::optional<crypto::PublicKey>> key() = 0;
    virtual Result<std::vector<Head>> heads(std::int64_t number, int most) = 0;
    /// From the place `seq` on, as they stand there. Asked for in ascending order.
    virtual Result<std::vector<LedgerEvent>> events(std::int64_t seq, int most) = 0;
    /// The hashes kept beside the events `first` and following; shorter where they end.
    virtual Result<std::vector<Hash>> leaf_hashes(std::int64_t first, int most) = 0;
    virtual bool keeps_rows() const = 0;
    /// A row of the tree above the leaves, where such rows are kept.
    virtual Result<std::optional<Bytes>> hash_row(int level, std::int64_t number) = 0;

    /// What doesn't belong to any seal although it has a number: what it is, in words.
    virtual Result<std::vector<std::string>> strays() = 0;
    virtual Result<std::int64_t> unsealed() = 0;
};

class StoreSource final : public LedgerSource {
public:
    explicit StoreSource(storage::Database& database) : database_{database} {}

    Result<std::optional<crypto::PublicKey>> key() override;
    Result<std::vector<Head>> heads(std::int64_t number, int most) override;
    Result<std::vector<LedgerEvent>> events(std::int64_t seq, int most) override;
    Result<std::vector<Hash>> leaf_hashes(std::int64_t first, int most) override;
    bool keeps_rows() const override { return true; }
    Result<std::optional<Bytes>> hash_row(int level, std::int64_t number) override;
    Result<std::vector<std::string>> strays() override;
    Result<std::int64_t> unsealed() override;

private:
    storage::Database& database_;
};

}  // namespace offing::ledger
