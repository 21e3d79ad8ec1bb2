#pragma once

#include "scenarios/schema/object.h"
#include "sim/model/resilience.h"

namespace meshcast {

template <>
struct EnumNames<RateLimit::Scope> {
    static constexpr EnumName<RateLimit::Scope> names[] = {
        {"local", RateLimit::Scope::Local},
        {"global", RateLimit::Scope::Global},
    };
};

template <>
struct Declaration<Hedging> {
    static const Object<Hedging>& object();
};

template <>
struct Declaration<RateLimit> {
    static const Object<RateLimit>& object();
};

} // namespace meshcast
