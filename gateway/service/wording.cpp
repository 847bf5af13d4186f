#include "gateway/service/wording.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gateway/base/ids.hpp"
#include "gateway/base/log.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/wording_rows.hpp"
#include "templates/shipped.hpp"

namespace offing::service {

namespace json = boost::json;
namespace fs = std::filesystem;
using storage::Transaction;
using storage::WordingRow;
using templates::StoredVersion;

namespace {

std::string spell_all(const std::vector<templates::Problem>& problems) {
    std::string all;
    for (const auto& problem : problems) all += "\n  " + templates::spell(problem);
    return all;
}

storage::WordingState state_of(const StoredVersion& shipped) {
    storage::WordingState state{.status = std::string{templates::spell(shipped.status)},
                                .review_by = shipped.review_by};
    if (shipped.status == templates::Status::live) {
        state.live_round = 1;
        state.round = 2;
    }
    return state;
}

void keep_reviews(Transaction& transaction, const storage::WordingKey& key, const StoredVersion& shipped,
                  Timestamp now) {
    for (const auto& review : shipped.reviews)
        storage::add_review(transaction, {.id = new_id(now),
                                          .key = key,
                                          .round = 1,
                                          .role = review.role,
                                          .how = review.how,
                                          .month = review.month,
                                          .outcome = review.outcome,
                                          .what_changed = review.what_changed,
                                          .people = "one",
                                          .recorded_by = "the file",
                                          .recorded_at = now});
}

/// What take_shipped() knows of the store.
class Shelf {
public:
    explicit Shelf(std::vector<WordingRow> rows) : rows_{std::move(rows)} {}

