#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/security.h"

#include <string_view>

namespace meshcast {

/// An object kind that says who may talk to whom. To add one: a reader in its dialect's folder, and a line in
/// security_kinds.cpp.
struct SecurityKind {
    std::string_view group; // "security.istio.io"
    std::string_view name;  // "PeerAuthentication"
    void (*read)(const yaml::Cursor& object, Security& security);
    bool (*concerns)(const yaml::Cursor& object) = nullptr; // whether this one does; nullptr: all do
    bool simulated = true; // false: reports list it as left out of the simulation
};

/// nullptr when that group has no such kind that we know.
const SecurityKind* find_security_kind(std::string_view group, std::string_view name);

} // namespace meshcast
