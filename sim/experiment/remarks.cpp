#include "sim/experiment/remarks.h"

#include "sim/experiment/handshake_remarks.h"
#include "sim/model/response_flags.h"
#include "sim/policy/access.h"
#include "sim/policy/consistent_hash.h"
#include "sim/policy/directory.h"
#include "sim/policy/unenforced.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <optional>

namespace meshcast {

namespace {

constexpr double kSaturated = 0.85;  // utilisation from which queues dominate
constexpr double kNoticeable = 0.05; // share of latency worth a sentence

std::string percent(double ratio) {
    char text[32];
    std::snprintf(text, sizeof text, ratio < 0.1 ? "%.1f %%" : "%.0f %%", ratio * 100);
    return text;
}

/// A plane for gRPC only looks cheap where nobody speaks gRPC.
std::optional<std::string> find_bypass(const Scenario& scenario, const PlaneResult& result) {
    if (!result.plane.grpc_only || result.pooled.services.empty()) {
        return std::nullopt;
    }
    const Directory directory(scenario.topology);
    const auto speaks_grpc = [&](const auto& called) {
        const Service* service = directory.service(called.first, "");
        return service != nullptr && std::ranges::any_of(service->ports, [](const ServicePort& port) {
                   return port.protocol == AppProtocol::Grpc;
               });
    };
    const std::size_t called = result.pooled.services.size();
    const auto outside =
        called - static_cast<std::size_t>(std::ranges::count_if(result.pooled.services, speaks_grpc));
    if (outside == 0) {
        return std::nullopt;
    }
    return std::to_string(outside) + " of " + std::to_string(called) +
           " called services have no gRPC port: their requests bypass this plane, unencrypted and at no "
           "cost.";
}

/// "Policies turned away shop/cart to shop/payments:8080, 1234 times: ... (policies.yaml:12)"
std::vector<std::string> turned_away(const PlaneResult& result) {
    std::vector<std::string> sentences;
    for (const Refusal& one : result.pooled.turned_away) {
        const Origin& origin = one.decision.origin;
        const std::string where =
            origin.line == 0 ? "" : " (" + origin.file + ":" + std::to_string(origin.line) + ")";
        sentences.push_back("Policies turned away " + one.who + ", " + std::to_string(one.count) +
                            " times: " + one.decision.because + where);
    }
    return sentences;
}

/// "The roll-out of v3 failed and was rolled back in 4 of 5 runs; in the first after 2 failed checks, 90 s
/// in."
std::vector<std::string> rollouts_of(const PlaneResult& result) {
    using State = RolloutOutcome::State;
    std::vector<std::string> sentences;
    if (result.replications.empty()) {
        return sentences;
    }
    const std::vector<RolloutOutcome>& first = result.replications.front().rollouts;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const auto same = std::ranges::count_if(result.replications, [&](const ReplicationResult& one) {
            return one.rollouts[i].state == first[i].state;
        });
        const std::string runs =
            " in " + std::to_string(same) + " of " + std::to_string(result.replications.size()) + " runs";
        const std::string name = "The roll-out of " + first[i].canary;
        const std::string when = std::to_string(static_cast<int>(to_seconds(first[i].ended) + 0.5)) + " s in";
        switch (first[i].state) {
        case State::Failed:
            sentences.push_back(name + " failed and was rolled back" + runs + "; in the first after " +
                                std::to_string(first[i].failed_checks) + " failed checks, " + when + ".");
            break;
        case State::Succeeded:
            sentences.push_back(name + " succeeded" + runs + "; in the first " + when + ".");
            break;
        case State::Progressing:
            sentences.push_back(name + " had not ended" + runs + "; the canary got " +
                                percent(first[i].weight) + " of the traffic at last.");
            break;
        case State::NotRouted:
            sentences.push_back(name + " shifts no traffic: no route that this plane follows splits it "
                                       "between the canary and others.");
            break;
        }
    }
    return sentences;
}

/// What was declared when, and what of it the plane does not read.
std::vector<std::string> changes_of(const Scenario& scenario, const DataPlane& plane) {
    std::vector<std::string> sentences;
    for (const ConfigurationChange& change : scenario.changes) {
        sentences.push_back("At " + std::to_string(static_cast<int>(to_seconds(change.at) + 0.5)) + " s " +
                            change.text + ".");
    }
    std::vector<std::string> unenforced = unenforced_routes(scenario.routing, plane);
    for (const ConfigurationChange& change : scenario.changes) {
        std::ranges::move(unenforced_routes(change.routing, plane), std::back_inserter(unenforced));
    }
    for (std::string& sentence : unenforced) {
        if (std::ranges::find(sentences, sentence) == sentences.end()) {
            sentences.push_back(std::move(sentence));
        }
    }
    return sentences;
}

} // namespace

