#pragma once

#include "engine/time.h"
#include "sim/model/origin.h"
#include "sim/model/topology.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// How a client's proxy treats a destination: DestinationRule, in Istio's words and with its defaults.
/// https://istio.io/latest/docs/reference/config/networking/destination-rule/

enum class SimpleBalancer { Unspecified, RoundRobin, LeastRequest, Random, Passthrough };

struct ConsistentHash {
    enum class Key { Header, Cookie, SourceIp, QueryParameter };
    enum class Algorithm { RingHash, Maglev };

    Key key = Key::SourceIp;
    std::string name;                   // of the header, cookie or parameter
    std::optional<Duration> cookie_ttl; // absent: a cookie the client must bring
    std::string cookie_path;
    Algorithm algorithm = Algorithm::RingHash;
    std::uint64_t minimum_ring_size = 1024;  // Istio's default
    std::uint64_t maglev_table_size = 65537; // Envoy's default
};

struct LocalityBalancing {
    struct Distribute {
        std::string from;                            // "region/zone/sub-zone", "*" at the end allowed
        std::vector<std::pair<std::string, int>> to; // per cent, adding up to 100
    };

    struct Failover {
        std::string from; // region
        std::string to;
    };

    bool enabled = true;
    std::vector<Distribute> distribute;
    std::vector<Failover> failover;
    std::vector<std::string> failover_priority; // labels, most important first
};

struct EndpointWarmup {
    Duration duration{};
    double minimum_percent = 10; // of its share, at first
    double aggression = 1;
};

struct LoadBalancing {
    SimpleBalancer simple = SimpleBalancer::Unspecified; // means LeastRequest
    std::optional<ConsistentHash> hash;
    std::optional<LocalityBalancing> locality;
    std::optional<EndpointWarmup> warmup;
    Origin origin;
};

/// Envoy's circuit-breaker thresholds. Istio has 2^32-1 for each unless it is set.
struct PoolLimits {
    static constexpr std::int64_t kUnlimited = 4'294'967'295;

    std::int64_t max_connections = kUnlimited;
    Duration connect_timeout{std::chrono::seconds(10)};
    std::optional<Duration> tcp_idle_timeout;        // absent: 1 h
    std::optional<Duration> max_connection_duration; // absent: none
    bool tcp_keepalive = false;
    std::int64_t max_pending_requests = kUnlimited; // http1MaxPendingRequests
    std::int64_t max_requests = kUnlimited;         // http2MaxRequests
    std::int64_t max_requests_per_connection = 0;   // 0: no limit
    std::int64_t max_retries = kUnlimited;
    std::optional<Duration> http_idle_timeout; // absent: 1 h
    std::int64_t max_concurrent_streams = 2'147'483'647;
    enum class H2Upgrade { Default, Never, Always };
    H2Upgrade h2_upgrade = H2Upgrade::Default;
    bool use_client_protocol = false;
    Origin origin;
};

/// Envoy's retry budget: as many retries at once as `percent` of the requests that are active or pending, but
/// at least so many. Takes the place of PoolLimits::max_retries.
struct ConcurrentRetryBudget {
    double percent = 20;
    std::int64_t min_retry_concurrency = 3;
    Origin origin;
};

/// Istio's outlier detection. A count of 0 turns that kind of error off.
struct OutlierDetection {
    std::int64_t consecutive_5xx = 5;
    std::int64_t consecutive_gateway_errors = 0;
    bool split_local_origin = false;
    std::int64_t consecutive_local_origin = 5; // with split_local_origin
    Duration interval{std::chrono::seconds(10)};
    Duration base_ejection_time{std::chrono::seconds(30)};
    int max_ejection_percent = 10;
    bool always_eject_one_host =
        false;                  // Envoy's, whatever the percentage; a DestinationRule cannot ask for it
    int min_health_percent = 0; // below this, no ejection counts (0: panic mode off)
    Origin origin;
};

enum class ClientTls { Auto, Disable, Simple, Mutual, IstioMutual };

struct TlsSettings {
    ClientTls mode = ClientTls::Auto;
    std::string sni;
    Origin origin;
};

/// Each part that is absent is inherited whole: a port's from nothing (ports do not inherit), a subset's from
/// the rule's.
struct TrafficPolicy {
    std::optional<LoadBalancing> load_balancing;
    std::optional<PoolLimits> connection_pool;
    std::optional<OutlierDetection> outlier_detection;
    std::optional<TlsSettings> tls;
    std::optional<ConcurrentRetryBudget> retry_budget;
    struct Port;
    std::vector<Port> ports;
    Origin origin;
};

struct TrafficPolicy::Port {
    int number = 0;
    TrafficPolicy policy;
};

struct Subset {
    std::string name;
    Labels labels; // of pods, beside the service's selector
    TrafficPolicy policy;
    Origin origin;
};

struct DestinationPolicy {
    std::string kind = "DestinationRule";
    Metadata metadata;
    std::string created;
    std::string host; // fully qualified, or with a leading "*"
    TrafficPolicy policy;
    std::vector<Subset> subsets;
    std::vector<std::string> export_to; // "*", or namespaces; empty: everybody
    Labels workload_selector;           // of the client's pods; empty: all
};

} // namespace meshcast
