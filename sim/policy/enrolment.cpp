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
    const bool by_labels = enrolment == Enrolment::Labelled && plane.mtls &&
                           (plane.reads(Dialect::Istio) || plane.reads(Dialect::Linkerd));
    const bool unless_it_opts_out = is_enrolled(plane, directory, workload);
    if (!unless_it_opts_out || !by_labels) {
        return unless_it_opts_out;
    }
    if (!plane.reads(Dialect::Istio)) {
        return linkerd_injection(LinkerdInjector::Webhook, directory.name_space(workload.metadata.name_space),
                                 workload)
            .injected;
    }
    return istio_proxy_of(injection, directory, workload).kind ==
           (plane.has(Placement::Pod) ? ProxyKind::Sidecar : ProxyKind::Ztunnel);
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
