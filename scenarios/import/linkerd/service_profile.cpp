#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/import/linkerd/kinds.h"

#include <algorithm>
#include <charconv>

namespace meshcast::linkerd {

using namespace routes;

namespace {

const kubernetes::Fields kSpecFields{{"routes", "retryBudget", "dstOverrides"}, {"opaquePorts"}};
const kubernetes::Fields kRouteFields{{"name", "condition", "isRetryable", "timeout", "responseClasses"}, {}};

constexpr int kUntilBudgetEnds = 100; // attempts a request; the budget ends them sooner

tl::expected<double, std::string> parse_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0)) {
        return tl::unexpected(fmt::format("\"{}\" is not a number from 0", text));
    }
    return value;
}

/// Both conditions at once; nothing where they exclude each other.
std::optional<RequestMatch> both(RequestMatch a, const RequestMatch& b) {
    if ((a.path && b.path && *a.path != *b.path) || (a.method && b.method && *a.method != *b.method)) {
        return std::nullopt;
    }
    a.path = a.path ? a.path : b.path;
    a.method = a.method ? a.method : b.method;
    return a;
}

/// Any of the result. `not` is left out, with a report.
std::vector<RequestMatch> read_condition(const yaml::Cursor& condition) {
    if (condition["not"].present()) {
        condition["not"].report(message::DoubtfulValue,
                                fill(message::DoubtfulValue, condition.path(),
                                     "negated conditions are not modelled; the condition holds for nothing"));
        return {};
    }
    RequestMatch own;
    own.origin = condition.origin();
    if (const yaml::Cursor regex = condition["pathRegex"]; regex.present()) {
        own.path = TextMatch{TextMatch::Kind::Regex, read_regex(regex).value_or(""), false};
    }
    if (const auto method = condition["method"].string()) {
        own.method = TextMatch{TextMatch::Kind::Exact, *method, false};
    }
    std::vector<RequestMatch> result{own};
    const auto narrow = [&](const std::vector<RequestMatch>& others) {
        std::vector<RequestMatch> narrowed;
        for (const RequestMatch& match : result) {
            for (const RequestMatch& other : others) {
                if (auto merged = both(match, other)) {
                    narrowed.push_back(*std::move(merged));
                }
            }
        }
        result = std::move(narrowed);
    };
    for (const yaml::Cursor& item : condition["all"].items()) {
        narrow(read_condition(item));
    }
    if (condition["any"].present()) {
        std::vector<RequestMatch> any;
        for (const yaml::Cursor& item : condition["any"].items()) {
            std::ranges::move(read_condition(item), std::back_inserter(any));
        }
        narrow(any);
    }
    return result;
}

RetryBudget read_budget(const yaml::Cursor& budget) {
    RetryBudget result;
    result.ratio = budget["retryRatio"].parsed(parse_number).value_or(result.ratio);
    result.min_per_second =
        budget["minRetriesPerSecond"].parsed(parse_number).value_or(result.min_per_second);
    result.window = read_duration(budget["ttl"]).value_or(result.window);
    return result;
}

Backend read_override(const yaml::Cursor& item) {
    Backend backend;
    backend.origin = item.origin();
    std::string authority = lower_case(item["authority"].string().value_or(""));
    if (const std::size_t colon = authority.rfind(':'); colon != authority.npos) {
        int port = 0;
        std::from_chars(authority.data() + colon + 1, authority.data() + authority.size(), port);
        backend.port = port;
        authority.resize(colon);
    }
    if (authority.ends_with('.')) {
        authority.pop_back();
    }
    backend.host = authority;
    // A quantity, such as 500m; only the proportions count.
    if (const yaml::Cursor weight = item["weight"]; weight.present()) {
        std::string text = weight.string().value_or("");
        const bool milli = text.ends_with('m');
        if (milli) {
            text.pop_back();
        }
        if (const auto number = parse_number(text)) {
            backend.weight = static_cast<int>(std::min(*number, 1e6) * (milli ? 1 : 1000));
        } else {
            weight.report_bad_value(number.error());
        }
    }
    return backend;
}

} // namespace

void read_service_profile(const yaml::Cursor& object, Routing& routing) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kSpecFields);
    if (!metadata) {
        return;
    }
    Route route;
    route.dialect = Dialect::Linkerd;
    route.kind = "ServiceProfile";
    route.metadata = *std::move(metadata);
    route.created = read_created(object);
    route.hosts = {lower_case(route.metadata.name)};
    std::vector<Backend> overrides;
    for (const yaml::Cursor& item : spec["dstOverrides"].items()) {
        overrides.push_back(read_override(item));
    }
    const RetryBudget budget = read_budget(spec["retryBudget"]);
    for (const yaml::Cursor& item : spec["routes"].items()) {
        kubernetes::check_spelling(item, kRouteFields);
        RouteRule rule;
        rule.origin = item.origin();
        rule.name = item["name"].string().value_or("");
        rule.matches = read_condition(item["condition"]);
        rule.backends = overrides;
        rule.timeout = unless_zero(read_duration(item["timeout"]));
        if (item["isRetryable"].boolean().value_or(false)) {
            RetryPolicy policy;
            policy.attempts = kUntilBudgetEnds;
            policy.retry_on = {"5xx"};
            policy.budget = budget;
            policy.origin = item["isRetryable"].origin();
            rule.retries = std::move(policy);
        }
        if (!rule.matches.empty()) { // an empty list would take everything
            route.http.push_back(std::move(rule));
        }
    }
    RouteRule rest; // what no route describes goes to the service, too
    rest.origin = route.metadata.origin;
    rest.backends = std::move(overrides);
    route.http.push_back(std::move(rest));
    routing.routes.push_back(std::move(route));
}

} // namespace meshcast::linkerd
