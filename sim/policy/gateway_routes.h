#pragma once

#include "sim/policy/directory.h"
#include "sim/policy/known_hosts.h"
#include "sim/policy/route_order.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// One server of an Istio Gateway on the pods of a gateway, and the port it really listens on: a Gateway
/// names the Service's port, the pod listens on its target.
struct BoundServer {
    const Gateway* gateway = nullptr;
    const Listener* listener = nullptr;
    int port = 0;
};

/// The servers that a gateway's pods have, conflicts settled: the older Gateway keeps a port whose protocols
/// do not go together, and TLS hosts that are given twice.
std::vector<BoundServer> bound_servers(const Routing& routing, const KnownHosts& known, const Caller& client);

/// What the pods are told of HTTP behind servers that share a port (or one that ends TLS). VirtualServices
/// with the same host are merged in order of age; what takes everything comes last.
std::vector<VirtualHost> gateway_virtual_hosts(const Routing& routing, const Caller& client,
                                               const std::vector<BoundServer>& servers);

/// The connection rules of VirtualServices for a server, with those whose hosts it serves, in order of age.
struct ConnectionCandidate {
    const Route* route = nullptr;
    const ConnectionRule* rule = nullptr;
    const ConnectionMatch* match = nullptr; // nullptr: every connection
};

std::vector<ConnectionCandidate> gateway_connection_rules(const Routing& routing, const Caller& client,
                                                          const BoundServer& server, bool tls);

/// The listeners of a Gateway API Gateway that a request belongs to: of those on its port, the ones with the
/// most specific hostname that covers the host.
std::vector<const Listener*> listeners_for(const Gateway& gateway, const RequestFacts& request);

/// Whether such a route may hang on a listener; the hostnames it then has, "*" for any.
std::vector<std::string> attached_hosts(const Route& route, const Gateway& gateway, const Listener& listener,
                                        const Directory& directory);

/// What a Gateway API Gateway does behind some of its listeners.
std::vector<VirtualHost> listener_virtual_hosts(const Routing& routing, const Directory& directory,
                                                const Gateway& gateway,
                                                const std::vector<const Listener*>& listeners,
                                                const RequestFacts& request);

} // namespace meshcast
