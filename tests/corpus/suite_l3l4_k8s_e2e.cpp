#include "tests/corpus/suite_l3l4_k8s_e2e.h"

#include "tests/corpus/files.h"
#include "tests/corpus/network.h"

#include <fmt/format.h>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "l3l4/k8s-e2e";

/// As the suite's note has it: label pod=NAME, TCP and UDP ports 80 and 81 named serve-PORT-PROTOCOL.
Workload make_pod(const std::string& name) {
    Workload pod;
    pod.kind = WorkloadKind::Pod;
    pod.metadata.name_space = name.substr(0, name.find('/'));
    pod.metadata.name = name.substr(name.find('/') + 1);
    pod.pod.labels["pod"] = pod.metadata.name;
    Container& container = pod.pod.containers.emplace_back();
    for (const int port : {80, 81}) {
        container.ports.push_back({fmt::format("serve-{}-tcp", port), port, Transport::Tcp});
        container.ports.push_back({fmt::format("serve-{}-udp", port), port, Transport::Udp});
    }
    return pod;
}

/// The case's pods, and what a step says more of them.
void fill_topology(const Json& test, const Json& step, Topology& topology) {
    for (const auto& pod : test.at("pods").get<std::vector<std::string>>()) {
        topology.workloads.push_back(make_pod(pod));
    }
    const Json namespaces = step.value("extraNamespaceLabels", Json::object());
    for (const auto& [name, labels] : namespaces.items()) {
        labels_of_namespace(topology, name).merge(labels_of(labels));
    }
    const Json pods = step.value("extraPodLabels", Json::object());
    for (const auto& [name, labels] : pods.items()) {
        topology.workloads[pod_named(topology, name)].pod.labels.merge(labels_of(labels));
    }
}

std::string answer_to_check(const std::filesystem::path& root, const Json& test, const Json& step,
                            const Json& check, const TruthTable& table) {
    std::vector<std::string> files;
    if (!text_of(step, "policyFile").empty()) {
        files.push_back(text_of(step, "policyFile"));
    }
    Imported imported = import_files(root / kFolder, files);
    fill_topology(test, step, imported.topology);
    const NetworkIndex index(imported.security, imported.topology);
    return table.actual([&](const std::string& from, const std::string& to) {
        NetworkConnection connection;
        connection.from = Party::of_pod(pod_named(imported.topology, from));
        connection.to = Party::of_pod(pod_named(imported.topology, to));
        connection.transport = transport_of(text_of(check, "protocol", "TCP"));
        connection.port = number_of(check, "port");
        return decide(index, connection).verdict == NetworkDecision::Verdict::Allowed ? '.' : 'X';
    });
}

} // namespace

std::vector<Case> l3l4_k8s_e2e_cases(const std::filesystem::path& root) {
    const Json document = Json::parse(read_text(root / kFolder / "cases.json"));
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        int number = 0;
        for (const Json& step : test.at("steps")) {
            ++number;
            for (const Json& check : step.at("checks")) {
                const TruthTable table{check.at("columns").get<std::vector<std::string>>(),
                                       check.at("table")};
                cases.push_back({fmt::format("{} step {} {}/{}", text_of(test, "id"), number,
                                             text_of(check, "protocol"), number_of(check, "port")),
                                 table.expected(), [root, test, step, check, table] {
                                     return answer_to_check(root, test, step, check, table);
                                 }});
            }
        }
    }
    return cases;
}

} // namespace meshcast::corpus
