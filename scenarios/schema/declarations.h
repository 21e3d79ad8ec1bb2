#pragma once

#include "scenarios/schema/object.h"
#include "sim/model/behavior.h"
#include "sim/model/network.h"
#include "sim/model/scenario.h"
#include "sim/model/traffic.h"

/// Which model types have a declaration; each is in the source file named after its subject.
namespace meshcast {

/// One key from compute, wait, call, parallel, sequence, fail.
template <>
struct Codec<Step> {
    static bool read(ReadContext&, const yaml::Node&, Step&);
    static Json schema(Definitions&);

    static Json write(const Step&) { return nullptr; }
};

template <>
struct Declaration<Call> {
    static const Object<Call>& object();
};

template <>
struct Declaration<Fail> {
    static const Object<Fail>& object();
};

template <>
struct Declaration<Operation> {
    static const Object<Operation>& object();
};

template <>
struct Declaration<PodStart> {
    static const Object<PodStart>& object();
};

template <>
struct Declaration<Behavior> {
    static const Object<Behavior>& object();
};

template <>
struct Declaration<Traffic> {
    static const Object<Traffic>& object();
};

template <>
struct Declaration<Network> {
    static const Object<Network>& object();

    static Network initial() { return default_network(); }
};

template <>
struct Declaration<Prices> {
    static const Object<Prices>& object();
};

/// A threshold in k6's notation.
template <>
struct Codec<Threshold> {
    static bool read(ReadContext&, const yaml::Node&, Threshold&);
    static Json schema(Definitions&);

    static Json write(const Threshold&) { return nullptr; }
};

template <>
struct EnumNames<ArrivalKind> {
    static constexpr EnumName<ArrivalKind> names[] = {
        {"poisson", ArrivalKind::Poisson},   {"uniform", ArrivalKind::Uniform},
        {"jittered", ArrivalKind::Jittered}, {"burst", ArrivalKind::Burst},
        {"closed", ArrivalKind::Closed},
    };
};

template <>
struct EnumNames<AppProtocol> {
    static constexpr EnumName<AppProtocol> names[] = {
        {"http", AppProtocol::Http1},
        {"http2", AppProtocol::Http2},
        {"grpc", AppProtocol::Grpc},
        {"tcp", AppProtocol::Tcp},
    };
};

} // namespace meshcast
