#pragma once

#include "engine/simulation.h"
#include "sim/cluster/links.h"
#include "sim/cluster/network_trouble.h"
#include "sim/control/canary_rollout.h"
#include "sim/control/endpoint_publisher.h"
#include "sim/control/kubelet.h"
#include "sim/control/pod_autoscaler.h"
#include "sim/fault/timeline.h"
#include "sim/model/scenario.h"
#include "sim/policy/directory.h"
#include "sim/proxy/certificate_authority.h"
#include "sim/request/application.h"
#include "sim/request/cluster.h"
#include "sim/request/courier.h"
#include "sim/request/gatekeeper.h"
#include "sim/request/linker.h"
#include "sim/request/load_generator.h"
#include "sim/telemetry/recorder.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace meshcast {

/// One replication of one scenario under one plane, put together and ready to go.
class Run {
  public:
    /// Requests that start before `measure_from` are simulated and not counted.
    Run(const Scenario& scenario, const DataPlane& plane, std::uint64_t replication, Time measure_from);
    ~Run();

    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    Simulation& simulation() { return simulation_; }

    Recorder& recorder() { return recorder_; }

    /// What was used until now is left out of report().
    void begin_measurement();

    /// Requests and resources measured up to now.
    void report(ReplicationResult& result);

  private:
    /// CPU seconds used and worker seconds taken since the start.
    struct Usage {
        double cpu = 0;
        double busy = 0;
    };

    void start_autoscalers();
    void start_rollouts();
    Usage usage_of(const Pod& pod) const;
    Usage usage_of(const Proxy& proxy) const;
    void report_workloads(ReplicationResult& result) const;
    void report_proxies(ReplicationResult& result) const;

    const Scenario& scenario_;
    const DataPlane& plane_;
    Directory directory_;
    Simulation simulation_;
    Cluster cluster_;
    Linker linker_;
    std::vector<Errands> errands_;           // by traffic source
    std::unique_ptr<Gatekeeper> gatekeeper_; // nullptr: everything is allowed
    Recorder recorder_;
    Links links_;
    NetworkTrouble network_trouble_;
    EndpointPublisher endpoints_;
    Kubelet kubelet_;
    std::unique_ptr<CertificateAuthority> certificates_; // nullptr: they never matter
    Application application_;
    Courier courier_;
    FaultTimeline faults_;
    std::deque<PodAutoscaler> autoscalers_;
    std::deque<CanaryRollout> rollouts_;
    std::deque<LoadGenerator> generators_;
    Time measured_from_ = kStart;
    std::vector<Usage> pods_before_;
    std::vector<Usage> proxies_before_;
};

} // namespace meshcast
