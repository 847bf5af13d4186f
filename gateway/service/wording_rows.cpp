#include "gateway/service/wording_rows.hpp"

#include <boost/json.hpp>

#include "gateway/base/crypto.hpp"
#include "gateway/service/wording_acts.hpp"
#include "gateway/storage/columns.hpp"
#include "templates/po.hpp"

namespace offing::service {

namespace json = boost::json;
using templates::Problem;
using templates::Reviewed;
using templates::Status;

namespace {

bool flag_in(const json::object& said, std::string_view key) {
    const auto* value = said.if_contains(key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

}  // namespace

Reviewed reviewed_from(const storage::WordingRow& row) {
    Reviewed reviewed{.status = templates::parse_status(row.state.status).value_or(Status::draft),
                      .crisis = row.crisis,
                      .language = row.key.language,
                      .review_by = templates::parse_date(row.state.review_by),
                      .flags = row.state.flags,
                      .review_is_due = row.state.review_due};
    const json::value standing = storage::read_json(row.state.standing);
    if (!standing.is_object()) return reviewed;
    for (const auto& [role, said] : standing.get_object())
        if (said.is_object())
            reviewed.standing[std::string{role}] = {.agreed = flag_in(said.get_object(), "agreed"),
                                                    .objects = flag_in(said.get_object(), "objects")};
    return reviewed;
}

void write_state(const Reviewed& reviewed, storage::WordingState& state) {
    state.status = templates::spell(reviewed.status);
    state.review_by = reviewed.review_by ? spell_day(*reviewed.review_by) : std::string{};
    json::object standing;
    for (const auto& [role, said] : reviewed.standing)
        standing[role] = json::object{{"agreed", said.agreed}, {"objects", said.objects}};
    state.standing = json::serialize(standing);
    state.flags = reviewed.flags;
    state.review_due = reviewed.review_is_due;
}

templates::Review review_from(const storage::ReviewRow& row) {
    return {row.role, row.how, row.month, row.outcome, row.what_changed};
}

templates::StoredVersion stored_version(const storage::WordingRow& row,
                                        const std::vector<storage::ReviewRow>& reviews) {
    templates::StoredVersion version{
        .language = row.key.language,
        .id = row.key.id,
        .version = row.key.version,
        .words = row.words,
        .status = templates::parse_status(row.state.status).value_or(Status::draft),
        .review_by = row.state.review_by,
        .reviews = {}};
    const int round = version.status == Status::live ? row.state.live_round : row.state.round;
    for (const auto& review : reviews)
        if (review.key == row.key && review.round == round) version.reviews.push_back(review_from(review));
    return version;
}

std::string digest_of(const std::string& words) { return crypto::to_hex(crypto::sha256(words)); }

std::string spell_day(std::chrono::local_days day) {
    const std::chrono::year_month_day date{day};
    const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) +
           "-" + two(static_cast<unsigned>(date.day()));
}

std::expected<CheckedWords, std::vector<Problem>> CheckedWords::of(
    const templates::Shipped& shipped, const std::string& language, const std::string& id,
    const std::map<templates::Level, std::string>& patterns) {
    std::vector<Problem> problems;
    const auto wrong = [&](std::string what, std::string remedy) {
        problems.push_back({language, 0, id, std::move(what), std::move(remedy)});
    };
    const auto* ours = shipped.find(id, language);
    const auto* english = shipped.find(id, "en-GB");
    if (english == nullptr || shipped.spoken(language) == nullptr)
        wrong("there is no text of this id", "offing templates list shows what there is.");
    if (!patterns.contains(templates::Level::plain))
        wrong("`plain` is missing", "Write the words at level 0.");
    for (const auto& [level, words] : patterns)
        if (const int line = templates::first_broken_line(words); line > 0)
            wrong("`" + std::string{spell(level)} + "` is not UTF-8 in line " + std::to_string(line),
                  "Type the words again.");
    if (!problems.empty()) return std::unexpected(std::move(problems));

    templates::Template before = ours != nullptr ? *ours : *english;
    before.language = language;
    CheckedWords checked;
    checked.language_ = language;
    checked.id_ = id;
    checked.crisis_ = english->crisis;
    checked.words_ = templates::other_words(before, patterns);
    // Not only readable: with the texts around it, and in its worst case, it fits.
    const auto beside =
        shipped.with_version({.language = language, .id = id, .version = 1, .words = checked.words_});
    if (!beside) return std::unexpected(beside.error());
    return checked;
}

LintedWords LintedWords::of(const templates::Shipped& shipped, const templates::Lint& lint,
                            const storage::WordingRow& row) {
    LintedWords linted;
    linted.key_ = row.key;
    linted.digest_ = row.digest;
    const auto catalogue = shipped.with_version(stored_version(row, {}));
    linted.can_be_read_ = catalogue.has_value();
    if (catalogue) linted.findings_ = lint.check(*catalogue, *catalogue->find(row.key.id, row.key.language));
    return linted;
}

}  // namespace offing::service
