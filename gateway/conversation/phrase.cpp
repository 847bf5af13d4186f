#include "gateway/conversation/phrase.hpp"

namespace offing::conversation {

namespace {

using templates::Arguments;

std::string_view fragment_for(const OfferedTime& choice) {
    if (choice.kind == scheduler::Kind::drop_in && choice.end) return "choice_drop_in";
    if (choice.mode == scheduler::Mode::phone) return "choice_phone";
    if (choice.mode == scheduler::Mode::video) return "choice_video";
    return choice.with.empty() ? "choice" : "choice_with";
}

Arguments arguments_for(const OfferedTime& choice) {
    Arguments arguments{{"start", choice.start}, {"worker", choice.with}};
    if (choice.end)
        arguments.emplace("until", *choice.end - std::chrono::floor<std::chrono::days>(*choice.end));
    return arguments;
}

}  // namespace

std::expected<templates::Text, templates::Problem> phrase(const Say& say,
                                                          const templates::Catalogue& catalogue,
                                                          std::string_view language, templates::Level level,
                                                          std::string_view cover) {
    Arguments arguments = say.arguments;
    std::vector<templates::Fragment> choices;
    for (const OfferedTime& choice : say.choices) {
        auto fragment =
            catalogue.render_fragment(fragment_for(choice), language, level, arguments_for(choice));
        if (!fragment) return std::unexpected(std::move(fragment.error()));
        choices.push_back(std::move(*fragment));
    }
    if (!choices.empty()) arguments.insert_or_assign("choices", std::move(choices));
    arguments.emplace("cover", std::string{cover.empty() ? "none" : cover});
    return catalogue.render(say.template_id, language, level, arguments);
}

}  // namespace offing::conversation
