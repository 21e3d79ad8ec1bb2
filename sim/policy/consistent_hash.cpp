#include "sim/policy/consistent_hash.h"

#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

bool hashes_users(const TrafficPolicy& policy) {
    const bool own = policy.load_balancing && policy.load_balancing->hash &&
                     policy.load_balancing->hash->key != ConsistentHash::Key::SourceIp;
    return own || std::ranges::any_of(policy.ports, [](const TrafficPolicy::Port& port) {
               return hashes_users(port.policy);
           });
}

bool hashes_users(const DestinationPolicy& rule) {
    return hashes_users(rule.policy) || std::ranges::any_of(rule.subsets, [](const Subset& subset) {
               return hashes_users(subset.policy);
           });
}

} // namespace

BalancerSettings hashing_settings(const ConsistentHash& hash) {
    BalancerSettings settings;
    settings.min_ring_size = hash.minimum_ring_size;
    settings.maglev_table_size = hash.maglev_table_size;
    return settings;
}

std::string_view fault_in(const ConsistentHash& hash) {
    return fault_in(hashing_settings(hash));
}

std::vector<std::string> rules_without_a_key(const Routing& routing, std::span<const Traffic> traffic) {
    std::vector<std::string> result;
    if (std::ranges::any_of(traffic, knows_its_users)) {
        return result;
    }
    for (const DestinationPolicy& rule : routing.policies) {
        if (hashes_users(rule)) {
            result.push_back(fmt::format(
                "{}:{}: DestinationRule {} has nothing to hash, and chooses at random: "
                "say whose the requests are, traffic: [{{sessions: 1000}}]",
                rule.metadata.origin.file, rule.metadata.origin.line, qualified_name(rule.metadata)));
        }
    }
    return result;
}

} // namespace meshcast
