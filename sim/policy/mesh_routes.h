#pragma once

#include "sim/policy/known_hosts.h"
#include "sim/policy/route_order.h"

#include <optional>
#include <vector>

namespace meshcast {

/// The Sidecar object that counts for a client: one that selects its pod, else one for its whole namespace,
/// else one for the mesh. nullptr when there is none, and everything is seen.
const EgressScope* egress_scope(const Routing& routing, const Caller& client);

/// What a workload's proxy is told of HTTP on a port, as istiod builds it. Nothing when the proxy does not
/// listen there for HTTP. https://istio.io/latest/docs/ops/configuration/traffic-management/traffic-routing/
///
/// An older VirtualService wins its hosts; a route for a Service (GAMMA, Linkerd) counts for clients of its
/// own namespace first, then for everybody if it is in the Service's namespace.
std::optional<std::vector<VirtualHost>> mesh_virtual_hosts(const Routing& routing, const KnownHosts& known,
                                                           const RequestFacts& request);

/// The hosts with that port that the client may see, in order of age.
std::vector<const KnownHost*> visible_hosts(const Routing& routing, const KnownHosts& known,
                                            const Caller& client, int port);

/// The VirtualServices of the mesh that the client may see, those that count first first.
std::vector<const Route*> visible_virtual_services(const Routing& routing, const Caller& client, int port);

} // namespace meshcast
