#include "tests/corpus/suite_l3l4_cyclonus.h"

#include "tests/corpus/files.h"
#include "tests/corpus/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "l3l4/cyclonus";

/// What a step changed of the base: namespaces' labels, or the list of pods.
void change_topology(const Json& step, Topology& topology) {
    const Json namespaces = step.value("namespaces", Json::object());
    for (const auto& [name, labels] : namespaces.items()) {
        labels_of_namespace(topology, name) = labels_of(labels);
    }
    if (!step.contains("pods")) {
        return;
    }
    std::vector<Workload> pods;
    for (const Json& pod : step["pods"]) {
        const std::string name = text_of(pod, "pod");
        Workload workload = topology.workloads[pod_named(topology, name)];
        workload.pod.labels = labels_of(pod.value("labels", Json::object()));
        workload.addresses = {text_of(pod, "ip")};
        pods.push_back(std::move(workload));
    }
    topology.workloads = std::move(pods);
}

/// The port a probe means on its destination, by number or by name.
struct ProbedPort {
    Transport transport = Transport::Tcp;
    int number = 0;
    std::string name;

    explicit ProbedPort(const std::string& text) // "TCP/80"
        : transport(transport_of(text.substr(0, text.find('/'))).value_or(Transport::Tcp)) {
        const std::string port = text.substr(text.find('/') + 1);
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
        if (error != std::errc{} || end != port.data() + port.size()) {
            name = port;
        }
    }

    const ContainerPort* on(const NetworkPod& pod) const {
        const auto found = std::ranges::find_if(pod.ports, [&](const ContainerPort& port) {
            return port.transport == transport && (name.empty() ? port.number == number : port.name == name);
        });
        return found == pod.ports.end() ? nullptr : &*found;
    }
};

/// Some of the suite's policies leave out what they are.
std::string with_kind(const std::string& text) {
    std::string result;
    std::istringstream lines(text);
    std::string document;
    const auto finish = [&] {
        const bool says = document.find("kind:") == 0 || document.find("\nkind:") != document.npos;
        const bool empty = document.find("metadata:") == document.npos;
        result += says || empty ? "" : "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n";
        result += document;
        document.clear();
    };
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("---")) {
            finish();
            result += "---\n";
        } else {
            document += line + "\n";
        }
    }
    finish();
    return result;
}

std::string answer(const std::filesystem::path& root, const Json& step, const std::string& port_text,
                   const TruthTable& table, const std::string& direction) {
    std::vector<SourceFile> files{{"base.yaml", read_text(root / kFolder / "base.yaml")}};
    if (const std::string policy = text_of(step, "policyFile"); !policy.empty()) {
        files.push_back({policy, with_kind(read_text(root / kFolder / policy))});
    }
    Diagnostics diagnostics;
    Imported imported = import_manifests(files, diagnostics);
    change_topology(step, imported.topology);
    const NetworkIndex index(imported.security, imported.topology);
    const ProbedPort port(port_text);
    return table.actual([&](const std::string& from, const std::string& to) {
        NetworkConnection connection;
        connection.from = Party::of_pod(pod_named(imported.topology, from));
        connection.to = Party::of_pod(pod_named(imported.topology, to));
        connection.transport = port.transport;
        const ContainerPort* served = port.on(index.pods().all()[connection.to.pod]);
        if (served == nullptr) {
            return port.name.empty() ? 'N' : 'P';
        }
        connection.port = served->number;
        const bool allowed = direction == "ingress" ? decide_ingress(index, connection).allowed
                             : direction == "egress"
                                 ? decide_egress(index, connection).allowed
                                 : decide(index, connection).verdict == NetworkDecision::Verdict::Allowed;
        return allowed ? '.' : 'X';
    });
}

void add_step(const std::filesystem::path& root, const std::string& name, const Json& step,
              std::vector<Case>& cases) {
    const auto columns = step.at("columns").get<std::vector<std::string>>();
    for (const auto& [port, directions] : step.at("tables").items()) {
        for (const auto& [direction, rows] : directions.items()) {
            const TruthTable table{columns, rows};
            cases.push_back({fmt::format("{} {} {}", name, port, direction), table.expected(),
                             [root, step, port = port, table, direction = direction] {
                                 return answer(root, step, port, table, direction);
                             }});
        }
    }
}

} // namespace

/// One JSON object a line; the first is the legend.
std::vector<Case> l3l4_cyclonus_cases(const std::filesystem::path& root) {
    std::vector<Case> cases;
    std::istringstream lines(read_text(root / kFolder / "cases.jsonl"));
    for (std::string line; std::getline(lines, line);) {
        const Json test = line.empty() ? Json::object() : Json::parse(line);
        int number = 0;
        const Json steps = test.value("steps", Json::array());
        for (const Json& step : steps) {
            add_step(root, fmt::format("{} step {}", text_of(test, "id"), ++number), step, cases);
        }
    }
    return cases;
}

} // namespace meshcast::corpus
