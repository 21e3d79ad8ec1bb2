#pragma once

#include "engine/time.h"
#include "sim/model/origin.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace meshcast {

/// What goes wrong or changes while a scenario runs, and when. Kinds and names follow Chaos Mesh
/// (https://chaos-mesh.org/docs/simulate-pod-chaos-on-kubernetes/) where it has them.

/// Pods of one workload: how many of them, always the first ones.
struct PodsOf {
    std::string workload; // name or namespace/name
    double share = 1;     // 0..1 of its pods, rounded up; unless there is a
    int count = 0;        // number
};

/// Part of the cluster, by one of these. None: everything, the world outside included.
struct Place {
    std::string workload; // name or namespace/name
    std::string node;
    std::string zone;
    bool outside = false; // clients that are not in the cluster
};

/// The pods go away. Those in flight are reset, unless it happens gracefully: then a pod first takes no new
/// connection and ends what it has begun. Absent duration: back as soon as a new pod has started.
struct KillPods : PodsOf {
    bool graceful = false;
};

/// The container crashes `lives` after each start, and is started again after a back-off of 10 s, doubled
/// each time up to 5 min. https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
struct CrashLoop : PodsOf {
    Duration lives{std::chrono::seconds(1)};
};

/// Machines vanish with all their pods: nothing answers, not even with a refusal.
struct LoseNodes {
    std::string node; // either
    std::string zone;
};

/// Nothing gets through between two places, either way.
struct Partition {
    Place from;
    Place to;
};

/// Messages between two places, either way, take longer or get lost. TCP sends what is lost again after
/// 200 ms, doubled each time (RFC 6298 with Linux' minimum).
struct DisturbNetwork {
    Place from;
    Place to;
    Duration latency{};
    Duration jitter{};           // uniform, up to so much more
    double loss = 0;             // 0..1 of the messages
    double bytes_per_second = 0; // what is left of it; 0: all
};

/// Somebody else keeps so many cores of each of these machines busy.
struct StressCpu {
    Place where;
    double cores = 1;
};

/// Work takes longer: CPU time is multiplied, and each request waits in addition.
struct SlowDown : PodsOf {
    double factor = 1;
    Duration latency{};
};

/// Some requests fail at once.
struct FailRequests : PodsOf {
    double share = 1; // 0..1
    int status = 503;
};

/// Names are not found. Whoever has a connection does not ask.
struct FailDns {
    Place from;
    double share = 1;                        // 0..1 of the look-ups
    Duration takes{std::chrono::seconds(5)}; // until the resolver gives up: resolv.conf(5), option timeout
};

/// Nobody learns of endpoints that come or go.
struct StopControlPlane {};

/// Nobody issues or renews certificates.
struct StopCertificateAuthority {};

/// The workload's certificates end now, and are not renewed as long as this lasts.
struct ExpireCertificate {
    std::string workload; // name or namespace/name
};

/// The clocks of a place are wrong.
struct SkewClock : Place {
    Duration by{}; // ahead; negative: behind
};

/// A source of traffic sends so many times what it sends anyway.
struct Surge {
    std::string traffic;
    double factor = 2;
};

struct TimedFault {
    using What = std::variant<std::monostate, KillPods, CrashLoop, LoseNodes, Partition, DisturbNetwork,
                              StressCpu, SlowDown, FailRequests, FailDns, StopControlPlane,
                              StopCertificateAuthority, ExpireCertificate, SkewClock, Surge>;

    Duration at{};                 // since the run began
    std::optional<Duration> lasts; // absent: for good
    What what;
    Origin origin;
};

} // namespace meshcast
