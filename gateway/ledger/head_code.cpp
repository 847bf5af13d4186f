#include "gateway/ledger/head_code.hpp"

#include <qrencode.h>

#include <memory>
#include <stdexcept>

namespace offing::ledger {

namespace {

constexpr int quiet_zone = 4;  // ISO/IEC 18004: four modules of white on each side

/// A path of the dark modules; a run of them in a row is one stroke.
std::string dark_modules(const QRcode& code) {
    std::string path;
    for (int y = 0; y < code.width; ++y) {
        for (int x = 0; x < code.width; ++x) {
            const auto is_dark = [&](int at) { return (code.data[y * code.width + at] & 1U) != 0; };
            if (!is_dark(x)) continue;
            const int from = x;
            while (x + 1 < code.width && is_dark(x + 1)) ++x;
            path += "M" + std::to_string(from + quiet_zone) + " " + std::to_string(y + quiet_zone) + "h" +
                    std::to_string(x - from + 1) + "v1h-" + std::to_string(x - from + 1) + "z";
        }
    }
    return path;
}

}  // namespace

std::string head_code(const Head& head) {
    const std::string text = write_head(head);
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free};
    if (!code) throw std::runtime_error("the square for the head can't be made");
    const std::string side = std::to_string(code->width + 2 * quiet_zone);
    return R"(<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 )" + side + " " + side +
           R"(" shape-rendering="crispEdges"><title>Seal )" + std::to_string(head.number) +
           R"( as a code to scan</title><path fill="#fff" d="M0 0h)" + side + "v" + side +
           R"(H0z"/><path fill="#000" d=")" + dark_modules(*code) + R"("/></svg>)";
}

std::string head_page(const Head& head) {
    return R"(<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The ledger's head</title>
<style>
body { font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem; color: #212b32; }
svg { display: block; height: 14rem; width: 14rem; }
pre { overflow-wrap: anywhere; white-space: pre-wrap; }
</style>
</head>
<body>
<h1>The ledger's head</h1>
<p>Keep this page away from the service: with it anybody can show later that nothing before seal )" +
           std::to_string(head.number) + " of " + spell_time(head.at) +
           " was changed. The square holds the same text as stands beneath it; saved as a file it is what "
           "<code>offing audit verify --head</code> and <code>offing-verify --head</code> take.</p>\n" +
           head_code(head) + "\n<pre>" + write_head(head) + "</pre>\n</body>\n</html>\n";
}

}  // namespace offing::ledger
