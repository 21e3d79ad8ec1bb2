#include "sim/policy/authorization/enforcement_point.h"

#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

namespace {

using Kind = EnforcementPoint::Kind;

constexpr std::string_view kGatewayApi = "gateway.networking.k8s.io";
constexpr std::string_view kIstioNetworking = "networking.istio.io";
constexpr std::string_view kWaypointClass = "istio-waypoint";

bool is_kind(const PolicyTarget& target, std::string_view group, std::string_view kind) {
    const bool core = group.empty() && (target.group.empty() || target.group == "core");
    return target.kind == kind && (core || target.group == group);
}

bool names_own_namespace(const PolicyTarget& target, const std::string& policy_namespace) {
    return target.name_space.empty() || target.name_space == policy_namespace;
}

bool is_istio_gateway(const PolicyTarget& target, const std::string& policy_namespace,
                      const EnforcementPoint& point) {
    return is_kind(target, kIstioNetworking, "Gateway") && names_own_namespace(target, policy_namespace) &&
           std::ranges::find(point.istio_gateways, ObjectName{policy_namespace, target.name}) !=
               point.istio_gateways.end();
}

bool is_service(const PolicyTarget& target, const std::string& policy_namespace,
                const EnforcementPoint& point) {
    const bool kind = point.external_service ? is_kind(target, kIstioNetworking, "ServiceEntry")
                                             : is_kind(target, "", "Service");
    return point.kind == Kind::Waypoint && point.service && kind && point.service->name == target.name &&
           point.service->name_space == policy_namespace;
}

bool is_selected(const PolicyScope& scope, const EnforcementPoint& point) {
    return !scope.selector || matches(LabelSelector{*scope.selector, {}}, point.labels);
}

} // namespace

EnforcementPoint enforcement_point(const Workload& workload, Kind kind) {
    EnforcementPoint point;
    point.kind = kind;
    point.name_space = workload.metadata.name_space;
    point.labels = workload.pod.labels;
    return point;
}

EnforcementPoint waypoint(const ObjectName& gateway, const ObjectName& service) {
    EnforcementPoint point;
    point.kind = Kind::Waypoint;
    point.name_space = gateway.name_space;
    point.labels = {{std::string(kGatewayNameLabel), gateway.name}};
    point.service = service;
    return point;
}

bool is_attached(const PolicyScope& scope, const std::string& policy_namespace, const EnforcementPoint& point,
                 const std::string& root) {
    const bool of_service = point.service && point.service->name_space == policy_namespace;
    if (policy_namespace != root && policy_namespace != point.name_space && !of_service) {
        return false;
    }
    const auto label = point.labels.find(kGatewayNameLabel);
    const bool gateway_api = point.kind != Kind::Ztunnel && label != point.labels.end();
    if (!gateway_api) {
        const bool by_target = std::ranges::any_of(scope.targets, [&](const PolicyTarget& target) {
            return is_istio_gateway(target, policy_namespace, point);
        });
        return by_target || (scope.targets.empty() && is_selected(scope, point));
    }
    if (scope.targets.empty()) {
        return point.kind != Kind::Waypoint && is_selected(scope, point);
    }
    return std::ranges::any_of(scope.targets, [&](const PolicyTarget& target) {
        const bool of_class = point.kind == Kind::Waypoint && policy_namespace == root &&
                              is_kind(target, kGatewayApi, "GatewayClass") && target.name == kWaypointClass;
        const bool of_gateway = is_kind(target, kGatewayApi, "Gateway") && target.name == label->second &&
                                policy_namespace == point.name_space &&
                                names_own_namespace(target, policy_namespace);
        return of_class || of_gateway || is_service(target, policy_namespace, point) ||
               is_istio_gateway(target, policy_namespace, point);
    });
}

} // namespace meshcast
