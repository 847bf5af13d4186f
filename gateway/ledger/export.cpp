#include "gateway/ledger/export.hpp"

#include <array>
#include <fstream>
#include <unordered_map>

#include "gateway/base/crypto.hpp"
#include "gateway/ledger/whole_number.hpp"

namespace offing::ledger {

namespace {

constexpr std::string_view title = "offing-ledger-export\t1";
constexpr int page = 1024;
constexpr std::size_t longest_line = 64 * 1024 * 1024;

std::string head_text(std::string_view line) {
    std::string text;
    for (std::size_t at = 2; at <= line.size();) {
        const std::size_t end = std::min(line.find('\t', at), line.size());
        text += std::string{line.substr(at, end - at)} + '\n';
        at = end + 1;
    }
    return text;
}

/// Up to `count` fields; the last one holds the rest of the line.
std::vector<std::string_view> fields_of(std::string_view line, std::size_t count) {
    std::vector<std::string_view> fields;
    while (fields.size() + 1 < count) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) break;
        fields.push_back(line.substr(0, tab));
        line.remove_prefix(tab + 1);
    }
    fields.push_back(line);
    return fields;
}

}  // namespace

std::string head_line(const Head& head) {
    std::string text = write_head(head);
    std::string line = "h";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        line += '\t' + text.substr(at, end - at);
        at = end + 1;
    }
    return line;
}

Result<Exported> write_export(LedgerSource& source, const ExportedMaterial& material, std::ostream& out) {
    Exported done;
    const auto key = source.key();
    if (!key) return std::unexpected(key.error());
    if (!*key) return fail(Error::Kind::not_found, "nothing is sealed here yet");
    out << title << "\nk\t" << crypto::to_hex(**key) << '\n';
    for (const auto& service : material.services)
        out << "s\t" << service.version << '\t' << service.json << '\n';
    if (material.each_preferences)
        material.each_preferences([&](const ExportedPreferences& one) {
            out << "p\t" << one.digest << '\t' << one.salt << '\t' << one.text << '\n';
        });
    std::int64_t size = 0;
    for (std::int64_t number = 1;;) {
        const auto heads = source.heads(number, page);
        if (!heads) return std::unexpected(heads.error());
        if (heads->empty()) break;
        for (const Head& head : *heads) out << head_line(head) << '\n';
        done.seals += std::ssize(*heads);
        number = heads->back().number + 1;
        size = heads->back().size;
    }
    while (done.events < size) {
        const auto events =
            source.events(done.events, static_cast<int>(std::min<std::int64_t>(page, size - done.events)));
        if (!events) return std::unexpected(events.error());
        if (events->empty())
            return fail(Error::Kind::malformed, "events are missing: offing audit verify says which");
        for (const LedgerEvent& event : *events) {
            const std::string line = line_of(event);
            out << "e\t" << event.seq << '\t' << crypto::to_hex(leaf_hash(line)) << '\t' << line << '\n';
        }
        done.events = events->back().seq + 1;
    }
    out << "end\t" << done.seals << '\t' << done.events << '\n' << std::flush;
    if (!out) return fail(Error::Kind::io, "the export can't be written");
    return done;
}

struct ExportSource::Parts {
    std::string name;
    std::ifstream head_stream, event_stream;
    std::int64_t head_line = 0, event_line = 0;
    std::optional<crypto::PublicKey> key;
    std::vector<ExportedService> services;
    std::unordered_map<std::string, std::pair<std::string, std::string>> preferences;
    std::unordered_map<std::int64_t, Hash> hashes;  ///< of the page read last
    std::optional<std::pair<LedgerEvent, Hash>> waiting;
    bool events_end = false;

    std::unexpected<Error> mistake(std::int64_t line, const std::string& what) const {
        return fail(Error::Kind::malformed, name + ":" + std::to_string(line) + ": " + what);
    }
    Result<void> read_front();
    Result<void> read_front_line(std::string_view line);
    Result<std::optional<std::pair<LedgerEvent, Hash>>> next_event();
};

Result<void> ExportSource::Parts::read_front_line(std::string_view line) {
    const auto fields = fields_of(line, 4);
    if (fields[0] == "k" && fields.size() == 2) {
        const auto bytes = crypto::from_hex(fields[1]);
        const auto hash = bytes ? hash_from(*bytes) : std::nullopt;
        if (!hash) return mistake(head_line, "the key isn't 64 hex digits");
        key = *hash;
    } else if (fields[0] == "s" && fields.size() >= 3) {
        const auto version = number_from(fields[1]);
        if (!version) return mistake(head_line, "the version of the service is no number");
        services.push_back({*version, std::string{line.substr(3 + fields[1].size())}});
    } else if (fields[0] == "p" && fields.size() == 4) {
        preferences[std::string{fields[1]}] = {std::string{fields[2]}, std::string{fields[3]}};
    } else {
        return mistake(head_line,
                       "a line of kind \"" + std::string{fields[0].substr(0, 8)} + "\" isn't known here");
    }
    return {};
}

