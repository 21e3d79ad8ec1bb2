#pragma once

#include "sim/model/origin.h"

#include <cstdint>
#include <string>

namespace meshcast {

/// What becomes of a connection or a request between two pods, and who says so.
struct Permission {
    enum class Outcome {
        Allowed,
        Dropped, // packets get no answer: the network does not let them through
        Reset,   // there is no connection: it is closed as soon as it is made
        Denied,  // the request is answered with `status`
    };

    enum class Enforced { Nowhere, Network, ClientProxy, Waypoint, ServerProxy };

    Outcome outcome = Outcome::Allowed;
    Enforced enforced = Enforced::Nowhere;
    int status = 0;         // Denied: 401, 403; 0 otherwise
    bool encrypted = false; // by mutual TLS, on its way between pods
    std::string object;     // "NetworkPolicy shop/deny-all"; empty: no object, or the lack of one
    Origin origin;          // of the object, or of the rule in it
    std::string because;    // a sentence

    bool allowed() const { return outcome == Outcome::Allowed; }
};

/// What policies turned away: pods of one workload that asked another's service.
struct Refusal {
    std::string who; // "shop/cart to shop/payments:8080"
    Permission decision;
    std::uint64_t count = 0; // connections and requests, retries included, since the run began
};

} // namespace meshcast
