#pragma once

#include "engine/time.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace meshcast {

struct HashTables;

/// A host that has just become healthy gets less at first. Envoy's slow_start_config, Istio's `warmup`.
struct SlowStart {
    Duration window{}; // zero: off
    double aggression = 1.0;
    double min_weight_percent = 10.0;
};

/// How a locality within a priority is chosen.
enum class LocalityMode : std::uint8_t {
    Ignored,
    Weighted,  // by HostSetSettings::locality_weights
    ZoneAware, // as much as is fair stays in the client's own zone
};

/// Envoy's common_lb_config: which hosts are eligible at all.
struct HostSetSettings {
    std::uint32_t overprovisioning_percent = 140;
    std::uint32_t panic_threshold_percent = 50; // Istio sets 0, its minHealthPercent
    bool fail_traffic_on_panic = false;         // ZoneAware only: no host at all rather than all hosts

    LocalityMode locality_mode = LocalityMode::Ignored;
    std::vector<std::uint32_t> locality_weights; // by Host::locality; what is missing is 0

    // ZoneAware
    std::uint32_t own_locality = 0;
    std::vector<std::uint32_t> clients_by_locality; // instances of the calling workload
    std::uint32_t min_cluster_size = 6;
    std::uint32_t routing_enabled_percent = 100;
};

/// Everything that users may set about a policy, with Envoy's and Linkerd's defaults.
struct BalancerSettings {
    std::uint32_t choice_count = 2;   // least-request
    double active_request_bias = 1.0; // least-request of unequal weights
    SlowStart slow_start;             // least-request and round-robin
    std::uint64_t min_ring_size = 1024;
    std::uint64_t max_ring_size = 8388608;
    std::uint64_t maglev_table_size = 65537; // a prime of at most 5000011
    std::shared_ptr<HashTables> hash_tables; // of all who use these settings; nullptr: each has its own
    Duration ewma_decay = std::chrono::seconds(10);
    Duration ewma_default_rtt = std::chrono::milliseconds(30);
    HostSetSettings host_set;
};

/// What is wrong with them, as Envoy would refuse them; empty if nothing.
std::string_view fault_in(const BalancerSettings& settings);

/// All defaults.
const BalancerSettings& default_balancer_settings();

} // namespace meshcast
