#pragma once

#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/control/endpoint_publisher.h"
#include "sim/request/parties.h"

namespace meshcast {

/// Starts and stops pods, and says whether they are ready.
class Kubelet {
  public:
    Kubelet(Simulation& simulation, EndpointPublisher& endpoints)
        : simulation_(simulation), endpoints_(endpoints) {}

    /// A pod that is there only when it is started: autoscaling's and roll-outs' spare ones.
    void begin_without(Pod& pod);

    /// The pod is deleted without grace: what it works on is lost, and its address leads nowhere.
    void kill(Pod& pod);

    /// Its process ends; the kubelet sees that at its next look around.
    void crash(Pod& pod);

    /// Its machine is gone until then. Kubernetes gives the machine some time before it believes that.
    void lose(Pod& pod, Time until);

    /// It gets ready after what a start of its workload takes, unless something befalls it before.
    void start(Pod& pod);

    /// It is told to go: ends what it has begun, and takes connections only as long as its preStop hook runs.
    void stop(Pod& pod);

    /// The same, and another one is started in its place, which takes over when both are done.
    void replace(Pod& pod);

    /// Whether it is there or getting ready.
    static bool wanted(const Pod& pod) { return pod.condition.wanted; }

  private:
    void die(Pod& pod);
    Task<> get_ready(Pod& pod);
    Task<> go(Pod& pod, bool replaced);
    Task<> notice(Pod& pod, Duration after);

    /// PLEG's relist period. https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    static constexpr Duration kLookAround = std::chrono::seconds(1);
    /// kube-controller-manager --node-monitor-grace-period
    static constexpr Duration kGraceOfNodes = std::chrono::seconds(50);

    Simulation& simulation_;
    EndpointPublisher& endpoints_;
};

} // namespace meshcast
