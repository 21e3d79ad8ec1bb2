#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/units.h"
#include "sim/model/autoscaler.h"

#include <limits>

namespace meshcast::kubernetes {

namespace {

constexpr std::int64_t kMostPods = 100'000;

const Fields kAutoscalerFields{
    {"scaleTargetRef", "minReplicas", "maxReplicas", "metrics", "behavior", "targetCPUUtilizationPercentage"},
    {}};
const Fields kBehaviorFields{{"scaleUp", "scaleDown"}, {}};
const Fields kRulesFields{{"stabilizationWindowSeconds", "selectPolicy", "policies"}, {"tolerance"}};

Duration read_seconds(const yaml::Cursor& field, std::int64_t least, Duration otherwise) {
    const auto seconds = field.integer(least, 3600);
    return seconds ? Duration(std::chrono::seconds(*seconds)) : otherwise;
}

ScalingPolicy read_policy(const yaml::Cursor& node) {
    ScalingPolicy policy;
    const std::string type = read_string(node["type"]).value_or("");
    if (type == "Percent") {
        policy.unit = ScalingPolicy::Unit::Percent;
    } else if (type != "Pods") {
        node["type"].report_bad_value("write Pods or Percent");
    }
    policy.value =
        static_cast<int>(node["value"].integer(1, std::numeric_limits<std::int32_t>::max()).value_or(1));
    policy.period = read_seconds(node["periodSeconds"], 1, policy.period);
    return policy;
}

ScalingRules read_rules(const yaml::Cursor& node, ScalingRules rules) {
    if (!node.present()) {
        return rules;
    }
    check_spelling(node, kRulesFields);
    rules.stabilization = read_seconds(node["stabilizationWindowSeconds"], 0, rules.stabilization);
    const std::string select = read_string(node["selectPolicy"]).value_or("Max");
    if (select == "Min") {
        rules.select = ScalingRules::Select::Min;
    } else if (select == "Disabled") {
        rules.select = ScalingRules::Select::Disabled;
    } else if (select != "Max") {
        node["selectPolicy"].report_bad_value("write Max, Min or Disabled");
    }
    const yaml::Cursor policies = node["policies"];
    if (policies.present()) {
        rules.policies.clear();
        for (const yaml::Cursor& policy : policies.items()) {
            rules.policies.push_back(read_policy(policy));
        }
    }
    return rules;
}

/// Nothing where it is not of CPU: memory does not grow here, and other metrics are not known.
std::optional<ScalingMetric> read_metric(const yaml::Cursor& node) {
    const std::string type = read_string(node["type"]).value_or("");
    const bool of_container = type == "ContainerResource";
    const yaml::Cursor resource = node[of_container ? "containerResource" : "resource"];
    if ((type != "Resource" && !of_container) || read_string(resource["name"]) != "cpu") {
        node.report(message::UnmodelledObject,
                    fill(message::UnmodelledObject, "A metric of type " + (type.empty() ? "?" : type),
                         "only the CPU of pods and containers is simulated"));
        return std::nullopt;
    }
    ScalingMetric metric;
    if (of_container) {
        metric.container = read_string(resource["container"]).value_or("");
    }
    const yaml::Cursor target = resource["target"];
    if (const auto percent = target["averageUtilization"].integer(1, 1'000'000)) {
        metric.utilization = static_cast<double>(*percent) / 100;
    } else if (const auto average = target["averageValue"].parsed(units::parse_cpu)) {
        metric.average = *average;
    } else {
        target.report(message::MissingField,
                      fill(message::MissingField, target.path() + ".averageUtilization"),
                      "write target: {type: Utilization, averageUtilization: 80}");
        return std::nullopt;
    }
    return metric;
}

} // namespace

void read_horizontal_pod_autoscaler(const yaml::Cursor& object, Topology& topology) {
    std::optional<Metadata> metadata = read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    check_spelling(spec, kAutoscalerFields);
    if (!metadata) {
        return;
    }
    Autoscaler scaler;
    scaler.metadata = *std::move(metadata);
    scaler.target_kind = read_string(spec["scaleTargetRef"]["kind"]).value_or("");
    scaler.target = read_string(spec["scaleTargetRef"]["name"]).value_or("");
    const yaml::Cursor most = spec["maxReplicas"];
    warn_if_missing(most, "write maxReplicas: 10");
    scaler.max_replicas = static_cast<int>(most.integer(1, kMostPods).value_or(1));
    scaler.min_replicas = static_cast<int>(spec["minReplicas"].integer(0, kMostPods).value_or(1));
    if (scaler.min_replicas > scaler.max_replicas) {
        spec["minReplicas"].report_bad_value("must not be above maxReplicas");
        return;
    }
    check_spelling(spec["behavior"], kBehaviorFields);
    scaler.up = read_rules(spec["behavior"]["scaleUp"], scaler.up);
    scaler.down = read_rules(spec["behavior"]["scaleDown"], scaler.down);
    if (const auto percent = spec["targetCPUUtilizationPercentage"].integer(1, 1'000'000)) { // autoscaling/v1
        scaler.metrics.push_back({.utilization = static_cast<double>(*percent) / 100});
    }
    const yaml::Cursor metrics = spec["metrics"];
    if (metrics.present()) {
        for (const yaml::Cursor& metric : metrics.items()) {
            if (auto read = read_metric(metric)) {
                scaler.metrics.push_back(*std::move(read));
            }
        }
    } else if (scaler.metrics.empty()) {
        scaler.metrics.push_back({.utilization = 0.8}); // Kubernetes' default
    }
    topology.autoscalers.push_back(std::move(scaler));
}

} // namespace meshcast::kubernetes
