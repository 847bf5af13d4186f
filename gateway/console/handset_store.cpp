#include "gateway/console/handset_store.hpp"

#include <algorithm>

namespace offing::console {

std::string_view spell(PhoneState state) {
    switch (state) {
        case PhoneState::sending:
            return "sending";
        case PhoneState::taken:
            return "taken";
        case PhoneState::refused:
            return "refused";
        case PhoneState::received:
            return "received";
        case PhoneState::receipted:
            return "receipted";
    }
    return "sending";
}

void HandsetStore::add(const std::string& number, PhoneText text) {
    if (!phones_.contains(number)) make_room();
    Phone& phone = phones_[number];
    text.revision = phone.used = ++revision_;
    phone.texts.push_back(std::move(text));
    if (phone.texts.size() > most_texts) phone.texts.pop_front();
}

void HandsetStore::set_state(const std::string& number, std::string_view id, PhoneState state) {
    const auto phone = phones_.find(number);
    if (phone == phones_.end()) return;
    for (PhoneText& text : phone->second.texts) {
        if (text.id != id) continue;
        text.state = state;
        text.revision = ++revision_;
    }
}

bool HandsetStore::has(const std::string& number, std::string_view id) const {
    const auto phone = phones_.find(number);
    return phone != phones_.end() &&
           std::ranges::any_of(phone->second.texts, [id](const PhoneText& text) { return text.id == id; });
}

std::vector<PhoneText> HandsetStore::changed_since(const std::string& number, std::uint64_t revision) const {
    std::vector<PhoneText> changed;
    const auto phone = phones_.find(number);
    if (phone == phones_.end()) return changed;
    std::ranges::copy_if(phone->second.texts, std::back_inserter(changed),
                         [revision](const PhoneText& text) { return text.revision > revision; });
    return changed;
}

void HandsetStore::make_room() {
    if (phones_.size() < most_numbers) return;
    phones_.erase(std::ranges::min_element(phones_, {}, [](const auto& entry) { return entry.second.used; }));
}

}  // namespace offing::console
