#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/mesh_config.h"
#include "sim/model/routing.h"

#include <string_view>

namespace meshcast {

/// An object kind that has a place in the routing. To add one: a reader in its dialect's folder, and a line
/// in routing_kinds.cpp.
struct RoutingKind {
    std::string_view group; // "networking.istio.io"
    std::string_view name;  // "VirtualService"
    void (*read)(const yaml::Cursor& object, Routing& routing);
    bool (*concerns)(const yaml::Cursor& object) = nullptr; // whether this one has; nullptr: all have
};

/// nullptr when that group has no such kind that we know.
const RoutingKind* find_routing_kind(std::string_view group, std::string_view name);

/// What can be said only when everything has been read: settings of the mesh, objects of kind Ingress,
/// delegates, listener sets, references. Sorted out in place, and reported.
void settle_routing(Routing& routing, const MeshConfig& mesh, const Topology& topology,
                    Diagnostics& diagnostics);

} // namespace meshcast
