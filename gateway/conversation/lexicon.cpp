// Reads lexicon/*.toml into tables. Every mistake is reported with its file and line, all at once.

#include "gateway/conversation/lexicon.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <unordered_set>
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "gateway/conversation/fold.hpp"
#include "gateway/conversation/phrase_grower.hpp"

namespace offing::conversation {

namespace {

std::string folded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t letter = next_letter(text, at);
        if (letter < 0x80 &&
            std::string_view{"()[]{}|_*^$#"}.find(static_cast<char>(letter)) != std::string_view::npos) {
            out += static_cast<char>(letter);  // the signs of phrases
            continue;
        }
        const Folded f = fold(letter);
        using Kind = Folded::Kind;
        if (f.kind == Kind::blank) {
            out += ' ';
        } else if (f.kind == Kind::mark) {
            if (f.c != U'\'') out += static_cast<char>(f.c);
        } else if (f.kind != Kind::nothing) {
            append(out, f.c);
        }
    }
    return out;
}

std::optional<std::size_t> place_in(std::span<const std::string_view> names, std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

/// One file after the other goes into the same tables; what an earlier file spelt stays.
class Reader {
public:
    Reader(Lexicon::Tables& tables, std::vector<std::string>& mistakes)
        : tables_{tables}, mistakes_{mistakes} {
        for (const std::string_view name : grammar_word_names) add_word(name);
    }

    void read(const std::filesystem::path& path) {
        file_ = path.filename().string();
        const toml::parse_result parsed = toml::parse_file(path.string());
        if (!parsed) {
            mistake(parsed.error().source(), std::string{parsed.error().description()});
            return;
        }
        const toml::table& root = parsed.table();
        language_ = language_of(root);
        grower_.start_file(file_);
        each_list(root, "number", [&](auto key, auto& list) { numbered(key, list, false); });
        each_list(root, "ordinal", [&](auto key, auto& list) { numbered(key, list, true); });
        each_list(root, "spelling", [&](auto key, auto& list) {
            const WordId word = word_of(key);
            for (const auto& [text, at] : list) spell(text, word, at);
        });
        each_list(root, "emoji", [&](auto key, auto& list) {
            for (const auto& [text, at] : list) tables_.emoji.emplace(folded(text), word_of(key));
        });
        each_list(root, "class", [&](auto key, auto& list) { classify(key, list); });
        each_list(root, "joined", [&](auto key, auto& list) {
            for (const auto& [text, at] : list) {
                PhraseTree::Node node = 0;
                each_word(text,
                          [&](std::string_view word) { node = tables_.joined.word(node, literal(word)); });
                tables_.joined.end_at(node, word_of(key));
            }
        });
        each_list(root, "sets", [&](auto key, auto& list) {
            for (const auto& [text, at] : list) grower_.add_to_set(key, text);
        });
        each_list(root, "cues", [&](auto key, auto& list) { cues(key, list); });
    }

    void finish() {
        if (tables_.words.size() > 0xFFF0) mistakes_.push_back("the lexicon has more than 65,000 words");
        build_typo_keys();
        tables_.phrases.settle();
        tables_.joined.settle();
    }

private:
    using Line = std::pair<std::string, toml::source_region>;

    void mistake(const toml::source_region& at, const std::string& what) {
        mistakes_.push_back(file_ + ":" + std::to_string(at.begin.line) + ": " + what);
    }

    std::uint8_t language_of(const toml::table& root) {
        const std::string name = root["language"].value_or(std::string{"en"});
        const auto found = std::find(tables_.languages.begin(), tables_.languages.end(), name);
        if (found == tables_.languages.end()) {
            tables_.languages.push_back(name);
            return static_cast<std::uint8_t>(tables_.languages.size() - 1);
        }
        return static_cast<std::uint8_t>(found - tables_.languages.begin());
    }

    template <typename Visit>
    void each_list(const toml::table& root, std::string_view section, Visit visit) {
        const toml::table* table = root[section].as_table();
        if (table == nullptr) return;
        for (const auto& [key, node] : *table) {
            std::vector<Line> lines;
            const toml::array* array = node.as_array();
            if (array == nullptr) {
                mistake(node.source(), "'" + std::string{key.str()} + "' must be a list of texts in quotes");
                continue;
            }
            for (const toml::node& element : *array) {
                if (const auto text = element.value<std::string>())
                    lines.emplace_back(folded(*text), element.source());
                else
                    mistake(element.source(),
                            "'" + std::string{key.str()} + "' holds something that is no text");
            }
            visit(key.str(), lines);
        }
    }

    template <typename Visit>
    static void each_word(std::string_view text, Visit visit) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find(' ', at), text.size());
            if (end > at) visit(text.substr(at, end - at));
            at = end + 1;
        }
    }

    WordId add_word(std::string_view name) {
        tables_.names.emplace_back(name);
        tables_.words.emplace_back();
        const auto id = static_cast<WordId>(tables_.names.size() - 1);
        ids_.emplace(name, id);
        if (!name.empty()) tables_.spellings.emplace(name, id);
        return id;
    }

    WordId word_of(std::string_view name) {
        const auto found = ids_.find(name);
        return found == ids_.end() ? add_word(name) : found->second;
    }

    /// The word that a text in a phrase stands for: as it is spelt, or a new one.
    WordId literal(std::string_view text) {
        const auto found = tables_.spellings.find(text);
        return found == tables_.spellings.end() ? word_of(text) : found->second;
    }

    void spell(std::string_view text, WordId word, const toml::source_region& at) {
        const auto [place, added] = tables_.spellings.emplace(text, word);
        if (added) {
            spelt_in_[std::string{text}] = language_;
            return;
        }
        if (place->second == word) return;
        const bool bare = tables_.names[place->second] == text && spelt_in_.find(text) == spelt_in_.end();
        if (bare && place->second >= id_of(W::count_)) {
            place->second = word;
        } else if (language_ == 0) {
            mistake(at, "'" + std::string{text} + "' is already a spelling of '" +
                            tables_.names[place->second] + "'");
        }
    }

    void numbered(std::string_view key, const std::vector<Line>& list, bool ordinal) {
        int value = -1;
        std::from_chars(key.data(), key.data() + key.size(), value);
        for (const auto& [text, at] : list) {
            if (value < 0 || value > 1000) return mistake(at, "'" + std::string{key} + "' is no number");
            const std::string name = (ordinal ? "ordinal" : "number") + std::string{key};
            const WordId word = id_for_number(text, name);
            spell(text, word, at);
            (ordinal ? tables_.words[word].ordinal : tables_.words[word].number) =
                static_cast<std::int16_t>(value);
        }
    }
    /// Grammar words such as "one" keep their own number; all others share one by value.
    WordId id_for_number(std::string_view text, const std::string& name) {
        const auto grammar = ids_.find(text);
        if (grammar != ids_.end() && grammar->second < id_of(W::count_)) return grammar->second;
        const auto found = ids_.find(name);
        if (found != ids_.end()) return found->second;
        tables_.names.push_back(name);
        tables_.words.emplace_back();
        const auto id = static_cast<WordId>(tables_.names.size() - 1);
        ids_.emplace(name, id);
        return id;
    }

    /// By its spelling and not by the word it stands for, which other languages may share; never one that
    /// English has, too.
    void mark(std::string_view text) {
        const auto spelt = spelt_in_.find(text);
        if (spelt == spelt_in_.end() || spelt->second != 0) tables_.marks.emplace(text, language_);
    }

    void classify(std::string_view key, const std::vector<Line>& list) {
        for (const auto& [text, at] : list) {
            each_word(text, [&, &place = at](std::string_view one) {
                WordInfo& info = tables_.words[literal(one)];
                if (key == "filler")
                    info.filler = info.common = true;
                else if (key == "common")
                    info.common = true;
                else if (key == "joining")
                    info.joining = info.common = true;
                else if (key == "names")
                    info.name = true;
                else if (key == "hurts")
                    info.hurts = true;
                else if (key == "labels")
                    info.label = true;
                else if (key == "refusing")
                    info.refusal = true;
                else if (key == "errands")
                    info.errand = true;
                else if (key == "bygone")
                    info.bygone = true;
                else if (key == "marks")
                    mark(one);
                else if (key == "mended")
                    mended_.insert(literal(one));
                else if (key == "ordinary")
                    literal(one);
                else
                    mistake(place, "there is no class '" + std::string{key} + "'");
            });
        }
    }

    void cues(std::string_view key, const std::vector<Line>& list) {
        const auto cue = place_in(cue_names, key);
        for (const auto& [text, at] : list) {
            if (!cue) return mistake(at, "there is no cue '" + std::string{key} + "'");
            if (const auto wrong = grower_.grow(text, static_cast<std::uint16_t>(*cue))) mistake(at, *wrong);
        }
    }

    void build_typo_keys() {
        std::vector<std::string> keys;
        for (const auto& [text, word] : tables_.spellings) {
            if (text.size() < 5 || !mended_.contains(word)) continue;
            if (tables_.words[word].hurts) continue;
            keys.clear();
            typo_keys(text, keys);
            tables_.mendable.push_back({text, word});
            const auto place = static_cast<std::uint16_t>(tables_.mendable.size() - 1);
            for (const std::string& key : keys) {
                auto& places = tables_.near[key];
                if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
            }
        }
    }

    Lexicon::Tables& tables_;
    std::vector<std::string>& mistakes_;
    std::string file_;
    std::uint8_t language_ = 0;
    std::unordered_map<std::string, WordId, TextHash, std::equal_to<>> ids_;
    std::unordered_map<std::string, std::uint8_t, TextHash, std::equal_to<>> spelt_in_;
    PhraseGrower grower_{tables_, [this](std::string_view text) { return literal(text); }};
    std::unordered_set<WordId> mended_;
};

}  // namespace

