#pragma once

#include "sim/model/metadata.h"

#include <map>
#include <optional>
#include <string>

namespace meshcast {

/// Who must show a certificate to pods:
/// https://istio.io/latest/docs/reference/config/security/peer_authentication/
struct PeerAuthentication {
    enum class Mode { Disable, Permissive, Strict };

    Metadata metadata;
    std::string created;                      // RFC 3339; empty: unknown, which counts as oldest
    Labels selector;                          // of pods; empty: the namespace, in the root namespace the mesh
    std::optional<Mode> mode;                 // nullopt: UNSET, that of the next wider policy
    std::map<int, std::optional<Mode>> ports; // of the pod, not the Service; only with a selector
};

} // namespace meshcast
