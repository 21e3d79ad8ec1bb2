#include "sim/proxy/cluster_policy.h"

#include "sim/balance/shared_tables.h"
#include "sim/policy/consistent_hash.h"

namespace meshcast {

namespace {

bool limits_anything(const PoolLimits& limits) {
    constexpr std::int64_t kUnlimited = PoolLimits::kUnlimited;
    return limits.max_connections < kUnlimited || limits.max_pending_requests < kUnlimited ||
           limits.max_requests < kUnlimited || limits.max_retries < kUnlimited ||
           limits.max_requests_per_connection > 0;
}

LocalityLbSetting locality_of(const LocalityBalancing& declared) {
    LocalityLbSetting setting;
    for (const LocalityBalancing::Distribute& rule : declared.distribute) {
        LocalityLbSetting::Distribute& added = setting.distribute.emplace_back();
        added.from = rule.from;
        for (const auto& [to, percent] : rule.to) {
            added.to.push_back({to, static_cast<std::uint32_t>(percent)});
        }
    }
    for (const LocalityBalancing::Failover& rule : declared.failover) {
        setting.failover.push_back({rule.from, rule.to});
    }
    setting.failover_priority = declared.failover_priority;
    return setting;
}

/// Istio's mesh configuration has locality balancing on, with nothing set.
std::optional<LocalityLbSetting> locality_in_force(const TrafficPolicy& policy) {
    const bool declared = policy.load_balancing && policy.load_balancing->locality;
    LocalityBalancing setting = declared ? *policy.load_balancing->locality : LocalityBalancing{};
    if (!setting.enabled || (setting.distribute.empty() && !policy.outlier_detection)) {
        return std::nullopt;
    }
    return locality_of(setting);
}

BalancerSettings balancing_of(const TrafficPolicy& policy) {
    BalancerSettings settings;
    const auto& declared = policy.load_balancing;
    if (declared && declared->hash) {
        settings = hashing_settings(*declared->hash);
        settings.hash_tables = std::make_shared<HashTables>();
    } else if (declared && declared->warmup) {
        settings.slow_start = {.window = declared->warmup->duration,
                               .aggression = declared->warmup->aggression,
                               .min_weight_percent = declared->warmup->minimum_percent};
    }
    if (policy.outlier_detection) {
        settings.host_set.panic_threshold_percent =
            static_cast<std::uint32_t>(policy.outlier_detection->min_health_percent);
    }
    return settings;
}

} // namespace

std::optional<ClusterPolicy> cluster_policy(const TrafficPolicy& policy) {
    ClusterPolicy result;
    result.balancing = balancing_of(policy);
    result.outliers = policy.outlier_detection;
    if (policy.connection_pool && limits_anything(*policy.connection_pool)) {
        result.limits = policy.connection_pool;
    }
    if (policy.connection_pool) {
        result.connect_timeout = policy.connection_pool->connect_timeout;
    }
    if (policy.retry_budget) {
        result.retry_budget = policy.retry_budget;
        result.limits = policy.connection_pool.value_or(PoolLimits{});
    }
    if (policy.load_balancing && policy.load_balancing->hash) {
        result.hash = policy.load_balancing->hash->key;
    }
    result.locality = locality_in_force(policy);
    const bool slow_start = result.balancing.slow_start.window > Duration::zero();
    const bool hurries = result.connect_timeout != PoolLimits{}.connect_timeout;
    const bool asks =
        hurries || result.outliers || result.limits || result.hash || result.locality || slow_start;
    return asks ? std::optional(result) : std::nullopt;
}

void add_distribution(TrafficDistribution distribution, bool priorities, const LoadBalancing* declared,
                      std::optional<ClusterPolicy>& policy) {
    if (distribution == TrafficDistribution::Any || (declared != nullptr && declared->locality)) {
        return;
    }
    if (!policy) {
        policy.emplace();
    }
    if (!priorities) {
        policy->distribution = distribution;
        return;
    }
    LocalityLbSetting& locality = policy->locality.emplace();
    locality.failover_priority = {"topology.kubernetes.io/region", "topology.kubernetes.io/zone",
                                  "topology.istio.io/subzone"};
    if (distribution == TrafficDistribution::SameNode) {
        locality.failover_priority.emplace_back("kubernetes.io/hostname");
    }
    policy->fails_over = true;
}

} // namespace meshcast
