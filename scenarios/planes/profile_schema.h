#pragma once

#include "scenarios/schema/object.h"
#include "sim/model/data_plane.h"

#include <string>

namespace meshcast {

/// A file of kind DataPlane as written.
struct PlaneDocument : DataPlane {
    int order = 1000;    // among the shipped planes, ascending, then by name
    std::string extends; // name of the plane, or path of the file, that this one changes
};

template <>
struct Declaration<Citation> {
    static const Object<Citation>& object();
};

template <>
struct Declaration<ProxyCost> {
    static const Object<ProxyCost>& object();
};

template <>
struct Declaration<ProxyMemory> {
    static const Object<ProxyMemory>& object();
};

template <>
struct Declaration<ProxyProfile> {
    static const Object<ProxyProfile>& object();
};

template <>
struct Declaration<PathStation> {
    static const Object<PathStation>& object();
};

template <>
struct Declaration<ControlPlane> {
    static const Object<ControlPlane>& object();
};

/// {label: KEY, value: VALUE} or {annotation: KEY, value: VALUE}.
template <>
struct Codec<OptOut> {
    static bool read(ReadContext&, const yaml::Node&, OptOut&);
    static Json schema(Definitions&);

    static Json write(const OptOut&) { return nullptr; }
};

template <>
struct Declaration<PlaneDocument> {
    static const Object<PlaneDocument>& object();
};

template <>
struct EnumNames<Placement> {
    static constexpr EnumName<Placement> names[] = {{"pod", Placement::Pod},
                                                    {"node", Placement::Node},
                                                    {"waypoint", Placement::Waypoint},
                                                    {"library", Placement::Library}};
};

template <>
struct EnumNames<Layer> {
    static constexpr EnumName<Layer> names[] = {{"l4", Layer::L4}, {"l7", Layer::L7}};
};

template <>
struct EnumNames<Dispatch> {
    static constexpr EnumName<Dispatch> names[] = {{"connection", Dispatch::Connection},
                                                   {"shared", Dispatch::Shared}};
};

template <>
struct EnumNames<PathSide> {
    static constexpr EnumName<PathSide> names[] = {
        {"client", PathSide::Client}, {"waypoint", PathSide::Waypoint}, {"server", PathSide::Server}};
};

template <>
struct EnumNames<Dialect> {
    static constexpr EnumName<Dialect> names[] = {
        {"istio", Dialect::Istio}, {"gateway-api", Dialect::GatewayApi}, {"linkerd", Dialect::Linkerd}};
};

template <>
struct EnumNames<WaypointScope> {
    static constexpr EnumName<WaypointScope> names[] = {{"none", WaypointScope::None},
                                                        {"labelled", WaypointScope::Labelled},
                                                        {"namespace", WaypointScope::Namespace},
                                                        {"service", WaypointScope::Service}};
};

template <>
struct EnumNames<BalanceUnit> {
    static constexpr EnumName<BalanceUnit> names[] = {{"connection", BalanceUnit::Connection},
                                                      {"request", BalanceUnit::Request}};
};

} // namespace meshcast
