// offing-verify: checks what Offing gives out of its ledger, a whole export or one woman's proof, with
// nothing of Offing's own in it. One file, however long, so that a third party can read and compile it alone,
// with libcrypto: c++ -std=c++20 main.cpp -lcrypto. Formats: docs/ledger.md. Ends with 0 when everything
// holds, 1 when something doesn't (and says where first), 2 when it can't say.

#include <openssl/evp.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

using Hash = std::array<unsigned char, 32>;
using Fields = std::vector<std::string_view>;

constexpr std::size_t longest_line = std::size_t{64} << 20U;

/// Something doesn't hold: exit 1.
struct Broken {
    std::string what;
};
/// It can't be read, or isn't what this program knows: exit 2.
struct Unreadable {
    std::string what;
};

// --- Bytes, numbers, hashes ------------------------------------------------------------------------------

Hash sha256(std::initializer_list<std::string_view> parts) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    Hash hash{};
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    for (const auto part : parts) EVP_DigestUpdate(context.get(), part.data(), part.size());
    EVP_DigestFinal_ex(context.get(), hash.data(), nullptr);
    return hash;
}

std::string_view bytes_of(const Hash& hash) {
    return {static_cast<const char*>(static_cast<const void*>(hash.data())), hash.size()};
}

Hash leaf(std::string_view line) { return sha256({std::string_view{"\0", 1}, line}); }
Hash node(const Hash& left, const Hash& right) { return sha256({"\x01", bytes_of(left), bytes_of(right)}); }

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

template <std::size_t size>
bool read_hex(std::string_view text, std::array<unsigned char, size>& into) {
    if (text.size() != 2 * size) return false;
    for (std::size_t at = 0; at < size; ++at) {
        const int high = hex_value(text[2 * at]), low = hex_value(text[2 * at + 1]);
        if (high < 0 || low < 0) return false;
        into[at] = static_cast<unsigned char>(16 * high + low);
    }
    return true;
}

std::string hex(const Hash& hash) {
    std::string text;
    for (const unsigned char byte : hash) {
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 15U];
    }
    return text;
}

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    return value;
}

bool is_signed(const Hash& key, std::string_view text, const std::array<unsigned char, 64>& signature) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> public_key{
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()), &EVP_PKEY_free};
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    if (!public_key || EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) != 1)
        return false;
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(),
                            static_cast<const unsigned char*>(static_cast<const void*>(text.data())),
                            text.size()) == 1;
}

// --- The tree of RFC 6962 --------------------------------------------------------------------------------

/// Grows leaf by leaf; holds the full subtrees' hashes, the largest first.
class Tree {
public:
    void add(Hash hash) {
        for (std::uint64_t bits = size_++; (bits & 1U) != 0; bits >>= 1U) {
            hash = node(full_.back(), hash);
            full_.pop_back();
        }
        full_.push_back(hash);
    }
    Hash root() const {
        Hash hash = full_.back();
        for (std::size_t at = full_.size() - 1; at > 0; --at) hash = node(full_[at - 1], hash);
        return hash;
    }

private:
    std::uint64_t size_ = 0;
    std::vector<Hash> full_;
};

/// RFC 9162, section 2.1.3.2, which says how the paths of RFC 6962 are checked.
bool is_under(Hash hash, std::uint64_t index, std::uint64_t size, const std::vector<Hash>& path,
              const Hash& root) {
    if (index >= size) return false;
    std::uint64_t last = size - 1;
    for (const Hash& sibling : path) {
        if (last == 0) return false;
        if ((index & 1U) != 0 || index == last) {
            hash = node(sibling, hash);
            for (; (index & 1U) == 0 && index != 0; index >>= 1U) last >>= 1U;
        } else {
            hash = node(hash, sibling);
        }
        index >>= 1U;
        last >>= 1U;
    }
    return last == 0 && hash == root;
}

// --- Lines and heads -------------------------------------------------------------------------------------

