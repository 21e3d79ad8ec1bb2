#pragma once

#include "sim/model/outlook.h"
#include "sim/model/reachability.h"
#include "sim/telemetry/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// One number before and after a change, and the paired difference with its 95 % interval.
struct PairedNumber {
    double before = 0;
    double after = 0;
    Estimate difference;

    bool measurable() const { return difference.value != 0 && is_measurable(difference); }
};

/// The requests of one source or one edge.
struct RequestsChange {
    std::string name; // of the source; "shop/cart to shop/payments"
    std::uint64_t requests_before = 0, requests_after = 0;
    std::uint64_t failures_before = 0, failures_after = 0;
    Outcomes outcomes_before, outcomes_after;
    PairedNumber failure_ratio;           // 0..1
    std::optional<PairedNumber> p50, p99; // seconds; absent: one side has replications without requests

    /// More than chance can tell.
    bool differs() const {
        return requests_before != requests_after || failure_ratio.measurable() ||
               outcomes_before != outcomes_after || (p50 && p50->measurable()) || (p99 && p99->measurable());
    }
};

/// Both sides simulated on common random numbers, over the replications that both ran.
struct SimulatedChange {
    int replications = 0;
    Duration warmup{};
    std::vector<RequestsChange> traffic; // by source
    std::vector<RequestsChange> edges;   // by caller, then service
    PairedNumber app_vcpu, proxy_vcpu;
    std::vector<std::string> doubts; // sentences
    bool partial = false;
};

/// In what respect a change makes things worse.
enum class Concern { Outcome, Encryption, Latency };

struct Worsening {
    Concern concern = Concern::Outcome;
    std::string text; // a sentence
};

/// Everything there is to say about a change of manifests.
struct ChangeReport {
    std::string scenario;
    std::string plane;
    std::size_t request_kinds = 0; // that were compared
    std::vector<OutlookChange> requests;
    std::vector<ReachabilityChange> elsewhere; // between pairs that the scenario does not use
    std::optional<SimulatedChange> simulated;  // absent: without traffic there is nothing to simulate
    std::vector<Worsening> worse;
};

} // namespace meshcast
