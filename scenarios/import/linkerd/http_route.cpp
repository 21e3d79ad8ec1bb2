#include "scenarios/import/gateway_api/kinds.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/linkerd/kinds.h"
#include "scenarios/units.h"

#include <algorithm>

namespace meshcast::linkerd {

namespace {

/// An annotation's value in a grammar of units.h; what cannot be read is reported.
template <class Value>
std::optional<Value> annotation(const yaml::Cursor& annotations, std::string_view key,
                                units::Parsed<Value> (*parse)(std::string_view)) {
    const yaml::Cursor field = annotations[key];
    return field.present() ? field.parsed(parse) : std::nullopt;
}

units::Parsed<std::int64_t> parse_limit(std::string_view text) {
    return units::parse_integer(text, 0, 1000);
}

/// Timeouts and retries are annotations of the route: https://linkerd.io/2/reference/retries/
void apply_annotations(const yaml::Cursor& annotations, Route& route) {
    const auto timeout = annotation(annotations, "timeout.linkerd.io/request", units::parse_duration);
    const std::string conditions = annotations["retry.linkerd.io/http"].string().value_or("");
    const auto limit = annotation(annotations, "retry.linkerd.io/limit", parse_limit);
    const auto attempt = annotation(annotations, "retry.linkerd.io/timeout", units::parse_duration);
    for (RouteRule& rule : route.http) {
        if (timeout) {
            rule.timeout = timeout;
        }
        if (!conditions.empty()) {
            RetryPolicy policy;
            policy.origin = annotations.origin();
            policy.attempts = static_cast<int>(limit.value_or(1));
            policy.per_try_timeout = attempt;
            policy.retry_on = {conditions};
            rule.retries = std::move(policy);
        }
    }
}

} // namespace

void read_http_route(const yaml::Cursor& object, Routing& routing) {
    const std::size_t before = routing.routes.size();
    gateway_api::read_http_route_of(Dialect::Linkerd, object, routing);
    if (routing.routes.size() > before) {
        apply_annotations(object["metadata"]["annotations"], routing.routes.back());
    }
}

} // namespace meshcast::linkerd
