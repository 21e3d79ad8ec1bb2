#include "sim/policy/consistent_hash.h"

namespace meshcast {

BalancerSettings hashing_settings(const ConsistentHash& hash) {
    BalancerSettings settings;
    settings.min_ring_size = hash.minimum_ring_size;
    settings.maglev_table_size = hash.maglev_table_size;
    return settings;
}

std::string_view fault_in(const ConsistentHash& hash) {
    return fault_in(hashing_settings(hash));
}

} // namespace meshcast
