#include "gateway/provider/registry.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace offing::provider {

MadeProvider make_generic(const ProviderOptions& options);
MadeProvider make_kannel(const ProviderOptions& options);
MadeProvider make_notify(const ProviderOptions& options);
MadeProvider make_simulator(const ProviderOptions& options);
MadeProvider make_twilio(const ProviderOptions& options);
MadeProvider make_vonage(const ProviderOptions& options);

namespace {

using Maker = MadeProvider (*)(const ProviderOptions&);
constexpr std::array<std::pair<std::string_view, Maker>, 6> makers{{{"generic", make_generic},
                                                                    {"kannel", make_kannel},
                                                                    {"notify", make_notify},
                                                                    {"simulator", make_simulator},
                                                                    {"twilio", make_twilio},
                                                                    {"vonage", make_vonage}}};

}  // namespace

std::vector<std::string_view> provider_kinds() {
    std::vector<std::string_view> kinds;
    kinds.reserve(makers.size());
    for (const auto& [kind, maker] : makers) kinds.push_back(kind);
    return kinds;
}

MadeProvider make_provider(const ProviderOptions& options) {
    for (const auto& [kind, maker] : makers)
        if (kind == options.kind) return maker(options);
    std::string known;
    for (const auto& [kind, maker] : makers) known.append(known.empty() ? "" : ", ").append(kind);
    return std::unexpected(
        std::vector<OptionProblem>{{"kind", "is not a kind of provider", "one of: " + known}});
}

}  // namespace offing::provider
