#include "scenarios/import/security_kinds.h"

#include "scenarios/import/istio/mesh_config.h"
#include "scenarios/import/istio/security.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kIstio = "security.istio.io";

constexpr SecurityKind kKinds[] = {
    {"", "ConfigMap", istio::read_mesh_config_map, istio::is_mesh_config_map},
    {"install.istio.io", "IstioOperator", istio::read_istio_operator},
    {kIstio, "PeerAuthentication", istio::read_peer_authentication},
};

} // namespace

const SecurityKind* find_security_kind(std::string_view group, std::string_view name) {
    const auto* found = std::ranges::find_if(
        kKinds, [&](const SecurityKind& kind) { return kind.group == group && kind.name == name; });
    return found == std::end(kKinds) ? nullptr : found;
}

} // namespace meshcast
