#include "scenarios/import/kubernetes/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/units.h"

namespace meshcast::kubernetes {

namespace {

constexpr std::string_view kZoneLabels[] = {"topology.kubernetes.io/zone",
                                            "failure-domain.beta.kubernetes.io/zone"};

} // namespace

void read_node(const yaml::Cursor& object, Topology& topology) {
    std::optional<Metadata> metadata = read_metadata(object, false);
    if (!metadata) {
        return;
    }
    Node node;
    node.metadata = *std::move(metadata);
    for (const std::string_view label : kZoneLabels) {
        if (const auto zone = node.metadata.labels.find(label); zone != node.metadata.labels.end()) {
            node.zone = zone->second;
            break;
        }
    }
    // What pods may have is less than the machine's capacity by what the system keeps for itself.
    const yaml::Cursor status = object["status"];
    const yaml::Cursor resources = status[status["allocatable"].present() ? "allocatable" : "capacity"];
    node.cpu = resources["cpu"].parsed(units::parse_cpu).value_or(node.cpu);
    node.memory = resources["memory"].parsed(units::parse_memory).value_or(node.memory);
    topology.nodes.push_back(std::move(node));
}

} // namespace meshcast::kubernetes
