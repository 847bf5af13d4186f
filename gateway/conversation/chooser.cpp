// Which offers fit her words: by number, day, hour, worker, mode or rank.

#include "gateway/conversation/chooser.hpp"

#include <algorithm>

#include "gateway/conversation/offer_fits.hpp"
#include "gateway/conversation/option_ranks.hpp"

namespace offing::conversation {

namespace {

class Chooser {
public:
    explicit Chooser(Reading& reading) : reading_{reading} {
        for (const OfferedTime& offer : reading.state.offered) left_.push_back(&offer);
    }

    Chosen run() {
        if (!only_ordinal()) {
            numbers();
            by_day();
            by_clock();
            by_worker();
            by_mode();
        }
        by_rank();
        outcome_.options = left_;
        outcome_.left_over = refused_ && !named_ && !says_other();
        return outcome_;
    }

private:
    template <typename Fits>
    bool keep(Fits fits) {
        Options kept;
        std::copy_if(left_.begin(), left_.end(), std::back_inserter(kept), fits);
        if (kept.empty()) return false;
        if (kept.size() < left_.size() || left_.size() == 1) outcome_.hit = true;
        left_ = std::move(kept);
        return true;
    }
    const OfferedTime* numbered(int n) const {
        for (const OfferedTime& offer : reading_.state.offered)
            if (offer.n == n) return &offer;
        return nullptr;
    }
    bool hour_fits(const OfferedTime& offer, int value) const {
        const int clock = clock_minutes(offer.start);
        return clock % 60 == 0 && (clock / 60 == value || clock / 60 == value + 12);
    }

