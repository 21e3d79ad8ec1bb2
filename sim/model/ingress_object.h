#pragma once

#include "sim/model/metadata.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// Objects of kind Ingress and IngressClass as declared; whose controller takes them is decided elsewhere.
/// https://kubernetes.io/docs/concepts/services-networking/ingress/

struct IngressBackend {
    std::string service; // of the Ingress's namespace; empty: a backend that is no Service
    int port = 0;        // of the Service; 0: the one of that name
    std::string port_name;
    Origin origin;
};

struct IngressPath {
    enum class Type { Exact, Prefix, ImplementationSpecific };

    Type type = Type::ImplementationSpecific;
    std::string path;
    IngressBackend backend;
    Origin origin;
};

struct IngressRule {
    std::string host; // empty: every host
    std::vector<IngressPath> paths;
    Origin origin;
};

struct IngressTls {
    std::vector<std::string> hosts; // empty: every host
    std::string secret;
    Origin origin;
};

struct IngressObject {
    Metadata metadata;
    std::string created;    // RFC 3339; empty: unknown, which counts as oldest
    std::string class_name; // spec.ingressClassName
    std::optional<IngressBackend> default_backend;
    std::vector<IngressRule> rules;
    std::vector<IngressTls> tls;
};

struct IngressClass {
    Metadata metadata; // metadata.name_space is empty
    std::string controller;
    bool is_default = false; // for those that name no class
};

} // namespace meshcast