/// At most `most` fields; the last one holds the rest.
Fields split(std::string_view line, std::size_t most = SIZE_MAX) {
    Fields fields;
    while (fields.size() + 1 < most && line.find('\t') != std::string_view::npos) {
        fields.push_back(line.substr(0, line.find('\t')));
        line.remove_prefix(line.find('\t') + 1);
    }
    fields.push_back(line);
    return fields;
}

class Lines {
public:
    explicit Lines(const std::string& file) : file_{file}, stream_{file, std::ios::binary} {
        if (!stream_) throw Unreadable{file + " can't be read"};
    }
    /// False at the end of the file. A last line that isn't ended counts as cut off.
    bool next(std::string& line) {
        if (!std::getline(stream_, line)) return false;
        ++number_;
        if (stream_.eof()) throw Broken{here() + "the file ends in the middle of a line"};
        if (line.size() > longest_line) throw Unreadable{here() + "the line is too long"};
        return true;
    }
    std::string here() const { return file_ + ":" + std::to_string(number_) + ": "; }

private:
    std::string file_;
    std::ifstream stream_;
    std::int64_t number_ = 0;
};

struct Head {
    Hash key{}, root{}, previous{}, digest{};
    std::int64_t seal = 0, size = 0;
    std::string at;
};

/// Of the eight lines of a head: its signature is right, or Broken.
Head read_head(const Fields& lines, const std::string& where) {
    static constexpr std::array names{"key ", "seal ", "size ", "root ", "previous ", "at ", "signature "};
    if (lines.size() != names.size() + 1) throw Broken{where + "a head has eight lines"};
    if (lines[0] != "offing ledger head 1") throw Unreadable{where + "a head of a version not known here"};
    std::string text{lines[0]};
    std::array<std::string_view, names.size()> values;
    for (std::size_t at = 0; at < names.size(); ++at) {
        const std::string_view line = lines[at + 1], name = names[at];
        if (!line.starts_with(name)) throw Broken{where + "the head has no line \"" + names[at] + "...\""};
        values[at] = line.substr(name.size());
        if (at + 1 < names.size()) text += "\n" + std::string{line};
    }
    text += "\n";
    Head head;
    std::array<unsigned char, 64> signature{};
    const auto seal = number(values[1]), size = number(values[2]);
    if (!seal || !size || *size < 1 || !read_hex(values[0], head.key) || !read_hex(values[3], head.root) ||
        !read_hex(values[4], head.previous) || !read_hex(values[6], signature))
        throw Broken{where + "the head can't be read"};
    if (!is_signed(head.key, text, signature))
        throw Broken{where + "seal " + std::to_string(*seal) + " was changed: its signature isn't its key's"};
    head.seal = *seal;
    head.size = *size;
    head.at = values[5];
    head.digest = sha256({text});
    return head;
}

Head read_head_file(const std::string& file) {
    Lines lines{file};
    std::vector<std::string> kept;
    for (std::string line; lines.next(line);) kept.push_back(line);
    return read_head({kept.begin(), kept.end()}, file + ": ");
}

// --- Her place in line -----------------------------------------------------------------------------------

/// Where the JSON value that begins at `at` ends. The bodies were written by a program: no more is checked.
std::size_t value_end(std::string_view json, std::size_t at) {
    int depth = 0;
    bool quoted = false;
    for (; at < json.size(); ++at) {
        const char c = json[at];
        if (quoted) {
            if (c == '\\') ++at;
            if (c == '"') quoted = false;
            continue;
        }
        if (c == '"') quoted = true;
        if (c == '{' || c == '[') ++depth;
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) return at;
        if (c == '}' || c == ']') --depth;
    }
    return at;
}

/// The value of a key of the object itself, as it is written; empty when there is none.
std::string_view member(std::string_view object, std::string_view key) {
    for (std::size_t at = 1; at < object.size() && object[at] == '"';) {
        const std::size_t name_end = object.find('"', at + 1);
        if (name_end == std::string_view::npos || name_end + 2 > object.size()) return {};
        const std::size_t end = value_end(object, name_end + 2);
        if (object.substr(at + 1, name_end - at - 1) == key)
            return object.substr(name_end + 2, end - name_end - 2);
        at = end + 1;
    }
    return {};
}

