#include "sim/cluster/links.h"

namespace meshcast {

Duration Links::one_way(const Site& a, const Site& b, Bytes size, std::uint64_t random_key) const {
    const Duration latency_drawn = latency(a, b).sample(random_key);
    if (share_a_stack(a, b)) {
        return latency_drawn;
    }
    return latency_drawn + from_nanoseconds(static_cast<double>(size.count) * nanoseconds_per_byte_);
}

bool Links::share_a_stack(const Site& a, const Site& b) {
    return a.machine == b.machine && a.machine != nullptr &&
           (a.pod == b.pod || a.pod == Site::kNoPod || b.pod == Site::kNoPod);
}

const Distribution& Links::latency(const Site& a, const Site& b) const {
    if (a.machine == nullptr || b.machine == nullptr) {
        return network_.outside;
    }
    if (share_a_stack(a, b)) {
        return network_.same_pod;
    }
    if (a.machine == b.machine) {
        return network_.same_node;
    }
    return a.machine->shares_zone_with(*b.machine) ? network_.same_zone : network_.cross_zone;
}

} // namespace meshcast
