#include "scenarios/schema/faults.h"

#include "scenarios/schema/certificates.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace meshcast {

template <>
struct Declaration<KillPods> {
    static const Object<KillPods>& object();
};

template <>
struct Declaration<CrashLoop> {
    static const Object<CrashLoop>& object();
};

template <>
struct Declaration<LoseNodes> {
    static const Object<LoseNodes>& object();
};

template <>
struct Declaration<Partition> {
    static const Object<Partition>& object();
};

template <>
struct Declaration<DisturbNetwork> {
    static const Object<DisturbNetwork>& object();
};

template <>
struct Declaration<StressCpu> {
    static const Object<StressCpu>& object();
};

template <>
struct Declaration<SlowDown> {
    static const Object<SlowDown>& object();
};

template <>
struct Declaration<FailRequests> {
    static const Object<FailRequests>& object();
};

template <>
struct Declaration<FailDns> {
    static const Object<FailDns>& object();
};

template <>
struct Declaration<StopControlPlane> {
    static const Object<StopControlPlane>& object();
};

template <>
struct Declaration<Surge> {
    static const Object<Surge>& object();
};

namespace {

constexpr Duration kLongestDelay = std::chrono::hours(1);

/// How many pods: a number, or a share of them with a percent sign.
struct HowManyPods {
    static bool read(ReadContext& context, const yaml::Node& node, PodsOf& pods) {
        if (node.is_scalar() && node.text.ends_with('%')) {
            return Percent::read(context, node, pods.share) && in_range(context, node, pods.share > 0);
        }
        return Codec<int>::read(context, node, pods.count) && in_range(context, node, pods.count >= 1);
    }

    static bool in_range(ReadContext& context, const yaml::Node& node, bool good) {
        return good || context.bad_value(node, fmt::format("\"{}\" is no pod at all", node.text),
                                         "write pods: 1, or pods: 50%");
    }

    static Json schema(Definitions&) {
        return {{"anyOf",
                 {Json{{"type", "integer"}, {"minimum", 1}},
                  Json{{"type", "string"}, {"pattern", "^[0-9]+(\\.[0-9]+)?%$"}}}}};
    }

    static Json write(const PodsOf&) { return "100%"; }
};

/// The fields that say which pods; a name alone is the workload.
template <class T>
Object<T> of_pods(std::string name, std::string help) {
    return Object<T>(std::move(name), std::move(help))
        .shorthand(&T::workload)
        .required("workload", &T::workload, "Whose pods, by name or namespace/name.",
                  {.example = "reviews-v2"})
        .template spread<HowManyPods>("pods", "How many of them: a number, or a share, rounded up.", "50%");
}

struct RemainingBandwidth : Bandwidth {
    static Json write(double value) { return value > 0 ? Bandwidth::write(value) : Json(); }
};

bool one_place(ReadContext& context, const yaml::Node& node, int named) {
    return named <= 1 || context.error(message::FieldsConflict, node,
                                       fill(message::FieldsConflict, context.path(),
                                            "a place is a workload, a node, a zone or outside, not several"),
                                       "keep one of them");
}

/// One of the kinds, as the value of its own key.
template <class Kind>
struct FaultKind {
    static bool read(ReadContext& context, const yaml::Node& node, TimedFault& fault) {
        return Codec<Kind>::read(context, node, fault.what.emplace<Kind>());
    }

    static Json schema(Definitions& definitions) { return Codec<Kind>::schema(definitions); }

    static Json write(const TimedFault&) { return nullptr; }
};

constexpr std::string_view kKinds[] = {"kill",
                                       "crashLoop",
                                       "nodeLoss",
                                       "zoneOutage",
                                       "partition",
                                       "network",
                                       "cpuStress",
                                       "slow",
                                       "errors",
                                       "dnsFailure",
                                       "surge",
                                       "controlPlaneOutage",
                                       "stopCertificateAuthority",
                                       "expireCertificate",
                                       "skewClock"};

/// A zone instead of a node.
struct ZoneOutage {
    static bool read(ReadContext& context, const yaml::Node& node, TimedFault& fault) {
        return Codec<std::string>::read(context, node, fault.what.emplace<LoseNodes>().zone);
    }

    static Json schema(Definitions& definitions) { return Codec<std::string>::schema(definitions); }