/// A place in line is given once. It is changed with a reason, and set back only where she herself asked for
/// later; every decision went by it. What she missed or gave up has no part in it.
class PlacesInLine {
public:
    /// `line` is ID AT NTH KIND VERSION SUBJECT BODY.
    void take(std::string_view line, std::int64_t seq, const std::string& where) {
        const Fields fields = split(line, 7);
        if (fields.size() != 7) throw Broken{where + "an event has seven fields"};
        const std::string_view kind = fields[3], body = fields[6];
        const std::string her{fields[5]};
        const std::string event = where + "event " + std::to_string(seq) + ": ";
        if (kind == "person_added" || kind == "place_changed") {
            const auto since = number(member(body, "waiting_since"));
            if (!since) throw Broken{event + "it doesn't say since when she waits"};
            if (kind == "place_changed") hold_reason(her, *since, member(body, "reason"), event);
            since_[her] = *since;
        } else if (const auto decision = member(body, "decision"); !decision.empty()) {
            ++decisions;
            const auto since = number(member(decision, "since"));
            const auto known = since_.find(her);
            if (known == since_.end()) return;
            if (since != known->second)
                throw Broken{event + "the decision went by another place in line than " + her + "'s"};
        }
    }
    std::int64_t decisions = 0;
    std::size_t women() const { return since_.size(); }

private:
    void hold_reason(const std::string& her, std::int64_t since, std::string_view reason,
                     const std::string& event) {
        if (reason.size() <= 2) throw Broken{event + "a place in line was changed without a reason"};
        const auto before = since_.find(her);
        if (before != since_.end() && since > before->second && reason != "\"asked_for_later\"")
            throw Broken{event + her + " was put back in line"};
    }
    std::unordered_map<std::string, std::int64_t> since_;
};

// --- The two checks --------------------------------------------------------------------------------------

struct Wanted {
    std::string what, file, key;
    std::vector<std::string> head_files;
};

void hold_key(const Hash& key, const std::string& wanted) {
    if (!wanted.empty() && hex(key) != wanted)
        throw Broken{"this is another ledger: its key is " + hex(key) + ", not " + wanted};
}

class ExportCheck {
public:
    explicit ExportCheck(const Wanted& wanted) : wanted_{wanted}, lines_{wanted.file} {
        for (const auto& file : wanted.head_files) kept_elsewhere_.push_back(read_head_file(file));
    }

    void run() {
        std::string line;
        if (!lines_.next(line) || !line.starts_with("offing-ledger-export\t"))
            throw Unreadable{wanted_.file + " is no export of a ledger"};
        if (line != "offing-ledger-export\t1")
            throw Unreadable{wanted_.file + ": a version of the export that isn't known here"};
        while (!ended_ && lines_.next(line)) take(line);
        if (!ended_) throw Broken{lines_.here() + "the export was cut off: it ends without its last line"};
        if (lines_.next(line)) throw Broken{lines_.here() + "something follows the end"};
        for (const Head& head : kept_elsewhere_) hold(head);
        const Head& last = heads_.back();
        std::cout << events_ << " events under " << heads_.size() << " seals, the last of " << last.at << '\n'
                  << places_.decisions << " decisions went by the places in line of " << places_.women()
                  << " women\nkey  " << hex(last.key) << "\nhead " << hex(last.digest)
                  << "\neverything is as it was sealed\n";
    }

private:
    void take(std::string_view line) {
        const std::string_view kind = line.substr(0, line.find('\t'));
        const bool early = heads_.empty() && events_ == 0;
        if (kind == "k" && early && !key_)
            take_key(line);
        else if (kind == "p" && early)
            take_preferences(line);
        else if (kind == "h" && key_ && events_ == 0)
            take_head(line);
        else if (kind == "e" && !heads_.empty())
            take_event(line);
        else if (kind == "end" && !heads_.empty())
            take_end(line);
        else if (kind != "s" || !early)
            throw Broken{lines_.here() + "a line \"" + std::string{kind.substr(0, 8)} +
                         "\" isn't known, or not here"};
    }

