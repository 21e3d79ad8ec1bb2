#include "tests/sim/scenario_builder.h"

namespace meshcast::test {

ScenarioBuilder::ScenarioBuilder() {
    scenario_.name = "test";
    scenario_.network = Network{};
    scenario_.network.bytes_per_second = 1e18;
    Node node;
    node.metadata.name = "big";
    node.metadata.name_space.clear();
    node.cpu = MilliCpu{10'000'000};
    node.memory = mebibytes(1 << 24);
    scenario_.topology.nodes.push_back(node);
    scenario_.replications = 1;
}

ScenarioBuilder& ScenarioBuilder::workload(const std::string& name, std::vector<Step> script, int replicas,
                                           int workers, AppProtocol protocol) {
    Workload workload;
    workload.metadata.name = name;
    workload.replicas = replicas;
    workload.pod.labels["app"] = name;
    workload.pod.containers.emplace_back().name = name;
    scenario_.topology.workloads.push_back(std::move(workload));

    Service service;
    service.metadata.name = name;
    service.selector["app"] = name;
    service.ports.push_back({.name = "http", .port = 80, .target_port = 80, .protocol = protocol});
    scenario_.topology.services.push_back(std::move(service));

    scenario_.behaviors.push_back({.workload = name,
                                   .workers = workers,
                                   .operations = {{.name = "GET /", .script = std::move(script)}}});
    return *this;
}

ScenarioBuilder& ScenarioBuilder::poisson(const std::string& to, double per_second) {
    Traffic source;
    source.name = "clients";
    source.to = to;
    source.rate = {per_second};
    return traffic(std::move(source));
}

ScenarioBuilder& ScenarioBuilder::traffic(Traffic traffic) {
    scenario_.traffic.push_back(std::move(traffic));
    return *this;
}

ScenarioBuilder& ScenarioBuilder::plane(DataPlane plane) {
    scenario_.planes.push_back(std::move(plane));
    return *this;
}

ScenarioBuilder& ScenarioBuilder::network(Network network) {
    scenario_.network = std::move(network);
    return *this;
}

ScenarioBuilder& ScenarioBuilder::duration(Duration duration, Duration warmup, int replications) {
    scenario_.duration = duration;
    scenario_.warmup = warmup;
    scenario_.replications = replications;
    return *this;
}

Step compute(Distribution cpu) {
    return {Compute{std::move(cpu)}};
}

Step wait(Distribution time) {
    return {Wait{std::move(time)}};
}

Step call(const std::string& service, double probability) {
    return {Call{.service = service, .probability = probability}};
}

Step fail(double probability, int status) {
    return {Fail{probability, status}};
}

Step parallel(std::vector<Step> branches) {
    return {Parallel{std::move(branches)}};
}

DataPlane no_mesh() {
    DataPlane plane;
    plane.name = "none";
    plane.title = "No mesh";
    return plane;
}

DataPlane simple_sidecars(Duration cpu, int workers) {
    DataPlane plane;
    plane.name = "sidecars";
    plane.title = "Sidecars";
    ProxyProfile sidecar;
    sidecar.name = "sidecar";
    sidecar.workers = workers;
    sidecar.dispatch = Dispatch::Shared;
    sidecar.cost.request = cpu * 2;
    plane.proxies.push_back(sidecar);
    plane.path = {{"sidecar", PathSide::Client}, {"sidecar", PathSide::Server}};
    plane.balancer = "round-robin";
    plane.balance_unit = BalanceUnit::Request;
    return plane;
}

} // namespace meshcast::test
