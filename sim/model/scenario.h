#pragma once

#include "engine/time.h"
#include "sim/model/behavior.h"
#include "sim/model/certificates.h"
#include "sim/model/configuration_change.h"
#include "sim/model/data_plane.h"
#include "sim/model/fault.h"
#include "sim/model/network.h"
#include "sim/model/resilience.h"
#include "sim/model/rollout.h"
#include "sim/model/routing.h"
#include "sim/model/security.h"
#include "sim/model/topology.h"
#include "sim/model/traffic.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// What a month of the cluster costs. CPU and memory are priced at the larger of what is reserved (requests)
/// and used.
struct Prices {
    std::string name; // "gcp-e2-us-central1"
    std::string source;
    double vcpu_hour = 0; // currency units
    double gibibyte_hour = 0;
    double hours_a_month = 730;
    std::string currency = "USD";
    bool assumed = false;
};

/// `metric{label="value"}: aggregation operator limit`, k6's grammar. Durations are kept in seconds, ratios
/// as 0..1.
struct Threshold {
    std::string text;        // as written
    std::string metric;      // http_req_duration, http_req_failed, http_reqs
    std::string service;     // label service="..."; empty: all traffic
    std::string aggregation; // avg, min, med, max, p, rate, count
    double percentile = 0;   // for p(N): 0..100
    std::string comparison;  // < <= > >= == !=
    double limit = 0;
    Origin origin;
};

/// Something the reader concluded because no file said it; reports list these.
struct Inference {
    std::string text; // "frontend calls cartservice:7070: environment variable CART_SERVICE_ADDR"
    Origin origin;
};

/// An object kind that was read and left alone.
struct UnmodelledKind {
    std::string kind; // "HorizontalPodAutoscaler (autoscaling/v2)"
    int count = 0;
    Origin first;
};

/// Everything one simulation needs. Validated: every name resolves, every number is in its range.
struct Scenario {
    std::string name;
    std::string description;
    Topology topology;
    Routing routing;
    Security security;
    Enrolment enrolment = Enrolment::Everybody;
    std::vector<Behavior> behaviors;
    std::vector<Traffic> traffic;
    std::vector<TimedFault> faults;
    std::vector<ConfigurationChange> changes; // in order of time
    std::vector<Rollout> rollouts;
    std::vector<Hedging> hedging;             // at most one a service
    std::vector<RateLimit> rate_limits;       // at most one a service
    std::optional<Certificates> certificates; // absent: as the planes have them, and nothing goes wrong
    std::vector<DataPlane> planes;
    Network network = default_network();
    Prices prices;
    Duration duration{std::chrono::seconds(60)};
    std::optional<Duration> warmup; // nullopt: detected (MSER-5)
    bool server_cancels = false;    // servers stop working on requests that nobody waits for
    std::uint64_t seed = 1;
    int replications = 5;
    std::optional<int> max_replications; // while a threshold is undecided; nullopt: kReplicationGrowth times
    std::vector<Threshold> thresholds;

    std::vector<std::string> files; // read, in order
    std::string digest;             // hash over the bytes of those files, for "how to reproduce"
    std::vector<Inference> inferences;
    std::vector<UnmodelledKind> unmodelled;

    static constexpr int kReplicationGrowth = 8;
    static constexpr int kMostReplications = 10'000;

    /// Whether anything happens on a timeline, or certificates may fail: then it matters what the mesh does
    /// about it.
    bool has_events() const { return !faults.empty() || !changes.empty() || certificates; }

    /// Of one plane. Only thresholds ask for more than `replications`.
    int most_replications() const {
        if (thresholds.empty()) {
            return replications;
        }
        return max_replications.value_or(std::min(kMostReplications, replications * kReplicationGrowth));
    }
};

} // namespace meshcast