    void take_key(std::string_view line) {
        Hash key{};
        if (!read_hex(split(line).back(), key)) throw Broken{lines_.here() + "the key isn't 64 hex digits"};
        hold_key(key, wanted_.key);
        key_ = key;
    }

    void take_preferences(std::string_view line) {
        const Fields fields = split(line, 4);
        if (fields.size() != 4 || hex(sha256({fields[2], fields[3]})) != fields[1])
            throw Broken{lines_.here() + "preferences aren't what their digest is of"};
    }

    void take_head(std::string_view line) {
        Head head = read_head(split(line.substr(2)), lines_.here());
        if (head.key != *key_) throw Broken{lines_.here() + "the seal is another ledger's"};
        const Head before = heads_.empty() ? Head{} : heads_.back();
        const std::string seal = lines_.here() + "seal " + std::to_string(head.seal);
        if (head.seal != before.seal + 1) throw Broken{seal + " stands where another one belongs"};
        if (head.previous != before.digest) throw Broken{seal + " doesn't follow from the one before it"};
        if (head.size <= before.size) throw Broken{seal + " has no more events than the one before it"};
        if (head.at < before.at) throw Broken{seal + ": the clock ran backwards"};
        heads_.push_back(std::move(head));
    }

    void take_event(std::string_view line) {
        const Fields fields = split(line, 4);
        const auto seq = fields.size() == 4 ? number(fields[1]) : std::nullopt;
        if (!seq) throw Broken{lines_.here() + "this is no event"};
        if (*seq != events_)
            throw Broken{lines_.here() + "event " + std::to_string(*seq) + " stands where event " +
                         std::to_string(events_) + " belongs: one was removed, inserted or moved"};
        const Hash hash = leaf(fields[3]);
        if (hex(hash) != fields[2])
            throw Broken{lines_.here() + "event " + std::to_string(*seq) + " isn't what its hash is of"};
        tree_.add(hash);
        ++events_;
        places_.take(fields[3], *seq, lines_.here());
        if (at_seal_ == heads_.size()) throw Broken{lines_.here() + "the event is under no seal"};
        const Head& head = heads_[at_seal_];
        if (events_ != head.size) return;
        const std::int64_t first = at_seal_ == 0 ? 0 : heads_[at_seal_ - 1].size;
        if (tree_.root() != head.root)
            throw Broken{"between events " + std::to_string(first) + " and " + std::to_string(*seq) +
                         " something isn't what seal " + std::to_string(head.seal) + " sealed"};
        ++at_seal_;
    }

    void take_end(std::string_view line) {
        const Fields fields = split(line);
        if (fields.size() != 3 || number(fields[1]) != std::ssize(heads_) || number(fields[2]) != events_ ||
            at_seal_ != heads_.size())
            throw Broken{lines_.here() + "seals or events are missing before the end: " +
                         std::to_string(events_) + " events are here"};
        ended_ = true;
    }

    void hold(const Head& elsewhere) const {
        hold_key(elsewhere.key, hex(*key_));
        if (elsewhere.seal > std::ssize(heads_))
            throw Broken{"seal " + std::to_string(elsewhere.seal) +
                         ", kept elsewhere, is missing: what came last was removed, or the export is older"};
        if (elsewhere.seal < 1 ||
            heads_[static_cast<std::size_t>(elsewhere.seal - 1)].digest != elsewhere.digest)
            throw Broken{"seal " + std::to_string(elsewhere.seal) +
                         ", kept elsewhere, isn't this ledger's: it was written anew"};
    }

    const Wanted& wanted_;
    Lines lines_;
    std::vector<Head> kept_elsewhere_;
    std::optional<Hash> key_;
    std::vector<Head> heads_;
    std::size_t at_seal_ = 0;
    Tree tree_;
    std::int64_t events_ = 0;
    PlacesInLine places_;
    bool ended_ = false;
};

