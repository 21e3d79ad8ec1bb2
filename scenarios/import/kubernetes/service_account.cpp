#include "scenarios/import/kubernetes/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"

namespace meshcast::kubernetes {

void read_service_account(const yaml::Cursor& object, Topology& topology) {
    if (std::optional<Metadata> metadata = read_metadata(object, true)) {
        const bool mounts_token = object["automountServiceAccountToken"].boolean().value_or(true);
        topology.service_accounts.push_back({*std::move(metadata), mounts_token});
    }
}

} // namespace meshcast::kubernetes