/// Up to the first head; both streams stand before it afterwards.
Result<void> ExportSource::Parts::read_front() {
    std::string line;
    if (!std::getline(head_stream, line) || line != title) {
        head_line = 1;
        const bool other = line.starts_with("offing-ledger-export\t");
        return mistake(1, other ? "this version of the export isn't known; a newer Offing may know it"
                                : "this is no export of a ledger");
    }
    head_line = 1;
    for (auto at = head_stream.tellg(); std::getline(head_stream, line); at = head_stream.tellg()) {
        if (line.starts_with("h\t") || line.starts_with("e\t") || line.starts_with("end\t")) {
            head_stream.seekg(at);
            break;
        }
        ++head_line;
        if (const auto read = read_front_line(line); !read) return read;
    }
    if (!key) return mistake(head_line, "there is no line with the ledger's key");
    event_stream.seekg(head_stream.tellg());
    event_line = head_line;
    while (event_stream.peek() == 'h') {
        std::getline(event_stream, line);
        ++event_line;
    }
    return {};
}

Result<std::optional<std::pair<LedgerEvent, Hash>>> ExportSource::Parts::next_event() {
    if (waiting) {
        auto taken = std::move(waiting);
        waiting.reset();
        return taken;
    }
    std::string line;
    if (events_end || !std::getline(event_stream, line)) {
        if (!events_end) return mistake(event_line + 1, "the export ends early: its last line is missing");
        return std::nullopt;
    }
    ++event_line;
    if (event_stream.eof()) return mistake(event_line, "the export ends in the middle of a line");
    if (line.size() > longest_line) return mistake(event_line, "the line is too long");
    if (line.starts_with("end\t")) {
        events_end = true;
        if (event_stream.peek() != std::ifstream::traits_type::eof())
            return mistake(event_line + 1, "something follows the end");
        return std::nullopt;
    }
    const auto fields = fields_of(line, 4);
    const auto seq = fields.size() == 4 && fields[0] == "e" ? number_from(fields[1]) : std::nullopt;
    if (!seq) return mistake(event_line, "this is no event");
    const auto bytes = crypto::from_hex(fields[2]);
    const auto hash = bytes ? hash_from(*bytes) : std::nullopt;
    auto event = event_from_line(fields[3]);
    if (!hash || !event) return mistake(event_line, "event " + std::to_string(*seq) + " can't be read");
    event->seq = *seq;
    return std::pair{std::move(*event), *hash};
}

ExportSource::ExportSource() : parts_{std::make_unique<Parts>()} {}
ExportSource::~ExportSource() = default;

Result<std::unique_ptr<ExportSource>> ExportSource::open(const std::filesystem::path& file) {
    std::unique_ptr<ExportSource> source{new ExportSource};
    Parts& parts = *source->parts_;
    parts.name = file.filename().string();
    parts.head_stream.open(file, std::ios::binary);
    parts.event_stream.open(file, std::ios::binary);
    if (!parts.head_stream || !parts.event_stream)
        return fail(Error::Kind::not_found, file.string() + " can't be read");
    if (const auto front = parts.read_front(); !front) return std::unexpected(front.error());
    return source;
}

Result<std::optional<crypto::PublicKey>> ExportSource::key() { return parts_->key; }

Result<std::vector<Head>> ExportSource::heads(std::int64_t, int most) {
    std::vector<Head> heads;
    std::string line;
    while (std::ssize(heads) < most && parts_->head_stream.peek() == 'h') {
        std::getline(parts_->head_stream, line);
        ++parts_->head_line;
        auto head = read_head(head_text(line));
        if (!head) return parts_->mistake(parts_->head_line, head.error().what);
        if (head->key != *parts_->key)
            return parts_->mistake(parts_->head_line, "the head is another ledger's");
        heads.push_back(*head);
    }
    return heads;
}

Result<std::vector<LedgerEvent>> ExportSource::events(std::int64_t, int most) {
    std::vector<LedgerEvent> events;
    while (std::ssize(events) < most) {
        auto next = parts_->next_event();
        if (!next) return std::unexpected(next.error());
        if (!*next) break;
        auto& [event, hash] = **next;
        if (!events.empty() && event.seq != events.back().seq + 1) {
            parts_->waiting = std::move(*next);
            if (parts_->waiting->first.seq <= events.back().seq)
                return parts_->mistake(parts_->event_line,
                                       "event " + std::to_string(parts_->waiting->first.seq) +
                                           " stands after event " + std::to_string(events.back().seq));
            break;
        }
        if (parts_->hashes.size() > 2'000'000) parts_->hashes.clear();
        parts_->hashes[event.seq] = hash;
        events.push_back(std::move(event));
    }
    return events;
}

Result<std::vector<Hash>> ExportSource::leaf_hashes(std::int64_t first, int most) {
    std::vector<Hash> hashes;
    for (std::int64_t at = first; at < first + most; ++at) {
        const auto found = parts_->hashes.find(at);
        if (found == parts_->hashes.end()) break;
        hashes.push_back(found->second);
        parts_->hashes.erase(found);
    }
    return hashes;
}

Result<std::optional<Bytes>> ExportSource::hash_row(int, std::int64_t) { return std::nullopt; }

Result<std::vector<std::string>> ExportSource::strays() {
    std::vector<std::string> found;
    for (;;) {
        auto next = parts_->next_event();
        if (!next) return std::unexpected(next.error());
        if (!*next) return found;
        if (found.empty())
            found.push_back("event " + std::to_string((*next)->first.seq) + " isn't under any seal");
    }
}

const std::vector<ExportedService>& ExportSource::services() const { return parts_->services; }

std::optional<ExportedPreferences> ExportSource::preferences(const std::string& digest) const {
    const auto found = parts_->preferences.find(digest);
    if (found == parts_->preferences.end()) return std::nullopt;
    return ExportedPreferences{digest, found->second.first, found->second.second};
}

}  // namespace offing::ledger
