#include "sim/policy/destination_policy.h"

#include "sim/policy/host_match.h"
#include "sim/policy/known_hosts.h"
#include "sim/policy/route_order.h"
#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

namespace {

bool is_for(const DestinationPolicy& policy, const Caller& client) {
    return policy.workload_selector.empty() || (policy.metadata.name_space == client.name_space &&
                                                selects(policy.workload_selector, client.labels));
}

std::vector<const DestinationPolicy*> of_namespace(const std::vector<const DestinationPolicy*>& all,
                                                   const Caller& client, std::string_view host,
                                                   std::string_view name_space, bool exported_only) {
    std::vector<const DestinationPolicy*> found;
    std::size_t rank = 0;
    for (const DestinationPolicy* policy : all) {
        const bool seen = policy->metadata.name_space == name_space && covers(policy->host, host) &&
                          is_for(*policy, client) &&
                          (!exported_only || is_exported(policy->export_to, client.name_space));
        if (!seen) {
            continue;
        }
        if (found.empty() || specificity(policy->host) > rank) {
            found.clear();
            rank = specificity(policy->host);
        }
        if (specificity(policy->host) == rank) {
            found.push_back(policy);
        }
    }
    std::ranges::stable_sort(found, [](const DestinationPolicy* a, const DestinationPolicy* b) {
        return !a->workload_selector.empty() && b->workload_selector.empty();
    });
    return found;
}

void replace(TrafficPolicy& policy, const TrafficPolicy& by) {
    policy.load_balancing = by.load_balancing ? by.load_balancing : policy.load_balancing;
    policy.connection_pool = by.connection_pool ? by.connection_pool : policy.connection_pool;
    policy.outlier_detection = by.outlier_detection ? by.outlier_detection : policy.outlier_detection;
    policy.tls = by.tls ? by.tls : policy.tls;
    policy.retry_budget = by.retry_budget ? by.retry_budget : policy.retry_budget;
    policy.origin = by.origin.line > 0 ? by.origin : policy.origin;
}

/// A port's settings stand alone: what they leave out is the default's, not the rule's.
TrafficPolicy of_port(const TrafficPolicy& policy, int port) {
    const auto found = std::ranges::find(policy.ports, port, &TrafficPolicy::Port::number);
    return found == policy.ports.end() ? policy : found->policy;
}

bool says_anything(const TrafficPolicy& policy) {
    return policy.load_balancing || policy.connection_pool || policy.outlier_detection || policy.tls ||
           policy.retry_budget || !policy.ports.empty();
}

} // namespace

const Subset* DestinationPolicies::subset(std::string_view name) const {
    for (const DestinationPolicy* rule : rules) {
        const auto found = std::ranges::find(rule->subsets, name, &Subset::name);
        if (found != rule->subsets.end()) {
            return &*found;
        }
    }
    return nullptr;
}

TrafficPolicy DestinationPolicies::in_force(std::string_view name, int port) const {
    TrafficPolicy result;
    const auto first =
        std::ranges::find_if(rules, [](const auto* rule) { return says_anything(rule->policy); });
    if (first != rules.end()) {
        result = of_port((*first)->policy, port);
    }
    if (const Subset* own = name.empty() ? nullptr : subset(name)) {
        replace(result, of_port(own->policy, port));
    }
    result.ports.clear();
    return result;
}

DestinationPolicies destination_policies(const Routing& routing, const Caller& client, std::string_view host,
                                         std::string_view host_namespace) {
    const std::vector<const DestinationPolicy*> all = by_age(routing.policies);
    if (client.name_space != routing.root_namespace) {
        if (auto own = of_namespace(all, client, host, client.name_space, false); !own.empty()) {
            return {std::move(own)};
        }
    }
    if (!host_namespace.empty()) {
        if (auto services = of_namespace(all, client, host, host_namespace, true); !services.empty()) {
            return {std::move(services)};
        }
    }
    return {of_namespace(all, client, host, routing.root_namespace, true)};
}

const DestinationPolicy* destination_policy(const Routing& routing, const Caller& client,
                                            std::string_view host, std::string_view host_namespace) {
    const DestinationPolicies found = destination_policies(routing, client, host, host_namespace);
    return found.rules.empty() ? nullptr : found.rules.front();
}

} // namespace meshcast