std::vector<std::string> find_problems(const Scenario& scenario, const PlaneResult& result) {
    std::vector<std::string> problems;
    if (std::optional<std::string> bypass = find_bypass(scenario, result)) {
        problems.push_back(std::move(*bypass));
    }
    std::ranges::move(changes_of(scenario, result.plane), std::back_inserter(problems));
    std::ranges::move(unenforced_protection(scenario.hedging, scenario.rate_limits, result.plane),
                      std::back_inserter(problems));
    if (result.plane.reads(Dialect::Istio)) {
        std::ranges::move(rules_without_a_key(scenario.routing, scenario.traffic),
                          std::back_inserter(problems));
    }
    std::ranges::move(rollouts_of(result), std::back_inserter(problems));
    std::ranges::move(turned_away(result), std::back_inserter(problems));
    std::ranges::move(find_failed_handshakes(result), std::back_inserter(problems));
    const RequestStats& total = result.pooled.total;
    for (const auto& [outcome, count] : total.outcomes) {
        const bool failure = outcome.empty() || outcome.front() == '5' || outcome.front() < '0' ||
                             outcome.front() > '9' || outcome.starts_with("429") || outcome.ends_with("rbac");
        if (failure && total.requests > 0) {
            const ResponseFlag* flag = flag_of_outcome(outcome);
            const bool explained = flag != nullptr && !flag->reason.empty();
            problems.push_back(percent(static_cast<double>(count) / static_cast<double>(total.requests)) +
                               " of requests ended with " + outcome + "." +
                               (explained ? " " + std::string(flag->reason) : ""));
        }
    }
    for (const auto& [name, use] : result.pooled.proxies) {
        if (use.busiest_utilisation > kSaturated) {
            problems.push_back(
                "The busiest " + name + " keeps its workers " + percent(use.busiest_utilisation) +
                " busy: requests queue for it. Give it more workers or CPU, or spread its load.");
        }
    }
    for (const auto& [name, use] : result.pooled.workloads) {
        if (use.busiest_utilisation > kSaturated) {
            problems.push_back("The busiest pod of " + name + " is " + percent(use.busiest_utilisation) +
                               " busy (of its workers or CPU limit): add replicas or raise the limit.");
        }
    }
    double spent = 0;
    for (const double part : total.breakdown_seconds) {
        spent += part;
    }
    const double throttled = total.breakdown_seconds[static_cast<std::size_t>(Component::Throttling)];
    if (spent > 0 && throttled / spent > kNoticeable) {
        problems.push_back("CPU limits stop containers for " + percent(throttled / spent) +
                           " of the time requests take (CFS throttling): raise limits or remove them.");
    }
    return problems;
}

std::vector<std::string> list_assumptions(const Scenario& scenario) {
    std::vector<std::string> assumptions;
    for (const Inference& inference : scenario.inferences) {
        assumptions.push_back(inference.text);
    }
    for (const DataPlane& plane : scenario.planes) {
        for (const Citation& citation : plane.citations) {
            if (citation.assumed) {
                assumptions.push_back(plane.name + ": " + citation.figure + " is assumed (" + citation.value +
                                      ").");
            }
        }
    }
    if (std::ranges::any_of(scenario.planes, [](const DataPlane& plane) { return !plane.path.empty(); })) {
        assumptions.emplace_back(
            scenario.enrolment == Enrolment::Everybody
                ? "Every pod that does not opt out is in the mesh, whatever its namespace's labels say."
                : "Pods are in the mesh that today's labels and annotations put into it.");
    }
    if (restricts(scenario.security, scenario.topology) &&
        std::ranges::any_of(scenario.traffic, [](const Traffic& traffic) { return traffic.from.empty(); })) {
        assumptions.emplace_back("No policy is asked about requests from outside the cluster.");
    }
    if (std::ranges::any_of(scenario.rate_limits, [](const RateLimit& limit) {
            return limit.scope == RateLimit::Scope::Global && limit.latency == RateLimit::kAsking;
        })) {
        assumptions.emplace_back("Asking the rate limit service takes 1 ms.");
    }
    if (scenario.prices.assumed) {
        assumptions.push_back("Prices " + scenario.prices.name + " are assumed.");
    }
    assumptions.emplace_back("An application's memory is what its manifest requests.");
    return assumptions;
}

} // namespace meshcast
