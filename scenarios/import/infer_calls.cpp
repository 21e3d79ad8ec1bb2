#include "scenarios/import/infer_calls.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/call_cycles.h"
#include "scenarios/import/host_reference.h"
#include "scenarios/units.h"
#include "sim/policy/directory.h"
#include "sim/policy/selection.h"

#include <algorithm>
#include <set>

namespace meshcast {

namespace {

/// What an operation computes when nobody said: a small service's handler. Assumed, and every report that
/// rests on it says so.
constexpr Duration kAssumedMedian = std::chrono::milliseconds(1);
constexpr Duration kAssumedP99 = std::chrono::milliseconds(4);
constexpr std::string_view kOperation = "request";

struct FoundCall {
    const Service* service = nullptr;
    int port = 0;
    const EnvVar* variable = nullptr;
};

bool runs(const Workload& workload) {
    return workload.kind == WorkloadKind::DaemonSet || workload.replicas > 0;
}

/// CART_HOST -> CART_PORT: what stands beside a host that comes without a port.
std::optional<int> sibling_port(const Container& container, std::string_view host_variable) {
    constexpr std::string_view kSuffixes[] = {"_HOST",   "_HOSTNAME", "_ADDR", "_ADDRESS",
                                              "_SERVER", "_SERVICE",  "_URL",  ""};
    for (const std::string_view suffix : kSuffixes) {
        if (!host_variable.ends_with(suffix)) {
            continue;
        }
        const std::string wanted =
            std::string(host_variable.substr(0, host_variable.size() - suffix.size())) + "_PORT";
        const auto found = std::ranges::find(container.env, wanted, &EnvVar::name);
        if (found != container.env.end()) {
            const units::Parsed<std::int64_t> port = units::parse_integer(found->value, 1, 65535);
            return port ? std::optional(static_cast<int>(*port)) : std::nullopt;
        }
    }
    return std::nullopt;
}

/// The wanted port if the service has it, else its first; nothing for a service or port without TCP.
std::optional<int> callable_port(const Service& service, std::optional<int> wanted) {
    std::optional<int> first;
    for (const ServicePort& port : service.ports) {
        if (port.port == wanted) {
            return port.transport == Transport::Tcp ? wanted : std::nullopt;
        }
        if (!first && port.transport == Transport::Tcp) {
            first = port.port;
        }
    }
    return first;
}

class Inferrer {
  public:
    Inferrer(const Topology& topology, std::vector<Inference>& inferences, Diagnostics& diagnostics)
        : topology_(topology), index_(topology), inferences_(inferences), diagnostics_(diagnostics) {}

    std::vector<Behavior> run() {
        for (const Workload& workload : topology_.workloads) {
            calls_.push_back(find_calls(workload));
        }
        leave_out_cycles();
        std::vector<Behavior> result;
        std::set<std::string> names; // workloads of different kinds may share one
        for (std::size_t w = 0; w < topology_.workloads.size(); ++w) {
            const Workload& workload = topology_.workloads[w];
            if (names.insert(qualified_name(workload.metadata)).second) {
                result.push_back(behave(workload, calls_[w]));
            }
        }
        if (!result.empty()) {
            inferences_.push_back(
                {fmt::format("every request to a workload computes for p50 {}, p99 {} there: assumed, "
                             "as no behavior is declared",
                             units::format_duration(kAssumedMedian), units::format_duration(kAssumedP99)),
                 {}});
        }
        return result;
    }

  private:
    std::vector<FoundCall> find_calls(const Workload& workload) const {
        std::vector<FoundCall> calls;
        std::set<std::pair<const Service*, int>> known;
        for (const Container& container : workload.pod.containers) {
            if (container.init) {
                continue;
            }
            for (const EnvVar& variable : container.env) {
                for (const HostReference& reference : find_host_references(variable.value)) {
                    const std::optional<FoundCall> call = resolve(workload, container, variable, reference);
                    if (call && known.emplace(call->service, call->port).second) {
                        calls.push_back(*call);
                    }
                }
            }
        }
        return calls;
    }

    std::optional<FoundCall> resolve(const Workload& workload, const Container& container,
                                     const EnvVar& variable, const HostReference& reference) const {
        const Service* service = index_.resolve(reference.host, workload.metadata.name_space);
        if (service == nullptr) {
            return std::nullopt;
        }
        const std::span<const std::size_t> targets = index_.selected(*service);
        const bool served =
            std::ranges::any_of(targets, [&](std::size_t t) { return runs(topology_.workloads[t]); });
        const bool own =
            std::ranges::any_of(targets, [&](std::size_t t) { return &topology_.workloads[t] == &workload; });
        const std::optional<int> port =
            callable_port(*service, reference.port ? reference.port : sibling_port(container, variable.name));
        if (!served || own || !port) {
            return std::nullopt;
        }
        return FoundCall{service, *port, &variable};
    }

    void leave_out_cycles() {
        CallGraph graph;
        for (const std::vector<FoundCall>& calls : calls_) {
            std::vector<std::size_t>& services = graph.calls.emplace_back();
            for (const FoundCall& call : calls) {
                services.push_back(index_.index_of(*call.service));
            }
        }
        for (const Service& service : topology_.services) {
            const auto targets = index_.selected(service);
            graph.targets.emplace_back(targets.begin(), targets.end());
        }
        for (const auto& [w, s] : calls_that_close_cycles(graph)) {
            const Service* service = &topology_.services[s];
            const std::string caller = qualified_name(topology_.workloads[w].metadata);
            std::erase_if(calls_[w], [&](const FoundCall& call) {
                if (call.service != service) {
                    return false;
                }
                const std::string callee = qualified_name(service->metadata);
                inferences_.push_back(
                    {fmt::format("{} does not call {}, which calls back: environment variable {} ignored",
                                 caller, callee, call.variable->name),
                     call.variable->origin});
                diagnostics_.add(message::InferredCycle, call.variable->origin,
                                 fill(message::InferredCycle, caller, callee),
                                 "declare the behavior of the two");
                return true;
            });
        }
    }

    Behavior behave(const Workload& workload, const std::vector<FoundCall>& calls) {
        Operation operation{.name = std::string(kOperation), .script = {}};
        operation.script.push_back(
            {Compute{Distribution::lognormal_percentiles(kAssumedMedian, 0.99, kAssumedP99)}});
        for (const FoundCall& found : calls) {
            const Metadata& callee = found.service->metadata;
            Call call;
            call.service = callee.name_space == workload.metadata.name_space
                               ? callee.name
                               : callee.name + "." + callee.name_space;
            call.port = found.port;
            call.origin = found.variable->origin;
            inferences_.push_back(
                {fmt::format("{} calls {}:{}: environment variable {}", workload.metadata.name, call.service,
                             call.port, found.variable->name),
                 found.variable->origin});
            operation.script.push_back({std::move(call)});
        }
        Behavior behavior;
        behavior.workload = qualified_name(workload.metadata);
        behavior.operations.push_back(std::move(operation));
        behavior.origin = workload.metadata.origin;
        return behavior;
    }

    const Topology& topology_;
    Directory index_;
    std::vector<Inference>& inferences_;
    Diagnostics& diagnostics_;
    std::vector<std::vector<FoundCall>> calls_; // of each workload
};

} // namespace

std::vector<Behavior> infer_behaviors(const Topology& topology, std::vector<Inference>& inferences,
                                      Diagnostics& diagnostics) {
    return Inferrer(topology, inferences, diagnostics).run();
}

} // namespace meshcast
