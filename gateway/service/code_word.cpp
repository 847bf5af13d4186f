#include "gateway/service/code_word.hpp"

#include <algorithm>
#include <array>

#include "gateway/conversation/code_word.hpp"
#include "gateway/ledger/event.hpp"
#include "gateway/service/memory.hpp"

namespace offing::service {

void set_code_word(storage::Transaction& transaction, const storage::Contact& contact, std::string_view typed,
                   std::string_view by, Timestamp now) {
    if (typed.empty() && (!contact.person || contact.person->code_word_sealed.empty())) return;
    storage::set_code_word(transaction, contact, conversation::fold_code_word(typed));
    conversation::State state;
    read_memory(contact.conversation, state);
    state.door.open_until.reset();
    state.door.wrong = 0;
    storage::save_conversation(transaction, contact.id, write_memory(state), std::nullopt);
    ledger::record(transaction, ledger::Kind::code_word, contact.id,
                   {{"what", typed.empty() ? "taken_away" : "set"}, {"by", by}}, now);
}

bool may_be_told(const storage::Contact& contact, const scheduler::Zone& zone, Timestamp at) {
    if (!contact.person || contact.person->code_word_sealed.empty()) return true;
    conversation::State state;
    read_memory(contact.conversation, state);
    return state.door.open_until && zone.to_local(to_minutes(at)) < *state.door.open_until;
}

bool tells_nothing(std::string_view template_id) {
    constexpr std::array<std::string_view, 5> harmless{"code_word_first", "person_neutral", "neutral",
                                                       "wrong_number", "texts_off"};
    return std::ranges::find(harmless, template_id) != harmless.end();
}

}  // namespace offing::service
