#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace meshcast {

/// Who may call whom: workloads call services, services stand for workloads. All by number.
struct CallGraph {
    std::vector<std::vector<std::size_t>> calls;   // of each workload: services
    std::vector<std::vector<std::size_t>> targets; // of each service: workloads
};

/// The calls (workload, service) to leave out so that no request comes back to where it was, in order. A call
/// is left out when it leads back along the way a walk from the outermost callers came.
std::vector<std::pair<std::size_t, std::size_t>> calls_that_close_cycles(const CallGraph& graph);

} // namespace meshcast
