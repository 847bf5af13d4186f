// The inspection commands speak JSON lines: one question a line on stdin, one answer a line on stdout, in
// order, with the question's "id" echoed. A line that can't be read is answered {"error": ...} and the next
// one is read.

#pragma once

#include <boost/json/object.hpp>
#include <functional>

namespace offing::cli {

/// `answer` may throw std::exception: its what() becomes {"error"}. Lines over 1 MiB are refused.
void each_line(const std::function<boost::json::object(const boost::json::object&)>& answer);

}  // namespace offing::cli
