#include "sim/request/request_route.h"

#include <algorithm>
#include <charconv>

namespace meshcast {

RetryPlan::RetryPlan(const RetryPolicy& policy)
    : attempts(policy.attempts),
      per_try_timeout(policy.per_try_timeout),
      backoff(policy.backoff),
      statuses(policy.retriable_statuses),
      other_hosts(policy.other_hosts),
      budget(policy.budget) {
    const auto on = [&](std::string_view condition) {
        return std::ranges::find(policy.retry_on, condition) != policy.retry_on.end();
    };
    on_5xx = on("5xx");
    on_gateway_error = on("gateway-error");
    on_connect_failure = on("connect-failure");
    on_reset = on("reset");
    on_retriable_4xx = on("retriable-4xx");
    on_rate_limited = on("envoy-ratelimited");
    on_unavailable = on("unavailable");
    for (const std::string& condition : policy.retry_on) { // Istio takes plain statuses too
        int status = 0;
        const char* end = condition.data() + condition.size();
        if (std::from_chars(condition.data(), end, status).ptr == end && status > 0) {
            statuses.push_back(status);
        }
    }
}

bool RetryPlan::covers(int status, bool connected, bool grpc) const {
    if (!connected) {
        return on_connect_failure || on_5xx || on_gateway_error;
    }
    if (status == 0) {
        return on_reset || on_5xx || on_gateway_error;
    }
    return (on_5xx && status >= 500) || (on_gateway_error && status >= 502 && status <= 504) ||
           (on_retriable_4xx && status == 409) || (on_unavailable && grpc && status == 503) ||
           std::ranges::find(statuses, status) != statuses.end();
}

Duration RetryPlan::pause(int number, double uniform) const {
    constexpr int kMostDoublings = 30;
    const double factor = static_cast<double>((std::int64_t{1} << std::min(number, kMostDoublings)) - 1);
    return from_seconds(to_seconds(backoff) * std::min(factor, 10.0) * uniform);
}

const RequestRoute::Share& RequestRoute::pick(double uniform) const {
    for (const Share& share : shares) {
        if (uniform < share.up_to) {
            return share;
        }
    }
    return shares.back();
}

} // namespace meshcast
