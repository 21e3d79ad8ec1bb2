#pragma once

#include "scenarios/analysis/pods.h"

namespace meshcast::analysis {

using ServerMode = PeerAuthentication::Mode;

/// What a pod's proxy asks of its clients at a port (0: none in particular): its own PeerAuthentication, its
/// namespace's, the mesh's, else permissive. The oldest of a level counts.
/// https://istio.io/latest/docs/concepts/security/#peer-authentication
ServerMode server_mode(const Input& input, const PodView& pod, int port);

std::string_view mode_name(ServerMode mode); // "STRICT"

} // namespace meshcast::analysis
