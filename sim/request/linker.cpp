#include "sim/request/linker.h"

#include "sim/policy/selection.h"

#include <algorithm>
#include <cassert>

namespace meshcast {

namespace {

const ServicePort* find_port(const Service& service, int port) {
    for (const ServicePort& candidate : service.ports) {
        if (port == 0 || candidate.port == port) {
            return &candidate;
        }
    }
    return nullptr;
}

/// A DestinationRule's simple balancer; what it leaves open, the plane's own.
const BalancerKind* balancer_in_force(const TrafficPolicy& policy, const BalancerKind& own) {
    if (!policy.load_balancing) {
        return &own;
    }
    if (const std::optional<ConsistentHash>& hash = policy.load_balancing->hash) {
        return find_istio_balancer(hash->algorithm == ConsistentHash::Algorithm::Maglev ? "maglev"
                                                                                        : "ringHash");
    }
    switch (policy.load_balancing->simple) {
    case SimpleBalancer::RoundRobin:
        return find_istio_balancer("ROUND_ROBIN");
    case SimpleBalancer::LeastRequest:
        return find_istio_balancer("LEAST_REQUEST");
    case SimpleBalancer::Random:
        return find_istio_balancer("RANDOM");
    case SimpleBalancer::Passthrough:
        return find_istio_balancer("PASSTHROUGH");
    case SimpleBalancer::Unspecified:
        break;
    }
    return &own;
}

/// The same for rules that two stages of the configuration have in common.
std::string key_of(const DestinationPolicies* policies) {
    std::string key;
    if (policies != nullptr) {
        for (const DestinationPolicy* rule : policies->rules) {
            const Origin& origin = rule->metadata.origin;
            key += rule->kind + " " + qualified_name(rule->metadata) + " " + origin.file + ":" +
                   std::to_string(origin.line) + ":" + std::to_string(origin.column) + ";";
        }
    }
    return key;
}

/// Whether its proxies choose as Istio tells them; else whoever chooses does as kube-proxy.
bool makes_priorities(const DataPlane& plane) {
    return plane.balance_unit == BalanceUnit::Request && plane.reads(Dialect::Istio);
}

} // namespace

Linker::Linker(Simulation& simulation, const Scenario& scenario, const Directory& directory,
               const DataPlane& plane, Cluster& cluster)
    : scenario_(scenario), directory_(directory), plane_(plane), cluster_(cluster) {
    const auto through_gateway = [](const Traffic& traffic) { return !traffic.via.empty(); };
    // Where things go wrong, Istio's own retries matter even where no rule is written.
    const bool routes_matter = !scenario.routing.empty() || !scenario.changes.empty() ||
                               (plane.reads(Dialect::Istio) && scenario.has_events());
    if (routes_matter &&
        (!plane.dialects.empty() || std::ranges::any_of(scenario.traffic, through_gateway))) {
        stages_.emplace_back(scenario.routing, directory);
        for (const ConfigurationChange& change : scenario.changes) {
            stages_.emplace_back(change.routing, directory);
        }
    }
    bind_programs(simulation);
}

void Linker::bind_programs(Simulation& simulation) {
    const auto& workloads = scenario_.topology.workloads;
    const std::vector<const Behavior*> behaviors = behaviors_by_workload();
    for (std::size_t w = 0; w < workloads.size(); ++w) {
        Program& program = programs_.emplace_back();
        const Behavior* behavior = behaviors[w];
        if (behavior == nullptr) {
            program.scripts.emplace_back(); // replies at once
        } else {
            program.workers = behavior->workers;
            program.start = behavior->start;
            for (const Operation& declared : behavior->operations) {
                const std::uint32_t id = operation(declared.name);
                if (program.by_operation.size() <= id) {
                    program.by_operation.resize(id + 1, 0);
                }
                program.by_operation[id] = static_cast<std::uint16_t>(program.scripts.size());
                program.scripts.push_back({compile(declared.script, workloads[w]), declared.response_size});
            }
        }
        for (Pod* pod : cluster_.pods_of(w)) {
            pod->program = &program;
            if (program.workers > 0) {
                pod->workers.emplace(simulation, static_cast<std::size_t>(program.workers));
            }
        }
    }
}

/// A behaviour names a workload, else a service that selects it.
std::vector<const Behavior*> Linker::behaviors_by_workload() const {
    std::vector<const Behavior*> behaviors(scenario_.topology.workloads.size(), nullptr);
    for (const Behavior& behavior : scenario_.behaviors) {
        if (directory_.workload(behavior.workload) != nullptr) {
            continue;
        }
        if (const Service* service = directory_.service(behavior.workload, "")) {
            for (const std::size_t workload : directory_.selected(*service)) {
                behaviors[workload] = &behavior;
            }
        }
    }
    for (const Behavior& behavior : scenario_.behaviors) {
        if (const Workload* workload = directory_.workload(behavior.workload)) {
            behaviors[directory_.index_of(*workload)] = &behavior;
        }
    }
    return behaviors;
}

Instructions Linker::compile(const std::vector<Step>& steps, const Workload& caller) {
    Instructions instructions;
    instructions.reserve(steps.size());
    for (const Step& step : steps) {
        compile(step, caller, instructions);
    }
    return instructions;
}

void Linker::compile(const Step& step, const Workload& caller, Instructions& instructions) {
    struct Compiler {
        Linker& linker;
        const Workload& caller;
        Instructions& instructions;

        void operator()(const Compute& compute) const { instructions.push_back({Burn{compute.cpu}}); }

        void operator()(const Wait& wait) const { instructions.push_back({Pause{wait.time}}); }

        void operator()(const Fail& fail) const {
            instructions.push_back({Abort{fail.probability, fail.status}});
        }

        void operator()(const Parallel& parallel) const {
            Fork fork;
            for (const Step& branch : parallel.branches) {
                linker.compile(branch, caller, fork.branches.emplace_back());
            }
            instructions.push_back({std::move(fork)});
        }

        void operator()(const Sequence& sequence) const {
            for (const Step& inner : sequence.steps) {
                linker.compile(inner, caller, instructions);
            }
        }

        void operator()(const Call& call) const {
            const Service* service = linker.directory_.service(call.service, caller.metadata.name_space);
            assert(service != nullptr && "the loader resolved every call");
            instructions.push_back({Invoke{
                .errand = linker.errand(*service, call.port, call.operation, call.request_size, &caller),
                .edge = linker.edge(qualified_name(caller.metadata), *service),
                .probability = call.probability}});
        }
    };

    std::visit(Compiler{*this, caller, instructions}, step.action);
}

std::pair<Errand, std::uint32_t> Linker::link(const Traffic& traffic) {
    const Workload* from = traffic.from.empty() ? nullptr : directory_.workload(traffic.from);
    const std::string_view from_namespace =
        from == nullptr ? std::string_view("default") : std::string_view(from->metadata.name_space);
    const Service* service = directory_.service(traffic.to, from_namespace);
    assert(service != nullptr && "the loader resolved every traffic target");
    Errand asked = errand(*service, traffic.port, traffic.operation, traffic.request_size, from);
    if (!traffic.via.empty()) {
        asked = errand_through_gateway(traffic, *service, asked);
    }
    asked.keep_alive = traffic.keep_alive;
    return {asked, edge(from == nullptr ? "outside" : qualified_name(from->metadata), *service)};
}

Errand Linker::errand(const Service& service, int port, const std::string& operation_name, Bytes size,
                      const Workload* caller) {
    Errand asked{.destination = &destination(service, port),
                 .size = size,
                 .operation = operation(operation_name),
                 .route = caller == nullptr ? nullptr : route_for(service, port, operation_name, *caller)};
    if (caller != nullptr && asked.destination->hedging != nullptr) {
        add_hedging(asked);
    }
    return asked;
}

Destination& Linker::destination(const Service& service, int port, const std::string& subset_name,
                                 const DestinationPolicies* policies, bool from_gateway) {
    const std::size_t index = directory_.index_of(service);
    const ServicePort* declared = find_port(service, port);
    Destination*& found = destination_of_[{index, declared == nullptr ? port : declared->port, subset_name,
                                           key_of(policies), from_gateway}];
    if (found != nullptr) {
        return *found;
    }
    const Subset* subset = policies == nullptr ? nullptr : policies->subset(subset_name);
    found = &destinations_.emplace_back();
    found->id = static_cast<std::uint32_t>(destinations_.size() - 1);
    found->service = static_cast<std::uint32_t>(index);
    found->port = declared == nullptr ? port : declared->port;
    found->protocol =
        declared == nullptr ? AppProtocol::Http1 : declared->protocol.value_or(AppProtocol::Http1);
    const bool own_choice = from_gateway && plane_.balance_unit == BalanceUnit::Connection;
    found->balancer = find_balancer(own_choice ? "least-request" : plane_.balancer);
    if (policies != nullptr) {
        const TrafficPolicy in_force = policies->in_force(subset_name, port);
        found->balancer = balancer_in_force(in_force, *found->balancer);
        found->policy = cluster_policy(in_force);
        add_distribution(service.distribution, makes_priorities(plane_),
                         in_force.load_balancing ? &*in_force.load_balancing : nullptr, found->policy);
    } else {
        add_distribution(service.distribution, makes_priorities(plane_), nullptr, found->policy);
    }
    for (const std::size_t workload : directory_.selected(service)) {
        const Labels& labels = scenario_.topology.workloads[workload].pod.labels;
        const bool wanted = subset_name.empty() || (subset != nullptr && selects(subset->labels, labels));
        for (Pod* pod : cluster_.pods_of(workload)) {
            if (wanted) {
                found->endpoints.push_back(pod);
            }
        }
    }
    if (found->policy && HostViews::needed(*found->policy, found->endpoints)) {
        found->views = std::make_unique<HostViews>(*found->policy, found->endpoints);
    }
    found->external = subset_name.empty() && found->endpoints.empty() &&
                      (!service.external_name.empty() || service.selector.empty());
    found->waypoints = cluster_.waypoints_for(service);
    found->paths = {path_to(*found, false), path_to(*found, true)};
    protect(service, *found);
    return *found;
}

/// The plane's stations that requests to `destination` pass. Client-side ones and the waypoint that they send
/// to need an enrolled client; server-side ones are passed by whoever calls.
std::vector<Station> Linker::path_to(const Destination& destination, bool client_enrolled) const {
    std::vector<Station> path;
    if (plane_.grpc_only && destination.protocol != AppProtocol::Grpc) {
        return path;
    }
    for (const PathStation& station : plane_.path) {
        const auto profile = std::ranges::find(plane_.proxies, station.proxy, &ProxyProfile::name);
        assert(profile != plane_.proxies.end() && "profiles are checked when read");
        if (station.at == PathSide::Client && !client_enrolled) {
            continue;
        }
        if (station.at == PathSide::Waypoint && (!client_enrolled || destination.waypoints.empty())) {
            continue;
        }
        if (station.at == PathSide::Server && destination.external) {
            continue;
        }
        path.push_back({static_cast<std::size_t>(profile - plane_.proxies.begin()), profile->layer,
                        profile->placement, station.at});
    }
    return path;
}

std::uint32_t Linker::edge(std::string from, const Service& to) {
    EdgeKey key{std::move(from), qualified_name(to.metadata)};
    const auto [found, added] = edge_of_.try_emplace(key, static_cast<std::uint32_t>(edges_.size()));
    if (added) {
        edges_.push_back(std::move(key));
    }
    return found->second;
}

std::vector<std::string> Linker::operations() const {
    std::vector<std::string> names(operations_.size());
    for (const auto& [name, id] : operations_) {
        names[id] = name;
    }
    return names;
}

std::uint32_t Linker::operation(std::string_view name) {
    if (const auto found = operations_.find(name); found != operations_.end()) {
        return found->second;
    }
    const auto id = static_cast<std::uint32_t>(operations_.size());
    operations_.emplace(name, id);
    return id;
}

} // namespace meshcast
