#pragma once

#include "sim/model/security.h"

#include <string>
#include <string_view>

namespace meshcast {

/// The PeerAuthentication in force: the pod's own (with a selector; one in the root namespace selects
/// nobody), else its namespace's, else the mesh's, the oldest of each; UNSET passes on what the wider one
/// says. https://istio.io/latest/docs/reference/config/security/peer_authentication/
struct PeerMode {
    PeerAuthentication::Mode mode = PeerAuthentication::Mode::Permissive;
    const PeerAuthentication* policy = nullptr; // that says so; nullptr: none does, it is Istio's default
    std::string because;                        // "PeerAuthentication shop/default has the mode STRICT"

    const Origin& origin() const; // of the policy; line 0 without one
};

/// Of a port of the pod (not the Service's); 0: of ports that no policy names.
PeerMode peer_mode(const Security& security, std::string_view name_space, const Labels& pod, int port);

std::string_view mode_name(PeerAuthentication::Mode mode); // "STRICT"

} // namespace meshcast
