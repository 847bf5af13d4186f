#include "templates/write_messages.hpp"

#include <algorithm>

#include "templates/po.hpp"

namespace offing::templates {

namespace {

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') {
            constexpr std::string_view digits = "0123456789ABCDEF";
            out += "\\u00";
            out += digits[static_cast<unsigned char>(c) / 16U];
            out += digits[static_cast<unsigned char>(c) % 16U];
        } else {
            out += c;
        }
    }
    return out + "\"";
}

/// Several lines stand as several lines; what could be misread is quoted in one.
std::string words(const std::string& text) {
    const bool plain = std::ranges::none_of(text, [](char c) {
        return c == '\\' || c == '"' || (static_cast<unsigned char>(c) < ' ' && c != '\n');
    });
    if (!plain || !text.contains('\n')) return in_quotes(text);
    return "\"\"\"\n" + text + "\"\"\"";
}

template <typename List>
std::string array_of(const List& list) {
    std::string out;
    for (const auto& item : list) out += (out.empty() ? "" : ", ") + in_quotes(item);
    return "[" + out + "]";
}

std::string arguments_of(const Template& shown) {
    std::string out;
    for (const auto& [name, type] : shown.arguments) {
        out += (out.empty() ? "" : ", ") + name + " = \"" + std::string{spell(type)} + "\"";
    }
    return "{ " + out + " }";
}

void write_dates(std::string& out, const DateWords& dates) {
    out += "\n[dates]\ndays = " + array_of(dates.days) + "\nmonths = " + array_of(dates.months);
    out += "\nday = " + in_quotes(dates.day) + "\nwhen = " + in_quotes(dates.when) + "\nclock = [";
    for (std::size_t i = 0; i < dates.spans.size(); ++i) {
        const auto& span = dates.spans[i];
        const auto until = std::chrono::duration_cast<std::chrono::hours>(span.until).count();
        out += (i == 0 ? "" : ", ") + std::string{"{ until = "} + std::to_string(until) +
               ", form = " + in_quotes(span.form) + " }";
    }
    out += "]\nmidday = " + in_quotes(dates.midday) + "\nmidnight = " + in_quotes(dates.midnight) + "\n";
}

void write_text(std::string& out, const Template& shown, bool is_earlier) {
    out += is_earlier ? "\n[[text." + shown.id + ".earlier]]\n" : "\n[text." + shown.id + "]\n";
    out += "version = " + std::to_string(shown.version) + "\n";
    out += "status = \"" + std::string{spell(shown.status)} + "\"\n";
    if (!shown.review_by.empty()) out += "review_by = " + shown.review_by + "\n";
    out += write_words(shown);
    out += write_reviews(shown.reviews);
}

}  // namespace

std::string write_reviews(std::span<const Review> reviews) {
    if (reviews.empty()) return {};
    std::string out = "review = [\n";
    for (const auto& review : reviews) {
        out += "  { role = " + in_quotes(review.role) + ", how = " + in_quotes(review.how) +
               ", month = " + in_quotes(review.month) + ", outcome = " + in_quotes(review.outcome);
        if (!review.what_changed.empty()) out += ", what_changed = " + in_quotes(review.what_changed);
        out += " },\n";
    }
    return out + "]\n";
}

std::string write_words(const Template& shown) {
    std::string out = "purpose = " + in_quotes(shown.purpose) + "\n";
    if (shown.fragment) out += "fragment = true\n";
    if (shown.unprompted) out += "unprompted = true\n";
    if (shown.crisis) out += "crisis = true\n";
    if (!shown.arguments.empty()) out += "arguments = " + arguments_of(shown) + "\n";
    for (const auto& [level, pattern] : shown.patterns) {
        out += std::string{spell(level)} + " = " + words(pattern) + "\n";
    }
    return out;
}

std::string write_messages(const Language& language, const std::string& head) {
    std::string out = head;
    if (!head.empty() && !head.ends_with("\n\n")) out += '\n';
    out += "language = " + in_quotes(language.tag) + "\n";
    write_dates(out, language.dates);
    std::vector<const Template*> newest;
    for (const auto& entry : language.entries) {
        const auto same = [&](const Template* other) { return other->id == entry.shown.id; };
        const auto at = std::ranges::find_if(newest, same);
        if (at == newest.end()) {
            newest.push_back(&entry.shown);
        } else if ((*at)->version < entry.shown.version) {
            *at = &entry.shown;
        }
    }
    for (const auto* shown : newest) {
        write_text(out, *shown, false);
        for (const auto& entry : language.entries) {
            if (entry.shown.id == shown->id && &entry.shown != shown) write_text(out, entry.shown, true);
        }
    }
    return out;
}

std::string head_of(const std::string& content) {
    std::size_t end = 0;
    while (end < content.size() && (content[end] == '#' || content[end] == '\n')) {
        const auto line = content.find('\n', end);
        end = line == std::string::npos ? content.size() : line + 1;
    }
    return content.substr(0, end);
}

std::string write_po(const Language& english, const Language& translated) {
    std::vector<PoEntry> entries;
    for (const auto& entry : english.entries) {
        const Template& shown = entry.shown;
        const bool is_old = std::ranges::any_of(english.entries, [&](const Entry& other) {
            return other.shown.id == shown.id && other.shown.version > shown.version;
        });
        if (is_old || shown.status == Status::retired) continue;
        const Template* theirs = nullptr;
        for (const auto& other : translated.entries) {
            const bool newer = theirs == nullptr || theirs->version < other.shown.version;
            if (other.shown.id == shown.id && newer) theirs = &other.shown;
        }
        for (const auto& [level, pattern] : shown.patterns) {
            PoEntry one;
            one.comments = {shown.purpose};
            for (const auto& [name, type] : shown.arguments) {
                one.comments.push_back("{" + name + "} is a " + std::string{spell(type)});
            }
            one.context = shown.id + "|" + std::string{spell(level)};
            one.original = pattern;
            if (theirs != nullptr && theirs->patterns.contains(level)) {
                one.translation = theirs->patterns.at(level);
            }
            entries.push_back(std::move(one));
        }
    }
    return spell_po(translated.tag, entries);
}

}  // namespace offing::templates
