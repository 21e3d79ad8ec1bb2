#include "scenarios/import/kubernetes/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/units.h"

namespace meshcast::kubernetes {

namespace {

/// The value of the first of these labels that there is.
void set_from_labels(const Labels& labels, std::initializer_list<std::string_view> names,
                     std::string& value) {
    for (const std::string_view name : names) {
        if (const auto found = labels.find(name); found != labels.end()) {
            value = found->second;
            return;
        }
    }
}

} // namespace

void read_node(const yaml::Cursor& object, Topology& topology) {
    std::optional<Metadata> metadata = read_metadata(object, false);
    if (!metadata) {
        return;
    }
    Node node;
    node.metadata = *std::move(metadata);
    const Labels& labels = node.metadata.labels;
    set_from_labels(labels, {"topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"},
                    node.region);
    set_from_labels(labels, {"topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"},
                    node.zone);
    set_from_labels(labels, {"topology.istio.io/subzone"}, node.subzone);
    // What pods may have is less than the machine's capacity by what the system keeps for itself.
    const yaml::Cursor status = object["status"];
    const yaml::Cursor resources = status[status["allocatable"].present() ? "allocatable" : "capacity"];
    node.cpu = resources["cpu"].parsed(units::parse_cpu).value_or(node.cpu);
    node.memory = resources["memory"].parsed(units::parse_memory).value_or(node.memory);
    topology.nodes.push_back(std::move(node));
}

} // namespace meshcast::kubernetes
