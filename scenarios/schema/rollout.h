#pragma once

#include "scenarios/schema/object.h"
#include "sim/model/rollout.h"

namespace meshcast {

template <>
struct Declaration<Rollout> {
    static const Object<Rollout>& object();
};

} // namespace meshcast