std::expected<Lexicon, std::vector<std::string>> Lexicon::load(const std::filesystem::path& folder) {
    std::vector<std::string> mistakes;
    std::vector<std::filesystem::path> files;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator{folder, failed})
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    if (failed || files.empty())
        return std::unexpected(std::vector<std::string>{folder.string() + ": no lexicon (*.toml) is there"});
    // English first: its spellings win where another language has the same letters for another word.
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) {
        const auto rank = [](const auto& path) { return !path.filename().string().starts_with("en"); };
        return std::pair{rank(a), a} < std::pair{rank(b), b};
    });
    if (!files.front().filename().string().starts_with("en"))
        return std::unexpected(
            std::vector<std::string>{folder.string() + ": no English lexicon (en-GB.toml) is there"});
    auto tables = std::make_unique<Tables>();
    Reader reader{*tables, mistakes};
    for (const auto& file : files) reader.read(file);
    reader.finish();
    if (auto weights = Weights::load(folder / "en-GB.weights"))
        tables->weights = std::move(*weights);
    else
        mistakes.push_back(weights.error());
    if (!mistakes.empty()) return std::unexpected(std::move(mistakes));
    Lexicon lexicon;
    lexicon.tables_ = std::move(tables);
    return lexicon;
}

Lexicon::Lexicon() = default;
Lexicon::~Lexicon() = default;
Lexicon::Lexicon(Lexicon&&) noexcept = default;
Lexicon& Lexicon::operator=(Lexicon&&) noexcept = default;

}  // namespace offing::conversation
