// The ledger's speed.
//   ledger_speed fill STORE EVENTS     a store with that many sealed events
//   ledger_speed proof STORE           how long one event's proof takes, each from a fresh look into the
//   store ledger_speed turns TURNS           durable turns on two stores in turn, one of which is sealed as
//   it goes

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <random>

#include "gateway/base/ids.hpp"
#include "gateway/ledger/records.hpp"
#include "gateway/ledger/seal.hpp"
#include "gateway/service/sealing.hpp"
#include "gateway/storage/columns.hpp"
#include "gateway/storage/migrations.hpp"
#include "gateway/storage/sqlite_database.hpp"
#include "tests/support/rig.hpp"

namespace {

using namespace offing;
using storage::Transaction;
using Steady = std::chrono::steady_clock;

template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().what);
    return std::move(*result);
}

double millis_since(Steady::time_point start) {
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// As long as most events are: some two hundred bytes.
void add_events(Transaction& transaction, std::int64_t from, std::int64_t most, Timestamp first) {
    static constexpr std::array kinds{"asked",   "text_decided", "text_settled",
                                      "offered", "booked",       "place_kept"};
    for (std::int64_t n = from; n < from + most; ++n) {
        const Timestamp at = first + std::chrono::milliseconds{n};
        const std::string body = boost::json::serialize(boost::json::object{{"booking", new_id(at)},
                                                                            {"clinic", "clinic-7"},
                                                                            {"date", "2026-11-25"},
                                                                            {"place", n % 5},
                                                                            {"begin", 29'000'000 + n},
                                                                            {"end", 29'000'045 + n},
                                                                            {"worker", "worker-14"},
                                                                            {"text", new_id(at)}});
        transaction.run(
            "INSERT INTO ledger_event (id, at, nth, kind, version, subject, body) VALUES ($1, $2, $3, $4, 1, "
            "$5, "
            "$6)",
            {new_id(at), storage::millis(at), n,
             std::string{kinds.at(static_cast<std::size_t>(n) % kinds.size())},
             "woman-" + std::to_string(n % 1000), body});
    }
}

int fill(const char* file, std::int64_t events) {
    const auto database = must(storage::open_sqlite(file));
    const Timestamp first{std::chrono::milliseconds{1'795'600'000'000}};
    must(storage::migrate(*database, first));
    const auto vault = must(storage::Vault::make("0123456789abcdef0123456789abcdef"));
    const auto key = must(ledger::signing_key(*database, vault, first));
    constexpr std::int64_t at_a_time = 8192;
    for (std::int64_t done = 0; done < events; done += at_a_time)
        must(database->transact_now([&](Transaction& transaction) {
            const std::int64_t some = std::min(at_a_time, events - done);
            add_events(transaction, done, some, first);
            const Timestamp now = first + std::chrono::milliseconds{done + some} + std::chrono::minutes{1};
            while (ledger::seal_some(transaction, key, {}, now)) {
            }
            return true;
        }));
    return 0;
}

int proof(const char* file) {
    const auto database = must(storage::open_sqlite(file));
    const auto head = must(database->read_now(ledger::last_head)).value();
    const auto size = static_cast<std::uint64_t>(head.size);
    std::mt19937_64 random{1};
    std::vector<double> took;
    for (int n = 0; n < 1000; ++n) {
        const std::uint64_t index = random() % size;
        const auto start = Steady::now();
        const bool holds = must(database->read_now([&](Transaction& transaction) {
            const ledger::StoredTree tree{transaction, size};
            const auto event =
                ledger::sealed_events(transaction, static_cast<std::int64_t>(index), 1).front();
            return ledger::proves_inclusion(ledger::leaf_hash(ledger::line_of(event)), index, size,
                                            ledger::inclusion_proof(tree, index, size), head.root);
        }));
        took.push_back(millis_since(start));
        if (!holds) throw std::runtime_error("a proof doesn't hold");
    }
    std::cout << "a proof for one of " << size << " events, made and checked: median " << median(took)
              << " ms, worst " << std::ranges::max(took) << " ms\n";
    return 0;
}

/// A store with women who text; turns come `abreast`, so that they share commits as under load.
class Daemon {
public:
    explicit Daemon(bool sealed)
        : sealed_{sealed},
          sealing_{*rig_.database,
                   must(ledger::signing_key(*rig_.database, rig_.vault, rig_.clock.now())),
                   {},
                   rig_.clock} {
        for (int n = 0; n < women; ++n) rig_.add_woman(number(n));
    }

    double turns(int count, int abreast) {
        static constexpr std::array words{"can i come thurs", "cant do tues, after drop off thurs?",
                                          "anything next week", "could i come wed after 1"};
        std::vector<http::Request> requests;
        for (int n = 0; n < count; ++n, ++next_)
            requests.push_back(rig_.webhook(number(next_ % women),
                                            words.at(static_cast<std::size_t>(next_) % words.size()),
                                            "in-" + std::to_string(next_)));
        const auto start = Steady::now();
        for (std::size_t at = 0; at < requests.size(); at += static_cast<std::size_t>(abreast)) {
            const std::size_t end = std::min(requests.size(), at + static_cast<std::size_t>(abreast));
            for (std::size_t one = at; one < end; ++one)
                boost::asio::co_spawn(rig_.io, rig_.inbox.handle(std::move(requests[one])),
                                      boost::asio::detached);
            rig_.io.restart();
            rig_.io.run();
        }
        rig_.clock.advance(std::chrono::minutes{1});
        if (sealed_) rig_.run(sealing_.round());
        return millis_since(start) / count;
    }
    std::int64_t events() { return rig_.number_of("SELECT COUNT(*) FROM ledger_event"); }

private:
    static constexpr int women = 900;
    static std::string number(int n) { return "+447700900" + std::to_string(100 + n); }

    support::Rig rig_{"sqlite"};
    bool sealed_;
    service::Sealing sealing_;
    int next_ = 0;
};

int turns(int count) {
    for (const int abreast : {1, 32}) {
        Daemon without{false}, with{true};
        constexpr int block = 320;
        std::vector<double> ratios, bare;
        for (int done = -block; done < count; done += block) {
            const bool first = (done / block) % 2 == 0;
            const double one = first ? without.turns(block, abreast) : with.turns(block, abreast);
            const double other = first ? with.turns(block, abreast) : without.turns(block, abreast);
            if (done < 0) continue;  // both warm
            ratios.push_back(first ? other / one : one / other);
            bare.push_back(first ? one : other);
        }
        std::cout << abreast << " abreast: a durable turn " << median(bare) << " ms, with sealing "
                  << 100 * (median(ratios) - 1) << " % more (median of " << ratios.size() << " pairs), "
                  << static_cast<double>(with.events()) / (count + block) << " events a turn" << std::endl;
    }
    return 0;
}

}  // namespace

int main(int count, char** words) {
    const std::string what = count > 1 ? words[1] : "";
    if (what == "fill" && count == 4) return fill(words[2], std::stoll(words[3]));
    if (what == "proof" && count == 3) return proof(words[2]);
    if (what == "turns" && count == 3) return turns(std::stoi(words[2]));
    std::cerr << "usage: ledger_speed fill STORE EVENTS | proof STORE | turns TURNS\n";
    return 2;
}
