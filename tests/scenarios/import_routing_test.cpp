#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Read {
    Routing routing;
    std::vector<std::string> codes; // with line
    std::string text;
};

Read read(const std::string& objects) {
    Diagnostics diagnostics;
    const std::vector<SourceFile> files{{"m.yaml", objects}};
    Imported imported = import_manifests(files, diagnostics);
    Read result{std::move(imported.routing), {}, ""};
    EXPECT_THAT(imported.unmodelled, IsEmpty());
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        result.codes.push_back(fmt::format("{}:{}", diagnostic.code(), diagnostic.where.line));
        result.text += to_string(diagnostic) + "\n";
    }
    return result;
}

/// Line 1 is the Service; an object's spec begins in line 6.
constexpr const char* kService =
    "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}\n";

std::string object(const char* api, const char* kind, const std::string& spec) {
    return std::string(kService) + "---\napiVersion: " + api + "\nkind: " + kind + "\nmetadata: {name: x}\n" +
           spec;
}

std::string istio(const char* kind, const std::string& spec) {
    return object("networking.istio.io/v1", kind, spec);
}

} // namespace

TEST(ImportIstio, ReadsWhatARuleDoes) {
    const Read result = read(istio("VirtualService", R"(spec:
  hosts: [web]
  http:
  - timeout: 2s
    retries: {attempts: 3, perTryTimeout: 500ms, retryOn: "503,connect-failure", backoff: 10ms}
    fault: {delay: {percentage: {value: 10}, fixedDelay: 5s}, abort: {percentage: {value: 0.5}, httpStatus: 503}}
    mirror: {host: web}
    mirrorPercentage: {value: 25}
    route: [{destination: {host: web, port: {number: 80}}}]
)"));
    EXPECT_THAT(result.codes, IsEmpty()) << result.text;
    ASSERT_EQ(result.routing.routes.size(), 1u);
    const RouteRule& rule = result.routing.routes.front().http.front();
    EXPECT_EQ(rule.origin.line, 9);
    EXPECT_EQ(rule.timeout, std::chrono::seconds(2));
    EXPECT_EQ(rule.retries->attempts, 3);
    EXPECT_EQ(rule.retries->backoff, std::chrono::milliseconds(10));
    EXPECT_THAT(rule.retries->retry_on, ElementsAre("connect-failure", "retriable-status-codes"));
    EXPECT_THAT(rule.retries->retriable_statuses, ElementsAre(503));
    EXPECT_DOUBLE_EQ(rule.fault->delay_share, 0.1);
    EXPECT_DOUBLE_EQ(rule.fault->abort_share, 0.005);
    EXPECT_DOUBLE_EQ(rule.mirrors.front().share, 0.25);
    EXPECT_EQ(rule.backends.front().host, "web.default.svc.cluster.local");
}

TEST(ImportIstio, ReadsTrafficPolicies) {
    const Read result = read(istio("DestinationRule", R"(spec:
  host: web
  trafficPolicy:
    loadBalancer: {consistentHash: {httpHeaderName: user, maglev: {}}, warmup: {duration: 30s, aggression: 2}}
    connectionPool:
      tcp: {maxConnections: 3, connectTimeout: 1s}
      http: {http1MaxPendingRequests: 4, http2MaxRequests: 5, maxRequestsPerConnection: 6, maxRetries: 7}
    outlierDetection: {consecutiveGatewayErrors: 2, interval: 1s, baseEjectionTime: 3m, maxEjectionPercent: 50}
    tls: {mode: ISTIO_MUTUAL}
    retryBudget: {percent: 12.5, minRetryConcurrency: 1}
)"));
    EXPECT_THAT(result.codes, IsEmpty()) << result.text;
    const TrafficPolicy& policy = result.routing.policies.front().policy;
    EXPECT_EQ(policy.load_balancing->hash->algorithm, ConsistentHash::Algorithm::Maglev);
    EXPECT_DOUBLE_EQ(policy.load_balancing->warmup->aggression, 2);
    EXPECT_EQ(policy.connection_pool->max_connections, 3);
    EXPECT_EQ(policy.connection_pool->max_pending_requests, 4);
    EXPECT_EQ(policy.connection_pool->max_requests, 5);
    EXPECT_EQ(policy.connection_pool->max_requests_per_connection, 6);
    EXPECT_EQ(policy.connection_pool->max_retries, 7);
    EXPECT_EQ(policy.outlier_detection->consecutive_5xx, 5); // the default
    EXPECT_EQ(policy.outlier_detection->max_ejection_percent, 50);
    EXPECT_EQ(policy.tls->mode, ClientTls::IstioMutual);
    EXPECT_DOUBLE_EQ(policy.retry_budget->percent, 12.5);
    EXPECT_EQ(policy.retry_budget->min_retry_concurrency, 1);
}

/// An EnvoyFilter's patch of that context: a local rate limit that is enabled for the numerator's share.
std::string rate_limit_patch(const char* context, int numerator, const char* interval) {
    return fmt::format(R"(spec:
  workloadSelector: {{labels: {{app: web}}}}
  configPatches:
  - applyTo: HTTP_FILTER
    match: {{context: {0}}}
    patch:
      operation: INSERT_BEFORE
      value:
        name: envoy.filters.http.local_ratelimit
        typed_config:
          "@type": type.googleapis.com/udpa.type.v1.TypedStruct
          type_url: type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
          value:
            stat_prefix: http_local_rate_limiter
            token_bucket: {{max_tokens: 4, tokens_per_fill: 6, fill_interval: {2}}}
            filter_enabled: {{default_value: {{numerator: {1}, denominator: HUNDRED}}}}
            filter_enforced: {{default_value: {{numerator: 100, denominator: HUNDRED}}}}
)",
                       context, numerator, interval);
}

TEST(ImportIstio, ReadsTheLocalRateLimitOfAnEnvoyFilter) {
    const Read result = read(istio("EnvoyFilter", rate_limit_patch("SIDECAR_INBOUND", 100, "60s")));
    EXPECT_THAT(result.codes, IsEmpty()) << result.text;
    ASSERT_EQ(result.routing.rate_limits.size(), 1u);
    const WorkloadRateLimit& read = result.routing.rate_limits.front();
    EXPECT_EQ(read.workload_selector.at("app"), "web");
    EXPECT_EQ(read.limit.scope, RateLimit::Scope::Local);
    EXPECT_EQ(read.limit.rate, Rate{0.1});
    EXPECT_EQ(read.limit.burst, 4);
}

TEST(ImportIstio, ReadsTheRateLimitThatAnEnvoyFilterGivesARoute) {
    const Read result = read(istio("EnvoyFilter", R"(spec:
  configPatches:
  - applyTo: HTTP_ROUTE
    match: {context: SIDECAR_INBOUND}
    patch:
      operation: MERGE
      value:
        typedPerFilterConfig:
          envoy.filters.http.local_ratelimit:
            "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
            tokenBucket: {maxTokens: 10, tokensPerFill: 10, fillInterval: 1s}
            filterEnabled: {defaultValue: {numerator: 100}}
            filterEnforced: {defaultValue: {numerator: 100}}
)"));
    EXPECT_THAT(result.codes, IsEmpty()) << result.text;
    ASSERT_EQ(result.routing.rate_limits.size(), 1u);
    EXPECT_EQ(result.routing.rate_limits.front().limit.rate, Rate{10});
}

TEST(ImportIstio, SaysWhatOfAnEnvoyFilterHasNoEffect) {
    const auto of = [](const char* context, int numerator, const char* interval) {
        return read(istio("EnvoyFilter", rate_limit_patch(context, numerator, interval)));
    };
    EXPECT_THAT(of("GATEWAY", 100, "60s").codes, ElementsAre("MS0202:9"));
    EXPECT_THAT(of("SIDECAR_INBOUND", 0, "60s").text, HasSubstr("without filter_enabled it limits nothing"));
    EXPECT_THAT(of("SIDECAR_INBOUND", 100, "1ms").text, HasSubstr("no interval below 50ms"));
    EXPECT_TRUE(of("SIDECAR_INBOUND", 0, "60s").routing.rate_limits.empty());
}

TEST(ImportIstio, RefusesHashTablesThatEnvoyWouldRefuse) {
    const auto of = [](const std::string& hash) {
        return read(
            istio("DestinationRule", "spec:\n  host: web\n  trafficPolicy:\n    loadBalancer:\n" +
                                         ("      consistentHash: {useSourceIp: true, " + hash + "}\n")));
    };
    EXPECT_THAT(of("maglev: {tableSize: 65521}").codes, IsEmpty());
    EXPECT_THAT(of("maglev: {tableSize: 65536}").text, HasSubstr("must be a prime number"));
    EXPECT_THAT(of("ringHash: {minimumRingSize: 9000000}").text, HasSubstr("at most 8388608 entries"));
}

TEST(ImportIstio, SaysWhatIsWrongWithAField) {
    const Read result = read(istio("VirtualService", R"(spec:
  hosts: [web]
  http:
  - match: [{uri: {regex: "("}}]
    timeout: 2
    retries: {attempts: 1, retryOn: sometimes}
    fault: {delay: {percentage: {value: 200}, fixedDelay: 1s}}
    route: [{destination: {host: web}, wieght: 3}]
)"));
    EXPECT_THAT(result.codes, ElementsAre("MS0201:9", "MS0201:10", "MS0201:11", "MS0201:12")) << result.text;
    EXPECT_THAT(result.text, HasSubstr("not a regular expression of RE2"));
    EXPECT_THAT(result.text, HasSubstr("no condition to retry on"));
}

TEST(ImportIstio, WarnsOfNamesThatLeadNowhere) {
    const Read result = read(istio("VirtualService", R"(spec:
  hosts: [web]
  gateways: [mesh, nowhere]
  http:
  - match: [{uri: {prefix: /a}}]
    route: [{destination: {host: webb}}]
  - route: [{destination: {host: web, subset: v9}}]
  - route: [{destination: {host: web, port: {number: 81}}}]
)"));
    EXPECT_THAT(result.codes, ElementsAre("MS0122:8", "MS0120:11", "MS0121:12", "MS0411:13", "MS0125:13"))
        << result.text;
    EXPECT_THAT(result.text, HasSubstr("did you mean"));
}

TEST(ImportGatewayApi, MarksBackendsThatAreAnswered500) {
    const Read result = read(object("gateway.networking.k8s.io/v1", "HTTPRoute", R"(spec:
  parentRefs: [{kind: Service, group: "", name: web}]
  rules:
  - backendRefs:
    - {name: web, port: 80}
    - {name: web, port: 81}
    - {name: gone, port: 80}
    - {name: web, namespace: other, port: 80}
    - {name: x, kind: Bucket, group: example.com}
)"));
    EXPECT_THAT(result.codes, ElementsAre("MS0126:11", "MS0126:12", "MS0126:13", "MS0126:14")) << result.text;
    const std::vector<Backend>& backends = result.routing.routes.front().http.front().backends;
    EXPECT_THAT(backends[0].invalid, IsEmpty());
    EXPECT_THAT(backends[3].invalid, HasSubstr("no ReferenceGrant in other"));
}

TEST(ImportGatewayApi, TakesItsOwnDurationsOnly) {
    const Read result = read(object("gateway.networking.k8s.io/v1", "HTTPRoute", R"(spec:
  parentRefs: [{kind: Service, group: "", name: web}]
  rules:
  - timeouts: {request: 1.5s}
    backendRefs: [{name: web, port: 80}]
)"));
    EXPECT_THAT(result.codes, ElementsAre("MS0201:9")) << result.text;
}

TEST(ImportGatewayApi, RetryConstraintsAreBudgetsOfAService) {
    const Read result = read(object("gateway.networking.x-k8s.io/v1alpha1", "XBackendTrafficPolicy", R"(spec:
  targetRefs: [{group: "", kind: Service, name: web}]
  retryConstraint:
    budget: {percent: 15, interval: 10s}
    minRetryRate: {count: 7, interval: 1s}
)"));
    EXPECT_THAT(result.codes, IsEmpty()) << result.text;
    ASSERT_EQ(result.routing.policies.size(), 1u);
    const DestinationPolicy& policy = result.routing.policies.front();
    EXPECT_EQ(policy.host, "web.default.svc.cluster.local");
    EXPECT_DOUBLE_EQ(policy.policy.retry_budget->percent, 15);
    EXPECT_EQ(policy.policy.retry_budget->min_retry_concurrency, 7);
}

TEST(ImportGatewayApi, ARetryConstraintHasDefaultsAndIsForServices) {
    const Read result = read(object("gateway.networking.x-k8s.io/v1alpha1", "XBackendTrafficPolicy", R"(spec:
  targetRefs: [{group: "", kind: Service, name: web}, {kind: Gateway, name: web}]
  retryConstraint: {budget: {}}
)"));
    EXPECT_THAT(result.codes, ElementsAre("MS0201:7")) << result.text;
    const ConcurrentRetryBudget& budget = *result.routing.policies.at(0).policy.retry_budget;
    EXPECT_DOUBLE_EQ(budget.percent, 20);
    EXPECT_EQ(budget.min_retry_concurrency, 10);
}

TEST(ImportGatewayApi, GatewaysOfTwoGroupsMayShareAName) {
    const Read result = read(object("networking.istio.io/v1", "Gateway", R"(spec: {servers: []}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: x}, spec: {listeners: [{name: a, port: 80, protocol: HTTP}]}}
)"));
    EXPECT_THAT(result.codes, IsEmpty()) << result.text;
    EXPECT_EQ(result.routing.gateways.size(), 2u);
}

TEST(ImportLinkerd, ReadsRetriesAndTimeoutsOfAnHttpRoute) {
    const Read result = read(std::string(kService) + R"(---
apiVersion: policy.linkerd.io/v1beta3
kind: HTTPRoute
metadata:
  name: x
  annotations: {retry.linkerd.io/http: 5xx, retry.linkerd.io/limit: "2", timeout.linkerd.io/request: 400ms}
spec:
  parentRefs: [{kind: Service, group: core, name: web}]
  rules: [{backendRefs: [{name: web, port: 80}]}]
)");
    EXPECT_THAT(result.codes, IsEmpty()) << result.text;
    const RouteRule& rule = result.routing.routes.front().http.front();
    EXPECT_EQ(rule.retries->attempts, 2);
    EXPECT_EQ(rule.timeout, std::chrono::milliseconds(400));
}

} // namespace meshcast
