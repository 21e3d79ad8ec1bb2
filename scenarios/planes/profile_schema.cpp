#include "scenarios/planes/profile_schema.h"

#include "scenarios/schema/certificates.h"
#include "scenarios/schema/document_header.h"
#include "sim/balance/balancer.h"

#include <string>
#include <vector>

namespace meshcast {

namespace {

constexpr Duration kZero{0};
constexpr Duration kLongestCost = std::chrono::seconds(1);
const FieldNotes<Duration> kCost{.min = kZero, .max = kLongestCost};
const FieldNotes<Bytes> kMemory{.min = Bytes{}, .max = mebibytes(1 << 20)};

/// A number of worker threads, or "cores": one for each core of the node (0 in the model).
struct Workers {
    static bool read(ReadContext& context, const yaml::Node& node, int& value) {
        if (node.is_scalar() && node.text == "cores") {
            value = 0;
            return true;
        }
        return Codec<int>::read(context, node, value);
    }

    static Json schema(Definitions& definitions) {
        return {{"anyOf", {Json{{"const", "cores"}}, Codec<int>::schema(definitions)}}};
    }

    static Json write(int value) { return value == 0 ? Json("cores") : Json(value); }
};

/// The name of a policy of sim/balance.
struct BalancerName {
    static std::vector<std::string> words() {
        std::vector<std::string> names;
        for (const BalancerKind& kind : balancer_kinds()) {
            names.emplace_back(kind.name);
        }
        return names;
    }

    static bool read(ReadContext& context, const yaml::Node& node, std::string& value) {
        value = node.text;
        return (node.is_scalar() && find_balancer(node.text) != nullptr) ||
               unknown_word(context, node, words());
    }

    static Json schema(Definitions&) { return {{"enum", words()}}; }

