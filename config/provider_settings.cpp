#include "config/provider_settings.hpp"

#include <set>
#include <string>

#include "config/secrets.hpp"
#include "config/settings_checks.hpp"

namespace offing::config {

namespace {

void read_secrets(Section& section, const ProviderReading& how, ProviderSettings& provider) {
    SecretSource source{section, how.folder, how.allow_inline_secrets};
    provider.secrets = source.several("secret");
    if (provider.secrets.size() > 2)
        section.mistake("secret_files", "more than two secrets",
                        "name the one in use and, while it is being changed, the next");
    if (!source.named("secret") && provider.kind != "simulator")
        section.mistake("secret_file", "is missing: nothing it sends could be trusted",
                        "write secret_file = \"path\" or secret_credential = \"name\"");
}

void read_options(Section& section, const ProviderReading& how, ProviderSettings& provider) {
    auto options = section.section("options");
    if (!options) return;
    SecretSource source{*options, how.folder, how.allow_inline_secrets};
    for (const auto& [key, node] : options->table()) {
        const std::string name{key.str()};
        if (const auto secret = secret_name(name)) {
            if (auto value = source.one(*secret)) provider.secret_options[*secret] = *std::move(value);
        } else if (is_secretive(name) || (provider.kind == "notify" && name == "api_key")) {
            if (auto value = source.one(name)) provider.secret_options[name] = *std::move(value);
        } else if (const auto value = plain_value(node)) {
            provider.options[name] = *value;
        } else {
            options->mistake(name, "is neither text nor a number nor true or false",
                             "write " + name + " = \"...\"");
        }
    }
}

ProviderSettings read_provider(Section& section, const ProviderReading& how) {
    ProviderSettings provider;
    provider.name = section.text("name").value_or("");
    if (!is_plain_name(provider.name))
        section.mistake("name",
                        section.has("name") ? shown(provider.name) + " can't stand in a path" : "is missing",
                        "write small letters, digits and hyphens: name = \"twilio\"");
    provider.kind = section.text("kind").value_or("");
    if (!provider_kinds().contains(provider.kind))
        section.mistake("kind",
                        section.has("kind") ? shown(provider.kind) + " is no kind of provider" : "is missing",
                        "write one of " + spell_list(provider_kinds()));
    if (provider.kind == "simulator" && !how.demo)
        section.mistake("kind", "the simulator sends nothing and shows every text to whoever opens its page",
                        "take this [[provider]] out, or write demo = true on a machine that serves nobody");
    provider.sender = section.text("sender").value_or("");
    if (const auto wrong = sender_mistake(provider.sender))
        section.mistake(
            "sender", section.has("sender") ? *wrong : "is missing",
            "write the two-way number texts come from, sender = \"+447700900000\", or a short code");
    provider.public_base = section.text("public_base").value_or("");
    while (provider.public_base.ends_with('/')) provider.public_base.pop_back();
    if (section.has("public_base") || provider.kind != "simulator")
        if (const auto wrong = public_base_mistake(provider.public_base))
            section.mistake("public_base", section.has("public_base") ? *wrong : "is missing",
                            "write what the company calls, public_base = \"https://texts.example.org\"");
    provider.texts_per_second = section.number("texts_per_second", 0.01, 1000).value_or(1.0);
    provider.weight = section.number("weight", 0, 100).value_or(1.0);
    // Kannel runs beside us; the others are out in the world, and a typing error must not reach inwards.
    provider.private_network = section.yes_or_no("private_network").value_or(provider.kind == "kannel");
    read_secrets(section, how, provider);
    read_options(section, how, provider);
    section.refuse_unknown_keys();
    return provider;
}

}  // namespace

std::vector<ProviderSettings> read_providers(Section& top, const ProviderReading& how) {
    std::vector<ProviderSettings> providers;
    std::set<std::string> names;
    for (Section& section : top.sections("provider")) {
        ProviderSettings provider = read_provider(section, how);
        if (!provider.name.empty() && !names.insert(provider.name).second)
            section.mistake("name", shown(provider.name) + " is the name of another provider",
                            "give each [[provider]] a name of its own: it stands in its webhook's path");
        providers.push_back(std::move(provider));
    }
    return providers;
}

}  // namespace offing::config
