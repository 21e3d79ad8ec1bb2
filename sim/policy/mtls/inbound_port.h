#pragma once

#include "sim/policy/known_hosts.h"
#include "sim/policy/request_facts.h"

#include <optional>

namespace meshcast {

/// A port of a pod that its sidecar was told of: by the Services and ServiceEntries it is behind, or by the
/// Sidecar object in their place. Other ports are passed through as they are.
struct InboundPort {
    int number = 0;
    Carries carries = Carries::Anything;
    ListenerTls tls = ListenerTls::None; // of the Sidecar's own; ends at the proxy
    bool http_inside = false;            // with `tls`: what comes out is HTTP
    Origin origin;                       // of the Service, ServiceEntry or Sidecar
};

/// `pod` resolves ports that Services name; nullptr: named ports are not known.
std::optional<InboundPort> inbound_port(const Routing& routing, const KnownHosts& known, const Caller& server,
                                        const PodTemplate* pod, int port);

/// The number that a Service's port leads to on such pods; nothing when none has a port of that name.
std::optional<int> target_port(const ServicePort& port, const PodTemplate& pod);

/// The pod's port behind a host's; nothing when the host has no such port, or the pod lacks its name.
std::optional<int> pod_port(const KnownHost& host, int port, const PodTemplate& pod);

} // namespace meshcast
