#include "gateway/ledger/verify.hpp"

#include <algorithm>
#include <map>

#include "gateway/ledger/verify_seal.hpp"

namespace offing::ledger {

namespace {

using What = Finding::What;
using namespace std::chrono_literals;

constexpr int heads_at_a_time = 256;
constexpr int events_at_a_time = 2048;
constexpr std::int64_t most_under_a_seal = 1 << 20;
/// Between daemons' clocks, and for a transaction that takes its time.
constexpr auto clocks_may_differ = 10min;

/// Breaks the check off: the medium can't be read. What was found up to there stands.
struct Unreadable {
    std::string what;
};

template <typename T>
T read(Result<T> result) {
    if (!result) throw Unreadable{result.error().what};
    return std::move(*result);
}

std::string seal_name(std::int64_t number) { return "seal " + std::to_string(number); }

/// Events by place, a page at a time.
class Reader {
public:
    explicit Reader(LedgerSource& source) : source_{source} {}

    Stretch take(std::int64_t begin, std::int64_t end) {
        Stretch stretch{.begin = begin, .end = end, .events = {}, .kept = {}};
        stretch.events.resize(static_cast<std::size_t>(end - begin));
        for (std::int64_t place = begin; place < end; ++place) {
            const LedgerEvent* event = peek(place);
            if (event == nullptr || event->seq >= end) break;
            place = event->seq;
            stretch.events[static_cast<std::size_t>(place - begin)] = std::move(page_[next_++]);
        }
        for (std::int64_t first = begin; first < end;) {
            const auto hashes = read(source_.leaf_hashes(
                first, static_cast<int>(std::min<std::int64_t>(end - first, events_at_a_time))));
            stretch.kept.insert(stretch.kept.end(), hashes.begin(), hashes.end());
            if (hashes.empty()) break;
            first += std::ssize(hashes);
        }
        return stretch;
    }

private:
    /// The next event at or after `place`.
    const LedgerEvent* peek(std::int64_t place) {
        while (next_ < page_.size() && page_[next_].seq < place) ++next_;
        if (next_ == page_.size()) {
            page_ = read(source_.events(place, events_at_a_time));
            next_ = 0;
        }
        return next_ < page_.size() ? &page_[next_] : nullptr;
    }

    LedgerSource& source_;
    std::vector<LedgerEvent> page_;
    std::size_t next_ = 0;
};

class Verification {
public:
    Verification(LedgerSource& source, const std::vector<Head>& outside,
                 const std::function<void(const LedgerEvent&)>& seen)
        : source_{source}, reader_{source}, seen_{seen} {
        for (const Head& head : outside) outside_.emplace(head.number, head);
    }

    Verified run() {
        try {
            check_all();
        } catch (const Unreadable& stopped) {
            add({.what = What::unreadable,
                 .event = result_.events,
                 .text = "the ledger can't be read from event " + std::to_string(result_.events) +
                         " on: " + stopped.what});
        }
        return std::move(result_);
    }

private:
    struct Row {
        std::int64_t number = 0;
        std::vector<Hash> hashes{};
    };

    void check_all() {
        const auto key = read(source_.key());
        check_outside_keys(key);
        if (key) {
            for (auto page = read(source_.heads(1, heads_at_a_time)); !page.empty();
                 page = read(source_.heads(page.back().number + 1, heads_at_a_time)))
                for (const Head& head : page) check(head);
        }
        check_rows_at_end();
        for (const std::string& stray : read(source_.strays()))
            add({.what = What::inserted, .event = result_.events, .text = stray});
        result_.unsealed = read(source_.unsealed());
        for (const auto& [number, head] : outside_)
            if (!result_.head || number > result_.head->number) name_missing(head);
    }

