// Adds made-up women to a store, so that each text of a load comes from another number.
//   turn_people SETTINGS FIRST_NUMBER COUNT

#include <iostream>

#include "config/settings.hpp"
#include "gateway/base/crypto.hpp"
#include "gateway/storage/contacts.hpp"
#include "gateway/storage/migrations.hpp"
#include "gateway/storage/postgres_database.hpp"
#include "gateway/storage/sqlite_database.hpp"

namespace {

using namespace offing;

template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().what);
    return std::move(*result);
}

void add_women(storage::Transaction& transaction, const storage::Vault& vault, int first, int count,
               Timestamp now) {
    char number[32];
    for (int n = first; n < first + count; ++n) {
        std::snprintf(number, sizeof number, "+4477%08d", n);
        const auto contact = storage::add_enquirer(transaction, vault, number, now, now);
        storage::Person person;
        person.waiting_since = now;
        storage::add_person(transaction, contact, person, "", now);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: turn_people SETTINGS FIRST_NUMBER COUNT\n";
        return 2;
    }
    try {
        const auto settings = config::load_settings(argv[1]);
        auto database = settings.database.kind == config::DatabaseSettings::Kind::sqlite
                            ? must(storage::open_sqlite(settings.database.file))
                            : must(storage::open_postgres(settings.database.postgres_url.reveal()));
        const Timestamp now = SystemClock{}.now();
        must(storage::migrate(*database, now));
        const auto vault =
            must(storage::Vault::make(as_text(*crypto::from_base64(settings.master_key.reveal()))));
        const int first = std::stoi(argv[2]), count = std::stoi(argv[3]);
        constexpr int together = 2000;
        for (int done = 0; done < count; done += together) {
            const int from = first + done, some = std::min(together, count - done);
            const auto added = database->transact_now(
                [&](storage::Transaction& transaction) { add_women(transaction, vault, from, some, now); });
            if (!added) throw std::runtime_error(added.error().what);
        }
    } catch (const std::exception& error) {
        std::cerr << "turn_people: " << error.what() << '\n';
        return 1;
    }
}
