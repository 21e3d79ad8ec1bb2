#pragma once

#include "scenarios/schema/object.h"
#include "sim/model/traffic.h"

namespace meshcast {

inline constexpr Rate kLowestRate{1e-3}; // of a source that keeps it
inline constexpr Rate kHighestRate{1e6};

/// The field `rate` of traffic: a rate, a list of steps, or a mapping with one pattern.
struct RateField {
    static bool read(ReadContext&, const yaml::Node&, Traffic&);
    static Json schema(Definitions&);
    static Json write(const Traffic&);
};

} // namespace meshcast
