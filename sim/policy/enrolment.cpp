#include "sim/policy/enrolment.h"

#include "sim/policy/injection/istio_proxy.h"
#include "sim/policy/injection/linkerd.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kUseWaypoint = "istio.io/use-waypoint";

const std::string* find_value(const Labels& labels, std::string_view key) {
    const auto found = labels.find(key);
    return found == labels.end() ? nullptr : &found->second;
}

bool opts_out(const OptOut& rule, const Workload& workload, const Namespace* name_space) {
    const bool label = rule.where == OptOut::Where::Label;
    const std::string* value = find_value(label ? workload.pod.labels : workload.pod.annotations, rule.key);
    if (value == nullptr && name_space != nullptr) {
        value = find_value(label ? name_space->metadata.labels : name_space->metadata.annotations, rule.key);
    }
    return value != nullptr && *value == rule.value;
}

} // namespace

bool is_enrolled(const DataPlane& plane, const Directory& directory, const Workload& workload) {
    if (plane.path.empty() || (plane.skips_host_network && workload.pod.host_network)) {
        return false;
    }
    const Namespace* name_space = directory.name_space(workload.metadata.name_space);
    return std::ranges::none_of(plane.opt_outs,
                                [&](const OptOut& rule) { return opts_out(rule, workload, name_space); });
}

bool is_enrolled(const DataPlane& plane, Enrolment enrolment, const InjectionSettings& injection,
                 const Directory& directory, const Workload& workload) {
    const auto reads = [&](Dialect dialect) {
        return std::ranges::find(plane.dialects, dialect) != plane.dialects.end();
    };
    const bool by_labels =
        enrolment == Enrolment::Labelled && plane.mtls && (reads(Dialect::Istio) || reads(Dialect::Linkerd));
    if (!is_enrolled(plane, directory, workload) || !by_labels) {
        return is_enrolled(plane, directory, workload);
    }
    if (!reads(Dialect::Istio)) {
        return linkerd_injection(LinkerdInjector::Webhook, directory.name_space(workload.metadata.name_space),
                                 workload)
            .injected;
    }
    const bool beside_pods =
        std::ranges::find(plane.proxies, Placement::Pod, &ProxyProfile::placement) != plane.proxies.end();
    return istio_proxy_of(injection, directory, workload).kind ==
           (beside_pods ? ProxyKind::Sidecar : ProxyKind::Ztunnel);
}

bool has_waypoint(const DataPlane& plane, const Directory& directory, const Service& service) {
    switch (plane.waypoint_scope) {
    case WaypointScope::None:
        return false;
    case WaypointScope::Namespace:
    case WaypointScope::Service:
        return true;
    case WaypointScope::Labelled:
        break;
    }
    if (const std::string* own = find_value(service.metadata.labels, kUseWaypoint)) {
        return *own != "none";
    }
    const Namespace* name_space = directory.name_space(service.metadata.name_space);
    const std::string* inherited =
        name_space == nullptr ? nullptr : find_value(name_space->metadata.labels, kUseWaypoint);
    return inherited != nullptr && *inherited != "none";
}

} // namespace meshcast
