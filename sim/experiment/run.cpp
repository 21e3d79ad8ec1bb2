#include "sim/experiment/run.h"

#include "sim/control/configuration_changes.h"
#include "sim/experiment/certificates.h"
#include "sim/policy/scaling.h"
#include "sim/policy/selection.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace meshcast {

namespace {

Errands link_one(Linker& linker, const Traffic& source) {
    Errands errands;
    std::tie(errands.usual, errands.edge) = linker.link(source);
    if (const auto* recording = std::get_if<Recording>(&source.pattern)) {
        for (const Recording::Operation& operation : recording->operations) {
            Traffic asked{.from = source.from, .to = source.to, .port = source.port};
            asked.operation = operation.name;
            asked.via = source.via;
            asked.host = source.host;
            asked.keep_alive = source.keep_alive;
            asked.request_size = source.request_size;
            errands.recorded.push_back(linker.link(asked).first);
        }
    }
    return errands;
}

std::vector<Errands> link_all(Linker& linker, const std::vector<Traffic>& traffic) {
    std::vector<Errands> linked;
    linked.reserve(traffic.size());
    for (const Traffic& source : traffic) {
        linked.push_back(link_one(linker, source));
    }
    return linked;
}

std::vector<std::string> names(const std::vector<Traffic>& traffic) {
    std::vector<std::string> names;
    names.reserve(traffic.size());
    for (const Traffic& source : traffic) {
        names.push_back(source.name);
    }
    return names;
}

/// One client a connection where their number is fixed by the pacing; else one for each pod that sends.
std::deque<Client> make_clients(const Traffic& traffic, const Directory& directory, const Cluster& cluster) {
    std::vector<Pod*> senders;
    if (!traffic.from.empty()) {
        const Workload* from = directory.workload(traffic.from);
        const auto pods = cluster.pods_of(directory.index_of(*from));
        senders.assign(pods.begin(), pods.end());
    }
    const std::size_t places = std::max<std::size_t>(1, senders.size());
    const std::size_t count =
        paced_by_connections(traffic) ? static_cast<std::size_t>(std::max(1, traffic.connections)) : places;
    std::deque<Client> clients;
    for (std::size_t i = 0; i < count; ++i) {
        Client& client = clients.emplace_back();
        if (!senders.empty()) {
            client.pod = senders[i % senders.size()];
            client.site = client.pod->site();
        }
    }
    return clients;
}

/// Whether pods or the network are ever other than at the beginning.
bool changes_over_time(const Scenario& scenario) {
    return !scenario.faults.empty() || !scenario.topology.autoscalers.empty();
}

Pace pace_of(const Traffic& traffic, std::span<const TimedFault> faults) {
    Pace pace;
    for (const TimedFault& fault : faults) {
        const auto* surge = std::get_if<Surge>(&fault.what);
        if (surge != nullptr && (surge->traffic.empty() || surge->traffic == traffic.name)) {
            pace.multiply(fault.at, fault.lasts ? fault.at + *fault.lasts : Duration::max(), surge->factor);
        }
    }
    return pace;
}

/// None where nobody declared a policy: everything is allowed then.
std::unique_ptr<Gatekeeper> make_gatekeeper(const Scenario& scenario, const Directory& directory,
                                            const DataPlane& plane, const Linker& linker) {
    return restricts(scenario.security, scenario.topology)
               ? std::make_unique<Gatekeeper>(scenario, directory, plane, linker.operations())
               : nullptr;
}

Bytes memory_in_use(const PodTemplate& pod) {
    // What an application uses is not modelled: its request is the best guess its own manifest makes.
    Bytes sum{};
    for (const Container& container : pod.containers) {
        if (!container.init) {
            sum += container.memory_request;
        }
    }
    return sum;
}

} // namespace

