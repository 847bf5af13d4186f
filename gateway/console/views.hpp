// Pages from views/*.html (mustache) and a model as JSON. Everything is escaped unless a view says {{{ }}}.

#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace offing::console {

/// `view` without its ending: "today". {{> name}} stands for views/name.html as it is written. What is empty,
/// zero-length, null or false hides its section.
std::string render(std::string_view view, const boost::json::value& model);

}  // namespace offing::console
