#include "gateway/http/router.hpp"

#include <algorithm>
#include <memory>

#include "gateway/base/metrics.hpp"

namespace offing::http {

namespace {

Task<Response> answer_healthy(Request) { co_return Response::text(200, "alive\n"); }

Task<Response> answer_ready(Readiness readiness) {
    const std::vector<std::string> missing = co_await readiness();
    if (missing.empty()) co_return Response::text(200, "ready\n");
    std::string lines;
    for (const std::string& line : missing) lines.append(line).append("\n");
    co_return Response::text(503, std::move(lines));
}

Task<Response> answer_metrics(Request) {
    co_return Response::text(200, metrics::serialise(), "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace

bool Router::Route::is_for(std::string_view asked) const {
    if (path.ends_with("/*")) return asked.starts_with(std::string_view{path}.substr(0, path.size() - 1));
    return asked == path;
}

Router& Router::add(std::string method, std::string path, Handler handler) {
    routes_.push_back({std::move(method), std::move(path), std::move(handler)});
    return *this;
}

Task<Response> Router::operator()(Request request) const {
    const std::string_view method = request.method == "HEAD" ? "GET" : std::string_view{request.method};
    for (const Route& route : routes_) {
        // Not awaited here: a coroutine of its own for passing on would cost every webhook an allocation.
        if (route.method == method && route.is_for(request.path())) return route.handler(std::move(request));
    }
    return [](Response response) -> Task<Response> { co_return response; }(refuse(request));
}

Response Router::refuse(const Request& request) const {
    std::vector<std::string_view> allowed;
    for (const Route& route : routes_) {
        if (!route.is_for(request.path())) continue;
        allowed.push_back(route.method);
        if (route.method == "GET") allowed.push_back("HEAD");
    }
    const bool asks_for_all = request.target == "*" && request.method == "OPTIONS";
    if (allowed.empty() && !asks_for_all) return Response::text(404, "not found\n");
    allowed.push_back("OPTIONS");
    std::ranges::sort(allowed);
    const auto repeated = std::ranges::unique(allowed);
    allowed.erase(repeated.begin(), repeated.end());
    std::string methods;
    for (const std::string_view method : allowed) methods.append(methods.empty() ? "" : ", ").append(method);
    Response response =
        request.method == "OPTIONS" ? Response{204, {}, {}} : Response::text(405, "not allowed\n");
    response.headers.emplace_back("Allow", std::move(methods));
    return response;
}

Handler Router::share(Router router) {
    return [shared = std::make_shared<const Router>(std::move(router))](Request request) {
        return (*shared)(std::move(request));
    };
}

void add_operations(Router& router, Readiness readiness) {
    router.add("GET", "/healthz", answer_healthy);
    router.add("GET", "/readyz",
               [readiness = std::move(readiness)](Request) { return answer_ready(readiness); });
    router.add("GET", "/metrics", answer_metrics);
}

}  // namespace offing::http
