#pragma once

#include "engine/histogram.h"
#include "engine/statistics.h"
#include "engine/time.h"
#include "sim/model/permission.h"
#include "sim/model/scenario.h"
#include "sim/telemetry/component.h"

#include <array>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// Counts of outcomes. Keys are HTTP status and Envoy response flag: "200", "503 UF".
using Outcomes = std::map<std::string, std::uint64_t>;

/// Requests of one traffic source, one service or one caller->service edge, after the warm-up.
struct RequestStats {
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;
    Outcomes outcomes;
    LatencyHistogram latency;                            // all requests, failed ones included
    std::array<double, kComponents> breakdown_seconds{}; // summed over the requests

    void merge(const RequestStats&);
};

struct EdgeKey {
    std::string from; // workload "namespace/name", or "outside"
    std::string to;   // service "namespace/name"

    friend auto operator<=>(const EdgeKey&, const EdgeKey&) = default;
};

/// What one kind of container used, over all its instances, after the warm-up.
struct ResourceUse {
    int instances = 0;
    double vcpu = 0;                // mean cores busy, all instances together
    double busiest_utilisation = 0; // of the busiest instance's workers, 0..1
    Bytes memory;                   // at the end, all instances together
    MilliCpu cpu_request;           // reserved, all instances together
    Bytes memory_request;
};

/// How a roll-out went.
struct RolloutOutcome {
    enum class State {
        Progressing,
        Succeeded,
        Failed,    // rolled back
        NotRouted, // no route of this plane splits traffic between the canary and others
    };

    std::string canary;
    State state = State::Progressing;
    int failed_checks = 0;
    double weight = 0; // 0..1, of the canary at last
    Duration ended{};  // since the run began; 0: it has not
};

/// TLS handshakes that failed for one reason: a certificate was not accepted.
struct HandshakeFailure {
    CertificateProblem problem = CertificateProblem::Expired;
    std::string whose;      // workload "namespace/name", or the proxy's own name
    std::string refused_by; // the first who did
    std::uint64_t times = 0;
};

/// One replication of one scenario under one plane.
struct ReplicationResult {
    std::uint64_t seed = 0;
    int replication = 0;
    std::uint64_t events = 0;
    std::uint64_t fingerprint = 0; // hash over every event
    Duration simulated{};
    Duration warmup{};       // cut off
    bool partial = false;    // stopped before its end
    double queue_growth = 0; // requests in flight at the end less those at half time, per second; > 0 when
                             // load exceeds capacity

    RequestStats total;                           // end to end, as the traffic sources saw it
    std::map<std::string, RequestStats> traffic;  // by Traffic::name
    std::map<std::string, RequestStats> services; // by service "namespace/name", as its callers saw it
    std::map<EdgeKey, RequestStats> edges;
    std::map<std::string, ResourceUse> workloads; // by workload "namespace/name": application containers
    std::map<std::string, ResourceUse> proxies;   // by ProxyProfile::name
    std::vector<RolloutOutcome> rollouts;         // in the scenario's order
    std::vector<Refusal> turned_away;             // in the order of their first time
    std::vector<HandshakeFailure> handshake_failures;
};

/// A percentile with the 95 % interval that its replications support. half_width is NaN with fewer than two
/// replications.
struct Estimate {
    double value = 0;
    double half_width = 0;
};

/// What a plane adds to another one: paired by replication, because both met the same arrivals and did the
/// same work (common random numbers), so that what chance does to both cancels. Over the replications that
/// both ran.
struct Differences {
    int replications = 0;
    Estimate p50, p90, p99, p999, mean; // seconds, end to end
    Estimate goodput;
    Estimate failure_ratio;
    Estimate app_vcpu, proxy_vcpu;
    Estimate vcpu; // both together
};

/// False where the interval of a difference includes zero: it may be chance alone. One that has no interval
/// counts as real; a doubt says that nothing is known of its precision.
inline bool is_measurable(const Estimate& difference) {
    return !(std::abs(difference.value) <= difference.half_width);
}

/// One plane's replications, pooled.
struct PlaneResult {
    DataPlane plane;
    std::vector<ReplicationResult> replications;
    ReplicationResult pooled; // histograms merged, resources averaged

    Estimate p50, p90, p99, p999, mean; // seconds, end to end
    Estimate goodput;                   // successful requests a second
    Estimate failure_ratio;             // 0..1
    Estimate app_vcpu, proxy_vcpu;
    double proxy_memory_bytes = 0;
    double cost_a_month = 0;           // Prices::currency: applications and proxies
    double proxy_cost_a_month = 0;     // proxies alone
    std::optional<Differences> added;  // to the first plane; none for that itself
    std::vector<std::string> findings; // sentences: what went wrong, what a plane cannot do here
    std::vector<std::string> doubts;   // sentences: why a number should not be trusted too far
    std::string reproduce_one;         // command line of one replication alone: its number follows
};

enum class VerdictState {
    Pass,      // the interval lies on the good side of the limit
    Fail,      // on the bad side; or there is nothing to judge by
    Undecided, // the interval includes the limit, after as many replications as were allowed
};

struct ThresholdVerdict {
    Threshold threshold;
    std::string plane;
    double observed = 0;
    double half_width = std::numeric_limits<double>::quiet_NaN(); // 95 % over all looks at the data together
    std::uint64_t samples = 0;
    int replications = 0; // that it rests on
    VerdictState state = VerdictState::Fail;
    bool held = false; // Pass, or Undecided with `observed` on the good side
};

/// What `run` and `compare` produce and every report is made from.
struct RunResult {
    std::string meshcast_version;
    Scenario scenario;
    std::vector<PlaneResult> planes; // in the scenario's order
    std::vector<ThresholdVerdict> thresholds;
    std::vector<std::string> assumptions; // sentences: assumed and inferred inputs in use
    std::string reproduce;                // command line that gives these bytes again
    bool partial = false;
};

} // namespace meshcast
