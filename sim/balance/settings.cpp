#include "sim/balance/settings.h"

#include <cmath>

namespace meshcast {

namespace {

constexpr std::uint64_t kLargestMaglevTable = 5000011;
constexpr std::uint64_t kLargestRing = 8388608;

bool is_prime(std::uint64_t number) {
    if (number < 2) {
        return false;
    }
    for (std::uint64_t divisor = 2; divisor * divisor <= number; ++divisor) {
        if (number % divisor == 0) {
            return false;
        }
    }
    return true;
}

} // namespace

std::string_view fault_in(const BalancerSettings& settings) {
    if (settings.choice_count < 2) {
        return "a least-request balancer needs at least 2 choices";
    }
    if (!(settings.active_request_bias >= 0)) {
        return "the active request bias must not be negative";
    }
    if (!(settings.slow_start.aggression > 0)) {
        return "the aggression of a slow start must be positive";
    }
    const double least = settings.slow_start.min_weight_percent;
    if (std::isnan(least) || least < 0 || least > 100) {
        return "the minimum weight of a slow start is a percentage";
    }
    if (settings.max_ring_size > kLargestRing || settings.min_ring_size > kLargestRing) {
        return "a hash ring has at most 8388608 entries";
    }
    if (settings.min_ring_size > settings.max_ring_size) {
        return "the minimum size of the hash ring is above its maximum";
    }
    if (settings.maglev_table_size > kLargestMaglevTable) {
        return "a Maglev table has at most 5000011 entries";
    }
    if (!is_prime(settings.maglev_table_size)) {
        return "the size of a Maglev table must be a prime number";
    }
    if (settings.ewma_decay <= Duration::zero()) {
        return "the decay of the latency estimate must be positive";
    }
    if (settings.host_set.panic_threshold_percent > 100) {
        return "the panic threshold is a percentage";
    }
    return "";
}

const BalancerSettings& default_balancer_settings() {
    static const BalancerSettings kDefaults;
    return kDefaults;
}

} // namespace meshcast
