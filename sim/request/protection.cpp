#include "sim/policy/workload_rate_limit.h"
#include "sim/request/linker.h"

#include <algorithm>

namespace meshcast {

namespace {

/// A service that a scenario names, from nowhere in particular.
bool is_named(const Directory& directory, const std::string& text, const Service& service) {
    return directory.service(text, "default") == &service;
}

} // namespace

/// Hedging and rate limits of a scenario, which say nothing of ports and subsets; else the rate limit that an
/// EnvoyFilter puts before the pods.
void Linker::protect(const Service& service, Destination& destination) {
    if (destination.protocol == AppProtocol::Tcp) {
        return;
    }
    for (const Hedging& hedging : scenario_.hedging) {
        if (is_named(directory_, hedging.to, service)) {
            destination.hedging = &hedging;
        }
    }
    for (const RateLimit& limit : scenario_.rate_limits) {
        if (is_named(directory_, limit.service, service)) {
            destination.limiter = &limiters_.try_emplace(&limit, limit).first->second;
            return;
        }
    }
    for (const std::size_t workload : directory_.selected(service)) {
        if (destination.limiter == nullptr && plane_.reads(Dialect::Istio)) {
            destination.limiter = limiter_before(scenario_.topology.workloads[workload]);
        }
    }
}

/// nullptr when no EnvoyFilter limits the workload's pods.
RateLimiter* Linker::limiter_before(const Workload& workload) {
    const WorkloadRateLimit* filter = rate_limit_of(scenario_.routing, workload);
    if (filter == nullptr) {
        return nullptr;
    }
    const auto [found, added] = limiters_.try_emplace(&filter->limit, filter->limit);
    if (added) {
        std::vector<std::uint32_t> proxies;
        for (const Pod& pod : cluster_.pods()) {
            for (const Proxy* proxy : pod.proxies) {
                if (proxy != nullptr &&
                    rate_limit_of(scenario_.routing, scenario_.topology.workloads[pod.workload]) == filter) {
                    proxies.push_back(proxy->id());
                }
            }
        }
        std::ranges::sort(proxies);
        found->second.apply_only_to(std::move(proxies));
    }
    return &found->second;
}

/// Requests are hedged by whoever routes them; where no rule of the mesh does, by a route that does nothing
/// else.
void Linker::add_hedging(Errand& errand) {
    const StagedRoute* plain = plain_route(*errand.destination);
    errand.route = errand.route == nullptr ? plain : errand.route;
    errand.library = plain->now;
}

/// What leads nowhere is left out, as it is by the systems themselves.
void Linker::resolve_mirrors(const RouteIndex& stage, const RouteRule& rule, const RequestFacts& request,
                             RequestRoute& resolved) {
    for (const Mirror& mirror : rule.mirrors) {
        const KnownHost* known = stage.known().find(mirror.backend.host);
        if (known == nullptr || known->service == nullptr || !mirror.backend.invalid.empty()) {
            continue;
        }
        const Service& service = *known->service;
        const int only = service.ports.size() == 1 ? service.ports.front().port : request.port;
        const int port = mirror.backend.port > 0 ? mirror.backend.port : only;
        const DestinationPolicies policies = policies_for(stage, request.from, mirror.backend.host, service);
        resolved.mirrors.push_back(
            {&destination(service, port, mirror.backend.subset, &policies), mirror.share});
    }
}

} // namespace meshcast
