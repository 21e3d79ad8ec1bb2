#include "reports/html/topology_graph.h"

#include "reports/view/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace meshcast {

namespace {

constexpr std::string_view kOutside = "outside";
constexpr double kDegraded = 0.001;
constexpr double kFailing = 0.1;

std::string full_name(const Metadata& metadata) {
    return metadata.name_space + "/" + metadata.name;
}

bool selects(const Service& service, const Workload& workload) {
    return !service.selector.empty() && service.metadata.name_space == workload.metadata.name_space &&
           std::ranges::all_of(service.selector, [&](const auto& wanted) {
               const auto label = workload.pod.labels.find(wanted.first);
               return label != workload.pod.labels.end() && label->second == wanted.second;
           });
}

struct Backing {
    std::size_t workloads = 0;
    int pods = 0;
};

/// Which service stands for a workload, and how many workloads and pods stand behind a service.
class ServiceIndex {
  public:
    ServiceIndex(const Topology& topology, const ReplicationResult& run) {
        std::map<std::string_view, std::vector<const Service*>> by_namespace;
        for (const Service& service : topology.services) {
            by_namespace[service.metadata.name_space].push_back(&service);
        }
        for (const Workload& workload : topology.workloads) {
            const std::string name = full_name(workload.metadata);
            const auto use = run.workloads.find(name);
            const int pods = use == run.workloads.end() ? workload.replicas : use->second.instances;
            for (const Service* service : by_namespace[workload.metadata.name_space]) {
                if (!selects(*service, workload)) {
                    continue;
                }
                const std::string service_name = full_name(service->metadata);
                Backing& backing = backing_[service_name];
                ++backing.workloads;
                backing.pods += pods;
                // Of several services, one that is called.
                const bool called = run.services.contains(service_name);
                const auto [known, added] = service_of_.try_emplace(name, service_name);
                if (!added && called && !run.services.contains(known->second)) {
                    known->second = service_name;
                }
            }
        }
    }

    std::string node_of(const std::string& workload) const {
        const auto service = service_of_.find(workload);
        return service == service_of_.end() ? workload : service->second;
    }

    std::string detail_of(const std::string& service) const {
        const auto found = backing_.find(service);
        if (found == backing_.end()) {
            return "";
        }
        const auto [workloads, pods] = found->second;
        const std::string pods_text = fmt::format("{} {}", pods, pods == 1 ? "pod" : "pods");
        return workloads == 1 ? pods_text : fmt::format("{} workloads, {}", workloads, pods_text);
    }

  private:
    std::map<std::string, std::string> service_of_; // workload -> service
    std::map<std::string, Backing> backing_;
};

Flow flow_of(const RequestStats& stats, double seconds) {
    const auto requests = static_cast<double>(stats.requests);
    return {seconds > 0 ? requests / seconds : 0, to_seconds(stats.latency.quantile(0.99)),
            stats.requests > 0 ? static_cast<double>(stats.failures) / requests : 0};
}

TopologyNode node_named(const std::string& name, const ServiceIndex& index) {
    const std::size_t slash = name.find('/');
    if (slash == std::string::npos) {
        return {name == kOutside ? "clients outside" : name, "", "", {}};
    }
    return {name.substr(slash + 1), name.substr(0, slash), index.detail_of(name), {}};
}

} // namespace

Health Flow::health() const {
    if (error_ratio >= kFailing) {
        return Health::Failing;
    }
    return error_ratio >= kDegraded ? Health::Degraded : Health::Healthy;
}

TopologyGraph topology_graph(const Scenario& scenario, const PlaneResult& plane, std::size_t most_nodes) {
    const ServiceIndex index(scenario.topology, plane.pooled);
    std::map<EdgeKey, RequestStats> merged; // between nodes
    std::map<std::string, RequestStats> received;
    for (const auto& [key, stats] : plane.pooled.edges) {
        const std::string from = index.node_of(key.from);
        merged[{from, key.to}].merge(stats);
        received[key.to].merge(stats);
        received.try_emplace(from);
    }
    std::vector<std::string> names;
    names.reserve(received.size());
    for (const auto& [name, stats] : received) {
        names.push_back(name);
    }
    std::ranges::stable_sort(names, std::greater{}, [&](const std::string& name) {
        return std::pair(name == kOutside, received.at(name).requests);
    });

    TopologyGraph graph;
    graph.left_out = names.size() - std::min(names.size(), most_nodes);
    names.resize(names.size() - graph.left_out);
    const double seconds = measured_seconds(plane);
    std::map<std::string_view, std::size_t> positions;
    for (const std::string& name : names) {
        positions[name] = graph.nodes.size();
        graph.nodes.push_back(node_named(name, index));
        graph.nodes.back().received = flow_of(received.at(name), seconds);
    }
    for (const auto& [key, stats] : merged) {
        const auto from = positions.find(key.from);
        const auto to = positions.find(key.to);
        if (from != positions.end() && to != positions.end()) {
            graph.edges.push_back({from->second, to->second, flow_of(stats, seconds)});
        }
    }
    return graph;
}

} // namespace meshcast