    /// Kept by where they stand; what is about no event in particular comes last.
    void add(Finding finding) {
        if (result_.findings.size() == most_findings) {
            ++result_.more_findings;
            return;
        }
        const auto rank = [](const Finding& one) { return static_cast<std::uint64_t>(one.event); };
        const auto after = std::ranges::upper_bound(result_.findings, rank(finding), {}, rank);
        result_.findings.insert(after, std::move(finding));
    }

    void check_outside_keys(const std::optional<crypto::PublicKey>& key) {
        std::erase_if(outside_, [&](const auto& one) {
            const Head& head = one.second;
            if (key && head.key == *key) return false;
            add({.what = What::outside_head,
                 .text = "the head of " + seal_name(head.number) + " is of ledger " + ledger_name(head.key) +
                         "; this is " + (key ? "ledger " + ledger_name(*key) : "a ledger without a key")});
            return true;
        });
    }

    void name_missing(const Head& head) {
        add({.what = What::outside_head,
             .event = result_.events,
             .text = "the head of " + seal_name(head.number) + " speaks of " + std::to_string(head.size) +
                     " events; this ledger ends after " + std::to_string(result_.events) +
                     ": what came after was removed, or this is an older copy"});
    }

    void check(const Head& head) {
        const std::int64_t begin = result_.events;
        const bool stands = check_chain(head, begin);
        if (head.size <= begin || head.size - begin > most_under_a_seal) {
            add({.what = What::head,
                 .event = begin,
                 .text = seal_name(head.number) + " says that there are " + std::to_string(head.size) +
                         " events, after " + std::to_string(begin)});
            return;
        }
        check_events(head, begin, stands);
        check_outside(head, begin);
        result_.head = head;
        result_.events = head.size;
    }

    /// False when the seal can't be trusted to say what the events were.
    bool check_chain(const Head& head, std::int64_t begin) {
        const std::int64_t expected = result_.head ? result_.head->number + 1 : 1;
        const Hash previous = result_.head ? digest(*result_.head) : Hash{};
        const bool before_was_sound = previous_stands_;
        previous_stands_ = is_signature_right(head);
        if (!previous_stands_) {
            add({.what = What::head,
                 .event = begin,
                 .text = seal_name(head.number) + " (events " + std::to_string(begin) + " to " +
                         std::to_string(head.size - 1) +
                         ") was changed: its signature isn't right, or the ledger's key was replaced"});
            return false;
        }
        if (head.number != expected)
            add({.what = What::head, .event = begin, .text = seal_name(expected) + " was removed"});
        else if (before_was_sound && head.previous != previous)
            add({.what = What::head,
                 .event = begin,
                 .text = seal_name(head.number) + " doesn't follow from the seal before it"});
        if (result_.head && head.at < result_.head->at)
            add({.what = What::clock,
                 .event = begin,
                 .text = "the clock ran backwards: " + seal_name(head.number) + " was made at " +
                         spell_time(head.at) + ", the one before it at " + spell_time(result_.head->at)});
        return true;
    }

    void check_events(const Head& head, std::int64_t begin, bool stands) {
        if (is_shifted_) return;
        const Stretch stretch = reader_.take(begin, head.size);
        const bool has_root = stands && is_anchored_;
        const Judgement judged = judge(stretch, tree_, has_root ? std::optional{head.root} : std::nullopt);
        for (const Finding& finding : judged.findings) add(finding);
        is_anchored_ = is_anchored_ && judged.is_anchored;
        is_shifted_ = judged.is_shifted;
        for (const Hash& leaf : judged.leaves) grow(leaf);
        for (const auto& event : stretch.events) {
            if (!event || std::ranges::find(judged.bad, event->seq) != judged.bad.end()) continue;
            check_time(*event, head);
            if (seen_ && !is_shifted_) seen_(*event);
        }
    }

