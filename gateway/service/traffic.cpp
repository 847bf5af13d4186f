#include "gateway/service/traffic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

namespace offing::service {

using provider::SendOutcome;
using storage::Priority;
using namespace std::chrono_literals;

namespace {

constexpr int lanes = 16;  // posts under way at once, per account
constexpr int reminder_lanes = 12;
constexpr double kept_for_answers = 1;
constexpr std::size_t remembered = 8;
constexpr std::ptrdiff_t burst = 3;
constexpr auto quiet = 60s;
constexpr auto slow = 8s;
constexpr auto longest_pause = 60s;

/// In (0, 1), the same for the same two names in every process.
double dice(std::string_view contact, std::string_view account) {
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
    for (const std::string_view part : {contact, std::string_view{"\n"}, account})
        for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hash ^= hash >> 33U;  // the ids of one day begin alike: spread them
    hash *= 0xff51afd7ed558ccdULL;
    hash ^= hash >> 33U;
    return (static_cast<double>(hash >> 11U) + 0.5) / 9007199254740992.0;
}

bool is_trouble(const SendOutcome& outcome, std::chrono::milliseconds took) {
    return outcome.kind == SendOutcome::Kind::temporary || outcome.kind == SendOutcome::Kind::unknown ||
           took > slow;
}

}  // namespace

double TokenBucket::tokens(Timestamp now) {
    const std::chrono::duration<double> passed = now - filled_;
    if (passed.count() > 0) tokens_ = std::min(most_, tokens_ + passed.count() * rate_);
    filled_ = now;
    return tokens_;
}

std::chrono::milliseconds TokenBucket::next_token(Timestamp now) {
    const double missing = 1 - tokens(now);
    if (missing <= 0) return 0ms;
    return std::chrono::milliseconds{static_cast<std::int64_t>(std::ceil(missing / rate_ * 1000))};
}

void Health::note(bool trouble, Timestamp now) {
    rise(now);
    last_.push_back(trouble);
    if (last_.size() > remembered) last_.pop_front();
    if (trouble) changed_ = now;
    if (std::ranges::count(last_, true) < burst) return;
    quarters_ = std::max(0, quarters_ - 1);
    last_.clear();
}

void Health::rise(Timestamp now) {
    changed_ = std::min(changed_, now);  // a clock that was set back
    while (quarters_ < 4 && now - changed_ >= quiet) {
        ++quarters_;
        changed_ += quiet;
        last_.clear();
    }
}

double Health::share(Timestamp now) {
    rise(now);
    return quarters_ / 4.0;
}

Traffic::Traffic(const Accounts& accounts) : accounts_{accounts} {
    for (const auto& [name, account] : accounts) {
        const double limit = account.provider->most_per_second();
        auto& company =
            companies_.try_emplace(account.kind, Company{TokenBucket{limit, limit}}).first->second;
        const double rate = account.texts_per_second;
        roads_.emplace(name, Road{.bucket = TokenBucket{rate, std::max(1.0, rate) + kept_for_answers},
                                  .company = &company});
    }
}

Traffic::Room Traffic::room(std::string_view account, Timestamp now) {
    Road& here = road(account);
    if (now < here.paused_until) return {};
    const double tokens = std::min(here.bucket.tokens(now), here.company->bucket.tokens(now));
    const auto whole = [](double count) {
        return static_cast<int>(std::clamp(std::floor(count), 0.0, double{lanes}));
    };
    const int urgent = std::min(whole(tokens), lanes - here.in_flight);
    const int reminders = std::min({whole(tokens - kept_for_answers), lanes - here.in_flight,
                                    reminder_lanes - here.reminders_in_flight});
    return {std::max(0, urgent), std::max(0, reminders)};
}

std::chrono::milliseconds Traffic::next_room(std::string_view account, Timestamp now) {
    Road& here = road(account);
    if (now < here.paused_until) return here.paused_until - now;
    return std::max(here.bucket.next_token(now), here.company->bucket.next_token(now));
}

void Traffic::posted(std::string_view account, Priority priority, Timestamp now) {
    Road& here = road(account);
    here.bucket.take(now);
    here.company->bucket.take(now);
    ++here.in_flight;
    if (priority == Priority::reminder) ++here.reminders_in_flight;
}

void Traffic::answered(std::string_view account, Priority priority, const SendOutcome& outcome,
                       std::chrono::milliseconds took, Timestamp now) {
    Road& here = road(account);
    --here.in_flight;
    if (priority == Priority::reminder) --here.reminders_in_flight;
    here.health.note(is_trouble(outcome, took), now);
    if (outcome.kind != SendOutcome::Kind::throttled) {
        here.throttled_in_a_row = 0;
        return;
    }
    // The company says that we are too fast: everybody waits, longer each time it says so again.
    const auto ours = std::min<std::chrono::milliseconds>(1s * (1 << std::min(here.throttled_in_a_row++, 6)),
                                                          longest_pause);
    here.paused_until =
        std::max(here.paused_until, now + std::max<std::chrono::milliseconds>(ours, outcome.retry_after));
}

double Traffic::share(std::string_view account, Timestamp now) { return road(account).health.share(now); }

int Traffic::in_flight() const {
    return std::accumulate(roads_.begin(), roads_.end(), 0,
                           [](int sum, const auto& each) { return sum + each.second.in_flight; });
}

std::string Traffic::choose(std::string_view contact, std::string_view she_texted, std::string_view without,
                            Timestamp now) {
    if (const auto hers = roads_.find(she_texted); hers != roads_.end() && she_texted != without)
        if (dice(contact, "stays") <= hers->second.health.share(now)) return hers->first;
    // Rendezvous hashing with weights: a share that shrinks moves only the women it loses.
    const auto best = [&](auto&& weight_of) {
        std::optional<std::string> chosen;
        double lowest = std::numeric_limits<double>::infinity();
        for (const auto& [name, account] : accounts_) {
            const double weight = weight_of(name, account);
            if (weight <= 0) continue;
            const double score = -std::log(dice(contact, name)) / weight;
            if (score < lowest) {
                lowest = score;
                chosen = name;
            }
        }
        return chosen;
    };
    const auto healthy = [&](const std::string& name, const Account& account) {
        return name == without ? 0 : account.weight * share(name, now);
    };
    const auto in_need = [&](const std::string& name, const Account&) {
        return name == without ? 0 : share(name, now);
    };
    const auto at_all = [](const std::string&, const Account& account) { return account.weight + 1e-9; };
    auto chosen = best(healthy);
    if (!chosen) chosen = best(in_need);
    if (!chosen) chosen = best(at_all);
    return chosen.value_or(accounts_.begin()->first);
}

}  // namespace offing::service
