#pragma once

#include "engine/time.h"
#include "sim/model/metadata.h"
#include "sim/model/units.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// A HorizontalPodAutoscaler, autoscaling/v2.
/// https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/

/// How much may change within a period.
struct ScalingPolicy {
    enum class Unit { Pods, Percent };

    Unit unit = Unit::Pods;
    int value = 0;
    Duration period{std::chrono::seconds(15)};
};

struct ScalingRules {
    enum class Select { Max, Min, Disabled }; // of what the policies allow

    Duration stabilization{};
    Select select = Select::Max;
    std::vector<ScalingPolicy> policies; // never empty unless disabled
};

/// CPU of the pods, as a share of what they request or in cores.
struct ScalingMetric {
    std::string container;  // empty: all of a pod's, the sidecar's included
    double utilization = 0; // of the requests, 1 = all; 0: by
    MilliCpu average;       // CPU a pod
};

struct Autoscaler {
    static ScalingRules default_up() {
        return {.policies = {{ScalingPolicy::Unit::Percent, 100}, {ScalingPolicy::Unit::Pods, 4}}};
    }

    static ScalingRules default_down() {
        return {.stabilization = std::chrono::minutes(5), .policies = {{ScalingPolicy::Unit::Percent, 100}}};
    }

    Metadata metadata;
    std::string target_kind; // "Deployment"
    std::string target;      // in the same namespace
    int min_replicas = 1;
    int max_replicas = 1;
    std::vector<ScalingMetric> metrics;
    ScalingRules up = default_up();
    ScalingRules down = default_down();
};

} // namespace meshcast
