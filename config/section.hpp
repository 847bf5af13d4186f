// One table of a TOML file while it is read: typed getters that note every mistake with its line and go on,
// and the keys that nobody asked for, each with the known key it looks most like.

#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"

namespace offing::config {

/// The mistakes of one file, in the order of its lines once spelt.
class Mistakes {
public:
    explicit Mistakes(std::string file) : file_{std::move(file)} {}
    void add(int line, std::string key, std::string what, std::string remedy);
    bool empty() const { return found_.empty(); }
    std::vector<Mistake> in_order() &&;

private:
    std::string file_;
    std::vector<Mistake> found_;
};

class Section {
public:
    /// `path` is how mistakes call this table: "provider[1]", or empty for the file itself.
    Section(const toml::table& table, std::string path, Mistakes& mistakes)
        : table_{&table}, path_{std::move(path)}, mistakes_{&mistakes} {}

    /// A getter is empty when the key is absent or its value is of another type (then the mistake is noted).
    std::optional<std::string> text(std::string_view key);
    std::optional<bool> yes_or_no(std::string_view key);
    std::optional<std::int64_t> whole(std::string_view key, std::int64_t least, std::int64_t most);
    std::optional<double> number(std::string_view key, double least, double most);
    std::optional<std::vector<std::string>> texts(std::string_view key);
    std::optional<Section> section(std::string_view key);
    std::vector<Section> sections(std::string_view key);

    bool has(std::string_view key) const { return table_->contains(key); }
    /// For values that may be a secret: known from now on, and never spelt in a mistake.
    void expect(std::string_view key) { known_.emplace(key); }
    void mistake(std::string_view key, std::string what, std::string remedy);
    int line_of(std::string_view key) const;
    int line() const { return static_cast<int>(table_->source().begin.line); }
    std::string path_of(std::string_view key) const;
    const toml::table& table() const { return *table_; }

    /// Notes every key that no getter asked for. Call it last.
    void refuse_unknown_keys();

private:
    const toml::node* find(std::string_view key);
    void wrong_type(std::string_view key, const toml::node& node, std::string_view wanted);

    const toml::table* table_;
    std::string path_;
    Mistakes* mistakes_;
    std::set<std::string, std::less<>> known_;
};

/// The one of `known` that `word` was probably meant to be; empty when none is near.
std::optional<std::string> nearest(std::string_view word, const std::set<std::string, std::less<>>& known);

/// The table, or the syntax mistake with its line. Never repeats what the file holds there.
std::optional<toml::table> parse_toml(std::string_view text, Mistakes& mistakes);

/// A file's content up to `most` bytes; empty when it can't be read whole.
std::optional<std::string> read_file(const std::filesystem::path& file, std::size_t most);

std::string shown(std::string_view value);

}  // namespace offing::config