    static Json write(const TimedFault&) { return nullptr; }
};

bool exactly_one_kind(ReadContext& context, const yaml::Node& node) {
    std::vector<std::string_view> named;
    for (const std::string_view kind : kKinds) {
        if (node.find(kind) != nullptr) {
            named.push_back(kind);
        }
    }
    if (named.size() == 1) {
        return true;
    }
    if (named.empty()) {
        return context.error(message::FieldMissing, node,
                             fill(message::FieldMissing, context.path(), "what happens"),
                             fmt::format("add one of {}", fmt::join(kKinds, ", ")));
    }
    return context.error(message::FieldsConflict, *node.find(named[1]),
                         fill(message::FieldsConflict, context.path(),
                              fmt::format("{} and {} are two faults", named[0], named[1])),
                         "write each as an item of its own, with a dash in front");
}

} // namespace

const Object<Place>& Declaration<Place>::object() {
    static const auto object =
        Object<Place>("Place", "Part of the cluster, by one of these; a name alone is a workload.")
            .shorthand(&Place::workload)
            .field("workload", &Place::workload, "Its pods.", {.example = "reviews-v2"})
            .field("node", &Place::node, "One machine and all on it.", {.example = "node-1"})
            .field("zone", &Place::zone, "All machines of an availability zone.", {.example = "zone-a"})
            .field("outside", &Place::outside, "true: clients that are not in the cluster.")
            .check([](ReadContext& context, const yaml::Node& node, const Place& place) {
                return one_place(context, node,
                                 int{!place.workload.empty()} + int{!place.node.empty()} +
                                     int{!place.zone.empty()} + int{place.outside});
            });
    return object;
}

const Object<KillPods>& Declaration<KillPods>::object() {
    static const auto object =
        of_pods<KillPods>("Kill", "Pods go away, and requests in flight there are reset.")
            .field("graceful", &KillPods::graceful,
                   "true: they end what they have begun, as when a Deployment is scaled down.");
    return object;
}

const Object<CrashLoop>& Declaration<CrashLoop>::object() {
    static const auto object =
        of_pods<CrashLoop>("CrashLoop", "Containers crash soon after each start; Kubernetes starts them "
                                        "again after 10 s, 20 s, 40 s, ... 5 min.")
            .field("lives", &CrashLoop::lives, "From a start, once ready, to the crash.",
                   {.min = Duration{}, .max = std::chrono::hours(24)});
    return object;
}

const Object<LoseNodes>& Declaration<LoseNodes>::object() {
    static const auto object =
        Object<LoseNodes>("NodeLoss", "A machine vanishes; nothing on it answers any more.")
            .shorthand(&LoseNodes::node)
            .required("node", &LoseNodes::node, "Its name.", {.example = "node-1"});
    return object;
}

const Object<Partition>& Declaration<Partition>::object() {
    static const auto object =
        Object<Partition>("Partition", "Nothing gets through between two places, either way.")
            .field("from", &Partition::from, "One side; absent: everything.")
            .field("to", &Partition::to, "The other side; absent: everything.");
    return object;
}

const Object<DisturbNetwork>& Declaration<DisturbNetwork>::object() {
    static const auto object =
        Object<DisturbNetwork>("NetworkTrouble",
                               "Messages between two places, either way, take longer or get lost.")
            .field("from", &DisturbNetwork::from, "One side; absent: everything.")
            .field("to", &DisturbNetwork::to, "The other side; absent: everything.")
            .field("latency", &DisturbNetwork::latency, "Added to each way.",
                   {.min = Duration{}, .max = kLongestDelay})
            .field("jitter", &DisturbNetwork::jitter, "Up to so much more, uniformly.",
                   {.min = Duration{}, .max = kLongestDelay})
            .field<Percent>("loss", &DisturbNetwork::loss,
                            "Messages that get lost. TCP sends them again after 200 ms, 400 ms, ...",
                            {.min = 0.0, .max = 1.0, .example = "1%"})
            .field<RemainingBandwidth>("bandwidth", &DisturbNetwork::bytes_per_second, "What is left of it.",
                                       {.min = 125.0, .max = 1.25e12, .example = "10Mbps"});
    return object;
}

const Object<StressCpu>& Declaration<StressCpu>::object() {
    static const auto object =
        Object<StressCpu>("CpuStress", "Something else keeps cores of the machines busy.")
            .field("where", &StressCpu::where, "Which machines; absent: all.")
            .field("cores", &StressCpu::cores, "Of each machine.", {.min = 0.01, .max = 1024.0});
    return object;
}

