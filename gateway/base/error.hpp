// What can go wrong outside our own code. An Error carries no number, name or word of a text: it may be
// logged.

#pragma once

#include <expected>
#include <string>
#include <utility>

namespace offing {

struct Error {
    enum class Kind {
        bad_signature,  ///< proven false: 403 (401 for Vonage)
        malformed,      ///< can't be read: 400
        too_large,      ///< beyond a limit: 413
        unavailable,    ///< a store or peer can't be reached, or isn't set up: 503
        conflict,       ///< somebody else was first
        not_found,
        refused,  ///< understood and not allowed
        timed_out,
        invalid_setting,
        io
    };

    Kind kind;
    std::string what;  ///< for operators: one sentence, no personal data

    static Error make(Kind kind, std::string what) { return {kind, std::move(what)}; }
};

template <typename T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Error::Kind kind, std::string what) {
    return std::unexpected(Error{kind, std::move(what)});
}

}  // namespace offing
