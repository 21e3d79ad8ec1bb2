#include "sim/policy/unenforced.h"

#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

/// Whether requests pass such a station of layer 7.
template <class Condition>
bool passes(const DataPlane& plane, Condition condition) {
    return std::ranges::any_of(plane.path, [&](const PathStation& station) {
        const auto proxy = std::ranges::find(plane.proxies, station.proxy, &ProxyProfile::name);
        return proxy != plane.proxies.end() && proxy->layer == Layer::L7 && condition(station.at, *proxy);
    });
}

bool looks_into_requests(const DataPlane& plane) {
    return passes(plane, [](PathSide, const ProxyProfile&) { return true; });
}

std::string place(const Metadata& metadata, std::string_view kind) {
    return fmt::format("{}:{}: {} {}", metadata.origin.file, metadata.origin.line, kind,
                       qualified_name(metadata));
}

/// A route of a gateway is the gateway's to enforce, whatever the mesh is.
bool concerns_mesh(const Route& route) {
    return route.kind == "ServiceProfile" ||
           std::ranges::any_of(route.attachments, [](const Attachment& parent) {
               return parent.kind == Attachment::Kind::Mesh || parent.kind == Attachment::Kind::Service;
           });
}

} // namespace

std::vector<std::string> unenforced_routes(const Routing& routing, const DataPlane& plane) {
    std::vector<std::string> result;
    const bool l7 = looks_into_requests(plane);
    const auto report = [&](const Metadata& metadata, std::string_view kind, Dialect dialect,
                            bool of_requests) {
        if (!plane.reads(dialect)) {
            result.push_back(
                fmt::format("{}: {} does not read objects of {}", place(metadata, kind), plane.name,
                            dialect == Dialect::GatewayApi ? "the Gateway API" : dialect_name(dialect)));
        } else if (of_requests && !l7) {
            result.push_back(
                fmt::format("{}: no proxy of {} looks into requests", place(metadata, kind), plane.name));
        }
    };
    for (const Route& route : routing.routes) {
        if (concerns_mesh(route)) {
            report(route.metadata, route.kind, route.dialect, !route.http.empty());
        }
    }
    for (const DestinationPolicy& policy : routing.policies) {
        report(policy.metadata, policy.kind, Dialect::Istio, true);
    }
    for (const WorkloadRateLimit& filter : routing.rate_limits) {
        report(filter.metadata, "EnvoyFilter", Dialect::Istio, true);
    }
    return result;
}

std::vector<std::string> unenforced_protection(const std::vector<Hedging>& hedging,
                                               const std::vector<RateLimit>& limits, const DataPlane& plane) {
    std::vector<std::string> result;
    const bool routes =
        passes(plane, [](PathSide at, const ProxyProfile&) { return at != PathSide::Server; });
    const bool limits_rates = passes(plane, [](PathSide at, const ProxyProfile& proxy) {
        return at != PathSide::Client && proxy.placement != Placement::Library;
    });
    for (const Hedging& entry : hedging) {
        if (!routes) {
            result.push_back(
                fmt::format("{}:{}: no proxy of {} routes requests, so those to {} are hedged by a "
                            "library of their callers",
                            entry.origin.file, entry.origin.line, plane.name, entry.to));
        }
    }
    for (const RateLimit& limit : limits) {
        if (!limits_rates) {
            result.push_back(
                fmt::format("{}:{}: no proxy of {} limits the rate of {}: none on its side looks "
                            "into requests",
                            limit.origin.file, limit.origin.line, plane.name, limit.service));
        }
    }
    return result;
}

} // namespace meshcast
