#pragma once

#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/control/kubelet.h"
#include "sim/control/replica_calculator.h"
#include "sim/model/data_plane.h"
#include "sim/request/parties.h"

#include <optional>
#include <span>
#include <vector>

namespace meshcast {

/// One HorizontalPodAutoscaler while it runs: looks every 15 s at the CPU that its pods used since.
/// https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
class PodAutoscaler {
  public:
    /// `pods`: all that there can be, those that are wanted first. A pod runs `workload`'s template.
    PodAutoscaler(Simulation& simulation, const Autoscaler& scaler, const PodTemplate& workload,
                  const DataPlane& plane, std::span<Pod* const> pods, Kubelet& kubelet);

    Task<> run();

  private:
    struct Look { // at one pod
        double app = 0;
        double proxies = 0;
    };

    Look cpu_seconds_of(const Pod& pod) const;
    std::vector<PodMetric> measure(const ScalingMetric& metric) const;
    void look(double seconds);
    void scale(int current, int wanted);

    static constexpr Duration kPeriod = std::chrono::seconds(15);
    static constexpr Duration kWarmUp = std::chrono::minutes(5); // --horizontal-pod-autoscaler-cpu-
                                                                 // initialization-period

    Simulation& simulation_;
    const Autoscaler& scaler_;
    const PodTemplate& workload_;
    const DataPlane& plane_;
    std::span<Pod* const> pods_;
    Kubelet& kubelet_;
    ScalingMemory memory_;
    std::vector<Look> seen_; // at the last look, by pod
    std::vector<Look> used_; // between the last two, in cores
};

} // namespace meshcast
