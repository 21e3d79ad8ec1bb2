#include "sim/cluster/cgroup.h"
#include "sim/cluster/links.h"
#include "sim/cluster/placement.h"

#include <gtest/gtest.h>

#include <vector>

using namespace std::chrono_literals;

namespace meshcast {

namespace {

Task<> burn(Cgroup& cgroup, Duration cpu, Ledger& ledger, Simulation& simulation, Time& finished) {
    co_await cgroup.burn(cpu, kAppWork, ledger);
    finished = simulation.now();
}

Duration spent(const Ledger& ledger, Component component) {
    return ledger.breakdown()[static_cast<std::size_t>(component)];
}

TEST(Cgroup, WithoutALimitRunsAtTheMachinesSpeed) {
    Simulation simulation;
    Machine machine(simulation, "node", "zone", 1, 0.5);
    Cgroup cgroup(simulation, machine, std::nullopt);
    Ledger ledger;
    Time finished;
    simulation.spawn(burn(cgroup, 30ms, ledger, simulation, finished));
    simulation.run_until(kForever);
    EXPECT_EQ(finished, kStart + 60ms);
    EXPECT_EQ(spent(ledger, Component::AppCpu), 60ms);
    EXPECT_DOUBLE_EQ(cgroup.cpu_seconds(), 0.060);
    simulation.shutdown();
}

/// 200m is 20 ms in each 100 ms. 50 ms of work: 20 ms, stop to 100 ms, 20 ms, stop to 200 ms, 10 ms.
TEST(Cgroup, StopsAtItsQuotaUntilTheNextPeriod) {
    Simulation simulation;
    Machine machine(simulation, "node", "zone", 4, 1);
    Cgroup cgroup(simulation, machine, MilliCpu{200});
    Ledger ledger;
    Time finished;
    simulation.spawn(burn(cgroup, 50ms, ledger, simulation, finished));
    simulation.run_until(kForever);
    EXPECT_EQ(finished, kStart + 210ms);
    EXPECT_EQ(spent(ledger, Component::AppCpu), 50ms);
    EXPECT_EQ(spent(ledger, Component::Throttling), 160ms);
    simulation.shutdown();
}

/// Two threads share 20 ms: each gets 10 ms of the first period, then 2 ms of the second.
TEST(Cgroup, ThreadsShareOneQuota) {
    Simulation simulation;
    Machine machine(simulation, "node", "zone", 4, 1);
    Cgroup cgroup(simulation, machine, MilliCpu{200});
    Ledger first;
    Ledger second;
    Time first_finished;
    Time second_finished;
    simulation.spawn(burn(cgroup, 12ms, first, simulation, first_finished));
    simulation.spawn(burn(cgroup, 12ms, second, simulation, second_finished));
    simulation.run_until(kForever);
    EXPECT_DOUBLE_EQ(cgroup.cpu_seconds(), 0.024);
    EXPECT_GE(std::max(first_finished, second_finished), kStart + 100ms);
    EXPECT_LE(std::max(first_finished, second_finished), kStart + 104ms);
    simulation.shutdown();
}

TEST(Cgroup, AnUnusedQuotaIsNotSaved) {
    Simulation simulation;
    Machine machine(simulation, "node", "zone", 4, 1);
    Cgroup cgroup(simulation, machine, MilliCpu{100});
    Ledger ledger;
    Time finished;
    const auto later = [&]() -> Task<> {
        co_await simulation.delay(1050ms);
        co_await cgroup.burn(15ms, kAppWork, ledger);
        finished = simulation.now();
    };
    simulation.spawn(later());
    simulation.run_until(kForever);
    EXPECT_EQ(finished, kStart + 1105ms); // 10 ms at 1050, the rest from 1100 on
    simulation.shutdown();
}

TEST(Cgroup, ContainersOfABusyNodeTakeTurns) {
    Simulation simulation;
    Machine machine(simulation, "node", "zone", 1, 1);
    Cgroup one(simulation, machine, std::nullopt);
    Cgroup other(simulation, machine, std::nullopt);
    Ledger long_work;
    Ledger short_work;
    Time long_finished;
    Time short_finished;
    simulation.spawn(burn(one, 40ms, long_work, simulation, long_finished));
    simulation.spawn(burn(other, 1ms, short_work, simulation, short_finished));
    simulation.run_until(kForever);
    EXPECT_EQ(short_finished, kStart + 5ms); // after one time slice of the other
    EXPECT_EQ(long_finished, kStart + 41ms);
    EXPECT_EQ(spent(short_work, Component::AppQueue), 4ms);
    simulation.shutdown();
}

TEST(Links, LatencyGrowsWithDistanceAndSize) {
    Simulation simulation;
    Machine here(simulation, "a", "zone-1", 1, 1);
    Machine near(simulation, "b", "zone-1", 1, 1);
    Machine far(simulation, "c", "zone-2", 1, 1);
    Network network;
    network.same_pod = Distribution::constant(1us);
    network.same_node = Distribution::constant(10us);
    network.same_zone = Distribution::constant(100us);
    network.cross_zone = Distribution::constant(1ms);
    network.outside = Distribution::constant(10ms);
    network.bytes_per_second = 1e9;
    const Links links(network);
    EXPECT_EQ(links.one_way({&here, 1}, {&here, 1}, kibibytes(1000), 1), 1us);
    EXPECT_EQ(links.one_way({&here, 1}, {&here, 2}, Bytes{}, 1), 10us);
    EXPECT_EQ(links.one_way({&here, 1}, {&here, Site::kNoPod}, Bytes{}, 1), 1us);
    EXPECT_EQ(links.one_way({&here, Site::kNoPod}, {&near, Site::kNoPod}, Bytes{}, 1), 100us);
    EXPECT_EQ(links.one_way({&here, 1}, {&near, 3}, Bytes{}, 1), 100us);
    EXPECT_EQ(links.one_way({&here, 1}, {&far, 4}, Bytes{}, 1), 1ms);
    EXPECT_EQ(links.one_way({}, {&far, 4}, Bytes{}, 1), 10ms);
    EXPECT_EQ(links.one_way({&here, 1}, {&near, 3}, Bytes{1'000'000}, 1), 1100us);
}

TEST(Placement, SpreadsPodsOverTheNodesItMakes) {
    const std::vector<PodRequest> pods(30, {MilliCpu{1000}, mebibytes(100)});
    const PodPlacement placement = place_pods({}, pods);
    ASSERT_EQ(placement.nodes.size(), 5U); // 30 cores at 80 % of 8
    std::vector<int> count(5);
    for (const std::size_t node : placement.node_of) {
        ++count[node];
    }
    for (const int pods_there : count) {
        EXPECT_EQ(pods_there, 6);
    }
    EXPECT_EQ(placement.overcommitted, 0U);
}

TEST(Placement, ASmallClusterHasThreeNodes) {
    const std::vector<PodRequest> pods(2, {MilliCpu{100}, mebibytes(100)});
    const PodPlacement placement = place_pods({}, pods);
    EXPECT_EQ(placement.nodes.size(), 3U);
    EXPECT_NE(placement.node_of[0], placement.node_of[1]);
}

TEST(Placement, CountsPodsThatFitNowhere) {
    Node small;
    small.cpu = MilliCpu{1000};
    const std::vector<Node> nodes(2, small);
    const std::vector<PodRequest> pods(3, {MilliCpu{700}, mebibytes(10)});
    const PodPlacement placement = place_pods(nodes, pods);
    EXPECT_EQ(placement.overcommitted, 1U);
    EXPECT_EQ(placement.node_of.size(), 3U);
}

TEST(Placement, APodWithoutRequestsCountsAsTheSchedulerCountsIt) {
    PodTemplate pod;
    pod.containers.emplace_back().cpu_request = MilliCpu{0};
    EXPECT_EQ(effective_request(pod).cpu, MilliCpu{100});
    pod.containers.emplace_back().cpu_request = MilliCpu{250};
    pod.containers.back().memory_request = mebibytes(64);
    EXPECT_EQ(effective_request(pod).cpu, MilliCpu{250});
    EXPECT_EQ(effective_request(pod).memory, mebibytes(64));
}

} // namespace

} // namespace meshcast
