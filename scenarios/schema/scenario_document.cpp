#include "scenarios/schema/scenario_document.h"

#include "scenarios/schema/certificates.h"
#include "scenarios/schema/document_header.h"
#include "scenarios/schema/faults.h"
#include "scenarios/schema/resilience.h"
#include "scenarios/schema/rollout.h"

namespace meshcast {

namespace {

/// "auto", or how much of the start is left out of the results.
struct Warmup {
    static bool read(ReadContext& context, const yaml::Node& node, std::optional<Duration>& value) {
        value.reset();
        return (node.is_scalar() && node.text == "auto") ||
               Codec<Duration>::read(context, node, value.emplace());
    }

    static Json schema(Definitions& definitions) {
        return {{"anyOf", {Json{{"const", "auto"}}, Codec<Duration>::schema(definitions)}}};
    }

    static Json write(const std::optional<Duration>& value) {
        return value ? Codec<Duration>::write(*value) : Json("auto");
    }

    static Json write(Duration value) { return Codec<Duration>::write(value); }
};

/// One value of a list that has no other.
struct FirstOfList {
    static bool read(ReadContext& context, const yaml::Node& node, std::vector<std::string>& values) {
        values.resize(1);
        return Codec<std::string>::read(context, node, values.front());
    }

    static Json schema(Definitions& definitions) { return Codec<std::string>::schema(definitions); }

    static Json write(const std::vector<std::string>& values) { return values.front(); }
};

/// A list of T, or one T without the list around it.
template <class T>
struct OneOrMany {
    static bool read(ReadContext& context, const yaml::Node& node, std::vector<T>& values) {
        return node.is_mapping() ? Codec<T>::read(context, node, values.emplace_back())
                                 : Codec<std::vector<T>>::read(context, node, values);
    }

    static Json schema(Definitions& definitions) {
        return {{"anyOf", {Codec<T>::schema(definitions), Codec<std::vector<T>>::schema(definitions)}}};
    }

    static Json write(const std::vector<T>& values) { return Codec<std::vector<T>>::write(values); }
};

/// A list of thresholds, or k6's mapping from a metric to its conditions.
struct Thresholds {
    static bool read(ReadContext& context, const yaml::Node& node, std::vector<Threshold>& values) {
        if (!node.is_mapping()) {
            return Codec<std::vector<Threshold>>::read(context, node, values);
        }
        bool good = true;
        for (const auto& [metric, conditions] : node.entries) {
            if (!conditions.is_sequence()) {
                return context.wrong_type(conditions, "a list of conditions such as [p(99) < 250ms]");
            }
            for (yaml::Node condition : conditions.items) {
                condition.text = metric.text + ": " + condition.text;
                good &= Codec<Threshold>::read(context, condition, values.emplace_back());
            }
        }
        return good;
    }

    static Json schema(Definitions& definitions) {
        const Json conditions = {{"type", "array"}, {"items", {{"type", "string"}}}};
        return {{"anyOf",
                 {Codec<std::vector<Threshold>>::schema(definitions),
                  Json{{"type", "object"}, {"x-key", "metric"}, {"additionalProperties", conditions}}}}};
    }

