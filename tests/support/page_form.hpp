// Forms of pages as a browser sends them: what a page holds, with some answers changed.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/messages.hpp"

namespace offing::support {

using Fields = std::vector<http::Header>;

/// The fields of a page's form as a browser would send them: hidden ones, inputs, what is ticked and chosen.
inline Fields fields_of(const std::string& page) {
    Fields fields;
    const auto attribute = [](std::string_view tag, std::string_view name) -> std::string {
        const std::string before = " " + std::string{name} + "=\"";
        const auto at = tag.find(before);
        if (at == std::string_view::npos) return {};
        const auto from = at + before.size();
        std::string value{tag.substr(from, tag.find('"', from) - from)};
        for (const auto& [escaped, letter] : {std::pair{"&apos;", "'"}, {"&quot;", "\""}, {"&amp;", "&"}})
            for (auto found = value.find(escaped); found != std::string::npos; found = value.find(escaped))
                value.replace(found, std::string_view{escaped}.size(), letter);
        return value;
    };
    const auto main = page.find("<main");
    std::string select;
    for (auto at = page.find('<', main); at != std::string::npos; at = page.find('<', at + 1)) {
        const std::string_view tag = std::string_view{page}.substr(at, page.find('>', at) - at);
        if (tag.starts_with("<select")) select = attribute(tag, "name");
        if (tag.starts_with("<option") && tag.contains(" selected"))
            fields.emplace_back(select, attribute(tag, "value"));
        if (!tag.starts_with("<input")) continue;
        const std::string type = attribute(tag, "type");
        if ((type == "radio" || type == "checkbox") && !tag.contains(" checked")) continue;
        fields.emplace_back(attribute(tag, "name"), attribute(tag, "value"));
    }
    return fields;
}

inline Fields with(Fields fields, std::string_view name, std::string_view value) {
    std::erase_if(fields, [&](const http::Header& field) { return field.first == name; });
    fields.emplace_back(name, value);
    return fields;
}

inline std::string value_of(const std::string& page, std::string_view name) {
    const std::string before = "name=\"" + std::string{name} + "\" value=\"";
    const auto at = page.find(before);
    if (at == std::string::npos) return {};
    return page.substr(at + before.size(), page.find('"', at + before.size()) - at - before.size());
}

}  // namespace offing::support