    /// "2nd" alone, where no offer is on such a day.
    bool only_ordinal() const {
        int value = 0;
        for (const Token& token : reading_.tokens.all) {
            const bool stands_for_one = token.is(W::one) || (token.value == 1 && !token.ordinal && value > 0);
            if (token.shape == Token::Shape::emoji || token.is(W::the) || stands_for_one ||
                reading_.tables.info(token.word).filler)
                continue;
            if (!token.ordinal || value > 0) return false;
            value = token.value;
        }
        if (value < 1 || value > static_cast<int>(left_.size())) return false;
        return std::none_of(left_.begin(), left_.end(), [&](const OfferedTime* offer) {
            return static_cast<int>(static_cast<unsigned>(
                       std::chrono::year_month_day{day_of(offer->start)}.day())) == value;
        });
    }
    /// Bare numbers are options; after "number" or "option" they can be nothing else.
    void numbers() {
        std::vector<int> wanted, unwanted;
        for (const When& when : reading_.times) {
            if (!when.is_clock() || !when.bare || when.relation != Relation::at) continue;
            const std::size_t at = number_token(when);
            const Token& typed = reading_.tokens[at];
            if (typed.value > 9) continue;
            const bool said =
                at > 0 && (reading_.tokens[at - 1].is(W::option) || reading_.tokens[at - 1].is(W::number) ||
                           (reading_.tokens[at - 1].is(W::no) && (typed.mark == '.' || typed.glued)));
            if (used_as_one(at) || counts_ranks(reading_, at) || counts_them(at)) continue;
            const bool negated = (when.negated && !said) || refused(when) || refused_with_others(at) ||
                                 (said && turned_down(reading_, at));
            if (!said && meant_as_hour(typed.value)) continue;
            if (numbered(typed.value) == nullptr) {
                outcome_.missing_number = typed.value;
                continue;
            }
            (negated ? unwanted : wanted).push_back(typed.value);
        }
        named_ = named_ || !wanted.empty();
        refused_ = refused_ || !unwanted.empty();
        outcome_.beside_refused = !wanted.empty() && !unwanted.empty();
        if (!wanted.empty()) {
            outcome_.only_number = true;
            keep([&](const OfferedTime* offer) {
                return std::find(wanted.begin(), wanted.end(), offer->n) != wanted.end();
            });
            outcome_.hit = true;
        } else if (!unwanted.empty()) {
            keep([&](const OfferedTime* offer) {
                return std::find(unwanted.begin(), unwanted.end(), offer->n) == unwanted.end();
            });
        } else if (outcome_.missing_number > 0) {
            by_hour_of(outcome_.missing_number);
        }
    }
    std::size_t number_token(const When& when) const {
        for (std::size_t i = when.begin; i < when.end; ++i)
            if (reading_.tokens[i].value >= 0) return i;
        return when.begin;
    }
    /// "the earlier 1", "thurs 1": the figure stands for the word one.
    bool used_as_one(std::size_t at) const {
        const Token& typed = reading_.tokens[at];
        if (typed.value != 1 || at == 0 || typed.starts) return false;
        const Token& before = reading_.tokens[at - 1];
        if (before.text == "the" || before.text == "that" || before.ordinal) return true;
        if (describes(before)) return true;
        for (const When& when : reading_.times)
            if (when.end == at && (when.is_day() || (when.is_clock() && !when.bare))) return true;
        for (const CueHit& hit : reading_.cues.hits)
            if ((hit.cue == Cue::soonest || hit.cue == Cue::latest || hit.cue == Cue::earlier ||
                 hit.cue == Cue::later) &&
                hit.end == at)
                return true;
        return reading_.is_name[at - 1];
    }
    /// "No to all 3", "them two are no good": how many there are.
    bool counts_them(std::size_t at) const {
        if (at == 0 || reading_.tokens[at].starts) return false;
        const Token& before = reading_.tokens[at - 1];
        if (before.is(W::the) && at > 1 && reading_.tokens[at - 2].is(W::of)) return true;
        return before.is(W::all) || before.is(W::both) || before.text == "those" || before.text == "these" ||
               before.text == "them" || before.text == "neither" || before.text == "any";
    }
    /// "the last one", "morning one", "phone one".
    bool describes(const Token& token) const {
        if (token.is(W::last) || token.is(W::mid) || token.is(W::next) || token.is(W::early) ||
            token.is(W::late) || token.is(W::later) || token.is(W::earlier) || token.is(W::morning) ||
            token.is(W::afternoon) || token.is(W::evening) || token.is(W::lunch) || token.is(W::midday) ||
            token.is(W::same) || token.is(W::most) || token.is(W::nearest) || token.text == "latter" ||
            token.text == "former")
            return true;
        const std::string_view word = reading_.tables.name(token.word);
        return word == "phone" || word == "video" || word == "other" || word == "soonest" ||
               word == "earliest" || word == "latest" || word == "good" || word == "best";
    }
    /// Beside a day the number is that day's hour, when an offer of that day has it.
    bool meant_as_hour(int value) const {
        bool day_named = false, fits = false;
        for (const When& when : reading_.times) {
            if (!when.is_day() || when.negated) continue;
            day_named = true;
            for (const OfferedTime& offer : reading_.state.offered)
                fits = fits || (fits_day(when, offer) && hour_fits(offer, value));
        }
        return day_named && fits;
    }
    void by_hour_of(int value) {
        Options kept;
        std::copy_if(left_.begin(), left_.end(), std::back_inserter(kept),
                     [&](const OfferedTime* offer) { return hour_fits(*offer, value); });
        if (kept.size() == 1 && reading_.tokens.size() > 1) {
            left_ = std::move(kept);
            outcome_.hit = true;
            outcome_.missing_number = 0;
        }
    }