    static Json write(const std::vector<Threshold>&) { return nullptr; }
};

} // namespace

bool Codec<PricesChoice>::read(ReadContext& context, const yaml::Node& node, PricesChoice& value) {
    return node.is_mapping() ? Codec<Prices>::read(context, node, value.prices.emplace())
                             : Codec<Reference>::read(context, node, value.name);
}

Json Codec<PricesChoice>::schema(Definitions& definitions) {
    return {{"anyOf", {Codec<Reference>::schema(definitions), Codec<Prices>::schema(definitions)}}};
}

const Object<NodePool>& Declaration<NodePool>::object() {
    static const auto object =
        Object<NodePool>("Nodes", "One or more equal machines.")
            .field("name", &NodePool::name, "Name of the node; with a count, its beginning.")
            .field("count", &NodePool::count, "How many.", {.min = 1, .max = 10'000})
            .field<FirstOfList>("zone", &NodePool::zones, "Availability zone of all of them.",
                                {.example = "zone-a"})
            .field("zones", &NodePool::zones, "Availability zones, taken in turn, instead of `zone`.",
                   {.example = "[zone-a, zone-b]"})
            .field("region", &NodePool::region, "Region of the zones; absent: all are in one.",
                   {.example = "eu-west-1"})
            .field("cpu", &NodePool::cpu, "Cores.",
                   {.min = MilliCpu{1}, .max = MilliCpu{1'024'000}, .example = "8"})
            .field("memory", &NodePool::memory, "Memory.",
                   {.min = mebibytes(1), .max = mebibytes(64LL << 20)})
            .check([](ReadContext& context, const yaml::Node& node, const NodePool& pool) {
                if (node.find("zone") != nullptr && node.find("zones") != nullptr) {
                    return context.error(
                        message::FieldsConflict, node,
                        fill(message::FieldsConflict, context.path(), "zone and zones exclude each other"));
                }
                return !pool.zones.empty() ||
                       context.error(message::FieldsConflict, *node.find("zones"),
                                     fill(message::FieldsConflict, context.path(), "zones is empty"),
                                     "name a zone, or leave zones out");
            });
    return object;
}

template <>
struct EnumNames<Enrolment> {
    static constexpr EnumName<Enrolment> names[] = {{"everybody", Enrolment::Everybody},
                                                    {"labelled", Enrolment::Labelled}};
};

const Object<ScenarioDocument>& Declaration<ScenarioDocument>::object() {
    using S = ScenarioDocument;
    static const auto object =
        with_header(
            Object<S>("Scenario",
                      "What to simulate: an application's manifests, what they do not say, and the traffic."),
            "Scenario")
            .group("metadata", Object<S>("Metadata", "What the scenario is called.")
                                   .field("name", &S::name, "Name in reports; absent: the file's.")
                                   .field("description", &S::description, "For people."))
            .field("include", &S::include, "Manifests: files, folders or globs, relative to this file.",
                   {.example = "[bookinfo/*.yaml]"})
            .map("behavior", &S::behaviors, &Behavior::workload, "workload or service",
                 "What the manifests do not say: how each workload, or every workload behind a service, "
                 "answers. What is "
                 "absent is inferred from environment variables that name other services.")
            .field("traffic", &S::traffic, "Where requests come from, and how many.")
            .field("hedging", &S::hedging, "Calls that are made again while their answer is awaited.")
            .field("rateLimits", &S::rate_limits, "How many requests services let through.")
            .field("certificates", &S::certificates,
                   "What the plane's proxies show each other; absent: certificates that are in order.")
            .field("serverCancels", &S::server_cancels,
                   "Whether a server stops at its next step when nobody waits for its answer any more, as "
                   "gRPC servers do that hand their context on; else it goes on to its end.")
            .field(
                "enrolment", &S::enrolment,
                "Who is in the mesh: everybody that does not opt out of it (what if this plane were there), "
                "or those whom today's labels and annotations put into it.")
            .field("planes", &S::plane_names,
                   "Data planes to compare, by name or profile file; absent: all that are shipped.",
                   {.example = "[none, istio-sidecar]"})
            .field("duration", &S::duration, "Simulated time of one replication.",
                   {.min = std::chrono::milliseconds(10), .max = std::chrono::hours(168)})
            .template field<Warmup>(
                "warmup", &S::warmup,
                "Start of a run that results leave out; auto finds where it has settled (MSER-5).",
                {.min = Duration::zero(), .max = std::chrono::hours(168)})
            .field("seed", &S::seed, "Root of all randomness: same scenario and seed, same bytes.")
            .field("replications", &S::replications, "Independent runs; intervals need at least two.",
                   {.min = 1, .max = Scenario::kMostReplications})
            .field("maxReplications", &S::max_replications,
                   "A plane gets more replications while the 95 % interval of a threshold includes its "
                   "limit, up to "
                   "this many; the number of `replications` fixes it. Absent: eight times `replications`.",
                   {.min = 1, .max = Scenario::kMostReplications, .example = "40"})
            .field("network", &S::network, "Latencies, bandwidth and the speed of machines.")
            .template field<OneOrMany<NodePool>>("nodes", &S::nodes,
                                                 "Machines; absent: as many as the pods' requests need.")
            .template field<Thresholds>(
                "thresholds", &S::thresholds,
                "Conditions that must hold, in k6's notation; one that does not fails the run.")
            .field("prices", &S::prices_choice, "A price list by name or file, or the prices themselves.",
                   {.example = "gcp-on-demand"})
            .field("rollouts", &S::rollouts, "New versions that come while it runs.")
            .field("changes", &S::declared_changes,
                   "Configuration that is applied or deleted while it runs, and when.")
            .field("faults", &S::faults, "What goes wrong or changes while it runs, and when.");
    return object;
}

bool read_scenario_document(const yaml::Document& document, ScenarioDocument& scenario,
                            Diagnostics& diagnostics) {
    ReadContext context(document.file, diagnostics);
    return check_header(context, document.root, "Scenario") &&
           Codec<ScenarioDocument>::read(context, document.root, scenario);
}

} // namespace meshcast
