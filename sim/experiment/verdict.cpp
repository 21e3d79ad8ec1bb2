#include "sim/experiment/verdict.h"

#include "sim/policy/selection.h"

#include <limits>
#include <vector>

namespace meshcast {

namespace {

/// Of one replication: all traffic, or what the callers of the named service saw; nullptr when it was never
/// called.
const RequestStats* stats_for(const Threshold& threshold, const Service* service,
                              const ReplicationResult& replication) {
    if (threshold.service.empty()) {
        return &replication.total;
    }
    if (service == nullptr) {
        return nullptr;
    }
    const auto found = replication.services.find(qualified_name(service->metadata));
    return found == replication.services.end() ? nullptr : &found->second;
}

/// More replications make more requests and wider extremes: of these there is only a value of one
/// replication.
bool grows_with_replications(const Threshold& threshold) {
    return threshold.aggregation == "count" || threshold.aggregation == "min" ||
           threshold.aggregation == "max";
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

bool holds(const Threshold& threshold, double observed) {
    const std::string& comparison = threshold.comparison;
    if (comparison == "<") {
        return observed < threshold.limit;
    }
    if (comparison == "<=") {
        return observed <= threshold.limit;
    }
    if (comparison == ">") {
        return observed > threshold.limit;
    }
    if (comparison == ">=") {
        return observed >= threshold.limit;
    }
    return comparison == "!=" ? observed != threshold.limit : observed == threshold.limit;
}

} // namespace

VerdictState decide(const Threshold& threshold, const Interval& interval) {
    const bool held = holds(threshold, interval.mean);
    // "==" and "!=" change their answer at the limit itself, the others only from one side to the other.
    const bool inside = interval.low() < threshold.limit && threshold.limit < interval.high();
    const bool one_answer =
        !inside && holds(threshold, interval.low()) == held && holds(threshold, interval.high()) == held;
    if (!one_answer) {
        return VerdictState::Undecided;
    }
    return held ? VerdictState::Pass : VerdictState::Fail;
}

ThresholdVerdict judge(const Threshold& threshold, const Directory& directory, const DataPlane& plane,
                       std::span<const ReplicationResult> replications, double confidence) {
    const Service* service =
        threshold.service.empty() ? nullptr : directory.service(threshold.service, "default");
    RequestStats pooled;
    double measured_seconds = 0;
    std::vector<double> values; // one a replication
    for (const ReplicationResult& replication : replications) {
        const double seconds = to_seconds(replication.simulated - replication.warmup);
        measured_seconds += seconds;
        const RequestStats* stats = stats_for(threshold, service, replication);
        if (stats != nullptr && stats->requests > 0) {
            values.push_back(observe(threshold, *stats, seconds));
            pooled.merge(*stats);
        }
    }
    ThresholdVerdict verdict{.threshold = threshold, .plane = plane.name};
    verdict.replications = static_cast<int>(values.size());
    verdict.samples = pooled.requests;
    if (values.empty()) {
        return verdict;
    }
    const Interval interval = student_t_interval(values, confidence);
    verdict.observed =
        grows_with_replications(threshold) ? interval.mean : observe(threshold, pooled, measured_seconds);
    verdict.half_width = values.size() < 2 ? std::numeric_limits<double>::quiet_NaN() : interval.half_width;
    verdict.state = decide(threshold, {verdict.observed, interval.half_width});
    verdict.held = holds(threshold, verdict.observed);
    return verdict;
}

} // namespace meshcast
