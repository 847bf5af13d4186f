#include "gateway/ledger/head.hpp"

#include <date/date.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "gateway/base/crypto.hpp"
#include "gateway/ledger/whole_number.hpp"

namespace offing::ledger {

namespace {

constexpr std::string_view title = "offing ledger head 1";

/// The lines of a head, taken one by one by the name that each must begin with.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_{text} {}

    std::optional<std::string_view> next() {
        if (rest_.empty()) return std::nullopt;
        ++number_;
        const std::size_t end = rest_.find('\n');
        std::string_view line = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        return line;
    }
    /// What stands behind `name` and a space.
    std::optional<std::string_view> field(std::string_view name) {
        wanted_ = name;
        const auto line = next();
        if (!line || !line->starts_with(name) || line->size() <= name.size() || (*line)[name.size()] != ' ')
            return std::nullopt;
        return line->substr(name.size() + 1);
    }
    std::unexpected<Error> mistake() const {
        return fail(Error::Kind::malformed, "line " + std::to_string(number_) + " of the head is not \"" +
                                                std::string{wanted_} + " ...\"");
    }
    bool at_end() const { return rest_.find_first_not_of(" \r\n") == std::string_view::npos; }

private:
    std::string_view rest_;
    std::string_view wanted_ = title;
    int number_ = 0;
};

template <std::size_t size>
bool take_hex(std::optional<std::string_view> text, std::array<std::uint8_t, size>& into) {
    if (!text || text->size() != 2 * size) return false;
    const auto bytes = crypto::from_hex(*text);
    if (!bytes) return false;
    std::ranges::copy(*bytes, into.begin());
    return true;
}

bool take_number(std::optional<std::string_view> text, std::int64_t& into) {
    const auto number = text ? number_from(*text) : std::nullopt;
    if (!number || *number <= 0) return false;
    into = *number;
    return true;
}

bool take_time(std::optional<std::string_view> text, Timestamp& into) {
    if (!text) return false;
    std::istringstream stream{std::string{*text}};
    stream >> date::parse("%FT%TZ", into);
    return !stream.fail() && spell_time(into) == *text;
}

}  // namespace

std::string spell_time(Timestamp time) { return date::format("%FT%TZ", time); }

std::string ledger_name(const crypto::PublicKey& key) { return crypto::to_hex(key).substr(0, 16); }

std::string signed_text(const Head& head) {
    std::string text{title};
    text += "\nkey " + crypto::to_hex(head.key);
    text += "\nseal " + std::to_string(head.number);
    text += "\nsize " + std::to_string(head.size);
    text += "\nroot " + crypto::to_hex(head.root);
    text += "\nprevious " + crypto::to_hex(head.previous);
    text += "\nat " + spell_time(head.at) + "\n";
    return text;
}

Hash digest(const Head& head) { return crypto::sha256(signed_text(head)); }

bool is_signature_right(const Head& head) {
    return crypto::is_signed_by(head.key, signed_text(head), head.signature);
}

std::string write_head(const Head& head) {
    return signed_text(head) + "signature " + crypto::to_hex(head.signature) + "\n";
}

Result<Head> read_head(std::string_view text) {
    Head head;
    Lines lines{text};
    if (lines.next() != title) return lines.mistake();
    if (!take_hex(lines.field("key"), head.key)) return lines.mistake();
    if (!take_number(lines.field("seal"), head.number)) return lines.mistake();
    if (!take_number(lines.field("size"), head.size)) return lines.mistake();
    if (!take_hex(lines.field("root"), head.root)) return lines.mistake();
    if (!take_hex(lines.field("previous"), head.previous)) return lines.mistake();
    if (!take_time(lines.field("at"), head.at)) return lines.mistake();
    if (!take_hex(lines.field("signature"), head.signature)) return lines.mistake();
    if (!lines.at_end()) return fail(Error::Kind::malformed, "something follows the signature of the head");
    if (!is_signature_right(head))
        return fail(Error::Kind::refused,
                    "the head's signature is not its key's: it was changed, or is no head");
    return head;
}

}  // namespace offing::ledger