Run::Run(const Scenario& scenario, const DataPlane& plane, std::uint64_t replication, Time measure_from)
    : scenario_(scenario),
      plane_(plane),
      directory_(scenario.topology),
      cluster_(simulation_, scenario, directory_, plane, replication),
      linker_(simulation_, scenario, directory_, plane, cluster_),
      errands_(link_all(linker_, scenario.traffic)),
      gatekeeper_(make_gatekeeper(scenario, directory_, plane, linker_)),
      recorder_(linker_.edges(), names(scenario.traffic), measure_from),
      links_(scenario.network),
      endpoints_(simulation_, plane.control, cluster_.pods().size(), linker_.destinations(),
                 linker_.staged_routes()),
      kubelet_(simulation_, endpoints_),
      certificates_(make_certificate_authority(scenario, plane, directory_, cluster_)),
      application_(simulation_, courier_, recorder_),
      courier_(simulation_, plane, links_, changes_over_time(scenario) ? &network_trouble_ : nullptr,
               gatekeeper_.get(), certificates_.get(), application_, scenario.server_cancels),
      faults_(scenario.faults, {simulation_, directory_, cluster_, kubelet_, endpoints_, network_trouble_,
                                certificates_.get()}) {
    for (std::size_t i = 0; i < scenario.traffic.size(); ++i) {
        const Traffic& traffic = scenario.traffic[i];
        generators_.emplace_back(simulation_, courier_, recorder_, traffic, static_cast<std::uint32_t>(i),
                                 errands_[i], make_clients(traffic, directory_, cluster_),
                                 pace_of(traffic, scenario.faults),
                                 cluster_.stream("traffic/" + traffic.name, "arrivals"));
    }
    start_autoscalers();
    start_rollouts();
    faults_.start();
    if (!scenario.changes.empty()) {
        simulation_.spawn(declare_changes(simulation_, scenario.changes, endpoints_));
    }
    for (LoadGenerator& generator : generators_) {
        generator.start();
    }
}

Run::~Run() {
    simulation_.shutdown(); // while everything that processes refer to is alive
}

void Run::start_autoscalers() {
    const std::vector<ReplicaRange> ranges = replica_ranges(directory_);
    for (std::size_t w = 0; w < ranges.size(); ++w) {
        if (ranges[w].scaler == nullptr) {
            continue;
        }
        const std::span<Pod* const> pods = cluster_.pods_of(w);
        for (Pod* spare : pods.subspan(static_cast<std::size_t>(ranges[w].at_first))) {
            kubelet_.begin_without(*spare);
        }
        PodAutoscaler& scaler = autoscalers_.emplace_back(
            simulation_, *ranges[w].scaler, scenario_.topology.workloads[w].pod, plane_, pods, kubelet_);
        simulation_.spawn(scaler.run());
    }
}

void Run::start_rollouts() {
    for (const Rollout& rollout : scenario_.rollouts) {
        const Workload* canary = directory_.workload(rollout.canary);
        const auto pods =
            canary == nullptr ? std::span<Pod* const>() : cluster_.pods_of(directory_.index_of(*canary));
        CanaryRollout& started =
            rollouts_.emplace_back(simulation_, rollout, plane_.control, pods, linker_.routes());
        simulation_.spawn(started.run());
    }
}

void Run::begin_measurement() {
    measured_from_ = simulation_.now();
    for (const Pod& pod : cluster_.pods()) {
        pods_before_.push_back(usage_of(pod));
    }
    for (const Cluster::ProxyInstance& instance : cluster_.proxies()) {
        proxies_before_.push_back(usage_of(instance.proxy));
    }
    if (certificates_ != nullptr) {
        certificates_->begin_measurement();
    }
}

void Run::report(ReplicationResult& result) {
    recorder_.report(result);
    report_workloads(result);
    report_proxies(result);
    if (gatekeeper_ != nullptr) {
        result.turned_away.assign(gatekeeper_->refusals().begin(), gatekeeper_->refusals().end());
    }
    if (certificates_ != nullptr) {
        result.handshake_failures = certificates_->failures();
    }
    for (const CanaryRollout& rollout : rollouts_) {
        result.rollouts.push_back(rollout.outcome());
    }
}

