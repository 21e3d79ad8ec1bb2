#include "scenarios/analysis/mesh/server_mode.h"

#include <array>

namespace meshcast::analysis {

namespace {

/// 0: of the pod, 1: of its namespace, 2: of the mesh; nothing: not for it.
std::optional<std::size_t> level_of(const PeerAuthentication& policy, const PodView& pod,
                                    const std::string& root) {
    const bool own = policy.metadata.name_space == pod.object->name_space;
    if (!policy.selector.empty()) {
        return own && selected(policy.selector, pod.labels) ? std::optional<std::size_t>(0) : std::nullopt;
    }
    if (policy.metadata.name_space == root) {
        return 2;
    }
    return own ? std::optional<std::size_t>(1) : std::nullopt;
}

} // namespace

ServerMode server_mode(const Input& input, const PodView& pod, int port) {
    std::array<const PeerAuthentication*, 3> by_level{};
    for (const PeerAuthentication& policy : input.model().security.peer_authentications) {
        if (const auto level = level_of(policy, pod, input.root_namespace())) {
            const PeerAuthentication*& best = by_level[*level];
            best = best == nullptr || policy.created < best->created ? &policy : best;
        }
    }
    for (const PeerAuthentication* policy : by_level) {
        if (policy == nullptr) {
            continue;
        }
        if (const auto own = policy->ports.find(port); own != policy->ports.end() && own->second) {
            return *own->second;
        }
        if (policy->mode) {
            return *policy->mode;
        }
    }
    return ServerMode::Permissive;
}

std::string_view mode_name(ServerMode mode) {
    switch (mode) {
    case ServerMode::Disable:
        return "DISABLE";
    case ServerMode::Permissive:
        return "PERMISSIVE";
    case ServerMode::Strict:
        break;
    }
    return "STRICT";
}

} // namespace meshcast::analysis
