#include "templates/po.hpp"

#include <algorithm>
#include <optional>

namespace offing::templates {

namespace {

constexpr std::size_t largest_file = 4 << 20;
constexpr std::size_t most_entries = 20'000;

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else {
            out += c;
        }
    }
    return out + "\"";
}

/// A keyword and its string, in gettext's way: several lines stand one under the other.
std::string field(std::string_view keyword, const std::string& text) {
    std::string out{keyword};
    if (!text.contains('\n')) return out + " " + in_quotes(text) + "\n";
    out += " \"\"\n";
    for (std::size_t from = 0; from < text.size();) {
        auto to = text.find('\n', from);
        to = to == std::string::npos ? text.size() : to + 1;
        out += in_quotes(std::string_view{text}.substr(from, to - from)) + "\n";
        from = to;
    }
    return out;
}

std::optional<std::string> unquoted(std::string_view text) {
    if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"')) return std::nullopt;
    std::string out;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '"') return std::nullopt;
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        if (++i + 1 >= text.size()) return std::nullopt;
        switch (text[i]) {
            case 'n':
                out += '\n';
                break;
            case 't':
                out += '\t';
                break;
            case 'r':
                break;
            case '"':
            case '\\':
                out += text[i];
                break;
            default:
                return std::nullopt;
        }
    }
    return out;
}

/// How many bytes a well-formed UTF-8 letter takes at `at`; 0 when it is broken.
std::size_t letter_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned first = byte(at);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(at + 1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool overlong = first == 0xE0 && byte(at + 1) < 0xA0;
        const bool surrogate = first == 0xED && byte(at + 1) > 0x9F;
        return follows(at + 1) && follows(at + 2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool overlong = first == 0xF0 && byte(at + 1) < 0x90;
        const bool too_high = first == 0xF4 && byte(at + 1) > 0x8F;
        return follows(at + 1) && follows(at + 2) && follows(at + 3) && !overlong && !too_high ? 4 : 0;
    }
    return 0;
}

class PoReader {
public:
    PoReader(const MessageFile& file, std::vector<Problem>& problems) : file_{file}, problems_{problems} {}

    PoFile read() {
        std::string_view rest = file_.content;
        if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
        while (!rest.empty() && !stopped_) {
            ++line_;
            const auto end = rest.find('\n');
            auto text = rest.substr(0, end);
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
            while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
            one_line(text);
        }
        finish();
        return std::move(po_);
    }

private:
    void wrong(std::string what, std::string remedy) {
        problems_.push_back({file_.name, line_, entry_.context, std::move(what), std::move(remedy)});
        if (problems_.size() > 100) stopped_ = true;
    }

    void one_line(std::string_view text) {
        if (text.empty()) return finish();
        if (text.starts_with("#~")) return;
        if (text.starts_with("#,")) {
            begin();
            entry_.fuzzy = entry_.fuzzy || text.contains("fuzzy");
            return;
        }
        if (text.starts_with('#')) return begin();
        if (text.starts_with('"')) return add(text);
        const auto space = text.find(' ');
        const auto keyword = text.substr(0, space);
        if (keyword == "msgctxt") {
            begin();
            into_ = &entry_.context;
            entry_.line = line_;
        } else if (keyword == "msgid") {
            if (into_ != &entry_.context) begin();
            into_ = &entry_.original;
            if (entry_.line == 0) entry_.line = line_;
        } else if (keyword == "msgstr") {
            into_ = &entry_.translation;
            translated_ = true;
        } else {
            return wrong("not a line of a PO file",
                         "Export again and fill in msgstr only; plurals stay inside it.");
        }
        add(space == std::string_view::npos ? std::string_view{} : text.substr(space + 1));
    }

    void add(std::string_view text) {
        const auto words = unquoted(text);
        if (into_ == nullptr || !words) {
            return wrong("a string that is not closed or stands alone",
                         "Write it as \"...\", with \\\" inside.");
        }
        *into_ += *words;
    }

    void begin() {
        if (translated_) finish();
    }

    void finish() {
        if (translated_ && entry_.context.empty() && entry_.original.empty()) {
            read_head();
        } else if (translated_) {
            po_.entries.push_back(entry_);
            if (po_.entries.size() > most_entries) {
                wrong("more than 20,000 entries", "Export again: there are not that many texts.");
                stopped_ = true;
            }
        }
        entry_ = {};
        into_ = nullptr;
        translated_ = false;
    }

    void read_head() {
        const auto value = [&](std::string_view name) {
            const auto at = entry_.translation.find(name);
            if (at == std::string::npos) return std::string{};
            const auto from = at + name.size();
            return entry_.translation.substr(from, entry_.translation.find('\n', from) - from);
        };
        po_.language = value("Language: ");
        const auto type = value("Content-Type: ");
        if (!type.contains("charset=UTF-8") && !type.contains("charset=utf-8")) {
            wrong("its head does not say charset=UTF-8", "Save it as UTF-8 in the translation tool.");
        }
    }

    const MessageFile& file_;
    std::vector<Problem>& problems_;
    PoFile po_;
    PoEntry entry_;
    std::string* into_ = nullptr;
    bool translated_ = false, stopped_ = false;
    int line_ = 0;
};

}  // namespace

std::string spell_po(const std::string& language, const std::vector<PoEntry>& entries) {
    std::string out =
        "# Texts of Offing. Fill in msgstr. What stands in {braces} is put in later: keep it as it is.\n"
        "# Inside {x, plural, ...} and {x, select, ...} translate only the words in the inner braces.\n"
        "msgid \"\"\nmsgstr \"\"\n\"Language: " +
        language +
        "\\n\"\n\"MIME-Version: 1.0\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
        "\"Content-Transfer-Encoding: 8bit\\n\"\n";
    for (const auto& entry : entries) {
        out += '\n';
        for (const auto& comment : entry.comments) out += "#. " + comment + "\n";
        if (entry.fuzzy) out += "#, fuzzy\n";
        out += field("msgctxt", entry.context) + field("msgid", entry.original) +
               field("msgstr", entry.translation);
    }
    return out;
}

int first_broken_line(std::string_view text) {
    int line = 1;
    for (std::size_t at = 0; at < text.size();) {
        const auto size = letter_at(text, at);
        if (size == 0 || text[at] == '\0') return line;
        if (text[at] == '\n') ++line;
        at += size;
    }
    return 0;
}

PoFile read_po(const MessageFile& file, std::vector<Problem>& problems) {
    if (file.content.size() > largest_file) {
        problems.push_back({file.name, 1, {}, "larger than 4 MiB", "Give each language a file of its own."});
        return {};
    }
    if (const int line = first_broken_line(file.content); line > 0) {
        problems.push_back({file.name,
                            line,
                            {},
                            "not UTF-8, or mixed with another encoding",
                            "Save the whole file as UTF-8 and import it again."});
        return {};
    }
    return PoReader{file, problems}.read();
}

}  // namespace offing::templates
