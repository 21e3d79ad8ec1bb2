#pragma once

#include "engine/time.h"
#include "sim/model/autoscaler.h"

#include <deque>
#include <span>

namespace meshcast {

/// CPU of one pod, as the metrics server has it.
struct PodMetric {
    double used = 0;      // cores
    double requested = 0; // cores; 0: nothing, and a utilization cannot be told
    bool counts = true;   // false: not ready yet, or its numbers are of its start
};

/// How many replicas one metric asks for, of `current`.
/// https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/podautoscaler/replica_calculator.go
int replicas_for(const ScalingMetric& metric, std::span<const PodMetric> pods, int current);

/// What becomes of recommendations over time: stabilised, limited by policies, kept between minimum and
/// maximum.
/// https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/podautoscaler/horizontal.go
class ScalingMemory {
  public:
    explicit ScalingMemory(const Autoscaler& scaler) : scaler_(scaler) {}

    /// The number to scale to, when the metrics ask for `wanted`.
    int decide(int wanted, int current, Time now);

  private:
    struct Recommendation {
        int replicas;
        Time at;
    };

    struct Change {
        int pods; // more, or if negative fewer
        Time at;
    };

    int stabilized(int wanted, int current, Time now);
    int limited_up(int wanted, int current, Time now) const;
    int limited_down(int wanted, int current, Time now) const;
    int changed_since(Time since, bool up) const;

    const Autoscaler& scaler_;
    std::deque<Recommendation> recommendations_;
    std::deque<Change> changes_;
};

} // namespace meshcast
