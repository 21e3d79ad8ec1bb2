#include "scenarios/diagnostics/suggest.h"
#include "scenarios/schema/declarations.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <span>

namespace meshcast {

namespace {

constexpr Bytes kLargestMessage = mebibytes(1024);

/// One kind of step: its key, and how its value becomes a Step.
struct StepKind {
    std::string_view key;
    std::string_view help;
    bool (*read)(ReadContext&, const yaml::Node&, Step&);
    Json (*schema)(Definitions&);
};

/// A kind that is one member of one alternative.
template <auto Member, class Action, class V>
bool read_member(ReadContext& context, const yaml::Node& node, Step& step, V Action::*) {
    Action action;
    const bool good = Codec<V>::read(context, node, action.*Member);
    step.action = std::move(action);
    return good;
}

template <auto Member, class Action, class V>
Json member_schema(Definitions& definitions, V Action::*) {
    return Codec<V>::schema(definitions);
}

template <auto Member>
constexpr StepKind member_kind(std::string_view key, std::string_view help) {
    return {key, help,
            [](ReadContext& context, const yaml::Node& node, Step& step) {
                return read_member<Member>(context, node, step, Member);
            },
            [](Definitions& definitions) { return member_schema<Member>(definitions, Member); }};
}

/// A kind that is an alternative with a declaration of its own.
template <Declared Action>
constexpr StepKind object_kind(std::string_view key, std::string_view help) {
    return {key, help,
            [](ReadContext& context, const yaml::Node& node, Step& step) {
                Action action;
                const bool good = Codec<Action>::read(context, node, action);
                step.action = std::move(action);
                return good;
            },
            [](Definitions& definitions) { return Codec<Action>::schema(definitions); }};
}

std::span<const StepKind> step_kinds() {
    static constexpr StepKind kinds[] = {
        member_kind<&Compute::cpu>("compute", "CPU time of the pod, under its limit and its node's cores."),
        member_kind<&Wait::time>("wait", "Time that passes without CPU: a disk, a lock, a third party."),
        object_kind<Call>("call",
                          "A request to another service; the script goes on when the reply is there."),
        member_kind<&Parallel::branches>("parallel",
                                         "Steps that run at once; the script waits for the last."),
        member_kind<&Sequence::steps>("sequence", "Steps in order; useful as one branch of `parallel`."),
        object_kind<Fail>("fail", "Ends the request with an error status."),
    };
    return kinds;
}

std::vector<std::string> step_keys() {
    std::vector<std::string> keys;
    for (const StepKind& kind : step_kinds()) {
        keys.emplace_back(kind.key);
    }
    return keys;
}

bool bad_step(ReadContext& context, const yaml::Node& at, const std::string& why, std::string hint = {}) {
    return context.error(message::BadStep, at, fill(message::BadStep, context.path(), why), std::move(hint));
}

} // namespace

bool Codec<Step>::read(ReadContext& context, const yaml::Node& node, Step& step) {
    if (!node.is_mapping() || node.entries.empty()) {
        return bad_step(context, node, "a step is a mapping such as {call: details}");
    }
    if (node.entries.size() > 1) {
        return bad_step(context, node,
                        fmt::format("one step has the keys \"{}\" and \"{}\"", node.entries[0].key.text,
                                    node.entries[1].key.text),
                        "write each as an item of its own, with a dash in front");
    }
    const auto& [key, value] = node.entries.front();
    for (const StepKind& kind : step_kinds()) {
        if (kind.key == key.text) {
            const ReadContext::Field inside(context, key.text);
            return kind.read(context, value, step);
        }
    }
    const std::vector<std::string> keys = step_keys();
    std::string hint = did_you_mean(key.text, keys);
    return bad_step(context, key, fmt::format("\"{}\" is not a kind of step", key.text),
                    hint.empty() ? fmt::format("kinds of steps are {}", fmt::join(keys, ", "))
                                 : std::move(hint));
}

Json Codec<Step>::schema(Definitions& definitions) {
    return definitions.refer("Step", [](Definitions& all) {
        Json properties = Json::object();
        for (const StepKind& kind : step_kinds()) {
            properties[std::string(kind.key)] =
                detail::describe_field(kind.schema(all), std::string(kind.help), {}, "", {}, {});
        }
        return Json{{"description", "One step of a script: a mapping with exactly one of these keys."},
                    {"type", "object"},
                    {"minProperties", 1},
                    {"maxProperties", 1},
                    {"additionalProperties", false},
                    {"properties", properties}};
    });
}

const Object<Call>& Declaration<Call>::object() {
    static const auto object =
        Object<Call>("Call", "A request to another service. A service name alone calls its first operation.")
            .shorthand(&Call::service)
            .required("service", &Call::service, "Service name in the caller's namespace, or name.namespace.",
                      {.example = "reviews"})
            .field("port", &Call::port, "Port of the service; 0 is its first.", {.min = 0, .max = 65535})
            .field("operation", &Call::operation, "Operation of the callee; absent: its first.",
                   {.example = "GET /reviews"})
            .field<Percent>("probability", &Call::probability, "Chance that the call is made at all.",
                            {.min = 0.0, .max = 1.0, .example = "50%"})
            .field("size", &Call::request_size, "Bytes of the request.",
                   {.min = Bytes{}, .max = kLargestMessage});
    return object;
}

const Object<Fail>& Declaration<Fail>::object() {
    static const auto object =
        Object<Fail>("Fail", "Ends the script with an error. A percentage alone is the probability.")
            .shorthand<Percent>(&Fail::probability)
            .field<Percent>("probability", &Fail::probability, "Chance that the script ends here.",
                            {.min = 0.0, .max = 1.0, .example = "1%"})
            .field("status", &Fail::status, "HTTP status of the reply.", {.min = 400, .max = 599});
    return object;
}

const Object<Operation>& Declaration<Operation>::object() {
    static const auto object =
        Object<Operation>("Operation",
                          "What a workload does with one kind of request. A list alone is the script.")
            .shorthand(&Operation::script)
            .field("script", &Operation::script, "Steps in order.")
            .field("responseSize", &Operation::response_size, "Bytes of the reply.",
                   {.min = Bytes{}, .max = kLargestMessage});
    return object;
}

const Object<PodStart>& Declaration<PodStart>::object() {
    static const auto object =
        Object<PodStart>("PodStart", "How pods come and go: when scaled, after a crash, in a roll-out. A "
                                     "duration alone is what a start takes.")
            .shorthand(&PodStart::takes)
            .field("takes", &PodStart::takes, "From scheduling until the pod is ready.",
                   {.min = Duration{}, .max = std::chrono::hours(24)})
            .field("cold", &PodStart::cold,
                   "Multiplies CPU time of a pod that has just started (caches, just-in-time compilers); "
                   "falls to 1 over `warms`.",
                   {.min = 1.0, .max = 1000.0, .example = "4"})
            .field("warms", &PodStart::warms, "Until a new pod is as fast as the others.",
                   {.min = Duration{}, .max = std::chrono::hours(24), .example = "30s"})
            .field("preStop", &PodStart::pre_stop,
                   "A pod that is told to stop goes on serving so long, until others know that it goes.",
                   {.min = Duration{}, .max = std::chrono::hours(1), .example = "5s"});
    return object;
}

const Object<Behavior>& Declaration<Behavior>::object() {
    static const auto object =
        Object<Behavior>("Behavior", "What the pods of one workload do with requests.")
            .field("workers", &Behavior::workers,
                   "Requests one pod has in process at once, each held until its reply; 0: no limit.",
                   {.min = 0, .max = 100'000})
            .field("start", &Behavior::start, "What comes before a new pod serves.")
            .map("operations", &Behavior::operations, &Operation::name, "operation",
                 "Operations by name: \"GET /path\", a gRPC \"/package.Service/Method\", or any word callers "
                 "use. The "
                 "first is the one that callers get who name none.")
            .check([](ReadContext& context, const yaml::Node& node, const Behavior& behavior) {
                if (behavior.operations.empty()) {
                    return context.error(message::FieldMissing, node,
                                         fill(message::FieldMissing, context.path(), "operations"),
                                         "write operations: {\"GET /\": [{compute: 1ms}]}");
                }
                return true;
            });
    return object;
}

} // namespace meshcast
