// One woman as her page draws it. Her number and name are masked unless they were asked for.

#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gateway/console/moments.hpp"
#include "gateway/console/visit.hpp"
#include "gateway/service/turn.hpp"
#include "gateway/storage/person_rows.hpp"
#include "gateway/storage/task_rows.hpp"

namespace offing::console {

struct SeenPerson {
    storage::Contact contact;
    storage::PersonCard card;
    std::vector<storage::Booking> ahead;
    std::optional<storage::OfferSet> offers;
    std::vector<storage::TaskRow> tasks;
    std::vector<storage::LineEvent> line;
    bool is_blocked = false;
};
/// Fails with Error::not_found for nobody, and for whoever was erased.
Task<Result<SeenPerson>> see_person(const Tools& tools, const Visit& visit);
std::optional<SeenPerson> see_person_in(storage::Transaction& transaction, const service::Desk& desk,
                                        std::string_view id, Timestamp now);

std::string number_of(const storage::Contact& contact);
std::string name_of(const SeenPerson& person);
/// The last three figures: enough to tell two apart with her beside you.
std::string masked(std::string_view number);

boost::json::object person_model(const Tools& tools, const Visit& visit, const SeenPerson& person,
                                 bool revealed);
/// "Thu 3 Dec 2026 at 9:30am, a chat, with Jo"
std::string time_words(const scheduler::Service& service, const Moments& moments, Timestamp starts,
                       std::string_view clinic, std::string_view worker);
std::string level_words(int level);
std::string language_words(std::string_view language);

}  // namespace offing::console
