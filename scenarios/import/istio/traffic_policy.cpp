#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "sim/policy/consistent_hash.h"

#include <array>

namespace meshcast::istio {

using kubernetes::check_spelling;
using kubernetes::Fields;
using namespace routes;

namespace {

const Fields kPolicyFields{
    {"loadBalancer", "connectionPool", "outlierDetection", "tls", "portLevelSettings", "retryBudget"},
    {"tunnel", "proxyProtocol", "port"}};
const Fields kBalancerFields{
    {"simple", "consistentHash", "localityLbSetting", "warmup", "warmupDurationSecs"}, {}};
const Fields kHashFields{{"httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName", "ringHash",
                          "maglev", "minimumRingSize"},
                         {}};
const Fields kTcpFields{
    {"maxConnections", "connectTimeout", "tcpKeepalive", "maxConnectionDuration", "idleTimeout"}, {}};
const Fields kHttpFields{{"http1MaxPendingRequests", "http2MaxRequests", "maxRequestsPerConnection",
                          "maxRetries", "idleTimeout", "h2UpgradePolicy", "useClientProtocol",
                          "maxConcurrentStreams"},
                         {}};
const Fields kRetryBudgetFields{{"percent", "minRetryConcurrency"}, {"budgetInterval"}};
const Fields kOutlierFields{{"consecutiveErrors", "splitExternalLocalOriginErrors",
                             "consecutiveLocalOriginFailures", "consecutiveGatewayErrors",
                             "consecutive5xxErrors", "interval", "baseEjectionTime", "maxEjectionPercent",
                             "minHealthPercent"},
                            {}};

template <class Value, class Read>
void set(Value& into, const Read& value) {
    if (value) {
        into = static_cast<Value>(*value);
    }
}

ConsistentHash read_hash(const yaml::Cursor& hash) {
    check_spelling(hash, kHashFields);
    ConsistentHash result;
    if (const auto header = hash["httpHeaderName"].string()) {
        result.key = ConsistentHash::Key::Header;
        result.name = *header;
    } else if (const yaml::Cursor cookie = hash["httpCookie"]; cookie.present()) {
        result.key = ConsistentHash::Key::Cookie;
        kubernetes::warn_if_missing(cookie["name"], "write name: COOKIE");
        result.name = cookie["name"].string().value_or("");
        result.cookie_ttl = read_duration(cookie["ttl"]);
        result.cookie_path = cookie["path"].string().value_or("");
    } else if (const auto parameter = hash["httpQueryParameterName"].string()) {
        result.key = ConsistentHash::Key::QueryParameter;
        result.name = *parameter;
    } else if (!hash["useSourceIp"].boolean().value_or(false)) {
        hash.report_bad_value("nothing to hash; write httpHeaderName, httpCookie, httpQueryParameterName or "
                              "useSourceIp: true");
    }
    set(result.minimum_ring_size, read_count(hash["minimumRingSize"]));
    set(result.minimum_ring_size, read_count(hash["ringHash"]["minimumRingSize"]));
    if (const yaml::Cursor maglev = hash["maglev"]; maglev.node() != nullptr) {
        result.algorithm = ConsistentHash::Algorithm::Maglev;
        set(result.maglev_table_size, read_count(maglev["tableSize"]));
    }
    if (const std::string_view fault = fault_in(result); !fault.empty()) {
        hash.report_bad_value(std::string(fault));
    }
    return result;
}

LocalityBalancing read_locality(const yaml::Cursor& setting) {
    LocalityBalancing result;
    result.enabled = setting["enabled"].boolean().value_or(true);
    for (const yaml::Cursor& item : setting["distribute"].items()) {
        LocalityBalancing::Distribute distribute{item["from"].string().value_or(""), {}};
        std::int64_t sum = 0;
        for (const auto& [place, share] : item["to"].entries()) {
            const std::int64_t value = share.integer(0, 100).value_or(0);
            sum += value;
            distribute.to.emplace_back(place, static_cast<int>(value));
        }
        if (sum != 100) {
            item["to"].report_bad_value(fmt::format("the shares add up to {}; they must make 100", sum));
        }
        result.distribute.push_back(std::move(distribute));
    }
    for (const yaml::Cursor& item : setting["failover"].items()) {
        result.failover.push_back({item["from"].string().value_or(""), item["to"].string().value_or("")});
    }
    result.failover_priority = read_strings(setting["failoverPriority"]);
    return result;
}

LoadBalancing read_load_balancing(const yaml::Cursor& balancer) {
    check_spelling(balancer, kBalancerFields);
    using Simple = SimpleBalancer;
    static constexpr std::array<std::pair<std::string_view, Simple>, 6> kSimple{
        {{"UNSPECIFIED", Simple::Unspecified},
         {"LEAST_CONN", Simple::LeastRequest}, // deprecated: its name only
         {"RANDOM", Simple::Random},
         {"PASSTHROUGH", Simple::Passthrough},
         {"ROUND_ROBIN", Simple::RoundRobin},
         {"LEAST_REQUEST", Simple::LeastRequest}}};
    LoadBalancing result;
    result.origin = balancer.origin();
    result.simple = read_word<Simple>(balancer["simple"], kSimple).value_or(Simple::Unspecified);
    if (const yaml::Cursor hash = balancer["consistentHash"]; hash.present()) {
        result.hash = read_hash(hash);
    }
    if (const yaml::Cursor locality = balancer["localityLbSetting"]; locality.present()) {
        result.locality = read_locality(locality);
    }
    if (const auto duration = read_duration(balancer["warmupDurationSecs"])) {
        result.warmup = EndpointWarmup{*duration, 10, 1};
    }
    if (const yaml::Cursor warmup = balancer["warmup"]; warmup.present()) {
        EndpointWarmup value;
        kubernetes::warn_if_missing(warmup["duration"], "write duration: 30s");
        value.duration = read_duration(warmup["duration"]).value_or(Duration{});
        set(value.minimum_percent, warmup["minimumPercent"].integer(0, 100));
        if (const auto aggression = warmup["aggression"].string()) {
            value.aggression = std::max(1.0, std::strtod(aggression->c_str(), nullptr));
        }
        result.warmup = value;
    }
    return result;
}

PoolLimits read_connection_pool(const yaml::Cursor& pool) {
    using Upgrade = PoolLimits::H2Upgrade;
    static constexpr std::array<std::pair<std::string_view, Upgrade>, 3> kUpgrades{
        {{"DEFAULT", Upgrade::Default}, {"DO_NOT_UPGRADE", Upgrade::Never}, {"UPGRADE", Upgrade::Always}}};
    PoolLimits result;
    result.origin = pool.origin();
    const yaml::Cursor tcp = pool["tcp"];
    check_spelling(tcp, kTcpFields);
    set(result.max_connections, read_count(tcp["maxConnections"]));
    set(result.connect_timeout, read_duration(tcp["connectTimeout"]));
    result.tcp_idle_timeout = read_duration(tcp["idleTimeout"]);
    result.max_connection_duration = read_duration(tcp["maxConnectionDuration"]);
    result.tcp_keepalive = tcp["tcpKeepalive"].present();
    const yaml::Cursor http = pool["http"];
    check_spelling(http, kHttpFields);
    set(result.max_pending_requests, read_count(http["http1MaxPendingRequests"]));
    set(result.max_requests, read_count(http["http2MaxRequests"]));
    set(result.max_requests_per_connection, read_count(http["maxRequestsPerConnection"]));
    set(result.max_retries, read_count(http["maxRetries"]));
    result.http_idle_timeout = read_duration(http["idleTimeout"]);
    set(result.max_concurrent_streams, read_count(http["maxConcurrentStreams"]));
    result.h2_upgrade = read_word<Upgrade>(http["h2UpgradePolicy"], kUpgrades).value_or(Upgrade::Default);
    result.use_client_protocol = http["useClientProtocol"].boolean().value_or(false);
    // Envoy takes 0 for "none at all" here, Istio for "not set".
    for (std::int64_t* limit :
         {&result.max_connections, &result.max_pending_requests, &result.max_requests, &result.max_retries}) {
        *limit = *limit == 0 ? PoolLimits::kUnlimited : *limit;
    }
    return result;
}

OutlierDetection read_outlier_detection(const yaml::Cursor& outlier) {
    check_spelling(outlier, kOutlierFields);
    OutlierDetection result;
    result.origin = outlier.origin();
    set(result.consecutive_5xx, read_count(outlier["consecutive5xxErrors"]));
    set(result.consecutive_gateway_errors, read_count(outlier["consecutiveGatewayErrors"]));
    if (const auto old = read_count(outlier["consecutiveErrors"]); old && *old > 0) {
        result.consecutive_gateway_errors = *old; // deprecated
    }
    result.split_local_origin = outlier["splitExternalLocalOriginErrors"].boolean().value_or(false);
    set(result.consecutive_local_origin, read_count(outlier["consecutiveLocalOriginFailures"]));
    set(result.interval, read_duration(outlier["interval"]));
    set(result.base_ejection_time, read_duration(outlier["baseEjectionTime"]));
    set(result.max_ejection_percent, outlier["maxEjectionPercent"].integer(0, 100));
    if (result.max_ejection_percent == 0) {
        result.max_ejection_percent = OutlierDetection{}.max_ejection_percent; // 0 is "not set"
    }
    set(result.min_health_percent, outlier["minHealthPercent"].integer(0, 100));
    return result;
}

/// https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget
ConcurrentRetryBudget read_retry_budget(const yaml::Cursor& budget) {
    check_spelling(budget, kRetryBudgetFields);
    ConcurrentRetryBudget result;
    result.origin = budget.origin();
    if (const auto share = read_percent(budget["percent"])) {
        result.percent = *share * 100;
    }
    set(result.min_retry_concurrency, read_count(budget["minRetryConcurrency"]));
    return result;
}

TlsSettings read_tls(const yaml::Cursor& tls) {
    static constexpr std::array<std::pair<std::string_view, ClientTls>, 4> kModes{
        {{"DISABLE", ClientTls::Disable},
         {"SIMPLE", ClientTls::Simple},
         {"MUTUAL", ClientTls::Mutual},
         {"ISTIO_MUTUAL", ClientTls::IstioMutual}}};
    return {read_word<ClientTls>(tls["mode"], kModes).value_or(ClientTls::Disable),
            tls["sni"].string().value_or(""), tls.origin()};
}

} // namespace

TrafficPolicy read_traffic_policy(const yaml::Cursor& policy) {
    check_spelling(policy, kPolicyFields);
    TrafficPolicy result;
    result.origin = policy.origin();
    read_if_present(policy["loadBalancer"], read_load_balancing, result.load_balancing);
    read_if_present(policy["connectionPool"], read_connection_pool, result.connection_pool);
    read_if_present(policy["outlierDetection"], read_outlier_detection, result.outlier_detection);
    read_if_present(policy["tls"], read_tls, result.tls);
    read_if_present(policy["retryBudget"], read_retry_budget, result.retry_budget);
    for (const yaml::Cursor& item : policy["portLevelSettings"].items()) {
        const auto number = read_port(item["port"]["number"]);
        kubernetes::warn_if_missing(item["port"], "write port: {number: 80}");
        if (number) {
            result.ports.push_back({*number, read_traffic_policy(item)});
        }
    }
    return result;
}

} // namespace meshcast::istio
