#include "sim/policy/network/network_decision.h"
#include "tests/bench/counters.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <vector>

namespace meshcast {
namespace {

// A cluster of 1,000 workloads in 20 namespaces, with 200 policies: ten a namespace. Every workload has an
// `app` of its own and one of five tiers.

constexpr int kNamespaces = 20;
constexpr int kWorkloadsPerNamespace = 50;
constexpr int kPoliciesPerNamespace = 10;
constexpr int kTiers = 5;

struct PolicedCluster {
    Topology topology;
    Security security;
};

Metadata named(int name_space, const char* kind, int number) {
    Metadata result;
    result.name = fmt::format("{}{}", kind, number);
    result.name_space = fmt::format("n{}", name_space);
    return result;
}

Labels tier(int number) {
    return {{"tier", fmt::format("t{}", number % kTiers)}};
}

/// One tier may be reached from the next one of the namespace, the team's other namespaces, and a block.
NetworkPolicy kubernetes_policy(int name_space, int number) {
    NetworkPolicy policy;
    policy.metadata = named(name_space, "p", number);
    policy.pods.labels = tier(number);
    policy.ingress.isolates = true;
    policy.egress.isolates = number % 2 == 0;
    for (NetworkPolicy::Side* side : {&policy.ingress, &policy.egress}) {
        NetworkPolicy::Rule& rule = side->rules.emplace_back();
        rule.peers.resize(3);
        rule.peers[0].pods.labels = tier(number + 1);
        rule.peers[1].namespaces.emplace().labels = {{"team", fmt::format("g{}", name_space % 4)}};
        rule.peers[2].addresses = AddressRange{*parse_address_block("10.1.0.0/16"), {}};
        rule.ports = {{Transport::Tcp, "", 80, 80}, {Transport::Tcp, "http", 0, 0}};
    }
    return policy;
}

/// The same with rules for requests.
CiliumPolicy cilium_policy(int name_space, int number) {
    CiliumPolicy policy;
    policy.metadata = named(name_space, "c", number);
    policy.endpoints = LabelSelector{tier(number), {}};
    policy.ingress.isolates = true;
    CiliumPolicy::Rule& rule = policy.ingress.allow.emplace_back();
    rule.endpoints.push_back({tier(number + 1), {}});
    rule.endpoints.push_back(
        {{{"io.cilium.k8s.namespace.labels.team", fmt::format("g{}", name_space % 4)}}, {}});
    rule.ports.push_back(
        {{{Transport::Tcp, "", 80, 80}},
         {{"POST", "/orders/[0-9]+", "", {}}, {"GET|HEAD", "/(catalogue|stock)/.*", "", {}}}});
    return policy;
}

PolicedCluster policed_cluster(bool cilium) {
    PolicedCluster result;
    for (int n = 0; n < kNamespaces; ++n) {
        Namespace& declared = result.topology.namespaces.emplace_back();
        declared.metadata = named(n, "n", n);
        declared.metadata.name_space.clear();
        declared.metadata.labels = {{"team", fmt::format("g{}", n % 4)}};
        for (int i = 0; i < kWorkloadsPerNamespace; ++i) {
            Workload& workload = result.topology.workloads.emplace_back();
            workload.metadata = named(n, "w", i);
            workload.pod.labels = tier(i);
            workload.pod.labels["app"] = workload.metadata.name;
            workload.pod.containers.emplace_back().ports.push_back({"http", 80, Transport::Tcp});
            workload.addresses = {fmt::format("10.0.{}.{}", n, i + 1)};
        }
        for (int i = 0; i < kPoliciesPerNamespace; ++i) {
            if (cilium) {
                result.security.cilium_policies.push_back(cilium_policy(n, i));
            } else {
                result.security.network_policies.push_back(kubernetes_policy(n, i));
            }
        }
    }
    return result;
}

void index_policies(benchmark::State& state, bool cilium) {
    const PolicedCluster cluster = policed_cluster(cilium);
    for (auto iteration : state) {
        benchmark::DoNotOptimize(NetworkIndex(cluster.security, cluster.topology));
    }
}

/// Every pod to every other, in one iteration.
void decide_pairs(benchmark::State& state, bool cilium) {
    const PolicedCluster cluster = policed_cluster(cilium);
    const NetworkIndex index(cluster.security, cluster.topology);
    RequestFacts request;
    request.path = "/stock/42";
    const std::size_t pods = index.pods().all().size();
    std::size_t allowed = 0;
    for (auto iteration : state) {
        allowed = 0;
        for (std::size_t from = 0; from < pods; ++from) {
            for (std::size_t to = 0; to < pods; ++to) {
                const NetworkConnection connection{Party::of_pod(from), Party::of_pod(to), Transport::Tcp, 80,
                                                   &request};
                allowed += decide(index, connection).verdict == NetworkDecision::Verdict::Allowed ? 1U : 0U;
            }
        }
    }
    count_requests(state, static_cast<std::uint64_t>(state.iterations()) * pods * pods);
    state.counters["allowed"] = static_cast<double>(allowed);
}

BENCHMARK_CAPTURE(index_policies, kubernetes, false)
    ->Name("network_index/kubernetes")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(index_policies, cilium, true)->Name("network_index/cilium")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(decide_pairs, kubernetes, false)
    ->Name("network_million/kubernetes")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(decide_pairs, cilium, true)->Name("network_million/cilium")->Unit(benchmark::kMillisecond);

} // namespace
} // namespace meshcast
