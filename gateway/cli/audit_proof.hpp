// offing audit proof: one woman's own place-in-line history, for her.

#pragma once

#include "gateway/cli/ledger_place.hpp"

namespace offing::cli {

struct ProofOptions {
    std::string person;  ///< her pseudonym
    std::string number;  ///< or her number, which needs the settings' master key
    std::filesystem::path out;
    std::filesystem::path page;
};

/// Says what is wrong on stderr and throws CLI::RuntimeError(1).
void run_proof(const LedgerPlace& place, const ProofOptions& options);

}  // namespace offing::cli
