#include "tests/corpus/suite_l3l4_recipes.h"

#include "tests/corpus/files.h"
#include "tests/corpus/network.h"

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "l3l4/recipes";

/// A pod with some labels, or an address outside.
Party add_party(const Json& end, const std::string& name, Topology& topology) {
    if (end.contains("external")) {
        return Party::outside(parse_address(text_of(end, "external")));
    }
    Workload pod;
    pod.kind = WorkloadKind::Pod;
    pod.metadata.name = name;
    pod.metadata.name_space = text_of(end, "namespace", "default");
    pod.pod.labels = labels_of(end.value("labels", Json::object()));
    topology.workloads.push_back(std::move(pod));
    return Party::of_pod(topology.workloads.size() - 1);
}

std::string recipe_answer(const std::filesystem::path& root, const Json& namespaces, const Json& test) {
    const std::vector<std::string> files{test.at("policyFile").get<std::string>()};
    Imported imported = import_files(root / kFolder, files);
    Topology& topology = imported.topology;
    topology.workloads.clear();
    for (const auto& [name, labels] : namespaces.items()) {
        labels_of_namespace(topology, name) = labels_of(labels);
    }
    NetworkConnection connection;
    connection.from = add_party(test.at("source"), "source", topology);
    connection.to = add_party(test.at("destination"), "destination", topology);
    connection.transport = transport_of(text_of(test, "protocol", "TCP"));
    connection.port = number_of(test, "port");
    const NetworkIndex index(imported.security, topology);
    const NetworkDecision decision = decide(index, connection);
    const std::string word = decision.verdict == NetworkDecision::Verdict::Allowed ? "allow" : "deny";
    return word == text_of(test, "expected") ? word : word + ": " + explain(index, connection, decision);
}

} // namespace

std::vector<Case> l3l4_recipes_cases(const std::filesystem::path& root) {
    const Json document = Json::parse(read_text(root / kFolder / "cases.json"));
    const Json namespaces = document.value("namespaceLabels", Json::object());
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        cases.push_back({text_of(test, "id"), text_of(test, "expected"),
                         [root, namespaces, test] { return recipe_answer(root, namespaces, test); }});
    }
    return cases;
}

} // namespace meshcast::corpus