/// The application's own: what a proxy library burns inside the pod counts as the proxy's.
Run::Usage Run::usage_of(const Pod& pod) const {
    Usage usage{pod.cgroup.cpu_seconds(), pod.workers ? pod.workers->busy_seconds(simulation_.now()) : 0};
    for (const Proxy* proxy : pod.proxies) {
        if (proxy != nullptr && proxy->profile().placement == Placement::Library) {
            usage.cpu -= proxy->cpu_seconds();
        }
    }
    return usage;
}

Run::Usage Run::usage_of(const Proxy& proxy) const {
    return {proxy.cpu_seconds(), proxy.busy_seconds(simulation_.now())};
}

void Run::report_workloads(ReplicationResult& result) const {
    const double window = std::max(1e-9, to_seconds(simulation_.now() - measured_from_));
    for (std::size_t i = 0; i < cluster_.pods().size(); ++i) {
        const Pod& pod = cluster_.pods()[i];
        const Workload& workload = scenario_.topology.workloads[pod.workload];
        ResourceUse& use = result.workloads[qualified_name(workload.metadata)];
        const Usage now = usage_of(pod);
        const double vcpu = (now.cpu - pods_before_[i].cpu) / window;
        use.vcpu += vcpu;
        if (!pod.condition.wanted) {
            continue; // gone, or not needed: counts for what it used
        }
        ++use.instances;
        use.memory += memory_in_use(workload.pod);
        double utilisation = 0; // of its workers or of its CPU limit, whichever is closer
        if (pod.workers) {
            utilisation =
                (now.busy - pods_before_[i].busy) / window / static_cast<double>(pod.workers->capacity());
        }
        if (const auto limit = pod.cgroup.limit()) {
            utilisation = std::max(utilisation, vcpu / limit->cores());
        }
        use.busiest_utilisation = std::max(use.busiest_utilisation, utilisation);
        for (const Container& container : workload.pod.containers) {
            if (!container.init) {
                use.cpu_request += container.cpu_request;
                use.memory_request += container.memory_request;
            }
        }
    }
}

void Run::report_proxies(ReplicationResult& result) const {
    const double window = std::max(1e-9, to_seconds(simulation_.now() - measured_from_));
    std::int64_t clusters = 0;
    std::int64_t endpoints = 0;
    for (const Service& service : scenario_.topology.services) {
        const auto ports = static_cast<std::int64_t>(service.ports.size());
        clusters += ports;
        for (const std::size_t workload : directory_.selected(service)) {
            endpoints += ports * static_cast<std::int64_t>(cluster_.pods_of(workload).size());
        }
    }

    std::set<std::uint32_t> unwanted; // network namespaces of pods that are not there
    for (const Pod& pod : cluster_.pods()) {
        if (!pod.condition.wanted) {
            unwanted.insert(pod.site().pod);
        }
    }

    for (std::size_t i = 0; i < cluster_.proxies().size(); ++i) {
        const Cluster::ProxyInstance& instance = cluster_.proxies()[i];
        const ProxyProfile& profile = plane_.proxies[instance.profile];
        ResourceUse& use = result.proxies[profile.name];
        const Usage now = usage_of(instance.proxy);
        use.vcpu += (now.cpu - proxies_before_[i].cpu) / window;
        if (unwanted.contains(instance.proxy.site().pod)) {
            continue;
        }
        ++use.instances;
        use.vcpu += profile.cost.idle.cores();
        const double busy = (now.busy - proxies_before_[i].busy) / window;
        if (profile.placement != Placement::Library) { // a library has no threads of its own to fill
            use.busiest_utilisation =
                std::max(use.busiest_utilisation, busy / static_cast<double>(instance.proxy.threads()));
        }
        use.memory += instance.proxy.memory(clusters, endpoints);
        use.cpu_request += profile.cpu_request;
        use.memory_request += profile.memory_request;
    }
}

} // namespace meshcast
