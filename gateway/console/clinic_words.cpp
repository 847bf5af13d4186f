#include "gateway/console/clinic_words.hpp"

#include "gateway/console/pattern.hpp"

namespace offing::console {

namespace json = boost::json;

namespace {

std::string_view words_of(scheduler::Kind kind) {
    switch (kind) {
        case scheduler::Kind::booked:
            return "booked times";
        case scheduler::Kind::drop_in:
            return "drop in";
        case scheduler::Kind::group:
            return "group";
    }
    return "";
}

std::string_view words_of(scheduler::Audience audience) {
    switch (audience) {
        case scheduler::Audience::everyone:
            return "";
        case scheduler::Audience::women_only:
            return "women only";
        case scheduler::Audience::mothers:
            return "mothers";
    }
    return "";
}

std::string_view words_of(scheduler::Clinic::Runs runs) {
    switch (runs) {
        case scheduler::Clinic::Runs::always:
            return "";
        case scheduler::Clinic::Runs::term_only:
            return "in term only";
        case scheduler::Clinic::Runs::holidays_only:
            return "in school holidays only";
    }
    return "";
}

}  // namespace

std::string_view words_of(scheduler::Mode mode) {
    switch (mode) {
        case scheduler::Mode::in_person:
            return "";
        case scheduler::Mode::phone:
            return "by phone";
        case scheduler::Mode::video:
            return "by video";
        case scheduler::Mode::offsite:
            return "somewhere else";
    }
    return "";
}

std::string hours_of(scheduler::ClockTime opens, scheduler::ClockTime closes) {
    return in_words(opens) + " to " + in_words(closes);
}

json::array tags_of(const scheduler::Clinic& clinic) {
    json::array tags;
    for (const std::string_view tag :
         {words_of(clinic.kind), words_of(clinic.mode), words_of(clinic.audience),
          std::string_view{clinic.children_welcome ? "children welcome" : ""}, words_of(clinic.runs)})
        if (!tag.empty()) tags.emplace_back(tag);
    return tags;
}

std::string names_of(const scheduler::Service& service, const std::vector<std::string>& workers) {
    std::vector<std::string> names;
    for (const std::string& id : workers) {
        const auto* worker = service.find_worker(id);
        names.push_back(worker == nullptr ? id : worker->first_name);
    }
    return joined(names);
}

std::string place_words(const scheduler::Service& service, const scheduler::Clinic& clinic) {
    const auto* site = service.find_site(clinic.site);
    if (site == nullptr) return "";
    std::string words = site->hidden ? site->id + " (never named)" : site->nickname;
    return clinic.room.empty() ? words : words + ", " + clinic.room;
}

}  // namespace offing::console
