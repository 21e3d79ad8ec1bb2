#include "cli/describe_plane.h"

#include "reports/format.h"
#include "sim/model/data_plane.h"

#include <fmt/format.h>

namespace meshcast {

namespace {

using text::Ink;
using text::Page;

std::string_view name_of(Placement placement) {
    switch (placement) {
    case Placement::Pod:
        return "one beside each pod";
    case Placement::Node:
        return "one a node";
    case Placement::Waypoint:
        return "pods of its own";
    case Placement::Library:
        return "inside the application";
    case Placement::Gateway:
        return "where traffic enters";
    }
    return "";
}

std::string_view name_of(PathSide side) {
    switch (side) {
    case PathSide::Client:
        return "client";
    case PathSide::Waypoint:
        return "waypoint";
    case PathSide::Server:
        return "server";
    }
    return "";
}

std::string_view name_of(WaypointScope scope) {
    switch (scope) {
    case WaypointScope::None:
        return "none";
    case WaypointScope::Labelled:
        return "for services labelled istio.io/use-waypoint";
    case WaypointScope::Namespace:
        return "one a namespace";
    case WaypointScope::Service:
        return "one a service";
    }
    return "";
}

std::string path_of(const DataPlane& plane) {
    std::string path = "client";
    for (const PathStation& station : plane.path) {
        path += fmt::format(" > {} ({} side)", station.proxy, name_of(station.at));
    }
    return path + " > server";
}

void fact(Page& page, std::string_view name, const std::string& value) {
    page.paragraph({fmt::format("{:<17}", name), Ink::Dim}, value);
}

std::string shown(Duration duration) {
    return format_duration(to_seconds(duration));
}

void describe_cost(const ProxyCost& cost, Page& page) {
    fact(page, "CPU a request", shown(cost.request));
    if (cost.cold > Duration::zero()) {
        fact(page, "  when cold",
             fmt::format("up to {} more after idling much longer than {}", shown(cost.cold),
                         shown(cost.cool_down)));
    }
    if (cost.cv > 0) {
        fact(page, "  spread", fmt::format("coefficient of variation {}", format_number(cost.cv)));
    }
    fact(page, "CPU a byte", fmt::format("{} ns", format_number(cost.cpu_ns_per_byte)));
    fact(page, "CPU a connection", shown(cost.connection));
    if (cost.handshake > Duration::zero()) {
        fact(page, "CPU a handshake", fmt::format("{} on each side", shown(cost.handshake)));
    }
    if (cost.resumption > Duration::zero()) {
        fact(page, "  resumed", fmt::format("{} on each side", shown(cost.resumption)));
    }
    fact(page, "traversal", fmt::format("{} that is not CPU", shown(cost.traversal)));
    fact(page, "idle", fmt::format("{} mCPU", cost.idle.count));
}

std::string shown(Bytes bytes) {
    return format_bytes(static_cast<double>(bytes.count));
}

void describe_proxy(const ProxyProfile& proxy, Page& page) {
    page.heading(fmt::format("{} ({})", proxy.name, proxy.title));
    fact(page, "where", std::string(name_of(proxy.placement)));
    fact(page, "layer", proxy.layer == Layer::L4 ? "L4: connections" : "L7: requests");
    fact(page, "workers",
         proxy.workers == 0 ? "as many as the node has cores" : std::to_string(proxy.workers));
    fact(page, "work goes to",
         proxy.dispatch == Dispatch::Connection ? "the worker that owns the connection"
                                                : "whichever worker is free");
    describe_cost(proxy.cost, page);
    const ProxyMemory& memory = proxy.memory;
    fact(page, "memory",
         fmt::format("{}, and {} a connection, {} a cluster, {} an endpoint", shown(memory.base),
                     shown(memory.per_connection), shown(memory.per_cluster), shown(memory.per_endpoint)));
    fact(page, "reserves",
         fmt::format("{} vCPU, {}", format_cores(proxy.cpu_request.cores()), shown(proxy.memory_request)));
    if (proxy.cpu_limit) {
        fact(page, "limit", fmt::format("{} vCPU", format_cores(proxy.cpu_limit->cores())));
    }
}

} // namespace

void describe(const DataPlane& plane, Page& page) {
    page.line({{plane.name, Ink::Bold}, {fmt::format("  {}, {}", plane.title, plane.version)}});
    if (!plane.description.empty()) {
        page.paragraph({""}, plane.description, 0);
    }
    page.blank();
    fact(page, "path", path_of(plane));
    fact(page, "balancing",
         fmt::format("{}, for each {}", plane.balancer,
                     plane.balance_unit == BalanceUnit::Request ? "request" : "connection"));
    fact(page, "mutual TLS", plane.mtls ? "between its proxies" : "no");
    fact(page, "connections",
         plane.multiplex ? "HTTP/2: many requests share one" : "one request at a time on each");
    fact(page, "waypoints", std::string(name_of(plane.waypoint_scope)));
    if (plane.grpc_only) {
        fact(page, "limits", "only gRPC ports go through it");
    }
    for (const ProxyProfile& proxy : plane.proxies) {
        describe_proxy(proxy, page);
    }
    if (!plane.citations.empty()) {
        page.heading("Where the numbers come from");
    }
    for (const Citation& citation : plane.citations) {
        const std::string conditions =
            citation.conditions.empty() ? "" : fmt::format(" ({})", citation.conditions);
        page.paragraph({fmt::format("{}:", citation.figure), Ink::Bold},
                       fmt::format("{}{}", citation.value, conditions));
        page.paragraph({citation.assumed ? "assumed:" : "source:", citation.assumed ? Ink::Yellow : Ink::Dim},
                       citation.source, 4);
    }
    page.blank();
}

} // namespace meshcast