/// One woman's events, each with its path to a head.
void check_proof(const Wanted& wanted) {
    Lines lines{wanted.file};
    std::string line;
    while (lines.next(line) && !line.starts_with("offing-ledger-proof\t")) {
    }
    if (line != "offing-ledger-proof\t1") throw Unreadable{wanted.file + " holds no proof of version 1"};
    std::optional<Head> head;
    std::string her, event;
    std::int64_t seq = -1, count = 0;
    PlacesInLine places;
    while (lines.next(line) && !line.starts_with("end\t")) {
        const Fields fields = split(line, 3);
        if (fields[0] == "w" && fields.size() == 2) {
            her = fields[1];
        } else if (fields[0] == "h") {
            head = read_head(split(std::string_view{line}.substr(2)), lines.here());
            hold_key(head->key, wanted.key);
        } else if (fields[0] == "e" && fields.size() == 3 && event.empty()) {
            const auto at = number(fields[1]);
            if (!at || *at <= seq) throw Broken{lines.here() + "the events aren't in their order"};
            seq = *at;
            event = fields[2];
        } else if (fields[0] == "n" && head && !event.empty()) {
            std::vector<Hash> path;
            for (const auto sibling : split(line)) {
                Hash hash{};
                if (sibling == "n") continue;
                if (!read_hex(sibling, hash)) throw Broken{lines.here() + "a hash isn't 64 hex digits"};
                path.push_back(hash);
            }
            const Fields of_event = split(event, 7);
            if (of_event.size() != 7 || of_event[5] != her)
                throw Broken{lines.here() + "the event isn't about " + her};
            if (!is_under(leaf(event), static_cast<std::uint64_t>(seq),
                          static_cast<std::uint64_t>(head->size), path, head->root))
                throw Broken{lines.here() + "event " + std::to_string(seq) + " isn't under the seal"};
            places.take(event, seq, lines.here());
            event.clear();
            ++count;
        } else {
            throw Broken{lines.here() + "a line that isn't known, or not here"};
        }
    }
    if (!head || !event.empty() || line != "end\t" + std::to_string(count))
        throw Broken{lines.here() + "the proof was cut off"};
    for (const auto& file : wanted.head_files)
        if (read_head_file(file).digest != head->digest)
            throw Broken{"the proof goes by another head than " + file};
    std::cout << count << " events about " << her << ", each under seal " << head->seal << " of " << head->at
              << "\nkey  " << hex(head->key) << "\nhead " << hex(head->digest)
              << "\nevery decision about her went by her place in line\n";
}

Wanted wanted_from(int count, char** words) {
    Wanted wanted;
    std::vector<std::string> plain;
    for (int at = 1; at < count; ++at) {
        const std::string word = words[at];
        if ((word == "--key" || word == "--head") && at + 1 < count) {
            ++at;
            if (word == "--key") wanted.key = words[at];
            if (word == "--head") wanted.head_files.emplace_back(words[at]);
        } else {
            plain.push_back(word);
        }
    }
    if (plain.size() != 2 || (plain[0] != "export" && plain[0] != "proof"))
        throw Unreadable{
            "usage: offing-verify export|proof FILE [--key HEX] [--head FILE]...\n"
            "--key: the ledger's public key, as you were given it by another way; --head: a head you kept"};
    wanted.what = plain[0];
    wanted.file = plain[1];
    return wanted;
}

}  // namespace

int main(int count, char** words) {
    try {
        const Wanted wanted = wanted_from(count, words);
        if (wanted.what == "export")
            ExportCheck{wanted}.run();
        else
            check_proof(wanted);
        return 0;
    } catch (const Broken& broken) {
        std::cerr << "doesn't hold: " << broken.what << '\n';
        return 1;
    } catch (const Unreadable& unreadable) {
        std::cerr << unreadable.what << '\n';
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
    }
    return 2;
}
