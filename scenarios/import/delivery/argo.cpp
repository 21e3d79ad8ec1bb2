#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/delivery_messages.h"
#include "scenarios/import/delivery/declared_rollout.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/metadata.h"

#include <algorithm>

namespace meshcast::delivery {

namespace {

/// Tells old and new pods apart; Argo's values are hashes.
constexpr std::string_view kHash = "rollouts-pod-template-hash";

struct ArgoTraffic {
    std::string workload;
    std::string stable_service;
    std::string canary_service;
    std::string destination_rule;
    std::string stable_subset;
    std::string canary_subset;
    Metadata metadata;
};

std::string text_of(const yaml::Cursor& field) {
    return field.string().value_or("");
}

/// Keeps the stable pods behind the stable service and subset, the new ones behind the canary's.
class ArgoController {
  public:
    ArgoController(const ArgoTraffic& traffic, Cluster& cluster) : traffic_(traffic), cluster_(cluster) {}

    std::string run() {
        const std::string& home = traffic_.metadata.name_space;
        Workload* stable = find_workload(cluster_.topology, home, traffic_.workload);
        if (stable == nullptr) {
            report_missing("workload " + traffic_.workload);
            return {};
        }
        const bool by_service = !traffic_.stable_service.empty() && !traffic_.canary_service.empty();
        const bool by_subset = !traffic_.destination_rule.empty();
        if (!by_service && !by_subset) {
            cluster_.diagnostics.add(message::RolloutNotRouted, traffic_.metadata.origin,
                                     fill(message::RolloutNotRouted, traffic_.metadata.name),
                                     "name stableService and canaryService, or a destinationRule, and split "
                                     "traffic between them in a route");
            return {};
        }
        if (by_service &&
            !(select(traffic_.stable_service, "stable") && select(traffic_.canary_service, "canary"))) {
            return {};
        }
        if (by_subset) {
            label_subsets();
        }
        Workload canary = *stable;
        stable->pod.labels[std::string(kHash)] = "stable";
        canary.metadata.name += "-canary";
        canary.pod.labels[std::string(kHash)] = "canary";
        const std::string name = home + "/" + canary.metadata.name;
        cluster_.topology.workloads.push_back(std::move(canary));
        return name;
    }

  private:
    bool select(const std::string& name, const std::string& version) {
        Service* service = find_service(cluster_.topology, traffic_.metadata.name_space, name);
        if (service == nullptr) {
            report_missing("Service " + name);
            return false;
        }
        service->selector[std::string(kHash)] = version;
        return true;
    }

    void label_subsets() {
        for (DestinationPolicy& policy : cluster_.routing.policies) {
            if (policy.metadata.name != traffic_.destination_rule ||
                policy.metadata.name_space != traffic_.metadata.name_space) {
                continue;
            }
            for (Subset& subset : policy.subsets) {
                if (subset.name == traffic_.stable_subset) {
                    subset.labels[std::string(kHash)] = "stable";
                } else if (subset.name == traffic_.canary_subset) {
                    subset.labels[std::string(kHash)] = "canary";
                }
            }
        }
    }

    void report_missing(const std::string& what) {
        cluster_.diagnostics.add(message::RolloutTargetMissing, traffic_.metadata.origin,
                                 fill(message::RolloutTargetMissing, "Rollout", traffic_.metadata.name, what,
                                      traffic_.metadata.name_space));
    }

    const ArgoTraffic& traffic_;
    Cluster& cluster_;
};

/// "1h", or seconds as a number; absent: until somebody goes on, which nobody does here.
Duration read_pause(const yaml::Cursor& pause) {
    constexpr Duration kForGood = std::chrono::hours(168);
    const std::string text = text_of(pause["duration"]);
    if (text.empty()) {
        return kForGood;
    }
    const bool seconds = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (seconds && text.size() < 7) {
        return std::chrono::seconds(std::stol(text));
    }
    return routes::read_duration(pause["duration"]).value_or(kForGood);
}

std::vector<Rollout::Step> read_steps(const yaml::Cursor& list) {
    std::vector<Rollout::Step> steps;
    for (const yaml::Cursor& step : list.items()) {
        if (step["setWeight"].present()) {
            steps.push_back({.set_weight = routes::read_percent(step["setWeight"]), .pause = {}});
        } else if (step.node() != nullptr && step.node()->find("pause") != nullptr) {
            steps.push_back({.set_weight = {}, .pause = read_pause(step["pause"])});
        }
        report_left_out(
            step, {"analysis", "experiment", "setCanaryScale", "setHeaderRoute", "setMirrorRoute", "plugin"});
    }
    if (steps.empty()) {
        steps.push_back({.set_weight = 1.0, .pause = {}});
    }
    return steps;
}

} // namespace

void read_argo_rollout(const yaml::Cursor& object, std::vector<DeclaredRollout>& declared) {
    constexpr int kNeverFails = 1'000'000'000; // analyses are not evaluated
    const std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    if (!metadata) {
        return;
    }
    const yaml::Cursor strategy = spec["strategy"];
    report_left_out(strategy, {"blueGreen"});
    const yaml::Cursor canary = strategy["canary"];
    if (!canary.present()) {
        return;
    }
    report_left_out(canary, {"analysis", "antiAffinity", "pingPong"});
    ArgoTraffic traffic;
    traffic.metadata = *metadata;
    const std::string referred = text_of(spec["workloadRef"]["name"]);
    traffic.workload = referred.empty() ? metadata->name : referred;
    traffic.stable_service = text_of(canary["stableService"]);
    traffic.canary_service = text_of(canary["canaryService"]);
    const yaml::Cursor routing = canary["trafficRouting"];
    report_left_out(routing, {"nginx", "alb", "smi", "ambassador", "traefik", "apisix", "appMesh"});
    const yaml::Cursor rule = routing["istio"]["destinationRule"];
    traffic.destination_rule = text_of(rule["name"]);
    traffic.stable_subset = text_of(rule["stableSubsetName"]);
    traffic.canary_subset = text_of(rule["canarySubsetName"]);

    DeclaredRollout& result = declared.emplace_back();
    result.metadata = *metadata;
    result.rollout.steps = read_steps(canary["steps"]);
    result.rollout.threshold = kNeverFails;
    result.arrange = [traffic = std::move(traffic)](Cluster& cluster) {
        return ArgoController(traffic, cluster).run();
    };
}

} // namespace meshcast::delivery