    const WordingRow* same_words(const StoredVersion& shipped, const std::string& digest) const {
        const auto at = std::ranges::find_if(rows_, [&](const WordingRow& row) {
            return row.key.language == shipped.language && row.key.id == shipped.id && row.digest == digest;
        });
        return at == rows_.end() ? nullptr : &*at;
    }
    int newest(const StoredVersion& shipped) const {
        int version = 0;
        for (const auto& row : rows_)
            if (row.key.language == shipped.language && row.key.id == shipped.id)
                version = std::max(version, row.key.version);
        return version;
    }
    void add(WordingRow row) { rows_.push_back(std::move(row)); }

private:
    std::vector<WordingRow> rows_;
};

}  // namespace

void take_shipped(Transaction& transaction, const std::vector<StoredVersion>& shipped, Timestamp now) {
    Shelf shelf{storage::all_wording(transaction)};
    json::array taken;
    for (const auto& one : shipped) {
        const auto digest = digest_of(one.words);
        const auto state = state_of(one);
        if (const auto* known = shelf.same_words(one, digest)) {
            const bool untouched = known->revision == 1 && known->shipped;
            if (!untouched || known->state.status == state.status) continue;
            storage::change_wording(transaction, *known, state, now);
            keep_reviews(transaction, known->key, one, now);
            taken.push_back(json::array{one.language, one.id, known->key.version, digest, state.status});
            continue;
        }
        const int newest = shelf.newest(one);
        WordingRow row{
            .key = {one.language, one.id, newest == 0 ? one.version : std::max(one.version, newest + 1)},
            .words = one.words,
            .digest = digest,
            .shipped = true,
            .crisis = ("\n" + one.words).contains("\ncrisis = true\n"),
            .state = state};
        if (!storage::add_wording(transaction, row, now)) continue;
        keep_reviews(transaction, row.key, one, now);
        taken.push_back(json::array{one.language, one.id, row.key.version, digest, state.status});
        shelf.add(std::move(row));
    }
    if (taken.empty()) return;
    ledger::record(transaction, ledger::Kind::wording_changed, "",
                   {{"act", "shipped"}, {"by", "the program"}, {"texts", std::move(taken)}}, now);
}

std::vector<StoredVersion> stored_wording(Transaction& transaction) {
    const auto reviews = storage::all_reviews(transaction);
    std::vector<StoredVersion> all;
    for (const auto& row : storage::all_wording(transaction)) all.push_back(stored_version(row, reviews));
    return all;
}

std::vector<StoredVersion> beside_shipped(std::vector<StoredVersion> stored,
                                          const std::vector<StoredVersion>& shipped) {
    for (const auto& one : shipped) {
        int newest = 0;
        bool known = false;
        for (const auto& row : stored) {
            if (row.language != one.language || row.id != one.id) continue;
            newest = std::max(newest, row.version);
            known = known || row.words == one.words;
        }
        if (known) continue;
        stored.push_back(one);
        stored.back().version = newest == 0 ? one.version : std::max(one.version, newest + 1);
    }
    return stored;
}

ShippedWording load_shipped(const std::string& folder) {
    ShippedWording shipped;
    std::error_code failed;
    for (const auto& item : fs::directory_iterator{folder, failed}) {
        if (item.path().extension() != ".toml") continue;
        std::ifstream in{item.path(), std::ios::binary};
        shipped.files.push_back({item.path().filename().string(), {std::istreambuf_iterator<char>{in}, {}}});
        if (!in.is_open() || in.bad())
            throw std::runtime_error(item.path().string() +
                                     " can't be read. Check that it exists and its rights.");
    }
    if (failed || shipped.files.empty())
        throw std::runtime_error("no *.toml file can be read in " + folder +
                                 ". Point templates_folder at templates/messages.");
    std::ranges::sort(shipped.files, {}, &templates::MessageFile::name);
    // Words that an argument puts into a text are held to the same rules as the text.
    const auto rules = fs::path{folder}.parent_path() / "lint" / "words.toml";
    auto lint = templates::Lint::load(rules.string());
    if (!lint) throw std::runtime_error("the wording rules can't be read:" + spell_all(lint.error()));
    shipped.lint = std::make_shared<const templates::Lint>(std::move(*lint));
    return shipped;
}

ReleaseTexts read_release(ShippedWording shipped) {
    auto read = templates::Shipped::read(shipped.files);
    if (!read) throw std::runtime_error("the texts can't be used:" + spell_all(read.error()));
    return {std::move(shipped), std::move(*read)};
}

struct Wording::Seen {
    std::int64_t revision = 0;
    std::vector<StoredVersion> versions;
};

Wording::Wording(storage::Database& database, ShippedWording shipped)
    : database_{database}, release_{read_release(std::move(shipped))} {}

templates::Catalogue Wording::made_of(const Seen& seen) {
    auto assembled = templates::assemble(release_.shipped.files, seen.versions);
    if (!assembled) throw std::runtime_error("the texts can't be used:" + spell_all(assembled.error()));
    for (const auto& problem : assembled->left_out)
        log::error("wording_left_out",
                   {{"text", log::code(problem.template_id)}, {"why", log::code(problem.what)}});
    assembled->catalogue.set_lint(release_.shipped.lint);
    revision_ = seen.revision;
    return std::move(assembled->catalogue);
}

templates::Catalogue Wording::open(Timestamp now) {
    const auto seen =
        database_.transact_now([ships = release_.read.versions(), now](Transaction& transaction) {
            take_shipped(transaction, ships, now);
            return Seen{storage::wording_revision(transaction), stored_wording(transaction)};
        });
    if (!seen) throw std::runtime_error("the texts can't be read from the store: " + seen.error().what);
    return made_of(*seen);
}

Task<bool> Wording::refresh(templates::Catalogue& catalogue) {
    const std::int64_t known = revision_;
    auto seen = co_await database_.read([known](Transaction& transaction) {
        Seen now{storage::wording_revision(transaction), {}};
        if (now.revision != known) now.versions = stored_wording(transaction);
        return now;
    });
    if (!seen) throw std::runtime_error(seen.error().what);
    if (seen->revision == known) co_return false;
    catalogue.replace(made_of(*seen));
    co_return true;
}

}  // namespace offing::service
