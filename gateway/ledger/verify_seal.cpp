#include "gateway/ledger/verify_seal.hpp"

#include <algorithm>

namespace offing::ledger {

namespace {

using What = Finding::What;

class Judge {
public:
    Judge(const Stretch& stretch, const Frontier& before, const std::optional<Hash>& root)
        : stretch_{stretch}, before_{before}, root_{root} {
        for (const auto& event : stretch.events)
            actual_.push_back(event ? std::optional{leaf_hash(line_of(*event))} : std::nullopt);
    }

    Judgement judge() {
        const bool all_there =
            std::ranges::all_of(actual_, [](const auto& hash) { return hash.has_value(); });
        if (all_there && (!root_ || root_over(actual_) == *root_)) {
            take(actual_);
            if (root_)
                name_changed_hashes();
            else
                name_changed_events();
            return std::move(result_);
        }
        std::vector<std::optional<Hash>> kept;
        for (std::size_t place = 0; place < actual_.size(); ++place) kept.push_back(stretch_.kept_at(place));
        const bool all_kept = stretch_.kept.size() >= actual_.size();
        name_changed_events();
        if (all_kept && (!root_ || root_over(kept) == *root_)) {
            take(kept);
            return std::move(result_);
        }
        name_unlocated();
        result_.is_anchored = false;
        return std::move(result_);
    }

private:
    Hash root_over(const std::vector<std::optional<Hash>>& leaves) const {
        Frontier tree = before_;
        for (const auto& leaf : leaves) tree.append(*leaf);
        return tree.root();
    }

    void take(const std::vector<std::optional<Hash>>& leaves) {
        for (const auto& leaf : leaves) result_.leaves.push_back(*leaf);
    }

    std::int64_t seq(std::size_t place) const { return stretch_.begin + static_cast<std::int64_t>(place); }

    void add(What what, std::size_t place, std::string text) {
        result_.findings.push_back({.what = what, .event = seq(place), .text = std::move(text)});
    }

    /// The events are right, the root says so; the hashes beside them are what was touched.
    void name_changed_hashes() {
        for (std::size_t place = 0; place < actual_.size(); ++place) {
            const auto kept = stretch_.kept_at(place);
            if (kept == actual_[place]) continue;
            add(What::hashes, place,
                "the hash kept for event " + std::to_string(seq(place)) +
                    (kept ? " was changed; the event itself is as it was sealed"
                          : " is missing; the event itself is as it was sealed"));
            if (!kept) return;  // all that follow are missing too
        }
    }

    void name_changed_events() {
        for (std::size_t place = 0; place < actual_.size() && !result_.is_shifted; ++place) {
            const auto kept = stretch_.kept_at(place);
            if (kept && kept == actual_[place]) continue;
            if (!kept && actual_[place]) continue;
            result_.bad.push_back(seq(place));
            name_changed(place);
        }
    }

    void name_changed(std::size_t place) {
        const std::string here = "at event " + std::to_string(seq(place));
        if (!actual_[place]) return add(What::removed, place, "an event was removed " + here);
        if (const auto next = stretch_.kept_at(place + 1); next && next == actual_[place]) {
            result_.is_shifted = true;
            return add(What::removed, place,
                       "an event was removed " + here + ", and the numbers after it moved up");
        }
        if (place + 1 < actual_.size() && actual_[place + 1] &&
            actual_[place + 1] == stretch_.kept_at(place)) {
            result_.is_shifted = true;
            return add(What::inserted, place, "an event was inserted " + here + ": " + named(place));
        }
        if (stands_elsewhere(place))
            return add(
                What::reordered, place,
                "the order was changed " + here + ": " + named(place) + " stands where another was sealed");
        add(What::changed, place, named(place) + " isn't what was sealed");
    }

    bool stands_elsewhere(std::size_t place) const {
        return std::ranges::find(stretch_.kept, *actual_[place]) != stretch_.kept.end() ||
               std::ranges::find(actual_, stretch_.kept_at(place)) != actual_.end();
    }

    std::string named(std::size_t place) const { return name_of(*stretch_.events[place]); }

    /// Neither the events nor the hashes beside them make the sealed root: both were changed.
    void name_unlocated() {
        if (!result_.findings.empty()) return;
        result_.findings.push_back(
            {.what = What::changed,
             .event = stretch_.begin,
             .text = "between events " + std::to_string(stretch_.begin) + " and " +
                     std::to_string(stretch_.end - 1) +
                     " something was changed, and the hashes kept beside them with it"});
        for (std::int64_t at = stretch_.begin; at < stretch_.end; ++at) result_.bad.push_back(at);
    }

    const Stretch& stretch_;
    const Frontier& before_;
    const std::optional<Hash>& root_;
    std::vector<std::optional<Hash>> actual_;
    Judgement result_;
};

}  // namespace

Judgement judge(const Stretch& stretch, const Frontier& before, const std::optional<Hash>& root) {
    return Judge{stretch, before, root}.judge();
}

}  // namespace offing::ledger
