#include "sim/policy/workload_rate_limit.h"

#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

const WorkloadRateLimit* rate_limit_of(const Routing& routing, const Workload& workload) {
    const auto found = std::ranges::find_if(routing.rate_limits, [&](const WorkloadRateLimit& filter) {
        const bool here = filter.metadata.name_space == workload.metadata.name_space ||
                          filter.metadata.name_space == routing.root_namespace;
        return here &&
               (filter.workload_selector.empty() || selects(filter.workload_selector, workload.pod.labels));
    });
    return found == routing.rate_limits.end() ? nullptr : &*found;
}

} // namespace meshcast
