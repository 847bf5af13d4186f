// Which handler answers which method and path. Paths are compared as they stand on the wire, so no spelling
// of a path reaches a handler that wasn't meant for it.

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/server.hpp"

namespace offing::http {

class Router {
public:
    /// `path` is exact, or ends in "/*": then it stands for everything below. The first that fits answers.
    /// GET answers HEAD too; OPTIONS is answered for every path that is known.
    Router& add(std::string method, std::string path, Handler handler);

    /// 404 for an unknown path, 405 with Allow for an unknown method. The router outlives the task.
    Task<Response> operator()(Request request) const;

    /// For Server::listen: shares this router.
    static Handler share(Router router);

private:
    struct Route {
        std::string method, path;
        Handler handler;
        bool is_for(std::string_view asked) const;
    };
    Response refuse(const Request& request) const;
    std::vector<Route> routes_;
};

/// Empty when all is well, else what isn't, in words for operators (no setting's value, no address).
using Readiness = std::function<Task<std::vector<std::string>>()>;

/// GET /healthz: this process answers. GET /readyz: 200, or 503 with a line for each thing that isn't well.
/// GET /metrics: every counter of base/metrics.
void add_operations(Router& router, Readiness readiness);

}  // namespace offing::http
