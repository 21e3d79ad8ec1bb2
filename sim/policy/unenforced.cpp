#include "sim/policy/unenforced.h"

#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

bool reads(const DataPlane& plane, Dialect dialect) {
    return std::ranges::find(plane.dialects, dialect) != plane.dialects.end();
}

bool looks_into_requests(const DataPlane& plane) {
    return std::ranges::any_of(plane.path, [&](const PathStation& station) {
        const auto proxy = std::ranges::find(plane.proxies, station.proxy, &ProxyProfile::name);
        return proxy != plane.proxies.end() && proxy->layer == Layer::L7;
    });
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
        if (!reads(plane, dialect)) {
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
        report(policy.metadata, "DestinationRule", Dialect::Istio, true);
    }
    return result;
}

} // namespace meshcast