    /// Later seals hold later events; a daemon that was down seals old ones late, which is no fault.
    void check_time(const LedgerEvent& event, const Head& head) {
        const bool too_early = event.at + clocks_may_differ < latest_;
        latest_ = std::max(latest_, event.at);
        if (clock_named_ || (!too_early && event.at <= head.at + clocks_may_differ)) return;
        clock_named_ = true;
        add({.what = What::clock,
             .event = event.seq,
             .text = "the clock ran backwards: " + name_of(event) +
                     (too_early ? " comes after one of " + spell_time(latest_)
                                : " was sealed at " + spell_time(head.at))});
    }

    void check_outside(const Head& head, std::int64_t begin) {
        const auto found = outside_.find(head.number);
        if (found == outside_.end() || digest(found->second) == digest(head)) return;
        add({.what = What::outside_head,
             .event = begin,
             .text = "the head of " + seal_name(head.number) +
                     " that was kept elsewhere isn't this ledger's: it was written anew, at event " +
                     std::to_string(std::min(found->second.size, head.size) - 1) + " or before"});
    }

    /// Adds a leaf that is known to be right, and holds the rows above it against what is stored.
    void grow(const Hash& leaf) {
        tree_.append(leaf);
        grow_row(0, leaf);
    }

    void grow_row(std::size_t level, const Hash& hash) {
        if (rows_.size() == level) rows_.emplace_back();
        rows_[level].hashes.push_back(hash);
        if (rows_[level].hashes.size() < tile_width) return;
        const Hash whole = fold(rows_[level].hashes);
        close_row(level);
        grow_row(level + 1, whole);
    }

    void close_row(std::size_t level) {
        Row& row = rows_[level];
        if (level > 0 && source_.keeps_rows() && !is_stored(level, row)) name_changed_row(level, row.number);
        ++row.number;
        row.hashes.clear();
    }

    /// A row at the right edge may have grown since.
    bool is_stored(std::size_t level, const Row& row) {
        Bytes bytes;
        for (const Hash& hash : row.hashes) bytes.insert(bytes.end(), hash.begin(), hash.end());
        const auto stored = read(source_.hash_row(static_cast<int>(level), row.number));
        return stored && stored->size() >= bytes.size() &&
               std::ranges::equal(bytes, std::span{*stored}.first(bytes.size()));
    }

    void name_changed_row(std::size_t level, std::int64_t number) {
        const std::int64_t width = std::int64_t{1} << (tile_levels * (level + 1));
        add({.what = What::hashes,
             .event = number * width,
             .text = "the tree's hashes over the events from " + std::to_string(number * width) +
                     " on, level " + std::to_string(level) +
                     ", were changed; the events themselves weren't"});
    }

    void check_rows_at_end() {
        if (!is_anchored_ || is_shifted_) return;
        for (std::size_t level = 0; level < rows_.size(); ++level)
            if (!rows_[level].hashes.empty()) close_row(level);
    }

    LedgerSource& source_;
    Reader reader_;
    const std::function<void(const LedgerEvent&)>& seen_;
    std::map<std::int64_t, Head> outside_;
    Frontier tree_;
    std::vector<Row> rows_;
    bool previous_stands_ = true;
    bool is_anchored_ = true;  ///< the tree so far is what the seals say
    bool is_shifted_ = false;
    bool clock_named_ = false;
    Timestamp latest_{};
    Verified result_;
};

}  // namespace

std::string_view spell(Finding::What what) {
    switch (what) {
        case What::changed:
            return "changed";
        case What::removed:
            return "removed";
        case What::inserted:
            return "inserted";
        case What::reordered:
            return "reordered";
        case What::head:
            return "seal";
        case What::hashes:
            return "hashes";
        case What::clock:
            return "clock";
        case What::outside_head:
            return "outside head";
        case What::unreadable:
            return "unreadable";
    }
    return "";
}

Verified verify(LedgerSource& source, const std::vector<Head>& outside,
                const std::function<void(const LedgerEvent&)>& seen) {
    return Verification{source, outside, seen}.run();
}

}  // namespace offing::ledger
