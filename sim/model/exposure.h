#pragma once

#include "sim/model/metadata.h"

#include <string>
#include <variant>
#include <vector>

namespace meshcast {

/// What an Ingress or an OpenShift Route lets in: connections of an ingress controller, which is not among
/// the objects, to pods behind services.
struct Exposure {
    struct Backend {
        std::string service;                 // of the same namespace
        std::variant<int, std::string> port; // number or name; 0: all
        bool of_pods = false;                // `port` may be the service's or that of the pods (Route)
    };

    std::string kind; // "Ingress"
    Metadata metadata;
    std::vector<Backend> backends;
};

} // namespace meshcast
