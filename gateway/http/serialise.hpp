// Messages back into bytes. Pure.

#pragma once

#include <string>
#include <string_view>

#include "gateway/http/messages.hpp"

namespace offing::http {

struct AnswerForm {
    bool is_http_11 = true;
    bool keeps_alive = true;
    bool to_head = false;  ///< the length is told, the body isn't sent
};

/// Appends the whole answer. Framing fields (Content-Length, Transfer-Encoding, Connection) are ours to
/// write: the answer's own are left out. False, and nothing appended, when a field could start a line of its
/// own or the status is no final one.
bool append_response(std::string& out, const Response& response, AnswerForm form);

/// As above for a request; `target` in origin form, `host` as it stands in the URL.
bool append_request(std::string& out, const Request& request, std::string_view target, std::string_view host);

}  // namespace offing::http
