#include "sim/control/pod_autoscaler.h"

#include <algorithm>

namespace meshcast {

PodAutoscaler::PodAutoscaler(Simulation& simulation, const Autoscaler& scaler, const PodTemplate& workload,
                             const DataPlane& plane, std::span<Pod* const> pods, Kubelet& kubelet)
    : simulation_(simulation),
      scaler_(scaler),
      workload_(workload),
      plane_(plane),
      pods_(pods),
      kubelet_(kubelet),
      memory_(scaler),
      seen_(pods.size()),
      used_(pods.size()) {}

Task<> PodAutoscaler::run() {
    while (true) {
        co_await simulation_.elapse(kPeriod);
        look(to_seconds(kPeriod));
        const auto current = static_cast<int>(
            std::ranges::count_if(pods_, [](const Pod* pod) { return Kubelet::wanted(*pod); }));
        if (current == 0) {
            continue; // scaled to nothing by hand: left alone
        }
        int wanted = 0;
        for (const ScalingMetric& metric : scaler_.metrics) {
            wanted = std::max(wanted, replicas_for(metric, measure(metric), current));
        }
        if (wanted > 0) {
            scale(current, memory_.decide(wanted, current, simulation_.now()));
        }
    }
}

/// What a proxy library burns is the application's: it is the same container.
PodAutoscaler::Look PodAutoscaler::cpu_seconds_of(const Pod& pod) const {
    Look look{pod.cgroup.cpu_seconds(), 0};
    for (const Proxy* proxy : pod.proxies) {
        if (proxy != nullptr && proxy->profile().placement == Placement::Pod) {
            look.proxies += proxy->cpu_seconds();
        }
    }
    return look;
}

void PodAutoscaler::look(double seconds) {
    for (std::size_t i = 0; i < pods_.size(); ++i) {
        const Look now = cpu_seconds_of(*pods_[i]);
        used_[i] = {(now.app - seen_[i].app) / seconds, (now.proxies - seen_[i].proxies) / seconds};
        seen_[i] = now;
    }
}

/// Resource counts all containers of a pod, its sidecar's included; ContainerResource one. All the
/// application's containers are simulated as one, whose CPU a metric of any of them gets whole.
std::vector<PodMetric> PodAutoscaler::measure(const ScalingMetric& metric) const {
    const bool app_counts = std::ranges::any_of(workload_.containers, [&](const Container& container) {
        return metric.container.empty() || container.name == metric.container;
    });
    double requested = 0;
    for (const Container& container : workload_.containers) {
        if (!container.init && app_counts) {
            requested += container.cpu_request.cores();
        }
    }
    std::vector<PodMetric> metrics;
    for (std::size_t i = 0; i < pods_.size(); ++i) {
        const Pod& pod = *pods_[i];
        if (!Kubelet::wanted(pod)) {
            continue;
        }
        PodMetric& measured = metrics.emplace_back();
        measured.used = app_counts ? used_[i].app : 0;
        measured.requested = requested;
        const bool proxies_count = metric.container.empty() || !app_counts;
        for (const Proxy* proxy : pod.proxies) {
            if (proxies_count && proxy != nullptr && proxy->profile().placement == Placement::Pod) {
                measured.requested += proxy->profile().cpu_request.cores();
            }
        }
        measured.used += proxies_count ? used_[i].proxies : 0;
        // Within the initialisation period only what was measured after a pod got ready counts.
        const Duration age = simulation_.now() - pod.condition.started;
        const bool of_its_start = pod.condition.fresh && age < std::min(kWarmUp, kPeriod);
        measured.counts = pod.condition.listens && !of_its_start;
    }
    return metrics;
}

/// Pods come in order and go in reverse, so that those started last go first.
void PodAutoscaler::scale(int current, int wanted) {
    for (std::size_t i = 0; i < pods_.size() && current < wanted; ++i) {
        if (!Kubelet::wanted(*pods_[i])) {
            kubelet_.start(*pods_[i]);
            ++current;
        }
    }
    for (std::size_t i = pods_.size(); i-- > 0 && current > wanted;) {
        if (Kubelet::wanted(*pods_[i])) {
            kubelet_.stop(*pods_[i]);
            --current;
        }
    }
}

} // namespace meshcast
