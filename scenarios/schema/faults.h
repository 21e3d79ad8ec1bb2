#pragma once

#include "scenarios/schema/object.h"
#include "sim/model/fault.h"

namespace meshcast {

template <>
struct Declaration<Place> {
    static const Object<Place>& object();
};

template <>
struct Declaration<TimedFault> {
    static const Object<TimedFault>& object();
};

} // namespace meshcast
