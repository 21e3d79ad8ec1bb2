#pragma once

#include "engine/simulation.h"
#include "sim/cluster/network_trouble.h"
#include "sim/control/endpoint_publisher.h"
#include "sim/control/kubelet.h"
#include "sim/model/fault.h"
#include "sim/policy/directory.h"
#include "sim/proxy/certificate_authority.h"
#include "sim/request/cluster.h"
#include "sim/request/load_generator.h"

#include <deque>
#include <memory>

namespace meshcast {

/// What faults lay hands on.
struct FaultTargets {
    Simulation& simulation;
    const Directory& directory;
    Cluster& cluster;
    Kubelet& kubelet;
    EndpointPublisher& endpoints;
    NetworkTrouble& network;
    CertificateAuthority* certificates = nullptr; // nullptr: they never matter
    std::uint64_t seed = 0;                       // of what faults draw
};

/// One fault while the scenario runs.
class Effect {
  public:
    virtual ~Effect() = default;

    /// `until`: when it ends; kForever if it never does.
    virtual void begin(Time until) = 0;

    /// Called once, if it ends at all.
    virtual void end() = 0;
};

/// The effect of each kind of fault; nullptr where it has none here.
std::unique_ptr<Effect> make_effect(const KillPods& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const CrashLoop& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const SlowDown& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const FailRequests& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const LoseNodes& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const StressCpu& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const Partition& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const DisturbNetwork& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const FailDns& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const StopControlPlane& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const StopCertificateAuthority& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const ExpireCertificate& fault, FaultTargets& targets);
std::unique_ptr<Effect> make_effect(const SkewClock& fault, FaultTargets& targets);

/// The first of the workload's pods, as many as the fault says.
std::vector<Pod*> pods_of(const PodsOf& which, const FaultTargets& targets);

/// All that is in a place.
SiteSet sites_of(const Place& place, const FaultTargets& targets);

/// The machines of a place: of a workload, those that its pods are on.
std::vector<Machine*> machines_of(const Place& place, const FaultTargets& targets);

} // namespace meshcast
