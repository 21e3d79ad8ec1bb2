#pragma once

#include "sim/experiment/experiment.h"
#include "tests/sim/scenario_builder.h"

#include <string>
#include <utility>
#include <vector>

namespace meshcast::test {

/// front calls back once a request; some pods of back are good, some are bad. A DestinationRule says how
/// front's sidecar treats them; no route is needed for that.
class PolicyScenario {
  public:
    static constexpr const char* kBack = "back.default.svc.cluster.local";

    struct Pods {
        int count = 0;
        std::vector<Step> script;
    };

    PolicyScenario(Pods good, Pods bad, double rate, Duration duration,
                   AppProtocol protocol = AppProtocol::Http1) {
        builder_.workload("front", {call("back")})
            .workload("back", std::move(good.script), good.count, 0, protocol);
        if (bad.count > 0) {
            builder_.workload("back-bad", std::move(bad.script), bad.count, 0, protocol);
            builder_.last_workload().pod.labels = {{"app", "back"}};
        }
        builder_.poisson("front", rate)
            .plane(simple_sidecars(Duration(1000), 1))
            .duration(duration, Duration{});
        scenario().planes.front().dialects = {Dialect::Istio};
        scenario().routing.policies.emplace_back();
        scenario().routing.policies.front().metadata.name = "back";
        scenario().routing.policies.front().host = kBack;
    }

    Scenario& scenario() { return builder_.scenario(); }

    TrafficPolicy& policy() { return scenario().routing.policies.front().policy; }

    /// A route to back, for time-outs and retries.
    RouteRule& rule() {
        if (scenario().routing.routes.empty()) {
            Route route;
            route.kind = "VirtualService";
            route.metadata.name = "back";
            route.hosts = {kBack};
            route.attachments.push_back({});
            route.http.emplace_back().backends.push_back({.host = kBack, .weight = 1});
            scenario().routing.routes.push_back(route);
        }
        return scenario().routing.routes.front().http.front();
    }

    ReplicationResult run() { return simulate(scenario(), scenario().planes.front(), 0); }

    RequestStats calls() { return run().services.at("default/back"); }

  private:
    ScenarioBuilder builder_;
};

inline std::uint64_t count_of(const RequestStats& stats, const std::string& outcome) {
    const auto found = stats.outcomes.find(outcome);
    return found == stats.outcomes.end() ? 0 : static_cast<std::uint64_t>(found->second);
}

inline double share_of(const RequestStats& stats, const std::string& outcome) {
    return static_cast<double>(count_of(stats, outcome)) / static_cast<double>(stats.requests);
}

} // namespace meshcast::test