    bool counts_the_list(const When& when) const {
        for (std::size_t i = when.begin; i < when.end; ++i)
            if (of_the_list(reading_, i)) return true;
        return false;
    }
    void by_day() {
        std::vector<const When*> wanted, unwanted;
        for (const When& when : reading_.times) {
            if (!when.is_day() || when.past || counts_the_list(when)) continue;
            if (when.relation != Relation::at && when.relation != Relation::around &&
                when.relation != Relation::after && when.relation != Relation::before)
                continue;
            (when.negated ? unwanted : wanted).push_back(&when);
        }
        named_ = named_ || !wanted.empty();
        refused_ = refused_ || !unwanted.empty();
        if (!unwanted.empty())
            keep([&](const OfferedTime* offer) {
                return std::none_of(unwanted.begin(), unwanted.end(),
                                    [&](const When* when) { return fits_day(*when, *offer); });
            });
        if (wanted.empty()) return;
        const bool fits = keep([&](const OfferedTime* offer) {
                              return std::any_of(wanted.begin(), wanted.end(),
                                                 [&](const When* when) { return fits_day(*when, *offer); });
                          }) ||
                          keep([&](const OfferedTime* offer) {
                              return wanted.size() == 1 && fits_month(*wanted.front(), *offer);
                          });
        if (fits)
            outcome_.hit = true;
        else
            outcome_.miss = true;
    }
    /// "The november 1": the one in that month.
    bool fits_month(const When& when, const OfferedTime& offer) const {
        const Token& last = reading_.tokens[when.end - 1U];
        if (!when.first || last.value != 1 || last.ordinal || when.end - when.begin < 2) return false;
        const std::chrono::year_month_day named{*when.first}, offered{day_of(offer.start)};
        return named.year() == offered.year() && named.month() == offered.month();
    }

    /// "Half 9 is too early but 2 is good"
    bool refused(const When& when) const {
        return std::any_of(reading_.cues.hits.begin(), reading_.cues.hits.end(), [&](const CueHit& hit) {
            const bool refuses = hit.cue == Cue::too_soon || hit.cue == Cue::cannot_day ||
                                 hit.cue == Cue::reject || hit.cue == Cue::cannot;
            return refuses && hit.begin <= when.end + 1U && hit.end > when.begin &&
                   reading_.same_segment(hit.begin, when.begin);
        });
    }
    /// "Cant do 2 or 3": only numbers stand between the no and this one.
    bool refused_with_others(std::size_t at) const {
        return std::ranges::any_of(reading_.cues.hits, [&](const CueHit& hit) {
            if ((hit.cue != Cue::cannot && hit.cue != Cue::cannot_day && hit.cue != Cue::reject) ||
                hit.end > at)
                return false;
            for (std::size_t i = hit.end; i < at; ++i) {
                const Token& token = reading_.tokens[i];
                const bool joins = token.digits == 1 || token.is(W::or_) || token.is(W::and_) ||
                                   token.is(W::option) || token.is(W::number);
                if (token.starts || !joins) return false;
            }
            return !reading_.tokens[at].starts;
        });
    }
    void by_clock() {
        std::vector<const When*> wanted;
        for (const When& when : reading_.times) {
            if (!when.is_clock() || when.negated || refused(when)) continue;
            if (when.bare && outcome_.only_number) continue;
            if (when.bare && when.plain == 1 && used_as_one(number_token(when))) continue;
            if (when.bare && (counts_ranks(reading_, number_token(when)) || counts_them(number_token(when))))
                continue;
            if (when.bare && when.plain > 0 && when.plain == outcome_.missing_number) continue;
            wanted.push_back(&when);
        }
        if (wanted.empty()) return;
        named_ = true;
        const bool fits = keep([&](const OfferedTime* offer) {
            return std::any_of(wanted.begin(), wanted.end(), [&](const When* when) {
                return fits_clock(*when, clock_minutes(offer->start));
            });
        });
        if (fits)
            outcome_.hit = true;
        else
            outcome_.miss = true;
    }

    void by_worker() {
        for (std::size_t i = 0; i < reading_.tokens.size(); ++i) {
            if (!reading_.is_name[i]) continue;
            if (turned_down(reading_, i)) {
                refused_ = true;
                if (keep([&](const OfferedTime* offer) { return offer->with != reading_.name_at[i]; }))
                    outcome_.hit = true;
                continue;
            }
            const bool known = std::any_of(left_.begin(), left_.end(), [&](const OfferedTime* offer) {
                return offer->with == reading_.name_at[i];
            });
            if (!known && i > 0 && reading_.tokens[i - 1].is(W::with) && !reading_.tokens[i].starts)
                outcome_.miss = true;
            if (!known) continue;
            named_ = true;
            keep([&](const OfferedTime* offer) { return offer->with == reading_.name_at[i]; });
            outcome_.hit = true;
        }
    }
    void by_mode() {
        const auto mode = reading_.cues.has(Cue::phone)   ? std::optional{scheduler::Mode::phone}
                          : reading_.cues.has(Cue::video) ? std::optional{scheduler::Mode::video}
                                                          : std::nullopt;
        const bool on_offer = mode && std::any_of(left_.begin(), left_.end(), [&](const OfferedTime* offer) {
                                  return offer->mode == mode;
                              });
        if (mode && !on_offer) outcome_.miss = true;
        if (!mode || !keep([&](const OfferedTime* offer) { return offer->mode == mode; })) return;
        outcome_.hit = true;
        named_ = true;
    }

