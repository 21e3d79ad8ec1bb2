#include "sim/experiment/verdict.h"

#include "sim/policy/directory.h"
#include "sim/policy/selection.h"

namespace meshcast {

namespace {

/// All traffic, or what the callers of the named service saw; nullptr when it was never called.
const RequestStats* stats_for(const Threshold& threshold, const Directory& directory,
                              const PlaneResult& plane) {
    if (threshold.service.empty()) {
        return &plane.pooled.total;
    }
    const Service* service = directory.service(threshold.service, "default");
    if (service == nullptr) {
        return nullptr;
    }
    const auto found = plane.pooled.services.find(qualified_name(service->metadata));
    return found == plane.pooled.services.end() ? nullptr : &found->second;
}

double observe(const Threshold& threshold, const RequestStats& stats, double measured_seconds) {
    const auto requests = static_cast<double>(stats.requests);
    if (threshold.metric == "http_req_failed") {
        return threshold.aggregation == "count" ? static_cast<double>(stats.failures)
                                                : static_cast<double>(stats.failures) / requests;
    }
    if (threshold.metric == "http_reqs") {
        return threshold.aggregation == "count" ? requests : requests / measured_seconds;
    }
    const LatencyHistogram& latency = stats.latency;
    if (threshold.aggregation == "min") {
        return to_seconds(latency.min());
    }
    if (threshold.aggregation == "max") {
        return to_seconds(latency.max());
    }
    if (threshold.aggregation == "med") {
        return to_seconds(latency.quantile(0.5));
    }
    if (threshold.aggregation == "p") {
        return to_seconds(latency.quantile(threshold.percentile / 100));
    }
    if (threshold.aggregation == "count") {
        return requests;
    }
    return to_seconds(latency.mean());
}

bool compare(double observed, const std::string& comparison, double limit) {
    if (comparison == "<") {
        return observed < limit;
    }
    if (comparison == "<=") {
        return observed <= limit;
    }
    if (comparison == ">") {
        return observed > limit;
    }
    if (comparison == ">=") {
        return observed >= limit;
    }
    return comparison == "!=" ? observed != limit : observed == limit;
}

} // namespace

std::vector<ThresholdVerdict> judge(const Scenario& scenario, const std::vector<PlaneResult>& planes) {
    const Directory directory(scenario.topology);
    std::vector<ThresholdVerdict> verdicts;
    for (const PlaneResult& plane : planes) {
        double seconds = 0;
        for (const ReplicationResult& replication : plane.replications) {
            seconds += to_seconds(replication.simulated - replication.warmup);
        }
        for (const Threshold& threshold : scenario.thresholds) {
            ThresholdVerdict verdict{.threshold = threshold, .plane = plane.plane.name};
            const RequestStats* stats = stats_for(threshold, directory, plane);
            if (stats != nullptr && stats->requests > 0) {
                verdict.samples = stats->requests;
                verdict.observed = observe(threshold, *stats, seconds);
                verdict.held = compare(verdict.observed, threshold.comparison, threshold.limit);
            }
            verdicts.push_back(std::move(verdict));
        }
    }
    return verdicts;
}

} // namespace meshcast
