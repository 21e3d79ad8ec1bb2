#include "sim/policy/operation.h"
#include "sim/request/linker.h"

#include <algorithm>
#include <functional>

namespace meshcast {

/// What the plane's proxies decide about the caller's requests for that operation, stage by stage; nullptr
/// when they always go to the service as they are.
const StagedRoute* Linker::route_for(const Service& service, int port, const std::string& operation_name,
                                     const Workload& caller) {
    if (stages_.empty() || plane_.dialects.empty()) {
        return nullptr;
    }
    const auto [found, added] = route_of_.try_emplace({&caller, &service, port, operation_name}, nullptr);
    if (!added) {
        return found->second;
    }
    Destination& asked = destination(service, port);
    if (asked.protocol == AppProtocol::Tcp) {
        return nullptr;
    }
    RequestFacts request = request_between(caller, service, asked.port, asked.protocol);
    request.dialects = plane_.dialects;
    request.idle_backends = !scenario_.rollouts.empty();
    describe_operation(operation_name, request);

    std::vector<const RequestRoute*> routes;
    for (const RouteIndex& stage : stages_) {
        routes.push_back(decide(stage, request, service));
    }
    const auto is_decided = [](const RequestRoute* route) { return route != nullptr; };
    if (std::ranges::any_of(routes, is_decided)) {
        std::ranges::replace_if(routes, std::not_fn(is_decided), plain_route(asked)->now);
        found->second = staged(std::move(routes));
    }
    return found->second;
}

/// nullptr: they go to the service as they are.
const RequestRoute* Linker::decide(const RouteIndex& stage, const RequestFacts& request,
                                   const Service& service) {
    const RouteDecision decision = route(stage, request);
    using Outcome = RouteDecision::Outcome;
    const bool decided = decision.rule != nullptr || decision.outcome == Outcome::NoRoute ||
                         scenario_.has_events() ||
                         !policies_for(stage, request.from, request.host, service).rules.empty();
    return decided && decision.outcome != Outcome::PassThrough ? resolve(stage, decision, request) : nullptr;
}

const StagedRoute* Linker::staged(std::vector<const RequestRoute*> stages) {
    const RequestRoute* first = stages.front();
    if (stages.size() == 1) {
        stages.clear();
    }
    return &staged_routes_.emplace_back(StagedRoute{first, std::move(stages)});
}

/// To the service and nothing else, at every stage.
const StagedRoute* Linker::plain_route(Destination& destination) {
    const StagedRoute*& plain = plain_routes_[&destination];
    if (plain == nullptr) {
        RequestRoute& route = routes_.emplace_back();
        route.shares.push_back({.destination = &destination});
        plain = staged({&route});
    }
    return plain;
}

/// The DestinationRules by which the caller treats a service, where the plane reads them. A gateway reads
/// them whatever the plane is.
DestinationPolicies Linker::policies_for(const RouteIndex& stage, const Caller& caller, std::string_view host,
                                         const Service& service) const {
    const bool reads_them = caller.gateway || plane_.reads(Dialect::Istio);
    return reads_them ? destination_policies(stage.routing(), caller, host, service.metadata.name_space)
                      : DestinationPolicies{};
}

const RequestRoute* Linker::resolve(const RouteIndex& stage, const RouteDecision& decision,
                                    const RequestFacts& request) {
    RequestRoute resolved;
    resolved.status = decision.status;
    if (decision.outcome == RouteDecision::Outcome::NoRoute) {
        resolved.status = 404;
        resolved.flag = kNoRoute;
    }
    if (const RouteRule* rule = decision.rule) {
        resolved.fault = rule->fault;
        resolved.timeout = rule->timeout;
        // What a rule leaves open is the plane's default; Istio's is RetryPolicy{}.
        resolved.retries = RetryPlan(rule->retries.value_or(RetryPolicy{}));
        resolved.retries.other_hosts = resolved.retries.other_hosts && plane_.reads(Dialect::Istio);
        resolve_mirrors(stage, *rule, request, resolved);
    } else if (plane_.reads(Dialect::Istio)) {
        resolved.retries = RetryPlan(RetryPolicy{}); // Istio's, of every route that says nothing else
    }
    double up_to = 0;
    for (const ChosenBackend& backend : decision.backends) {
        up_to += backend.share;
        RequestRoute::Share share{.up_to = up_to};
        if (backend.invalid.empty()) {
            share.flag = kNoCluster;
        } else {
            share.status = 500;
        }
        if (backend.invalid.empty() && backend.known != nullptr && backend.known->service != nullptr) {
            const Service& service = *backend.known->service;
            const DestinationPolicies policies = policies_for(stage, request.from, backend.host, service);
            share.destination =
                &destination(service, backend.port, backend.subset, &policies, request.from.gateway);
        }
        resolved.shares.push_back(share);
    }
    if (resolved.shares.empty() && resolved.status == 0) {
        resolved.status = 503;
    }
    return &routes_.emplace_back(std::move(resolved));
}

} // namespace meshcast
