#pragma once

#include "sim/model/security.h"

#include <string>

namespace meshcast {

/// What network plugins do differently where Kubernetes leaves it open.
struct NetworkSettings {
    /// Cilium enforces: its own policies count, pods carry its labels, address blocks mean the outside only
    /// (https://docs.cilium.io/en/stable/security/policy/language/#ip-cidr-based).
    bool cilium = false;
    bool addresses_cover_pods = true;      // an ipBlock matches pods by their address
    bool host_network_is_selected = false; // else such pods are their node, which policies do not select
    std::string cluster = "default";       // Cilium's name of it
};

/// Cilium where policies of Cilium are.
inline NetworkSettings network_settings(const Security& security) {
    NetworkSettings settings;
    settings.cilium = !security.cilium_policies.empty();
    settings.addresses_cover_pods = !settings.cilium;
    return settings;
}

} // namespace meshcast