const Object<SlowDown>& Declaration<SlowDown>::object() {
    static const auto object =
        of_pods<SlowDown>("Slow", "Pods work more slowly.")
            .field("factor", &SlowDown::factor, "Multiplies CPU time.", {.min = 0.001, .max = 10'000.0})
            .field("latency", &SlowDown::latency, "Each request waits so long in addition.",
                   {.min = Duration{}, .max = kLongestDelay});
    return object;
}

const Object<FailRequests>& Declaration<FailRequests>::object() {
    static const auto object =
        of_pods<FailRequests>("Errors", "Pods fail requests at once.")
            .field<Percent>("share", &FailRequests::share, "Of the requests.",
                            {.min = 0.0, .max = 1.0, .example = "20%"})
            .field("status", &FailRequests::status, "HTTP status.", {.min = 400, .max = 599});
    return object;
}

const Object<FailDns>& Declaration<FailDns>::object() {
    static const auto object =
        Object<FailDns>("DnsFailure",
                        "Applications that open a connection do not find the service's address.")
            .field("from", &FailDns::from, "Whose look-ups; absent: everybody's.")
            .field<Percent>("share", &FailDns::share, "Of the look-ups.",
                            {.min = 0.0, .max = 1.0, .example = "50%"})
            .field("takes", &FailDns::takes, "Until a look-up has failed.",
                   {.min = Duration{}, .max = kLongestDelay});
    return object;
}

const Object<StopControlPlane>& Declaration<StopControlPlane>::object() {
    static const auto object = Object<StopControlPlane>(
        "ControlPlaneOutage", "Nobody learns of endpoints that come or go. Written as {}.");
    return object;
}

const Object<Surge>& Declaration<Surge>::object() {
    static const auto object =
        Object<Surge>("Surge", "A source of traffic sends a multiple of its rate.")
            .field("traffic", &Surge::traffic, "Name of the source; absent: all of them.",
                   {.example = "shoppers"})
            .field("factor", &Surge::factor, "Multiplies the rate.", {.min = 0.0, .max = 1000.0});
    return object;
}

const Object<TimedFault>& Declaration<TimedFault>::object() {
    static const auto object =
        Object<TimedFault>("Fault", "Something that goes wrong or changes while the scenario runs.")
            .required("at", &TimedFault::at, "When it begins, since the start of the run.",
                      {.min = Duration{}, .max = std::chrono::hours(168), .example = "2m"})
            .field("for", &TimedFault::lasts,
                   "How long; absent: for good. kill without it: until a new pod has started.",
                   {.min = Duration{1}, .max = std::chrono::hours(168), .example = "30s"})
            .spread<FaultKind<KillPods>>("kill", "Pods go away.", "{workload: reviews-v2, pods: 50%}")
            .spread<FaultKind<CrashLoop>>("crashLoop", "Containers crash again and again.",
                                          "{workload: reviews-v2, pods: 1}")
            .spread<FaultKind<LoseNodes>>("nodeLoss", "A machine vanishes.", "node-1")
            .spread<ZoneOutage>("zoneOutage", "All machines of this zone vanish.", "zone-a")
            .spread<FaultKind<Partition>>("partition", "Two places cannot reach each other.",
                                          "{from: {zone: zone-a}, to: {zone: zone-b}}")
            .spread<FaultKind<DisturbNetwork>>("network", "The network is slow or loses messages.",
                                               "{to: ratings, latency: 20ms, loss: 1%}")
            .spread<FaultKind<StressCpu>>("cpuStress", "Machines are busy with something else.",
                                          "{where: {node: node-1}, cores: 4}")
            .spread<FaultKind<SlowDown>>("slow", "Pods are slow.", "{workload: ratings, factor: 5}")
            .spread<FaultKind<FailRequests>>("errors", "Pods fail requests.",
                                             "{workload: ratings, share: 20%}")
            .spread<FaultKind<FailDns>>("dnsFailure", "Names are not found.", "{share: 50%}")
            .spread<FaultKind<StopControlPlane>>("controlPlaneOutage",
                                                 "Nobody learns of endpoints that come or go.", "{}")
            .spread<FaultKind<StopCertificateAuthority>>("stopCertificateAuthority",
                                                         "Nobody issues or renews certificates.", "{}")
            .spread<FaultKind<ExpireCertificate>>("expireCertificate", "A workload's certificates end.",
                                                  "{workload: ratings}")
            .spread<FaultKind<SkewClock>>("skewClock", "Clocks are wrong.", "{node: node-1, by: -10m}")
            .spread<FaultKind<Surge>>("surge", "More traffic.", "{traffic: shoppers, factor: 3}")
            .check([](ReadContext& context, const yaml::Node& node, const TimedFault&) {
                return exactly_one_kind(context, node);
            });
    return object;
}

} // namespace meshcast
