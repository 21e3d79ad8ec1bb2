#include "scenarios/import/kubernetes/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"

namespace meshcast::kubernetes {

void read_namespace(const yaml::Cursor& object, Topology& topology) {
    if (std::optional<Metadata> metadata = read_metadata(object, false)) {
        topology.namespaces.push_back({*std::move(metadata)});
    }
}

} // namespace meshcast::kubernetes