    static Json write(const std::string& value) { return value; }
};

/// An OptOut as written, before the two keys are told apart.
struct OptOutFields {
    std::optional<std::string> label;
    std::optional<std::string> annotation;
    std::string value;
};

const Object<OptOutFields>& opt_out_object() {
    static const auto object =
        Object<OptOutFields>(
            "OptOut", "A label or annotation on a pod template, or failing that its namespace, that keeps it "
                      "out of the mesh.")
            .field("label", &OptOutFields::label, "Key of the label.")
            .field("annotation", &OptOutFields::annotation, "Key of the annotation.")
            .required("value", &OptOutFields::value, "The value that opts out.", {.example = "\"false\""})
            .check([](ReadContext& context, const yaml::Node& node, const OptOutFields& fields) {
                return fields.label.has_value() != fields.annotation.has_value() ||
                       context.error(
                           message::FieldsConflict, node,
                           fill(message::FieldsConflict, context.path(), "give either label or annotation"));
            });
    return object;
}

} // namespace

bool Codec<OptOut>::read(ReadContext& context, const yaml::Node& node, OptOut& value) {
    OptOutFields fields;
    if (!opt_out_object().read(context, node, fields)) {
        return false;
    }
    value = {fields.label ? OptOut::Where::Label : OptOut::Where::Annotation,
             fields.label ? *fields.label : *fields.annotation, fields.value};
    return true;
}

Json Codec<OptOut>::schema(Definitions& definitions) {
    return definitions.refer("OptOut", [](Definitions& all) { return opt_out_object().schema(all); });
}

const Object<Citation>& Declaration<Citation>::object() {
    static const auto object =
        Object<Citation>("Citation", "Where a number comes from.")
            .required("figure", &Citation::figure, "Which number.")
            .field("value", &Citation::value, "As published.")
            .field("conditions", &Citation::conditions, "Versions, rig and load it was taken under.")
            .field("source", &Citation::source, "Document, repository@commit path, or paper.")
            .field("assumed", &Citation::assumed, "true: not measured for this proxy.");
    return object;
}

const Object<ProxyCost>& Declaration<ProxyCost>::object() {
    static const auto object =
        Object<ProxyCost>("ProxyCost", "What one message costs, on a machine of speed 1. CPU = request + "
                                       "cold * g / (g + coolDown), g being the "
                                       "time since that worker last ran.")
            .field("request", &ProxyCost::request, "CPU of a request and its reply on a warm worker.", kCost)
            .field("cold", &ProxyCost::cold, "CPU added when the worker has long been idle.", kCost)
            .field("coolDown", &ProxyCost::cool_down, "Idle time after which half of `cold` is due.",
                   {.min = Duration(1), .max = std::chrono::seconds(60)})
            .field("cv", &ProxyCost::cv, "Coefficient of variation of the CPU (lognormal).",
                   {.min = 0.0, .max = 100.0})
            .field<Percent>("inboundShare", &ProxyCost::inbound_share,
                            "Share of the CPU spent on the request's way in; what is neither this nor "
                            "deferred, on the reply's way back.",
                            {.min = 0.0, .max = 1.0})
            .field<Percent>("deferredShare", &ProxyCost::deferred_share,
                            "Share of the CPU spent after the reply has left: access logs, statistics.",
                            {.min = 0.0, .max = 1.0})
            .field("cpuNsPerByte", &ProxyCost::cpu_ns_per_byte,
                   "CPU nanoseconds a byte: copying and encryption.", {.min = 0.0, .max = 1e6})
            .field("connection", &ProxyCost::connection, "CPU to accept or open a connection.", kCost)
            .field("handshake", &ProxyCost::handshake, "CPU of one side in a full mutual TLS handshake.",
                   kCost)
            .field("resumption", &ProxyCost::resumption,
                   "CPU of one side in a handshake that resumes a TLS session.", kCost)
            .field("traversal", &ProxyCost::traversal,
                   "Latency of one pass that is not the proxy's CPU: redirection, sockets, wake-up.", kCost)
            .field("idle", &ProxyCost::idle, "CPU burnt with no traffic at all.",
                   {.min = MilliCpu{}, .max = MilliCpu{1'024'000}, .example = "3m"});
    return object;
}

const Object<ProxyMemory>& Declaration<ProxyMemory>::object() {
    static const auto object =
        Object<ProxyMemory>("ProxyMemory", "Memory of one instance.")
            .field("base", &ProxyMemory::base, "With no configuration and no traffic.", kMemory)
            .field("perConnection", &ProxyMemory::per_connection, "For each open connection.", kMemory)
            .field("perCluster", &ProxyMemory::per_cluster, "For each service port the proxy knows.", kMemory)
            .field("perEndpoint", &ProxyMemory::per_endpoint, "For each endpoint of those.", kMemory);
    return object;
}

const Object<ProxyProfile>& Declaration<ProxyProfile>::object() {
    static const auto object =
        Object<ProxyProfile>("Proxy", "One kind of proxy.")
            .required("name", &ProxyProfile::name, "Name that the path uses.", {.example = "sidecar"})
            .field("title", &ProxyProfile::title, "Name in reports; absent: `name`.")
            .field(
                "placement", &ProxyProfile::placement,
                "Where instances sit: one a pod, one a node, waypoint pods of their own, or a library in the "
                "application's process.")
            .field("layer", &ProxyProfile::layer, "l4: connections; l7: requests.")
            .field<Workers>("workers", &ProxyProfile::workers,
                            "Worker threads of an instance; cores: one a core of its node.",
                            {.min = 0, .max = 1024})
            .field("dispatch", &ProxyProfile::dispatch,
                   "Which worker takes a message: the one that owns the connection, or any that is free.")
            .field("resumesFor", &ProxyProfile::resumes_for,
                   "How long it keeps the last TLS session with each cluster, to resume it with the same "
                   "instance (a ticket's lifetime); 0s: it never resumes any.",
                   {.min = Duration{}, .max = std::chrono::hours(168)})
            .field("cost", &ProxyProfile::cost, "CPU and time that traffic costs.")
            .field("memory", &ProxyProfile::memory, "Memory of an instance.")
            .group("resources",
                   Object<ProxyProfile>("Resources",
                                        "What the scheduler reserves for an instance, and its limit.")
                       .field("cpuRequest", &ProxyProfile::cpu_request, "Reserved CPU.",
                              {.min = MilliCpu{}, .max = MilliCpu{1'024'000}, .example = "100m"})
                       .field("memoryRequest", &ProxyProfile::memory_request, "Reserved memory.", kMemory)
                       .field("cpuLimit", &ProxyProfile::cpu_limit, "CPU limit; absent: none.",
                              {.min = MilliCpu{10}, .max = MilliCpu{1'024'000}, .example = "2"}));
    return object;
}

const Object<PathStation>& Declaration<PathStation>::object() {
    static const auto object =
        Object<PathStation>("Station", "One proxy on the way from client to server application.")
            .required("proxy", &PathStation::proxy, "Name of one of the proxies.", {.example = "sidecar"})
            .required("at", &PathStation::at, "Whose: the client's, the waypoint's, the server's.",
                      {.example = "client"});
    return object;
}

const Object<ControlPlane>& Declaration<ControlPlane>::object() {
    const FieldNotes<Duration> bounds{.min = Duration{}, .max = std::chrono::hours(1), .example = {}};
    static const auto object =
        Object<ControlPlane>("ControlPlane",
                             "How long it takes until everybody knows of an endpoint that comes or goes.")
            .field("watch", &ControlPlane::watch, "Until the control plane sees the change; assumed.", bounds)
            .field("debounce", &ControlPlane::debounce,
                   "Changes are collected until none has come for so long. Istio's PILOT_DEBOUNCE_AFTER.",
                   bounds)
            .field("longestDebounce", &ControlPlane::longest_debounce,
                   "But not longer than this. Istio's PILOT_DEBOUNCE_MAX.", bounds)
            .field("push", &ControlPlane::push, "Until those who send have what came of them; assumed.",
                   bounds);
    return object;
}

const Object<PlaneDocument>& Declaration<PlaneDocument>::object() {
    using P = PlaneDocument;
    static const auto object =
        with_header(
            Object<P>("DataPlane",
                      "A data plane: where its proxies sit, what one of them costs, and which of them a "
                      "request walks through."),
            "DataPlane")
            .group("metadata",
                   Object<P>("Metadata", "What the plane is called.")
                       .required("name", &P::name, "Name that scenarios use.", {.example = "istio-sidecar"}))
            .field("title", &P::title, "Name in reports; absent: `name`.")
            .field("version", &P::version, "Of the system that the numbers describe.")
            .field("description", &P::description, "For people.")
            .field("extends", &P::extends,
                   "Plane, by name or file, that this one changes: fields given here replace its own, "
                   "proxies go by name.")
            .field("order", &P::order, "Place among the shipped planes.")
            .named_list("proxies", &P::proxies, &ProxyProfile::name, "The kinds of proxies.")
            .field("path", &P::path,
                   "Stations of a request from client to server; replies walk them in reverse.")
            .group("balancing",
                   Object<P>("Balancing", "How an endpoint is chosen.")
                       .template field<BalancerName>("policy", &P::balancer, "The policy.")
                       .field("per", &P::balance_unit, "How often: for every request or every connection."))
            .field("mtls", &P::mtls, "Mutual TLS between the plane's own proxies.")
            .field("certificates", &P::certificates, "How the proxies come by their certificates.")
            .field("multiplex", &P::multiplex, "HTTP/2 between proxies: many requests share a connection.")
            .field("grpcOnly", &P::grpc_only, "Only gRPC ports go through the plane.")
            .field("waypoints", &P::waypoint_scope,
                   "Which services get a waypoint: none, those labelled istio.io/use-waypoint, one a "
                   "namespace, one a service.")
            .field("routing", &P::dialects,
                   "Whose routes and policies the plane reads: Istio's, the Gateway API's, Linkerd's.")
            .field("optOut", &P::opt_outs, "What keeps a pod out of the mesh.")
            .field("controlPlane", &P::control, "How changes of endpoints get to those who send.")
            .field("skipHostNetwork", &P::skips_host_network, "Host-network pods stay outside.")
            .field("citations", &P::citations, "Where the numbers come from.");
    return object;
}

} // namespace meshcast