    void by_rank() {
        const Cues& cues = reading_.cues;
        if (left_.empty()) return;
        const Ranks ranks = ranks_in(reading_, left_.size(), only_ordinal());
        if (!ranks.wanted.empty() || !ranks.refused.empty()) return keep_ranks(ranks);
        const bool same_day =
            of_the_day() || std::all_of(left_.begin(), left_.end(), [&](const OfferedTime* offer) {
                return day_of(offer->start) == day_of(left_.front()->start);
            });
        if (const CueHit* hit = refused_rank()) {  // "not the early one"
            const auto least = hit->cue == Cue::soonest ? std::ranges::min_element(left_, by_time(same_day))
                                                        : std::ranges::max_element(left_, by_time(same_day));
            if (left_.size() > 1) left_.erase(least);
            refused_ = outcome_.hit = true;
        } else if (cues.has(Cue::soonest) || (cues.has(Cue::earlier) && outcome_.hit)) {
            left_ = {*std::ranges::min_element(left_, by_time(same_day))};
            outcome_.hit = true;
        } else if (cues.has(Cue::latest) || (cues.has(Cue::later) && outcome_.hit && !outcome_.only_number)) {
            left_ = {*std::ranges::max_element(left_, by_time(same_day))};
            outcome_.hit = true;
        }
    }
    const CueHit* refused_rank() const {
        for (const CueHit& hit : reading_.cues.hits)
            if ((hit.cue == Cue::soonest || hit.cue == Cue::latest) && turned_down(reading_, hit.begin))
                return &hit;
        return nullptr;
    }
    using Before = bool (*)(const OfferedTime*, const OfferedTime*);
    static Before by_time(bool same_day) {
        if (!same_day) return [](const OfferedTime* a, const OfferedTime* b) { return a->start < b->start; };
        return [](const OfferedTime* a, const OfferedTime* b) {
            return clock_minutes(a->start) < clock_minutes(b->start);
        };
    }
    /// "The latest in the day" is so by its hour, whatever the date.
    bool of_the_day() const {
        return std::ranges::any_of(reading_.cues.hits, [&](const CueHit& hit) {
            if (hit.cue != Cue::soonest && hit.cue != Cue::latest && hit.cue != Cue::later &&
                hit.cue != Cue::earlier)
                return false;
            for (std::size_t i = hit.begin; i < reading_.tokens.size() && i < hit.end + 2U; ++i)
                if (reading_.tokens[i].is(W::day) && !reading_.tokens[i].text.ends_with('s')) return true;
            return false;
        });
    }
    /// "Not jo, the other one" picks what is left.
    bool says_other() const {
        return std::any_of(reading_.tokens.all.begin(), reading_.tokens.all.end(),
                           [&](const Token& token) { return reading_.tables.name(token.word) == "other"; });
    }
    void keep_ranks(const Ranks& ranks) {
        const bool by_name = !ranks.wanted.empty();
        const auto& said = by_name ? ranks.wanted : ranks.refused;
        Options kept;
        for (std::size_t i = 0; i < left_.size(); ++i)
            if ((std::find(said.begin(), said.end(), i) != said.end()) == by_name) kept.push_back(left_[i]);
        (by_name ? named_ : refused_) = true;
        left_ = std::move(kept);
        outcome_.hit = true;
    }

    Reading& reading_;
    Options left_;
    Chosen outcome_;
    bool named_ = false, refused_ = false;
};

}  // namespace

Chosen choose_among(Reading& reading) { return Chooser{reading}.run(); }

}  // namespace offing::conversation
