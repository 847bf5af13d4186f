#include "gateway/provider/option_check.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/http/messages.hpp"

namespace offing::provider {

namespace {

bool is_base_url(std::string_view url) {
    std::string_view rest = url;
    if (rest.starts_with("https://"))
        rest.remove_prefix(8);
    else if (rest.starts_with("http://"))
        rest.remove_prefix(7);
    else
        return false;
    return !rest.empty() && !rest.starts_with('/') && !rest.ends_with('/') &&
           rest.find_first_of("?# \"<>\\\t\r\n") == std::string_view::npos;
}

}  // namespace

std::string OptionCheck::optional(std::string_view key) {
    asked_.emplace(key);
    const auto found = options_.options.find(std::string{key});
    return found == options_.options.end() ? std::string{} : found->second;
}

std::string OptionCheck::optional(std::string_view key, std::string_view otherwise) {
    std::string value = optional(key);
    return value.empty() ? std::string{otherwise} : value;
}

std::string OptionCheck::required(std::string_view key, std::string_view remedy) {
    std::string value = optional(key);
    if (value.empty()) complain("options." + std::string{key}, "is missing", remedy);
    return value;
}

void OptionCheck::need_secret(std::string_view remedy) {
    const bool has_empty = std::ranges::any_of(options_.secrets, &std::string::empty);
    if (options_.secrets.empty() || has_empty)
        complain("secrets", has_empty ? "holds an empty secret" : "is missing", remedy);
    if (options_.secrets.size() > 2)
        complain("secrets", "holds more than two secrets", "keep the new one and the one being replaced");
}

void OptionCheck::need_sender(std::string_view remedy) {
    if (options_.sender.empty()) complain("sender", "is missing", remedy);
}

void OptionCheck::need_public_base() {
    if (!is_base_url(options_.public_base))
        complain("public_base",
                 options_.public_base.empty() ? "is missing" : "is not the start of a web address",
                 "the address the company reaches this gateway by, such as \"https://texts.example.org\", "
                 "without a slash at its end");
}

std::string OptionCheck::url(std::string_view key, std::string_view otherwise) {
    std::string value = optional(key, otherwise);
    if (!is_base_url(value))
        complain("options." + std::string{key}, "is not a web address",
                 "an address such as \"" + std::string{otherwise} + "\", without a slash at its end");
    return value;
}

int OptionCheck::number(std::string_view key, int otherwise, int least, int most) {
    const std::string text = optional(key);
    if (text.empty()) return otherwise;
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed == std::errc{} && end == text.data() + text.size() && value >= least && value <= most)
        return value;
    complain("options." + std::string{key}, "is out of range",
             "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return otherwise;
}

void OptionCheck::complain(std::string_view key, std::string_view what, std::string_view remedy) {
    problems_.push_back({std::string{key}, std::string{what}, std::string{remedy}});
}

std::vector<OptionProblem> OptionCheck::finish() {
    std::string known;
    for (const std::string& key : asked_) known += (known.empty() ? "" : ", ") + key;
    for (const auto& [key, value] : options_.options)
        if (!asked_.contains(key))
            complain("options." + key, "is not an option of this kind of provider",
                     known.empty() ? "remove it" : "known ones are: " + known);
    return std::move(problems_);
}

std::string callback_url(const ProviderOptions& options) {
    return options.public_base + "/webhooks/" + http::percent_encode(options.name);
}

}  // namespace offing::provider
