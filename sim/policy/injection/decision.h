#pragma once

#include "sim/model/origin.h"

#include <string>

namespace meshcast {

/// Whether a pod gets a proxy, and why.
struct InjectionDecision {
    bool injected = false;
    std::string revision; // of Istio's control plane that injects; empty: none, or not Istio
    std::string because;  // a sentence
    Origin origin;        // of the object whose label or annotation decided; line 0: a default did
};

} // namespace meshcast
