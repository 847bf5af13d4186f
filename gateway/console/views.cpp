#include "gateway/console/views.hpp"

#include <boost/json/serialize.hpp>
#include <kainjow/mustache.hpp>
#include <map>
#include <stdexcept>

#include "gateway/console/assets.hpp"

namespace offing::console {

namespace json = boost::json;
namespace mustache = kainjow::mustache;

namespace {

constexpr int deepest_partial = 8;

/// Partials are put in once, when a view is first read, and not each time that it is drawn.
std::string text_of(std::string_view view, int depth = 0) {
    const EmbeddedFile* file = find_embedded(std::string{view} + ".html");
    if (file == nullptr || depth > deepest_partial) throw std::logic_error{"no view " + std::string{view}};
    std::string text{file->bytes};
    for (auto begin = text.find("{{> "); begin != std::string::npos; begin = text.find("{{> ", begin)) {
        const auto end = text.find("}}", begin);
        const std::string part =
            text_of(std::string_view{text}.substr(begin + 4, end - begin - 4), depth + 1);
        text.replace(begin, end + 2 - begin, part);
        begin += part.size();
    }
    return text;
}

mustache::mustache& view_of(std::string_view name) {
    // A view is not safe to draw on two threads at once.
    thread_local std::map<std::string, mustache::mustache, std::less<>> views;
    auto found = views.find(name);
    if (found == views.end())
        found = views.emplace(std::string{name}, mustache::mustache{text_of(name)}).first;
    if (!found->second.is_valid()) throw std::logic_error{"view: " + found->second.error_message()};
    return found->second;
}

mustache::data data_of(const json::value& value);

// The library takes members by copy, so that a list of lists would be copied at every level; it lets go of
// none of its own by reference but to read. These put an empty one in its place and move the real one there.
mustache::data object_of(const json::object& members) {
    mustache::data object{mustache::data::type::object};
    for (const auto& [key, member] : members) {
        const std::string name{key};
        object.set(name, mustache::data{false});
        const_cast<mustache::data&>(*object.get(name)) = data_of(member);
    }
    return object;
}

mustache::data list_of(const json::array& members) {
    mustache::data list{mustache::data::type::list};
    auto& items = const_cast<mustache::list&>(list.list_value());
    items.reserve(members.size());
    for (const json::value& member : members) items.push_back(data_of(member));
    return list;
}

mustache::data data_of(const json::value& value) {
    switch (value.kind()) {
        case json::kind::object:
            return object_of(value.get_object());
        case json::kind::array:
            return list_of(value.get_array());
        case json::kind::string:
            // Empty text hides a section, as nothing does, and isn't looked for further out.
            if (value.get_string().empty()) return mustache::data{false};
            return mustache::data{std::string{value.get_string()}};
        case json::kind::bool_:
            return mustache::data{value.get_bool()};
        case json::kind::null:
            return mustache::data{false};
        default:
            return mustache::data{json::serialize(value)};
    }
}

}  // namespace

std::string render(std::string_view view, const json::value& model) {
    return view_of(view).render(data_of(model));
}

}  // namespace offing::console
