#include "sim/balance/balancer.h"
#include "sim/balance/least_request.h"
#include "sim/balance/peak_ewma.h"
#include "sim/balance/random_choice.h"
#include "sim/balance/round_robin.h"

#include <array>

namespace meshcast {

namespace {

template <class Policy>
std::unique_ptr<Balancer> make(std::size_t candidates) {
    if constexpr (std::is_constructible_v<Policy, std::size_t>) {
        return std::make_unique<Policy>(candidates);
    } else {
        return std::make_unique<Policy>();
    }
}

// A new policy is its own file pair and one line here.
constexpr std::array kKinds = {
    BalancerKind{"random", "each endpoint with equal probability (kube-proxy, Envoy RANDOM)",
                 make<RandomChoice>},
    BalancerKind{"round-robin", "endpoints in turn (Envoy ROUND_ROBIN)", make<RoundRobin>},
    BalancerKind{"least-request",
                 "the less busy of two drawn at random (Envoy LEAST_REQUEST, Istio's default)",
                 make<LeastRequest>},
    BalancerKind{"peak-ewma", "the lower peak-EWMA latency x load of two drawn at random (Linkerd)",
                 make<PeakEwma>},
};

} // namespace

std::span<const BalancerKind> balancer_kinds() {
    return kKinds;
}

const BalancerKind* find_balancer(std::string_view name) {
    for (const BalancerKind& kind : kKinds) {
        if (kind.name == name) {
            return &kind;
        }
    }
    return nullptr;
}

} // namespace meshcast
