// The printed pack. One file, no script, no picture, no font from elsewhere: it may be opened on any machine.

#include <algorithm>

#include "templates/preview.hpp"
#include "templates/samples.hpp"

namespace offing::templates {

namespace {

constexpr std::string_view style = R"(
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.45 system-ui, "Liberation Sans", Arial, sans-serif; color: #111; margin: 0 auto;
       max-width: 190mm; padding: 6mm; }
h1 { font-size: 20pt; margin: 0 0 4mm; }
h2 { font-size: 13pt; margin: 0 0 1mm; }
.how { border: 1px solid #111; padding: 4mm 6mm; margin-bottom: 8mm; }
.card { border: 1.5px solid #111; border-radius: 3mm; padding: 5mm 6mm; margin: 0 0 7mm; break-inside: avoid; }
.top { display: flex; justify-content: space-between; gap: 6mm; align-items: baseline; }
.id { color: #444; font-size: 9pt; white-space: nowrap; }
.columns { display: grid; grid-template-columns: 82mm minmax(0, 1fr); gap: 7mm; margin-top: 3mm; }
.phone { border: 1px solid #666; border-radius: 4mm; background: #f2f2f2; padding: 3mm; margin-bottom: 3mm; }
.bubble { background: #fff; border: 1px solid #999; border-radius: 3mm; padding: 2mm 3mm; white-space: pre-wrap;
          overflow-wrap: anywhere; font-size: 11.5pt; }
.label { font-size: 9pt; color: #333; margin: 0 0 1mm; }
.lock { font-size: 9pt; margin: 2mm 0 0; }
.others { display: grid; grid-template-columns: 1fr 1fr; gap: 2mm; background: #f2f2f2; border: 1px solid #666;
          border-radius: 4mm; padding: 3mm; }
.others .bubble { font-size: 10pt; break-inside: avoid; }
.also { font-size: 9pt; color: #333; }
.line { border-bottom: 1px solid #999; height: 8mm; }
.ticks { display: flex; gap: 2mm 5mm; flex-wrap: wrap; margin: 0 0 2mm; }
.ticks span { white-space: nowrap; }
.box { display: inline-block; width: 5mm; height: 5mm; border: 1.5px solid #111; vertical-align: -1mm;
       margin-right: 2mm; }
.urgent { border-width: 3px; }
@media print { body { padding: 0; } }
@media (max-width: 700px) { .columns { grid-template-columns: 1fr; } }
)";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string_view level_words(Level level, const Template& shown) {
    const bool names = std::ranges::any_of(
        shown.arguments, [](const auto& argument) { return argument.second == ArgumentType::name; });
    switch (level) {
        case Level::plain:
            return names ? "With a first name" : "As it usually reads";
        case Level::discreet:
            return "Without a name";
        case Level::very_discreet:
            return shown.unprompted ? "Before she has answered" : "For a phone others see";
        case Level::knock:
            return "Asking first, when she wants that";
    }
    return "";
}

std::string phone(const Preview& seen, const Template& shown) {
    std::string out = "<div class=\"phone\">";
    if (shown.patterns.size() > 1) {
        out += "<p class=\"label\">" + std::string{level_words(seen.level, shown)} + "</p>";
    }
    out += "<div class=\"bubble\" dir=\"auto\">" + escaped(seen.body) + "</div>";
    if (!shown.fragment) {
        out += "<p class=\"lock\">On a locked phone: <span dir=\"auto\">" + escaped(seen.lock_screen) +
               "</span></p>";
    }
    return out + "</div>";
}

/// Every other wording it has, so that no word goes out which nobody has seen.
std::string other_wordings(const Catalogue& catalogue, const Template& shown) {
    const auto wordings = sample_wordings(catalogue, shown, Level::plain);
    if (wordings.size() < 2) return {};
    std::string out = "<p class=\"label\">It can also read</p><div class=\"others\">";
    for (std::size_t i = 1; i < wordings.size(); ++i) {
        out += "<div class=\"bubble\" dir=\"auto\">" + escaped(wordings[i]) + "</div>";
    }
    return out + "</div>";
}

std::string card(const Catalogue& catalogue, const Template& shown, std::size_t number) {
    std::string out = shown.crisis ? "<section class=\"card urgent\">" : "<section class=\"card\">";
    out += "<div class=\"top\"><h2>" + std::to_string(number) + ". " + escaped(shown.purpose) +
           "</h2><span class=\"id\">" + escaped(shown.id) + ", version " + std::to_string(shown.version) +
           "</span></div>";
    if (shown.unprompted) out += "<p class=\"also\">Comes without being asked for.</p>";
    if (shown.crisis) out += "<p class=\"also\">Urgent. Also needs the clinical safety officer.</p>";
    if (shown.fragment) out += "<p class=\"also\">A piece of other texts, never sent alone.</p>";
    out += "<div class=\"columns\"><div>";
    std::string last;
    for (const auto& [level, pattern] : shown.patterns) {
        const auto seen = preview(catalogue, shown, level);
        if (seen.body == last) continue;
        last = seen.body;
        out += phone(seen, shown);
    }
    out +=
        "</div><div><p class=\"ticks\"><span><span class=\"box\"></span>Fine</span><span><span class=\"box\">"
        "</span>Change it</span><span><span class=\"box\"></span>Don't send it</span></p>"
        "<p class=\"label\">What would you say instead?</p>";
    const int lines = shown.fragment ? 1 : 5;
    for (int i = 0; i < lines; ++i) out += "<div class=\"line\"></div>";
    out +=
        "<p class=\"label\" style=\"margin-top:3mm\">Is there a phone it must never show on?</p>"
        "<div class=\"line\"></div></div></div>";
    out += other_wordings(catalogue, shown) + "</section>\n";
    return out;
}

constexpr std::string_view how =
    "<div class=\"how\"><p><strong>These are the texts the system can send. Nothing else can be "
    "sent.</strong></p>"
    "<p>Take any card. Read it as if it came to your phone, with somebody looking over your shoulder. Tick a "
    "box, "
    "cross words out, write your own. There are no wrong answers, and nobody's name goes on a card.</p>"
    "<p>Afterwards the person who runs the session writes down, for each text: the role of who looked (never "
    "a "
    "name), how, the month, what was said and what changed. A text goes out only when a mother with living "
    "experience has said it is fine, and nobody of that role objects.</p></div>\n";

}  // namespace

std::string printed_pack(const Catalogue& catalogue, const std::string& language) {
    std::string out =
        "<!doctype html>\n<html lang=\"" + escaped(language) +
        "\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
        "<title>Texts to look at together</title><style>" +
        std::string{style} + "</style></head>\n<body><h1>Texts to look at together</h1>\n" + std::string{how};
    std::size_t number = 0;
    for (const bool pieces : {false, true}) {
        for (const auto* shown : catalogue.all()) {
            const bool here = shown->language == language && shown->status != Status::retired;
            if (here && shown->fragment == pieces) out += card(catalogue, *shown, ++number);
        }
    }
    return out + "</body></html>\n";
}

}  // namespace offing::templates
