// A part holds 160 septets or 70 UTF-16 units, and 153 or 67 when there is more than one, for the six bytes
// that tie parts together. What a reader sees as one character is never cut in two: an escaped septet pair, a
// surrogate pair, a letter with its marks, an emoji of several.

#include "templates/segments.hpp"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

namespace offing::templates {

namespace {

struct Capacity {
    int alone, together;
};
constexpr Capacity gsm7_capacity{160, 153}, ucs2_capacity{70, 67};

// 3GPP TS 23.038, 6.2.1 and 6.2.1.1, beyond ASCII; in order.
constexpr std::array<char16_t, 37> gsm_letters{u'¡', u'£', u'¤', u'¥', u'§', u'¿', u'Ä', u'Å', u'Æ', u'Ç',
                                               u'É', u'Ñ', u'Ö', u'Ø', u'Ü', u'ß', u'à', u'ä', u'å', u'æ',
                                               u'è', u'é', u'ì', u'ñ', u'ò', u'ö', u'ø', u'ù', u'ü', u'Γ',
                                               u'Δ', u'Θ', u'Λ', u'Ξ', u'Π', u'Σ', u'Φ'};
constexpr std::u16string_view gsm_last_letters = u"ΨΩ";
constexpr std::u16string_view gsm_extension = u"\f[\\]^{|}~€";
static_assert(std::ranges::is_sorted(gsm_letters));

/// Septets for one UTF-16 unit; zero when GSM 7 hasn't got it.
int septets(char16_t unit) {
    if (gsm_extension.contains(unit)) return 2;
    if (unit == u'\n' || unit == u'\r') return 1;
    if (unit >= 0x20 && unit < 0x7F) return unit == u'`' ? 0 : 1;
    return std::ranges::binary_search(gsm_letters, unit) || gsm_last_letters.contains(unit) ? 1 : 0;
}

struct Spelling {
    std::u16string_view from;  ///< any of these
    std::u16string_view to;
};

// What word processors and telephones type instead of the plain character. Nothing here is a letter.
constexpr std::array typography{
    Spelling{u"\u2018\u2019\u201A\u201B\u2032\u2035\u2039\u203A\u275B\u275C\uFF07", u"'"},
    Spelling{u"\u201C\u201D\u201E\u201F\u2033\u2036\u00AB\u00BB\u275D\u275E\u301D\u301E\uFF02", u"\""},
    Spelling{u"\u2010\u2011\u2012\u2013\u2014\u2015\u2022\u2043\u2212\uFE58\uFE63\uFF0D", u"-"},
    Spelling{u"\u2026", u"..."},
    Spelling{
        u"\t\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000",
        u" "},
    Spelling{u"\u0085\u2028\u2029", u"\n"},
    Spelling{u"\u00AD\u200B\u2060\uFEFF", u""}};

// Between plain letters these are a slip of the thumb; in other scripts they carry meaning (a joiner inside a
// Persian word or an emoji, the letter okina), so they give way only when the whole text then fits GSM 7.
constexpr std::array slips{
    Spelling{u"`\u00B4\u02B9\u02BB\u02BC\u02BD\u02C8\u02CA\u02CB", u"'"}, Spelling{u"\u02BA\u02EE", u"\""},
    Spelling{u"\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFE0E\uFE0F",
             u""}};

icu::UnicodeString replaced(const icu::UnicodeString& text, std::span<const Spelling> spellings) {
    icu::UnicodeString out;
    for (int32_t at = 0; at < text.length(); ++at) {
        const auto holds = [unit = text[at]](const Spelling& spelling) {
            return spelling.from.contains(unit);
        };
        if (const auto found = std::ranges::find_if(spellings, holds); found != spellings.end())
            out.append(icu::UnicodeString{false, found->to.data(), static_cast<int32_t>(found->to.size())});
        else
            out.append(text[at]);
    }
    return out;
}

std::u16string_view units_of(const icu::UnicodeString& text) {
    return {text.getBuffer(), static_cast<std::size_t>(text.length())};
}

bool fits_gsm7(const icu::UnicodeString& text) {
    return std::ranges::all_of(units_of(text), [](char16_t unit) { return septets(unit) > 0; });
}

icu::UnicodeString composed(std::string_view text) {
    const icu::StringPiece bytes{text.data(), static_cast<int32_t>(text.size())};
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    icu::UnicodeString out = nfc->normalize(icu::UnicodeString::fromUTF8(bytes), status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU can't compose a text");
    return out;
}

/// Fills parts one after another. A piece that no part can hold is cut.
class Packer {
public:
    explicit Packer(int capacity) : capacity_{capacity} {}
    void add(int size) {
        if (size <= capacity_ && used_ + size > capacity_) {
            ++parts_;
            used_ = 0;
        }
        for (used_ += size; used_ > capacity_; used_ -= capacity_) ++parts_;
    }
    int parts() const { return parts_; }

private:
    int capacity_, parts_ = 1, used_ = 0;
};

int pack(const std::vector<int>& sizes, int units, Capacity capacity) {
    if (units <= capacity.alone) return 1;
    Packer packer{capacity.together};
    for (const int size : sizes) packer.add(size);
    return packer.parts();
}

icu::BreakIterator& clusters() {
    thread_local std::unique_ptr<icu::BreakIterator> iterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::BreakIterator> made{
            icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status)};
        if (U_FAILURE(status)) throw std::runtime_error("ICU has no rules for characters");
        return made;
    }();
    return *iterator;
}

Segments count_gsm7(const icu::UnicodeString& text) {
    std::vector<int> sizes;
    int units = 0;
    for (const char16_t unit : units_of(text)) {
        sizes.push_back(septets(unit));
        units += sizes.back();
    }
    return {Encoding::gsm7, pack(sizes, units, gsm7_capacity), units, {}};
}

Segments count_ucs2(const icu::UnicodeString& text) {
    std::vector<int> sizes;
    icu::BreakIterator& breaks = clusters();
    breaks.setText(text);
    for (int32_t from = breaks.first(), to = breaks.next(); to != icu::BreakIterator::DONE;
         from = to, to = breaks.next()) {
        // A line's two ends may part: they print nothing.
        if (to - from == 2 && text[from] == u'\r' && text[from + 1] == u'\n')
            sizes.insert(sizes.end(), {1, 1});
        else
            sizes.push_back(to - from);
    }
    return {Encoding::ucs2, pack(sizes, text.length(), ucs2_capacity), text.length(), {}};
}

}  // namespace

std::string_view spell(Encoding encoding) { return encoding == Encoding::gsm7 ? "GSM-7" : "UCS-2"; }

Segments count_segments(std::string_view text, bool smart_encoding) {
    icu::UnicodeString words = composed(text);
    if (smart_encoding && !fits_gsm7(words)) {
        words = replaced(words, typography);
        if (icu::UnicodeString plainer = replaced(words, slips); fits_gsm7(plainer)) words = plainer;
    }
    Segments segments = fits_gsm7(words) ? count_gsm7(words) : count_ucs2(words);
    words.toUTF8String(segments.text);
    return segments;
}

}  // namespace offing::templates
