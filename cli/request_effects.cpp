#include "cli/request_effects.h"

#include "reports/format.h"
#include "scenarios/units.h"
#include "sim/policy/request_change.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace meshcast {

namespace {

/// Plain numbers, as they are written in manifests: 20, 12.5.
std::string plain(double number) {
    return fmt::format("{:g}", number);
}

std::string retries_of(const RetryPolicy& policy, bool other_hosts) {
    if (policy.attempts == 0) {
        return "none";
    }
    std::string text = policy.budget ? "while the budget lasts" : std::to_string(policy.attempts);
    text += fmt::format(" on {}", fmt::join(policy.retry_on, ", "));
    if (!policy.retriable_statuses.empty()) {
        text += fmt::format(" ({})", fmt::join(policy.retriable_statuses, ", "));
    }
    if (policy.per_try_timeout) {
        text += fmt::format(", each within {}", units::format_duration(*policy.per_try_timeout));
    }
    text += fmt::format(", after {} at first", units::format_duration(policy.backoff));
    return text + (other_hosts ? ", on hosts not tried before" : "");
}

/// A rule of Istio's that says nothing of retries has its default.
void add_retries(const RouteDecision& decision, Effects& lines) {
    const RouteRule& rule = *decision.rule;
    const bool istio = decision.route != nullptr && decision.route->dialect == Dialect::Istio;
    if (!rule.retries && !istio) {
        return;
    }
    const RetryPolicy policy = rule.retries.value_or(RetryPolicy{});
    lines.emplace_back("retries", retries_of(policy, istio && policy.other_hosts) +
                                      (rule.retries ? "" : " (the default)"));
    if (policy.budget) {
        lines.emplace_back("budget", fmt::format("a retry for {} of the requests that are not tried again in "
                                                 "{}, and {} a second",
                                                 format_percent(policy.budget->ratio),
                                                 units::format_duration(policy.budget->window),
                                                 plain(policy.budget->min_per_second)));
    }
}

void add_fault(const Fault& fault, Effects& lines) {
    if (fault.delay_share > 0) {
        lines.emplace_back("delay",
                           fmt::format("{} for {} of the requests", units::format_duration(fault.delay),
                                       format_percent(fault.delay_share)));
    }
    if (fault.abort_share > 0) {
        const std::string status =
            fault.abort_status != 0 ? std::to_string(fault.abort_status) : fault.grpc_status;
        lines.emplace_back(
            "abort", fmt::format("{} for {} of the requests", status, format_percent(fault.abort_share)));
    }
}

std::string breakers_of(const PoolLimits& limits) {
    std::vector<std::string> parts;
    const auto add = [&](const char* what, std::int64_t limit, std::int64_t unlimited) {
        if (limit != unlimited) {
            parts.push_back(fmt::format("{} {}", limit, what));
        }
    };
    add("connections", limits.max_connections, PoolLimits::kUnlimited);
    add("pending requests", limits.max_pending_requests, PoolLimits::kUnlimited);
    add("active requests", limits.max_requests, PoolLimits::kUnlimited);
    add("retries at once", limits.max_retries, PoolLimits::kUnlimited);
    add("requests a connection", limits.max_requests_per_connection, 0);
    return fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace

Effects effects_of_rule(const RequestFacts& request, const RouteDecision& decision) {
    Effects lines;
    if (decision.outcome == RouteDecision::Outcome::Redirect) {
        const Location location = redirect_location(request, decision);
        const std::string port = location.port == 0 ? "" : fmt::format(":{}", location.port);
        lines.emplace_back("location",
                           fmt::format("{}://{}{}{}", location.scheme, location.host, port, location.path));
    }
    if (decision.rule == nullptr) {
        return lines;
    }
    const RouteRule& rule = *decision.rule;
    if (!decision.backends.empty()) {
        const RequestFacts sent = request_at_backend(request, decision, decision.backends.front());
        if (sent.path != request.path || sent.host != request.host) {
            lines.emplace_back("rewritten", fmt::format("{} {}{}", sent.method, sent.host, sent.path));
        }
    }
    if (rule.timeout) {
        lines.emplace_back("timeout", units::format_duration(*rule.timeout));
    }
    if (!decision.backends.empty()) {
        add_retries(decision, lines);
    }
    if (rule.fault) {
        add_fault(*rule.fault, lines);
    }
    for (const Mirror& mirror : rule.mirrors) {
        lines.emplace_back("mirror", fmt::format("{} of the requests to {}", format_percent(mirror.share),
                                                 mirror.backend.host));
    }
    return lines;
}

Effects effects_of_backend(const TrafficPolicy& policy, const Hedging* hedging, const RateLimit* limit) {
    Effects lines;
    if (policy.connection_pool) {
        if (const std::string breakers = breakers_of(*policy.connection_pool); !breakers.empty()) {
            lines.emplace_back("at most", breakers);
        }
    }
    if (policy.retry_budget) {
        lines.emplace_back("budget",
                           fmt::format("retries at once: {} % of active and pending requests, but at "
                                       "least {}",
                                       plain(policy.retry_budget->percent),
                                       policy.retry_budget->min_retry_concurrency));
    }
    if (policy.outlier_detection) {
        lines.emplace_back("ejection", fmt::format("of hosts that fail {} times in a row",
                                                   policy.outlier_detection->consecutive_5xx));
    }
    if (hedging != nullptr) {
        lines.emplace_back("hedging", fmt::format("asked again whenever {} have passed, {} more at most",
                                                  units::format_duration(hedging->after), hedging->attempts));
    }
    if (limit != nullptr) {
        const bool global = limit->scope == RateLimit::Scope::Global;
        lines.emplace_back("rate limit",
                           fmt::format("{} and bursts of {}, {}", units::format_rate(limit->rate),
                                       limit->burst,
                                       global ? "all proxies together" : "each proxy by itself"));
    }
    return lines;
}

} // namespace meshcast
