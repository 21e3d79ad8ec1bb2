#include "sim/policy/mtls/peer_mode.h"

#include "sim/policy/route_order.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

namespace meshcast {

namespace {

using Mode = PeerAuthentication::Mode;

struct Levels {
    const PeerAuthentication* mesh = nullptr;
    const PeerAuthentication* name_space = nullptr;
    const PeerAuthentication* workload = nullptr;
};

Levels levels_of(const Security& security, std::string_view name_space, const Labels& pod) {
    Levels levels;
    const auto keep_oldest = [](const PeerAuthentication*& kept, const PeerAuthentication& policy) {
        kept = kept == nullptr || is_older(policy, *kept) ? &policy : kept;
    };
    for (const PeerAuthentication& policy : security.peer_authentications) {
        const bool of_root = policy.metadata.name_space == security.mesh.root_namespace;
        const bool own = policy.metadata.name_space == name_space;
        if (policy.selector.empty()) {
            if (of_root) {
                keep_oldest(levels.mesh, policy);
            } else if (own) {
                keep_oldest(levels.name_space, policy);
            }
        } else if (own && !of_root && selects(policy.selector, pod)) {
            keep_oldest(levels.workload, policy);
        }
    }
    return levels;
}

} // namespace

const Origin& PeerMode::origin() const {
    static const Origin kNowhere;
    return policy == nullptr ? kNowhere : policy->metadata.origin;
}

PeerMode peer_mode(const Security& security, std::string_view name_space, const Labels& pod, int port) {
    const Levels levels = levels_of(security, name_space, pod);
    PeerMode result{Mode::Permissive, nullptr, "no PeerAuthentication says anything, which means PERMISSIVE"};
    const auto take = [&](const PeerAuthentication& policy, Mode mode, const std::string& where) {
        result.mode = mode;
        result.policy = &policy;
        result.because = fmt::format("PeerAuthentication {} has the mode {}{}",
                                     qualified_name(policy.metadata), mode_name(mode), where);
    };
    for (const PeerAuthentication* policy : {levels.mesh, levels.name_space, levels.workload}) {
        if (policy != nullptr && policy->mode) {
            take(*policy, *policy->mode, "");
        }
    }
    if (levels.workload != nullptr) {
        const auto found = levels.workload->ports.find(port);
        if (found != levels.workload->ports.end() && found->second) {
            take(*levels.workload, *found->second, fmt::format(" for port {}", port));
        }
    }
    return result;
}

std::string_view mode_name(Mode mode) {
    switch (mode) {
    case Mode::Disable:
        return "DISABLE";
    case Mode::Permissive:
        return "PERMISSIVE";
    case Mode::Strict:
        return "STRICT";
    }
    return "";
}

} // namespace meshcast
