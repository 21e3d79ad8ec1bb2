#pragma once

#include "sim/model/routing.h"
#include "sim/policy/request_facts.h"

#include <string_view>
#include <vector>

namespace meshcast {

/// The DestinationRules that count for a client's calls to a host, of one namespace: the client's own, else
/// the host's, else the root's (the latter two where they are exported). Within it the most specific host;
/// several for the same host, oldest first: the first traffic policy counts, subsets add up. Rules that
/// select the client's pods come before those that select nobody in particular.
/// https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration
struct DestinationPolicies {
    std::vector<const DestinationPolicy*> rules;

    /// nullptr when no rule has the subset.
    const Subset* subset(std::string_view name) const;

    /// What is in force for a subset ("" for none) and port: a subset's part replaces the rule's, a port's
    /// replaces all of them.
    TrafficPolicy in_force(std::string_view subset, int port) const;
};

DestinationPolicies destination_policies(const Routing& routing, const Caller& client, std::string_view host,
                                         std::string_view host_namespace);

/// The first of them, whose traffic policy counts; nullptr when there is none.
const DestinationPolicy* destination_policy(const Routing& routing, const Caller& client,
                                            std::string_view host, std::string_view host_namespace);

} // namespace meshcast
