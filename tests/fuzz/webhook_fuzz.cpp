// One provider's webhook reader. An input that begins with 's' is signed as the company would, so that it
// gets past the signature; any other is taken apart into target, headers and body as it is.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "made_up.hpp"

namespace {

using namespace offing;

std::string_view cut(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    const std::string_view piece = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return piece;
}

http::Request request_from(std::string_view input) {
    if (input.starts_with('s')) {
        input.remove_prefix(1);
        // Kannel speaks in queries.
        http::Request request =
            provider::genuine(KIND, std::string{KIND} == "kannel" ? "" : std::string{input});
        if (std::string_view{KIND} == "kannel") request.target.append("?").append(input);
        return request;
    }
    http::Request request{.method = "POST",
                          .target = std::string{cut(input)},
                          .headers = {},
                          .body = {},
                          .request_id = {},
                          .peer = {}};
    for (const auto name : {"Authorization", "Content-Type", "X-Twilio-Signature", "X-Simulator-Signature",
                            "webhook-id", "webhook-timestamp", "webhook-signature"})
        request.headers.emplace_back(name, cut(input));
    request.body = input;
    return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto account = provider::make_made_up(KIND);
    const auto answer = account->read_webhook(request_from({reinterpret_cast<const char*>(data), size}),
                                              provider::made_up_now);
    if (answer ? answer->ok.status >= 300 : account->status_for(answer.error()) < 400) std::abort();
    return 0;
}
